//! Terminals of every kind: none, one that cannot draw, narrow and wide ones, one that changes its size.

use std::process::{Command, Stdio};

use crate::answers;
use crate::harness::{CTRL_C, DOWN, ENTER, Setup, Terminal, USUAL, flat};

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

/// The environment of a terminal that cannot draw.
const DUMB: &[(&str, &str)] = &[("TERM", "dumb")];

#[test]
fn plain_lines_ask_everything_that_the_screen_asks() {
    // People who have the screen read aloud ask for it.
    for (environment, option) in [(DUMB, None), (&[][..], Some("--plain"))] {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup { rows: 60, environment, ..USUAL };
        let mut terminal = Terminal::start_in(
            folder.path(),
            &option.into_iter().chain(["--only", "telemetry,flow"]).collect::<Vec<_>>(),
            setup,
        );
        terminal.see("1 of 2 ·");
        terminal
            .see("u don't know, x doesn't apply, ? more, n note, s skip, b back, g go to, q save and quit");
        terminal.press("zz\r", "\"zz\" is not one of the numbers and letters above.");
        terminal.press("\r", "Nothing is marked yet.");
        terminal.press("2\r", "2 of 2 ·");
        assert_eq!(answers(folder.path())["answers"]["telemetry"], 1);
        terminal.press("<\r", "(your answer so far)");
        terminal.press("\r", "(your answer so far)");
        terminal.press("?\r", "Why we ask:");
        terminal.press("\r", "2 of 2 ·");
        terminal.press("n\r", "Note: (< goes back)");
        terminal.press("one button\r", "Links that show it:");
        terminal.press("\r", "Now choose one.");
        terminal.press("u\r", "Write the report");
        assert_eq!(answers(folder.path())["answers"]["flow"]["note"], "one button");
        assert!(!terminal.heard().contains('\x1b'), "{:?}", terminal.heard());
        terminal.press(CTRL_C, "To continue: diditwork");
        assert_eq!(terminal.end().code(), Some(130));
    }
}

#[test]
fn the_date_is_that_of_the_zone_that_the_machine_names() {
    let folder = tempfile::tempdir().unwrap();
    let answered_in = |zone: &'static [(&'static str, &'static str)]| {
        let setup = Setup { environment: zone, ..USUAL };
        let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry,flow"], setup);
        terminal.see("1 of 2 ·");
        terminal.press("2", "2 of 2 ·");
        let date = answers(folder.path())["date"].as_str().unwrap().to_owned();
        std::fs::remove_file(folder.path().join("answers.json")).unwrap();
        date
    };
    // The clocks of these two are 25 hours apart.
    let behind = answered_in(&[("TZ", "Pacific/Pago_Pago")]);
    let before = answered_in(&[("TZ", ":Pacific/Kiritimati")]);
    assert!(behind < before, "{behind} {before}");
}

#[test]
fn no_color_leaves_colours_and_weights_out() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup { environment: &[("NO_COLOR", "1")], ..USUAL };
    let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
    terminal.see("1 of 1 ·");
    terminal.press("u", "Write the report");
    let heard = terminal.heard();
    assert!(
        !heard.contains("\x1b[36m")
            && !heard.contains("\x1b[38")
            && !heard.contains("\x1b[1m")
            && !heard.contains("\x1b[2m"),
        "{heard:?}"
    );
}

#[test]
fn the_first_question_is_readable_at_every_width() {
    for columns in [40, 80, 200] {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup { columns, rows: 60, ..USUAL };
        let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
        let screen = terminal.see("q save and quit");
        assert!(flat(&screen).contains("Between two? Take the lower one."), "{screen}");
        for line in screen.lines() {
            assert!(line.chars().count() <= usize::from(columns.min(96)), "{line}");
        }
    }
}

#[test]
fn what_does_not_fit_scrolls_and_keeps_the_question_the_rule_and_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup { columns: 40, rows: 20, ..USUAL };
    let terminal = Terminal::start_in(folder.path(), &["--only", "telemetry"], setup);
    terminal.see(" ↓ ");
    for number in 1..=5 {
        terminal.send(DOWN);
        let screen = flat(&terminal.marks(number));
        for told in ["1 of 1 ·", "Take the lower one.", "q save and quit"] {
            assert!(screen.contains(told), "{screen}");
        }
    }
    terminal.press(ENTER, "Write the report");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 4);
}

#[test]
fn a_terminal_made_narrow_and_wide_in_the_middle_is_drawn_anew() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--only", "telemetry,flow"]);
    terminal.see("1 of 2 ·");
    for (rows, columns) in [(20, 40), (50, 200), (24, 80)] {
        terminal.resize(rows, columns);
        let screen = terminal.wait("the new width", |screen| {
            let longest = screen.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            longest <= usize::from(columns)
                && longest > usize::from(columns.min(90)) / 2
                && screen.contains("1 of 2")
        });
        assert_eq!(screen.matches("1 of 2").count(), 1, "{screen}");
    }
    terminal.send(DOWN);
    terminal.marks(1);
    terminal.resize(20, 40);
    terminal.marks(1);
    terminal.press(ENTER, "2 of 2 ·");
    assert_eq!(answers(folder.path())["answers"]["telemetry"], 0);
}
