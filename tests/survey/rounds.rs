//! The next round: what became of the steps of the last report, kept in the file and shown by `trend`; and what a team
//! says of itself.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::answers;
use crate::harness::{ENTER, Terminal, flat};

/// Writes the answers of an earlier day: every practice and result at level 1.
fn write_earlier(folder: &Path, name: &str) {
    let texts: Value =
        serde_json::from_str(include_str!("../../questionnaires/real-stories/text/en/questionnaire.json"))
            .unwrap();
    let levels: serde_json::Map<String, Value> =
        texts["questions"].as_object().unwrap().keys().map(|id| (id.clone(), json!(1))).collect();
    let document = json!({
        "schema": "diditwork/answers/1",
        "questionnaire": { "id": "real-stories", "version": "2.0.0" },
        "date": "2026-08-01",
        "answers": levels,
    });
    std::fs::write(folder.join(name), document.to_string()).unwrap();
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .args(arguments)
        .args(["--format", "json"])
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn starting_over_asks_what_became_of_each_step_and_trend_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    write_earlier(folder.path(), "answers.json");
    let steps = json_of(folder.path(), &["report", "answers.json"])["next_steps"].clone();
    let ids: Vec<&str> = steps.as_array().unwrap().iter().map(|step| step["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    let mut terminal = Terminal::start(folder.path(), &[]);
    let screen = terminal.see("Start over");
    let last =
        screen.lines().find(|line| line.contains("Start over")).unwrap().trim().chars().next().unwrap();
    terminal.press(&last.to_string(), "Step 1 of 3");
    terminal.press("1", "Step 2 of 3");
    terminal.press("2", "Step 3 of 3");
    terminal.press("b", "Step 2 of 3");
    terminal.marks(2);
    terminal.press(ENTER, "Step 3 of 3");
    terminal.press("3", "Show me an example");
    let said = json!({ ids[0]: "done", ids[1]: "under-way", ids[2]: "dropped" });
    assert_eq!(answers(folder.path())["steps"], said);
    terminal.begin("1");
    for next in 2..=12 {
        terminal.press("1", &format!("{next} of 12 ·"));
    }
    terminal.press("1", "Write the report");
    terminal.press("2", "Enter write the report");
    terminal.press(ENTER, "diditwork trend answers-old.json answers.json");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(answers(folder.path())["steps"], said);
    let trend = json_of(folder.path(), &["trend", "answers-old.json", "answers.json"]);
    let states = trend["steps"][0]["steps"].as_array().unwrap();
    let states: Vec<&str> = states.iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["done", "under-way", "dropped"], "{trend}");
}

#[test]
fn the_round_before_can_be_named_or_be_what_one_goes_on_from() {
    for arguments in [&["new.json", "--before", "old.json"][..], &["old.json", "-o", "new.json"]] {
        let folder = tempfile::tempdir().unwrap();
        write_earlier(folder.path(), "old.json");
        let terminal = Terminal::start(folder.path(), &[&["survey"], arguments].concat());
        let screen = flat(&terminal.see("Step 1 of 3"));
        for told in ["1 Done 2 Under way 3 Dropped", "Enter to the questions s skip b back q save and quit"] {
            assert!(screen.contains(told), "{told} in {screen}");
        }
        terminal.press("s", "Step 2 of 3");
        terminal.press(ENTER, "choose q quit");
        let old: Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("old.json")).unwrap()).unwrap();
        assert_eq!(old["steps"], Value::Null, "the earlier file stays as it is");
    }
}

#[test]
fn what_a_team_says_of_itself_is_kept_and_finds_companies_like_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--short"]);
    terminal.see("q quit");
    terminal.press(ENTER, "Enter begin");
    terminal.press(ENTER, "1 of 12 ·");
    terminal.press("2", "2 of 12 ·");
    terminal.press("g", "Which question?");
    terminal.press("to the result\r", "Write the report");
    terminal.press("3", "Enter write the report");
    terminal.press("5", "How many people build software");
    terminal.press("60\r", "People who build software: 60");
    terminal.press("6", "Which field");
    terminal.press("1", "Field: Finance and insurance");
    terminal.press("7", "Where are you?");
    terminal.press("1", "Country or region: Korea");
    terminal.press(ENTER, "Companies like yours: diditwork report answers.json --with peers");
    assert_eq!(terminal.end().code(), Some(0));
    let saved = answers(folder.path());
    assert_eq!(
        [&saved["size"], &saved["field"], &saved["country"]],
        [&json!(60), &json!("finance"), &json!("korea")]
    );
    let check = Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .args(["check", "answers.json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(check.status.success() && check.stderr.is_empty(), "{}", String::from_utf8_lossy(&check.stderr));
    let report = json_of(folder.path(), &["report", "answers.json", "--with", "peers"]);
    let stories: Vec<&str> = report["comparisons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["story"].as_str().unwrap())
        .collect();
    assert!(stories.contains(&"toss"), "{stories:?}");
}
