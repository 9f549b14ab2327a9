//! You beside the companies: one row per trait, with a mark for each dated chapter and the facts behind it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use minijinja::Value;
use serde::Serialize;

use super::parts::{Filling, Holes, Key, Sheet};
use super::series::{OWN_MARKS, Series};
use super::sources::FactView;
use crate::error::Result;
use crate::language::Words;
use crate::order;
use crate::questionnaire::Axis;
use crate::render::chart::{coordinate, strip_x};
use crate::render::numbers;
use crate::report::{AreaPart, ComparisonPart, QuestionPart, Report, Status, TraitPart};
use crate::story::{Confidence, Stage};

/// The height of one lane of a strip, in pixels.
const LANE: f64 = 11.0;

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CompareView {
    /// Whether there are companies.
    pub(crate) has_series: bool,
    /// The columns of marks, left to right: those with a company of their own, then the shared ones.
    pub(crate) columns: Vec<ColumnView>,
    /// The head of the rows.
    pub(crate) head: Value,
    /// The areas of the adoption axis with their rows.
    pub(crate) areas: Vec<AreaRows>,
    /// The drawings that the rows are put together from, each defined once.
    pub(crate) drawings: Value,
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
    /// What each of them shares with the team.
    pub(crate) companies: Value,
}

/// A company with what it shares with the team.
#[derive(Clone, Debug, Serialize)]
struct SharedView<'a> {
    /// Whether no other company has its mark, so that it is named there.
    is_alone: bool,
    series: &'a Series,
}

/// The columns of marks, for the head of the rows.
#[derive(Debug, Serialize)]
struct HeadView<'a> {
    columns: &'a [ColumnView],
}

/// An area with its rows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AreaRows {
    /// Its name.
    pub(crate) name: String,
    /// The rows.
    pub(crate) rows: Value,
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

/// Something drawn on a strip. Rows repeat them by number, which keeps the page small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Drawing {
    /// The number by which rows repeat it, where it is defined.
    pub(crate) number: Value,
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
pub(crate) fn compare(series: &[Series], sheet: &mut Sheet<'_, '_>) -> Result<CompareView> {
    let (report, words) = (sheet.report, &sheet.content.words);
    let columns = columns(series, sheet)?;
    let height = coordinate(LANE * (columns.len() as f64 + 1.0) + 3.0);
    let table = Table { report, words, series, columns, height, told: OnceCell::new() };
    let gaps = table.gaps();
    let mut areas = Vec::new();
    for area in adoption_areas(report) {
        let mut rows = String::new();
        for (position, question) in questions_of(report, area) {
            let (gap, place) = gaps.get(&position).copied().unwrap_or_default();
            let shown = (gap > 0.0).then(|| words.fill("page.gap", &[("gap", &numbers::distance(gap))]));
            let (status, level, has_gap) = (question.status, question.level, shown.is_some());
            let fillings = [Filling::Number(place), Filling::Text(shown.unwrap_or_default())];
            let key = Key::Row { question: position, status, level, has_gap };
            let view = |sheet: &mut Sheet<'_, '_>, holes: Holes<'_>| RowView {
                place: holes.at(0),
                gap: has_gap.then(|| holes.at(1)),
                ..table.row((position, question), sheet)
            };
            sheet.put(&mut rows, ("parts/row.html", "row", Some(key)), (&fillings, view))?;
        }
        areas.push(AreaRows { name: area.name.clone(), rows: Value::from_safe_string(rows) });
    }
    let head = |_: &mut Sheet<'_, '_>, _: Holes<'_>| HeadView { columns: &table.columns };
    Ok(CompareView {
        has_series: !series.is_empty(),
        head: sheet.part(("parts/rows-head.html", "compare", Some(Key::Fixed)), head)?,
        drawings: Value::from_safe_string(drawings(sheet)?),
        has_gaps: gaps.values().any(|(gap, _)| *gap > 0.0),
        columns: table.columns,
        areas,
        has_unread: report.facts.values().any(|fact| fact.confidence == Confidence::C),
    })
}

fn adoption_areas(report: &Report) -> impl Iterator<Item = &AreaPart> {
    report.areas.iter().filter(|area| area.axis == Axis::Adoption)
}

