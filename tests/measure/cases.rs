//! Cases that were once counted wrongly or refused without the advice that helps, each with its right result.

use serde_json::{Value, json};

use crate::script::{Commit, DAY, HOUR, MONDAY, Script, close, json as printed, run};

/// What is printed about records; times `T1`, `T2` … stand for noon of days one after the other.
pub(crate) fn measured(deployments: &[u8], incidents: Option<&str>, more: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut arguments = vec!["measure".to_owned(), "--format".to_owned(), "json".to_owned()];
    arguments.extend(["--deployments".to_owned(), write("deployments", deployments)]);
    if let Some(incidents) = incidents {
        arguments.extend(["--incidents".to_owned(), write("incidents", incidents.as_bytes())]);
    }
    arguments.extend(more.iter().map(|text| (*text).to_owned()));
    printed(&run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()))
}

fn counted(deployments: &[u8]) -> Value {
    measured(deployments, None, &[])["deployment_frequency"]["deployments"].clone()
}

pub(crate) fn codes(metrics: &Value) -> Vec<&str> {
    metrics["warnings"].as_array().unwrap().iter().filter_map(|warning| warning["code"].as_str()).collect()
}

/// A sheet of 14 deployments on every second day, with these columns behind id and time.
pub(crate) fn sheet(columns: &str, cells: impl Fn(usize) -> String) -> String {
    let rows = (0..14).map(|k| format!("d{k},2026-03-{:02}T12:00:00Z{}\n", 2 * k + 1, cells(k)));
    format!("id,finished_at{columns}\n{}", rows.collect::<String>())
}

#[test]
fn sheets_are_read_however_they_were_saved() {
    let plain = sheet("", |_| String::new());
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let short = sheet(",result,note", |k| if k % 2 == 0 { ",success,x" } else { ",success" }.to_owned());
    let repeated = sheet(",Labels,Labels,Comment,Comment", |_| ",a,b,\"x;y\",z".to_owned());
    for (name, bytes) in [
        ("UTF-16 with a mark", utf16(&format!("\u{feff}{plain}"))),
        ("UTF-16 without", utf16(&plain)),
        ("a mark of UTF-8", format!("\u{feff}{plain}").into_bytes()),
        ("CR at the end of lines", plain.replace('\n', "\r").into_bytes()),
        ("a line that names the separator", format!("sep=;\n{}", plain.replace(',', ";")).into_bytes()),
        ("short rows", short.into_bytes()),
        ("blank rows", format!("{plain},\n,\n").into_bytes()),
        ("blank columns", sheet(",,", |_| ",,".to_owned()).into_bytes()),
        ("repeated columns", repeated.into_bytes()),
        ("a title above", format!("Deployments of Q1,\n\n{plain}").into_bytes()),
        ("columns parted by spaces", plain.replace(',', "   ").into_bytes()),
    ] {
        assert_eq!(counted(&bytes), 14, "{name}");
    }
}

#[test]
fn pages_one_behind_the_other_are_all_read() {
    let run = |k: usize| {
        format!(
            r#"{{"id": {k}, "conclusion": "success", "head_sha": "{k:040}", "updated_at": "2026-03-{k:02}T12:00:00Z",
                 "repository": {{"id": 1}}}}"#
        )
    };
    let all: Vec<String> = (1..15).map(run).collect();
    let page = |runs: &[String]| format!("{{\"total_count\": 14, \"workflow_runs\": [{}]}}", runs.join(","));
    for text in [
        page(&all),
        page(&all[..7]) + &page(&all[7..]),
        format!("[{}][{}]", all[..7].join(","), all[7..].join(",")),
        all.iter().map(|run| run.replace('\n', " ") + "\n").collect(),
    ] {
        assert_eq!(counted(text.as_bytes()), 14, "{text}");
    }
}

#[test]
fn what_says_that_a_record_does_not_count_is_read() {
    let text = sheet(",status,stage", |k| {
        let stage = if k % 3 == 0 { "production" } else { "staging" };
        format!(",{},{stage}", if k % 2 == 0 { "success" } else { "failed" })
    });
    assert_eq!(counted(text.as_bytes()), 3, "0, 6 and 12");
    let rename = "ID;Finished at;Result\n1;2026-03-01T10:00:00Z;success\n2;2026-03-02T10:00:00Z;failed\n";
    assert_eq!(counted(rename.as_bytes()), 1);
    let list = r#"[{"id": 1, "finished_at": "2026-03-01T10:00:00Z", "environment": {"name": "staging"}}]"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.json");
    std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), list.as_bytes()).unwrap();
    let refused = run(&["measure", "--deployments", path.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("list.json:1:") && told.contains("\"environment\""), "{told}");
}

