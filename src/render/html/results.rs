//! The results as one table: each measure beside how the respondents of a published survey spread over its options.

use serde::Serialize;

use crate::content::Content;
use crate::numbers;
use crate::questionnaire::Axis;
use crate::render::chart::coordinate;
use crate::render::{measured, metrics};
use crate::report::measured::MeasuredPart;
use crate::report::{QuestionPart, Report, Status};

/// The height of the tallest bar, in pixels.
const TALLEST: f64 = 40.0;

/// The height of the highest week, in pixels.
const WEEK: f64 = 16.0;

/// One measure.
#[derive(Debug, Serialize)]
pub(super) struct MeasureView {
    id: String,
    name: String,
    status: Status,
    answer: Option<String>,
    value: Option<String>,
    typical: Option<String>,
    options: Vec<OptionView>,
    /// The year and the source of the survey; none if the scale is the questionnaire's own.
    survey: Option<(u16, String)>,
    /// The share of respondents with a worse answer, in percent.
    worse: Option<String>,
    /// What was measured; of several services one each.
    measured: Vec<MeasuredView>,
}

/// One option as a bar; without a survey all are as long.
#[derive(Debug, Serialize)]
struct OptionView {
    /// Its height in pixels, at most [`TALLEST`], and the room above it.
    bar: String,
    top: String,
    share: Option<String>,
    yours: bool,
    typical: bool,
    measured: bool,
}

/// What was measured, beside the answer.
#[derive(Debug, Serialize)]
struct MeasuredView {
    service: Option<String>,
    value: String,
    /// The value of as long a time before.
    before: Option<String>,
    /// Each week as a bar; none for a week without a value.
    weeks: Vec<Option<WeekView>>,
    weeks_told: String,
    difference: String,
    basis: String,
    definition: String,
    /// Whether the answer is far better than it.
    lower: bool,
}

/// A week as a bar on a line of one pixel.
#[derive(Debug, Serialize)]
struct WeekView {
    top: String,
    height: String,
}

/// The measures that were asked or measured, in the order of the questionnaire.
pub(super) fn view(report: &Report, content: &Content) -> Vec<MeasureView> {
    let measured =
        |id: &str| report.measured.iter().filter(|part| part.id == id).collect::<Vec<&MeasuredPart>>();
    let outcome = report.questions.iter().filter(|part| part.axis == Axis::Outcome);
    let shown = outcome.filter(|part| part.status != Status::NotAsked || !measured(&part.id).is_empty());
    shown.map(|part| measure(part, &measured(&part.id), content)).collect()
}

/// The names of the measures that were answered far better than measured.
pub(super) fn lower(report: &Report) -> Vec<&str> {
    let is_lower = |id: &str| report.measured.iter().any(|part| part.id == id && part.is_lower());
    let lower = report.questions.iter().filter(|question| is_lower(&question.id));
    lower.map(|question| question.name.as_str()).collect()
}

fn measure(part: &QuestionPart, found: &[&MeasuredPart], content: &Content) -> MeasureView {
    let question = content.questionnaire.question(&part.id);
    let text = content.question(&part.id);
    let option = |level: Option<u8>| level.and_then(|level| text.levels.get(usize::from(level)).cloned());
    let distribution = question.and_then(|question| question.distribution.as_ref());
    let shares = distribution.map_or_else(Vec::new, |known| known.shares.clone());
    let longest = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let height =
        |level: u8| shares.get(usize::from(level)).map_or(TALLEST / 2.0, |share| share / longest * TALLEST);
    let options = (0..part.levels).map(|level| OptionView {
        bar: coordinate(height(level)),
        top: coordinate(TALLEST - height(level)),
        share: shares.get(usize::from(level)).map(|share| format!("{share:.0}")),
        yours: part.level == Some(level),
        typical: part.typical == Some(level),
        measured: found.iter().any(|found| found.level == Some(level)),
    });
    let worse = |level: u8| shares.iter().take(usize::from(level)).sum::<f64>();
    MeasureView {
        id: part.id.clone(),
        name: part.name.clone(),
        status: part.status,
        answer: option(part.level),
        value: part.value.map(|value| measured::value(value, &part.id, content)),
        typical: option(part.typical),
        options: options.collect(),
        survey: distribution.map(|known| (known.year, known.source.clone())),
        worse: distribution.and(part.level).map(|level| format!("{:.0}", worse(level))),
        measured: found.iter().map(|found| measured_view(found, content)).collect(),
    }
}

fn measured_view(found: &MeasuredPart, content: &Content) -> MeasuredView {
    let words = &content.words;
    let (together, marks) = metrics::marks(found.metric, &found.weekly);
    let highest = marks.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    let bar = |mark: f64| {
        let height = mark / highest * WEEK;
        WeekView { top: coordinate(WEEK - height), height: coordinate(height + 1.0) }
    };
    let since = found.since.as_deref().unwrap_or_default();
    MeasuredView {
        service: found.service.clone(),
        value: measured::value(found.value, &found.id, content),
        before: found.before.map(|value| measured::value(value, &found.id, content)),
        weeks: marks.iter().map(|mark| mark.map(bar)).collect(),
        weeks_told: metrics::marks_told(found.metric, (together, &marks), since, words),
        difference: measured::difference(found, words),
        basis: measured::basis_of(found, words),
        definition: found.definition.clone(),
        lower: found.is_lower(),
    }
}

/// What an answer adds to the level of its axis, from 0 to 4, by the id of the question.
pub(super) fn adds(report: &Report) -> std::collections::BTreeMap<&str, String> {
    let weights = |axis: Axis| -> u32 {
        let answered = report.questions.iter().filter(|part| part.axis == axis && part.score.is_some());
        answered.map(|part| part.weight).sum()
    };
    let of_axis = [weights(Axis::Adoption), weights(Axis::Outcome)].map(|sum| f64::from(sum.max(1)));
    let added = report.questions.iter().filter_map(|part| {
        let sum = of_axis[usize::from(part.axis == Axis::Outcome)];
        Some((part.id.as_str(), numbers::decimal(4.0 * part.score? * f64::from(part.weight) / sum, 2)))
    });
    added.collect()
}
