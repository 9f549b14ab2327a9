use super::graph::{Commit, Graph, Hash, Kind};
use super::measure::{Measured, measure};
use super::metrics::{FailRate, Frequency, LeadTime, LowerBound, RecoveryTime, ReworkRate};
use super::*;
use crate::delivery::claim::Claims;
use crate::delivery::failures::{Failures, Recovery};
use crate::error::Message;
use crate::questionnaire::metric::Metric;
use crate::testing::built_in;

/// Hours of the day that so many days are gone.
fn at(day: i64, hour: i64) -> i64 {
    day * DAY + hour * HOUR
}

fn deployment(id: &str, finished_at: i64) -> Deployment {
    Deployment { id: id.to_owned(), finished_at, ..Deployment::default() }
}

fn incident(created_at: i64, resolved_at: Option<i64>, cause: Option<Cause>) -> Incident {
    Incident { id: String::new(), created_at, resolved_at, cause, user_facing: None }
}

fn by_deployment(id: &str) -> Cause {
    Cause::Deployment(id.to_owned())
}

fn hash(number: u8) -> Hash {
    [number; 32]
}

/// A commit with its parents, and when it was written and rewritten.
fn commit(number: u8, parents: &[u8], authored: Option<i64>, committed: Option<i64>) -> Commit {
    let parents = parents.iter().map(|parent| hash(*parent)).collect();
    Commit { hash: hash(number), parents, authored, committed, ..Commit::default() }
}

fn graph(commits: &[Commit]) -> Graph {
    let mut graph = Graph::default();
    for commit in commits {
        graph.add(commit);
    }
    graph
}

/// What is measured over the first fourteen days.
fn measured(history: &History, options: Options) -> Measured {
    measure(history, Options { since: Some(0), end: Some(14 * DAY), ..options }, &built_in())
}

/// What else to know.
fn remarks(measured: &Measured) -> Vec<&str> {
    measured.notes.iter().filter(|note| note.metric.is_none()).map(|note| note.message.id).collect()
}

/// Why each metric is not available, in the order of the metrics.
fn missing(history: &History) -> Vec<&'static str> {
    let Measured { metrics, notes } = measured(history, Options::default());
    let is_missing = |note: &&Note| note.metric.is_some_and(|metric| metrics.value(metric).is_none());
    notes.iter().filter(is_missing).map(|note| note.message.id).collect()
}

#[test]
fn frequency_counts_what_reached_users_inside_the_window() {
    let mut deployments = vec![
        deployment("e", 20 * DAY),
        deployment("b", at(1, 6)),
        deployment("a", at(1, 0)),
        deployment("c", at(3, 0)),
        deployment("d", at(10, 0)),
        deployment("failed", at(2, 0)),
    ];
    deployments[5].result = Outcome::Failure;
    let history = History { deployments, origin: Origin::Records, ..History::default() };
    let order: Vec<&str> = history.successful().iter().map(|deployment| deployment.id.as_str()).collect();
    assert_eq!(order, ["a", "b", "c", "d", "e"]);
    let metrics = measured(&history, Options::default()).metrics;
    // Four in two weeks on three days; the gaps are 6, 42 and 168 hours.
    let expected = Frequency {
        deployments: 4,
        per_week: 2.0,
        days: 3,
        days_per_week: 1.5,
        median_gap_hours: Some(42.0),
        weekly: vec![3, 1],
    };
    assert_eq!(metrics.deployment_frequency, Some(expected));
    let window = metrics.window.unwrap();
    assert_eq!((window.since.as_str(), window.until.as_str()), ("1970-01-01", "1970-01-14"));
    assert_eq!(metrics.method.deployments, "records");
    assert!(!metrics.method.first_parent);
}

#[test]
fn without_ends_the_window_reaches_to_the_last_event_or_to_the_end_that_was_said() {
    let mut history = History { deployments: vec![deployment("a", at(100, 5))], ..History::default() };
    let until = |history: &History, options: Options| {
        measure(history, options, &built_in()).metrics.window.map(|window| (window.since, window.until))
    };
    let days = |since: &str, until: &str| Some((since.to_owned(), until.to_owned()));
    assert_eq!(
        until(&history, Options::default()),
        days("1970-01-12", "1970-04-11"),
        "the 90 days up to day 100"
    );
    history.incidents = Some(vec![incident(at(102, 1), None, None)]);
    assert_eq!(until(&history, Options::default()), days("1970-01-14", "1970-04-13"));
    let nothing = History::default();
    assert_eq!(until(&nothing, Options::default()), None);
    let end = Options { end: Some(100 * DAY), ..Options::default() };
    assert_eq!(until(&nothing, end), days("1970-01-11", "1970-04-10"));
    let since = Options { since: Some(100 * DAY), ..Options::default() };
    assert_eq!(until(&nothing, since), days("1970-04-11", "1970-04-11"), "one day");
}

