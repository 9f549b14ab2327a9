//! The numbers that were measured, as the levels of the questions that ask for them.

use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::Metrics;
use crate::questionnaire::metric::Metric;
use crate::questionnaire::{Question, Questionnaire};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{built_in, metrics};

    #[test]
    fn a_level_rests_on_twelve_deployments() {
        // 2 a week are level 3, 72 hours are level 3 and 12 % are level 3 too.
        let levels = |deployments| -> Vec<Option<u8>> {
            let values = measured_values(&metrics(deployments), &built_in());
            values.into_iter().map(|value| value.level).collect()
        };
        assert_eq!(levels(12), [Some(3); 3]);
        assert_eq!(levels(11), [None; 3]);
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
