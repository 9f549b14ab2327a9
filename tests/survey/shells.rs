//! Completions in the shells that complete only for somebody who types.
#![expect(clippy::print_stdout, reason = "what is not run must be seen")]

use crate::harness::{Terminal, USUAL};

/// What is typed, with the tabulator at its end, and what then stands on the line.
const TYPED: [(&str, &str); 6] = [
    ("diditwork rep\t", "diditwork report "),
    ("diditwork report --unv\t", "diditwork report --unverified "),
    ("diditwork report --format ma\t", "diditwork report --format markdown "),
    ("diditwork completions f\t", "diditwork completions fish "),
    ("diditwork --color n\t", "diditwork --color never "),
    ("diditwork report answ\t", "diditwork report answers.json "),
];

/// Types each of them into a shell that has read its script.
fn completes(shell: &str, arguments: &[&str], set_up: &str) {
    if !["/bin", "/usr/bin"].iter().any(|folder| std::path::Path::new(folder).join(shell).exists()) {
        println!("not run, because it is missing: {shell}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = std::process::Command::new(env!("CARGO_BIN_EXE_diditwork"))
        .args(["completions", shell])
        .output()
        .unwrap();
    std::fs::write(folder.path().join("script"), script.stdout).unwrap();
    std::fs::write(folder.path().join("answers.json"), "").unwrap();
    let terminal = Terminal::start_program(shell, folder.path(), arguments, USUAL);
    terminal.press(&format!("{set_up}; . ./script; echo read''y\r"), "ready");
    for (typed, completed) in TYPED {
        terminal.press(typed, completed.trim_end());
        // What comes behind shows that the word was ended, and nothing else was offered.
        terminal.send("!\x01echo \x05 | tr -s '!' '.'\r");
        terminal.see(&format!("{completed}."));
    }
}

#[test]
fn zsh_completes_commands_options_values_and_files() {
    completes("zsh", &["-f", "-i"], "autoload -Uz compinit; compinit -D -u");
}

#[test]
fn bash_completes_them_for_somebody_who_types() {
    completes("bash", &["--norc", "-i"], "true");
}