#[test]
fn a_record_with_a_zone_of_its_own_keeps_it() {
    let text = "id,finished_at\na,2026-03-01T12:00:00[Europe/Berlin]\n";
    let hour = |hour: &str| {
        let time = format!("2026-03-01T{hour}:00:00Z");
        let metrics = measured(
            text.as_bytes(),
            None,
            &["--timezone", "Asia/Seoul", "--since", &time, "--until", &time],
        );
        metrics["deployment_frequency"]["deployments"].clone()
    };
    assert_eq!((hour("03"), hour("11")), (Value::Null, json!(1)));
}

#[test]
fn incidents_are_those_with_the_label_and_end_where_they_end() {
    let issue = |k: usize| {
        let label = if k == 0 { "incident" } else { "feature" };
        json!({ "iid": k, "project_id": 8, "state": "closed", "created_at": format!("2026-03-{:02}T14:00:00Z", 2 * k + 1),
                "closed_at": format!("2026-03-{:02}T17:00:00Z", 2 * k + 1), "labels": [label], "issue_type": "issue" })
    };
    let issues = json!((0..10).map(issue).collect::<Vec<_>>()).to_string();
    let deployments = sheet("", |_| String::new());
    let metrics = measured(deployments.as_bytes(), Some(&issues), &[]);
    assert_eq!(metrics["change_fail_rate"]["failed"], 1);
    assert_eq!(metrics["failed_deployment_recovery_time"]["open"], 0);
    close(&metrics["failed_deployment_recovery_time"]["median_hours"], 5.0);
}

#[test]
fn no_level_rests_on_links_that_lead_nowhere_or_on_incidents_that_never_end() {
    let deployments = sheet("", |_| String::new());
    let level = |incidents: &str| {
        let metrics = measured(deployments.as_bytes(), Some(incidents), &[]);
        let codes = codes(&metrics).join(" ");
        (metrics["change_fail_rate"]["failed"].clone(), metrics["levels"]["change-fail-rate"].clone(), codes)
    };
    let head = "id,created_at,resolved_at,caused_by_deployment\n";
    let unknown = format!(
        "{head}i1,2026-03-05T14:00:00Z,2026-03-05T16:00:00Z,CHG1\ni2,2026-03-07T14:00:00Z,2026-03-07T16:00:00Z,CHG2\n"
    );
    let (failed, level_given, told) = level(&unknown);
    assert_eq!((failed, level_given), (json!(0), Value::Null));
    assert!(told.contains("measure.unknown-cause"), "{told}");
    let (failed, level_given, told) = level(&format!("{head}i1,2026-03-05T14:00:00Z,,d2\n"));
    assert_eq!((failed, level_given), (json!(1), Value::Null));
    assert!(told.contains("measure.all-open"), "{told}");
    // Spreadsheets force text with ="…".
    let (failed, level_given, _) =
        level(&format!("{head}i1,2026-03-05T14:00:00Z,2026-03-05T16:00:00Z,\"=\"\"d2\"\"\"\n"));
    assert_eq!((failed, level_given), (json!(1), json!(4)));
}

/// A line of commits, a deployment each: minutes behind Monday, message, name of an annotated tag and its minute.
pub(crate) fn line(commits: &[(i64, &str, &str, i64)]) -> Script {
    let mut script = Script::default();
    for (number, (minute, message, tag, tagged)) in commits.iter().enumerate() {
        let mark = number + 1;
        let parents = if mark == 1 { vec![] } else { vec![mark - 1] };
        let authored = MONDAY + minute * 60;
        script.commit(Commit { mark, parents: &parents, authored, message, ..Commit::default() });
        if !tag.is_empty() {
            script.annotated(tag, mark, MONDAY + tagged * 60);
        }
    }
    script
}

#[test]
fn a_bot_s_release_commits_give_no_best_level() {
    let mut commits = vec![(0, "feat: first".to_owned(), "v1.0.0".to_owned(), 1)];
    for k in 1..15i64 {
        commits.push((k * 4320, format!("feat: change {k}"), String::new(), 0));
        commits.push(((k + 1) * 4320 - 1, format!("docs: changelog for 1.{k}.0"), String::new(), 0));
        commits.push((
            (k + 1) * 4320 - 1,
            format!("chore(main): release 1.{k}.0"),
            format!("v1.{k}.0"),
            (k + 1) * 4320 - 1,
        ));
    }
    let commits: Vec<_> = commits
        .iter()
        .map(|(minute, message, tag, at)| (*minute, message.as_str(), tag.as_str(), *at))
        .collect();
    let metrics = line(&commits).build().measure(&[]);
    let lead_time = &metrics["change_lead_time"];
    close(&lead_time["median_hours"], 4319.0 / 60.0);
    assert_eq!(lead_time["set_apart"]["release"], 28);
    close(&lead_time["set_apart"]["median_hours_with"], 0.0);
    assert_eq!(metrics["levels"].get("change-lead-time"), None);
}

