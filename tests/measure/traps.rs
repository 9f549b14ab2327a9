//! A repository is foreign ground: nothing that it configures runs, and names are only names.
#![cfg(unix)]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::script::{Commit, DAY, MONDAY, Repository, Script};

/// A repository of two deployments.
fn repository() -> Repository {
    let mut script = Script::default();
    for (mark, parents) in [(1usize, &[][..]), (2, &[1][..])] {
        let authored = MONDAY + mark as i64 * DAY;
        script.commit(Commit { mark, parents, authored, ..Commit::default() });
        script.annotated(&format!("v{mark}"), mark, authored + DAY);
    }
    script.build()
}

fn executable(path: &Path, content: &str) {
    let mut file = std::fs::File::create_new(path).unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn nothing_that_a_repository_configures_is_run() {
    let repository = repository();
    let marker = repository.path().join("ran");
    let trap = repository.path().join("trap");
    executable(&trap, &format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\n", marker.display()));
    let trap = trap.to_str().unwrap();
    let hooks = repository.path().join("hooks");
    std::fs::create_dir(&hooks).unwrap();
    for hook in
        ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"]
    {
        executable(&hooks.join(hook), &format!("#!/bin/sh\necho {hook} >> '{}'\n", marker.display()));
    }
    for (name, value) in [
        ("core.fsmonitor", trap),
        ("core.hooksPath", hooks.to_str().unwrap()),
        ("core.pager", trap),
        ("pager.log", trap),
        ("pager.rev-list", trap),
        ("core.sshCommand", trap),
        ("core.editor", trap),
        ("core.alternateRefsCommand", trap),
        ("gpg.program", trap),
        ("log.showSignature", "true"),
        ("alias.rev-list", &format!("!{trap}")),
        ("alias.for-each-ref", &format!("!{trap}")),
        ("diff.external", trap),
        ("credential.helper", trap),
    ] {
        repository.git(&["config", name, value]);
    }
    let metrics = repository.measure(&["--path", "file"]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], 2);
    assert!(!marker.exists(), "{}", std::io::read_to_string(std::fs::File::open(&marker).unwrap()).unwrap());
}

#[test]
fn nothing_is_fetched_for_what_is_missing() {
    let repository = repository();
    let marker = repository.path().join("ran");
    let first = repository.git(&["rev-parse", "v1^{}"]);
    let object = repository.path().join(".git/objects").join(&first[..2]).join(&first[2..]);
    std::fs::remove_file(object).unwrap();
    for (name, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::sh -c touch% {}", marker.display())),
        ("protocol.ext.allow", "always"),
        ("protocol.allow", "always"),
    ] {
        repository.git(&["config", name, value]);
    }
    let output = crate::script::run(&["measure", repository.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!marker.exists());
    let output = run_with_old_git(&["measure", repository.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!marker.exists(), "with a git that does not know GIT_NO_LAZY_FETCH");
}

/// Runs the program with a git that does not know the variable by which nothing is fetched.
fn run_with_old_git(arguments: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec '{}' \"$@\"\n", real_git());
    executable(&folder.path().join("git"), &script);
    Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .args(arguments)
        .env("PATH", format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap()))
        .output()
        .unwrap()
}

fn real_git() -> String {
    let output = Command::new("sh").args(["-c", "command -v git"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_missing_tree_is_not_fetched_by_an_old_git_either() {
    let repository = repository();
    let marker = repository.path().join("ran");
    let tree = repository.git(&["rev-parse", "v1^{tree}"]);
    let object = repository.path().join(".git/objects").join(&tree[..2]).join(&tree[2..]);
    std::fs::remove_file(object).unwrap();
    let trap = repository.path().join("trap");
    executable(&trap, &format!("#!/bin/sh\ntouch '{}'\n", marker.display()));
    for (name, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::{}", trap.display())),
        ("protocol.ext.allow", "always"),
    ] {
        repository.git(&["config", name, value]);
    }
    run_with_old_git(&["measure", repository.path().to_str().unwrap(), "--path", "file"]);
    assert!(!marker.exists());
}

#[test]
fn git_is_told_to_be_careful() {
    let repository = repository();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let real = real_git();
    let names = "GIT_NO_LAZY_FETCH GIT_OPTIONAL_LOCKS GIT_TERMINAL_PROMPT GIT_DIR GIT_LITERAL_PATHSPECS GIT_ALLOW_PROTOCOL";
    let script = format!(
        "#!/bin/sh\n{{ echo \"$*\"; for name in {names}; do eval \"echo $name=\\$$name\"; done; }} >> '{}'\nexec '{}' \"$@\"\n",
        log.display(),
        real.trim()
    );
    executable(&folder.path().join("git"), &script);
    let output = Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .args(["measure", repository.path().to_str().unwrap()])
        .env("PATH", format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap()))
        .env("GIT_DIR", "/nowhere")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = std::io::read_to_string(std::fs::File::open(&log).unwrap()).unwrap();
    let calls: Vec<&str> = told.lines().filter(|line| line.starts_with("--no-pager")).collect();
    assert_eq!(calls.len(), 4, "{calls:?}");
    for call in calls {
        for setting in [
            "core.fsmonitor=false",
            "log.showSignature=false",
            "core.hooksPath=/dev/null",
            "protocol.allow=never",
        ] {
            assert!(call.contains(&format!("-c {setting}")), "{call}");
        }
    }
    for set in [
        "GIT_NO_LAZY_FETCH=1",
        "GIT_OPTIONAL_LOCKS=0",
        "GIT_TERMINAL_PROMPT=0",
        "GIT_DIR=",
        "GIT_LITERAL_PATHSPECS=1",
        "GIT_ALLOW_PROTOCOL=",
    ] {
        assert!(told.lines().any(|line| line == set), "{set} in {told}");
    }
}

#[test]
fn odd_names_are_only_names() {
    let mut script = Script::default();
    let names = [
        "--output=x",
        "-v1",
        "v1\"q\"",
        "v$(touch${IFS}x)",
        "배포-1",
        "v1;x",
        "v1'x",
        "v1|x",
        "deep/er/v1",
        "v1\u{202e}x",
    ];
    for (mark, name) in (1usize..).zip(names) {
        let parents = [mark - 1];
        let parents = if mark == 1 { &[][..] } else { &parents[..] };
        let message = "odd\u{1b}[2J\tsubject\u{202e}";
        script.commit(Commit {
            mark,
            parents,
            authored: MONDAY + mark as i64 * DAY,
            message,
            ..Commit::default()
        });
        script.lightweight(name, mark);
    }
    let repository = script.build();
    let told = repository.measure(&[])["warnings"].to_string();
    assert!(told.contains("same kind of name: 4 (--output=x, "), "{told}");
    let metrics = repository.measure(&["--tags", "*"]);
    assert_eq!(metrics["deployment_frequency"]["deployments"], names.len());
    assert_eq!(metrics["change_lead_time"], serde_json::Value::Null, "tags without dates give no times");
    let chosen = repository.measure(&["--tags=-*", "--tags", "배포*"]);
    assert_eq!(chosen["deployment_frequency"]["deployments"], 3);
    assert!(!repository.path().join("x").exists());
}
