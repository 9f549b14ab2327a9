//! The numbers of one window.

use std::collections::BTreeSet;

use crate::delivery::DAY;
use crate::delivery::changes::{Apart, Change, Changes};
use crate::delivery::claim::Claims;
use crate::delivery::failures::{Failed, Failures, Recovery};
use crate::delivery::hints;
use crate::delivery::history::{Deployment, History, Note, Origin};
use crate::delivery::metrics::{
    FailRate, Frequency, LeadTime, Listed, Method, Metrics, RecoveryTime, ReworkRate, SetApart,
};
use crate::delivery::options::Options;
use crate::delivery::statistics::{hours, quantile, sorted, wilson};
use crate::delivery::window::{Window, time_shown};
use crate::error::Message;
use crate::questionnaire::metric::Metric;

/// Everything that does not depend on the window.
pub(crate) struct Known<'a> {
    pub(crate) history: &'a History,
    pub(crate) options: Options,
    pub(crate) successful: &'a [&'a Deployment],
    pub(crate) claims: &'a Claims,
    pub(crate) failures: &'a Failures,
}

/// A window that is being measured.
pub(crate) struct Measuring<'a> {
    pub(crate) known: &'a Known<'a>,
    pub(crate) window: Window,
    /// The positions of the successful deployments in the window.
    pub(crate) inside: Vec<usize>,
    pub(crate) changes: Changes,
    /// Why metrics are not available.
    pub(crate) missing: Vec<Note>,
}

impl<'a> Measuring<'a> {
    pub(crate) fn new(known: &'a Known<'a>, window: Window) -> Self {
        let successful = known.successful;
        let inside =
            (0..successful.len()).filter(|position| window.contains(successful[*position].finished_at));
        let graph = known.history.graph.as_ref();
        let changes = graph.map(|graph| Changes::of(graph, known.claims, successful, window, known.options));
        let (inside, changes) = (inside.collect(), changes.unwrap_or_default());
        Self { known, window, inside, changes, missing: Vec::new() }
    }

    pub(crate) fn metrics(&mut self) -> Metrics {
        let mut metrics = Metrics::empty(Method::of(self.known.history.origin, self.known.options));
        if self.inside.is_empty() {
            let id = self.no_deployment();
            self.missing.extend(Metric::ALL.map(|metric| Note::of(metric, Message::new(id))));
            return metrics;
        }
        metrics.deployment_frequency = Some(self.frequency());
        metrics.change_lead_time = self.lead_time();
        metrics.change_fail_rate = self.fail_rate();
        metrics.failed_deployment_recovery_time = self.recovery_time();
        metrics.deployment_rework_rate = self.rework_rate();
        let graph = self.known.history.graph.as_ref().filter(|_| metrics.change_fail_rate.is_none());
        metrics.change_fail_rate_lower_bound = graph.map(|graph| {
            let Known { successful, claims, failures, .. } = self.known;
            hints::lower_bound(graph, successful, claims, failures, &self.inside)
        });
        metrics
    }

    fn lacks<T>(&mut self, metric: Metric, id: &'static str) -> Option<T> {
        self.missing.push(Note::of(metric, Message::new(id)));
        None
    }

    fn times(&self) -> impl Iterator<Item = i64> {
        self.inside.iter().map(|position| self.known.successful[*position].finished_at)
    }

    fn frequency(&self) -> Frequency {
        let weeks = self.window.weeks();
        let days = self.times().map(|time| time.div_euclid(DAY)).collect::<BTreeSet<_>>().len();
        let gaps = self.times().zip(self.times().skip(1)).map(|(before, after)| hours(after - before));
        Frequency {
            deployments: self.inside.len(),
            per_week: self.inside.len() as f64 / weeks,
            days,
            days_per_week: days as f64 / weeks,
            median_gap_hours: quantile(&sorted(gaps.collect()), 0.5),
            weekly: self.window.per_week(self.times()),
        }
    }

