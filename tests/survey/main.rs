//! The survey in a terminal: the real program in a pseudo-terminal, what it draws and what it leaves behind.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail, and looks at files as they are"
)]

mod files;
mod harness;
mod interruptions;
mod korean;
mod own_packs;
mod shells;
mod terminals;

use std::fs;
use std::path::Path;

use harness::{CTRL_C, DOWN, ENTER, ESC, FRESH, Terminal};

/// The answers as they are on disk.
fn answers(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("answers.json")).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn arrows_and_enter_answer_and_the_report_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see("Operate · 1 of 2");
    terminal.see(FRESH);
    terminal.choose("We watch machines only", "Govern · 2 of 2");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 1);
    terminal.see("Operate is done: 1 answered.");
    terminal.choose("Normal changes have a lighter track", "All answers, before the report is written");
    terminal.press(ENTER, "Your report: answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(fs::read_to_string(folder.path().join("answers.html")).unwrap().contains("Telemetry"));
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(terminal.is_usable());
}

#[test]
fn the_opening_tells_what_comes_and_nothing_is_chosen_beforehand() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &[]);
    let screen = terminal.see("Which team is it about?");
    assert!(harness::flat(&screen).contains("34 questions about one team's main service, about 14 minutes"));
    terminal.press("Checkout", "Checkout");
    terminal.press(ENTER, "Which service is it about?");
    assert_eq!(answers(folder.path())["team"], "Checkout");
    terminal.press(ENTER, "Your role:");
    terminal.press(ENTER, "What do you want to improve?");
    let screen = harness::flat(&terminal.press(ENTER, FRESH));
    assert!(screen.contains("Build · 1 of 34 · about 14 minutes left"), "{screen}");
    assert!(screen.contains("(Answer for: last 90 days)"), "{screen}");
    terminal.press(ENTER, "Nothing chosen yet. Which describes you best?");
    assert_eq!(answers(folder.path())["answers"], serde_json::json!({}));
}

#[test]
fn esc_goes_back_and_quits_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see(FRESH);
    terminal.press(ESC, "This is the beginning");
    terminal.choose("We watch machines only", "Govern · 2 of 2");
    terminal.see(FRESH);
    terminal
        .press(ESC, "> We watch machines only, for example disk, memory and processor. (your answer so far)");
    terminal.press(ENTER, FRESH);
    let screen = harness::flat(&terminal.choose("Tell me more", "? Enter leads back to the question."));
    for told in ["Why it is asked:", "Look at:", "What others did:", "Source:"] {
        assert!(screen.contains(told), "{screen}");
    }
    terminal.press(ENTER, FRESH);
}

#[test]
fn a_real_number_is_turned_into_its_level() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "change-fail-rate"]);
    terminal.see(FRESH);
    terminal.choose("I have the real number", "The number:");
    terminal.press("7%", "7%");
    terminal.press(ENTER, "7% gives: Over 4 % up to 8 %.");
    let answer = serde_json::json!({ "level": 4, "value": 0.07 });
    assert_eq!(answers(folder.path())["answers"]["change-fail-rate"], answer);
}

#[test]
fn a_measured_number_is_shown_taken_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    measure(folder.path());
    let arguments = ["--only", "change-fail-rate,deployment-frequency", "--measured", "metrics.json"];
    let mut terminal = Terminal::start(folder.path(), &arguments);
    let screen = harness::flat(&terminal.see(FRESH));
    assert!(screen.contains("Measured: 1.1 a week (deployments: 14, 2025-12-26 to 2026-03-25)."), "{screen}");
    assert!(screen.contains("How often"), "the question stays in sight: {screen}");
    terminal.choose("Tell me more", "Why it is asked");
    terminal.press(ENTER, FRESH);
    terminal.choose("Take the measured number: 1.1 a week", "Measured: 29 %");
    assert!(harness::flat(&terminal.heard()).contains("1.1 a week gives: "), "{}", terminal.heard());
    terminal.see(FRESH);
    terminal.choose("Up to 2 %", "Kept beside your answer: the measured number, 29 %.");
    terminal.press(ENTER, "Your report: answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    let answers = &answers(folder.path())["answers"];
    assert_eq!(answers["deployment-frequency"]["level"], 3);
    assert_eq!(answers["change-fail-rate"]["level"], 6);
    assert_eq!(answers["change-fail-rate"]["value"], 4.0 / 14.0);
    let report = fs::read_to_string(folder.path().join("answers.html")).unwrap();
    assert!(report.contains("4 below the claim of 6"));
}

