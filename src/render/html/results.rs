//! The results as one table: each measure beside how the respondents of a published survey spread over its options.

use serde::Serialize;

use crate::content::Content;
use crate::language::Words;
use crate::numbers;
use crate::questionnaire::Axis;
use crate::render::{measured, metrics};
use crate::report::measured::MeasuredPart;
use crate::report::{QuestionPart, Report, Status};

/// One measure.
#[derive(Debug, Serialize)]
pub(super) struct MeasureView<'a> {
    #[serde(flatten)]
    question: &'a QuestionPart,
    /// The value in words.
    number: Option<String>,
    /// How many of the respondents are at each level, in percent; none if the scale is the questionnaire's own.
    shares: &'a [f64],
    /// The source of the survey.
    survey: Option<&'a str>,
    /// What was measured; of several services one each.
    measured: Vec<MeasuredView<'a>>,
}

/// What was measured, beside the answer.
#[derive(Debug, Serialize)]
struct MeasuredView<'a> {
    #[serde(flatten)]
    part: &'a MeasuredPart,
    number: String,
    /// The value of as long a time before, in words.
    number_before: Option<String>,
    /// A number for each week, or for several together; none for one without a value.
    weeks: Vec<Option<f64>>,
    weeks_told: String,
    far: String,
    basis: String,
    /// Whether the answer is far better than it.
    lower: bool,
}

/// The measures that were asked or measured, in the order of the questionnaire.
pub(super) fn view<'a>(report: &'a Report, content: &'a Content) -> Vec<MeasureView<'a>> {
    let outcome = report.questions.iter().filter(|part| part.axis == Axis::Outcome);
    let views = outcome.map(|question| measure(question, report, content));
    views.filter(|view| view.question.status != Status::NotAsked || !view.measured.is_empty()).collect()
}

/// The names of the measures that were answered far better than measured.
pub(super) fn lower(report: &Report) -> Vec<&str> {
    let is_lower = |id: &str| report.measured.iter().any(|part| part.id == id && part.is_lower());
    let lower = report.questions.iter().filter(|question| is_lower(&question.id));
    lower.map(|question| question.name.as_str()).collect()
}

fn measure<'a>(question: &'a QuestionPart, report: &'a Report, content: &'a Content) -> MeasureView<'a> {
    let found = report.measured.iter().filter(|part| part.id == question.id);
    let known = content.questionnaire.question(&question.id);
    let distribution = known.and_then(|known| known.distribution.as_ref());
    let unit = known.and_then(|known| known.value.as_ref()).map(|scale| scale.unit);
    MeasureView {
        question,
        number: question.value.zip(unit).map(|(value, unit)| numbers::value(value, unit, &content.words)),
        shares: distribution.map_or(&[], |known| &known.shares),
        survey: distribution.map(|known| known.source.as_str()),
        measured: found.map(|part| measured_view(part, &content.words)).collect(),
    }
}

fn measured_view<'a>(part: &'a MeasuredPart, words: &Words) -> MeasuredView<'a> {
    let told = |value: f64| numbers::value(value, part.metric.unit(), words);
    let marks = metrics::Marks::of(part.metric, &part.weekly);
    MeasuredView {
        part,
        number: told(part.value),
        number_before: part.before.map(told),
        weeks_told: marks.told(part.since.as_deref().unwrap_or_default(), words),
        weeks: marks.heights,
        far: measured::difference(part, words),
        basis: measured::basis_of(part, words),
        lower: part.is_lower(),
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
        Some((
            part.id.as_str(),
            numbers::decimal(4.0 * part.score?.as_f64() * f64::from(part.weight) / sum, 2),
        ))
    });
    added.collect()
}
