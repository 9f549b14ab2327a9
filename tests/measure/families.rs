//! Tags of several things in one repository: each has its own row, and what has none is named.

use serde_json::{Value, json};

use crate::cases::{codes, line};
use crate::script::{Commit, DAY, HOUR, MONDAY, Script, close};

/// A commit a day, each with the tags that it is given: the name, and the hours between them.
fn tagged(commits: usize, tags: impl Fn(usize) -> Vec<(String, i64)>) -> Value {
    let mut script = Script::default();
    for mark in 1..=commits {
        let (parents, authored) = ([mark - 1], MONDAY + mark as i64 * DAY);
        let parents = if mark == 1 { &[][..] } else { &parents };
        script.commit(Commit { mark, parents, authored, ..Commit::default() });
        for (name, hours) in tags(mark) {
            script.annotated(&name, mark, authored + hours * HOUR);
        }
    }
    script.build().measure(&[])
}

fn rows(metrics: &Value) -> Value {
    let row = |one: &Value| json!([one["name"], one["deployment_frequency"]["deployments"]]);
    json!(metrics["services"].as_array().into_iter().flatten().map(row).collect::<Vec<_>>())
}

fn told(metrics: &Value, code: &str) -> String {
    let warnings = metrics["warnings"].as_array().unwrap();
    let found = warnings.iter().find(|warning| warning["code"] == code);
    found.map(|warning| warning["text"].as_str().unwrap().to_owned()).unwrap_or_default()
}

#[test]
fn staging_and_production_are_two_rows() {
    let metrics = tagged(24, |k| {
        let production = (k % 2 == 0).then(|| (format!("production-2026.3.{k}"), 47));
        [(format!("staging-2026.3.{k}"), 1)].into_iter().chain(production).collect()
    });
    assert_eq!(rows(&metrics), json!([["production-*", 12], ["staging-*", 24]]));
    // Each production deployment brings a commit of 47 hours and one of a day more.
    close(&metrics["services"][0]["change_lead_time"]["median_hours"], 59.0);
    close(&metrics["services"][1]["change_lead_time"]["median_hours"], 1.0);
    let minutes = tagged(12, |k| vec![(format!("prod-{k}"), 1), (format!("staging-{k}"), 1)]);
    assert_eq!(rows(&minutes), json!([["prod-*", 12], ["staging-*", 12]]), "at the same time");
}

#[test]
fn a_package_with_a_release_of_its_own_is_a_row() {
    let metrics = tagged(16, |k| match k {
        2 | 4 => vec![(format!("app-1.{k}.0"), 1), (format!("lib-0.{k}.0"), 1)],
        5 | 6 => vec![(format!("lib-0.{k}.0"), 1)],
        _ => vec![(format!("app-1.{k}.0"), 1)],
    });
    assert_eq!(rows(&metrics), json!([["app-*", 14], ["lib-*", 4]]));
    let metrics = tagged(14, |k| vec![(format!("app-1.{k}.0"), 1), (format!("lib-0.{k}.0"), 1)]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 14, "always released together");
}

#[test]
fn numbers_in_names_and_dates_are_no_versions_of_one_thing() {
    let metrics = tagged(20, |k| {
        let place = if k % 2 == 0 { "staging" } else { "prod" };
        vec![(format!("k8s-{place}-{k}"), 1)]
    });
    assert_eq!(rows(&metrics), json!([["k8s-prod-*", 10], ["k8s-staging-*", 10]]));
    let metrics = tagged(36, |k| {
        let name = if k % 6 == 0 { format!("v1.{k}.0") } else { format!("202603{k:02}") };
        vec![(name, 1)]
    });
    assert_eq!(rows(&metrics), json!([["[0-9]*", 30], ["v*", 6]]));
    assert!(told(&metrics, "measure.families").contains("--tags '[0-9]*'"));
}

#[test]
fn a_tag_that_is_the_only_one_of_its_kind_is_named() {
    let odd = [(3, "before-big-refactoring"), (5, "demo-for-board"), (7, "sdk-0.1"), (40, "nightly")];
    let metrics = tagged(40, |k| {
        let version = (k <= 24 && k % 2 == 0).then(|| format!("v1.{k}.0"));
        let odd = odd.iter().filter(|(day, _)| *day == k).map(|(_, name)| (*name).to_owned());
        version.into_iter().chain(odd).map(|name| (name, 1)).collect()
    });
    assert_eq!(metrics["deployment_frequency"]["deployments"], 12);
    assert_eq!(metrics["window"]["until"], "2026-03-26", "the last version");
    let named = told(&metrics, "measure.single-tags");
    assert!(named.contains("4 (before-big-refactoring, demo-for-board, nightly, sdk-0.1)"), "{named}");

    let metrics = tagged(13, |k| match k {
        13 => vec![("cli-1.0.0".to_owned(), 1)],
        _ => vec![(format!("{}-1.{k}.0", if k % 2 == 0 { "app" } else { "lib" }), 1)],
    });
    assert_eq!(rows(&metrics), json!([["app-*", 6], ["lib-*", 6]]));
    assert!(told(&metrics, "measure.single-tags").contains("1 (cli-1.0.0)"));
    let one = line(&[(0, "a", "v1.0.0", 60)]).build().measure(&[]);
    assert_eq!(
        (&one["deployment_frequency"]["deployments"], codes(&one).contains(&"measure.single-tags")),
        (&json!(1), false)
    );
}

#[test]
fn names_of_commits_in_names_of_tags_are_no_versions() {
    let names = ["171e8ce", "1b2c3d4", "a1b2c3d", "f00ba12", "1234567", "9c8b7a6", "bc01234"];
    let metrics = tagged(7, |k| vec![(format!("build-{}-{}", 1040 + k, names[k - 1]), 1)]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 7);
    let metrics = tagged(7, |k| vec![(format!("prod-{}", names[k - 1]), 1)]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 7);
    assert!(!codes(&metrics).contains(&"measure.pre-releases"));
}

#[test]
fn an_author_that_nobody_is_is_named() {
    let mut script = Script::default();
    script.commit(Commit { mark: 1, author: "rnv", authored: MONDAY, ..Commit::default() });
    script.annotated("v1", 1, MONDAY);
    let repository = script.build();
    let warned = |patterns: &[&str]| {
        let arguments: Vec<&str> = patterns.iter().flat_map(|pattern| ["--exclude", pattern]).collect();
        told(&repository.measure(&arguments), "measure.nobody")
    };
    assert!(warned(&["rnw*"]).contains("names: rnw*."));
    assert!(warned(&["RNV", "Renovate*"]).contains("names: Renovate*."), "the one of two");
    assert_eq!(warned(&["rnv", "a@example.org"]), "");
}
