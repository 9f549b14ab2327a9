//! Records: our own shape, what GitHub's command line writes, and everything that can be wrong with them.

use diditwork::delivery::Outcome;
use diditwork::error::Severity;
use diditwork::history::records::{Reading, deployments, incidents};
use diditwork::history::time::zone;
use proptest::prelude::*;

/// The code, line and column of the first error.
fn wrong<T>(read: Result<T, diditwork::error::Error>) -> (&'static str, usize, usize) {
    let error = read.err().expect("an error");
    let finding = &error.findings[0];
    let place = finding.place.unwrap();
    (finding.message.id, place.line, place.column)
}

#[test]
fn csv_is_read_however_it_was_exported() {
    for text in [
        "finished_at,id,planned\n2026-03-02T10:00:00Z,a,y\n2026-03-02T19:30:00+09:00,b,n\n",
        "\u{feff}FINISHED_AT;ID;Planned\r\n\"2026-03-02T10:00:00Z\";a;yes\r\n2026-03-02 10:30:00Z;b;no\r\n\r\n",
        "id\tfinished_at\tplanned\nb\t2026-03-02T10:30:00Z\tfalse\na\t2026-03-02T10:00:00.5Z\ttrue",
    ] {
        let mut read = deployments(text, &Reading::default()).unwrap().records;
        read.sort_by_key(|deployment| deployment.finished_at);
        assert_eq!(read[1].finished_at - read[0].finished_at, 1800, "{text}");
        assert_eq!((read[0].id.as_str(), read[0].planned, read[1].planned), ("a", Some(true), Some(false)));
    }
}

#[test]
fn a_field_of_a_million_characters_is_one_field() {
    let text = format!("finished_at,note\n2026-03-02T10:00:00Z,\"{}\"\n", "x,\"\"\n".repeat(250_000));
    assert_eq!(deployments(&text, &Reading::default()).unwrap().records.len(), 1);
}

#[test]
fn every_error_names_line_column_and_field() {
    let reading = Reading::default();
    let deployed = |text: &str| wrong(deployments(text, &reading));
    assert_eq!(deployed(""), ("records.empty", 1, 1));
    assert_eq!(deployed("id,finish\na,b\n"), ("records.no-column", 1, 1));
    assert_eq!(deployed("id,finished\na,b\n"), ("records.no-date", 2, 3));
    assert_eq!(deployed("id,finished_at\na,2026-03-02\n"), ("records.no-time", 2, 3));
    assert_eq!(deployed("id,finished_at\na,2026-03-02T10:00:00\n"), ("records.no-zone", 2, 3));
    assert_eq!(deployed("id,finished_at\na,soon\n"), ("records.no-date", 2, 3));
    assert_eq!(deployed("id,finished_at\na,\n"), ("records.missing", 2, 3));
    assert_eq!(deployed("id,finished_at\na\n"), ("records.missing", 2, 1));
    assert_eq!(deployed("id,finished_at\na,\"2026\n"), ("csv.quote-open", 2, 3));
    let row = "2026-03-02T10:00:00Z";
    assert_eq!(deployed(&format!("finished_at,result\n{row},maybe\n")), ("records.result", 2, 22));
    assert_eq!(deployed(&format!("finished_at,planned\n{row},maybe\n")), ("records.yes-or-no", 2, 22));
    assert_eq!(deployed(&format!("id,finished_at\na,{row}\na,{row}\n")), ("records.repeated", 3, 1));
    assert_eq!(
        deployed(&format!("finished_at,environment\n{row},staging\n")),
        ("records.environment", 2, 22)
    );
    assert_eq!(
        deployed(&format!("[\n{{\"finished_at\": \"{row}\"}},\n{{\"id\": 1}}]")),
        ("records.missing", 3, 1)
    );
    assert_eq!(deployed("[1]"), ("records.object", 1, 2));
    assert_eq!(deployed("[{\"finished_at\": {}}]"), ("records.plain", 1, 18));
    assert_eq!(deployed("[{\"finished_at\": \"x\""), ("json.end", 1, 20));
    let happened = |text: &str| wrong(incidents(text, &reading));
    let text = "id,created_at,resolved_at\na,2026-03-02T10:00:00Z,2026-03-02T09:00:00Z\n";
    assert_eq!(happened(text), ("records.before", 2, 24));
    assert_eq!(happened(&format!("id,finished_at\na,{row}\n")), ("records.no-column", 1, 1));
}

#[test]
fn local_times_take_the_zone_that_is_named() {
    let reading = Reading { zone: zone("America/New_York"), ..Reading::default() };
    let text = "finished_at\n2026-03-08T01:30:00\n2026-03-08T03:30:00\n";
    let read = deployments(text, &reading).unwrap().records;
    assert_eq!(read[1].finished_at - read[0].finished_at, 3600, "an hour was skipped that night");
}

#[test]
fn a_slip_in_a_column_is_told() {
    let text = "id,created_at,resolvd_at\na,2026-03-02T10:00:00Z,\n";
    let read = incidents(text, &Reading::default()).unwrap();
    assert_eq!(read.findings[0].severity, Severity::Warning);
    assert_eq!(read.findings[0].message.id, "records.column");
}

