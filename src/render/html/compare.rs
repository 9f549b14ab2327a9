//! You beside the companies: one row per trait, with a mark for each dated chapter and the facts behind it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::series::{OWN_MARKS, Series};
use super::sources::{Catalogue, FactView};
use crate::language::Words;
use crate::order;
use crate::questionnaire::Axis;
use crate::render::chart::{coordinate, strip_x};
use crate::render::numbers;
use crate::report::{ComparisonPart, QuestionPart, Report, Status, TraitPart};
use crate::story::{Confidence, Stage};

/// The height of one lane of a strip, in pixels.
const LANE: f64 = 11.0;

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CompareView {
    /// The companies.
    pub(crate) series: Vec<Series>,
    /// The columns of marks, left to right: those with a company of their own, then the shared ones.
    pub(crate) columns: Vec<ColumnView>,
    /// The height of a strip, in pixels.
    pub(crate) height: String,
    /// The areas of the adoption axis with their rows.
    pub(crate) areas: Vec<AreaRows>,
    /// The drawings that the rows are put together from, each defined once.
    pub(crate) drawings: Vec<Drawing>,
    /// Whether a company is further on some trait.
    pub(crate) has_gaps: bool,
    /// Whether facts of confidence C are among those shown.
    pub(crate) has_unread: bool,
}

/// A column of levels.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ColumnView {
    /// The number of the mark.
    pub(crate) mark: usize,
    /// The company, where the mark belongs to one.
    pub(crate) company: Option<String>,
    /// How many companies share it.
    pub(crate) count: usize,
}

/// An area with its rows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AreaRows {
    /// Its name.
    pub(crate) name: String,
    /// The rows.
    pub(crate) rows: Vec<RowView>,
}

/// One trait.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RowView {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// What became of the question.
    pub(crate) status: Status,
    /// The team's level.
    pub(crate) level: Option<u8>,
    /// The numbers of its drawings.
    pub(crate) drawings: Vec<usize>,
    /// The companies' levels, one for each column.
    pub(crate) cells: Vec<CellView>,
    /// What the companies did.
    pub(crate) entries: Vec<EntryView>,
    /// How many levels the companies are further in the mean, where one of them is.
    pub(crate) gap: Option<String>,
    /// Its place where the largest gap comes first, from 1.
    pub(crate) place: usize,
}

/// Something drawn on a strip. Rows repeat them by number, which keeps the page small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Drawing {
    /// The number of the company's mark; none is the team.
    pub(crate) mark: Option<usize>,
    /// Where it stands; nothing where the team does not know its level.
    pub(crate) x: Option<String>,
    /// How far down, in pixels.
    pub(crate) y: String,
    /// Where the company started.
    pub(crate) from: Option<String>,
    /// How many companies it stands for.
    pub(crate) count: usize,
}

/// A company's level in a row.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CellView {
    /// The number of the mark.
    pub(crate) mark: usize,
    /// The company, where the mark belongs to one.
    pub(crate) company: Option<String>,
    /// The level, or the range of levels of the companies that share a mark.
    pub(crate) level: Option<String>,
    /// The year, where the mark belongs to one company.
    pub(crate) year: Option<String>,
    /// How many companies it stands for.
    pub(crate) count: usize,
}

/// What one company did about a trait.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EntryView {
    /// The number of the mark.
    pub(crate) mark: usize,
    /// The company.
    pub(crate) company: String,
    /// Its level, where it shares its mark with others, so that the row does not show it.
    pub(crate) level: Option<u8>,
    /// The year of that.
    pub(crate) year: Option<String>,
    /// The level it started from.
    pub(crate) from: Option<u8>,
    /// The year of that.
    pub(crate) from_year: Option<String>,
    /// The facts that no row above tells.
    pub(crate) facts: Vec<FactView>,
    /// The rows above that tell the other facts.
    pub(crate) told_under: Vec<TraitLink>,
}

/// A row elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct TraitLink {
    /// The id of the trait.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
}

