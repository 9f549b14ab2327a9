//! A worked example: three weeks of one service, every number computed by hand. The records are in
//! `tests/measure/example`, the commits below.

use serde_json::json;

use crate::script::{Commit, DAY, HOUR, MONDAY, Repository, Script, close, run};

const DEPLOYMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/measure/example/deployments.csv");
const INCIDENTS: &str = include_str!("example/incidents.csv");
const WINDOW: [&str; 4] = ["--since", "2026-03-02", "--until", "2026-03-22"];

/// Each commit with the hours between it and its deployment, as the tag of that deployment says.
fn repository() -> Repository {
    let at = |day: i64, hour: f64| MONDAY + day * DAY + (hour * HOUR as f64) as i64;
    let commits: [(usize, &[usize], i64, &str); 16] = [
        (1, &[], at(-1, 9.0), "d0"),      // in the first deployment of all: gives no time
        (2, &[1], at(0, 8.0), "d1"),      // 2 h
        (3, &[2], at(0, 10.0), ""),       // 6 h to d2
        (4, &[3], at(0, 15.0), "d2"),     // 1 h
        (5, &[4], at(1, 10.0), "d3"),     // 24 h
        (6, &[1], at(-1, 10.0), ""),      // on a branch, 96 h to d4
        (7, &[5, 6], at(3, 9.0), "d4"),   // its merge: gives no time
        (8, &[7], at(4, 9.5), "d5"),      // 0.5 h
        (9, &[8], at(7, 12.0), "d6"),     // written two hours after its deployment: left out
        (10, &[9], at(8, 0.0), "d7"),     // 10 h
        (11, &[10], at(9, 10.0), "d9"),   // 24 h; the failed deployment d8 does not count
        (12, &[11], at(12, 10.0), "d11"), // 48 h
        (13, &[12], at(15, 6.0), "d12"),  // 4 h
        (14, &[13], at(14, 10.0), "d13"), // 48 h
        (15, &[14], at(11, 10.0), "d14"), // 168 h
        (16, &[15], at(20, 10.0), ""),    // in no deployment
    ];
    let mut script = Script::default();
    for (mark, parents, authored, tag) in commits {
        script.commit(Commit { mark, parents, authored, ..Commit::default() });
        if !tag.is_empty() {
            script.lightweight(tag, mark);
        }
    }
    script.build()
}

fn measured() -> serde_json::Value {
    let repository = repository();
    let cause = repository.git(&["rev-parse", "d9"]);
    let incidents = repository.file("incidents.csv", &INCIDENTS.replace("{c9}", &cause[..12]));
    let incidents = incidents.to_str().unwrap();
    let files = ["--deployments", DEPLOYMENTS, "--incidents", incidents];
    repository.measure(&[&files[..], &WINDOW].concat())
}

