//! The team beside the companies: the largest gaps, the chapter to read about, and the tables.

use std::cmp::Reverse;

use crate::content::Content;
use crate::language::Values;
use crate::numbers;
use crate::render::closest::{self, Gap, Risen};
use crate::render::document::{Block, Column, Item};
use crate::render::sections::steps::cited;
use crate::report::{ComparisonPart, QuestionPart, Report, TraitPart};
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
    let aims = || report.comparisons.iter().filter(|comparison| comparison.stage == Stage::After);
    let ahead = |question: &QuestionPart| {
        let beside = aims().filter_map(|comparison| {
            let counts = |rated: &&TraitPart| rated.id == question.id && rated.confidence < Confidence::C;
            let gap = Gap::of(comparison.traits.iter().find(counts)?, report)?;
            Some((gap, &comparison.company))
        });
        // The first of those farthest ahead.
        beside.min_by_key(|(gap, _)| Reverse(gap.size()))
    };
    let mut farthest: Vec<(Gap<'_>, &String)> = report.questions.iter().filter_map(ahead).collect();
    farthest.sort_by_key(|(gap, _)| Reverse(gap.size()));
    if farthest.is_empty() {
        blocks.push(Block::text(words.say("text.gaps.none")));
        return blocks;
    }
    let head = ["trait", "you", "there", "company", "year"].map(|id| words.say(&format!("text.gaps.{id}")));
    let row = |(gap, company): &(Gap<'_>, &String)| {
        vec![
            content.name_of(gap.id),
            gap.team.to_string(),
            gap.company.to_string(),
            (*company).clone(),
            words.date(gap.year),
        ]
    };
    let kinds = [Column::Words, Column::Number, Column::Number, Column::Words, Column::Fixed];
    blocks.push(Block::table(&kinds, head.to_vec(), farthest.iter().take(MOST_GAPS).map(row)));
    blocks.push(Block::text(words.say("text.gaps.note")));
    blocks
}

/// The chapter to read about, and what it shows this team: what rose there, or else how far it is ahead.
pub(super) fn closest(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let Some((part, closest)) = report.closest.as_ref().zip(closest::closest(report, content)) else {
        return Vec::new();
    };
    let title = |at: &usize| title(&report.comparisons[*at], content);
    let values: &Values<'_> = &[
        ("chapter", &title(&closest.chapter)),
        ("shared", &part.shared),
        ("distance", &numbers::distance(part.distance)),
    ];
    let mut told = words.fill("text.closest.about", values);
    if !closest.equals.is_empty() {
        let equals: Vec<String> = closest.equals.iter().map(title).collect();
        told.push(' ');
        told.push_str(&words.fill("text.closest.equals", &[("chapters", &equals.join(", "))]));
    }
    let list: Vec<Item> = if closest.rises.is_empty() {
        closest.between.iter().take(MOST_TRAITS).map(|gap| Item::from(between(gap, content))).collect()
    } else {
        rises(&closest.rises, report, content)
    };
    let heading = if part.told_on.is_empty() { "text.closest.heading.like" } else { "text.closest.heading" };
    vec![super::heading(heading, content), Block::text(told), Block::Items(list)]
}

/// What rose, each with the fact that shows it.
fn rises<'a>(rises: &[Risen<'a>], report: &Report, content: &Content) -> Vec<Item> {
    let mut seen: Vec<&str> = Vec::new();
    let item = |rise: &Risen<'a>| {
        // One fact may show several rises; it is quoted once.
        let fact = rise.fact.filter(|fact| !seen.contains(fact));
        seen.extend(fact);
        let claim = fact.and_then(|fact| cited("step.claim", fact, report, content));
        let values: &Values<'_> = &[
            ("trait", &content.name_of(rise.id)),
            ("from", &rise.from),
            ("to", &rise.to),
            ("year", &content.words.date(rise.to_year)),
        ];
        Item::new(content.words.fill("text.next.rise", values), claim.into_iter().map(Item::from).collect())
    };
    rises.iter().take(MOST_TRAITS).map(item).collect()
}

fn between(gap: &Gap<'_>, content: &Content) -> String {
    let values: &Values<'_> = &[
        ("trait", &content.name_of(gap.id)),
        ("team", &gap.team),
        ("company", &gap.company),
        ("year", &content.words.date(gap.year)),
    ];
    content.words.fill("text.next.gap", values)
}

/// The company and years of a chapter.
pub(super) fn chapter_title(chapter: &str, report: &Report, content: &Content) -> String {
    let known = report.comparisons.iter().find(|comparison| comparison.chapter == chapter);
    known.map_or_else(|| chapter.to_owned(), |comparison| title(comparison, content))
}

fn title(comparison: &ComparisonPart, content: &Content) -> String {
    format!("{} {}", comparison.company, content.words.date(&comparison.years))
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
