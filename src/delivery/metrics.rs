//! The metrics as they are written to a file and read back: the contract of `diditwork measure`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::delivery::INFERENCE_HOURS;
use crate::delivery::history::Origin;
use crate::delivery::options::{LeadTimeFrom, Line, Options};
use crate::questionnaire::metric::Metric;

/// The schema that metrics files name.
pub const SCHEMA: &str = "diditwork/metrics/1";

/// Everything that was measured. A metric without data is nothing, never 0; a warning says what is missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What was measured, where a file holds several: a service, or a family of tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The time they are about; `None` if there is no event at all.
    pub window: Option<WindowPart>,
    /// How was counted.
    pub method: Method,
    /// How often was deployed.
    pub deployment_frequency: Option<Frequency>,
    /// How long a change took.
    pub change_lead_time: Option<LeadTime>,
    /// How many deployments failed.
    pub change_fail_rate: Option<FailRate>,
    /// How long recovery took.
    pub failed_deployment_recovery_time: Option<RecoveryTime>,
    /// How many deployments repaired something.
    pub deployment_rework_rate: Option<ReworkRate>,
    /// What a repository alone shows about failures: a lower bound, never the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_fail_rate_lower_bound: Option<LowerBound>,
    /// The level that each value gives, by the id of the question, where it rests on 12 deployments or more.
    pub levels: BTreeMap<String, u8>,
    /// Metrics with a number that is too doubtful for a level, as a warning says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_level: Vec<Metric>,
    /// The same in as long a time before, where the history reaches back so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// What each number means, in one sentence, by the word of the metric.
    #[serde(default)]
    pub definitions: BTreeMap<Metric, String>,
    /// What is missing and what else to know.
    pub warnings: Vec<WarningPart>,
    /// Every deployment that was counted, where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<Listed>,
    /// Several services or families of tags, each with its own numbers; those above are then without a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Metrics>,
}

/// The numbers of a time before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Before {
    pub window: WindowPart,
    pub deployments: usize,
    /// Each number in the unit of its question.
    pub values: BTreeMap<Metric, f64>,
}

/// One deployment as it was counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true of a deployment or not, whatever the others are"
)]
pub struct Listed {
    /// Its id, or the name of its tag.
    pub id: String,
    pub finished_at: String,
    /// The commits that it brought and that count for lead time.
    pub commits: usize,
    /// Those that are counted apart.
    pub set_apart: usize,
    /// The median of the commits that count.
    pub median_hours: Option<f64>,
    /// The one that took longest.
    pub slowest_hours: Option<f64>,
    pub failed: bool,
    /// The incidents by which it failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<String>,
    /// Whether only the time of an incident points to it.
    pub inferred: bool,
    pub rolled_back: bool,
    /// Whether the records say that it was not planned.
    pub rework: bool,
}

/// The time that metrics are about, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowPart {
    /// Its first day (UTC) or time.
    pub since: String,
    /// Its last day (UTC) or time.
    pub until: String,
    /// Its length in weeks of seven days.
    pub weeks: f64,
}

/// How was counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Where deployments come from: `tags` or `records`.
    pub deployments: String,
    /// The patterns of the tags that count; none means all but pre-releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The folder of the repository to which commits are narrowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Authors whose commits do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Whether only the line of first parents was counted, where a merge stands for its branch.
    pub first_parent: bool,
    /// Where a change's time begins: `author` or `committer`.
    pub lead_time_from: String,
    /// Hours before an incident within which the latest deployment is taken for its cause.
    pub inference_hours: u32,
}

/// How often was deployed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    /// Successful deployments in the window.
    pub deployments: usize,
    /// Those a week.
    pub per_week: f64,
    /// Days (UTC) with a deployment.
    pub days: usize,
    /// Those a week.
    pub days_per_week: f64,
    /// The median time between one deployment and the next, both in the window.
    pub median_gap_hours: Option<f64>,
    /// Deployments in each week of the window; the last may be shorter.
    pub weekly: Vec<u32>,
}

/// How long a change took, in hours from commit to deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadTime {
    /// The median over commits.
    pub median_hours: f64,
    /// A quarter took at most this.
    pub p25_hours: f64,
    /// Three quarters took at most this.
    pub p75_hours: f64,
    /// Nine tenths took at most this.
    pub p90_hours: f64,
    /// The commits.
    pub commits: usize,
    /// The deployments in the window; the level rests on them.
    pub deployments: usize,
    /// Commits left out since their time is after their deployment, or cannot be read.
    pub dropped: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_apart: Option<SetApart>,
    /// The median of the commits deployed in each week.
    pub weekly: Vec<Option<f64>>,
}

/// Commits that are counted apart, and enter no number of the lead time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetApart {
    /// Those that only make a release, by their first line.
    pub release: usize,
    /// Those that were deployed within a minute of being written.
    pub at_once: usize,
    /// Those of authors that were left out.
    pub excluded: usize,
    /// The median over all but those of authors that were left out.
    pub median_hours_with: f64,
}