    fn no_deployment(&self) -> &'static str {
        match (self.known.successful.is_empty(), self.known.history.origin) {
            (false, _) => "measure.none-in-window",
            (true, Origin::Tags) => "measure.no-tags",
            (true, Origin::Records) => "measure.no-deployments",
        }
    }

    fn lead_time(&mut self) -> Option<LeadTime> {
        const METRIC: Metric = Metric::ChangeLeadTime;
        let Some(graph) = &self.known.history.graph else {
            return self.lacks(METRIC, "measure.no-repository");
        };
        if self.known.successful.iter().all(|deployment| deployment.commit.is_none()) {
            return self.lacks(METRIC, "measure.no-commits");
        }
        if graph.is_without_inside() {
            return self.lacks(METRIC, "measure.no-path");
        }
        let changes = &self.changes;
        let all = changes.hours(|change| change.apart.is_none());
        if all.is_empty() {
            let id = if changes.all.is_empty() { "measure.no-changes" } else { "measure.all-apart" };
            return self.lacks(METRIC, id);
        }
        let timed: Vec<(i64, f64)> =
            changes.counted().map(|change| (change.deployed, hours(change.seconds))).collect();
        let with = changes.hours(|change| change.apart != Some(Apart::Excluded));
        Some(LeadTime {
            median_hours: quantile(&all, 0.5)?,
            p25_hours: quantile(&all, 0.25)?,
            p75_hours: quantile(&all, 0.75)?,
            p90_hours: quantile(&all, 0.9)?,
            commits: all.len(),
            deployments: self.inside.len(),
            dropped: changes.dropped,
            set_apart: (changes.all.len() > all.len()).then_some(SetApart {
                release: changes.apart(Apart::Release),
                at_once: changes.apart(Apart::AtOnce),
                excluded: changes.apart(Apart::Excluded),
                median_hours_with: quantile(&with, 0.5)?,
            }),
            weekly: self.weekly_medians(timed),
        })
    }

    fn weekly_medians(&self, timed: Vec<(i64, f64)>) -> Vec<Option<f64>> {
        self.window.by_week(timed).into_iter().map(|week| quantile(&sorted(week), 0.5)).collect()
    }

    fn failed(&self) -> Vec<(i64, &Failed)> {
        let failed = |position: &usize| {
            let failed = self.known.failures.failed.get(position)?;
            Some((self.known.successful[*position].finished_at, failed))
        };
        self.inside.iter().filter_map(failed).collect()
    }

    fn fail_rate(&mut self) -> Option<FailRate> {
        const METRIC: Metric = Metric::ChangeFailRate;
        let knows_rollbacks = self.known.successful.iter().any(|deployment| deployment.rolled_back.is_some());
        if self.known.history.incidents.is_none() && !knows_rollbacks {
            return self.lacks(METRIC, "measure.no-incidents");
        }
        let failed = self.failed();
        let deployments = self.inside.len();
        let (low, high) = wilson(failed.len(), deployments)?;
        Some(FailRate {
            failed: failed.len(),
            deployments,
            rate: failed.len() as f64 / deployments as f64,
            low,
            high,
            inferred: failed.iter().filter(|(_, failed)| failed.is_inferred()).count(),
            weekly: self.window.per_week(failed.iter().map(|(time, _)| *time)),
        })
    }

    fn recovery_time(&mut self) -> Option<RecoveryTime> {
        const METRIC: Metric = Metric::FailedDeploymentRecoveryTime;
        if self.known.history.incidents.is_none() {
            return self.lacks(METRIC, "measure.no-incidents");
        }
        let failed = self.failed();
        if failed.is_empty() {
            return self.lacks(METRIC, "measure.no-failures");
        }
        let recoveries: Vec<(i64, Recovery)> =
            failed.iter().map(|(time, failed)| (*time, failed.recovery(*time))).collect();
        let count = |wanted| recoveries.iter().filter(|(_, known)| *known == wanted).count();
        let times: Vec<(i64, f64)> = recoveries
            .iter()
            .filter_map(|(time, recovery)| match recovery {
                Recovery::After(seconds) => Some((*time, hours(*seconds))),
                _ => None,
            })
            .collect();
        let all = sorted(times.iter().map(|(_, hours)| *hours).collect());
        Some(RecoveryTime {
            median_hours: quantile(&all, 0.5),
            p25_hours: quantile(&all, 0.25),
            p75_hours: quantile(&all, 0.75),
            recovered: all.len(),
            open: count(Recovery::Open),
            unknown: count(Recovery::Unknown),
            deployments: self.inside.len(),
            weekly: self.weekly_medians(times),
        })
    }

    fn rework_rate(&mut self) -> Option<ReworkRate> {
        const METRIC: Metric = Metric::DeploymentReworkRate;
        let inside = || self.inside.iter().map(|position| self.known.successful[*position]);
        let deployments = inside().filter(|deployment| deployment.planned.is_some()).count();
        let rework = inside().filter(|deployment| deployment.planned == Some(false));
        let rework: Vec<i64> = rework.map(|deployment| deployment.finished_at).collect();
        let Some((low, high)) = wilson(rework.len(), deployments) else {
            let from_tags = self.known.history.origin == Origin::Tags;
            let id = if from_tags { "measure.no-planned-tags" } else { "measure.no-planned" };
            return self.lacks(METRIC, id);
        };
        Some(ReworkRate {
            rework: rework.len(),
            deployments,
            rate: rework.len() as f64 / deployments as f64,
            low,
            high,
            weekly: self.window.per_week(rework),
        })
    }

    /// Every deployment of the window as it was counted.
    pub(crate) fn list(&self) -> Vec<Listed> {
        let listed = |position: &usize| {
            let deployment = self.known.successful[*position];
            let of = |change: &Change| change.claim.deployment as usize == *position;
            let times = self.changes.hours(|change| of(change) && change.apart.is_none());
            let failed = self.known.failures.failed.get(position);
            Listed {
                id: deployment.id.clone(),
                finished_at: time_shown(deployment.finished_at),
                commits: times.len(),
                set_apart: self.changes.hours(|change| of(change) && change.apart.is_some()).len(),
                median_hours: quantile(&times, 0.5),
                slowest_hours: times.last().copied(),
                failed: failed.is_some(),
                incidents: failed.map(|failed| failed.incidents.clone()).unwrap_or_default(),
                inferred: failed.is_some_and(Failed::is_inferred),
                rolled_back: failed.is_some_and(|failed| failed.rolled_back),
                rework: deployment.planned == Some(false),
            }
        };
        self.inside.iter().map(listed).collect()
    }
}
