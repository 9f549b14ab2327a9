//! The trend of an anonymous team in every format that has words.

use crate::content::Content;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::render::csv;
use crate::render::document::{Block, Column, Table};
use crate::render::trend::Section;
use crate::render::trend::parts::{axes_heading, axis_column, has_verdicts};
use crate::report::team::BandPart;
use crate::report::trend::anonymous::AnonymousTrend;
use crate::text::Word;

/// What may be shown, section by section.
pub(super) fn sections(trend: &AnonymousTrend, content: &Content) -> Vec<Section> {
    let words = &content.words;
    let band =
        |part: BandPart| part.band.map_or_else(|| words.say("team.withheld"), |band| band.word().to_owned());
    let asked: Vec<Axis> = content.questionnaire.axes().collect();
    let judged = has_verdicts(content);
    let mut head = vec!["trend.column.date", "trend.column.people"];
    head.extend(asked.iter().map(|axis| axis_column(*axis)));
    head.extend(judged.then_some("trend.column.verdict"));
    let mut rows = vec![head.into_iter().map(|id| words.say(id)).collect()];
    rows.extend(trend.axes.iter().map(|date| {
        let verdict = || words.say(&format!("verdict.{}", date.verdict.code.word()));
        let mut row = vec![date.label.clone(), date.respondents.to_string()];
        row.extend(asked.iter().map(|axis| band(date.bands.get(*axis))));
        row.extend(judged.then(verdict));
        row
    }));
    let mut kinds = vec![Column::Fixed, Column::Number];
    kinds.extend(asked.iter().map(|_| Column::Number));
    kinds.extend(judged.then_some(Column::Words));
    let notes = trend.warnings.iter().map(|warning| warning.text.clone());
    vec![
        Section { heading: axes_heading(content), blocks: vec![Block::Table(Table { kinds, rows })] },
        Section { heading: "text.areas.heading", blocks: vec![areas(trend, words)] },
        Section { heading: "text.warnings.heading", blocks: vec![Block::items(notes)] },
    ]
}

fn areas(trend: &AnonymousTrend, words: &Words) -> Block {
    let none = || words.say("team.withheld");
    let mut rows = vec![vec![words.say("markdown.area")]];
    rows[0].extend(trend.axes.iter().map(|date| date.label.clone()));
    let first = trend.axes.first().map(|date| date.areas.as_slice()).unwrap_or_default();
    rows.extend(first.iter().map(|area| {
        let at = |id: &str, date: &crate::report::trend::anonymous::AnonymousDate| {
            let known = date.areas.iter().find(|area| area.id == id)?;
            known.band.map(|band| band.word().to_owned())
        };
        let cells = trend.axes.iter().map(|date| at(&area.id, date).unwrap_or_else(none));
        std::iter::once(area.name.clone()).chain(cells).collect()
    }));
    let mut kinds = vec![Column::Number; rows[0].len()];
    kinds[0] = Column::Words;
    Block::Table(Table { kinds, rows })
}

/// What is above: the dates, without any judgement.
pub(super) fn headline(trend: &AnonymousTrend, content: &Content) -> String {
    let ends = trend.axes.first().zip(trend.axes.last());
    let (from, to) =
        ends.map(|(first, last)| (first.label.as_str(), last.label.as_str())).unwrap_or_default();
    content.words.fill("trend.anonymous.headline", &[("from", &from), ("to", &to)])
}

/// One row a date and axis or area, each with its band; withheld ones are empty.
pub fn rows(trend: &AnonymousTrend) -> String {
    let rows = trend.axes.iter().flat_map(|date| {
        let axes = [("adoption", date.bands.adoption.band), ("outcome", date.bands.outcome.band)];
        let areas = date.areas.iter().map(|area| (area.id.as_str(), area.band));
        axes.into_iter().chain(areas).map(|(id, band)| {
            vec![
                trend.questionnaire.id.clone(),
                trend.questionnaire.version.to_string(),
                date.label.clone(),
                date.respondents.to_string(),
                id.to_owned(),
                band.map_or("", |band| band.word()).to_owned(),
            ]
        })
    });
    let head = ["questionnaire", "version", "date", "respondents", "id", "band"];
    crate::csv::MARK.to_owned() + &csv::table(&head, rows)
}
