//! Beside the companies: a row for each trait with a mark for each company, the largest gap first. Three companies
//! have a shape of their own; further ones share a mark and are named in the row.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::content::Content;
use crate::questionnaire::Axis;
use crate::render::chart::strip;
use crate::report::{QuestionPart, Report, TraitPart};
use crate::story::{Confidence, Stage};

/// The number of companies with a mark of their own.
const OWN_MARKS: usize = 3;
/// The mark of chapters that describe a failure; the one before it is shared by further companies.
const FAILURE_MARK: usize = OWN_MARKS + 1;
/// How far apart marks of the same level are drawn, in pixels.
const APART: usize = 15;
/// At most this many facts of a company are in a row; the story has the others.
const MOST_FACTS: usize = 2;

/// The section.
#[derive(Debug, Serialize)]
pub(super) struct BesideView<'a> {
    columns: Vec<Column>,
    /// The rows, the largest gap first; traits without an answer last.
    rows: Vec<Row<'a>>,
    /// Whether the companies are those that are compared with unless others are asked for.
    default: bool,
    /// Whether facts of confidence C are among those shown.
    unread: bool,
}

/// The companies that share a mark.
#[derive(Debug, Serialize)]
struct Column {
    mark: usize,
    companies: Vec<Company>,
}

/// The chapters that a company is compared by, as positions in the report's comparisons.
#[derive(Clone, Copy, Debug, Serialize)]
struct Company {
    /// What it came to.
    reached: usize,
    /// Where it started.
    started: Option<usize>,
}

/// One trait.
#[derive(Debug, Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    question: &'a QuestionPart,
    marks: Vec<Mark>,
    /// The levels of each column as text; none without public evidence.
    cells: Vec<Option<String>>,
    entries: Vec<Entry<'a>>,
}

/// A mark on the strip of a row. No shape is the team.
#[derive(Debug, Serialize)]
struct Mark {
    shape: Option<usize>,
    x: String,
    /// How far it is moved to the right so that marks of one level do not cover each other, in pixels.
    shift: isize,
}

/// What a company published on a trait.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    company: &'a str,
    level: u8,
    year: &'a str,
    from: Option<(u8, &'a str)>,
    facts: Vec<&'a str>,
}

/// The section of a report.
pub(super) fn view<'a>(report: &'a Report, content: &Content) -> BesideView<'a> {
    let columns = columns(report, content);
    let questions = report.questions.iter().filter(|question| question.axis == Axis::Adoption);
    let mut rows: Vec<(f64, Row<'_>)> = questions
        .map(|question| (gap(report, question, &columns), row(report, question, &columns)))
        .collect();
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let default = &content.questionnaire.default_stories;
    let is_default = |company: &Company| default.contains(&report.comparisons[company.reached].story);
    BesideView {
        default: !columns.is_empty() && companies(&columns).all(is_default),
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        unread: report.facts.values().any(|fact| fact.confidence == Confidence::C),
    }
}

fn companies(columns: &[Column]) -> impl Iterator<Item = &Company> {
    columns.iter().flat_map(|column| &column.companies)
}

/// The companies of a report by their marks, those of one mark in the order of the report's stories.
fn columns(report: &Report, content: &Content) -> Vec<Column> {
    let default = &content.questionnaire.default_stories;
    let own = |story: &str| default.iter().take(OWN_MARKS).position(|id| id == story);
    let taken = |mark: &usize| report.comparisons.iter().any(|part| own(&part.story) == Some(*mark));
    let mut free = (0..OWN_MARKS).filter(|mark| !taken(mark)).collect::<Vec<_>>().into_iter();
    let mut seen = BTreeSet::new();
    let mut columns: BTreeMap<usize, Vec<Company>> = BTreeMap::new();
    for part in report.comparisons.iter().filter(|part| seen.insert(&part.story)) {
        let mark = own(&part.story).unwrap_or_else(|| {
            if part.stage == Stage::AntiPattern { FAILURE_MARK } else { free.next().unwrap_or(OWN_MARKS) }
        });
        if let Some(company) = company(report, &part.story) {
            columns.entry(mark).or_default().push(company);
        }
    }
    columns.into_iter().map(|(mark, companies)| Column { mark, companies }).collect()
}

