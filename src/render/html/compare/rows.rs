//! The rows of the comparison: one for each trait, with what every company did.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

use super::{ColumnView, Drawing, adoption_areas, questions_of};
use crate::language::Words;
use crate::render::chart::{coordinate, strip_x};
use crate::render::html::parts::Sheet;
use crate::render::html::series::{OWN_MARKS, Series};
use crate::render::html::sources::FactView;
use crate::render::numbers;
use crate::report::{ComparisonPart, QuestionPart, Report, Status, TraitPart};
use crate::story::Stage;

/// The height of one lane of a strip, in pixels.
const LANE: f64 = 11.0;

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
    /// The height of its strip, in pixels.
    pub(crate) height: String,
    /// The numbers of its drawings.
    pub(crate) drawings: Vec<Value>,
    /// The companies' levels, one for each column.
    pub(crate) cells: Vec<CellView>,
    /// What the companies did.
    pub(crate) entries: Vec<EntryView>,
    /// How many levels the companies are further in the mean, in words, where one of them is.
    pub(crate) gap: Option<Value>,
    /// Its place where the largest gap comes first, from 1.
    pub(crate) place: Value,
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

/// What rows are made from.
pub(super) struct Table<'a> {
    report: &'a Report,
    words: &'a Words,
    series: &'a [Series],
    pub(super) columns: Vec<ColumnView>,
    height: String,
    /// How far down the team stands, and behind it each column.
    heights: Vec<String>,
    /// Where each level of a scale of so many levels stands.
    places: RefCell<Vec<(u8, Vec<String>)>>,
    /// Each fact with the rows that have it, in order; the first tells it. It is needed only where a row is made anew.
    told: OnceCell<Vec<(&'a str, usize)>>,
}

impl<'a> Table<'a> {
    /// The table of a report, with the columns of these companies.
    pub(super) fn new(
        (report, words): (&'a Report, &'a Words),
        series: &'a [Series],
        columns: Vec<ColumnView>,
    ) -> Self {
        let lanes = 0..=columns.len();
        Self {
            report,
            words,
            series,
            height: coordinate(LANE * (columns.len() as f64 + 1.0) + 3.0),
            heights: lanes.map(|lane| coordinate(LANE * (lane as f64 + 1.0) - 4.0)).collect(),
            columns,
            places: RefCell::default(),
            told: OnceCell::new(),
        }
    }

    /// A row without its gap and place.
    pub(super) fn row(
        &self,
        (position, question): (usize, &'a QuestionPart),
        sheet: &mut Sheet<'_, '_>,
    ) -> RowView {
        let marks = (0..self.columns.len()).flat_map(|lane| self.marks(question, lane));
        let drawings = self.team(question).into_iter().chain(marks);
        let drawings = drawings.map(|drawing| sheet.draw(drawing)).collect();
        let mut told_here = Vec::new();
        let mut entry = |company| self.entry((position, question), company, (&mut told_here, sheet));
        RowView {
            id: question.id.clone(),
            name: question.name.clone(),
            status: question.status,
            level: question.level,
            height: self.height.clone(),
            drawings,
            cells: self.columns.iter().map(|column| self.cell(question, column)).collect(),
            entries: self.series.iter().filter_map(&mut entry).collect(),
            gap: None,
            place: Value::UNDEFINED,
        }
    }

    /// The facts of a company on a trait, from where it came to and from where it started.
    fn ratings(&self, question: &QuestionPart, company: &Series) -> Vec<&'a TraitPart> {
        let chapters = [Some(company.chapter), company.before].into_iter().flatten();
        chapters.filter_map(|at| rating(&self.report.comparisons[at], &question.id)).collect()
    }

