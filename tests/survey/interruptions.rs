//! Whatever ends the program: nothing answered is lost, and the terminal is left usable.

use std::os::unix::process::ExitStatusExt;

use rustix::process::Signal;

use crate::answers;
use crate::harness::{CTRL_C, ENTER, Terminal, USUAL, flat};

/// A survey with its first question answered and the second on the screen.
fn begun(folder: &std::path::Path) -> Terminal {
    let terminal = Terminal::start(folder, &[]);
    terminal.begin("2");
    terminal.press("u", "2 of 34 ·");
    terminal
}

#[test]
fn ctrl_c_ends_with_130_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = begun(folder.path());
    assert!(!terminal.is_usable());
    let screen = flat(&terminal.press(CTRL_C, "To continue: diditwork"));
    assert!(screen.contains("All your answers are saved in answers.json."), "{screen}");
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
    terminal.see("1 of 34 questions has an answer.");
    terminal.press(ENTER, "2 of 34 ·");
    terminal.press(CTRL_C, "To continue: diditwork");
    terminal.end();
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["answers.json"]);
}

#[test]
fn signals_restore_the_terminal() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2), (Signal::QUIT, 3)] {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = begun(folder.path());
        assert!(!terminal.is_usable());
        terminal.signal(signal);
        assert_eq!(terminal.end().code(), Some(128 + number));
        terminal.see("To continue: diditwork");
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
    terminal.see("1 of 34 questions has an answer.");
    terminal.press("2", "Trunk-based development: Don't know");
    terminal.press("b", "Start over");
    terminal.press("3", "The old answers are kept in answers-old.json.");
    terminal.begin("1");
    assert!(folder.path().join("answers-old.json").exists());
    assert!(!folder.path().join("answers.json").exists());
}

#[test]
fn a_second_survey_on_the_same_file_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = begun(folder.path());
    let before = answers(folder.path());
    let mut second = Terminal::start(folder.path(), &["answers.json"]);
    second.see("another survey is using answers.json; nothing was changed.");
    assert_eq!(second.end().code(), Some(3));
    assert_eq!(answers(folder.path()), before);
    first.press("u", "3 of 34 ·");
}

#[test]
fn a_terminal_that_goes_away_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_diditwork");
    std::fs::write(folder.path().join("run.sh"), format!("{program} --only telemetry,flow\ntrue\n")).unwrap();
    let mut terminal = Terminal::start_program("/bin/sh", folder.path(), &["run.sh"], USUAL);
    terminal.see("1 of 2 ·");
    terminal.press("u", "2 of 2 ·");
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
    terminal.begin("2");
    terminal.press("u", "2 of 34 ·");
    terminal.press(CTRL_C, "To continue: diditwork");
    assert_eq!(terminal.end().code(), Some(130));
    assert_eq!(answers(folder.path())["respondent"]["code"], "k7-otter");
}

/// Whether the program is stopped, as the system says it.
fn is_stopped(terminal: &Terminal) -> bool {
    let told = std::fs::read_to_string(format!("/proc/{}/stat", terminal.child.id())).unwrap();
    told.rsplit(") ").next().unwrap().starts_with('T')
}

#[test]
#[cfg(target_os = "linux")]
fn ctrl_z_and_tstp_give_the_terminal_back_and_cont_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = begun(folder.path());
    for (number, stop) in [(2, None), (3, Some(Signal::TSTP)), (4, Some(Signal::STOP))] {
        match stop {
            None => terminal.send("\x1a"),
            Some(signal) => terminal.signal(signal),
        }
        terminal.wait("the program to stop", |_| is_stopped(&terminal));
        if stop != Some(Signal::STOP) {
            // What it wrote before it stopped may still be on its way to the screen.
            let is_back = |screen: &str| terminal.is_usable() && !screen.contains(" of 34");
            terminal.wait("the terminal and its screen to be given back", is_back);
            assert!(is_stopped(&terminal), "{stop:?}");
        }
        let taken = |terminal: &Terminal| terminal.heard().matches("\x1b[?1049h").count();
        let before = taken(&terminal);
        terminal.signal(Signal::CONT);
        // Keys count once the screen was taken again and drawn on it.
        let question = format!("{number} of 34 ·");
        let is_taken = |screen: &str| taken(&terminal) > before && screen.contains(&question);
        terminal.wait("the screen to be taken again", is_taken);
        terminal.wait("the keys", |_| !terminal.is_usable());
        terminal.press("u", &format!("{} of 34 ·", number + 1));
    }
    assert_eq!(answers(folder.path())["answers"].as_object().unwrap().len(), 4);
}