/// The first deployment brings commit 1; the second the merge 4 of 2 and 3; the third 5 and 6.
fn delivered() -> History {
    let graph = graph(&[
        commit(1, &[], Some(0), Some(0)),
        commit(2, &[1], Some(at(1, 0)), Some(at(1, 12))),
        commit(3, &[1], Some(at(1, 12)), Some(at(1, 18))),
        commit(4, &[2, 3], Some(at(1, 20)), Some(at(1, 20))),
        commit(5, &[4], Some(at(8, 0)), None),
        commit(6, &[5], Some(at(10, 0)), Some(at(9, 0))),
    ]);
    let deployments = [("a", 1, 1), ("b", 2, 4), ("c", 9, 6)].map(|(id, day, commit)| Deployment {
        commit: graph.find(&hash(commit)),
        ..deployment(id, at(day, 0))
    });
    History { deployments: deployments.to_vec(), graph: Some(graph), ..History::default() }
}

fn lead_time(history: &History, options: Options) -> LeadTime {
    measured(history, options).metrics.change_lead_time.unwrap()
}

#[test]
fn lead_time_is_that_of_every_commit_which_a_deployment_was_the_first_to_bring() {
    // Commit 2 took 24 hours, 3 took 12 and 5 took 24; 1 came with the first deployment, 4 is a merge, and 6 was
    // written after it was deployed.
    let expected = LeadTime {
        median_hours: 24.0,
        p25_hours: 18.0,
        p75_hours: 24.0,
        p90_hours: 24.0,
        commits: 3,
        deployments: 3,
        dropped: 1,
        set_apart: None,
        weekly: vec![Some(18.0), Some(24.0)],
    };
    assert_eq!(lead_time(&delivered(), Options::default()), expected);
}

#[test]
fn lead_time_follows_the_first_parent_or_the_last_rewriting_where_that_is_wanted() {
    // The merge stands for its branch and begins with it: 12, 24 and 24 hours.
    let options = Options { line: Line::FirstParent, ..Options::default() };
    let first = lead_time(&delivered(), options);
    assert_eq!((first.commits, first.dropped, first.weekly), (3, 1, vec![Some(18.0), Some(24.0)]));
    let method = measured(&delivered(), options).metrics.method;
    assert!(method.first_parent && method.deployments == "tags");
    // Rewritten 12 and 6 hours before; one in the very second is counted apart; of 5 nothing is known.
    let rewritten = lead_time(&delivered(), Options { from: LeadTimeFrom::Committer, ..Options::default() });
    assert_eq!((rewritten.commits, rewritten.dropped), (2, 1));
    assert_eq!(rewritten.weekly, [Some(9.0), None]);
    let apart = rewritten.set_apart.unwrap();
    assert_eq!((apart.release, apart.at_once, apart.median_hours_with), (0, 1, 6.0));
}

#[test]
fn lead_time_counts_only_what_touches_the_path_and_was_deployed_in_the_window() {
    let mut history = delivered();
    history.graph.as_mut().unwrap().keep_only(&[hash(2)]);
    let inside = lead_time(&history, Options::default());
    assert_eq!((inside.commits, inside.dropped, inside.weekly), (1, 0, vec![Some(24.0), None]));
    let later = Options { since: Some(7 * DAY), end: Some(14 * DAY), ..Options::default() };
    let later = measure(&delivered(), later, &built_in()).metrics.change_lead_time.unwrap();
    assert_eq!((later.commits, later.dropped, later.weekly), (1, 1, vec![Some(24.0)]));
}

