//! A second count of everything that `measure` prints, by the definitions of DORA and plain git: one `git rev-list` for
//! each deployment. It shares no code with the program; slow and short on purpose.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::script::{DAY, HOUR, Repository};

const WEEK: i64 = 7 * DAY;

/// One deployment as it was made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deployment {
    pub(crate) id: String,
    pub(crate) commit: String,
    pub(crate) time: i64,
    pub(crate) failed: bool,
    pub(crate) planned: Option<bool>,
    pub(crate) rolled_back: Option<bool>,
}

/// One incident as it was made.
#[derive(Clone, Debug)]
pub(crate) struct Incident {
    pub(crate) id: String,
    pub(crate) created: i64,
    pub(crate) resolved: Option<i64>,
    pub(crate) cause: Cause,
    pub(crate) unseen: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Cause {
    Unnamed,
    Deployment(String),
    Commit(String),
}

/// How to count.
#[derive(Clone, Debug, Default)]
pub(crate) struct How {
    pub(crate) first_parent: bool,
    pub(crate) committer: bool,
    pub(crate) exclude: &'static str,
    pub(crate) path: &'static str,
    pub(crate) since: Option<i64>,
    pub(crate) end: Option<i64>,
}

/// A commit as git shows it.
#[derive(Clone, Debug)]
struct Commit {
    name: String,
    parents: Vec<String>,
    begun: i64,
    author: String,
    subject: String,
}

/// What is timed: its hours, the position of its deployment, and why it is counted apart.
struct Timed {
    seconds: i64,
    position: usize,
    apart: &'static str,
}

pub(crate) struct Counter<'a> {
    pub(crate) repository: &'a Repository,
    pub(crate) how: How,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) incidents: Option<Vec<Incident>>,
}

/// The tags that are deployments: of several tags of a commit one with a date of its own, else the first; one that returns
/// to an earlier commit of its series counts again.
pub(crate) fn tags(repository: &Repository, counts: impl Fn(&str) -> bool) -> Vec<Deployment> {
    const FORMAT: &str =
        "--format=%(refname:strip=2) %(objecttype) %(objectname) %(*objectname) %(creatordate:unix)";
    let listed = repository.git(&["for-each-ref", FORMAT, "refs/tags"]);
    let tag = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_dated = words[1] == "tag";
        (
            words[words.len() - 1].parse::<i64>().unwrap(),
            words[0].to_owned(),
            words[if is_dated { 3 } else { 2 }].to_owned(),
            is_dated,
        )
    };
    let mut tags: Vec<_> = listed.lines().map(tag).filter(|(_, name, ..)| counts(name)).collect();
    tags.sort();
    let mut kept: Vec<(Deployment, bool)> = Vec::new();
    for (time, name, commit, is_dated) in &tags {
        let has_dated_twin = tags.iter().any(|(_, _, other, dated)| other == commit && *dated);
        let is_known = kept.iter().any(|(known, _)| known.commit == *commit);
        let returns = *is_dated && kept.last().is_some_and(|(last, _)| last.commit != *commit);
        if (*is_dated || !has_dated_twin) && (!is_known || returns) {
            let deployment =
                Deployment { id: name.clone(), commit: commit.clone(), time: *time, ..Deployment::default() };
            kept.push((deployment, *is_dated));
        }
    }
    kept.into_iter().map(|(deployment, _)| deployment).collect()
}