/// How many deployments failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FailRate {
    /// Distinct failed deployments.
    pub failed: usize,
    /// All successful deployments in the window.
    pub deployments: usize,
    /// Their share, 0..1.
    pub rate: f64,
    /// The lower end of its 95 % interval (Wilson).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The failed ones that only the time of an incident points to.
    pub inferred: usize,
    /// Failed deployments in each week.
    pub weekly: Vec<u32>,
}

/// How long recovery took, in hours from a failed deployment to the last resolution of its incidents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryTime {
    /// The median over the recovered ones.
    pub median_hours: Option<f64>,
    /// A quarter took at most this.
    pub p25_hours: Option<f64>,
    /// Three quarters took at most this.
    pub p75_hours: Option<f64>,
    /// Failed deployments from which the service recovered.
    pub recovered: usize,
    /// Failed deployments with an incident that is still open.
    pub open: usize,
    /// Failed deployments of which no time is known.
    pub unknown: usize,
    /// The deployments in the window; the level rests on them.
    pub deployments: usize,
    /// The median of each week.
    pub weekly: Vec<Option<f64>>,
}

/// How many deployments repaired something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReworkRate {
    /// Unplanned deployments.
    pub rework: usize,
    /// Deployments of which the records say whether they were planned.
    pub deployments: usize,
    /// Their share, 0..1.
    pub rate: f64,
    /// The lower end of its 95 % interval (Wilson).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Unplanned deployments in each week.
    pub weekly: Vec<u32>,
}

/// Deployments that were repaired within a day, as far as a repository shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LowerBound {
    /// Deployments that a repair followed; the truth is at or above this.
    pub failed: usize,
    /// All deployments in the window.
    pub deployments: usize,
    /// Of the failed, those that a hotfix followed: a patch release that only fixes or reverts.
    pub hotfixed: usize,
    /// Of the failed, those of which a commit was reverted.
    pub reverted: usize,
    /// Of the failed, those in whose place an earlier commit was deployed again.
    #[serde(default)]
    pub redeployed: usize,
}

/// Something to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WarningPart {
    /// Its code.
    pub code: String,
    /// The metric that it is about; one without a number is not available because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// What it says.
    pub text: String,
}

impl Method {
    /// How deployments of this origin are counted.
    pub fn of(origin: Origin, options: Options) -> Self {
        let deployments = if origin == Origin::Tags { "tags" } else { "records" };
        let from = if options.from == LeadTimeFrom::Author { "author" } else { "committer" };
        Self {
            deployments: deployments.to_owned(),
            first_parent: options.line == Line::FirstParent,
            lead_time_from: from.to_owned(),
            inference_hours: INFERENCE_HOURS,
            ..Self::default()
        }
    }
}

/// One metric, whichever it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The number in the unit of its question: a week, hours, or a share of 0..1.
    pub value: f64,
    /// The deployments that it rests on.
    pub deployments: usize,
    /// The number of each week: a count, or a median in hours, which a week may be without.
    pub weekly: Vec<Option<f64>>,
}

impl Metrics {
    /// No number yet, counted in this way.
    pub fn empty(method: Method) -> Self {
        Self { schema: SCHEMA.to_owned(), method, ..Self::default() }
    }

    /// Each service or family by itself; without any this alone.
    pub fn each(&self) -> &[Self] {
        if self.services.is_empty() { std::slice::from_ref(self) } else { &self.services }
    }

    /// What was measured for a metric.
    pub fn measured(&self, metric: Metric) -> Option<Measured> {
        let counts = |weekly: &[u32]| weekly.iter().map(|count| Some(f64::from(*count))).collect();
        let (value, deployments, weekly) = match metric {
            Metric::DeploymentFrequency => {
                let part = self.deployment_frequency.as_ref()?;
                (part.per_week, part.deployments, counts(&part.weekly))
            }
            Metric::ChangeLeadTime => {
                let part = self.change_lead_time.as_ref()?;
                (part.median_hours, part.deployments, part.weekly.clone())
            }
            Metric::ChangeFailRate => {
                let part = self.change_fail_rate.as_ref()?;
                (part.rate, part.deployments, counts(&part.weekly))
            }
            Metric::FailedDeploymentRecoveryTime => {
                let part = self.failed_deployment_recovery_time.as_ref()?;
                (part.median_hours?, part.deployments, part.weekly.clone())
            }
            Metric::DeploymentReworkRate => {
                let part = self.deployment_rework_rate.as_ref()?;
                (part.rate, part.deployments, counts(&part.weekly))
            }
        };
        Some(Measured { value, deployments, weekly })
    }

    /// The number of a metric, and the deployments that it rests on.
    pub fn value(&self, metric: Metric) -> Option<(f64, usize)> {
        self.measured(metric).map(|measured| (measured.value, measured.deployments))
    }

    /// The deployments in the window.
    pub fn deployments(&self) -> usize {
        self.deployment_frequency.as_ref().map_or(0, |part| part.deployments)
    }
}
