//! `diditwork survey` where nobody is there to answer. Its questions are tested in a terminal, in `tests/survey`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn without_a_terminal_it_says_how_else_to_answer() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("survey"), @r#"
    status 2
    ---- stderr
    error: the survey needs a terminal, and there is none here.
      hint: answer in a file instead: "diditwork survey --blank -o answers.json" writes one to fill in.
    "#);
    assert_eq!(sandbox.run(""), sandbox.run("survey"), "the survey is the command where none is named");
    assert_eq!(sandbox.files(), [""; 0]);
}

#[test]
#[cfg(unix)]
fn what_holds_answers_can_be_read_by_its_owner_only_and_other_reports_as_usual() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::with_answers(["strong.json"]);
    let rights = |name| sandbox.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(sandbox.run("survey --blank -o blank.json -q").status, Some(0));
    assert_eq!(rights("blank.json"), 0o600);
    let told = sandbox.run_in_shell("umask 022", "report strong.json -q");
    assert_eq!((told.status, rights("strong.html")), (Some(0), 0o600), "the page holds the answers");
    let told = sandbox.run_in_shell("umask 022", "report strong.json --without-notes -q -o public.html");
    assert_eq!((told.status, rights("public.html")), (Some(0), 0o644));
}

#[test]
fn a_form_to_fill_in_is_a_sound_answers_file() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("survey --blank -o blank.json"), @"
    status 0
    ---- stderr
    Wrote blank.json. Replace null with a level for each question you can answer.
    Next: diditwork report blank.json
    ");
    assert_eq!(sandbox.run("check blank.json").output(), "Errors: 0. Warnings: 0.\n");
    assert_snapshot!(sandbox.run("report blank.json --format text --short").lines(1..=3), @"
    status 0
    ---- stdout
    Not enough answers
    Have you adopted DevOps? Not enough answers.
      open: 16 more answers are needed; start with Trunk-based development
    ");
}
