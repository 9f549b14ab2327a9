//! `.ci/pipeline`: what a build server runs, and the examples that call it.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use crate::sandbox::Sandbox;
use crate::steps;

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

/// A sandbox with the sources of diditwork in a folder, as far as a pipeline needs them, and a `cargo` that builds nothing:
/// it writes down its arguments and puts the program where a build would.
fn with_sources(folder: &str) -> Sandbox {
    let sandbox = Sandbox::with_history();
    for made in ["bin", &format!("{folder}/.ci"), &format!("{folder}/.github/actions/diditwork")] {
        std::fs::create_dir_all(sandbox.path(made)).unwrap();
    }
    std::fs::copy(format!("{REPOSITORY}/.ci/pipeline"), sandbox.path(&format!("{folder}/.ci/pipeline")))
        .unwrap();
    let cargo = format!(
        "#!/bin/sh\necho \"$@\" >>built\nfor last; do :; done\nout=$(dirname \"$last\")/target/release\n\
         mkdir -p \"$out\"\nln -s {} \"$out/diditwork\"\n",
        env!("CARGO_BIN_EXE_diditwork")
    );
    sandbox.write("bin/cargo", cargo);
    std::fs::set_permissions(sandbox.path("bin/cargo"), std::fs::Permissions::from_mode(0o755)).unwrap();
    sandbox
}

fn path(sandbox: &Sandbox) -> String {
    format!("{}:/usr/bin:/bin", sandbox.path("bin").display())
}

/// Runs the shell steps of the composite action with these inputs, the others as they are by default.
fn action(sandbox: &Sandbox, inputs: &[(&str, &str)]) -> Output {
    let action = steps::read(".github/actions/diditwork/action.yml");
    let input = |name: &str| {
        let given = inputs.iter().find(|(given, _)| *given == name);
        given.map_or_else(
            || steps::value(&action, &format!("{name}:"), "default"),
            |(_, value)| (*value).to_owned(),
        )
    };
    let folder = sandbox.path("source/.github/actions/diditwork");
    let mut environment = vec![
        ("GITHUB_ACTION_PATH".to_owned(), folder.display().to_string()),
        ("GITHUB_STEP_SUMMARY".to_owned(), "summary.md".to_owned()),
        ("PATH".to_owned(), path(sandbox)),
    ];
    let (build, report) = ("- name: Build diditwork", "- name: Report");
    assert_eq!(steps::value(&action, build, "if"), "inputs.program == ''");
    if input("program").is_empty() {
        let made = steps::run(sandbox, &steps::value(&action, build, "run"), &environment);
        assert!(made.status.success(), "{made:?}");
    }
    for (name, value) in steps::pairs(&action, report, "env") {
        let value = value.strip_prefix("${{ inputs.").and_then(|value| value.strip_suffix(" }}"));
        environment.push((name, input(value.unwrap())));
    }
    steps::run(sandbox, &steps::value(&action, report, "run"), &environment)
}

/// Runs the lines of the job of GitLab with these variables, the others as the template has them.
fn gitlab(sandbox: &Sandbox, variables: &[(String, String)]) -> Output {
    let template = steps::read(".ci/gitlab.yml");
    let mut environment = steps::pairs(&template, ".diditwork:", "variables");
    environment.push(("PATH".to_owned(), path(sandbox)));
    environment.extend_from_slice(variables);
    steps::run(sandbox, &steps::value(&template, ".diditwork:", "script"), &environment)
}

const BUILD: &str = "build --release --locked --manifest-path";

#[test]
fn the_action_builds_the_program_and_reports() {
    let sandbox = with_sources("source");
    let run = action(&sandbox, &[("answers", "history")]);
    assert!(run.status.success(), "{run:?}");
    let manifest = sandbox.path("source/.github/actions/diditwork/../../../Cargo.toml");
    assert_eq!(sandbox.read("built"), format!("{BUILD} {}\n", manifest.display()));
    assert_eq!(sandbox.files_of("diditwork-pages"), ["report.html", "trend.html"]);
    assert!(sandbox.read("summary.md").starts_with("# "));
}

