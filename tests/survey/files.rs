//! Forms to fill in, and files that cannot be what they are named for.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::harness::flat;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_diditwork")).args(arguments).current_dir(folder).output().unwrap()
}

fn told(output: &Output) -> String {
    flat(&String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_form_to_fill_in_holds_every_question_and_reads_as_unanswered() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["survey", "--blank", "-o", "answers.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(output.stdout.is_empty());
    let form: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("answers.json")).unwrap()).unwrap();
    let answers = form["answers"].as_object().unwrap();
    assert_eq!(answers.len(), 34);
    assert!(
        answers.values().all(|answer| answer["level"].is_null() && answer["_help"]["question"].is_string())
    );
    let report = run(folder.path(), &["report", "answers.json", "--format", "json"]);
    assert_eq!(report.status.code(), Some(0), "{}", told(&report));
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["warnings"], serde_json::json!([]));
    assert!(
        report["questions"].as_array().unwrap().iter().all(|question| question["status"] == "unanswered")
    );
    let again = run(folder.path(), &["survey", "--blank", "-o", "answers.json"]);
    assert_eq!(again.status.code(), Some(3));
}

#[test]
fn a_sheet_to_fill_in_reads_filled_in_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["survey", "--blank", "--short", "-o", "answers.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let path = folder.path().join("answers.csv");
    let sheet = fs::read_to_string(&path).unwrap();
    assert!(sheet.starts_with("\u{feff}id,area,question,window,answer,"));
    assert!(sheet.contains("Nothing, until somebody reports a problem."));
    let filled: Vec<String> = sheet
        .lines()
        .map(|line| {
            if line.starts_with("telemetry,") {
                line.replace("90 days,,", "90 days,b,")
            } else {
                line.to_owned()
            }
        })
        .collect();
    fs::write(&path, filled.join("\n")).unwrap();
    let report = run(folder.path(), &["report", "answers.csv", "--format", "json"]);
    assert_eq!(report.status.code(), Some(0), "{}", told(&report));
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["form"], "short");
    let telemetry =
        report["questions"].as_array().unwrap().iter().find(|question| question["id"] == "telemetry");
    assert_eq!(telemetry.unwrap()["level"], 1);
    fs::write(&path, "id,answer\ntelemetry,x\n").unwrap();
    let wrong = run(folder.path(), &["report", "answers.csv"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(told(&wrong).contains("answers.csv:2:11"), "{}", told(&wrong));
}

#[test]
fn answers_that_are_there_come_out_as_a_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let answers = r#"{ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
        "answers": { "telemetry": 2 } }"#;
    fs::write(folder.path().join("a.json"), answers).unwrap();
    let output = run(folder.path(), &["survey", "a.json", "--blank", "-o", "a.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(fs::read_to_string(folder.path().join("a.csv")).unwrap().contains(",last 90 days,c,"));
}

#[test]
fn without_a_file_a_form_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["survey", "--blank", "--only", "flow"]);
    let form: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(form["answers"].as_object().unwrap().len(), 1);
    let wrong = run(folder.path(), &["survey", "--blank", "--only", "flwo"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(told(&wrong).contains("flow"), "{}", told(&wrong));
}