#[test]
fn workflow_runs_releases_and_deployments_of_github_are_known() {
    let runs = r#"[{"databaseId":1,"conclusion":"success","headSha":"abcdef1","updatedAt":"2026-03-02T10:00:00Z","workflowName":"deploy"},
        {"databaseId":2,"conclusion":"cancelled","headSha":"abcdef2","updatedAt":"2026-03-02T11:00:00Z","workflowName":"deploy"},
        {"databaseId":3,"conclusion":"","headSha":"abcdef3","updatedAt":"2026-03-02T12:00:00Z","workflowName":"test"}]"#;
    let read = deployments(runs, &Reading::default()).unwrap();
    let results: Vec<Outcome> = read.records.iter().map(|deployment| deployment.result).collect();
    assert_eq!(results, [Outcome::Success, Outcome::Failure]);
    let codes: Vec<&str> = read.findings.iter().map(|finding| finding.message.id).collect();
    assert_eq!(codes, ["records.several", "records.left-out"]);

    let api = r#"{"total_count":1,"workflow_runs":[{"id":1,"conclusion":"success","head_sha":"abcdef1","updated_at":"2026-03-02T10:00:00Z"}]}"#;
    assert_eq!(
        deployments(api, &Reading::default()).unwrap().records[0].revision.as_deref(),
        Some("abcdef1")
    );

    let releases = r#"[{"tagName":"v1","publishedAt":"2026-03-02T10:00:00Z","isDraft":false,"isPrerelease":false},
        {"tagName":"v2","publishedAt":null,"isDraft":true,"isPrerelease":false},
        {"tagName":"v3-rc1","publishedAt":"2026-03-02T10:00:00Z","isDraft":false,"isPrerelease":true}]"#;
    assert_eq!(deployments(releases, &Reading::default()).unwrap().records.len(), 1);

    let deployed = r#"[[{"id":7,"sha":"abcdef1","environment":"production","created_at":"2026-03-02T09:00:00Z","statuses":[
        {"state":"inactive","created_at":"2026-03-05T10:00:00Z"},{"state":"success","created_at":"2026-03-02T10:00:00Z"},
        {"state":"in_progress","created_at":"2026-03-02T09:30:00Z"}]},
        {"id":8,"sha":"abcdef2","environment":"staging","created_at":"2026-03-02T09:00:00Z","statuses":[{"state":"failure","created_at":"2026-03-02T10:00:00Z"}]}]]"#;
    let read = deployments(deployed, &Reading::default()).unwrap();
    assert_eq!(read.records.len(), 1);
    assert_eq!(
        read.records[0].finished_at,
        deployments(api, &Reading::default()).unwrap().records[0].finished_at
    );

    let bare = r#"[{"id":7,"sha":"abcdef1","task":"deploy","environment":"production","created_at":"2026-03-02T09:00:00Z"}]"#;
    assert_eq!(wrong(deployments(bare, &Reading::default())), ("records.no-statuses", 1, 2));
}

#[test]
fn issues_with_the_label_are_incidents() {
    let issues = r#"[{"number":1,"createdAt":"2026-03-02T10:00:00Z","closedAt":"2026-03-02T11:00:00Z","labels":[{"name":"Incident"}]},
        {"number":2,"createdAt":"2026-03-02T10:00:00Z","closedAt":null,"labels":[{"name":"bug"}]},
        {"number":3,"createdAt":"2026-03-02T10:00:00Z","closedAt":null,"labels":[],"pull_request":{}}]"#;
    let read = incidents(issues, &Reading::default()).unwrap();
    assert_eq!(read.records.len(), 1);
    let bugs = incidents(issues, &Reading { label: Some("bug".to_owned()), ..Reading::default() }).unwrap();
    assert_eq!((bugs.records[0].id.as_str(), bugs.records[0].resolved_at), ("2", None));
    assert_eq!(wrong(deployments(issues, &Reading::default())).0, "records.kind");
}

#[test]
fn a_mixed_file_is_refused_where_it_changes() {
    let text = "[{\"finished_at\":\"2026-03-02T10:00:00Z\"},\n{\"number\":1,\"createdAt\":\"2026-03-02T10:00:00Z\",\"closedAt\":null}]";
    assert_eq!(wrong(deployments(text, &Reading::default())), ("records.mixed", 2, 1));
}

#[test]
fn a_file_of_many_faults_ends_after_twenty() {
    let text = format!("finished_at\n{}", "x\n".repeat(100_000));
    assert_eq!(deployments(&text, &Reading::default()).unwrap_err().findings.len(), 20);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_stumble(text in "(finished_at|created_at|id|[\\[\\]{}:,;\"\n\r\t a0-9T:Z-]|[\u{0}-\u{10ffff}]){0,60}") {
        let _ = deployments(&text, &Reading::default());
        let _ = incidents(&text, &Reading::default());
        let _ = diditwork::delivery::read::read(&text);
    }
}