    /// The row that tells a fact.
    fn told(&self, fact: &str) -> Option<usize> {
        let told = self.told.get_or_init(|| {
            let questions = adoption_areas(self.report).flat_map(|area| questions_of(self.report, area));
            let mut told = Vec::new();
            for (position, question) in questions {
                for rating in self.series.iter().flat_map(|company| self.ratings(question, company)) {
                    told.extend(rating.facts.iter().map(|fact| (fact.as_str(), position)));
                }
            }
            told
        });
        told.iter().find(|(known, _)| *known == fact).map(|(_, row)| *row)
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
            year: only.map(|(rating, _)| rating.year.to_string()),
            count: ratings.len(),
        }
    }

    /// The marks of a column; companies that share a mark and a level share one drawing.
    fn marks(&self, question: &QuestionPart, lane: usize) -> Vec<Drawing> {
        let column = &self.columns[lane];
        let mut drawn: BTreeMap<u8, Drawing> = BTreeMap::new();
        for (rating, before) in rated(&question.id, self.report, self.series, column.mark) {
            let from = before.filter(|before| before.company != rating.company && column.company.is_some());
            let mark = drawn.entry(rating.company).or_insert_with(|| Drawing {
                number: Value::UNDEFINED,
                mark: Some(column.mark),
                x: Some(self.place(question, rating.company)),
                y: self.heights[lane + 1].clone(),
                from: from.map(|before| self.place(question, before.company)),
                count: 0,
            });
            mark.count += 1;
        }
        drawn.into_values().collect()
    }

    /// Where a level of a question stands on a strip.
    fn place(&self, question: &QuestionPart, level: u8) -> String {
        let top = f64::from(question.levels.saturating_sub(1));
        let x = |level: u8| strip_x(f64::from(level), top);
        let mut places = self.places.borrow_mut();
        if let Some((_, levels)) = places.iter().find(|(levels, _)| *levels == question.levels) {
            return levels.get(usize::from(level)).cloned().unwrap_or_else(|| x(level));
        }
        places.push((question.levels, (0..question.levels).map(x).collect()));
        x(level)
    }

    /// The team on its lane: its level, or the whole strip where it does not know.
    fn team(&self, question: &QuestionPart) -> Option<Drawing> {
        let open = matches!(question.status, Status::Unknown | Status::Unanswered);
        (question.level.is_some() || open).then(|| Drawing {
            number: Value::UNDEFINED,
            mark: None,
            x: question.level.map(|level| self.place(question, level)),
            y: self.heights[0].clone(),
            from: None,
            count: 1,
        })
    }

    /// What a company did: where it started, the facts that are new to the page, and where the others are told.
    fn entry(
        &self,
        (position, question): (usize, &'a QuestionPart),
        company: &Series,
        (told_here, sheet): (&mut Vec<&'a str>, &mut Sheet<'_, '_>),
    ) -> Option<EntryView> {
        let report = self.report;
        let found = self.ratings(question, company);
        let before = company.before.and_then(|at| rating(&report.comparisons[at], &question.id));
        let shared =
            rating(&report.comparisons[company.chapter], &question.id).filter(|_| company.mark >= OWN_MARKS);
        let mut entry = EntryView {
            mark: company.mark,
            company: company.company.clone(),
            level: shared.map(|rating| rating.company),
            year: shared.map(|rating| rating.year.to_string()),
            from: before.map(|before| before.company),
            from_year: before.map(|before| before.year.to_string()),
            facts: Vec::new(),
            told_under: Vec::new(),
        };
        for id in found.iter().flat_map(|rating| &*rating.facts).map(String::as_str) {
            let row = self.told(id).unwrap_or(position);
            if row != position {
                let question = &report.questions[row];
                let row = TraitLink { id: question.id.clone(), name: question.name.clone() };
                if !entry.told_under.contains(&row) {
                    entry.told_under.push(row);
                }
            } else if !told_here.contains(&id) {
                told_here.push(id);
                entry.facts.extend(sheet.fact(id));
            }
        }
        (!found.is_empty()).then_some(entry)
    }

    /// How many levels companies are further on each question, in the mean, and the place of the question where the
    /// largest gap comes first, from 1. Chapters that tell of failure are no aim and do not count.
    pub(super) fn gaps(&self) -> Vec<(f64, usize)> {
        let parts = self.series.iter().map(|company| &self.report.comparisons[company.chapter]);
        let aims: Vec<&ComparisonPart> = parts.filter(|part| part.stage != Stage::AntiPattern).collect();
        let questions = adoption_areas(self.report).flat_map(|area| questions_of(self.report, area));
        let mut gaps: Vec<(f64, usize)> =
            questions.map(|(position, question)| (gap(question, &aims), position)).collect();
        // A stable sort keeps the order of the questionnaire among equals.
        gaps.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut placed = vec![(-1.0, 0); self.report.questions.len()];
        for (index, (gap, position)) in gaps.into_iter().enumerate() {
            placed[position] = (gap, index + 1);
        }
        placed
    }
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
    part.traits.iter().find(|rated| *rated.id == *trait_id)
}

/// The mean number of levels that companies are further than the team; -1 where the team has no level, so that such
/// rows come last.
fn gap(question: &QuestionPart, aims: &[&ComparisonPart]) -> f64 {
    let Some(level) = question.level else { return -1.0 };
    let shortfalls: Vec<f64> = aims
        .iter()
        .filter_map(|part| rating(part, &question.id))
        .map(|rating| f64::from(rating.company.saturating_sub(level)))
        .collect();
    shortfalls.iter().sum::<f64>() / (shortfalls.len().max(1) as f64)
}
