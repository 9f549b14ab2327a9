//! Numbers that a person who knows the service would doubt: what is said of them, and that they give no level.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cases::{codes, line, measured, sheet};
use crate::script::{Commit, DAY, HOUR, MONDAY, Repository, Script, close, run};

/// The level that the measured frequency gives, and whether it is said that the records begin inside the window.
fn frequency(metrics: &Value) -> (f64, &Value, bool) {
    let part = metrics["deployment_frequency"]["per_week"].as_f64().unwrap();
    (
        (part * 1e6).round() / 1e6,
        &metrics["levels"]["deployment-frequency"],
        codes(metrics).contains(&"measure.beginning"),
    )
}

#[test]
fn a_window_that_begins_before_the_records_do_is_told_and_gives_no_level_of_its_own() {
    // An interface that gives the last 100 builds: one every two hours, which is a rate of the best level.
    let build = |k: i64| format!("b{k},{}\n", MONDAY + k * 2 * HOUR);
    let builds = format!("id,finished_at\n{}", (0..100).map(build).collect::<String>());
    let metrics = measured(builds.as_bytes(), None, &[]);
    assert_eq!(frequency(&metrics), (7.777_778, &Value::Null, true));
    let metrics = measured(builds.as_bytes(), None, &["--since", "2026-03-02"]);
    assert_eq!(frequency(&metrics), (77.777_778, &json!(5), false), "from the first record on");
    let metrics = measured(builds.as_bytes(), None, &["--since", "2026-03-01"]);
    assert_eq!(frequency(&metrics), (70.0, &json!(5), true), "a day before, and the same level");

    // 14 in 27 days are 3.6 a week, and 1.1 in the usual window: the same level.
    let metrics = measured(sheet("", |_| String::new()).as_bytes(), None, &[]);
    assert_eq!(frequency(&metrics), (1.088_889, &json!(3), true));
    let mut warnings = metrics["warnings"].as_array().unwrap().iter();
    let text = warnings.find(|one| one["code"] == "measure.beginning").unwrap()["text"].as_str().unwrap();
    assert!(text.contains("2026-03-01") && text.contains("2025-12-28"), "{text}");
    // What failed was recorded as well.
    let earlier = sheet(",result", |_| ",success".to_owned()) + "first,2025-11-01T00:00:00Z,failed\n";
    assert_eq!(frequency(&measured(earlier.as_bytes(), None, &[])), (1.088_889, &json!(3), false));

    let days: Vec<_> = (0..14).map(|day| (day * 1440, format!("v1.{day}.0"))).collect();
    let days: Vec<_> = days.iter().map(|(minute, tag)| (*minute, "x", tag.as_str(), minute + 60)).collect();
    let project = line(&days).build().measure(&[]);
    assert_eq!(frequency(&project), (1.088_889, &Value::Null, true), "a project two weeks old: 7 a week");
}

#[test]
fn each_environment_has_a_commit_of_its_own_that_can_come_back() {
    let row = |id: u8, day: u8, hour: u8, to: &str, commit: &str| {
        format!("{id},2026-03-{day:02}T{hour:02}:00:00Z,{to},{commit}\n")
    };
    let rollout = [
        row(1, 1, 9, "prod-eu", "aaaaaaa1"),
        row(2, 3, 9, "prod-eu", "bbbbbbb2"),
        row(3, 3, 10, "prod-us", "aaaaaaa1"),
        row(4, 4, 10, "prod-us", "bbbbbbb2"),
        row(5, 6, 9, "prod-eu", "ccccccc3"),
        row(6, 6, 10, "prod-us", "ccccccc3"),
    ]
    .concat();
    let back = row(7, 6, 12, "prod-us", "bbbbbbb2");
    let failed = |rows: &str| {
        let text = format!("id,finished_at,environment,commit\n{rows}");
        let incidents = "id,created_at,resolved_at\n";
        let metrics = measured(text.as_bytes(), Some(incidents), &["--environment", "prod-*", "--list"]);
        (metrics["change_fail_rate"]["failed"].clone(), metrics["list"][5]["rolled_back"].clone())
    };
    assert_eq!(failed(&rollout), (json!(0), json!(false)));
    assert_eq!(failed(&(rollout + &back)), (json!(1), json!(true)), "the last one to the same place");
}

#[test]
fn causes_that_are_not_known_leave_a_level_only_if_they_could_not_change_it() {
    let row = |k: usize, cause: &str| {
        format!("i{k},2026-03-{:02}T14:00:00Z,2026-03-{:02}T16:00:00Z,{cause}\n", k + 2, k + 2)
    };
    let levels = |causes: &[&str], more: &[&str]| {
        let rows = causes.iter().enumerate().map(|(k, cause)| row(k, cause)).collect::<String>();
        let incidents = format!("id,created_at,resolved_at,caused_by_deployment\n{rows}");
        let metrics = measured(sheet("", |_| String::new()).as_bytes(), Some(&incidents), more);
        let of = |question: &str| metrics["levels"][question].clone();
        (
            metrics["change_fail_rate"]["failed"].clone(),
            of("change-fail-rate"),
            of("failed-deployment-recovery-time"),
        )
    };
    let all = ["d0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"];
    assert_eq!(levels(&all, &[]), (json!(1), Value::Null, Value::Null), "1 of 14, or 10 of 14");
    // 3 of 14 are 21 % and 4 of 14 are 29 %: both more than 16 and at most 32 %.
    let (failed, rate, recovery) = levels(&["d0", "d1", "d2", "x3"], &[]);
    assert_eq!((failed, rate), (json!(3), json!(2)));
    assert!(recovery.is_number(), "three times are known and one is not");
    // Before the window nothing can change.
    let (failed, rate, _) = levels(&["x0", "x1", "d2"], &["--since", "2026-03-04"]);
    assert_eq!((failed, rate), (json!(1), json!(3)), "1 of 12, not 2 or 3");
}

