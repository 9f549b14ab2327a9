//! Whatever ends the program: nothing answered is lost, and the terminal is left usable.

use std::os::unix::process::ExitStatusExt;

use rustix::process::Signal;

use crate::answers;
use crate::harness::{CTRL_C, ENTER, FRESH, Terminal, USUAL, flat};

/// A survey with its first question answered and the second on the screen.
fn begun(folder: &std::path::Path) -> Terminal {
    let terminal = Terminal::start(folder, &[]);
    terminal.pass_opening();
    terminal.choose("I don't know", "· 2 of 34 ·");
    terminal.see(FRESH);
    terminal
}

#[test]
fn ctrl_c_ends_with_130_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = begun(folder.path());
    assert!(!terminal.is_usable());
    let screen = flat(&terminal.press(CTRL_C, "To go on: diditwork"));
    assert!(screen.contains("Every answer given is saved in answers.json."), "{screen}");
    assert_eq!(terminal.end().code(), Some(130));
    assert!(terminal.is_usable());
    assert_eq!(answers(folder.path())["answers"]["trunk-based-development"], "unknown");
}

#[test]
fn a_kill_loses_nothing_and_the_next_sitting_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = begun(folder.path());
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.end().signal(), Some(9));
    assert_eq!(answers(folder.path())["answers"]["trunk-based-development"], "unknown");

    let mut terminal = Terminal::start(folder.path(), &[]);
    terminal.see("There are answers already: 1 of 34");
    terminal.press(ENTER, "Build · 2 of 34");
    terminal.see(FRESH);
    terminal.press(CTRL_C, "To go on: diditwork");
    terminal.end();
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["answers.json"]);
}

#[test]
fn signals_restore_the_terminal() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2)] {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = begun(folder.path());
        assert!(!terminal.is_usable());
        terminal.signal(signal);
        assert_eq!(terminal.end().code(), Some(128 + number));
        terminal.see("To go on: diditwork");
        assert!(terminal.is_usable(), "{signal:?}");
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["answers.json"]);
    }
}

#[test]
fn starting_over_keeps_the_old_file_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    drop(begun(folder.path()));
    let terminal = Terminal::start(folder.path(), &[]);
    terminal.see("What now?");
    terminal.choose("Look at what is there", "Trunk-based development: I don't know");
    terminal.choose("Start over", "The old answers are kept in answers-old.json.");
    terminal.pass_opening();
    assert!(folder.path().join("answers-old.json").exists());
    assert!(!folder.path().join("answers.json").exists());
}

#[test]
fn a_second_survey_on_the_same_file_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = begun(folder.path());
    let before = answers(folder.path());
    let mut second = Terminal::start(folder.path(), &["answers.json"]);
    second.see("Another survey is open on answers.json; nothing was changed.");
    assert_eq!(second.end().code(), Some(3));
    assert_eq!(answers(folder.path()), before);
    first.choose("I don't know", "· 3 of 34 ·");
}

#[test]
fn a_terminal_that_goes_away_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_diditwork");
    std::fs::write(folder.path().join("run.sh"), format!("{program} --only telemetry,flow\ntrue\n")).unwrap();
    let mut terminal = Terminal::start_program("/bin/sh", folder.path(), &["run.sh"], USUAL);
    terminal.see(FRESH);
    terminal.choose("I don't know", "Govern · 2 of 2");
    let lock = folder.path().join(".answers.json.lock");
    assert!(lock.exists());
    // The shell owns the terminal: its end takes the terminal away from the program.
    terminal.signal(Signal::KILL);
    terminal.end();
    terminal.wait("the end of the program", |_| !lock.exists());
    assert_eq!(answers(folder.path())["answers"]["telemetry"], "unknown");
}

#[test]
fn a_code_of_ones_own_stands_in_the_file_from_the_first_answer_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["--code", "k7-otter"]);
    terminal.pass_opening();
    terminal.choose("I don't know", "· 2 of 34 ·");
    terminal.press(CTRL_C, "To go on: diditwork");
    assert_eq!(terminal.end().code(), Some(130));
    assert_eq!(answers(folder.path())["respondent"]["code"], "k7-otter");
}
