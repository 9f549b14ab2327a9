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
mod recording;
mod rounds;
mod screens;
mod shells;
mod terminals;

use std::fs;
use std::path::Path;

use harness::{CTRL_C, DOWN, ENTER, ESC, Setup, Terminal, USUAL, flat};

/// The answers as they are on disk.
fn answers(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("answers.json")).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn arrows_and_enter_answer_and_the_report_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see("1 of 2 · Operate");
    terminal.send(DOWN);
    terminal.marks(1);
    terminal.send(DOWN);
    terminal.marks(2);
    terminal.press(ENTER, "2 of 2 · Govern");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 1);
    terminal.press("4", "Write the report");
    terminal.press("1", "Report answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(fs::read_to_string(folder.path().join("answers.html")).unwrap().contains("Telemetry"));
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let screen = flat(&terminal.printed());
    assert!(terminal.is_usable());
    assert!(screen.contains("Next: diditwork form"), "{screen}");
}

#[test]
fn a_report_as_text_is_plain_and_replaced_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut terminal = Terminal::start(folder.path(), &["--only", "telemetry", "--report", "report.txt"]);
        terminal.see("1 of 1 ·");
        terminal.press("3", "Write the report");
        terminal.press("1", "Report report.txt");
        assert_eq!(terminal.end().code(), Some(0));
        assert!(!fs::read_to_string(folder.path().join("report.txt")).unwrap().contains('\u{1b}'));
    }
}

/// A terminal of somebody with a desktop.
const DESKTOP: Setup = Setup { environment: &[("DISPLAY", ":7")], ..USUAL };

/// Answers with digits from the first Enter to the written report, and counts the keys.
fn keys_pressed(first: &str, questions: usize, report: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start_in(folder.path(), &[], DESKTOP);
    let mut pressed = 0;
    let mut press = |keys: &str, then: &str| {
        pressed += keys.chars().count();
        terminal.press(keys, then);
    };
    press("", "1-3 choose");
    press(first, "Enter begin");
    press(ENTER, &format!("1 of {questions} ·"));
    for next in 2..=questions {
        press("3", &format!("{next} of {questions} ·"));
    }
    press("3", "Write the report");
    press(report, "Enter write the report");
    press(ENTER, "Open it in the browser?");
    press("n\r", "Next: diditwork form");
    assert_eq!(terminal.end().code(), Some(0));
    assert!(folder.path().join("answers.html").exists());
    assert_eq!(answers(folder.path())["answers"].as_object().unwrap().len(), questions);
    pressed
}

#[test]
fn twelve_questions_take_at_most_twenty_keys_and_all_at_most_forty_five() {
    assert_eq!(keys_pressed(ENTER, 12, "2"), 18);
    assert_eq!(keys_pressed("2", 34, "1"), 40);
}

#[test]
fn nothing_is_chosen_beforehand_and_esc_quits_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see("1 of 2 ·");
    terminal.press(ENTER, "Nothing is marked yet.");
    terminal.press(ESC, "This is the first question.");
    assert_eq!(answers(folder.path()), serde_json::Value::Null);
    terminal.press("2", "2 of 2 ·");
    terminal.press(ESC, "(your answer so far)");
    terminal.marks(2);
}

#[test]
fn a_measured_number_is_shown_kept_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    measure(folder.path());
    let arguments = ["--only", "change-fail-rate,deployment-frequency", "--measured", "metrics.json"];
    let mut terminal = Terminal::start(folder.path(), &arguments);
    let screen = flat(&terminal.see("1 of 2 ·"));
    assert!(screen.contains("Measured: 1.1 a week (deployments: 14, 2025-12-26 to 2026-03-25)"), "{screen}");
    assert!(screen.contains("(measured: 1.1 a week)"), "{screen}");
    terminal.press("4", "Measured: 36%");
    terminal.press("7", "with your answer: 36%.");
    terminal.press("1", "Report answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    let answers = &answers(folder.path())["answers"];
    assert_eq!(answers["deployment-frequency"]["level"], 3);
    assert_eq!(answers["change-fail-rate"]["level"], 6);
    assert_eq!(answers["change-fail-rate"]["value"], 5.0 / 14.0);
    let report = fs::read_to_string(folder.path().join("answers.html")).unwrap();
    assert!(report.contains("5 below the claim of 6"));
}

/// Puts a metrics file into a folder.
fn measure(folder: &Path) {
    let deployments = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/measure/example/deployments.csv");
    // Without a repository the cause is the commit as the deployment names it.
    let incidents = include_str!("../measure/example/incidents.csv").replace("{c9}", "d9");
    fs::write(folder.join("incidents.csv"), incidents).unwrap();
    let records = ["--deployments", deployments, "--incidents", "incidents.csv"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.arg("measure").args(records).args(["-o", "metrics.json"]).current_dir(folder);
    assert!(command.output().unwrap().status.success());
}

#[test]
fn a_paste_with_line_ends_and_korean_becomes_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry"]);
    terminal.see("1 of 1 ·");
    terminal.press("n", "Note:");
    terminal.press("\x1b[200~first\r\nsecond\x1b[201~", "second");
    terminal.press(" 배포는 하루 두 번", "하루 두 번");
    terminal.press(ENTER, "Links that show it:");
    terminal.press("https://ci.example/a", "https://ci.example/a");
    terminal.press(ENTER, "The note is saved with your answer.");
    terminal.press("u", "Write the report");
    let answer = &answers(folder.path())["answers"]["telemetry"];
    assert_eq!(answer["note"], "first second 배포는 하루 두 번");
    assert_eq!(answer["evidence"], serde_json::json!(["https://ci.example/a"]));
    assert_eq!(answer["level"], "unknown");
}