#[test]
fn the_action_takes_a_program_a_language_a_folder_and_a_gate() {
    let sandbox = with_sources("source");
    let program = env!("CARGO_BIN_EXE_diditwork");
    let inputs = [("answers", "history"), ("program", program), ("language", "ko"), ("output", "pages")];
    let run = action(&sandbox, &inputs);
    assert!(run.status.success(), "{run:?}");
    assert!(!sandbox.path("built").exists(), "there is a program, so none is built");
    assert!(sandbox.read("pages/report.html").contains("lang=\"ko\""));
    for gate in [("fail-under", "adoption=4.0"), ("fail-if-worse", "true")] {
        let run = action(&sandbox, &[("answers", "history"), ("program", program), gate]);
        assert_eq!(run.status.code(), Some(1), "{gate:?}: {run:?}");
    }
}

#[test]
fn the_job_of_gitlab_builds_the_program_and_reports() {
    let sandbox = with_sources("tools/diditwork");
    std::fs::create_dir(sandbox.path("devops")).unwrap();
    std::fs::rename(sandbox.path("history"), sandbox.path("devops/history")).unwrap();
    let example = steps::read("reports/examples/gitlab-ci.yml");
    assert_eq!(steps::value(&example, "diditwork:", "extends"), ".diditwork");
    let run = gitlab(&sandbox, &steps::pairs(&example, "diditwork:", "variables"));
    assert!(run.status.success(), "{run:?}");
    assert_eq!(sandbox.read("built"), format!("{BUILD} tools/diditwork/Cargo.toml\n"));
    assert_eq!(sandbox.files_of("diditwork-pages"), ["report.html", "summary.md", "trend.html"]);
    assert!(sandbox.read("diditwork-pages/summary.md").starts_with("# "));
    let template = steps::read(".ci/gitlab.yml");
    assert_eq!(steps::value(&template, "artifacts:", "paths"), "[\"diditwork-pages/\"]");
}

#[test]
fn the_job_of_gitlab_takes_a_program_and_a_gate() {
    let sandbox = with_sources("tools/diditwork");
    let given = |gate: (&str, &str)| {
        let program = ("PROGRAM", env!("CARGO_BIN_EXE_diditwork"));
        [program, ("ANSWERS", "history"), gate].map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for (gate, status) in
        [(("FAIL_UNDER", ""), 0), (("FAIL_UNDER", "adoption=4.0"), 1), (("FAIL_IF_WORSE", "true"), 1)]
    {
        let run = gitlab(&sandbox, &given(gate));
        assert_eq!(run.status.code(), Some(status), "{gate:?}: {run:?}");
        assert!(sandbox.path("diditwork-pages/report.html").exists());
    }
    assert!(!sandbox.path("built").exists(), "there is a program, so none is built");
}

/// Whatever a file passes on is a variable that the script reads; no file installs a package by a name.
#[test]
fn the_files_of_build_servers_fit_the_script() {
    let files = [
        ".ci/gitlab.yml",
        ".github/actions/diditwork/action.yml",
        "reports/examples/github-actions.yml",
        "reports/examples/gitlab-ci.yml",
    ];
    let [gitlab, action, on_github, on_gitlab] = files.map(steps::read);
    let script = steps::read(".ci/pipeline");
    let mut passed = steps::pairs(&action, "- name: Report", "env");
    passed.extend(steps::pairs(&gitlab, ".diditwork:", "variables"));
    for (name, _) in passed {
        let is_gitlabs_own = ["GIT_SUBMODULE_STRATEGY", "DIDITWORK"].contains(&name.as_str());
        assert!(is_gitlabs_own || script.contains(&format!("${{{name}:")), "{name}");
    }
    let inputs =
        steps::pairs(&on_github, "- uses: OWNER/REPOSITORY/.github/actions/diditwork@COMMIT", "with");
    assert_eq!(inputs, [("answers".to_owned(), "devops/history".to_owned())]);
    for text in [gitlab, action, on_github, on_gitlab] {
        assert!(!text.contains("install"), "{text}");
    }
}

/// What the documents say of pipelines is run as it stands there.
#[test]
fn the_command_of_the_documents_works() {
    let document = steps::read("reports/README.md");
    let section = document.split("## In a pipeline").nth(1).unwrap().split("\n## ").next().unwrap();
    let command = section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let sandbox = with_sources("tools/diditwork");
    let environment = [("PROGRAM", env!("CARGO_BIN_EXE_diditwork"))];
    let run = steps::run(&sandbox, command, &environment);
    assert!(run.status.success(), "{run:?}");
    assert_eq!(sandbox.files_of("diditwork-pages"), ["report.html", "trend.html"]);
}
