//! What was measured beside what was claimed, as a part of the report.

use serde::Serialize;

use crate::answers::{Answers, Choice};
use crate::content::Content;
use crate::delivery::Metrics;
use crate::delivery::compare::{MeasuredValue, measured_values};
use crate::questionnaire::metric::Metric;

/// From so many levels on, a claim above what was measured is worth a warning.
const WARN_FROM: i16 = 2;

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
    let of = |service| {
        let values = measured_values(service, &content.questionnaire).into_iter();
        values.map(move |value| part(service, content, answers, value))
    };
    metrics.each().iter().flat_map(of).collect()
}

fn part(service: &Metrics, content: &Content, answers: &Answers, measured: MeasuredValue) -> MeasuredPart {
    let claimed = answers.choice(&measured.question).and_then(Choice::level);
    let difference =
        claimed.zip(measured.level).map(|(claimed, level)| i16::from(claimed) - i16::from(level));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::language::{Language, Words};
    use crate::questionnaire::text::QuestionnaireText;
    use crate::testing::{built_in, metrics};

    /// The question, the level measured, the level claimed and the difference.
    type Row = (String, Option<u8>, Option<u8>, Option<i16>);

    fn rows(deployments: usize) -> Vec<Row> {
        let content = Content {
            questionnaire: built_in(),
            text: QuestionnaireText::default(),
            stories: Vec::new(),
            failures: Vec::new(),
            others: Vec::new(),
            is_default_choice: false,
            words: Words::new(Language::english(), [("", "")]),
        };
        let mut answers = Answers::empty(&content.questionnaire);
        for (id, choice) in [
            ("deployment-frequency", Choice::Level(5)),
            ("change-lead-time", Choice::Level(1)),
            ("change-fail-rate", Choice::Unknown),
        ] {
            answers.set(&content.questionnaire, id, Some(Answer::bare(choice)));
        }
        let parts = parts(&metrics(deployments), &content, &answers).into_iter();
        parts.map(|part| (part.id, part.level, part.claimed, part.difference)).collect()
    }

    #[test]
    fn what_was_measured_stands_beside_what_was_claimed() {
        // 2 a week are level 3, 72 hours are level 3 and 12 % are level 3 too.
        let row = |id: &str, level, claimed, difference| (id.to_owned(), level, claimed, difference);
        let mut found = rows(12);
        found.sort();
        assert_eq!(
            found,
            [
                row("change-fail-rate", Some(3), None, None),
                row("change-lead-time", Some(3), Some(1), Some(-2)),
                row("deployment-frequency", Some(3), Some(5), Some(2)),
            ]
        );
        assert!(rows(11).iter().all(|(_, level, _, difference)| level.is_none() && difference.is_none()));
    }
}
