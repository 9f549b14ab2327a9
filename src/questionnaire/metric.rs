//! DORA's five delivery metrics by name, so that a question can say which of them it asks for.

use serde::{Deserialize, Serialize};

use crate::questionnaire::Unit;

/// One of DORA's delivery metrics, as defined at <https://dora.dev/guides/dora-metrics>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Successful production deployments a week.
    DeploymentFrequency,
    /// From commit to running in production, in hours.
    ChangeLeadTime,
    /// Failed deployments of all deployments, 0..1.
    ChangeFailRate,
    /// From a failed deployment to recovery, in hours.
    FailedDeploymentRecoveryTime,
    /// Unplanned deployments that repair something of all deployments, 0..1.
    DeploymentReworkRate,
}

impl Metric {
    /// All five, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::DeploymentFrequency,
        Self::ChangeLeadTime,
        Self::ChangeFailRate,
        Self::FailedDeploymentRecoveryTime,
        Self::DeploymentReworkRate,
    ];

    /// What its number counts. The weeks of a time are medians, those of the others are counts.
    pub const fn unit(self) -> Unit {
        match self {
            Self::DeploymentFrequency => Unit::PerWeek,
            Self::ChangeLeadTime | Self::FailedDeploymentRecoveryTime => Unit::Hours,
            Self::ChangeFailRate | Self::DeploymentReworkRate => Unit::Share,
        }
    }
}