impl Counter<'_> {
    /// Everything that the program should print, or null.
    pub(crate) fn metrics(&self) -> Value {
        let mut successful: Vec<Deployment> =
            self.deployments.iter().filter(|one| !one.failed).cloned().collect();
        successful.sort_by(|a, b| (a.time, &a.id).cmp(&(b.time, &b.id)));
        let (since, end) = self.window();
        let inside: Vec<usize> =
            (0..successful.len()).filter(|at| (since..end).contains(&successful[*at].time)).collect();
        let timed = self.timed(&successful, &inside);
        let failed = self.failed(&successful);
        let rate = self.fail_rate(&successful, &inside, &failed);
        json!({
            "deployment_frequency": self.frequency(&successful, &inside),
            "change_lead_time": self.lead_time(&successful, &inside, &timed),
            "failed_deployment_recovery_time": self.recovery(&successful, &inside, &failed),
            "deployment_rework_rate": self.rework(&successful, &inside),
            "change_fail_rate_lower_bound":
                if rate.is_null() { self.lower_bound(&successful, &inside, &failed) } else { Value::Null },
            "change_fail_rate": rate,
            "list": list(&successful, &inside, &timed, &failed),
        })
    }

    fn window(&self) -> (i64, i64) {
        let deployed = self.deployments.iter().map(|one| one.time);
        let last = deployed.chain(self.incidents.iter().flatten().map(|one| one.created)).max().unwrap();
        let end = self.how.end.unwrap_or((last / DAY + 1) * DAY);
        (self.how.since.unwrap_or(end - 90 * DAY), end)
    }

    fn weeks(&self) -> f64 {
        let (since, end) = self.window();
        (end - since) as f64 / WEEK as f64
    }

    /// The times of each week.
    fn weekly<T: Copy>(&self, events: &[(i64, T)]) -> Vec<Vec<T>> {
        let (since, end) = self.window();
        let starts = (0..).map(|week| since + week * WEEK).take_while(|start| *start < end);
        let within = |start: i64| {
            let events = events.iter().filter(|(time, _)| (start..(start + WEEK).min(end)).contains(time));
            events.map(|(_, event)| *event).collect()
        };
        starts.map(within).collect()
    }

    fn counts(&self, times: impl Iterator<Item = i64>) -> Value {
        let events: Vec<(i64, ())> = times.map(|time| (time, ())).collect();
        json!(self.weekly(&events).iter().map(Vec::len).collect::<Vec<_>>())
    }

    fn medians(&self, events: &[(i64, f64)]) -> Value {
        json!(self.weekly(events).iter().map(|week| quantile(week, 0.5)).collect::<Vec<_>>())
    }

    fn frequency(&self, successful: &[Deployment], inside: &[usize]) -> Value {
        let times: Vec<i64> = inside.iter().map(|at| successful[*at].time).collect();
        let days = times.iter().map(|time| time / DAY).collect::<BTreeSet<_>>().len();
        let gaps: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / 3600.0).collect();
        json!({
            "deployments": times.len(), "per_week": times.len() as f64 / self.weeks(), "days": days,
            "days_per_week": days as f64 / self.weeks(), "median_gap_hours": quantile(&gaps, 0.5),
            "weekly": self.counts(times.iter().copied()),
        })
    }

    /// The commits that are in a deployment and in none before it.
    fn brought(&self, successful: &[Deployment], at: usize, more: &[&str]) -> Vec<Commit> {
        let time = if self.how.committer { "%ct" } else { "%at" };
        let format = format!("--format=%H%x09%P%x09{time}%x09%an%x09%s");
        let mut arguments = vec!["rev-list".to_owned(), "--no-commit-header".to_owned(), format];
        arguments.extend(more.iter().map(|text| (*text).to_owned()));
        if more.iter().all(|text| text.starts_with('-')) {
            arguments.push(successful[at].commit.clone());
        }
        arguments.extend(successful[..at].iter().map(|earlier| format!("^{}", earlier.commit)));
        let text = self.repository.git(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let commit = |line: &str| {
            let parts: Vec<&str> = line.split('\t').collect();
            Commit {
                name: parts[0].to_owned(),
                parents: parts[1].split_whitespace().map(str::to_owned).collect(),
                begun: parts[2].parse().unwrap(),
                author: parts[3].to_owned(),
                subject: parts[4].to_owned(),
            }
        };
        text.lines().filter(|line| !line.is_empty()).map(commit).collect()
    }

    fn touches(&self, commit: &Commit) -> bool {
        let arguments = ["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", &commit.name];
        self.how.path.is_empty()
            || self.repository.git(&arguments).lines().any(|file| file.starts_with(self.how.path))
    }

    fn timed(&self, successful: &[Deployment], inside: &[usize]) -> Vec<Timed> {
        let mut timed = Vec::new();
        for at in inside.iter().copied().filter(|at| *at > 0) {
            let mut groups: Vec<Vec<Commit>> = Vec::new();
            if self.how.first_parent {
                for commit in self.brought(successful, at, &["--first-parent"]) {
                    let first = commit.parents.first().map(|first| format!("^{first}"));
                    let more = [Some(commit.name.as_str()), first.as_deref()];
                    groups.push(self.brought(
                        successful,
                        at,
                        &more.into_iter().flatten().collect::<Vec<_>>(),
                    ));
                }
            } else {
                let single = self.brought(successful, at, &["--no-merges"]).into_iter();
                groups.extend(single.filter(|commit| self.touches(commit)).map(|commit| vec![commit]));
            }
            for group in groups {
                let begun = group.iter().map(|commit| commit.begun).min().unwrap();
                let work: Vec<&Commit> = group.iter().filter(|commit| commit.parents.len() < 2).collect();
                let all =
                    |is: &dyn Fn(&Commit) -> bool| !work.is_empty() && work.iter().all(|commit| is(commit));
                let excluded = self.how.exclude;
                let seconds = successful[at].time - begun;
                let apart = if !excluded.is_empty() && all(&|commit| commit.author.contains(excluded)) {
                    "excluded"
                } else if all(&|commit| makes_a_release(&commit.subject)) {
                    "release"
                } else if seconds < 60 {
                    "at_once"
                } else {
                    ""
                };
                timed.push(Timed { seconds, position: at, apart });
            }
        }
        timed
    }

    fn lead_time(&self, successful: &[Deployment], inside: &[usize], timed: &[Timed]) -> Value {
        let known: Vec<&Timed> = timed.iter().filter(|one| one.seconds >= 0).collect();
        let hours = |is: &dyn Fn(&Timed) -> bool| -> Vec<f64> {
            known.iter().filter(|one| is(one)).map(|one| one.seconds as f64 / 3600.0).collect()
        };
        let counted = hours(&|one| one.apart.is_empty());
        if counted.is_empty() {
            return Value::Null;
        }
        let apart = |why: &str| known.iter().filter(|one| one.apart == why).count();
        let with = quantile(&hours(&|one| one.apart != "excluded"), 0.5);
        let events: Vec<(i64, f64)> = known
            .iter()
            .filter(|one| one.apart.is_empty())
            .map(|one| (successful[one.position].time, one.seconds as f64 / 3600.0))
            .collect();
        let mut lead_time = json!({
            "median_hours": quantile(&counted, 0.5), "p25_hours": quantile(&counted, 0.25),
            "p75_hours": quantile(&counted, 0.75), "p90_hours": quantile(&counted, 0.9), "commits": counted.len(),
            "deployments": inside.len(), "dropped": timed.len() - known.len(), "weekly": self.medians(&events),
        });
        if known.len() > counted.len() {
            lead_time["set_apart"] = json!({
                "release": apart("release"), "at_once": apart("at_once"), "excluded": apart("excluded"),
                "median_hours_with": with,
            });
        }
        lead_time
    }

    /// The failed deployments: incidents that are linked, that are inferred, and whether it was rolled back.
    fn failed(&self, successful: &[Deployment]) -> BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)> {
        let mut failed: BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)> = BTreeMap::new();
        for (at, deployment) in successful.iter().enumerate() {
            let earlier = successful[..at].iter().rev().find(|earlier| earlier.commit == deployment.commit);
            let returns = !deployment.commit.is_empty()
                && earlier.is_some_and(|earlier| deployment.time - earlier.time <= 30 * DAY)
                && successful[at - 1].commit != deployment.commit;
            if returns && successful[at - 1].rolled_back.is_none() {
                failed.entry(at - 1).or_default().2 = true;
            }
            if deployment.rolled_back == Some(true) {
                failed.entry(at).or_default().2 = true;
            }
        }
        for incident in self.incidents.iter().flatten() {
            let contains = |commit: &String, at: usize| {
                let arguments = ["merge-base", commit.as_str(), successful[at].commit.as_str()];
                self.repository.git(&arguments).starts_with(commit.as_str())
            };
            let linked = match &incident.cause {
                Cause::Unnamed => None,
                Cause::Deployment(id) => successful.iter().position(|one| one.id == *id),
                Cause::Commit(commit) => (0..successful.len()).find(|at| contains(commit, *at)),
            };
            let before = successful.iter().rposition(|one| one.time <= incident.created);
            let near =
                before.filter(|at| incident.created - successful[*at].time <= 72 * HOUR && !incident.unseen);
            match (linked, &incident.cause, near) {
                (Some(at), ..) => failed.entry(at).or_default().0.push(incident.clone()),
                (None, Cause::Unnamed, Some(at)) => failed.entry(at).or_default().1.push(incident.clone()),
                _ => {}
            }
        }
        failed
    }

    fn fail_rate(
        &self,
        successful: &[Deployment],
        inside: &[usize],
        failed: &BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)>,
    ) -> Value {
        if self.incidents.is_none() && successful.iter().all(|one| one.rolled_back.is_none()) {
            return Value::Null;
        }
        let here: Vec<usize> = inside.iter().copied().filter(|at| failed.contains_key(at)).collect();
        let inferred = here.iter().filter(|at| failed[at].0.is_empty() && !failed[at].2).count();
        let mut rate = share("failed", here.len(), inside.len());
        rate["inferred"] = json!(inferred);
        rate["weekly"] = self.counts(here.iter().map(|at| successful[*at].time));
        rate
    }

    fn recovery(
        &self,
        successful: &[Deployment],
        inside: &[usize],
        failed: &BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)>,
    ) -> Value {
        let here: Vec<usize> = inside.iter().copied().filter(|at| failed.contains_key(at)).collect();
        if self.incidents.is_none() || here.is_empty() {
            return Value::Null;
        }
        let (mut times, mut open, mut unknown) = (Vec::new(), 0, 0);
        for at in here {
            let all: Vec<Option<i64>> =
                failed[&at].0.iter().chain(&failed[&at].1).map(|one| one.resolved).collect();
            let begun = successful[at].time;
            match all.iter().flatten().max() {
                _ if all.contains(&None) => open += 1,
                Some(end) if *end >= begun => times.push((begun, (end - begun) as f64 / 3600.0)),
                _ => unknown += 1,
            }
        }
        let hours: Vec<f64> = times.iter().map(|(_, hours)| *hours).collect();
        json!({
            "median_hours": quantile(&hours, 0.5), "p25_hours": quantile(&hours, 0.25), "p75_hours": quantile(&hours, 0.75),
            "recovered": hours.len(), "open": open, "unknown": unknown, "deployments": inside.len(),
            "weekly": self.medians(&times),
        })
    }

    fn rework(&self, successful: &[Deployment], inside: &[usize]) -> Value {
        let known: Vec<&Deployment> =
            inside.iter().map(|at| &successful[*at]).filter(|one| one.planned.is_some()).collect();
        let unplanned: Vec<i64> =
            known.iter().filter(|one| one.planned == Some(false)).map(|one| one.time).collect();
        if known.is_empty() {
            return Value::Null;
        }
        let mut rate = share("rework", unplanned.len(), known.len());
        rate["weekly"] = self.counts(unplanned.into_iter());
        rate
    }

    /// What a repository alone shows: a patch release of nothing but repairs within a day, a revert within a day, a return.
    fn lower_bound(
        &self,
        successful: &[Deployment],
        inside: &[usize],
        failed: &BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)>,
    ) -> Value {
        let new: Vec<Vec<Commit>> =
            (0..successful.len()).map(|at| self.brought(successful, at, &["--no-merges"])).collect();
        let (mut hotfixed, mut reverted) = (BTreeSet::new(), BTreeSet::new());
        for at in 0..successful.len() {
            let work: Vec<&Commit> =
                new[at].iter().filter(|commit| !makes_a_release(&commit.subject)).collect();
            let repairs = |commit: &&Commit| {
                let subject = commit.subject.to_lowercase();
                subject.starts_with("fix") || subject.starts_with("revert")
            };
            let is_patch = |earlier: &&usize| {
                let (new, old) = (numbers(&successful[at].id), numbers(&successful[**earlier].id));
                new.len() == 3 && old.len() == 3 && new[..2] == old[..2] && new[2] > old[2]
            };
            let day: Vec<usize> = (0..at)
                .rev()
                .filter(|earlier| successful[at].time - successful[*earlier].time <= DAY)
                .collect();
            if !work.is_empty() && work.iter().all(repairs) {
                hotfixed.extend(day.iter().find(is_patch));
            }
            for commit in new[at].iter().filter(|commit| commit.subject.starts_with("Revert")) {
                let body = self.repository.git(&["show", "-s", "--format=%b", &commit.name]);
                let Some((_, name)) = body.split_once("This reverts commit ") else { continue };
                let name = name.trim_end().trim_end_matches('.');
                reverted.extend(
                    day.iter().filter(|earlier| new[**earlier].iter().any(|commit| commit.name == name)),
                );
            }
        }
        let here = |found: &BTreeSet<usize>| {
            found.iter().copied().filter(|at| inside.contains(at)).collect::<BTreeSet<_>>()
        };
        let (hotfixed, reverted) = (here(&hotfixed), here(&reverted));
        let redeployed = here(&failed.keys().copied().collect());
        let all: BTreeSet<usize> = hotfixed.iter().chain(&reverted).chain(&redeployed).copied().collect();
        json!({
            "failed": all.len(), "deployments": inside.len(), "hotfixed": hotfixed.len(), "reverted": reverted.len(),
            "redeployed": redeployed.len(),
        })
    }
}

