//! Measuring: the five metrics of a history within a window.

use std::collections::{BTreeMap, BTreeSet};

use crate::delivery::claim::{Claims, Line};
use crate::delivery::failures::{Failed, Failures, Recovery};
use crate::delivery::graph::Graph;
use crate::delivery::metrics::{
    FailRate, Frequency, LeadTime, Method, Metrics, RecoveryTime, ReworkRate, SCHEMA, WindowPart,
};
use crate::delivery::statistics::{quantile, sorted, wilson};
use crate::delivery::{
    DAY, Deployment, HOUR, History, INFERENCE_HOURS, LEAST_DEPLOYMENTS, LeadTimeFrom, Origin, WEEK, Window,
    hints,
};
use crate::error::Message;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::metric::Metric;

/// How to count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The first second of the window, where it was said.
    pub since: Option<i64>,
    /// The second behind the window, where it was said.
    pub end: Option<i64>,
    /// Which parents are followed.
    pub line: Line,
    /// Where a change's time begins.
    pub from: LeadTimeFrom,
}

/// What was measured, and what a person should know about it, in no language yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The numbers; definitions and warnings are still without sentences.
    pub metrics: Metrics,
    /// Why a metric is not available.
    pub missing: Vec<(Metric, Message)>,
    /// What else to know.
    pub remarks: Vec<Message>,
}

/// Measures a history. Windows only choose among deployments: which commit belongs to which deployment, and which
/// deployment an incident, follows from everything that is known, so that moving a window changes no such link.
pub fn measure(history: &History, options: Options, questionnaire: &Questionnaire) -> Measured {
    let successful = history.successful();
    let claims = history.graph.as_ref().map(|graph| Claims::of(graph, &successful, options.line));
    let claims = claims.unwrap_or_default();
    let window = window(history, options);
    let mut measuring = Measuring {
        history,
        options,
        window: window.unwrap_or(Window { since: 0, end: 0 }),
        failures: Failures::of(history, &successful, &claims),
        claims: &claims,
        inside: (0..successful.len()).collect(),
        successful: &successful,
        missing: Vec::new(),
        remarks: Vec::new(),
    };
    measuring.inside.retain(|position| measuring.window.contains(successful[*position].finished_at));
    let mut metrics = measuring.metrics();
    metrics.window = window.map(|window| {
        let (since, until) = window.shown();
        WindowPart { since, until, weeks: window.weeks() }
    });
    metrics.levels = levels(&metrics, questionnaire);
    Measured { metrics, missing: measuring.missing, remarks: measuring.remarks }
}

/// The level of every question that asks for one of the metrics, where it rests on enough deployments.
pub fn levels(metrics: &Metrics, questionnaire: &Questionnaire) -> BTreeMap<String, u8> {
    let asked = questionnaire.questions.iter().filter_map(|question| {
        let (value, deployments) = metrics.value(question.metric?)?;
        let level = question.value.as_ref()?.level(value);
        (deployments >= LEAST_DEPLOYMENTS).then(|| (question.id.clone(), level))
    });
    asked.collect::<BTreeMap<_, _>>()
}

fn window(history: &History, options: Options) -> Option<Window> {
    let deployed = history.deployments.iter().map(|deployment| deployment.finished_at);
    let began = history.incidents.iter().flatten().map(|incident| incident.created_at);
    let last = deployed.chain(began).max().or(options.end).or(options.since)?;
    Some(Window::of(options.since, options.end, last))
}

struct Measuring<'a> {
    history: &'a History,
    options: Options,
    window: Window,
    successful: &'a [&'a Deployment],
    claims: &'a Claims,
    failures: Failures,
    /// The positions of the successful deployments in the window.
    inside: Vec<usize>,
    missing: Vec<(Metric, Message)>,
    remarks: Vec<Message>,
}