/// The section of a report.
pub(crate) fn compare(
    (report, words): (&Report, &Words),
    series: &[Series],
    facts: &mut Catalogue<'_>,
) -> CompareView {
    let mut table = Table {
        report,
        words,
        series,
        columns: columns(series),
        drawings: Vec::new(),
        told: BTreeMap::new(),
    };
    let mut areas = Vec::new();
    for area in report.areas.iter().filter(|area| area.axis == Axis::Adoption) {
        let questions = report.questions.iter().filter(|question| question.area == area.id);
        let rows = questions.map(|question| table.row(question, facts));
        areas.push(AreaRows { name: area.name.clone(), rows: rows.collect() });
    }
    let Table { columns, drawings, .. } = table;
    CompareView {
        series: series.to_vec(),
        height: coordinate(LANE * (columns.len() as f64 + 1.0) + 3.0),
        columns,
        drawings,
        has_gaps: place_by_gap(report, series, &mut areas),
        areas,
        has_unread: report.facts.values().any(|fact| fact.confidence == Confidence::C),
    }
}

/// What rows are made from, and what the rows so far have drawn and told.
struct Table<'a> {
    report: &'a Report,
    words: &'a Words,
    series: &'a [Series],
    columns: Vec<ColumnView>,
    drawings: Vec<Drawing>,
    told: BTreeMap<&'a str, TraitLink>,
}

fn columns(series: &[Series]) -> Vec<ColumnView> {
    let mut counts: BTreeMap<usize, Vec<&Series>> = BTreeMap::new();
    for company in series {
        counts.entry(company.mark).or_default().push(company);
    }
    counts
        .into_iter()
        .map(|(mark, companies)| ColumnView {
            mark,
            company: (mark < OWN_MARKS).then(|| companies[0].company.clone()),
            count: companies.len(),
        })
        .collect()
}

impl<'a> Table<'a> {
    fn row(&mut self, question: &QuestionPart, facts: &mut Catalogue<'_>) -> RowView {
        let mut drawings: Vec<usize> =
            team(question).map(|drawing| self.number(drawing)).into_iter().collect();
        for lane in 0..self.columns.len() {
            for drawing in self.marks(question, lane) {
                drawings.push(self.number(drawing));
            }
        }
        let entries = self.series.iter().filter_map(|company| self.entry(question, company, facts)).collect();
        RowView {
            id: question.id.clone(),
            name: question.name.clone(),
            status: question.status,
            level: question.level,
            drawings,
            cells: self.columns.iter().map(|column| self.cell(question, column)).collect(),
            entries,
            gap: None,
            place: 0,
        }
    }

    /// The number of a drawing, which is kept the first time it is needed.
    fn number(&mut self, drawing: Drawing) -> usize {
        self.drawings.iter().position(|known| *known == drawing).unwrap_or_else(|| {
            self.drawings.push(drawing);
            self.drawings.len() - 1
        })
    }

    fn cell(&self, question: &QuestionPart, column: &ColumnView) -> CellView {
        let ratings: Vec<_> = rated(&question.id, self.report, self.series, column.mark).collect();
        let levels = || ratings.iter().map(|(rating, _)| rating.company);
        let level =
            levels().min().zip(levels().max()).map(|(low, high)| numbers::levels(low, high, self.words));
        let only = ratings.first().filter(|_| column.company.is_some());
        CellView {
            mark: column.mark,
            company: column.company.clone(),
            level,
            year: only.map(|(rating, _)| rating.year.clone()),
            count: ratings.len(),
        }
    }

    /// The marks of a column; companies that share a mark and a level share one drawing.
    fn marks(&self, question: &QuestionPart, lane: usize) -> Vec<Drawing> {
        let column = &self.columns[lane];
        let place = |level: u8| strip_x(f64::from(level), f64::from(question.levels.saturating_sub(1)));
        let mut drawn: BTreeMap<u8, Drawing> = BTreeMap::new();
        for (rating, before) in rated(&question.id, self.report, self.series, column.mark) {
            let from = before.filter(|before| before.company != rating.company && column.company.is_some());
            let mark = drawn.entry(rating.company).or_insert_with(|| Drawing {
                mark: Some(column.mark),
                x: Some(place(rating.company)),
                y: coordinate(LANE * (lane as f64 + 2.0) - 4.0),
                from: from.map(|before| place(before.company)),
                count: 0,
            });
            mark.count += 1;
        }
        drawn.into_values().collect()
    }

