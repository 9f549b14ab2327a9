//! What a person who knows the repository would say about the numbers: tags, commits and incidents that make them
//! doubtful, each with its count and with the number that there would be without them.

use std::collections::BTreeMap;

use crate::delivery::changes::{Apart, Change};
use crate::delivery::graph::Author;
use crate::delivery::history::{Deployment, Note, Origin};
use crate::delivery::measuring::Measuring;
use crate::delivery::metrics::Metrics;
use crate::delivery::options::LeadTimeFrom;
use crate::delivery::version::Version;
use crate::delivery::window::{Window, day_shown};
use crate::delivery::{DAY, LEAST_DEPLOYMENTS};
use crate::error::Message;
use crate::questionnaire::metric::Metric;

/// A tag that is made so long after its commit marks a branch or an import rather than a deployment.
const LATE: i64 = 30 * DAY;

/// Whether something holds of the deployment at a position.
type Is<'a> = &'a dyn Fn(usize) -> bool;

/// Everything to know about the numbers of a window: first what makes one of them doubtful.
pub(crate) fn of(measuring: &Measuring<'_>, metrics: &Metrics) -> Vec<Note> {
    let mut notes = Vec::new();
    if !measuring.inside.is_empty() {
        tags(measuring, &mut notes);
        notes.extend(beginning(measuring));
        notes.extend(waiting(measuring));
        commits(measuring, metrics, &mut notes);
    }
    incidents(measuring, metrics, &mut notes);
    let known = measuring.known.history.notes.iter().cloned();
    let (general, doubts): (Vec<Note>, Vec<Note>) = known.partition(|note| note.metric.is_none());
    notes.extend(doubts.into_iter().chain(general));
    notes.extend(remarks(measuring).into_iter().map(Note::general));
    notes
}

/// What to know that makes no number doubtful.
fn remarks(measuring: &Measuring<'_>) -> Vec<Message> {
    let (failures, inside) = (measuring.known.failures, measuring.inside.len());
    let mut remarks: Vec<Message> = Message::counts([
        ("measure.never-deployed", failures.never_deployed),
        ("measure.unattributed", failures.unattributed),
    ])
    .collect();
    if (1..LEAST_DEPLOYMENTS).contains(&inside) {
        remarks.push(Message::new("measure.few").with("number", inside).with("least", LEAST_DEPLOYMENTS));
    }
    let Some(graph) = &measuring.known.history.graph else { return remarks };
    let counted = || measuring.changes.counted().map(|change| &graph[change.commit]);
    let kinds = Message::counts([
        ("measure.squashes", counted().filter(|commit| commit.is_squash).count()),
        ("measure.bots", counted().filter(|commit| commit.author == Author::Bot).count()),
    ]);
    remarks.extend(kinds.map(|message| message.with("of", counted().count())));
    remarks
}

/// Tags made long after their commit, of an older line, and without a date of their own.
fn tags(measuring: &Measuring<'_>, doubts: &mut Vec<Note>) {
    let known = measuring.known;
    if known.history.origin != Origin::Tags {
        return;
    }
    let older = older_lines(known.successful);
    let is_late = |position: usize| {
        let deployment = known.successful[position];
        let graph = known.history.graph.as_ref();
        let committed = deployment.commit.and_then(|commit| graph?[commit].begun(LeadTimeFrom::Committer));
        committed.is_some_and(|committed| deployment.finished_at.saturating_sub(committed) > LATE)
    };
    let kinds: [(&str, Is<'_>, bool); 3] = [
        ("measure.late-tags", &is_late, true),
        ("measure.older-lines", &|position| older[position], true),
        ("measure.undated-tags", &|position| known.successful[position].is_undated, false),
    ];
    let of = measuring.inside.len();
    for (id, is, is_in_doubt) in kinds {
        let number = measuring.inside.iter().filter(|position| is(**position)).count();
        if number == 0 {
            continue;
        }
        let message = Message::new(id).with("number", number).with("of", of);
        if is_in_doubt {
            let without = (of > number).then(|| (of - number) as f64 / measuring.window.weeks());
            doubts.push(Note { without, ..Note::of(Metric::DeploymentFrequency, message.clone()) });
        }
        let without = measuring.changes.median(|change| !is(change.claim.deployment as usize));
        doubts.push(Note { without, ..Note::of(Metric::ChangeLeadTime, message) });
    }
}

/// For each deployment whether it is of an older line than one before it, as a backport is.
fn older_lines<'d>(successful: &[&'d Deployment]) -> Vec<bool> {
    let mut newest: BTreeMap<&'d str, Vec<u64>> = BTreeMap::new();
    let mut is_older = |deployment: &'d Deployment| {
        let Some(version) = Version::of(&deployment.id) else { return false };
        let Some(line) = version.line() else { return false };
        let known = newest.entry(version.family).or_default();
        let is_older = line < known.as_slice();
        if !is_older {
            *known = line.to_vec();
        }
        is_older
    };
    successful.iter().map(|deployment| is_older(deployment)).collect()
}

