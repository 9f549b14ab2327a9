//! The first view: the answer of each axis and the areas, each with where its score could be.

use serde::Serialize;

use crate::assessment::{AxisScore, Sure};
use crate::content::Content;
use crate::fraction::Fraction;
use crate::render::chart;
use crate::report::answer::{self, AnswerLine};
use crate::report::{AreaPart, Report};
use crate::score::Score;

/// Half of the doubt about a score that is near its line, by the square root of its answers (design, section 4).
const NOISE: f64 = 0.3;

/// What the first view shows of the scores.
#[derive(Debug, Serialize)]
pub(super) struct AnswerView<'a> {
    axes: Vec<Doubtful<AnswerLine>>,
    areas: Vec<Doubtful<&'a AreaPart>>,
}

/// An axis or an area with where its score could be, on a strip.
#[derive(Debug, Serialize)]
struct Doubtful<T> {
    #[serde(flatten)]
    part: T,
    doubt: Option<(f64, f64)>,
}

/// The first view of a report.
pub(super) fn view<'a>(report: &'a Report, content: &Content) -> AnswerView<'a> {
    let axis = |line: AnswerLine| Doubtful { doubt: doubt(report.axes.get(line.axis)), part: line };
    AnswerView { axes: answer::lines(report, content).into_iter().map(axis).collect(), areas: areas(report) }
}

/// Where the score could be: what open answers allow, or else, where the answer only leans, one that is a little off.
fn doubt(part: &AxisScore) -> Option<(f64, f64)> {
    let (score, low, high) = bounds(part.score)?;
    let noise =
        if part.sure == Sure::Leaning { NOISE / (part.counts.answered.max(1) as f64).sqrt() } else { 0.0 };
    let range = (low.min(score - noise).max(0.0), high.max(score + noise).min(1.0));
    (range.1 > range.0).then(|| chart::visible(range))
}

/// A score with the lowest and the highest that it could be.
fn bounds(of: Score) -> Option<(f64, f64, f64)> {
    Some((of.score?.as_f64(), of.low?.as_f64(), of.high?.as_f64()))
}

/// The areas, the farthest below its line first; those without a score last.
fn areas(report: &Report) -> Vec<Doubtful<&AreaPart>> {
    let above = |area: &AreaPart| {
        let line = report.axes.get(area.axis).line.map_or(0.5, Fraction::as_f64);
        area.score.score.map_or(f64::INFINITY, |score| score.as_f64() - line)
    };
    let range = |area: &AreaPart| {
        bounds(area.score).map(|(_, low, high)| (low, high)).filter(|(low, high)| high > low)
    };
    let mut sorted: Vec<&AreaPart> = report.areas.iter().collect();
    sorted.sort_by(|a, b| above(a).total_cmp(&above(b)));
    sorted.into_iter().map(|area| Doubtful { doubt: range(area).map(chart::visible), part: area }).collect()
}
