//! What was measured beside what was claimed.

use crate::answers::{Answers, Choice};
use crate::delivery::metrics::Metrics;
use crate::delivery::units::LEAST_DEPLOYMENTS;
use crate::questionnaire::metric::Metric;
use crate::questionnaire::{Question, Questionnaire};

/// From so many levels on, a claim above what was measured is worth a warning.
pub const WARN_FROM: i16 = 2;

/// What was measured for one question.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredValue {
    /// The id of the question.
    pub question: String,
    /// The metric that it asks for.
    pub metric: Metric,
    /// The number, in the unit of the question: events a week, hours, or a share of 0..1.
    pub value: f64,
    /// The level that the number gives; `None` if it rests on fewer than 12 deployments or is too doubtful.
    pub level: Option<u8>,
    /// The deployments that it rests on.
    pub deployments: usize,
}

/// A measured value beside the answer that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// What was measured.
    pub measured: MeasuredValue,
    /// The level that was claimed, where one was.
    pub claimed: Option<u8>,
    /// Claimed − measured, in levels, where there are both: above 0 the claim is the better one.
    pub difference: Option<i16>,
}

/// The measured number and level of every question that asks for one of the metrics, in the order of the
/// questionnaire. Levels follow from the numbers by the scales of this questionnaire, whatever the file says.
pub fn measured_values(metrics: &Metrics, questionnaire: &Questionnaire) -> Vec<MeasuredValue> {
    questionnaire.questions.iter().filter_map(|question| measured_value(metrics, question)).collect()
}

/// The measured number and level of one question, where it asks for a metric that was measured.
pub fn measured_value(metrics: &Metrics, question: &Question) -> Option<MeasuredValue> {
    let metric = question.metric?;
    let (value, deployments) = metrics.value(metric)?;
    let level = question.value.as_ref()?.level(value);
    let holds = deployments >= LEAST_DEPLOYMENTS && !metrics.without_level.contains(&metric);
    let level = holds.then_some(level);
    Some(MeasuredValue { question: question.id.clone(), metric, value, level, deployments })
}

/// What was measured beside what these answers claim.
pub fn beside(metrics: &Metrics, questionnaire: &Questionnaire, answers: &Answers) -> Vec<Beside> {
    let compare = |measured: MeasuredValue| {
        let claimed = answers.choice(&measured.question).and_then(Choice::level);
        let difference =
            claimed.zip(measured.level).map(|(claimed, level)| i16::from(claimed) - i16::from(level));
        Beside { measured, claimed, difference }
    };
    measured_values(metrics, questionnaire).into_iter().map(compare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::testing::{built_in, metrics};

    /// The question, the level measured, the level claimed and the difference.
    type Row = (String, Option<u8>, Option<u8>, Option<i16>);

    fn rows(deployments: usize) -> Vec<Row> {
        let questionnaire = built_in();
        let mut answers = Answers::empty(&questionnaire);
        for (id, choice) in [
            ("deployment-frequency", Choice::Level(5)),
            ("change-lead-time", Choice::Level(1)),
            ("change-fail-rate", Choice::Unknown),
        ] {
            answers.set(&questionnaire, id, Some(Answer::bare(choice)));
        }
        beside(&metrics(deployments), &questionnaire, &answers)
            .into_iter()
            .map(|beside| {
                (beside.measured.question, beside.measured.level, beside.claimed, beside.difference)
            })
            .collect()
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

    #[test]
    fn the_number_and_what_it_rests_on_are_those_of_the_metric() {
        let all = metrics(13);
        let value = |metric| all.value(metric);
        assert_eq!(value(Metric::DeploymentFrequency), Some((2.0, 13)));
        assert_eq!(value(Metric::ChangeLeadTime), Some((72.0, 13)));
        assert_eq!(value(Metric::ChangeFailRate), Some((0.12, 13)));
        assert_eq!(value(Metric::FailedDeploymentRecoveryTime), None);
        assert_eq!(value(Metric::DeploymentReworkRate), None);
    }
}
