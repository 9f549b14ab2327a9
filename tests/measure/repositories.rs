//! Repositories of every shape.

use serde_json::json;

use crate::script::{Commit, DAY, HOUR, MONDAY, Script, close, run};

fn commit(mark: usize, parents: &[usize], authored: i64) -> Commit<'_> {
    Commit { mark, parents, authored, ..Commit::default() }
}

/// A first deployment, at Monday noon, so that what follows has a predecessor.
fn begun() -> Script {
    let mut script = Script::default();
    script.commit(commit(1, &[], MONDAY)).annotated("v0.1.0", 1, MONDAY + 12 * HOUR);
    script
}

#[test]
fn a_merge_gives_no_time_and_its_branch_does() {
    let mut script = begun();
    script.commit(commit(2, &[1], MONDAY)).commit(commit(3, &[1], MONDAY + DAY));
    script.commit(commit(4, &[2, 3], MONDAY + 2 * DAY)).annotated("v0.2.0", 4, MONDAY + 3 * DAY);
    let repository = script.build();
    let all = repository.measure(&[]);
    assert_eq!(all["change_lead_time"]["commits"], 2);
    close(&all["change_lead_time"]["median_hours"], 60.0);
    let first = repository.measure(&["--first-parent"]);
    assert_eq!(
        first["change_lead_time"]["commits"], 2,
        "the commit on the line, and the merge for its branch"
    );
    close(&first["change_lead_time"]["median_hours"], 60.0); // the merge begins with its branch, 48 hours before
    assert_eq!(first["method"]["first_parent"], true);
}

#[test]
fn an_octopus_brings_all_its_branches() {
    let mut script = begun();
    for mark in 2..7 {
        script.commit(commit(mark, &[1], MONDAY + HOUR));
    }
    script.commit(commit(7, &[2, 3, 4, 5, 6], MONDAY + 2 * HOUR)).annotated("v0.2.0", 7, MONDAY + DAY);
    let metrics = script.build().measure(&[]);
    assert_eq!(metrics["change_lead_time"]["commits"], 5);
    close(&metrics["change_lead_time"]["p90_hours"], 23.0);
}

#[test]
fn several_roots_are_one_history() {
    let mut script = begun();
    script.commit(commit(2, &[], MONDAY)).commit(commit(3, &[2], MONDAY)).commit(commit(4, &[1, 3], MONDAY));
    script.annotated("v0.2.0", 4, MONDAY + DAY);
    assert_eq!(script.build().measure(&[])["change_lead_time"]["commits"], 2);
}

#[test]
fn a_rebase_keeps_the_author_s_time_and_a_squash_makes_one_commit() {
    let mut script = begun();
    script.commit(Commit { committed: MONDAY + 50 * HOUR, ..commit(2, &[1], MONDAY) });
    script.annotated("v0.2.0", 2, MONDAY + 50 * HOUR);
    let repository = script.build();
    let author = repository.measure(&[]);
    let committer = repository.measure(&["--lead-time-from", "committer"]);
    close(&author["change_lead_time"]["median_hours"], 50.0);
    assert_eq!(committer["change_lead_time"], json!(null), "deployed in the second of its rewriting");
    assert_eq!(author["change_lead_time"]["commits"], 1);
    assert_eq!(committer["method"]["lead_time_from"], "committer");
}

