//! The first view: the answer of each axis with its place on the scale, both axes as a quadrant, and the areas.

use serde::Serialize;

use crate::assessment::Sure;
use crate::content::Content;
use crate::questionnaire::Axis;
use crate::render::chart::{Bar, Quadrant, QuadrantAxis, strip};
use crate::report::answer::{self, AnswerLine};
use crate::report::{AxisPart, Report};

/// Half of the doubt about a score that is near its line, by the square root of its answers (design, section 4).
const NOISE: f64 = 0.3;

/// What the first view shows of the scores.
#[derive(Debug, Serialize)]
pub(super) struct AnswerView {
    axes: Vec<AxisView>,
    /// None if the questionnaire asks about one axis only.
    quadrant: Option<Quadrant>,
    /// Whether a bar of doubt is drawn on an axis.
    doubt: bool,
    areas: Vec<AreaView>,
}

/// One axis: its answer in words, and where it is on a strip, in percent.
#[derive(Debug, Serialize)]
struct AxisView {
    #[serde(flatten)]
    line: AnswerLine,
    score: Option<f64>,
    x: Option<String>,
    line_x: Option<String>,
    doubt: Option<Bar>,
}

/// An area on a strip.
#[derive(Debug, Serialize)]
struct AreaView {
    name: String,
    axis: Axis,
    score: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    x: Option<String>,
    line_x: Option<String>,
    doubt: Option<Bar>,
}

/// The first view of a report.
pub(super) fn view(report: &Report, content: &Content) -> AnswerView {
    let lines = answer::lines(report, content).into_iter();
    let axes: Vec<AxisView> = lines.map(|line| axis(line, report)).collect();
    let both = [Axis::Adoption, Axis::Outcome].map(|axis| quadrant_axis(report.axes.get(axis)));
    AnswerView {
        quadrant: report.axes.only().is_none().then(|| Quadrant::of(both)),
        doubt: axes.iter().any(|axis| axis.doubt.is_some()),
        areas: areas(report),
        axes,
    }
}

fn axis(line: AnswerLine, report: &Report) -> AxisView {
    let part = report.axes.get(line.axis);
    AxisView {
        score: part.score,
        x: part.score.map(strip),
        line_x: part.line.map(strip),
        doubt: doubt(part).map(Bar::of),
        line,
    }
}

fn quadrant_axis(part: &AxisPart) -> QuadrantAxis {
    QuadrantAxis { score: part.score, doubt: doubt(part), line: part.line }
}

/// Where the score could be: what open answers allow, or else, where the answer only leans, one that is a little off.
fn doubt(part: &AxisPart) -> Option<(f64, f64)> {
    let (score, low, high) = (part.score?, part.low?, part.high?);
    let noise = if part.sure == Sure::Leaning { NOISE / (part.answered.max(1) as f64).sqrt() } else { 0.0 };
    let range = (low.min(score - noise).max(0.0), high.max(score + noise).min(1.0));
    (range.1 > range.0).then_some(range)
}

/// The areas, the farthest below its line first; those without a score last.
fn areas(report: &Report) -> Vec<AreaView> {
    let above = |area: &&crate::report::AreaPart| {
        let line = report.axes.get(area.axis).line.unwrap_or(0.5);
        area.score.map_or(f64::INFINITY, |score| score - line)
    };
    let mut sorted: Vec<&crate::report::AreaPart> = report.areas.iter().collect();
    sorted.sort_by(|a, b| above(a).total_cmp(&above(b)));
    let view = |area: &crate::report::AreaPart| AreaView {
        name: area.name.clone(),
        axis: area.axis,
        score: area.score,
        low: area.low,
        high: area.high,
        x: area.score.map(strip),
        line_x: report.axes.get(area.axis).line.map(strip),
        doubt: area.score.and(area.low.zip(area.high)).filter(|(low, high)| high > low).map(Bar::of),
    };
    sorted.into_iter().map(view).collect()
}
