//! The trend of an anonymous team in every format that has words.

use crate::content::Content;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::render::csv;
use crate::render::document::{Block, Column, Document, Line};
use crate::render::sections::signature;
use crate::render::trend::parts::{axes_heading, axis_column, has_verdicts};
use crate::report::team::{AnonymousArea, BandPart, bands};
use crate::report::trend::anonymous::{AnonymousDate, AnonymousTrend};
use crate::text::Word;

/// The trend of an anonymous team in words.
pub fn document(trend: &AnonymousTrend, content: &Content) -> Document {
    let team = trend.team.iter().map(|team| Block::text(Line::dim(team.as_str())));
    Document {
        title: headline(trend, content),
        blocks: team.chain(blocks(trend, content)).collect(),
        signature: signature(&trend.tool, &trend.questionnaire, content),
    }
}

/// What may be shown, section by section.
pub fn blocks(trend: &AnonymousTrend, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let band =
        |part: BandPart| part.band.map_or_else(|| words.say("team.withheld"), |band| band.word().to_owned());
    let asked: Vec<Axis> = content.questionnaire.axes().collect();
    let judged = has_verdicts(content);
    let mut head = vec!["trend.column.date", "trend.column.people"];
    head.extend(asked.iter().map(|axis| axis_column(*axis)));
    head.extend(judged.then_some("trend.column.verdict"));
    let head = head.into_iter().map(|id| words.say(id)).collect();
    let row = |date: &AnonymousDate| {
        let verdict = || words.say(&format!("verdict.{}", date.verdict.code.word()));
        let mut row = vec![date.label.clone(), date.respondents.to_string()];
        row.extend(asked.iter().map(|axis| band(*date.bands.get(*axis))));
        row.extend(judged.then(verdict));
        row
    };
    let mut kinds = vec![Column::Fixed, Column::Number];
    kinds.extend(asked.iter().map(|_| Column::Number));
    kinds.extend(judged.then_some(Column::Words));
    let notes = trend.warnings.iter().map(|warning| warning.text.as_str());
    let sections = [
        (axes_heading(content), vec![Block::table(&kinds, head, trend.axes.iter().map(row))]),
        ("text.areas.heading", vec![areas(trend, words)]),
        ("text.warnings.heading", vec![Block::items(notes)]),
    ];
    Block::sections(sections, words)
}

fn areas(trend: &AnonymousTrend, words: &Words) -> Block {
    let head = std::iter::once(words.say("markdown.area"));
    let head = head.chain(trend.axes.iter().map(|date| date.label.clone())).collect();
    let first = trend.axes.first().map(|date| date.areas.as_slice()).unwrap_or_default();
    let row = |area: &AnonymousArea| {
        let cell = |date: &AnonymousDate| {
            let known = date.areas.iter().find(|known| known.id == area.id).and_then(|known| known.band);
            known.map_or_else(|| words.say("team.withheld"), |band| band.word().to_owned())
        };
        std::iter::once(area.name.clone()).chain(trend.axes.iter().map(cell)).collect()
    };
    let mut kinds = vec![Column::Number; 1 + trend.axes.len()];
    kinds[0] = Column::Words;
    Block::table(&kinds, head, first.iter().map(row))
}

/// What is above: the dates, without any judgement.
pub fn headline(trend: &AnonymousTrend, content: &Content) -> String {
    let ends = trend.axes.first().zip(trend.axes.last());
    let (from, to) =
        ends.map(|(first, last)| (first.label.as_str(), last.label.as_str())).unwrap_or_default();
    content.words.fill("trend.anonymous.headline", &[("from", &from), ("to", &to)])
}

/// One row a date and axis or area, each with its band; withheld ones are empty.
pub fn rows(trend: &AnonymousTrend) -> String {
    let rows = trend.axes.iter().flat_map(|date| {
        bands(&date.bands, &date.areas).map(|(id, band)| {
            vec![
                trend.questionnaire.id.clone(),
                trend.questionnaire.version.to_string(),
                date.label.clone(),
                date.respondents.to_string(),
                id.to_owned(),
                band.to_owned(),
            ]
        })
    });
    let head = ["questionnaire", "version", "date", "respondents", "id", "band"];
    crate::csv::MARK.to_owned() + &csv::table(&head, rows)
}