#[test]
fn what_is_missing_is_said_for_each_metric() {
    let mut history = History::default();
    assert_eq!(missing(&history), ["measure.no-tags"; 5]);
    history.origin = Origin::Records;
    assert_eq!(missing(&history), ["measure.no-deployments"; 5]);
    history.deployments = vec![deployment("a", 20 * DAY)];
    assert_eq!(missing(&history), ["measure.none-in-window"; 5]);
    history.deployments = vec![deployment("a", DAY)];
    let others = ["measure.no-incidents", "measure.no-incidents", "measure.no-planned"];
    assert_eq!(missing(&history), [&["measure.no-repository"], &others[..]].concat());
    history.graph = Some(graph(&[commit(1, &[], Some(0), None)]));
    assert_eq!(missing(&history), [&["measure.no-commits"], &others[..]].concat());
    history.deployments[0].commit = Some(0);
    history.origin = Origin::Tags;
    history.incidents = Some(Vec::new());
    assert_eq!(missing(&history), ["measure.no-changes", "measure.no-failures", "measure.no-planned-tags"]);
}

/// Four deployments and one that never reached users, with incidents of every kind.
fn troubled() -> History {
    let mut deployments: Vec<Deployment> = [("a", 1), ("b", 2), ("failed", 3), ("c", 5), ("d", 9)]
        .map(|(id, day)| deployment(id, at(day, 0)))
        .to_vec();
    deployments[2].result = Outcome::Failure;
    let unnoticed = Incident { user_facing: Some(false), ..incident(at(2, 2), None, None) };
    let incidents = vec![
        // Over five and four hours after the deployment, whenever they were noticed.
        incident(at(1, 1), Some(at(1, 5)), Some(by_deployment("a"))),
        incident(at(1, 2), Some(at(1, 4)), Some(by_deployment("a"))),
        incident(at(2, 1), Some(at(2, 3)), None),
        incident(at(2, 1), Some(at(2, 2)), Some(by_deployment("nowhere"))),
        incident(at(3, 1), Some(at(3, 2)), Some(by_deployment("failed"))),
        // Before every deployment; not noticed by users; 72 hours after one, a second more, and half a day more.
        incident(at(0, 12), Some(at(0, 13)), None),
        unnoticed,
        incident(at(8, 0), None, None),
        incident(at(8, 0) + 1, None, None),
        incident(at(8, 12), None, None),
    ];
    History { deployments, incidents: Some(incidents), origin: Origin::Records, ..History::default() }
}

#[test]
fn each_incident_is_put_down_to_one_deployment_or_to_none() {
    let history = troubled();
    let found = Failures::of(&history, &history.successful(), &Claims::default());
    assert_eq!((found.unknown_cause.len(), found.never_deployed, found.unattributed), (1, 1, 4));
    let counts: Vec<(usize, usize, usize)> = found
        .failed
        .iter()
        .map(|(position, failed)| (*position, failed.linked, failed.incidents.len() - failed.linked))
        .collect();
    assert_eq!(counts, [(0, 2, 0), (1, 0, 1), (2, 0, 1)]);
    let recovery = |position: usize, day: i64| found.failed[&position].recovery(at(day, 0));
    assert_eq!(recovery(0, 1), Recovery::After(5 * HOUR));
    assert_eq!(recovery(1, 2), Recovery::After(3 * HOUR));
    assert_eq!(recovery(2, 5), Recovery::Open);
    assert_eq!(found.failed[&1].recovery(at(2, 3)), Recovery::After(0), "in the same second");
    assert_eq!(found.failed[&1].recovery(at(2, 3) + 1), Recovery::Unknown);
}

#[test]
fn fail_rate_and_recovery_time_are_those_worked_out_by_hand() {
    let measured = measured(&troubled(), Options::default());
    let rate = measured.metrics.change_fail_rate.clone().unwrap();
    let bounds = statistics::wilson(3, 4).unwrap();
    let expected = FailRate {
        failed: 3,
        deployments: 4,
        rate: 0.75,
        low: bounds.0,
        high: bounds.1,
        inferred: 2,
        weekly: vec![3, 0],
    };
    assert_eq!(rate, expected);
    let expected = RecoveryTime {
        median_hours: Some(4.0),
        p25_hours: Some(3.5),
        p75_hours: Some(4.5),
        recovered: 2,
        open: 1,
        unknown: 0,
        deployments: 4,
        weekly: vec![Some(4.0), None],
    };
    assert_eq!(measured.metrics.failed_deployment_recovery_time, Some(expected));
    let few = Message::new("measure.few").with("number", 4).with("least", LEAST_DEPLOYMENTS);
    let told = ["measure.never-deployed", "measure.unattributed"]
        .into_iter()
        .zip([1, 4])
        .map(|(id, number)| Message::new(id).with("number", number))
        .chain([few])
        .map(Note::general);
    let unknown = Message::new("measure.unknown-cause").with("number", 1);
    let both = [Metric::ChangeFailRate, Metric::FailedDeploymentRecoveryTime];
    let doubts = both.map(|metric| Note::of(metric, unknown.clone()));
    let available = |note: &&Note| note.metric.is_none_or(|metric| measured.metrics.value(metric).is_some());
    let found = measured.notes.iter().filter(available).cloned().map(|note| Note { without: None, ..note });
    let beginning = Message::new("measure.beginning").with("date", "1970-01-02").with("since", "1970-01-01");
    let doubts = [Note::of(Metric::DeploymentFrequency, beginning)].into_iter().chain(doubts);
    assert_eq!(found.collect::<Vec<_>>(), doubts.chain(told).collect::<Vec<_>>());
}

