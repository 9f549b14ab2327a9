//! What was measured beside what was claimed, as a part of the report.

use serde::Serialize;

use crate::answers::Answers;
use crate::content::Content;
use crate::delivery::Metrics;
use crate::delivery::compare::{Beside, WARN_FROM, beside};
use crate::questionnaire::metric::Metric;
use crate::report::{Report, WarningPart};

/// The code of the warning that a claim lies two levels or more above what was measured.
const MEASURED_LOWER: &str = "measured-lower";

/// One measured value beside the answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasuredPart {
    /// The id of the question.
    pub id: String,
    /// Its short name.
    pub name: String,
    /// The metric that was measured.
    pub metric: Metric,
    /// The level that the value gives; nothing where it rests on fewer than 12 deployments.
    pub level: Option<u8>,
    /// The number of levels.
    pub levels: u8,
    /// The value: events a week, hours, or a share of 0..1.
    pub value: f64,
    /// The level that was claimed, where one was.
    pub claimed: Option<u8>,
    /// Claimed − measured, in levels: above 0 the claim is the better one.
    pub difference: Option<i16>,
    /// The deployments that the value rests on.
    pub deployments: usize,
    /// The first day or time that was measured.
    pub since: Option<String>,
    /// The last one.
    pub until: Option<String>,
    /// What the number means, in one sentence.
    pub definition: String,
    /// Value and difference in words.
    pub text: String,
}

impl MeasuredPart {
    /// Whether the claim lies so far above what was measured that a reader should know.
    pub fn is_lower(&self) -> bool {
        self.difference.is_some_and(|difference| difference >= WARN_FROM)
    }
}

/// Puts what was measured beside the answers of a report, with a warning where the claim lies two levels or more above
/// it. `sentences` gives a metric's definition and, for a value beside its answer, the value and the whole in words.
pub fn add(
    report: &mut Report,
    metrics: &Metrics,
    (content, answers): (&Content, &Answers),
    tell: &dyn Tell,
) {
    for beside in beside(metrics, &content.questionnaire, answers) {
        let part = part(metrics, content, (&beside, tell));
        if part.is_lower() {
            let text = tell.warning(&part);
            report.warnings.push(WarningPart { code: MEASURED_LOWER.to_owned(), text });
        }
        report.measured.push(part);
    }
}

/// How measured values are told; the formats know how numbers read.
pub trait Tell {
    /// What a metric means.
    fn definition(&self, metric: Metric) -> String;
    /// The value and its difference to the claim in words.
    fn text(&self, part: &MeasuredPart) -> String;
    /// The warning that the claim lies far above the value.
    fn warning(&self, part: &MeasuredPart) -> String;
}

fn part(metrics: &Metrics, content: &Content, (beside, tell): (&Beside, &dyn Tell)) -> MeasuredPart {
    let measured = &beside.measured;
    let window = metrics.window.as_ref();
    let mut part = MeasuredPart {
        id: measured.question.clone(),
        name: content.name_of(&measured.question),
        metric: measured.metric,
        level: measured.level,
        levels: content.questionnaire.question(&measured.question).map_or(0, |question| question.levels),
        value: measured.value,
        claimed: beside.claimed,
        difference: beside.difference,
        deployments: measured.deployments,
        since: window.map(|window| window.since.clone()),
        until: window.map(|window| window.until.clone()),
        definition: tell.definition(measured.metric),
        text: String::new(),
    };
    part.text = tell.text(&part);
    part
}
