//! How metrics are shown: several services, every deployment, and nothing at all, in every format; and beside answers.

use serde_json::{Value, json};

use crate::script::{Commit, DAY, HOUR, MONDAY, Repository, Script, json as printed, run};

const ANSWERS: &str = r#"{ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
  "answers": { "deployment-frequency": 5, "change-lead-time": 4, "change-fail-rate": 4 } }"#;

/// Deployments with two days between them, each of one commit that was written so many hours before.
fn repository(deployments: usize, hours: i64) -> Repository {
    let mut script = Script::default();
    for mark in 1..=deployments {
        let (parents, time) = ([mark - 1], MONDAY + mark as i64 * 2 * DAY);
        let parents = if mark == 1 { &[][..] } else { &parents };
        script.commit(Commit { mark, parents, authored: time - hours * HOUR, ..Commit::default() });
        script.annotated(&format!("v1.{mark}.0"), mark, time);
    }
    script.build()
}

/// A folder with a list of three services: two repositories, and records.
fn services() -> (tempfile::TempDir, [Repository; 2], String) {
    let folder = tempfile::tempdir().unwrap();
    let repositories = [repository(20, 5), repository(4, 48)];
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::io::Write::write_all(&mut std::fs::File::create_new(&path).unwrap(), text.as_bytes()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let rows = (1..=16).map(|day| format!("b{day},2026-03-{day:02}T10:00:00Z\n"));
    // One long before, so that the records begin before the window.
    let old = "b0,2025-11-01T10:00:00Z\n";
    write("billing.csv", &format!("id,finished_at\n{old}{}", rows.collect::<String>()));
    let incident =
        "id,created_at,resolved_at,caused_by_deployment\ni1,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z,b3\n";
    write("incidents.csv", incident);
    let [shop, api] = [0, 1].map(|at: usize| repositories[at].path().to_str().unwrap().to_owned());
    let list = format!(
        "name,repository,tags,path,deployments,incidents\nShop,{shop},,,,\nAPI,{api},v*,,,\nBilling,,,,billing.csv,incidents.csv\n"
    );
    let list = write("services.csv", &list);
    (folder, repositories, list)
}

fn text(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of each line, so that widths of columns do not matter.
fn words(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn several_services_are_a_row_each_in_every_format() {
    let (_folder, _repositories, list) = services();
    let measure = |format: &str| text(&["measure", "--repositories", &list, "--format", format]);

    let lines = words(&measure("text"));
    for line in [
        "Services: 3, each by itself. Numbers of different services are not added up.",
        "Service Deployments Frequency Lead time Failed Recovery Rework",
        "Shop 20 1.6 a week 5 hours – – –",
        "API 4 0.3 a week 2 days – – –",
        "Billing 16 1.2 a week – 6.3% 2 hours –",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line} in {lines:#?}");
    }

    let markdown = words(&measure("markdown"));
    for line in [
        "| Service | Deployments | Frequency | Lead time | Failed | Recovery | Rework |",
        "| Shop | 20 | 1.6 a week | 5 hours | – | – | – |",
        "- **API**: Deployments in the window: 4. A level needs at least 12.",
    ] {
        assert!(markdown.iter().any(|found| found == line), "{line} in {markdown:#?}");
    }

    let csv = measure("csv");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!((rows[1][0], rows[1][3], rows[1][5]), ("Shop", "20", "5"));
    assert_eq!((rows[3][0], rows[3][3], rows[3][6], rows[3][7]), ("Billing", "16", "0.0625", "2"));
    assert_eq!(rows[3][5], "", "no repository, no lead time");

    let metrics: Value = serde_json::from_str(&measure("json")).unwrap();
    assert_eq!(metrics["deployment_frequency"], Value::Null);
    let of = |path: &str| metrics.pointer(path).cloned().unwrap_or_default();
    assert_eq!(of("/services/0/name"), "Shop");
    assert_eq!(of("/services/0/levels"), json!({ "deployment-frequency": 3, "change-lead-time": 4 }));
    assert_eq!(of("/services/1/levels"), json!({}));
    assert_eq!(of("/services/2/change_fail_rate/failed"), 1);
}

#[test]
fn every_deployment_is_listed_with_what_it_brought_and_why_it_failed() {
    let (folder, repositories, _) = services();
    let shop = repositories[0].path().to_str().unwrap();
    let lines = words(&text(&["measure", shop, "--list"]));
    for line in [
        "Finished Deployment Commits Median Slowest Failed",
        "2026-03-06T00:00:00Z v1.2.0 1 5 hours 5 hours",
        "2026-03-04T00:00:00Z v1.1.0 0 – –",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line} in {lines:#?}");
    }
    let markdown = words(&text(&["measure", shop, "--list", "--format", "markdown"]));
    let row = "| 2026-03-06T00:00:00Z | v1.2.0 | 1 | 5 hours | 5 hours | |";
    assert!(markdown.iter().any(|line| line == row), "{markdown:#?}");
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (deployments, incidents) = (file("billing.csv"), file("incidents.csv"));
    let arguments = ["measure", "--deployments", &deployments, "--incidents", &incidents, "--list"];
    let lines = words(&text(&arguments));
    assert!(lines.iter().any(|line| line == "2026-03-03T10:00:00Z b3 0 – – incident i1"), "{lines:#?}");
    let metrics = printed(&run(&[&arguments[..], &["--format", "json"]].concat()));
    assert_eq!(metrics["list"][2]["incidents"], json!(["i1"]));
}

#[test]
fn a_chart_has_its_scale_and_the_time_before() {
    let repository = repository(60, 5);
    let path = repository.path().to_str().unwrap();
    let until = ["--since", "2026-05-01", "--until", "2026-05-28"];
    let told = text(&[&["measure", path][..], &until].concat());
    assert!(
        told.contains("\n█▇█▇\nOne mark per week from 2026-05-01, the highest 4: deployments."),
        "{told}"
    );
    let told = words(&told).join(" ");
    assert!(told.contains("the highest 5 hours: the median of the commits deployed that week."), "{told}");
    assert!(told.contains("Before: 3.5 a week (2026-04-03 to 2026-04-30, deployments: 14)"), "{told}");
    let years = text(&["measure", path, "--since", "2024-06-01", "--until", "2026-05-31"]);
    assert!(years.contains("One mark for 4 weeks from 2024-06-01, the highest 14: deployments."), "{years}");
    let markdown = text(&[&["measure", path, "--format", "markdown"][..], &until].concat());
    let row = "| Deployment frequency | 3.5 a week | 3/5 | 3.5 a week | █▇█▇ |";
    assert!(words(&markdown).iter().any(|line| line == row), "{markdown}");
    let both = "- **Change fail rate, Failed deployment recovery time**: records of incidents are missing";
    assert!(markdown.contains(both), "{markdown}");
}

#[test]
fn without_tags_there_is_little_to_read() {
    let mut script = Script::default();
    script.commit(Commit { mark: 1, authored: MONDAY, ..Commit::default() });
    let repository = script.build();
    let path = repository.path().to_str().unwrap();
    let told = text(&["measure", path]);
    assert!(told.lines().filter(|line| !line.is_empty()).count() <= 5, "{told}");
    assert!(told.contains("--tags GLOB") && told.contains("--deployments FILE"), "{told}");
    let told = text(&["measure", path, "--format", "markdown"]);
    assert!(told.lines().filter(|line| !line.is_empty()).count() <= 4 && !told.contains('|'), "{told}");
    assert_eq!(text(&["measure", path, "--format", "csv"]).lines().count(), 2);
}

#[test]
fn the_services_of_a_team_stand_beside_its_answers_one_by_one() {
    let (folder, _repositories, list) = services();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (metrics, answers, page) = (file("metrics.json"), file("answers.json"), file("page.html"));
    std::io::Write::write_all(&mut std::fs::File::create_new(&answers).unwrap(), ANSWERS.as_bytes()).unwrap();
    text(&["measure", "--repositories", &list, "-o", &metrics]);
    let report = |more: &[&str]| text(&[&["report", &answers, "--measured", &metrics][..], more].concat());

    let document: Value = serde_json::from_str(&report(&["--format", "json"])).unwrap();
    let parts: Vec<Value> = document["measured"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| json!([part["service"], part["id"], part["level"], part["difference"]]))
        .collect();
    let expected = json!([
        ["Shop", "deployment-frequency", 3, 2],
        ["Shop", "change-lead-time", 4, 0],
        ["API", "deployment-frequency", null, null],
        ["API", "change-lead-time", null, null],
        ["Billing", "deployment-frequency", 3, 2],
        ["Billing", "failed-deployment-recovery-time", 4, null],
        ["Billing", "change-fail-rate", 4, 0],
    ]);
    assert_eq!(json!(parts), expected);
    let warned = document["warnings"].as_array().unwrap().iter();
    let warned: Vec<&str> =
        warned.filter(|one| one["code"] == "measured-lower").filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(warned.len(), 2);
    assert!(warned[0].starts_with("Shop, Deployment frequency: "), "{warned:?}");

    let told = words(&report(&["--format", "text"]));
    for line in [
        "Each service by itself, with its level in brackets. Numbers of different",
        "Service Frequency Lead time Recovery Failed",
        "Your answer (5) (4) – (4)",
        "Shop 1.6 a week (3) 5 hours (4) – –",
        "API 0.3 a week 2 days – –",
        "Billing 1.2 a week (3) – 2 hours (4) 6.3% (4)",
    ] {
        assert!(told.iter().any(|found| found == line), "{line} in {told:#?}");
    }
    let markdown = words(&report(&["--format", "markdown"]));
    let row = "| Billing | 1.2 a week (3) | – | 2 hours (4) | 6.3% (4) |";
    assert!(markdown.iter().any(|line| line == row), "{markdown:#?}");

    report(&["-o", &page]);
    let html = std::io::read_to_string(std::fs::File::open(&page).unwrap()).unwrap();
    for told in [
        "<span class=\"typed\">Shop:</span> <b>Measured: 1.6 a week;</b> level 3, 2 below the claim of 5",
        "<span class=\"typed\">API:</span> <b>Measured: 2 days;</b> too few for a level",
        "<svg class=\"weeks\" role=\"img\"",
        "One mark per week from 2026-01-12, the highest 4: deployments.",
        "Measured at least two levels below your answer: Deployment frequency.",
    ] {
        assert!(html.contains(told), "{told}");
    }
}