#[test]
fn tags_count_whatever_their_kind_and_one_commit_once() {
    let mut script = begun();
    script.commit(commit(2, &[1], MONDAY + DAY)).lightweight("v0.2.0", 2).lightweight("latest", 2);
    script.commit(commit(3, &[2], MONDAY + 2 * DAY)).annotated("v0.3.0", 3, MONDAY + 3 * DAY);
    script.commit(commit(4, &[3], MONDAY + 3 * DAY)).annotated("v0.4.0-rc.1", 4, MONDAY + 4 * DAY);
    let repository = script.build();
    repository.git(&["tag", "to-a-file", &repository.git(&["rev-parse", "v0.2.0:file"])]);
    let metrics = repository.measure(&[]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 3);
    let codes: Vec<&str> = metrics["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|warning| warning["code"].as_str())
        .collect();
    for code in ["measure.pre-releases", "measure.same-commit", "measure.other-tags", "measure.undated-tags"]
    {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    // A lightweight tag has the time of its commit, which gives no time.
    close(&metrics["change_lead_time"]["p25_hours"], 24.0);
    assert_eq!(metrics["change_lead_time"]["set_apart"]["at_once"], 1);
}

#[test]
fn families_of_tags_and_folders_part_a_monorepo() {
    let mut script = Script::default();
    let file = |mark, parents, hours, file| Commit { file, ..commit(mark, parents, MONDAY + hours * HOUR) };
    script.commit(file(1, &[], 0, "services/api/a")).annotated("api-v1.0.0", 1, MONDAY);
    script.commit(file(2, &[1], 1, "services/api/b")).commit(file(3, &[2], 2, "services/web/a"));
    script.annotated("web-v1.0.0", 3, MONDAY + 3 * HOUR).annotated("api-v1.1.0", 3, MONDAY + 5 * HOUR);
    let repository = script.build();
    let metrics = repository.measure(&["--tags", "api-v*", "--path", "services/api"]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 2);
    assert_eq!(metrics["change_lead_time"]["commits"], 1);
    close(&metrics["change_lead_time"]["median_hours"], 4.0);
    assert_eq!(metrics["method"]["tags"], json!(["api-v*"]));
    // A name that git would take for an instruction is a name.
    let metrics = repository.measure(&["--path=:(exclude)services"]);
    assert_eq!(metrics["change_lead_time"], json!(null));
}

#[test]
fn a_tag_off_the_main_line_claims_only_what_is_new_there() {
    let mut script = begun();
    script.commit(commit(2, &[1], MONDAY + DAY)).annotated("v1.0.0", 2, MONDAY + 2 * DAY);
    script.commit(commit(3, &[1], MONDAY + 3 * DAY)).annotated("v0.1.1", 3, MONDAY + 3 * DAY + HOUR);
    let metrics = script.build().measure(&[]);
    assert_eq!(metrics["change_lead_time"]["commits"], 2);
    close(&metrics["change_lead_time"]["p25_hours"], 6.75);
}

#[test]
fn times_that_cannot_be_are_left_out_and_counted() {
    let mut script = begun();
    script.commit(commit(2, &[1], MONDAY + 9 * DAY)).commit(commit(3, &[2], MONDAY + DAY));
    script.annotated("v0.2.0", 3, MONDAY + 2 * DAY);
    let metrics = script.build().measure(&[]);
    assert_eq!(
        (&metrics["change_lead_time"]["commits"], &metrics["change_lead_time"]["dropped"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn a_revert_and_a_hotfix_are_a_lower_bound_and_no_rate() {
    let mut script = begun();
    let said =
        |mark, parents, days: i64, message| Commit { message, ..commit(mark, parents, MONDAY + days * DAY) };
    script.commit(said(2, &[1], 1, "add")).annotated("v1.0.0", 2, MONDAY + 2 * DAY);
    script.commit(said(3, &[2], 2, "fix: add")).annotated("v1.0.1", 3, MONDAY + 2 * DAY + HOUR);
    script.commit(said(4, &[3], 4, "more")).annotated("v1.1.0", 4, MONDAY + 5 * DAY);
    let first = script.build();
    let name = first.git(&["rev-parse", "v1.1.0^{}"]);
    let message = format!("Revert \"more\"\n\nThis reverts commit {name}.");
    script.commit(Commit { message: &message, ..commit(5, &[4], MONDAY + 5 * DAY) });
    script.commit(said(6, &[5], 5, "other")).annotated("v1.2.0", 6, MONDAY + 5 * DAY + 2 * HOUR);
    let metrics = script.build().measure(&[]);
    assert_eq!(metrics["change_fail_rate"], json!(null));
    let bound = json!({ "failed": 2, "deployments": 5, "hotfixed": 1, "reverted": 1, "redeployed": 0 });
    assert_eq!(metrics["change_fail_rate_lower_bound"], bound);
    assert!(metrics["levels"].get("change-fail-rate").is_none());
}

#[test]
fn ten_thousand_tags_are_read_in_few_processes() {
    let mut script = Script::default();
    script.commit(commit(1, &[], MONDAY)).lightweight("t1", 1);
    for mark in 2..=10_000usize {
        script.commit(commit(mark, &[mark - 1], MONDAY + mark as i64 * 60));
        script.annotated(&format!("t{mark}"), mark, MONDAY + mark as i64 * 60 + HOUR);
    }
    let metrics = script.build().measure(&[]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 10_000);
    assert_eq!(metrics["change_lead_time"]["commits"], 9_999);
    close(&metrics["change_lead_time"]["median_hours"], 1.0);
}

#[test]
fn a_shallow_clone_is_refused_with_the_way_out() {
    let mut script = begun();
    script.commit(commit(2, &[1], MONDAY)).annotated("v1", 2, MONDAY);
    let repository = script.build();
    let folder = tempfile::tempdir().unwrap();
    let clone = folder.path().join("clone");
    let address = format!("file://{}", repository.path().display());
    repository.git(&["clone", "-q", "--depth=1", "--branch=v1", &address, clone.to_str().unwrap()]);
    let output = run(&["measure", clone.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("git fetch --unshallow --tags"), "{told}");
}

#[test]
fn without_tags_nothing_is_available_and_nothing_is_zero() {
    let mut script = Script::default();
    script.commit(commit(1, &[], MONDAY));
    let metrics = script.build().measure(&[]);
    for metric in
        ["deployment_frequency", "change_lead_time", "change_fail_rate", "deployment_rework_rate", "window"]
    {
        assert_eq!(metrics[metric], json!(null), "{metric}");
    }
    assert_eq!(metrics["warnings"].as_array().unwrap().len(), 5);
}

#[test]
fn a_folder_that_is_no_repository_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["measure", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not a git repository"));
}
