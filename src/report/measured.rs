//! What was measured beside what was claimed, as a part of the report.

use serde::Serialize;

use crate::answers::Answers;
use crate::content::Content;
use crate::delivery::Metrics;
use crate::delivery::compare::{Beside, WARN_FROM, beside};
use crate::questionnaire::metric::Metric;

/// One measured value beside the answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasuredPart {
    /// The service that was measured, of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The question.
    pub id: String,
    pub name: String,
    pub metric: Metric,
    /// The level that the value gives; null if it rests on fewer than 12 deployments or is too doubtful.
    pub level: Option<u8>,
    /// The number of levels.
    pub levels: u8,
    /// Events a week, hours, or a share of 0..1.
    pub value: f64,
    /// The level that was claimed.
    pub claimed: Option<u8>,
    /// Claimed − measured, in levels: above 0 the claim is the better one.
    pub difference: Option<i16>,
    /// The deployments that the value rests on.
    pub deployments: usize,
    /// The first day or time that was measured.
    pub since: Option<String>,
    /// The last one.
    pub until: Option<String>,
    /// The number of each week: a count of deployments, or a median in hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekly: Vec<Option<f64>>,
    /// The value of as long a time before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// What the number means, in one sentence.
    pub definition: String,
    /// Value and difference in words.
    pub text: String,
}

impl MeasuredPart {
    /// Whether the claim is so far above what was measured that a reader should know.
    pub fn is_lower(&self) -> bool {
        self.difference.is_some_and(|difference| difference >= WARN_FROM)
    }
}

/// Every measured value beside the answer to its question, service by service, without definition and text.
pub fn parts(metrics: &Metrics, content: &Content, answers: &Answers) -> Vec<MeasuredPart> {
    let of = |service: &Metrics| -> Vec<MeasuredPart> {
        let values = beside(service, &content.questionnaire, answers);
        values.into_iter().map(|value| part(service, content, value)).collect()
    };
    metrics.each().iter().flat_map(of).collect()
}

fn part(service: &Metrics, content: &Content, beside: Beside) -> MeasuredPart {
    let Beside { measured, claimed, difference } = beside;
    let window = service.window.as_ref();
    MeasuredPart {
        service: service.name.clone(),
        name: content.name_of(&measured.question),
        metric: measured.metric,
        level: measured.level,
        levels: content.questionnaire.question(&measured.question).map_or(0, |question| question.levels),
        value: measured.value,
        claimed,
        difference,
        deployments: measured.deployments,
        since: window.map(|window| window.since.clone()),
        until: window.map(|window| window.until.clone()),
        weekly: service.measured(measured.metric).map(|part| part.weekly).unwrap_or_default(),
        before: service.before.as_ref().and_then(|before| before.values.get(&measured.metric).copied()),
        id: measured.question,
        definition: String::new(),
        text: String::new(),
    }
}