/// A window that begins before the first deployment that is known: an export has an end, and a project a beginning.
fn beginning(measuring: &Measuring<'_>) -> Option<Note> {
    let Window { since, end } = measuring.window;
    let deployed = measuring.known.history.deployments.iter().map(|deployment| deployment.finished_at);
    let first = deployed.min().filter(|first| first.div_euclid(DAY) > since.div_euclid(DAY))?;
    let known = Window { since: first.div_euclid(DAY) * DAY, end };
    let message = Message::new("measure.beginning").with("date", day_shown(first));
    let message = message.with("since", day_shown(since));
    let without = Some(measuring.inside.len() as f64 / known.weeks());
    Some(Note { without, ..Note::of(Metric::DeploymentFrequency, message) })
}

/// Commits that wait behind the last deployment: the window ends with it, and time went on.
fn waiting(measuring: &Measuring<'_>) -> Option<Note> {
    let known = measuring.known;
    let (graph, head) = known.history.graph.as_ref().zip(known.history.head)?;
    if known.options.end.is_some() {
        return None;
    }
    let (mut number, mut newest) = (0, i64::MIN);
    let mut seen = vec![false; graph.len()];
    let mut ahead = vec![head];
    while let Some(commit) = ahead.pop() {
        if std::mem::replace(&mut seen[commit as usize], true) || known.claims.of_commit(commit).is_some() {
            continue;
        }
        if !graph[commit].is_outside && !graph[commit].is_merge() {
            number += 1;
            newest = newest.max(graph[commit].begun(LeadTimeFrom::Committer).unwrap_or(i64::MIN));
        }
        ahead.extend(graph.parents(commit));
    }
    if number == 0 || newest < measuring.window.end {
        return None;
    }
    let window = Window::of(known.options.since, None, newest);
    let inside = known.successful.iter().filter(|deployment| window.contains(deployment.finished_at)).count();
    let message = Message::new("measure.waiting").with("number", number).with("date", day_shown(newest));
    let without = Some(inside as f64 / window.weeks());
    Some(Note { without, ..Note::of(Metric::DeploymentFrequency, message) })
}

/// Commits that only make a release, and one merge that brought most of them.
fn commits(measuring: &Measuring<'_>, metrics: &Metrics, doubts: &mut Vec<Note>) {
    const METRIC: Metric = Metric::ChangeLeadTime;
    let (changes, lead_time) = (&measuring.changes, metrics.change_lead_time.as_ref());
    let (release, at_once) = (changes.apart(Apart::Release), changes.apart(Apart::AtOnce));
    if release + at_once > 0 {
        let message = Message::new("measure.release-commits").with("number", release + at_once);
        let of = changes.all.len() - changes.apart(Apart::Excluded);
        let message = message.with("of", of).with("release", release).with("at-once", at_once);
        let without = lead_time.and_then(|part| Some(part.set_apart.as_ref()?.median_hours_with));
        doubts.push(Note { without, ..Note::of(METRIC, message) });
    }
    if let (Some(graph), Some((merge, number))) = (&measuring.known.history.graph, changes.imported()) {
        let message = Message::new("measure.imported").with("number", number);
        let message = message.with("of", changes.counted().count()).with("commit", graph[merge].short_name());
        let without = changes.median(|change: &Change| change.claim.merge != merge);
        doubts.push(Note { without, ..Note::of(METRIC, message) });
    }
}

/// Incidents of which no cause was found, and such that are all open.
fn incidents(measuring: &Measuring<'_>, metrics: &Metrics, doubts: &mut Vec<Note>) {
    let failures = measuring.known.failures;
    let incidents = measuring.known.history.incidents.as_deref().unwrap_or_default();
    let linked: usize = failures.failed.values().map(|failed| failed.linked).sum();
    let mut add = |message: &Message, rate: Option<f64>, recovery: Option<f64>| {
        let both = [(Metric::ChangeFailRate, rate), (Metric::FailedDeploymentRecoveryTime, recovery)];
        doubts.extend(both.map(|(metric, without)| Note { without, ..Note::of(metric, message.clone()) }));
    };
    if !failures.unknown_cause.is_empty() {
        let message = Message::new("measure.unknown-cause").with("number", failures.unknown_cause.len());
        let unknown =
            failures.unknown_cause.iter().filter(|began| measuring.window.contains(**began)).count();
        let is_linked = linked + failures.never_deployed > 0;
        // Each may have been caused by one more deployment; how long they lasted would then outweigh what is known.
        let rate = metrics
            .change_fail_rate
            .as_ref()
            .filter(|_| is_linked)
            .map(|part| (part.failed + unknown).min(part.deployments) as f64 / part.deployments as f64);
        let recovery = metrics.failed_deployment_recovery_time.as_ref();
        let recovery = recovery.filter(|part| is_linked && unknown < part.recovered);
        add(&message, rate, recovery.and_then(|part| part.median_hours));
    }
    if !incidents.is_empty() && incidents.iter().all(|incident| incident.resolved_at.is_none()) {
        add(&Message::new("measure.all-open").with("number", incidents.len()), None, None);
    }
}
