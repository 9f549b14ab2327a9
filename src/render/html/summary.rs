//! The answer: the verdict, how sure it is, both axes as a quadrant, and the areas.

use serde::Serialize;

use crate::assessment::VerdictCode;
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
    /// Where the line stands on a strip.
    pub(crate) line_x: Option<String>,
    /// Whether the line is reached, where both exist.
    pub(crate) reached: Option<bool>,
    /// Its areas.
    pub(crate) areas: Vec<AreaView>,
}

/// One area.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AreaView {
    /// Its name.
    pub(crate) name: String,
    /// The score and its range.
    #[serde(flatten)]
    pub(crate) scale: ScaleView,
}

/// A score from 0 to 4 with its range, as text and as places on a strip.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScaleView {
    /// The score.
    pub(crate) score: Option<String>,
    /// The lowest it could be.
    pub(crate) low: Option<String>,
    /// The highest it could be.
    pub(crate) high: Option<String>,
    /// Where the score stands.
    pub(crate) x: Option<String>,
    /// Where the range begins.
    pub(crate) low_x: Option<String>,
    /// Where it ends.
    pub(crate) high_x: Option<String>,
    /// Whether the range is more than a point.
    pub(crate) open: bool,
    /// Questions with a level.
    pub(crate) answered: usize,
    /// Questions that apply.
    pub(crate) applicable: usize,
}

/// The section of a report.
pub(crate) fn summary(report: &Report) -> SummaryView {
    let verdict = &report.verdict;
    let axes = [&report.axes.adoption, &report.axes.outcome];
    let sum = |count: fn(&AxisPart) -> usize| axes.iter().map(|axis| count(axis)).sum();
    SummaryView {
        code: verdict.code.word(),
        certain: verdict.certain,
        why: verdict.why.iter().map(|reason| reason.word()).collect(),
        headline: verdict.headline.clone(),
        text: verdict.text.clone(),
        dora_only: verdict.dora_only.word(),
        dora_agrees: verdict.dora_only == verdict.code,
        axes: report.axes.asked().map(|(axis, _)| axis_view(report, axis)).collect(),
        quadrant: report
            .axes
            .only()
            .is_none()
            .then(|| Quadrant::of(quadrant_axis(axes[0]), quadrant_axis(axes[1]))),
        sure: sure(report),
        answered: sum(|axis| axis.answered),
        asked: sum(|axis| axis.asked),
        without_level: sum(|axis| axis.unknown + axis.unanswered),
        not_applicable: sum(|axis| axis.not_applicable),
    }
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

fn axis_view(report: &Report, axis: Axis) -> AxisView {
    let part = report.axes.get(axis);
    AxisView {
        axis,
        no_score: if part.few_apply() { "page.no-score.few-apply" } else { "page.no-score" },
        scale: scale([part.score, part.low, part.high], (part.answered, part.applicable)),
        line: part.line.map(level),
        line_x: part.line.map(strip_score),
        reached: part.score.zip(part.line).map(|(score, line)| score >= line),
        areas: report.areas.iter().filter(|area| area.axis == axis).map(area_view).collect(),
    }
}

fn area_view(area: &AreaPart) -> AreaView {
    AreaView {
        name: area.name.clone(),
        scale: scale([area.score, area.low, area.high], (area.answered, area.applicable)),
    }
}

fn scale([score, low, high]: [Option<f64>; 3], (answered, applicable): (usize, usize)) -> ScaleView {
    ScaleView {
        score: score.map(level),
        low: low.map(level),
        high: high.map(level),
        x: score.map(strip_score),
        low_x: low.map(strip_score),
        high_x: high.map(strip_score),
        open: answered < applicable,
        answered,
        applicable,
    }
}