#[test]
#[cfg(target_os = "linux")]
fn ctrl_z_stops_in_the_list_to_search_and_in_a_confirmation_too() {
    let folder = tempfile::tempdir().unwrap();
    let setup = crate::harness::Setup { environment: &[("DISPLAY", ":7")], ..USUAL };
    let mut terminal = Terminal::start_in(folder.path(), &["--only", "telemetry,flow"], setup);
    terminal.see("1 of 2 ·");
    terminal.press("g", "Which question?");
    terminal.press("tele", "> tele");
    terminal.send("\x1a");
    terminal.wait("the program to stop", |_| is_stopped(&terminal));
    terminal.wait("the screen to be given back", |screen| terminal.is_usable() && !screen.contains("Which"));
    terminal.signal(Signal::CONT);
    terminal.wait("the keys", |screen| !terminal.is_usable() && screen.contains("> tele"));
    terminal.press(ENTER, "1 of 2 ·");
    terminal.press("2", "2 of 2 ·");
    terminal.press("2", "Write the report");
    terminal.press("1", "Open it in the browser?");
    terminal.press("maybe\r", "Type y or n.");
    terminal.send("\x7f\x7f\x7f\x7f\x7f");
    terminal.wait("the field to be empty", |screen| !screen.contains("maybe"));
    terminal.send("\x1a");
    terminal.wait("the program to stop", |_| is_stopped(&terminal));
    terminal.wait("the terminal to be given back", |_| terminal.is_usable());
    terminal.signal(Signal::CONT);
    terminal.press("n\r", "Next: diditwork form");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn ctrl_c_in_a_confirmation_ends_with_130() {
    let folder = tempfile::tempdir().unwrap();
    let setup = crate::harness::Setup { environment: &[("DISPLAY", ":7")], ..USUAL };
    let mut terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
    terminal.see("1 of 1 ·");
    terminal.press("2", "Write the report");
    terminal.press("1", "Open it in the browser?");
    terminal.press(CTRL_C, "To continue: diditwork");
    assert_eq!(terminal.end().code(), Some(130));
    assert!(terminal.is_usable());
}

#[test]
fn an_edit_made_meanwhile_is_kept_beside_and_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = begun(folder.path());
    let edited = std::fs::read_to_string(folder.path().join("answers.json"))
        .unwrap()
        .replace("\n}", ",\n  \"goal\": \"typed in an editor\"\n}");
    std::fs::write(folder.path().join("answers.json"), edited).unwrap();
    terminal.press("u", "That version is kept in answers-old.json.");
    let screen = terminal.press("u", "4 of 34 ·");
    assert!(!screen.contains("answers-old.json"), "{screen}");
    let old = std::fs::read_to_string(folder.path().join("answers-old.json")).unwrap();
    assert!(old.contains("typed in an editor"));
    assert_eq!(answers(folder.path())["answers"].as_object().unwrap().len(), 3);
    assert!(!folder.path().join("answers-old-2.json").exists());
}

#[test]
fn a_file_that_cannot_be_written_keeps_the_choice_for_another_place() {
    let folder = tempfile::tempdir().unwrap();
    // A limit on the size of files does what a full disk does.
    std::fs::write(
        folder.path().join("run.sh"),
        format!("ulimit -f 0; {} --only telemetry,flow\n", env!("CARGO_BIN_EXE_diditwork")),
    )
    .unwrap();
    let mut terminal = Terminal::start_program("/bin/sh", folder.path(), &["run.sh"], USUAL);
    terminal.see("1 of 2 ·");
    terminal.press("3", "Your last answer is not saved yet.");
    terminal.press("1", "Your last answer is not saved yet.");
    terminal.press("2", "Which file?");
    // What is written to a device is not limited.
    terminal.press("/dev/null\r", "2 of 2 ·");
    terminal.press("q", "saved in");
    assert_eq!(terminal.end().code(), Some(0));
}