    /// What a company did: where it started, the facts that are new to the page, and where the others are told.
    fn entry(
        &mut self,
        question: &QuestionPart,
        company: &Series,
        facts: &mut Catalogue<'_>,
    ) -> Option<EntryView> {
        let report = self.report;
        let chapters = [Some(company.chapter), company.before].into_iter().flatten();
        let found: Vec<&'a TraitPart> =
            chapters.filter_map(|at| rating(&report.comparisons[at], &question.id)).collect();
        let before = company.before.and_then(|at| rating(&report.comparisons[at], &question.id));
        let shared =
            rating(&report.comparisons[company.chapter], &question.id).filter(|_| company.mark >= OWN_MARKS);
        let mut entry = EntryView {
            mark: company.mark,
            company: company.company.clone(),
            level: shared.map(|rating| rating.company),
            year: shared.map(|rating| rating.year.clone()),
            from: before.map(|before| before.company),
            from_year: before.map(|before| before.year.clone()),
            facts: Vec::new(),
            told_under: Vec::new(),
        };
        let here = TraitLink { id: question.id.clone(), name: question.name.clone() };
        for id in found.iter().flat_map(|rating| &rating.facts) {
            match self.told.get(id.as_str()) {
                None => {
                    entry.facts.extend(facts.fact(id));
                    self.told.insert(id, here.clone());
                }
                Some(row) if *row == here || entry.told_under.contains(row) => {}
                Some(row) => entry.told_under.push(row.clone()),
            }
        }
        (!found.is_empty()).then_some(entry)
    }
}

/// The team on its lane: its level, or the whole strip where it does not know.
fn team(question: &QuestionPart) -> Option<Drawing> {
    let top = f64::from(question.levels.saturating_sub(1));
    let open = matches!(question.status, Status::Unknown | Status::Unanswered);
    (question.level.is_some() || open).then(|| Drawing {
        mark: None,
        x: question.level.map(|level| strip_x(f64::from(level), top)),
        y: coordinate(LANE - 4.0),
        from: None,
        count: 1,
    })
}

/// The companies of a column that have a level on a trait, with that rating and the one they started from.
fn rated<'a>(
    trait_id: &'a str,
    report: &'a Report,
    series: &'a [Series],
    mark: usize,
) -> impl Iterator<Item = (&'a TraitPart, Option<&'a TraitPart>)> {
    series.iter().filter(move |company| company.mark == mark).filter_map(move |company| {
        let rating = rating(&report.comparisons[company.chapter], trait_id)?;
        let before = company.before.and_then(|at| self::rating(&report.comparisons[at], trait_id));
        Some((rating, before))
    })
}

fn rating<'a>(part: &'a ComparisonPart, trait_id: &str) -> Option<&'a TraitPart> {
    part.traits.iter().find(|rated| rated.id == trait_id)
}

/// Gives every row its place where the largest gap comes first: by the mean number of levels that companies are
/// further. Chapters that tell of failure are no aim and do not count. Whether there is any gap.
fn place_by_gap(report: &Report, series: &[Series], areas: &mut [AreaRows]) -> bool {
    let aims: Vec<&ComparisonPart> = series
        .iter()
        .map(|company| &report.comparisons[company.chapter])
        .filter(|part| part.stage != Stage::AntiPattern)
        .collect();
    let mut rows: Vec<(f64, &mut RowView)> =
        areas.iter_mut().flat_map(|area| &mut area.rows).map(|row| (gap(row, &aims), row)).collect();
    // A stable sort keeps the order of the questionnaire among equals.
    order::by(&mut rows, |(a, _), (b, _)| b.total_cmp(a));
    let mut any = false;
    for (index, (gap, row)) in rows.into_iter().enumerate() {
        row.place = index + 1;
        row.gap = (gap > 0.0).then(|| numbers::distance(gap));
        any |= gap > 0.0;
    }
    any
}

/// The mean number of levels that companies are further than the team; -1 where the team has no level, so that such
/// rows come last.
fn gap(row: &RowView, aims: &[&ComparisonPart]) -> f64 {
    let Some(level) = row.level else { return -1.0 };
    let shortfalls: Vec<f64> = aims
        .iter()
        .filter_map(|part| rating(part, &row.id))
        .map(|rating| f64::from(rating.company.saturating_sub(level)))
        .collect();
    shortfalls.iter().sum::<f64>() / (shortfalls.len().max(1) as f64)
}
