//! What was measured, shown beside the question that asks for it. The person still answers.

use crate::content::Content;
use crate::delivery::compare::{MeasuredValue, measured_value};
use crate::delivery::{LEAST_DEPLOYMENTS, Metrics};
use crate::questionnaire::Question;
use crate::render;
use crate::text::visible;

/// What was measured for a question, ready to be shown and taken.
pub(super) struct Measured {
    /// The number and the level that it gives.
    pub(super) value: MeasuredValue,
    /// The number with its unit.
    pub(super) shown: String,
    /// The number with what it rests on.
    pub(super) told: String,
    pub(super) definition: String,
}

/// What was measured for a question; `None` if no metrics were given, or not this one.
pub(super) fn of(content: &Content, metrics: Option<&Metrics>, question: &Question) -> Option<Measured> {
    let metrics = metrics?;
    let value = measured_value(metrics, question)?;
    let words = &content.words;
    let shown = render::numbers::value(value.value, value.metric.unit(), words);
    let window = metrics.window.as_ref().map(|window| (window.since.as_str(), window.until.as_str()));
    let basis = render::measured::basis(value.deployments, window, words);
    let id = match value.level {
        Some(_) => "survey.measured",
        None if value.deployments < LEAST_DEPLOYMENTS => "survey.measured.few",
        None => "survey.measured.doubtful",
    };
    let told = words.fill(id, &[("value", &shown), ("basis", &basis)]);
    let definition = render::metrics::definition(value.metric, &metrics.method, words);
    let definition = words.fill("metrics.definition", &[("definition", &definition)]);
    // Window and path come from the file.
    Some(Measured { value, shown, told: visible(&told), definition: visible(&definition) })
}