/// Every deployment by itself.
fn list(
    successful: &[Deployment],
    inside: &[usize],
    timed: &[Timed],
    failed: &BTreeMap<usize, (Vec<Incident>, Vec<Incident>, bool)>,
) -> Value {
    let row = |at: &usize| {
        let own: Vec<&Timed> = timed.iter().filter(|one| one.position == *at && one.seconds >= 0).collect();
        let mut hours: Vec<f64> =
            own.iter().filter(|one| one.apart.is_empty()).map(|one| one.seconds as f64 / 3600.0).collect();
        hours.sort_by(f64::total_cmp);
        let why = failed.get(at).cloned().unwrap_or_default();
        let ids: BTreeSet<String> = why.0.iter().chain(&why.1).map(|one| one.id.clone()).collect();
        json!({
            "id": successful[*at].id, "commits": hours.len(), "set_apart": own.len() - hours.len(),
            "median_hours": quantile(&hours, 0.5), "slowest_hours": hours.last(), "failed": failed.contains_key(at),
            "incidents": ids, "inferred": failed.contains_key(at) && why.0.is_empty() && !why.2,
            "rolled_back": why.2, "rework": successful[*at].planned == Some(false),
        })
    };
    json!(inside.iter().map(row).collect::<Vec<_>>())
}

