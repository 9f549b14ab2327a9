//! Which deployments failed, and how long recovery took.

use std::collections::{BTreeMap, HashMap};

use crate::delivery::claim::Claims;
use crate::delivery::history::{Cause, Deployment, History, Incident, Outcome};
use crate::delivery::{DAY, HOUR, INFERENCE_HOURS};

/// A commit that is deployed a second time within this time, behind another, takes its place back.
const DEPLOYED_AGAIN: i64 = 30 * DAY;

/// The failed deployments by their position among the successful ones (those that reached users).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// What is known of each.
    pub failed: BTreeMap<usize, Failed>,
    /// When the incidents began of which the named cause is not among the deployments.
    pub unknown_cause: Vec<i64>,
    /// Incidents of which the named cause never reached users.
    pub never_deployed: usize,
    /// Incidents without a link and without a deployment in the hours before them.
    pub unattributed: usize,
}

/// One failed deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failed {
    /// Incidents that the records link to it.
    pub linked: usize,
    /// Whether it was rolled back: the records say so, or an earlier commit was deployed in its place.
    pub rolled_back: bool,
    /// The ids of its incidents: of those linked, and of those that are assumed to belong to it, since it was the latest
    /// deployment before them.
    pub incidents: Vec<String>,
    open: bool,
    last_resolved: Option<i64>,
}

/// How long a failed deployment harmed users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// So many seconds, from the deployment to the last resolution.
    After(i64),
    /// One of its incidents is still open.
    Open,
    /// No time is known: it was rolled back without an incident, or its incidents were over before it was deployed.
    Unknown,
}

impl Failed {
    /// Whether it counts as failed by assumption only.
    pub const fn is_inferred(&self) -> bool {
        self.linked == 0 && !self.rolled_back
    }

    /// From the deployment to the last resolution of its incidents.
    pub const fn recovery(&self, finished_at: i64) -> Recovery {
        match self.last_resolved {
            _ if self.open => Recovery::Open,
            Some(resolved) if resolved >= finished_at => Recovery::After(resolved - finished_at),
            _ => Recovery::Unknown,
        }
    }

    fn add(&mut self, incident: &Incident) {
        self.incidents.push(incident.id.clone());
        self.open |= incident.resolved_at.is_none();
        self.last_resolved = self.last_resolved.max(incident.resolved_at);
    }
}

impl Failures {
    /// Failed is a deployment that an incident is linked to, or that was rolled back. An incident without a link
    /// belongs to the latest deployment within 72 hours before it, unless the records say that no user noticed it.
    /// `successful` is sorted by time.
    pub fn of(history: &History, successful: &[&Deployment], claims: &Claims) -> Self {
        let mut failures = Self::default();
        let told = (0..successful.len()).filter(|position| successful[*position].rolled_back == Some(true));
        for position in told.chain(replaced(successful)) {
            failures.failed.entry(position).or_default().rolled_back = true;
        }
        // The position of each deployment by its id, if it reached users.
        let reached = (0..).zip(successful).map(|(at, deployment)| (deployment.id.as_str(), Some(at)));
        let never = history.deployments.iter().filter(|deployment| deployment.result == Outcome::Failure);
        let never = never.map(|deployment| (deployment.id.as_str(), None));
        let by_id: HashMap<&str, Option<usize>> = reached.chain(never).collect();
        for incident in history.incidents.iter().flatten() {
            let cause = match &incident.cause {
                None => {
                    match assumed(incident, successful) {
                        Some(position) => failures.failed.entry(position).or_default().add(incident),
                        None => failures.unattributed += 1,
                    }
                    continue;
                }
                Some(Cause::Deployment(id)) => match by_id.get(id.as_str()) {
                    Some(None) => {
                        failures.never_deployed += 1;
                        continue;
                    }
                    found => found.copied().flatten(),
                },
                Some(Cause::Commit(written, known)) => known
                    .and_then(|commit| claims.of_commit(commit))
                    .or_else(|| deployed_as(written, successful)),
            };
            if let Some(position) = cause {
                let failed = failures.failed.entry(position).or_default();
                failed.linked += 1;
                failed.add(incident);
            } else {
                failures.unknown_cause.push(incident.created_at);
            }
        }
        failures
    }
}

/// The deployments that an earlier commit took the place of, deployed again to the same environment within a month; unless
/// the records say that they were not rolled back.
fn replaced(successful: &[&Deployment]) -> Vec<usize> {
    let mut deployed = HashMap::new();
    // The last deployment of each environment.
    let mut lasts: HashMap<Option<&str>, usize> = HashMap::new();
    let mut replaced = Vec::new();
    for (position, deployment) in successful.iter().enumerate() {
        let revision = deployment.revision.as_deref().filter(|_| deployment.commit.is_none());
        let commit = (deployment.commit, revision);
        if commit == (None, None) {
            continue;
        }
        let environment = deployment.environment.as_deref();
        let before = deployed.insert((environment, commit), deployment.finished_at);
        let again =
            before.is_some_and(|before| deployment.finished_at.saturating_sub(before) <= DEPLOYED_AGAIN);
        // Still in place is the commit that was deployed last.
        let last = lasts.insert(environment, position);
        let is_other = last.is_some_and(|last| before != Some(successful[last].finished_at));
        replaced.extend(last.filter(|last| again && is_other && successful[*last].rolled_back.is_none()));
    }
    replaced
}

/// The first deployment of exactly this commit; for records without a repository.
fn deployed_as(written: &str, successful: &[&Deployment]) -> Option<usize> {
    let same = |revision: &String| same_commit(revision, written);
    successful.iter().position(|deployment| deployment.revision.as_ref().is_some_and(same))
}

/// The deployment that an incident without a link is assumed to belong to.
fn assumed(incident: &Incident, successful: &[&Deployment]) -> Option<usize> {
    let before = successful.partition_point(|deployment| deployment.finished_at <= incident.created_at);
    let latest = before.checked_sub(1).filter(|_| incident.user_facing != Some(false))?;
    let age = incident.created_at - successful[latest].finished_at;
    (age <= i64::from(INFERENCE_HOURS) * HOUR).then_some(latest)
}

/// Whether two names of commits mean the same: equal, or one the beginning of the other, of at least seven digits.
fn same_commit(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    a == b || (a.len().min(b.len()) >= 7 && (a.starts_with(&b) || b.starts_with(&a)))
}
