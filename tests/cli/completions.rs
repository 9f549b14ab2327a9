//! `diditwork completions` and `diditwork man`.
#![expect(clippy::print_stdout, reason = "what is not run must be seen")]

use std::process::Command;

use crate::sandbox::Sandbox;

/// Words that are typed, and what is offered for the last of them.
const TYPED: [(&str, &str); 6] = [
    ("diditwork rep", "report"),
    ("diditwork report --before", "--before"),
    ("diditwork report --form", "--format"),
    ("diditwork report --format ma", "markdown"),
    ("diditwork report --color n", "never"),
    ("diditwork --langu", "--language"),
];

/// What Bash offers for the last of these words after the script was read; `None` if there is no Bash.
fn offered_by_bash(sandbox: &Sandbox, words: &str) -> Option<Vec<String>> {
    let script = format!(
        "source diditwork.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
         _diditwork diditwork \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    printed(sandbox, "bash", &["--norc", "-c", &script])
}

/// What fish offers, without what it says of it.
fn offered_by_fish(sandbox: &Sandbox, words: &str) -> Option<Vec<String>> {
    let script = format!("source diditwork.fish; complete -C '{words}'");
    let lines = printed(sandbox, "fish", &["--no-config", "-c", &script])?;
    Some(lines.iter().filter_map(|line| line.split('\t').next().map(str::to_owned)).collect())
}

/// The lines that a shell prints; `None` if it cannot be had.
fn printed(sandbox: &Sandbox, shell: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let mut command = Command::new(shell);
    let Ok(output) =
        command.args(arguments).current_dir(sandbox.path("")).env("HOME", sandbox.path("")).output()
    else {
        println!("not run, because it is missing: {shell}");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

#[test]
fn bash_and_fish_complete_commands_options_and_values() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "fish"] {
        sandbox.write(&format!("diditwork.{shell}"), sandbox.run(&format!("completions {shell}")).output());
    }
    for (words, expected) in TYPED {
        for offered in
            [offered_by_bash(&sandbox, words), offered_by_fish(&sandbox, words)].into_iter().flatten()
        {
            assert_eq!(offered, [expected], "{words}");
        }
    }
}

#[test]
fn every_shell_gets_the_help_in_the_language_that_was_asked_for() {
    let sandbox = Sandbox::new();
    for (shell, mark) in [
        ("zsh", "#compdef diditwork"),
        ("fish", "complete -c diditwork"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let english = sandbox.run(&format!("completions {shell}")).output();
        assert!(
            english.contains(mark) && english.contains("Check answers files and questionnaires"),
            "{english}"
        );
        let korean = sandbox.run(&format!("completions {shell} --language ko")).output();
        assert!(korean.contains("답변 파일과 질문지의 오류를 모두"), "{korean}");
    }
    assert_eq!(sandbox.run("completions tcsh").status, Some(2));
}

#[test]
fn there_is_a_manual_page_for_the_whole_and_for_every_command() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("man -o pages --quiet").output(), "");
    let help = sandbox.run("--help").output();
    let list = help.split("Answer:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in &commands {
        let page = sandbox.read(&format!("pages/diditwork-{command}.1"));
        assert_eq!(page, sandbox.run(&format!("man {command}")).output());
        assert!(page.contains(&format!(".TH diditwork-{command} 1")), "{page}");
    }
    let whole = sandbox.read("pages/diditwork.1");
    assert_eq!(whole, sandbox.run("man").output());
    assert!(commands.iter().all(|command| whole.contains(&format!("diditwork\\-{command}(1)"))), "{whole}");
    assert_eq!(sandbox.run("man -o pages").status, Some(3), "what is there is not replaced");
    let unknown = sandbox.run("man reprot");
    assert_eq!(unknown.status, Some(2));
    assert!(unknown.stderr.contains("report"), "{unknown}");
}