/// The messages that the generated repositories give to commits that only make a release.
fn makes_a_release(subject: &str) -> bool {
    ["chore(main): release ", "Release ", "Bump version to ", "docs: changelog for "]
        .iter()
        .any(|begin| subject.starts_with(begin))
}

fn numbers(name: &str) -> Vec<u64> {
    name.trim_start_matches(|first: char| !first.is_ascii_digit())
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// Linear between the closest ranks; nothing for no numbers.
fn quantile(numbers: &[f64], share: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = share * (sorted.len().checked_sub(1)?) as f64;
    let (low, high) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
    Some(low * (1.0 - rank.fract()) + high * rank.fract())
}

/// A share with Wilson's interval: the roots of (p − x)² = z² x(1 − x)/n.
fn share(name: &str, count: usize, of: usize) -> Value {
    let (number, rate) = (of as f64, count as f64 / of as f64);
    let by_square = 1.959_963_984_540_054_f64.powi(2) / number;
    let (square, linear) = (1.0 + by_square, 2.0 * rate + by_square);
    let root = (linear * linear - 4.0 * square * rate * rate).max(0.0).sqrt();
    let end = |sign: f64| ((linear + sign * root) / (2.0 * square)).clamp(0.0, 1.0);
    json!({ name: count, "deployments": of, "rate": rate, "low": end(-1.0), "high": end(1.0) })
}
