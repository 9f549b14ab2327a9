//! The team beside the companies: the largest gaps, the chapter to read about, and the tables.

use std::cmp::Reverse;

use crate::comparison::{self, Rise};
use crate::content::Content;
use crate::language::Values;
use crate::numbers;
use crate::render::document::{Block, Column, Item};
use crate::render::sections::steps::cited;
use crate::report::{ClosestPart, ComparisonPart, Report, TraitPart};
use crate::story::{Confidence, Stage};

/// At most this many traits are shown.
const MOST_GAPS: usize = 10;

/// At most this many rises or gaps of one chapter are shown.
const MOST_TRAITS: usize = 5;

/// The traits on which a company is farthest ahead, one row each.
pub(super) fn gaps(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let mut blocks = vec![super::heading("text.gaps.heading", content)];
    if report.comparisons.is_empty() {
        blocks.push(Block::text(words.say("text.beside.none")));
        return blocks;
    }
    let mut rows: Vec<(i16, &ComparisonPart, &TraitPart)> = Vec::new();
    for question in &report.questions {
        let rated = report.comparisons.iter().filter(|comparison| comparison.stage == Stage::After);
        let beside = rated.filter_map(|comparison| {
            let compared = comparison.traits.iter().find(|compared| *compared.id == *question.id)?;
            let counts = compared.confidence < Confidence::C;
            Some((compared.difference.filter(|difference| counts && *difference < 0)?, comparison, compared))
        });
        // The first of those farthest ahead.
        rows.extend(beside.min_by_key(|(difference, ..)| *difference));
    }
    rows.sort_by_key(|(difference, ..)| *difference);
    if rows.is_empty() {
        blocks.push(Block::text(words.say("text.gaps.none")));
        return blocks;
    }
    let head = ["trait", "you", "there", "company", "year"].map(|id| words.say(&format!("text.gaps.{id}")));
    let row = |(_, comparison, compared): &(i16, &ComparisonPart, &TraitPart)| {
        vec![
            content.name_of(&compared.id),
            compared.team.map(|level| level.to_string()).unwrap_or_default(),
            compared.company.to_string(),
            comparison.company.clone(),
            words.date(&compared.year),
        ]
    };
    let kinds = [Column::Words, Column::Number, Column::Number, Column::Words, Column::Fixed];
    blocks.push(Block::table(&kinds, head.to_vec(), rows.iter().take(MOST_GAPS).map(row)));
    blocks.push(Block::text(words.say("text.gaps.note")));
    blocks
}

/// The chapter to read about, and what it shows this team.
pub(super) fn closest(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let Some(closest) = &report.closest else { return Vec::new() };
    let chapter = chapter_title(&closest.chapter, report, content);
    let equals: Vec<String> =
        closest.equals.iter().map(|equal| chapter_title(&equal.chapter, report, content)).collect();
    let list = if closest.told_on.is_empty() {
        between(closest, report, content)
    } else {
        rises(closest, report, content)
    };
    let distance = numbers::distance(closest.distance);
    let values: &Values<'_> = &[("chapter", &chapter), ("shared", &closest.shared), ("distance", &distance)];
    let mut told = words.fill("text.closest.about", values);
    if !equals.is_empty() {
        told.push(' ');
        told.push_str(&words.fill("text.closest.equals", &[("chapters", &equals.join(", "))]));
    }
    let title = if closest.told_on.is_empty() { "text.closest.heading.like" } else { "text.closest.heading" };
    vec![super::heading(title, content), Block::text(told), Block::Items(list)]
}

/// What rose at the company of this chapter, on the traits that it shows this team.
fn rises(closest: &ClosestPart, report: &Report, content: &Content) -> Vec<Item> {
    let Some(told) = content.story(&closest.story) else { return Vec::new() };
    let chapter = told.story.chapter(&closest.chapter);
    let next = chapter.and_then(|chapter| comparison::what_came_next(&told.story, chapter));
    let Some((_, rises)) = next else { return Vec::new() };
    let rises = rises.iter().filter(|rise| closest.told_on.contains(&rise.to.trait_id));
    let words = &content.words;
    let mut seen: Vec<&String> = Vec::new();
    let item = |rise: &Rise<'_>| {
        // One fact may show several rises; it is quoted once.
        let fact = rise.to.facts.first().and_then(|id| told.story.fact(id)).map(|fact| &fact.id);
        let fact = fact.filter(|fact| !seen.contains(fact));
        seen.extend(fact);
        let claim = fact.and_then(|fact| cited("step.claim", fact, "", report, content));
        let values: &Values<'_> = &[
            ("trait", &content.name_of(&rise.to.trait_id)),
            ("from", &rise.from.level),
            ("to", &rise.to.level),
            ("year", &words.date(told.text.date(&rise.to.year))),
        ];
        Item::new(words.fill("text.next.rise", values), claim.into_iter().map(Item::from).collect())
    };
    rises.take(MOST_TRAITS).map(item).collect()
}

