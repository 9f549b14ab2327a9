//! What a build server's file says, taken out of its YAML to be run here: the shape that these files keep, not all of YAML.
#![expect(clippy::disallowed_methods, reason = "tests read files themselves")]

use std::ffi::OsStr;
use std::process::{Command, Output};

use crate::sandbox::Sandbox;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// The text of a file of the repository.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{REPOSITORY}/{path}")).unwrap()
}

/// The value of a key below a line, such as `run` below `- name: Report`: what is behind it, or the lines below that are
/// further in, without dashes of a list and comments.
pub(crate) fn value(text: &str, below: &str, key: &str) -> String {
    let inside = text.lines().skip_while(|line| line.trim() != below).skip(1);
    let mut lines = inside.skip_while(|line| !line.trim().starts_with(&format!("{key}:")));
    let head = lines.next().unwrap_or_else(|| panic!("no {key} below {below}"));
    let indent = |line: &str| line.len() - line.trim_start().len();
    match head.split_once(':').unwrap().1.trim() {
        "" | "|" => {
            let inner = lines.take_while(|line| line.is_empty() || indent(line) > indent(head));
            let items =
                inner.map(|line| line.strip_prefix(&" ".repeat(indent(head) + 2)).unwrap_or_default());
            let items = items.filter(|line| !line.starts_with('#'));
            items.map(|line| line.strip_prefix("- ").map_or(line, unquoted).to_owned() + "\n").collect()
        }
        value => unquoted(value).to_owned(),
    }
}

/// Names and values below a key, such as `env` of a step.
pub(crate) fn pairs(text: &str, below: &str, key: &str) -> Vec<(String, String)> {
    let lines = value(text, below, key);
    let pairs =
        lines.lines().filter(|line| !line.trim().starts_with('#')).filter_map(|line| line.split_once(": "));
    pairs.map(|(name, value)| (name.to_owned(), unquoted(value).to_owned())).collect()
}

fn unquoted(value: &str) -> &str {
    let quoted = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    quoted('\'').or_else(|| quoted('"')).unwrap_or(value)
}

/// Runs a script in the sandbox's folder as build servers do: it ends with the first line that fails.
pub(crate) fn run(
    sandbox: &Sandbox,
    script: &str,
    environment: &[(impl AsRef<OsStr>, impl AsRef<OsStr>)],
) -> Output {
    let mut shell = Command::new("bash");
    shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(sandbox.path(""));
    shell
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8")])
        .envs(environment.iter().map(|(name, value)| (name, value)));
    shell.output().unwrap()
}
