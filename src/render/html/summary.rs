//! The answer: the verdict, how sure it is, both axes as a quadrant, and the areas.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Filling, Holes, Key, Sheet};
use crate::assessment::VerdictCode;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::chart::{Quadrant, QuadrantAxis, strip_score};
use crate::render::numbers::level;
use crate::report::{AreaPart, AxisPart, Report};

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SummaryView {
    /// The word of the verdict's code.
    pub(crate) code: &'static str,
    /// Whether nothing speaks against relying on it.
    pub(crate) certain: bool,
    /// The words of what does.
    pub(crate) why: Vec<&'static str>,
    /// The answer in one sentence.
    pub(crate) headline: String,
    /// The answer in a paragraph.
    pub(crate) text: String,
    /// The word of the code where only DORA's metrics count as results.
    pub(crate) dora_only: &'static str,
    /// Whether that second reading says the same.
    pub(crate) dora_agrees: bool,
    /// The axes that were asked about, adoption first.
    pub(crate) axes: Vec<AxisView>,
    /// The drawing of both axes.
    pub(crate) quadrant: Option<Quadrant>,
    /// The numbers along it.
    pub(crate) ticks: Value,
    /// The id of the sentence that says how sure the answer is; one axis alone has none.
    pub(crate) sure: Option<&'static str>,
    /// How many questions were answered with a level.
    pub(crate) answered: usize,
    /// How many were asked.
    pub(crate) asked: usize,
    /// How many were answered "don't know" or not at all.
    pub(crate) without_level: usize,
    /// How many do not apply.
    pub(crate) not_applicable: usize,
}

/// One axis with its areas.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AxisView {
    /// Which one it is.
    pub(crate) axis: Axis,
    /// What stands in place of a score where there is none.
    no_score: &'static str,
    /// The score and its range.
    #[serde(flatten)]
    pub(crate) scale: ScaleView,
    /// The line that parts yes from no.
    pub(crate) line: Option<String>,
    /// Whether the line is reached, where both exist.
    pub(crate) reached: Option<bool>,
    /// Its areas.
    pub(crate) areas: Value,
}

/// One area: how its score and its range read, and where they stand on its strip.
#[derive(Clone, Debug, Serialize)]
struct AreaView {
    name: Value,
    score: Option<String>,
    low: Option<String>,
    high: Option<String>,
    open: bool,
    x: Option<Value>,
    low_x: Option<Value>,
    high_x: Option<Value>,
    line_x: Option<Value>,
}

/// A score from 0 to 4 with its range, as text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScaleView {
    /// The score.
    pub(crate) score: Option<String>,
    /// The lowest it could be.
    pub(crate) low: Option<String>,
    /// The highest it could be.
    pub(crate) high: Option<String>,
    /// Whether the range is more than a point.
    pub(crate) open: bool,
    /// Questions with a level.
    pub(crate) answered: usize,
    /// Questions that apply.
    pub(crate) applicable: usize,
}

/// The section of a report.
pub(crate) fn summary(sheet: &mut Sheet<'_, '_>) -> Result<SummaryView> {
    let report = sheet.report;
    let verdict = &report.verdict;
    let axes = [&report.axes.adoption, &report.axes.outcome];
    let sum = |count: fn(&AxisPart) -> usize| axes.iter().map(|axis| count(axis)).sum();
    let quadrant = || Quadrant::of(quadrant_axis(axes[0]), quadrant_axis(axes[1]));
    let ticks = |_: &mut Sheet<'_, '_>, _: Holes<'_>| quadrant();
    let asked = report.axes.asked().map(|(axis, _)| axis_view(axis, sheet));
    Ok(SummaryView {
        code: verdict.code.word(),
        certain: verdict.certain,
        why: verdict.why.iter().map(|reason| reason.word()).collect(),
        headline: verdict.headline.clone(),
        text: verdict.text.clone(),
        dora_only: verdict.dora_only.word(),
        dora_agrees: verdict.dora_only == verdict.code,
        axes: asked.collect::<Result<_>>()?,
        quadrant: report.axes.only().is_none().then(quadrant),
        ticks: sheet.part(("parts/quadrant-ticks.html", "quadrant", Some(Key::Fixed)), ticks)?,
        sure: sure(report),
        answered: sum(|axis| axis.answered),
        asked: sum(|axis| axis.asked),
        without_level: sum(|axis| axis.unknown + axis.unanswered),
        not_applicable: sum(|axis| axis.not_applicable),
    })
}

fn sure(report: &Report) -> Option<&'static str> {
    if report.axes.only().is_some_and(|(_, part)| part.score.is_some()) {
        return None;
    }
    Some(match (report.verdict.certain, report.verdict.code) {
        (true, _) => "page.sure.certain",
        (false, VerdictCode::CannotTell) => "page.sure.cannot-tell",
        (false, _) => "page.sure.leaning",
    })
}

const fn quadrant_axis(part: &AxisPart) -> QuadrantAxis {
    QuadrantAxis { score: part.score, low: part.low, high: part.high, line: part.line }
}

fn axis_view(axis: Axis, sheet: &mut Sheet<'_, '_>) -> Result<AxisView> {
    let report = sheet.report;
    let part = report.axes.get(axis);
    let line_x = part.line.map(strip_score);
    let mut areas = String::new();
    for area in report.areas.iter().filter(|area| area.axis == axis) {
        put_area(&mut areas, (area, line_x.as_deref()), sheet)?;
    }
    Ok(AxisView {
        axis,
        no_score: if part.few_apply() { "page.no-score.few-apply" } else { "page.no-score" },
        scale: scale([part.score, part.low, part.high], (part.answered, part.applicable)),
        line: part.line.map(level),
        reached: part.score.zip(part.line).map(|(score, line)| score >= line),
        areas: Value::from_safe_string(areas),
    })
}

fn put_area(
    text: &mut String,
    (area, line_x): (&AreaPart, Option<&str>),
    sheet: &mut Sheet<'_, '_>,
) -> Result<()> {
    let scores = [area.score, area.low, area.high];
    let [score, low, high] = scores.map(|score| score.map(level));
    let (is_open, has_line) = (area.answered < area.applicable, line_x.is_some());
    let key = Key::Area { levels: [score.clone(), low.clone(), high.clone()], is_open, has_line };
    let places = scores.map(|score| score.map(strip_score).unwrap_or_default());
    let texts = [area.name.clone(), line_x.unwrap_or_default().to_owned()].into_iter().chain(places);
    let fillings: Vec<Filling> = texts.map(Filling::Text).collect();
    let view = |_: &mut Sheet<'_, '_>, holes: Holes<'_>| AreaView {
        name: holes.at(0),
        line_x: has_line.then(|| holes.at(1)),
        x: score.is_some().then(|| holes.at(2)),
        low_x: low.is_some().then(|| holes.at(3)),
        high_x: high.is_some().then(|| holes.at(4)),
        score: score.clone(),
        low: low.clone(),
        high: high.clone(),
        open: is_open,
    };
    sheet.put(text, ("parts/area.html", "area", Some(key)), (&fillings, view))
}

fn scale([score, low, high]: [Option<f64>; 3], (answered, applicable): (usize, usize)) -> ScaleView {
    ScaleView {
        score: score.map(level),
        low: low.map(level),
        high: high.map(level),
        open: answered < applicable,
        answered,
        applicable,
    }
}