fn company(report: &Report, story: &str) -> Option<Company> {
    let last =
        |stage: Stage| report.comparisons.iter().rposition(|part| part.story == story && part.stage == stage);
    let reached = last(Stage::After).or_else(|| last(Stage::AntiPattern)).or_else(|| last(Stage::Before))?;
    Some(Company { reached, started: last(Stage::Before).filter(|at| *at != reached) })
}

fn row<'a>(report: &'a Report, question: &'a QuestionPart, columns: &[Column]) -> Row<'a> {
    Row {
        question,
        marks: marks(report, question, columns),
        cells: columns.iter().map(|column| cell(report, question, column)).collect(),
        entries: companies(columns).filter_map(|company| entry(report, &question.id, *company)).collect(),
    }
}

fn rating<'a>(report: &'a Report, trait_id: &str, chapter: usize) -> Option<&'a TraitPart> {
    report.comparisons[chapter].traits.iter().find(|rated| *rated.id == *trait_id)
}

fn levels<'a>(
    report: &'a Report,
    question: &'a QuestionPart,
    column: &'a Column,
) -> impl Iterator<Item = u8> + 'a {
    let of = |company: &Company| rating(report, &question.id, company.reached).map(|found| found.company);
    column.companies.iter().filter_map(of)
}

/// The lowest and the highest level of a column.
fn cell(report: &Report, question: &QuestionPart, column: &Column) -> Option<String> {
    let levels = || levels(report, question, column);
    let (low, high) = levels().min().zip(levels().max())?;
    Some(if low == high { low.to_string() } else { format!("{low}–{high}") })
}

/// The marks of the team and the companies, those of one level beside each other.
fn marks(report: &Report, question: &QuestionPart, columns: &[Column]) -> Vec<Mark> {
    let mut at: BTreeMap<u8, Vec<Option<usize>>> = BTreeMap::new();
    if let Some(level) = question.level {
        at.entry(level).or_default().push(None);
    }
    for column in columns {
        for level in levels(report, question, column) {
            let there = at.entry(level).or_default();
            if !there.contains(&Some(column.mark)) {
                there.push(Some(column.mark));
            }
        }
    }
    let top = f64::from(question.levels.saturating_sub(1).max(1));
    let mut drawn = Vec::new();
    for (level, there) in at {
        let middle = (APART * (there.len() - 1) / 2).cast_signed();
        for (place, mark) in there.into_iter().enumerate() {
            let shift = (APART * place).cast_signed() - middle;
            drawn.push(Mark { shape: mark, x: strip(f64::from(level) / top), shift });
        }
    }
    drawn
}

/// What a company did: the facts of where it came to, and of where it started.
fn entry<'a>(report: &'a Report, trait_id: &str, company: Company) -> Option<Entry<'a>> {
    let before = company.started.and_then(|chapter| rating(report, trait_id, chapter));
    let found = rating(report, trait_id, company.reached);
    let shown = found.or(before)?;
    // One fact of where it came to and one of where it started; without a start the first two.
    let last = if found.is_some() && before.is_some() { 1 } else { MOST_FACTS };
    let of = |rating: &'a TraitPart| rating.facts.iter().take(last).map(String::as_str);
    let mut facts: Vec<&str> = found.into_iter().chain(before).flat_map(of).collect();
    facts.dedup();
    Some(Entry {
        company: &report.comparisons[company.reached].company,
        level: shown.company,
        year: &shown.year,
        from: found.and(before).map(|before| (before.company, before.year.as_str())),
        facts,
    })
}

/// The mean number of levels that companies are ahead; chapters that describe a failure are no aim and do not count.
/// Without an answer −1, so that such rows come last.
fn gap(report: &Report, question: &QuestionPart, columns: &[Column]) -> f64 {
    let Some(level) = question.level else { return -1.0 };
    let aims =
        companies(columns).filter(|company| report.comparisons[company.reached].stage != Stage::AntiPattern);
    let behind: Vec<f64> = aims
        .filter_map(|company| rating(report, &question.id, company.reached))
        .map(|rating| f64::from(rating.company.saturating_sub(level)))
        .collect();
    behind.iter().sum::<f64>() / (behind.len().max(1) as f64)
}
