//! What README.md and CONTRIBUTING.md say, held against the program: their commands are run as they stand there.

use std::path::Path;
use std::process::Command;

use crate::sandbox::Sandbox;

const README: &str = include_str!("../../README.md");
const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");
const CARGO: &str = include_str!("../../Cargo.toml");

/// The lines of the shell blocks.
fn commands() -> Vec<&'static str> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in README.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => found.push(line.split('#').next().unwrap_or_default().trim()),
            _ => {}
        }
    }
    found
}

/// The arguments of a line that starts the program, without what a shell does with its output.
fn arguments(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("diditwork").or_else(|| line.strip_prefix("cargo run --release --"))?;
    Some(rest.split(['>', '|']).next().unwrap_or_default().trim())
}

#[test]
fn every_command_of_the_readme_works() {
    let sandbox = Sandbox::with_history();
    sandbox.write("answers.json", include_str!("../answers/strong.json"));
    sandbox.write("deployments.csv", include_str!("../measure/example/deployments.csv"));
    sandbox.write("incidents.csv", include_str!("../measure/example/incidents.csv"));
    sandbox.write("team.ndjson", include_str!("../answers/team.ndjson"));
    sandbox.write("organisation.ndjson", include_str!("../answers/organisation.ndjson"));
    repository(&sandbox);
    let mut ran = 0;
    for line in commands() {
        let Some(arguments) = arguments(line) else { continue };
        if arguments.is_empty() || arguments.starts_with("survey") || arguments.contains("--open") {
            continue; // Needs a person or a browser; tests of their own cover these.
        }
        // The quotes are for a shell.
        let outcome = sandbox.run(&arguments.replace('\'', ""));
        assert_eq!(outcome.status, Some(0), "{line}\n{outcome}");
        ran += 1;
    }
    assert!(ran >= 8, "the README shows every command, {ran} were found");
}

/// Makes the folder a repository with a tag, for the commands that measure one.
pub(crate) fn repository(sandbox: &Sandbox) {
    let git = |arguments: &str| {
        let mut command = Command::new("git");
        command.args(arguments.split_whitespace()).current_dir(sandbox.path("")).env_clear();
        for (name, value) in [("NAME", "A"), ("EMAIL", "a@a.example"), ("DATE", "2026-03-02T09:00:00Z")] {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        let output = command.env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git("init --quiet");
    git("commit --quiet --allow-empty --message first");
    git("tag v1.0.0");
}

#[test]
fn every_command_of_the_help_is_in_the_readme() {
    let help = Sandbox::new().run("--help").output();
    let list = help.split("Answer:").nth(1).unwrap().split("Options:").next().unwrap();
    let entries =
        list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    for name in entries.filter_map(|entry| entry.split_whitespace().next()) {
        let shown = commands().iter().any(|line| line.starts_with(&format!("diditwork {name}")));
        assert!(shown, "no example of {name}");
    }
}

#[test]
fn the_excerpt_in_the_readme_is_what_the_program_prints() {
    let excerpt = README.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let printed = Sandbox::new().run("example --format text").output();
    assert!(printed.starts_with(excerpt), "the README shows\n{excerpt}\nand the program prints\n{printed}");
}

#[test]
fn the_answers_in_the_readme_are_sound() {
    let answers = README.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let sandbox = Sandbox::new();
    sandbox.write("answers.json", answers);
    assert_eq!(sandbox.run("check answers.json").output(), "Errors: 0. Warnings: 0.\n");
}

#[test]
fn the_map_names_every_room() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in source.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let room = format!("src/{}", name.trim_end_matches(".rs"));
        assert!(CONTRIBUTING.contains(&room), "{room} is not on the map in CONTRIBUTING.md");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let mut is_dependency = false;
    for line in CARGO.lines() {
        if line.starts_with('[') {
            is_dependency = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| is_dependency) {
            let reason = CONTRIBUTING.lines().find(|row| row.starts_with('|') && row.contains(name));
            assert!(reason.is_some(), "{name} has no line under \"Dependencies\" in CONTRIBUTING.md");
        }
    }
}
