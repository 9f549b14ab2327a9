//! You beside the companies: one row per trait, with a mark for each dated chapter and the facts behind it.

mod rows;

use std::collections::BTreeMap;

use minijinja::Value;
use rows::{RowView, Table};
use serde::Serialize;

use super::parts::{Filling, Holes, Key, Sheet};
use super::series::{OWN_MARKS, Series};
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::numbers;
use crate::report::{AreaPart, QuestionPart, Report};
use crate::story::Confidence;

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

/// The section of a report.
pub(crate) fn compare(series: &[Series], sheet: &mut Sheet<'_, '_>) -> Result<CompareView> {
    let (report, words) = (sheet.report, &sheet.content.words);
    let columns = columns(series, sheet)?;
    let table = Table::new((report, words), series, columns);
    let gaps = table.gaps();
    let mut areas = Vec::new();
    for area in adoption_areas(report) {
        let mut rows = String::new();
        for (position, question) in questions_of(report, area) {
            let (gap, place) = gaps[position];
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
        has_gaps: gaps.iter().any(|(gap, _)| *gap > 0.0),
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