/// The questions of an area with their places in the questionnaire.
fn questions_of<'a>(
    report: &'a Report,
    area: &'a AreaPart,
) -> impl Iterator<Item = (usize, &'a QuestionPart)> {
    report.questions.iter().enumerate().filter(|(_, question)| question.area == area.id)
}

/// Everything that was drawn on strips.
fn drawings(sheet: &mut Sheet<'_, '_>) -> Result<String> {
    let mut text = String::new();
    for (number, drawing) in sheet.drawn().to_vec().into_iter().enumerate() {
        let view = |sheet: &mut Sheet<'_, '_>, holes: Holes<'_>| Drawing {
            number: holes.at(0),
            ..sheet.drawing(drawing).clone()
        };
        let part = ("parts/drawing.html", "drawing", Some(Key::Drawing(drawing)));
        sheet.put(&mut text, part, (&[Filling::Number(number)], view))?;
    }
    Ok(text)
}

/// What rows are made from.
struct Table<'a> {
    report: &'a Report,
    words: &'a Words,
    series: &'a [Series],
    columns: Vec<ColumnView>,
    height: String,
    /// The row that tells a fact: the first that has it. It is needed only where a row is made anew.
    told: OnceCell<HashMap<&'a str, usize>>,
}

fn columns(series: &[Series], sheet: &mut Sheet<'_, '_>) -> Result<Vec<ColumnView>> {
    let mut marks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, company) in series.iter().enumerate() {
        marks.entry(company.mark).or_default().push(position);
    }
    let mut columns = Vec::new();
    for (mark, positions) in marks {
        let is_alone = mark < OWN_MARKS;
        let mut companies = String::new();
        for company in &positions {
            let one = &series[*company];
            let counts = [one.shared, one.behind, one.level, one.ahead];
            let key = Key::Shared { company: *company, counts };
            let view = |_: &mut Sheet<'_, '_>, _: Holes<'_>| SharedView { is_alone, series: one };
            sheet.put(&mut companies, ("parts/legend-company.html", "company", Some(key)), (&[], view))?;
        }
        columns.push(ColumnView {
            mark,
            company: is_alone.then(|| series[positions[0]].company.clone()),
            count: positions.len(),
            companies: Value::from_safe_string(companies),
        });
    }
    Ok(columns)
}

impl<'a> Table<'a> {
    /// A row without its gap and place.
    fn row(&self, (position, question): (usize, &'a QuestionPart), sheet: &mut Sheet<'_, '_>) -> RowView {
        let marks = (0..self.columns.len()).flat_map(|lane| self.marks(question, lane));
        let drawings = team(question).into_iter().chain(marks);
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

    /// The row that tells each fact.
    fn told(&self) -> &HashMap<&'a str, usize> {
        self.told.get_or_init(|| {
            let mut told = HashMap::new();
            for (position, question) in
                adoption_areas(self.report).flat_map(|area| questions_of(self.report, area))
            {
                for company in self.series {
                    for fact in self.ratings(question, company).iter().flat_map(|rating| &*rating.facts) {
                        told.entry(fact.as_str()).or_insert(position);
                    }
                }
            }
            told
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
            year: only.map(|(rating, _)| rating.year.to_string()),
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
                number: Value::UNDEFINED,
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
            let row = self.told().get(id).copied().unwrap_or(position);
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
    fn gaps(&self) -> HashMap<usize, (f64, usize)> {
        let parts = self.series.iter().map(|company| &self.report.comparisons[company.chapter]);
        let aims: Vec<&ComparisonPart> = parts.filter(|part| part.stage != Stage::AntiPattern).collect();
        let questions = adoption_areas(self.report).flat_map(|area| questions_of(self.report, area));
        let mut gaps: Vec<(f64, usize)> =
            questions.map(|(position, question)| (gap(question, &aims), position)).collect();
        // A stable sort keeps the order of the questionnaire among equals.
        order::by(&mut gaps, |(a, _), (b, _)| b.total_cmp(a));
        let placed = gaps.into_iter().enumerate();
        placed.map(|(index, (gap, position))| (position, (gap, index + 1))).collect()
    }
}

/// The team on its lane: its level, or the whole strip where it does not know.
fn team(question: &QuestionPart) -> Option<Drawing> {
    let top = f64::from(question.levels.saturating_sub(1));
    let open = matches!(question.status, Status::Unknown | Status::Unanswered);
    (question.level.is_some() || open).then(|| Drawing {
        number: Value::UNDEFINED,
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
