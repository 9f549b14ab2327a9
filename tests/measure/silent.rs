//! Records that were once counted wrongly without a word: each is read rightly, or refused, or named and without a level.

use diditwork::error::Error;
use diditwork::history::records::{Reading, deployments, incidents};
use serde_json::{Value, json};

use crate::cases::{codes, measured, sheet};

/// Fourteen records, with what changes from one to the next.
fn list(record: impl Fn(usize) -> Value) -> String {
    json!((0..14).map(record).collect::<Vec<_>>()).to_string()
}

fn day(k: usize) -> String {
    format!("2026-03-{:02}T12:00:00Z", 2 * k + 1)
}

/// The number of deployments, whether they give a level, and the codes of warnings.
fn counted(text: &str, more: &[&str]) -> (Value, bool, String) {
    let metrics = measured(text.as_bytes(), None, more);
    let number = metrics["deployment_frequency"]["deployments"].clone();
    (number, !metrics["levels"]["deployment-frequency"].is_null(), codes(&metrics).join(" "))
}

/// The number of failed deployments of 14, whether they give a level, and the codes of warnings.
fn failed(deployments: &str, incidents: &str, more: &[&str]) -> (Value, bool, String) {
    let metrics = measured(deployments.as_bytes(), Some(incidents), more);
    let number = metrics["change_fail_rate"]["failed"].clone();
    (number, !metrics["levels"]["change-fail-rate"].is_null(), codes(&metrics).join(" "))
}

fn code(error: &Error) -> &'static str {
    error.findings[0].message.id
}

fn refused(text: &str) -> &'static str {
    code(&deployments(text, &Reading::default()).expect_err("an error"))
}

fn incidents_refused(text: &str) -> &'static str {
    code(&incidents(text, &Reading::default()).expect_err("an error"))
}

/// A column of our own sheet whose cells come by turns.
fn column(name: &str, cells: &[&str]) -> String {
    sheet(&format!(",{name}"), |k| format!(",{}", cells[k % cells.len()]))
}

#[test]
fn every_way_to_say_how_a_deployment_ended_is_read() {
    for (name, cells) in [
        ("success", ["true", "false"]),
        ("succeeded", ["yes", "no"]),
        ("passed", ["1", "0"]),
        ("failed", ["no", "yes"]),
        ("cancelled", ["false", "true"]),
        ("exit_code", ["0", "137"]),
        ("dry_run", ["false", "true"]),
        ("status,conclusion", ["completed,success", "completed,failure"]),
        ("state,outcome", ["finished,success", "finished,failure"]),
        ("deploy_env", ["production", "staging"]),
        ("target_env", ["prod", "test"]),
    ] {
        assert_eq!(counted(&column(name, &cells), &[]).0, 7, "{name}");
    }
    let job = |k: usize| {
        let conclusion = if k.is_multiple_of(2) { "success" } else { "failure" };
        json!({ "databaseId": k, "name": "deploy", "completedAt": day(k), "status": "completed", "conclusion": conclusion, "steps": [] })
    };
    assert_eq!(counted(&list(job), &[]).0, 7, "gh run view --json jobs");
}