/// The largest gaps to this chapter.
fn between(closest: &ClosestPart, report: &Report, content: &Content) -> Vec<Item> {
    let chosen = report.comparisons.iter().find(|comparison| comparison.chapter == closest.chapter);
    let traits = chosen.map(|chosen| chosen.traits.as_slice()).unwrap_or_default();
    let mut behind: Vec<&TraitPart> = traits
        .iter()
        .filter(|compared| compared.difference.is_some_and(|difference| difference < 0))
        .collect();
    behind.sort_by_key(|compared| compared.difference);
    let gap = |compared: &&TraitPart| {
        let values: &Values<'_> = &[
            ("trait", &content.name_of(&compared.id)),
            ("team", &compared.team.unwrap_or_default()),
            ("company", &compared.company),
            ("year", &content.words.date(&compared.year)),
        ];
        Item::from(content.words.fill("text.next.gap", values))
    };
    behind.iter().take(MOST_TRAITS).map(gap).collect()
}

/// The company and years of a chapter.
pub(super) fn chapter_title(chapter: &str, report: &Report, content: &Content) -> String {
    let known = report.comparisons.iter().find(|comparison| comparison.chapter == chapter);
    known.map_or_else(
        || chapter.to_owned(),
        |comparison| format!("{} {}", comparison.company, content.words.date(&comparison.years)),
    )
}

/// One row for each chapter.
pub(super) fn table(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let head = ["company", "years", "shared", "behind", "level", "ahead", "distance"];
    let head = head.map(|id| words.say(&format!("text.beside.{id}"))).to_vec();
    let row = |comparison: &ComparisonPart| {
        let counts = [comparison.shared, comparison.behind, comparison.level, comparison.ahead];
        let distance = comparison.distance.map_or_else(|| words.say("text.none"), numbers::distance);
        let names = [comparison.company.clone(), words.date(&comparison.years)];
        names.into_iter().chain(counts.map(|count| count.to_string())).chain([distance]).collect()
    };
    let mut kinds = vec![Column::Words; 2];
    kinds.extend([Column::Number; 5]);
    let rows = report.comparisons.iter().map(row);
    vec![Block::table(&kinds, head, rows), Block::text(words.say("text.beside.note"))]
}

/// One row for each trait that a chapter was rated on, the largest gap first.
pub(super) fn traits(comparison: &ComparisonPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let none = words.say("text.none");
    let head = ["trait", "you", "company", "difference", "year", "facts"];
    let head = head.map(|id| words.say(&format!("text.traits.{id}"))).to_vec();
    let row = |compared: &&TraitPart| {
        let mark = if compared.confidence == Confidence::C { " ?" } else { "" };
        vec![
            content.name_of(&compared.id),
            compared.team.map_or_else(|| none.clone(), |level| level.to_string()),
            format!("{}{mark}", compared.company),
            compared.difference.map_or_else(|| none.clone(), signed),
            words.date(&compared.year),
            compared.facts.join(" "),
        ]
    };
    let mut rows: Vec<&TraitPart> = comparison.traits.iter().collect();
    rows.sort_by_key(|compared| (compared.difference.is_none(), compared.difference.map(|d| Reverse(-d))));
    let kinds = [Column::Words, Column::Number, Column::Number, Column::Number, Column::Words, Column::Words];
    let title = format!("{}, {}", comparison.company, words.date(&comparison.years));
    vec![Block::Heading(title), Block::table(&kinds, head, rows.iter().map(row))]
}

/// A difference in levels with its sign; no difference has none.
fn signed(difference: i16) -> String {
    if difference == 0 { "0".to_owned() } else { format!("{difference:+}") }
}
