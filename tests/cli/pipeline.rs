//! `.ci/pipeline`: what a build server runs, and the examples that call it.
#![expect(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::process::{Command, Output};

use crate::sandbox::Sandbox;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Runs the script in the sandbox's folder with this environment.
fn pipeline(sandbox: &Sandbox, environment: &[(&str, &str)]) -> Output {
    Command::new(format!("{REPOSITORY}/.ci/pipeline"))
        .current_dir(sandbox.path(""))
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("PROGRAM", env!("CARGO_BIN_EXE_diditwork"))])
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn a_history_gives_both_pages_and_a_summary() {
    let sandbox = Sandbox::with_history();
    let run = pipeline(&sandbox, &[("ANSWERS", "history"), ("GITHUB_STEP_SUMMARY", "summary.md")]);
    assert!(run.status.success(), "{run:?}");
    for page in ["report.html", "trend.html"] {
        assert!(sandbox.read(&format!("diditwork-pages/{page}")).contains("</html>"), "{page}");
    }
    let summary = sandbox.read("summary.md");
    assert_eq!(
        summary.lines().filter(|line| line.starts_with("# ")).count(),
        2,
        "what changed, and the report"
    );
    let printed = String::from_utf8(run.stdout).unwrap();
    assert!(!printed.contains("# "), "the summary has a file of its own: {printed}");
}

#[test]
fn one_round_gives_a_report_in_the_language_asked_for() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    let run =
        pipeline(&sandbox, &[("ANSWERS", "strong.json"), ("REPORT_LANGUAGE", "ko"), ("OUTPUT", "pages")]);
    assert!(run.status.success(), "{run:?}");
    assert!(
        sandbox.read("pages/report.html").contains("lang=\"ko\"")
            || sandbox.read("pages/report.html").contains("lang=ko")
    );
    assert!(!sandbox.path("pages/trend.html").exists());
    assert!(String::from_utf8(run.stdout).unwrap().contains("# "), "without a summary file it is printed");
}

#[test]
fn a_gate_that_is_not_met_is_status_1_and_the_pages_are_there() {
    let sandbox = Sandbox::with_history();
    let run = pipeline(&sandbox, &[("ANSWERS", "history"), ("FAIL_UNDER", "adoption=4.0")]);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    assert!(sandbox.path("diditwork-pages/report.html").exists());
    let run = pipeline(&sandbox, &[("ANSWERS", "history"), ("FAIL_IF_WORSE", "true"), ("OUTPUT", "again")]);
    assert_eq!(run.status.code(), Some(1), "results of the sample fell by 0.02 in the last quarter");
    assert!(sandbox.path("again/report.html").exists());
}

#[test]
fn a_folder_without_answers_and_a_broken_file_are_status_2_or_1() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    let run = pipeline(&sandbox, &[("ANSWERS", "empty")]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    assert!(String::from_utf8(run.stderr).unwrap().contains("no .json file in empty"));
    sandbox.write("broken.json", "{");
    let run = pipeline(&sandbox, &[("ANSWERS", "broken.json")]);
    assert_eq!(run.status.code(), Some(1), "check found errors: {run:?}");
    assert!(!sandbox.path("diditwork-pages").exists(), "nothing is written for answers that are wrong");
}

/// The examples call the script or the action that calls it, with inputs that exist, and install no package by name.
#[test]
fn the_examples_and_the_action_fit_the_script() {
    let read = |path: &str| std::fs::read_to_string(format!("{REPOSITORY}/{path}")).unwrap();
    let script = read(".ci/pipeline");
    let action = read(".github/actions/diditwork/action.yml");
    for line in action.lines().filter(|line| line.contains(": ${{ inputs.") && !line.contains("if:")) {
        let variable = line.trim().split(':').next().unwrap();
        assert!(script.contains(variable) || ["name", "path"].contains(&variable), "{variable}");
    }
    let (github, gitlab) =
        (read("reports/examples/github-actions.yml"), read("reports/examples/gitlab-ci.yml"));
    assert!(
        github.contains("/.github/actions/diditwork@") && gitlab.contains("tools/diditwork/.ci/pipeline")
    );
    assert!(![&github, &gitlab, &action].iter().any(|text| text.contains("cargo install")));
}