/// A line of 3,000 commits, one every ten minutes.
fn long() -> Repository {
    let mut script = Script::default();
    for mark in 1..=3000usize {
        let (parents, authored) = ([mark - 1], MONDAY + mark as i64 * 600);
        let parents = if mark == 1 { &[][..] } else { &parents };
        script.commit(Commit { mark, parents, authored, ..Commit::default() });
    }
    script.build()
}

#[test]
fn the_number_of_a_build_is_no_commit() {
    let repository = long();
    let names = repository.git(&["rev-list", "line3000"]);
    let mut begins: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names.lines() {
        *begins.entry(&name[..4]).or_default() += 1;
    }
    let is_number = |(begin, count): &(&&str, &usize)| {
        **count == 1 && !begin.starts_with('0') && begin.bytes().all(|byte| byte.is_ascii_digit())
    };
    let found: Vec<&str> = begins.iter().filter(is_number).map(|(begin, _)| *begin).collect();
    assert!(found.len() > 100, "four digits often begin the name of one commit");
    let rows = |commit: &dyn Fn(usize) -> String| -> String {
        let row = |k: usize| format!("d{k},{},{}\n", MONDAY + (21 + k as i64) * DAY, commit(k));
        (0..60).map(row).collect()
    };
    let file = |name: &str, rows: &str| repository.file(name, &format!("id,finished_at,version\n{rows}"));
    let measure = |path: &std::path::Path| repository.measure(&["--deployments", path.to_str().unwrap()]);
    let metrics = measure(&file("builds.csv", &rows(&|k| found[k].to_string())));
    assert_eq!(metrics["change_lead_time"], Value::Null);
    assert!(codes(&metrics).contains(&"measure.no-commits"));

    // 20 of 60 are commits of this repository: their time is right, but not that of the service.
    let names: Vec<&str> = names.lines().collect();
    let some = |k: usize| if k < 20 { names[2999 - k * 100][..7].to_owned() } else { format!("{k:07}") };
    let metrics = measure(&file("some.csv", &rows(&some)));
    assert!(metrics["change_lead_time"]["commits"].as_u64() > Some(100));
    assert_eq!(metrics["levels"].get("change-lead-time"), None);
    let most = |k: usize| if k < 40 { names[2999 - k * 50][..7].to_owned() } else { format!("{k:07}") };
    let metrics = measure(&file("most.csv", &rows(&most)));
    assert!(metrics["levels"]["change-lead-time"].is_number(), "{}", metrics["warnings"]);
    assert!(codes(&metrics).contains(&"measure.unknown-commits"));
}

#[test]
fn to_undo_a_revert_repairs_nothing() {
    let commits = [
        (0, "add", "v1.0.0", 60),
        (1440, "feat x", "v1.1.0", 1500),
        (1560, "first", "v1.2.0", 1620),
        (1680, "second", "v1.2.1", 1740),
    ];
    let bound = |again: &str| {
        let name = line(&commits[..2]).build().git(&["rev-parse", "v1.1.0^{}"]);
        let first = format!("Revert \"feat x\"\n\nThis reverts commit {name}.");
        let mut said = commits;
        said[2].1 = &first;
        let name = line(&said[..3]).build().git(&["rev-parse", "v1.2.0^{}"]);
        let second = format!("{again}\n\nThis reverts commit {name}.");
        said[3].1 = &second;
        line(&said).build().measure(&[])["change_fail_rate_lower_bound"].clone()
    };
    let expected = json!({ "failed": 1, "deployments": 4, "hotfixed": 0, "reverted": 1, "redeployed": 0 });
    assert_eq!(bound("Revert \"Revert \"feat x\"\""), expected, "1.1.0, and not 1.2.0");
    assert_eq!(bound("Reapply \"feat x\""), expected);
    assert_eq!(bound("revert: bring x back")["reverted"], 1, "by what it names");
}

#[test]
fn few_times_have_no_quarters() {
    let incidents = |number: usize| {
        let row = |k: usize| {
            format!("i{k},2026-03-{:02}T14:00:00Z,2026-03-{:02}T16:00:00Z,d{k}\n", 2 * k + 1, 2 * k + 1)
        };
        format!(
            "id,created_at,resolved_at,caused_by_deployment\n{}",
            (0..number).map(row).collect::<String>()
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), text.as_bytes()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let deployments = write("deployments.csv", &sheet("", |_| String::new()));
    let text = |file: &str| {
        let output = run(&["measure", "--deployments", &deployments, "--incidents", file]);
        String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let three = text(&write("three.csv", &incidents(3)));
    assert!(three.contains("median 4 hours; failed deployments recovered: 3"), "{three}");
    let four = text(&write("four.csv", &incidents(4)));
    assert!(four.contains("median 4 hours; a quarter within 4 hours"), "{four}");
    let commits = |last: usize| {
        let days: Vec<_> = (0..last as i64).map(|day| (day * 1440, format!("v1.{day}.0"))).collect();
        let days: Vec<_> = days.iter().map(|(at, tag)| (*at, "x", tag.as_str(), at + 120)).collect();
        let repository = line(&days).build();
        let output = run(&["measure", repository.path().to_str().unwrap()]);
        String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(commits(4).contains("median 2 hours; commits: 3"), "{}", commits(4));
    assert!(commits(5).contains("median 2 hours; a quarter within 2 hours"), "{}", commits(5));
    let metrics = measured(sheet("", |_| String::new()).as_bytes(), Some(&incidents(3)), &[]);
    close(&metrics["failed_deployment_recovery_time"]["p25_hours"], 4.0);
}