#[test]
fn what_was_rolled_back_failed_for_certain_and_its_recovery_is_not_known() {
    let mut history = troubled();
    history.deployments[1].rolled_back = Some(true);
    history.deployments[4].rolled_back = Some(true);
    history.deployments[0].rolled_back = Some(false);
    let metrics = measured(&history, Options::default()).metrics;
    let rate = metrics.change_fail_rate.unwrap();
    assert_eq!((rate.failed, rate.inferred, rate.weekly), (4, 1, vec![3, 1]));
    let recovery = metrics.failed_deployment_recovery_time.unwrap();
    assert_eq!((recovery.recovered, recovery.open, recovery.unknown), (2, 1, 1));
    // Rollbacks alone give a rate and no time.
    history.incidents = None;
    let metrics = measured(&history, Options::default()).metrics;
    assert_eq!(metrics.change_fail_rate.map(|rate| (rate.failed, rate.inferred)), Some((2, 0)));
    assert_eq!(metrics.failed_deployment_recovery_time, None);
}

#[test]
fn a_commit_names_the_deployment_that_first_brought_it_or_that_was_made_of_it() {
    let mut history = delivered();
    let graph = history.graph.as_ref().unwrap();
    let cause = |number: u8| Some(Cause::Commit("deadbeef".to_owned(), graph.find(&hash(number))));
    let incidents = [cause(2), cause(5), cause(1), cause(99)].map(|cause| incident(at(9, 1), None, cause));
    history.incidents = Some(incidents.to_vec());
    let positions = |history: &History| {
        let successful = history.successful();
        let claims = history.graph.as_ref().map(|graph| Claims::of(graph, &successful));
        let found = Failures::of(history, &successful, &claims.unwrap_or_default());
        (found.failed.keys().copied().collect::<Vec<_>>(), found.unknown_cause.len())
    };
    assert_eq!(positions(&history), (vec![0, 1, 2], 1));
    // Without a repository the beginning of a name of seven digits is enough, in either direction.
    let by_name = |revision: &str, name: &str| {
        let mut records = troubled();
        records.deployments[3].revision = Some(revision.to_owned());
        let cause = Some(Cause::Commit(name.to_owned(), None));
        positions(&History { incidents: Some(vec![incident(at(9, 1), None, cause)]), ..records })
    };
    for name in ["abcdef1", "abcdef1234", "ABCDEF12345678"] {
        assert_eq!(by_name("ABCDEF1234", name), (vec![2], 0), "{name}");
    }
    for name in ["abcdef", "abcdee1", "bcdef1234"] {
        assert_eq!(by_name("ABCDEF1234", name), (vec![], 1), "{name}");
    }
    assert_eq!(by_name("r12", "r12"), (vec![2], 0), "short, but the same");
}

#[test]
fn rework_is_the_share_of_unplanned_ones_among_those_of_which_it_is_known() {
    let mut history = troubled();
    for (position, planned) in [(0, true), (1, false), (4, true)] {
        history.deployments[position].planned = Some(planned);
    }
    let (low, high) = statistics::wilson(1, 3).unwrap();
    let expected = ReworkRate { rework: 1, deployments: 3, rate: 1.0 / 3.0, low, high, weekly: vec![1, 0] };
    assert_eq!(measured(&history, Options::default()).metrics.deployment_rework_rate, Some(expected));
}