impl Measuring<'_> {
    fn metrics(&mut self) -> Metrics {
        let deployment_frequency = self.frequency();
        let change_lead_time = self.lead_time();
        let change_fail_rate = self.fail_rate();
        let failed_deployment_recovery_time = self.recovery_time();
        let deployment_rework_rate = self.rework_rate();
        let graph =
            self.history.graph.as_ref().filter(|_| change_fail_rate.is_none() && !self.inside.is_empty());
        let lower = graph.map(|graph| hints::lower_bound(graph, (self.successful, self.claims), self.window));
        self.remark_on_incidents();
        Metrics {
            schema: SCHEMA.to_owned(),
            window: None,
            method: Method {
                deployments: if self.history.origin == Origin::Tags { "tags" } else { "records" }.to_owned(),
                tags: Vec::new(),
                path: None,
                first_parent: self.options.line == Line::FirstParent,
                lead_time_from: match self.options.from {
                    LeadTimeFrom::Author => "author".to_owned(),
                    LeadTimeFrom::Committer => "committer".to_owned(),
                },
                inference_hours: INFERENCE_HOURS,
            },
            deployment_frequency,
            change_lead_time,
            change_fail_rate,
            failed_deployment_recovery_time,
            deployment_rework_rate,
            change_fail_rate_lower_bound: lower,
            levels: BTreeMap::new(),
            definitions: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    fn lacks<T>(&mut self, metric: Metric, id: &'static str) -> Option<T> {
        self.missing.push((metric, Message::new(id)));
        None
    }

    fn times(&self) -> impl Iterator<Item = i64> {
        self.inside.iter().map(|position| self.successful[*position].finished_at)
    }

    fn frequency(&mut self) -> Option<Frequency> {
        const METRIC: Metric = Metric::DeploymentFrequency;
        if self.inside.is_empty() {
            return self.lacks(METRIC, self.no_deployment());
        }
        let weeks = self.window.weeks();
        let days = self.times().map(|time| time.div_euclid(DAY)).collect::<BTreeSet<_>>().len();
        let gaps = self.times().zip(self.times().skip(1)).map(|(before, after)| hours(after - before));
        Some(Frequency {
            deployments: self.inside.len(),
            per_week: self.inside.len() as f64 / weeks,
            days,
            days_per_week: days as f64 / weeks,
            median_gap_hours: quantile(&sorted(gaps.collect()), 0.5),
            weekly: self.window.per_week(self.times()),
        })
    }

    fn no_deployment(&self) -> &'static str {
        match (self.successful.is_empty(), self.history.origin) {
            (false, _) => "measure.none-in-window",
            (true, Origin::Tags) => "measure.no-tags",
            (true, Origin::Records) => "measure.no-deployments",
        }
    }

    fn lead_time(&mut self) -> Option<LeadTime> {
        const METRIC: Metric = Metric::ChangeLeadTime;
        if self.inside.is_empty() {
            return self.lacks(METRIC, self.no_deployment());
        }
        let Some(graph) = &self.history.graph else { return self.lacks(METRIC, "measure.no-repository") };
        if self.successful.iter().all(|deployment| deployment.commit.is_none()) {
            return self.lacks(METRIC, "measure.no-commits");
        }
        let (per_commit, dropped) = self.commit_times(graph);
        if per_commit.is_empty() {
            return self.lacks(METRIC, "measure.no-changes");
        }
        let weekly = self.weekly_medians(&per_commit);
        let all = sorted(per_commit.into_iter().map(|(_, hours)| hours).collect());
        Some(LeadTime {
            median_hours: quantile(&all, 0.5)?,
            p25_hours: quantile(&all, 0.25)?,
            p75_hours: quantile(&all, 0.75)?,
            p90_hours: quantile(&all, 0.9)?,
            commits: all.len(),
            deployments: self.inside.len(),
            dropped,
            weekly,
        })
    }

    /// When each commit of the window was deployed and how many hours that took, and how many are left out since
    /// they seem to be deployed before they were written. The first deployment of all has no predecessor: what it
    /// contains was not all new, so it gives no times.
    fn commit_times(&self, graph: &Graph) -> (Vec<(i64, f64)>, usize) {
        let first = self.successful.iter().position(|deployment| deployment.commit.is_some());
        let mut dropped = 0;
        let mut times = Vec::new();
        for (commit, claim) in self.claims.claimed() {
            let deployed = self.successful[claim].finished_at;
            let is_change = self.options.line == Line::FirstParent || !graph.is_merge(commit);
            if Some(claim) == first
                || !is_change
                || !graph.is_inside(commit)
                || !self.window.contains(deployed)
            {
                continue;
            }
            let written = match self.options.from {
                LeadTimeFrom::Author => graph.authored(commit),
                LeadTimeFrom::Committer => graph.committed(commit),
            };
            match written.map(|written| deployed.saturating_sub(written)) {
                Some(time) if time >= 0 => times.push((deployed, hours(time))),
                _ => dropped += 1,
            }
        }
        (times, dropped)
    }

    fn weekly_medians(&self, timed: &[(i64, f64)]) -> Vec<Option<f64>> {
        let mut weeks: Vec<Vec<f64>> = self.window.per_week([]).iter().map(|_| Vec::new()).collect();
        for (time, hours) in timed {
            let week = usize::try_from((time - self.window.since) / WEEK).unwrap_or(usize::MAX);
            if let Some(week) = weeks.get_mut(week) {
                week.push(*hours);
            }
        }
        weeks.into_iter().map(|week| quantile(&sorted(week), 0.5)).collect()
    }

    fn failed(&self) -> Vec<(i64, &Failed)> {
        let known = self.inside.iter();
        known
            .filter_map(|position| {
                Some((self.successful[*position].finished_at, self.failures.failed.get(position)?))
            })
            .collect()
    }

    fn fail_rate(&mut self) -> Option<FailRate> {
        const METRIC: Metric = Metric::ChangeFailRate;
        if self.inside.is_empty() {
            return self.lacks(METRIC, self.no_deployment());
        }
        let knows_rollbacks = self.successful.iter().any(|deployment| deployment.rolled_back.is_some());
        if self.history.incidents.is_none() && !knows_rollbacks {
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
        if self.inside.is_empty() {
            return self.lacks(METRIC, self.no_deployment());
        }
        if self.history.incidents.is_none() {
            return self.lacks(METRIC, "measure.no-incidents");
        }
        let failed = self.failed();
        if failed.is_empty() {
            return self.lacks(METRIC, "measure.no-failures");
        }
        let recoveries: Vec<(i64, Recovery)> =
            failed.iter().map(|(time, failed)| (*time, failed.recovery(*time))).collect();
        let count =
            |wanted: &[Recovery]| recoveries.iter().filter(|(_, known)| wanted.contains(known)).count();
        let (open, unknown) = (count(&[Recovery::Open]), count(&[Recovery::Unknown, Recovery::Before]));
        let times: Vec<(i64, f64)> = recoveries
            .iter()
            .filter_map(|(time, recovery)| match recovery {
                Recovery::After(seconds) => Some((*time, hours(*seconds))),
                _ => None,
            })
            .collect();
        let weekly = self.weekly_medians(&times);
        let all = sorted(times.into_iter().map(|(_, hours)| hours).collect());
        Some(RecoveryTime {
            median_hours: quantile(&all, 0.5),
            p25_hours: quantile(&all, 0.25),
            p75_hours: quantile(&all, 0.75),
            recovered: all.len(),
            open,
            unknown,
            deployments: self.inside.len(),
            weekly,
        })
    }

    fn rework_rate(&mut self) -> Option<ReworkRate> {
        const METRIC: Metric = Metric::DeploymentReworkRate;
        if self.inside.is_empty() {
            return self.lacks(METRIC, self.no_deployment());
        }
        let known: Vec<&Deployment> = self.inside.iter().map(|position| self.successful[*position]).collect();
        let known: Vec<&Deployment> = known.into_iter().filter(|known| known.planned.is_some()).collect();
        let rework: Vec<i64> = known
            .iter()
            .filter(|deployment| deployment.planned == Some(false))
            .map(|deployment| deployment.finished_at)
            .collect();
        let Some((low, high)) = wilson(rework.len(), known.len()) else {
            let from_tags = self.history.origin == Origin::Tags;
            return self
                .lacks(METRIC, if from_tags { "measure.no-planned-tags" } else { "measure.no-planned" });
        };
        Some(ReworkRate {
            rework: rework.len(),
            deployments: known.len(),
            rate: rework.len() as f64 / known.len() as f64,
            low,
            high,
            weekly: self.window.per_week(rework),
        })
    }

    fn remark_on_incidents(&mut self) {
        let failures = &self.failures;
        let counts = [
            ("measure.unknown-cause", failures.unknown_cause),
            ("measure.never-deployed", failures.never_deployed),
            ("measure.unattributed", failures.unattributed),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        self.remarks.extend(told.map(|(id, count)| Message::new(id).with("number", count)));
        if !self.inside.is_empty() && self.inside.len() < LEAST_DEPLOYMENTS {
            let message = Message::new("measure.few").with("number", self.inside.len());
            self.remarks.push(message.with("least", LEAST_DEPLOYMENTS));
        }
    }
}

fn hours(seconds: i64) -> f64 {
    seconds as f64 / HOUR as f64
}