#[test]
fn every_metric_is_what_a_hand_computes() {
    let metrics = measured();
    assert_eq!(metrics["window"], json!({ "since": "2026-03-02", "until": "2026-03-22", "weeks": 3.0 }));

    // d1 to d14 without d8, which never reached users, in three weeks; twelve gaps, of which the sixth and the
    // seventh are 24 hours.
    let frequency = &metrics["deployment_frequency"];
    assert_eq!(frequency["deployments"], 13);
    close(&frequency["per_week"], 13.0 / 3.0);
    assert_eq!((&frequency["days"], &frequency["weekly"]), (&json!(12), &json!([5, 4, 4])));
    close(&frequency["median_gap_hours"], 24.0);

    // 0.5 1 2 4 6 10 24 24 48 48 96 168
    let lead_time = &metrics["change_lead_time"];
    assert_eq!((&lead_time["commits"], &lead_time["dropped"]), (&json!(12), &json!(1)));
    for (field, hours) in
        [("p25_hours", 3.5), ("median_hours", 17.0), ("p75_hours", 48.0), ("p90_hours", 91.2)]
    {
        close(&lead_time[field], hours);
    }

    // d3 (two incidents), d7 (inferred), d9 (by its commit), d12 (open), d13 (rolled back).
    let rate = &metrics["change_fail_rate"];
    assert_eq!(
        (&rate["failed"], &rate["deployments"], &rate["inferred"]),
        (&json!(5), &json!(13), &json!(1))
    );
    close(&rate["rate"], 5.0 / 13.0);
    // z = 1.96: (5/13 + 3.8415/26 ± 1.96·√(5·8/13³ + 3.8415/676)) / (1 + 3.8415/13)
    assert!((rate["low"].as_f64().unwrap() - 0.1771).abs() < 5e-4, "{}", rate["low"]);
    assert!((rate["high"].as_f64().unwrap() - 0.6448).abs() < 5e-4, "{}", rate["high"]);

    // 3.5 26 28; d12 is open, d13 has no incident.
    let recovery = &metrics["failed_deployment_recovery_time"];
    close(&recovery["median_hours"], 26.0);
    close(&recovery["p25_hours"], 14.75);
    close(&recovery["p75_hours"], 27.0);
    assert_eq!(
        (&recovery["recovered"], &recovery["open"], &recovery["unknown"]),
        (&json!(3), &json!(1), &json!(1))
    );

    // d5 and d14; d10 does not say.
    let rework = &metrics["deployment_rework_rate"];
    assert_eq!((&rework["rework"], &rework["deployments"]), (&json!(2), &json!(12)));
    close(&rework["rate"], 1.0 / 6.0);

    let levels = json!({
        "deployment-frequency": 3, "change-lead-time": 4, "change-fail-rate": 1,
        "failed-deployment-recovery-time": 3, "deployment-rework-rate": 2,
    });
    assert_eq!(metrics["levels"], levels);
    let codes: Vec<&str> = metrics["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["records.elsewhere", "measure.never-deployed", "measure.unattributed"]);
}

#[test]
fn under_twelve_deployments_there_are_counts_and_no_level() {
    let text =
        run(&["measure", "--deployments", DEPLOYMENTS, "--since", "2026-03-16", "--until", "2026-03-22"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("1 of 4; too few deployments for a percentage"), "{text}");
    assert!(!text.contains("level 3 of 5"), "{text}");
}

#[test]
fn the_same_input_gives_the_same_bytes_and_names_no_folder() {
    let repository = repository();
    let path = repository.path().to_str().unwrap();
    let outputs = [1, 2].map(|_| run(&["measure", path, "--format", "json"]).stdout);
    assert_eq!(outputs[0], outputs[1]);
    assert!(!String::from_utf8_lossy(&outputs[0]).contains(path));
}

#[test]
fn a_claim_stands_beside_what_was_measured() {
    let folder = tempfile::tempdir().unwrap();
    let repository = repository();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (metrics, report) = (file("metrics.json"), file("report.json"));
    let path = repository.path().to_str().unwrap();
    let arguments = ["measure", path, "--deployments", DEPLOYMENTS, "-o", &metrics];
    let output = run(&[&arguments[..], &WINDOW].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = repository.file(
        "answers.json",
        r#"{ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
             "answers": { "deployment-frequency": 5, "change-lead-time": 4, "change-fail-rate": 0 } }"#,
    );
    let answers = answers.to_str().unwrap();
    let output = run(&["report", answers, "--measured", &metrics, "-o", &report]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = run(&["report", answers, "--measured", &metrics, "--format", "json"]);
    let report = crate::script::json(&output);
    let measured = report["measured"].as_array().unwrap();
    let difference = |id: &str| &measured.iter().find(|part| part["id"] == id).unwrap()["difference"];
    assert_eq!(difference("deployment-frequency"), 2);
    assert_eq!(difference("change-lead-time"), 0);
    let warned =
        report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == "measured-lower");
    assert_eq!(warned.count(), 1);
    let text = run(&["report", answers, "--measured", &metrics, "--format", "text"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("Measured and claimed levels"), "{text}");
}