#[test]
fn a_level_rests_on_twelve_deployments() {
    let with = |number: i64| {
        let deployments = (0..number).map(|hour| deployment(&hour.to_string(), at(1, hour))).collect();
        measured(&History { deployments, ..History::default() }, Options::default())
    };
    // Six a week: from one a week on level 3, from seven a week on level 4.
    let twelve = with(12);
    assert_eq!(twelve.metrics.levels, [("deployment-frequency".to_owned(), 3)].into());
    assert_eq!(remarks(&twelve), [""; 0]);
    let eleven = with(11);
    assert_eq!((eleven.metrics.levels.len(), remarks(&eleven)), (0, vec!["measure.few"]));
    assert_eq!(remarks(&with(0)), [""; 0]);
}

#[test]
fn a_repository_alone_gives_a_lower_bound_of_failures() {
    let kinds = [Kind::Change, Kind::Fix, Kind::Fix, Kind::Fix, Kind::Change, Kind::Revert];
    let commits: Vec<Commit> = (1u8..)
        .zip(kinds)
        .map(|(number, kind)| {
            let parents: Vec<u8> = number.checked_sub(1).filter(|parent| *parent > 0).into_iter().collect();
            Commit { kind, ..commit(number, &parents, Some(0), Some(0)) }
        })
        .collect();
    let mut graph = graph(&commits);
    graph.reverts.push((5, 4));
    // 1.0.1 repairs 1.0.0 a day later to the second, 1.0.2 comes a second too late, 1.1.0 is no patch; then 1.1.1
    // brings a change, and 1.1.2 reverts it.
    let times = [at(1, 0), at(2, 0), at(3, 0) + 1, at(3, 2), at(3, 3), at(3, 4)];
    let names = ["v1.0.0", "v1.0.1", "v1.0.2", "v1.1.0", "v1.1.1", "v1.1.2"];
    let deployments = (0u32..)
        .zip(names)
        .zip(times)
        .map(|((commit, name), time)| Deployment { commit: Some(commit), ..deployment(name, time) });
    let mut history =
        History { deployments: deployments.collect(), graph: Some(graph), ..History::default() };
    let lower =
        |history: &History| measured(history, Options::default()).metrics.change_fail_rate_lower_bound;
    let expected = LowerBound { failed: 2, deployments: 6, hotfixed: 2, reverted: 1, redeployed: 0 };
    assert_eq!(lower(&history), Some(expected), "1.0.0, and 1.1.1 in two ways");
    // A revert in the same deployment harmed nobody, and one a day and a second later is no hint.
    history.graph.as_mut().unwrap().reverts.push((4, 4));
    history.graph.as_mut().unwrap().reverts.push((2, 1));
    assert_eq!(lower(&history).map(|lower| lower.reverted), Some(1));
    history.graph.as_mut().unwrap().reverts.push((1, 0));
    assert_eq!(lower(&history).map(|lower| (lower.reverted, lower.failed)), Some((2, 2)));
    history.incidents = Some(Vec::new());
    assert_eq!(lower(&history), None, "there is a rate");
}

#[test]
fn a_patch_is_a_hotfix_only_where_it_brings_repairs_and_nothing_else() {
    let hotfixed = |kinds: &[Kind]| {
        let mut graph = Graph::default();
        let mut last = None;
        for (number, kind) in (1u8..).zip([&[Kind::Change], kinds].concat()) {
            let parents: Vec<u8> = last.into_iter().collect();
            graph.add(&Commit { kind, ..commit(number, &parents, Some(0), Some(0)) });
            last = Some(number);
        }
        let of = |name, hour, number| Deployment {
            commit: graph.find(&hash(number)),
            ..deployment(name, at(1, hour))
        };
        let deployments = vec![of("v1.0.0", 0, 1), of("v1.0.1", 1, last.unwrap())];
        let history = History { deployments, graph: Some(graph), ..History::default() };
        measured(&history, Options::default())
            .metrics
            .change_fail_rate_lower_bound
            .map(|lower| lower.hotfixed)
    };
    assert_eq!(hotfixed(&[Kind::Fix, Kind::Revert]), Some(1));
    assert_eq!(hotfixed(&[Kind::Fix, Kind::Change]), Some(0), "a change beside the repair");
    assert_eq!(hotfixed(&[Kind::Change]), Some(0));
    assert_eq!(hotfixed(&[]), Some(0), "the same commit again");
}
