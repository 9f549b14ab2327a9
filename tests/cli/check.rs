//! `diditwork check`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

/// An answers file with one fault of each kind that does not stop the reading.
const BROKEN: &str = r#"{
  "schema": "diditwork/answers/1",
  "questionnaire": { "id": "real-stories", "version": "2.0.0" },
  "teem": "Checkout",
  "date": "2026-02-30",
  "answers": {
    "telemetry": 5,
    "telemtry": 2,
    "flow": { "level": "often" },
    "feature-flags": { "level": 2, "evidance": [] },
    "database-change": { "level": "not-applicable" },
    "change-fail-rate": { "level": 6, "value": 0.5 },
    "deployment-rework-rate": { "level": 1, "value": 7 }
  }
}
"#;

#[test]
fn sound_files_and_the_built_in_pack_pass() {
    let sandbox = Sandbox::with_answers(["strong.json", "hostile.json"]);
    assert_snapshot!(sandbox.run("check strong.json hostile.json"), @"
    status 0
    ---- stdout
    Errors: 0. Warnings: 0.
    ");
    assert_snapshot!(sandbox.run("check"), @"
    status 0
    ---- stdout
    Errors: 0. Warnings: 0.
    ");
}

#[test]
fn a_folder_of_answers_and_a_file_of_one_document_a_line_are_checked() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    std::fs::create_dir_all(sandbox.path("team/b")).unwrap();
    let line = sandbox.read("strong.json").replace('\n', " ");
    sandbox.write(
        "team/b/line.ndjson",
        format!("{line}\n\n{}\n", line.replace("\"telemetry\"", "\"telemetri\"")),
    );
    sandbox.write("team/a.json", "");
    let checked = sandbox.run("check team --format json");
    assert_eq!(checked.status, Some(1));
    let findings: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
    let place = |finding: &serde_json::Value| (finding["file"].clone(), finding["line"].clone());
    let places: Vec<_> = findings.as_array().unwrap().iter().map(place).collect();
    assert_eq!(places, [("team/a.json".into(), 1.into()), ("team/b/line.ndjson".into(), 3.into())]);
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place_and_what_to_do() {
    let sandbox = Sandbox::new();
    sandbox.write("broken.json", BROKEN);
    assert_snapshot!(sandbox.run("check broken.json"), @r#"
    status 1
    ---- stdout
    Errors: 5. Warnings: 4.
    ---- stderr
    warning: broken.json:4:3: unknown field "teem"; it is kept as it is.
      4 |   "teem": "Checkout",
        |   ^
      hint: did you mean "team"?
    error: broken.json:5:11: there is no such date: "2026-02-30".
      5 |   "date": "2026-02-30",
        |           ^
      hint: write YYYY-MM-DD, or YYYY-MM for a month.
    error: broken.json:7:18: "telemetry" takes a whole number from 0 to 4, "unknown" or "not-applicable"; found 5.
      7 |     "telemetry": 5,
        |                  ^
      hint: "diditwork explain telemetry" shows what each level looks like.
    error: broken.json:8:5: there is no question "telemtry".
      8 |     "telemtry": 2,
        |     ^
      hint: did you mean "telemetry"? "diditwork explain" lists all questions.
    error: broken.json:9:24: "flow" takes a whole number from 0 to 4, "unknown" or "not-applicable"; found "often".
      9 |     "flow": { "level": "often" },
        |                        ^
      hint: "diditwork explain flow" shows what each level looks like.
    warning: broken.json:10:36: unknown field "evidance"; it is kept as it is.
      10 |     "feature-flags": { "level": 2, "evidance": [] },
         |                                    ^
      hint: did you mean "evidence"?
    warning: broken.json:11:24: "database-change" is marked as not applicable, but no reason is given.
      11 |     "database-change": { "level": "not-applicable" },
         |                        ^
      hint: add "reason", so that others understand why.
    warning: broken.json:12:25: "change-fail-rate": the value 0.5 gives level 1, but the answer is level 6. The answer is used.
      12 |     "change-fail-rate": { "level": 6, "value": 0.5 },
         |                         ^
      hint: change one of them, or explain the difference in the note.
    error: broken.json:13:54: a share must be a number from 0 to 1; found 7.
      13 | ework-rate": { "level": 1, "value": 7 }
         |                                     ^
      hint: write 7% as 0.07.
    "#);
}

#[test]
fn editors_get_the_findings_as_data() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "broken.json",
        r#"{ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
  "answers": { "telemtry": 2 } }"#,
    );
    assert_snapshot!(sandbox.run("check broken.json --format json"), @r#"
    status 1
    ---- stdout
    [
      {
        "severity": "error",
        "code": "answers.question",
        "file": "broken.json",
        "line": 2,
        "column": 16,
        "text": "There is no question \"telemtry\".",
        "hint": "Did you mean \"telemetry\"? \"diditwork explain\" lists all questions."
      }
    ]
    "#);
}

#[test]
fn a_pack_of_ones_own_is_checked_before_it_is_used() {
    let sandbox = Sandbox::with_own_pack();
    assert_eq!(sandbox.run("check mine").status, Some(0));
    assert_eq!(
        sandbox.run("explain telemetry --questionnaire mine").output(),
        sandbox.run("explain telemetry").output()
    );

    sandbox.edit("mine/questionnaire.json", r#""telemetry""#, r#""telemetri""#);
    let checked = sandbox.run("check mine");
    assert_eq!(checked.status, Some(1));
    assert!(checked.stderr.contains("error: mine/"), "{checked}");
    let used = sandbox.run("explain --questionnaire mine");
    assert_eq!((used.status, used.stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_folder_without_a_questionnaire_says_what_a_pack_holds() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("check ."), @"
    status 1
    ---- stdout
    Errors: 1. Warnings: 0.
    ---- stderr
    error: the file ./questionnaire.json is missing.
      hint: a pack holds questionnaire.json, stories/ID.json, text/LANGUAGE/questionnaire.json and text/LANGUAGE/stories/ID.json.
    ");
}

#[test]
fn a_file_that_is_missing_hides_no_errors_of_the_others() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.json", "{}");
    let checked = sandbox.run("check nofile bad.json");
    assert_eq!(checked.status, Some(3));
    for named in ["nofile could not be read", "bad.json:1:1: the field \"schema\" is missing"] {
        assert!(checked.stderr.contains(named), "{checked}");
    }
}

#[test]
fn a_tally_and_a_folder_with_a_workbook_are_checked_as_what_they_are() {
    let sandbox = Sandbox::with_answers(["strong.json", "small.json"]);
    std::fs::create_dir(sandbox.path("books")).unwrap();
    sandbox.write("books/team.xlsx", "PK");
    assert_eq!(sandbox.run("tally strong.json small.json -o part.ndjson").status, Some(0));
    assert_snapshot!(sandbox.run("check part.ndjson books"), @r#"
    status 0
    ---- stdout
    Errors: 0. Warnings: 1.
    ---- stderr
    warning: files not read as answers (1): team.xlsx.
      hint: in a folder, files with answers end in .json, .ndjson, .csv, .tsv, .html or .txt. Save a workbook as "CSV UTF-8".
    "#);
}

#[test]
fn a_guessed_encoding_is_named() {
    let sandbox = Sandbox::new();
    // "Größe" in Windows-1252, which could be Korean as well.
    let sheet = b"id;answer;note\n_questionnaire;real-stories 2.0.0;\n_team;Gr\xf6\xdfe;\ntelemetry;b;\n";
    std::fs::create_dir(sandbox.path("team")).unwrap();
    for file in ["a.csv", "team/a.csv", "team/b.csv"] {
        sandbox.write(file, sheet);
    }
    let warned = "a.csv: this file is not UTF-8; it was read as CP949.";
    for command in
        ["check a.csv", "check team", "team team --format json", "org team --format json", "tally team"]
    {
        let ran = sandbox.run(command);
        assert!(ran.stderr.contains(warned), "{command}: {ran}");
    }
}