#[test]
fn a_pasted_line_end_or_digit_chooses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry"]);
    terminal.see("1 of 1 ·");
    terminal.send(DOWN);
    terminal.marks(1);
    terminal.send("\x1b[200~3\n\n\x1b[201~");
    terminal.send(DOWN);
    terminal.marks(2);
    assert_eq!(answers(folder.path()), serde_json::Value::Null);
}

/// What the line of a shell does with keys, and what is in the field afterwards.
const EDITS: [(&str, &str); 12] = [
    ("wrong name\x15right name", "right name"),
    ("one two\x17three", "one three"),
    ("two\x01one \x05 three", "one two three"),
    ("one two\x01\x0bthree", "three"),
    ("one two three\x1bb\x1bb\x1bdfour ", "one four three"),
    ("one two\x1bb\x1bf three", "one two three"),
    ("one two\x1b[1;5D\x1b[3~", "one wo"),
    ("abc\x02\x04", "ab"),
    ("two\x1b[Hone \x1b[F!", "one two!"),
    ("ab\x08c\x7fd", "ad"),
    ("배포 자동화\x17속도", "배포 속도"),
    // None of these is for a field: nothing is typed by them.
    ("a\x0c\x0e\x0f\x10\x12\x13\x14\x16\x18\x1bx\x1b[Ab", "ab"),
];

#[test]
fn fields_are_edited_like_the_line_of_a_shell() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry"]);
    terminal.see("1 of 1 ·");
    terminal.press("u", "Write the report");
    terminal.press("b", "1 of 1 ·");
    for (typed, kept) in EDITS {
        terminal.press("n", "Note:");
        terminal.send(&format!("\x05\x15{typed}\r"));
        terminal.see("Links that show it:");
        terminal.press(ENTER, "Note saved.");
        assert_eq!(answers(folder.path())["answers"]["telemetry"]["note"], kept, "{typed:?}");
    }
}

#[test]
fn the_short_form_asks_twelve_and_can_be_completed_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--short"]);
    terminal.see("12 questions, about");
    terminal.press(ENTER, "Enter begin b back");
    terminal.press(ENTER, "1 of 12 ·");
    terminal.press("u", "2 of 12 ·");
    assert_eq!(answers(folder.path())["form"], "short");
    terminal.press(CTRL_C, "To continue: diditwork");
    assert_eq!(terminal.end().code(), Some(130));

    let terminal = Terminal::start(folder.path(), &[]);
    terminal.see("1 of 12 questions has an answer.");
    terminal.see("Continue: 11 questions left");
    terminal.see("2 Answer the other 22 questions as well");
    terminal.press("2", "1 of 34 ·");
    terminal.press("u", "3 of 34 ·");
    let answers = answers(folder.path());
    assert_eq!(answers["form"], "full");
    assert_eq!(answers["answers"].as_object().unwrap().len(), 2);
}

#[test]
fn one_can_jump_to_a_question_by_typing_a_part_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &[]);
    terminal.begin("2");
    terminal.press("g", "> Trunk-based development");
    terminal.press("paved", "> Paved road");
    terminal.press(ENTER, "17 of 34 · Platform");
    // It begins at the question that one comes from; words in any order, letters that are keys elsewhere among them.
    terminal.press("g", "> Paved road");
    terminal.press("ROAD pav", "> Paved road");
    terminal.press("\x15jk", "Nothing found.");
    terminal.send(ENTER);
    terminal.press("\x17autom", "> Automated testing");
    terminal.press(DOWN, "> Deployment automation");
    terminal.press("\x1b[A", "> Automated testing");
    // A part of the question's own words finds it too.
    terminal.press("\x15before it may go to production", "> Automated testing");
    terminal.press(ESC, "17 of 34 · Platform");
    terminal.press(ESC, "16 of 34 ·");
}

#[test]
fn of_two_answers_that_do_not_fit_either_can_be_changed() {
    for (right, changed) in [("1", "deployment-frequency"), ("2", "small-batches")] {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::start(folder.path(), &["--only", "small-batches,deployment-frequency"]);
        terminal.see("1 of 2 ·");
        terminal.press("5", "2 of 2 ·");
        let screen = flat(&terminal.press("1", "Which one is right?"));
        for told in [
            "Earlier: Small batches: One.",
            "Now: Deployment frequency: Less often than",
            "1 The earlier one is right: change “Deployment frequency” 2 This one is right: change “Small batches”",
            "Enter keep both (the report will say so)",
        ] {
            assert!(screen.contains(told), "{told} in {screen}");
        }
        terminal.press(right, "(your answer so far)");
        terminal.press("3", "Write the report");
        let answers = answers(folder.path())["answers"].clone();
        let other =
            if changed == "small-batches" { ("deployment-frequency", 0) } else { ("small-batches", 4) };
        assert_eq!((&answers[changed], &answers[other.0]), (&2.into(), &other.1.into()));
    }
}

#[test]
fn an_example_can_be_seen_before_anything_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &[]);
    terminal.see("1-3 choose");
    let screen = terminal.press("3", "Enter back");
    // No look of another output is shown as the characters that it is made of.
    assert!(!screen.contains('␛'), "{screen}");
    terminal.press(ESC, "1-3 choose");
    assert_eq!(answers(folder.path()), serde_json::Value::Null);
}