/// Puts a metrics file into a folder.
fn measure(folder: &Path) {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/measure/example");
    let records =
        ["deployments", "incidents"].map(|name| [format!("--{name}"), format!("{example}/{name}.csv")]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.arg("measure").args(records.as_flattened()).args(["-o", "metrics.json"]).current_dir(folder);
    assert!(command.output().unwrap().status.success());
}

#[test]
fn a_paste_with_line_ends_and_korean_becomes_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry"]);
    terminal.see(FRESH);
    terminal.choose("Add a note", "Note:");
    terminal.press("\x1b[200~first\r\nsecond\x1b[201~", "second");
    terminal.press(" 배포는 하루 두 번", "하루 두 번");
    terminal.press(ENTER, "Links that show it:");
    terminal.press("https://ci.example/a", "https://ci.example/a");
    terminal.press(ENTER, "It will be kept with your answer");
    terminal.see(FRESH);
    terminal.choose("I don't know", "All answers");
    let answer = &answers(folder.path())["answers"]["telemetry"];
    assert_eq!(answer["note"], "first second 배포는 하루 두 번");
    assert_eq!(answer["evidence"], serde_json::json!(["https://ci.example/a"]));
    assert_eq!(answer["level"], "unknown");
}

#[test]
fn a_pasted_line_end_chooses_nothing_in_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry"]);
    terminal.see(FRESH);
    terminal.send(DOWN);
    terminal.highlights("Users tell us");
    terminal.send("\x1b[200~\n\n\x1b[201~");
    terminal.send(DOWN);
    terminal.highlights("We watch machines");
    assert_eq!(answers(folder.path()), serde_json::Value::Null);
}

#[test]
fn what_does_not_apply_asks_why() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "database-change"]);
    terminal.see(FRESH);
    terminal.choose("Does not apply to us", "Why does it not apply to you?");
    terminal.press("no database", "no database");
    terminal.press(ENTER, "Does not apply: Database");
    assert_eq!(answers(folder.path())["answers"]["database-change"]["reason"], "no database");
}

#[test]
fn the_short_form_asks_twelve_and_can_be_completed_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--short"]);
    terminal.pass_opening();
    terminal.see("· 1 of 12 ·");
    terminal.choose("I don't know", "· 2 of 12 ·");
    assert_eq!(answers(folder.path())["form"], "short");
    terminal.press(CTRL_C, "To go on: diditwork");
    assert_eq!(terminal.end().code(), Some(130));

    let terminal = Terminal::start(folder.path(), &[]);
    terminal.see("1 of 12, last changed");
    terminal.choose("Answer the 33 questions that the short form left out", "Build · 1 of 34");
    terminal.see(FRESH);
    terminal.choose("I don't know", "Build is done");
    let answers = answers(folder.path());
    assert_eq!(answers["form"], "full");
    assert_eq!(answers["answers"].as_object().unwrap().len(), 2);
}

#[test]
fn one_can_jump_to_a_question_by_typing_a_part_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &[]);
    terminal.pass_opening();
    terminal.choose("Go elsewhere", "Where to?");
    terminal.choose("To another question", "Which question?");
    terminal.press("paved", "> Paved road");
    terminal.press(ENTER, "Platform · 17 of 34");
    terminal.see(FRESH);
    terminal.press(ESC, "Platform · 16 of 34");
}
