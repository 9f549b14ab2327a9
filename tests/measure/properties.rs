//! What holds for every history: moving all dates moves only the window, and parts of a window add up.

use diditwork::delivery::graph::{Commit, Graph, Hash};
use diditwork::delivery::measure::measure;
use diditwork::delivery::{
    Cause, DAY, Deployment, HOUR, History, Incident, LeadTimeFrom, Metrics, Options, Outcome, read,
};
use diditwork::pack::Pack;
use proptest::prelude::*;

const DAYS: i64 = 40;

fn hash(number: usize) -> Hash {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&(number as u64 + 1).to_be_bytes());
    hash
}

/// A history of some weeks: commits with one or two parents each, deployments of some of them, incidents.
fn history() -> impl Strategy<Value = History> {
    let commits = prop::collection::vec((0i64..DAYS * 24, 0usize..4, 0usize..8), 1..40);
    let deployments = prop::collection::vec((0i64..DAYS * 24, 0usize..40, 0u8..8), 1..40);
    let incidents = prop::collection::vec((0i64..DAYS * 24, 0i64..50, 0usize..60), 0..20);
    (commits, deployments, incidents).prop_map(|(commits, deployments, incidents)| {
        let mut graph = Graph::default();
        for (number, (hour, back, other)) in commits.iter().enumerate() {
            let mut parents: Vec<Hash> = number.checked_sub(back + 1).map(hash).into_iter().collect();
            parents.extend(number.checked_sub(other + 5).map(hash));
            let time = Some(hour * HOUR);
            graph.add(&Commit {
                hash: hash(number),
                parents,
                authored: time,
                committed: time,
                ..Commit::default()
            });
        }
        let deployed = deployments.iter().enumerate().map(|(number, (hour, commit, kind))| Deployment {
            id: number.to_string(),
            finished_at: hour * HOUR,
            result: if *kind == 0 { Outcome::Failure } else { Outcome::Success },
            commit: graph.find(&hash(commit % commits.len())),
            revision: None,
            planned: Some(*kind > 2),
            rolled_back: Some(*kind == 7),
            ..Deployment::default()
        });
        let happened = incidents.iter().enumerate().map(|(number, (hour, lasted, cause))| Incident {
            id: number.to_string(),
            created_at: hour * HOUR,
            resolved_at: (*lasted > 0).then_some((hour + lasted) * HOUR),
            cause: (*cause < 40).then(|| Cause::Deployment(cause.to_string())),
            user_facing: None,
        });
        History {
            deployments: deployed.collect(),
            incidents: Some(happened.collect()),
            graph: Some(graph),
            ..History::default()
        }
    })
}

fn measured(history: &History, since: i64, end: i64) -> Metrics {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let options = Options { since: Some(since * DAY), end: Some(end * DAY), ..Options::default() };
    measure(history, options, &questionnaire).metrics
}

/// Everything that is counted.
fn counts(metrics: &Metrics) -> [usize; 8] {
    let lead_time = metrics.change_lead_time.as_ref();
    let recovery = metrics.failed_deployment_recovery_time.as_ref();
    [
        metrics.deployment_frequency.as_ref().map_or(0, |part| part.deployments),
        metrics.deployment_frequency.as_ref().map_or(0, |part| part.days),
        lead_time.map_or(0, |part| part.commits),
        metrics.change_fail_rate.as_ref().map_or(0, |part| part.failed),
        recovery.map_or(0, |part| part.recovered),
        recovery.map_or(0, |part| part.open),
        recovery.map_or(0, |part| part.unknown),
        metrics.deployment_rework_rate.as_ref().map_or(0, |part| part.rework),
    ]
}

fn moved(mut history: History, by: i64) -> History {
    for deployment in &mut history.deployments {
        deployment.finished_at += by;
    }
    for incident in history.incidents.iter_mut().flatten() {
        incident.created_at += by;
        incident.resolved_at = incident.resolved_at.map(|time| time + by);
    }
    if let Some(old) = history.graph.take() {
        let mut graph = Graph::default();
        for position in 0..u32::try_from(old.len()).unwrap() {
            let parents = old.parents(position).iter().map(|parent| hash(*parent as usize)).collect();
            let time = old[position].begun(LeadTimeFrom::Author).map(|time| time + by);
            let name = hash(position as usize);
            graph.add(&Commit { hash: name, parents, authored: time, committed: time, ..Commit::default() });
        }
        history.graph = Some(graph);
    }
    history
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn moving_all_dates_moves_only_the_window(history in history(), days in 1i64..2000) {
        let before = measured(&history, 5, 30);
        let after = measured(&moved(history, days * DAY), 5 + days, 30 + days);
        prop_assert_ne!(&before.window, &after.window);
        prop_assert_eq!(Metrics { window: None, ..before }, Metrics { window: None, ..after });
    }

    #[test]
    fn the_parts_of_a_window_add_up(history in history(), since in 0i64..20, middle in 20i64..30, end in 30i64..45) {
        let parts = [measured(&history, since, middle), measured(&history, middle, end)].map(|part| counts(&part));
        let whole = counts(&measured(&history, since, end));
        for (position, whole) in whole.iter().enumerate() {
            prop_assert_eq!(parts[0][position] + parts[1][position], *whole, "count {}", position);
        }
    }

    #[test]
    fn what_is_written_is_read_back(history in history()) {
        let metrics = measured(&history, 0, DAYS);
        let text = serde_json::to_string_pretty(&metrics).unwrap();
        prop_assert_eq!(read::read(&text).unwrap(), metrics);
    }
}

#[test]
fn a_metrics_file_is_read_strictly() {
    let history = History { incidents: Some(Vec::new()), ..History::default() };
    let text = serde_json::to_string_pretty(&measured(&history, 0, 7)).unwrap();
    assert!(read::read(&text).is_ok());
    for (from, to, code) in [
        ("diditwork/metrics/1", "diditwork/metrics/2", "metrics.schema"),
        ("\"levels\": {}", "\"levels\": {\"a\": 1, \"a\": 2}", "answers.repeated"),
        ("\"levels\": {}", "\"levles\": {}", "pack.field"),
        ("\"weeks\": 1.0", "\"weeks\": -1.0", "metrics.number"),
        ("\"weeks\": 1.0", "\"weeks\": \"one\"", "pack.shape"),
    ] {
        assert!(text.contains(from), "{from} in {text}");
        let finding = read::read(&text.replace(from, to)).unwrap_err();
        assert_eq!(finding.message.id, code, "{to}");
        assert!(finding.place.is_some());
    }
}