#[test]
fn a_merge_begins_with_its_branch() {
    let mut script = Script::default();
    script.commit(Commit { mark: 1, authored: MONDAY, ..Commit::default() }).lightweight("v1", 1);
    for k in 1..15usize {
        let (first, begun) = (3 * k - 1, MONDAY + k as i64 * 5 * DAY);
        let main = if k == 1 { 1 } else { first - 1 };
        script.commit(Commit { mark: first, parents: &[main], authored: begun, ..Commit::default() });
        script.commit(Commit {
            mark: first + 1,
            parents: &[first],
            authored: begun + HOUR,
            ..Commit::default()
        });
        let parents = [main, first + 1];
        script.commit(Commit {
            mark: first + 2,
            parents: &parents,
            authored: begun + 5 * DAY,
            ..Commit::default()
        });
        script.lightweight(&format!("v{}", k + 1), first + 2);
    }
    let metrics = script.build().measure(&["--first-parent"]);
    close(&metrics["change_lead_time"]["median_hours"], 120.0);
    assert_eq!(metrics["levels"].get("change-lead-time"), None, "no tag has a date");
    assert!(codes(&metrics).contains(&"measure.undated-tags"));
}

#[test]
fn tags_that_are_no_deployments_do_not_count_and_those_that_are_do() {
    let bookmarks = line(&[
        (0, "a", "1.0.0", 0),
        (10, "b", "1.0.x", 40_000),
        (20_000, "c", "2.0.0", 20_010),
        (60_000, "d", "2.0.1", 60_010),
    ]);
    let metrics = bookmarks.build().measure(&[]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 3);
    assert!(codes(&metrics).contains(&"measure.bookmarks"));

    let late = line(&[(0, "a", "1.0.0", 0), (10, "b", "1.1.0", 60_000), (60_000, "c", "1.2.0", 60_010)]);
    let metrics = late.build().measure(&[]);
    assert!(codes(&metrics).contains(&"measure.late-tags"), "made 41 days after its commit");

    let mut days = Vec::new();
    for day in 1..9i64 {
        for (letter, hour) in [("a", 9), ("b", 12), ("c", 15)] {
            days.push((day * 1440 + hour * 60, format!("deploy-2026-03-{day:02}{letter}")));
        }
    }
    let days: Vec<_> = days.iter().map(|(minute, tag)| (*minute, "x", tag.as_str(), *minute)).collect();
    let repository = line(&days).build();
    for arguments in [&[][..], &["--tags", "deploy-*[abc]"]] {
        assert_eq!(repository.measure(arguments)["deployment_frequency"]["deployments"], 24, "{arguments:?}");
    }
}

#[test]
fn several_packages_are_several_rows() {
    let mut commits = vec![(0, "first", "app-1.0.0".to_owned(), 1)];
    for k in 1..4i64 {
        for (place, name) in ["core", "net", "cli"].iter().enumerate() {
            let minute = k * 14_400 + place as i64 * 10;
            commits.push((minute, "change", format!("{name}-0.{k}.0"), minute + 5));
        }
    }
    commits.push((43_300, "change", "app-1.1.0".to_owned(), 43_310));
    let commits: Vec<_> =
        commits.iter().map(|(minute, text, tag, at)| (*minute, *text, tag.as_str(), *at)).collect();
    let metrics = line(&commits).build().measure(&[]);
    assert_eq!((&metrics["deployment_frequency"], &metrics["levels"]), (&Value::Null, &json!({})));
    let services = metrics["services"].as_array().unwrap().iter();
    let rows: Vec<_> =
        services.map(|one| json!([one["name"], one["deployment_frequency"]["deployments"]])).collect();
    assert_eq!(json!(rows), json!([["app-*", 2], ["cli-*", 3], ["core-*", 3], ["net-*", 3]]));
}

#[test]
fn a_hotfix_may_hold_the_commit_that_makes_its_release() {
    let metrics = line(&[
        (0, "add", "v2.33.0", 0),
        (14_400, "more", "v2.33.2", 14_410),
        (14_700, "Fix panic in discovery", "", 0),
        (14_770, "Release 2.33.3", "v2.33.3", 14_770),
    ]);
    let bound = metrics.build().measure(&[])["change_fail_rate_lower_bound"].clone();
    assert_eq!(
        bound,
        json!({ "failed": 1, "deployments": 3, "hotfixed": 1, "reverted": 0, "redeployed": 0 })
    );
}

#[test]
fn commits_behind_the_last_deployment_are_told_and_a_return_to_an_earlier_one_is_a_failure() {
    let metrics = line(&[(0, "a", "v1.0.0", 0), (1440, "b", "v1.1.0", 1440), (200_000, "c", "", 0)]);
    // The commits of a script are on lines of their own; the last is checked out.
    let repository = metrics.build();
    repository.git(&["symbolic-ref", "HEAD", "refs/heads/line3"]);
    assert!(codes(&repository.measure(&[])).contains(&"measure.waiting"));

    let mut script = line(&[(0, "a", "d-1", 0), (1440, "b", "d-2", 1440)]);
    script.annotated("d-3", 1, MONDAY + DAY + HOUR);
    let metrics = script.build().measure(&[]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 3);
    assert_eq!(metrics["change_fail_rate_lower_bound"]["redeployed"], 1);
}