#[test]
fn a_column_that_may_matter_and_is_not_read_leaves_no_level() {
    for (name, cells) in [
        ("cluster", ["eu-1", "us-1"]),
        ("namespace", ["shop", "shop-test"]),
        ("Umgebung", ["Produktion", "Test"]),
        ("결과", ["성공", "실패"]),
        ("type", ["deploy", "rollback"]),
        ("is_rollback", ["false", "true"]),
    ] {
        let (number, has_level, told) = counted(&column(name, &cells), &[]);
        assert_eq!((number, has_level), (json!(14), false), "{name}");
        assert!(told.contains("records.column"), "{name}: {told}");
        let (_, has_level, _) = counted(&column(name, &cells[..1]), &[]);
        assert!(has_level, "{name} is the same everywhere");
    }
    assert_eq!(
        counted(&column("담당", &["가", "나"]), &[]),
        (
            json!(14),
            true,
            "measure.no-repository measure.no-incidents measure.no-incidents measure.no-planned measure.beginning"
                .to_owned()
        )
    );
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    for (columns, cells) in [
        ("result,status", "success,failed"),
        ("result,result", "success,timed_out"),
        ("success,cancelled", "true,true"),
        ("environment,environment", "production,staging"),
    ] {
        assert_eq!(refused(&column(columns, &[cells])), "records.contradiction", "{columns}");
    }
    assert_eq!(counted(&column("result,result", &["success,success"]), &[]).0, 14);
    assert_eq!(counted(&column("status", &["closed"]).replace("closed", "completed"), &[]).0, 14);
    assert_eq!(refused(&column("status", &["closed"])), "records.result");
    assert_eq!(counted(&column("status,result", &["closed,success"]), &[]).0, 14);
    let mapped = ["--column", "result=result"];
    assert_eq!(counted(&column("result,status", &["success,failed"]), &mapped).0, 14, "somebody chose");

    let head = "id,created_at,resolved_at,caused_by_deployment,caused_by_change\n";
    let row = "i1,2026-03-05T14:00:00Z,2026-03-05T16:00:00Z,d3,d5\n";
    assert_eq!(incidents_refused(&format!("{head}{row}")), "records.contradiction");
    let incident = |cause: &str| {
        format!(
            r#"[{{"id":1,"created_at":"2026-03-05T14:00:00Z","resolved_at":null,"caused_by_deployment":{cause}}}]"#
        )
    };
    assert_eq!(incidents_refused(&incident(r#"["d3","d5"]"#)), "records.contradiction");
    assert_eq!(incidents_refused(&incident(r#"{"id":"d3"}"#)), "records.plain");
    assert!(incidents(&incident(r#"["d3"]"#), &Reading::default()).is_ok());
}

#[test]
fn services_in_one_file_are_named_and_leave_no_level() {
    let csv = |head: &str, row: &dyn Fn(usize) -> String| {
        format!("{head}\n{}", (0..14).map(row).collect::<String>())
    };
    let octopus = |cells: [&'static str; 2]| {
        csv(
            "DeploymentId,ProjectName,TenantName,EnvironmentName,ReleaseVersion,TaskState,CompletedTime",
            &move |k| format!("D-{k},{},Production,1.0.{k},Success,{}\n", cells[k % 2], day(k)),
        )
    };
    let build = |k: usize| json!({ "id": format!("b{k}"), "state": "passed", "branch": (["main", "feature/x"][k % 2]), "finished_at": day(k), "pipeline": { "slug": "deploy" } });
    let tagged = |names: [&'static str; 2], time: &'static str| {
        list(
            move |k| json!({ "tagName": format!("{}v1.{k}.0", names[k % 2]), time: day(k), "isPrerelease": false }),
        )
    };
    let spinnaker = |k: usize| {
        let end = 1_767_603_600_000_u64 + k as u64 * 86_400_000;
        json!({ "id": k, "application": "shop", "name": (["to prod", "to staging"][k % 2]), "buildTime": end, "endTime": end, "status": "SUCCEEDED" })
    };
    let codedeploy = |k: usize| {
        json!({ "applicationName": (["shop", "billing"][k % 2]), "deploymentGroupName": "production", "deploymentId": k,
                "status": "Succeeded", "createTime": 1_767_603_600 + k * 86_400 })
    };
    let azure = |k: usize| {
        json!({ "id": k, "deploymentStatus": "succeeded", "completedOn": day(k), "releaseEnvironment": { "name": "Production" },
                "releaseDefinition": { "name": (["shop", "billing"][k % 2]) } })
    };
    let changes = csv("number,type,close_code,work_end,cmdb_ci", &|k| {
        format!("C{k},normal,successful,{},{}\n", day(k), ["shop", "billing"][k % 2])
    });
    for (name, text) in [
        ("Octopus projects", octopus(["Shop,", "Billing,"])),
        ("Octopus tenants", octopus(["Shop,a", "Shop,b"])),
        ("Buildkite", list(build)),
        ("releases of GitHub", tagged(["api-", "web-"], "publishedAt")),
        ("releases of GitLab", tagged(["api-", ""], "releasedAt")),
        ("Spinnaker", list(spinnaker)),
        ("CodeDeploy", list(codedeploy)),
        ("Azure releases", list(azure)),
        ("ServiceNow changes", changes),
        ("own services", column("service", &["api", "web"])),
        ("own branches", column("branch", &["main", "x"])),
    ] {
        let (number, has_level, told) = counted(&text, &[]);
        assert_eq!((number, has_level), (json!(14), false), "{name}");
        assert!(told.contains("records.several"), "{name}: {told}");
    }
    assert!(counted(&octopus(["Shop,a", "Shop,a"]), &[]).1);
    assert!(counted(&tagged(["v", "v"], "publishedAt"), &[]).1);
}

#[test]
fn what_does_not_deploy_does_not_count() {
    let runs = list(
        |k| json!({ "id": k, "conclusion": "success", "head_sha": format!("{k:040}"), "updated_at": day(k), "event": (["push", "pull_request"][k % 2]) }),
    );
    assert_eq!(counted(&runs, &[]).0, 7, "runs for pull requests");
    let release =
        |k: usize| json!({ "tagName": format!("v1.{k}.0{}", ["", "-rc.1"][k % 2]), "publishedAt": day(k) });
    assert_eq!(counted(&list(release), &[]).0, 7, "gh release list without its flags");
    let heroku = |k: usize| {
        let what =
            ["Deploy a1b2c3d", "Set LOG_LEVEL config vars", "Attach DATABASE", "Enable Logplex"][k % 4];
        json!({ "id": k, "version": k, "status": "succeeded", "description": what, "created_at": day(k), "slug": null })
    };
    assert_eq!(counted(&list(heroku), &[]).0, 4, "Heroku: 0, 4, 8 and 12");
    let text = column("environment", &["production", "staging", ""]);
    assert_eq!(counted(&text, &[]).0, 5, "0, 3, 6, 9 and 12");
    let told = deployments(&text, &Reading::default()).unwrap().findings;
    assert!(told[0].message.values.iter().any(|value| format!("{value:?}").contains("staging")), "{told:?}");
    assert_eq!(refused(&column("environment", &[""])), "records.environment");
    let vercel = list(
        |k| json!({ "uid": k, "state": "READY", "finished_at": day(k), "target": if k % 2 == 0 { json!("production") } else { Value::Null } }),
    );
    assert_eq!(counted(&vercel.replace("READY", "success"), &[]).0, 7);
    let cancelled = column("result", &["success"]) + "d14,,cancelled\n";
    assert_eq!(counted(&cancelled, &[]).0, 14, "one that never ran has no time");
}

#[test]
fn issues_are_incidents_by_their_labels_only() {
    let plain = sheet("", |_| String::new());
    let issues = |extra: Value| {
        let issue = |k: usize| {
            let mut issue = json!({ "number": k, "createdAt": day(k).replace("12:", "13:"), "closedAt": day(k).replace("12:", "15:") });
            issue.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            issue
        };
        json!((0..10).map(issue).collect::<Vec<_>>()).to_string()
    };
    let (number, has_level, told) = failed(&plain, &issues(json!({ "labels": [] })), &[]);
    assert_eq!((number, has_level), (json!(0), false));
    assert!(told.contains("measure.no-label"), "{told}");
    let (number, has_level, told) = failed(&plain, &issues(json!({})), &[]);
    assert_eq!((number, has_level), (json!(10), false));
    assert!(told.contains("records.without-labels"), "{told}");
    let labelled = issues(json!({ "labels": [{ "name": "incident" }] }));
    assert_eq!(failed(&plain, &labelled, &[]).0, 10);
    let planned = issues(json!({ "labels": [{ "name": "incident" }], "stateReason": "NOT_PLANNED" }));
    assert_eq!(failed(&plain, &planned, &[]).0, 0);

    let rows = |head: &str, cells: [&str; 2]| {
        let row = |k: usize| {
            format!("{k},2026-03-{:02}T13:00:00Z,2026-03-{0:02}T15:00:00Z,{}\n", 2 * k + 1, cells[k % 2])
        };
        format!("{head}\n{}", (0..6).map(row).collect::<String>())
    };
    let joined = rows("number,created_at,closed_at,labels", ["\"incident,sev1\"", "\"sev2,incident\""]);
    assert_eq!(failed(&plain, &joined, &[]).0, 6);
    let own = rows("id,created_at,resolved_at,type", ["incident", "service request"]);
    let (number, has_level, told) = failed(&plain, &own, &[]);
    assert_eq!((number, has_level), (json!(6), false));
    assert!(told.contains("records.kind-of"), "{told}");
    assert_eq!(
        failed(&plain, &own, &["--label", "incident"]),
        (json!(3), true, failed(&plain, &own, &["--label", "incident"]).2)
    );
    let same = rows("id,created_at,resolved_at,labels", ["\"incident, sev1\"", "sev2"]);
    assert_eq!(failed(&plain, &same, &["--label", "incident"]).0, 3);
}

#[test]
fn what_its_own_system_calls_no_incident_is_none() {
    let plain = sheet("", |_| String::new());
    let row = |cell: &str, k: usize| {
        format!("{k},2026-03-{:02}T13:00:00Z,2026-03-{0:02}T15:00:00Z,{cell}\n", 2 * k + 1)
    };
    for (head, cells) in [
        ("id,created_at,resolved_at,false_positive", ["no", "yes"]),
        ("id,created_at,resolved_at,duplicate_of", ["", "0"]),
        ("id,created_at,resolved_at,customer_impacted", ["yes", "no"]),
        ("id,created_at,resolved_at,status", ["resolved", "canceled"]),
        ("number,opened_at,resolved_at,state", ["Closed", "Canceled"]),
    ] {
        let text = format!("{head}\n{}", (0..6).map(|k| row(cells[k % 2], k)).collect::<String>());
        let (number, has_level, told) = failed(&plain, &text, &[]);
        assert_eq!((number, has_level), (json!(3), true), "{head}: {told}");
    }
    let jira = "Issue key,Issue Type,Status,Resolution,Created,Resolved\n\
        A-1,Incident,Done,Fixed,2026-03-05T13:00:00Z,2026-03-05T15:00:00Z\n\
        A-2,Incident,Done,Duplicate,2026-03-07T13:00:00Z,2026-03-07T15:00:00Z\n\
        A-3,Incident,Done,Fixed,2026-03-09T13:00:00Z,\n";
    let metrics = measured(plain.as_bytes(), Some(jira), &[]);
    assert_eq!(metrics["change_fail_rate"]["failed"], 2);
    assert_eq!(metrics["without_level"], json!(["failed_deployment_recovery_time"]));
    assert!(codes(&metrics).contains(&"records.endless"));
    let datadog = |test: bool| json!({ "data": [{ "id": "x", "attributes": { "public_id": 1, "created": day(2), "resolved": day(3), "customer_impacted": true, "is_test": test } }] });
    assert_eq!(failed(&plain, &datadog(true).to_string(), &[]).0, 0);
    assert_eq!(failed(&plain, &datadog(false).to_string(), &[]).0, 1);
    let page = |impact: &str| {
        json!([{ "id": "x", "created_at": day(2), "resolved_at": day(3), "impact": impact }]).to_string()
    };
    assert_eq!(failed(&plain, &page("maintenance"), &[]).0, 0);
}

#[test]
fn causes_and_ends_are_read_where_systems_write_them() {
    let change = |cause: &str| {
        format!(
            r#"[{{"number":"I1","opened_at":"2026-03-05T13:00:00Z","resolved_at":"2026-03-05T15:00:00Z","caused_by":{cause}}}]"#
        )
    };
    let plain = sheet("", |_| String::new());
    let by_name = change(r#"{"display_value":"d1","link":"https://example.org/abc"}"#);
    let metrics = measured(plain.as_bytes(), Some(&by_name), &["--list"]);
    assert_eq!(metrics["list"][1]["incidents"], json!(["I1"]));
    let (number, has_level, told) =
        failed(&plain, &change(r#"{"link":"https://example.org/abc","value":"abc"}"#), &[]);
    assert_eq!((number, has_level), (json!(0), false));
    assert!(told.contains("measure.unknown-cause"), "{told}");
    let alert = r#"[{"tinyId":"1","createdAt":"2026-01-05T09:00:00Z","updatedAt":"2026-01-09T09:00:00Z","status":"closed","report":{"closeTime":7200000}}]"#;
    let read = incidents(alert, &Reading::default()).unwrap().records;
    assert_eq!(read[0].resolved_at.unwrap() - read[0].created_at, 7200);
}

#[test]
fn an_empty_list_of_statuses_or_times_is_a_list() {
    let bare = r#"{"id":9,"sha":"a1","environment":"production","created_at":"2026-03-02T09:00:00Z","task":"deploy","statuses":[]}"#;
    let done = r#"{"id":8,"sha":"a2","environment":"production","created_at":"2026-03-02T09:00:00Z","statuses":[{"state":"success","created_at":"2026-03-02T10:00:00Z"}]}"#;
    for text in [format!("[{bare},{done}]"), format!("[{done},{bare}]")] {
        let read = deployments(&text, &Reading::default()).unwrap();
        let codes: Vec<_> = read.findings.iter().map(|finding| finding.message.id).collect();
        assert_eq!((read.records.len(), codes), (1, vec!["records.left-out"]));
    }
    let incident =
        r#"[{"reference":"A","created_at":"2026-03-02T09:00:00Z","incident_timestamp_values":[]}]"#;
    assert_eq!(incidents(incident, &Reading::default()).unwrap().records.len(), 1);
}

#[test]
fn a_branch_is_no_commit() {
    let text = sheet(",ref", |k| if k == 5 { ",hotfix/x" } else { ",main" }.to_owned());
    let incident =
        "id,created_at,resolved_at,caused_by_deployment\ni,2026-03-01T13:00:00Z,2026-03-01T14:00:00Z,d0\n";
    assert_eq!(failed(&text, incident, &[]).0, 1);
    let read = |text: &str| deployments(text, &Reading::default()).unwrap().records[0].revision.clone();
    assert_eq!(read(&column("ref", &["v1.2.0"])).as_deref(), Some("v1.2.0"));
    let job = r#"[{"id":1,"finished_at":"2026-03-01T12:00:00Z","status":"success","ref":"main","commit":{"id":"abcdef1"}}]"#;
    assert_eq!(read(job).as_deref(), Some("abcdef1"));
}

#[test]
fn a_file_that_says_that_there_is_more_leaves_no_level() {
    let runs = |from: usize, to: usize| -> Vec<Value> {
        let run = |k: usize| json!({ "id": k, "conclusion": "success", "head_sha": format!("{k:040}"), "updated_at": day(k) });
        (from..to).map(run).collect()
    };
    let page = |runs: Vec<Value>, beside: Value| {
        let mut page = json!({ "workflow_runs": runs });
        page.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        page.to_string()
    };
    for beside in [
        json!({ "total_count": 314 }),
        json!({ "more": true }),
        json!({ "pageInfo": { "hasNextPage": true } }),
        json!({ "next": "https://example.org/2" }),
        json!({ "next_page_token": "x" }),
    ] {
        let (number, has_level, told) = counted(&page(runs(0, 14), beside.clone()), &[]);
        assert_eq!((number, has_level), (json!(14), false), "{beside}");
        assert!(told.contains("records.part"), "{beside}: {told}");
    }
    let pages = page(runs(0, 7), json!({ "total_count": 14, "more": true }))
        + &page(runs(7, 14), json!({ "total_count": 14 }));
    assert!(counted(&pages, &[]).1, "the last page says that it is the last");
}

#[test]
fn lists_are_found_and_several_are_refused() {
    let deployed = r#"{"id":1,"finished_at":"2026-03-01T12:00:00Z"}"#;
    for wrapper in ["values", "results", "hits", "build"] {
        let text = format!(r#"{{"count":1,"{wrapper}":[{deployed}]}}"#);
        assert_eq!(deployments(&text, &Reading::default()).unwrap().records.len(), 1, "{wrapper}");
    }
    let several = format!(r#"{{"deployments":[{deployed}],"incidents":[{deployed}]}}"#);
    assert_eq!(refused(&several), "records.lists");
    let bitbucket =
        r#"{"values":[{"uuid":"a","completed_on":"2026-03-01T12:00:00Z","repository":{"full_name":"o/r"}}]}"#;
    let columns = vec![("finished_at".to_owned(), "completed_on".to_owned())];
    assert_eq!(deployments(bitbucket, &Reading { columns, ..Reading::default() }).unwrap().records.len(), 1);
    let mongo = r#"[{"_id":"x","id":7,"finished_at":"2026-03-01T12:00:00Z"}]"#;
    assert_eq!(deployments(mongo, &Reading::default()).unwrap().records[0].id, "7");
}

#[test]
fn tables_parted_by_spaces_keep_their_empty_cells() {
    let table = "ID   FINISHED AT           COMMIT   ROLLED BACK\n\
                 d0   2026-03-01T12:00:00Z  abcdef1  no\n\
                 d1   2026-03-03T12:00:00Z           yes\n";
    let read = deployments(table, &Reading::default()).unwrap().records;
    assert_eq!((read[1].revision.clone(), read[1].rolled_back), (None, Some(true)));
    let loose = "ID  FINISHED AT  COMMIT  ROLLED BACK\nd0   2026-03-01T12:00:00Z   yes\n";
    assert_eq!(refused(loose), "records.spaces");
}

#[test]
fn headings_are_found_below_what_is_above_them() {
    let plain = sheet("", |_| String::new());
    assert_eq!(counted(&format!("Deployments,Q1 2026\n{plain}"), &[]).0, 14);
    assert_eq!(counted(&column("result", &[" \"success\""]), &[]).0, 14);
}

#[test]
fn dates_of_two_digits_are_refused() {
    let text = "id,finished_at\n1,3/1/26 12:00\n";
    assert_eq!(refused(text), "records.day-or-month");
    let jira =
        "Issue key,Issue Type,Status,Created,Resolved\nOPS-1,Incident,Done,05/03/26 13:00,05/03/26 15:00\n";
    assert_eq!(incidents_refused(jira), "records.day-or-month");
    assert_eq!(refused("id,finished_at\n1,0001-01-01T00:00:00Z\n"), "records.no-date");
}

#[test]
fn a_time_of_zeros_is_an_empty_cell() {
    for zero in ["0001-01-01 00:00:00 +0000 UTC", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00"] {
        assert_eq!(refused(&format!("id,finished_at\n1,{zero}\n")), "records.no-date");
        let text = column("result", &["success"]) + &format!("d14,{zero},cancelled\n");
        assert_eq!(counted(&text, &[]).0, 14, "one that never ran has no time");
        let open = format!("id,created_at,resolved_at\ni,2026-03-01T13:00:00Z,{zero}\n");
        let read = incidents(&open, &Reading::default()).unwrap().records;
        assert_eq!(read[0].resolved_at, None, "{zero}");
    }
}

#[test]
fn a_note_about_all_metrics_is_told_once_and_names_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deployments.csv");
    let text = column("service", &["api", "web"]);
    std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), text.as_bytes()).unwrap();
    let output =
        crate::script::run(&["measure", "--deployments", path.to_str().unwrap(), "--format", "markdown"]);
    let told = String::from_utf8(output.stdout).unwrap();
    let about: Vec<&str> = told.lines().filter(|line| line.contains("are of several services")).collect();
    assert!(matches!(about.as_slice(), [line] if line.starts_with("- These records")), "{told}");
}

#[test]
fn environments_are_only_chosen_where_there_are_some() {
    let environments = vec![glob::Pattern::new("prod").unwrap()];
    let reading = Reading { environments, ..Reading::default() };
    let error = deployments(&sheet("", |_| String::new()), &reading).expect_err("an error");
    assert_eq!(code(&error), "records.no-column");
}

#[test]
fn a_column_can_be_named_for_one_file() {
    let plain = sheet("", |_| String::new());
    let incident = "Issue ID,created_at,resolved_at\n7,2026-03-01T13:00:00Z,2026-03-01T14:00:00Z\n";
    let metrics =
        measured(plain.as_bytes(), Some(incident), &["--list", "--column", "incidents.id=Issue ID"]);
    assert_eq!(metrics["list"][0]["incidents"], json!(["7"]));
}

#[test]
fn identical_records_without_an_id_are_told() {
    let text = "finished_at,commit\n2026-03-01T12:00:00Z,abcdef1\n2026-03-01T12:00:00Z,abcdef1\n";
    let (number, _, told) = counted(text, &[]);
    assert_eq!(number, 2);
    assert!(told.contains("records.alike"), "{told}");
}

#[test]
fn what_reading_found_is_in_the_document() {
    let text = column("environment", &["production", "staging"]);
    for format in ["text", "markdown", "json"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deployments.csv");
        std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), text.as_bytes()).unwrap();
        let output =
            crate::script::run(&["measure", "--deployments", path.to_str().unwrap(), "--format", format]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains("left out: 7"), "{told}");
    }
}
