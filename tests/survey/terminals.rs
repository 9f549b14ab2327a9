//! Terminals of every kind: none, one that cannot draw, narrow and wide ones, one that changes its size.

use std::process::{Command, Stdio};

use crate::answers;
use crate::harness::{CTRL_C, DOWN, ENTER, FRESH, Setup, Terminal, USUAL, flat};

#[test]
fn without_a_terminal_it_ends_at_once_and_says_how_else_to_answer() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = flat(&String::from_utf8(output.stderr).unwrap());
    assert!(told.contains("diditwork survey --blank -o answers.json"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn with_redirected_errors_it_does_not_wait_blind() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_diditwork");
    let script = folder.path().join("run.sh");
    std::fs::write(&script, format!("{program} survey 2>err; echo status $?\n")).unwrap();
    // A shell inside the terminal redirects the errors of the program.
    let mut terminal = Terminal::start_program("/bin/sh", folder.path(), &["run.sh"], USUAL);
    terminal.see("status 2");
    terminal.end();
}

#[test]
fn a_terminal_that_cannot_draw_gets_plain_lines() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup { environment: &[("TERM", "dumb")], ..USUAL };
    let mut terminal = Terminal::start_in(folder.path(), &["--only", "telemetry,flow"], setup);
    terminal.see("a) Users tell us about trouble first.");
    terminal.see("Your letter (< goes back):");
    terminal.press("zz\r", "is not one of the letters a to");
    terminal.press("\r", "Nothing chosen yet. Which describes you best?");
    terminal.press("b\r", "Govern · 2 of 2");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 1);
    terminal.press(
        "<\r",
        "b) We watch machines only, for example disk, memory and processor. (your answer so far)",
    );
    terminal.press("\r", "a) Nothing is controlled");
    assert!(!terminal.heard().contains('\x1b'), "{:?}", terminal.heard());
    terminal.press(CTRL_C, "To go on: diditwork");
    assert_eq!(terminal.end().code(), Some(130));
}

#[test]
fn the_date_is_that_of_the_zone_that_the_machine_names() {
    let folder = tempfile::tempdir().unwrap();
    let answered_in = |zone: &'static [(&'static str, &'static str)]| {
        let setup = Setup { environment: zone, ..USUAL };
        let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry,flow"], setup);
        terminal.see("Your letter (< goes back):");
        terminal.press("b\r", "Govern · 2 of 2");
        let date = answers(folder.path())["date"].as_str().unwrap().to_owned();
        std::fs::remove_file(folder.path().join("answers.json")).unwrap();
        date
    };
    // The clocks of these two are 25 hours apart.
    let behind = answered_in(&[("TERM", "dumb"), ("TZ", "Pacific/Pago_Pago")]);
    let before = answered_in(&[("TERM", "dumb"), ("TZ", ":Pacific/Kiritimati")]);
    assert!(behind < before, "{behind} {before}");
}

#[test]
fn plain_lines_show_what_was_measured_too() {
    let folder = tempfile::tempdir().unwrap();
    crate::measure(folder.path());
    let setup = Setup { environment: &[("TERM", "dumb")], ..USUAL };
    let arguments = ["--only", "change-fail-rate", "--measured", "metrics.json"];
    let terminal = Terminal::start_in(folder.path(), &arguments, setup);
    terminal.see("Your letter (< goes back):");
    let screen = flat(&terminal.heard());
    assert!(screen.contains("Measured: 29 % (deployments: 14"), "{screen}");
    assert!(screen.contains("j) Take the measured number: 29 %"), "{screen}");
    terminal.press("j\r", "29 % gives: Over 16 % up to 32 %.");
    assert_eq!(answers(folder.path())["answers"]["change-fail-rate"]["level"], 2);
}

#[test]
fn no_color_leaves_colours_out() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup { environment: &[("NO_COLOR", "1")], ..USUAL };
    let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
    terminal.see(FRESH);
    terminal.choose("I don't know", "All answers");
    assert!(!terminal.heard().contains("\x1b[3"), "{:?}", terminal.heard());
}

#[test]
fn rows_break_between_words_at_every_width() {
    for columns in [40, 80, 200] {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup { columns, rows: 60, ..USUAL };
        let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
        let screen = terminal.see("Go elsewhere, or stop …");
        let all = flat(&screen);
        assert!(
            all.contains("Main services have application figures and central logs; few people"),
            "{screen}"
        );
        for line in screen.lines() {
            assert!(line.chars().count() <= usize::from(columns.min(100)), "{line}");
        }
    }
}

#[test]
fn a_list_that_does_not_fit_scrolls_and_keeps_the_question_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup { columns: 40, ..USUAL };
    let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
    let screen = terminal.see(FRESH);
    assert!(
        flat(&screen).contains("How do you see what a change did to the system and its users?"),
        "{screen}"
    );
    terminal.move_to("Go elsewhere");
    assert!(flat(&terminal.screen()).contains("Which describes you best?"), "{}", terminal.screen());
}

#[test]
fn a_terminal_made_narrow_in_the_middle_stays_readable() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see(FRESH);
    terminal.resize(24, 40);
    terminal.send(DOWN);
    terminal.highlights("Users tell us");
    terminal.send(DOWN);
    terminal.highlights("We watch machines");
    // The next question is laid out for the new width.
    let screen = terminal.press(ENTER, FRESH);
    terminal.see("Govern · 2 of 2");
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 1);
}
