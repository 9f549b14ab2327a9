//! The scripts, one function a shell. Each looks for the command among the words before the cursor, then offers what
//! that command takes; where anything may stand, the shell offers files.

use std::fmt::Write;

use super::{Choice, Entry};

/// A line at the end of a script; writing to a text never fails.
fn line(script: &mut String, line: &str) {
    let _ = writeln!(script, "{line}");
}

fn names(commands: &[Entry]) -> Vec<&str> {
    commands.iter().map(|command| command.name.as_str()).collect()
}

/// The options as words: `--format`, `-o`.
fn flags<'a>(options: impl Iterator<Item = &'a Choice>) -> Vec<String> {
    options
        .flat_map(|choice| {
            let short = choice.short.map(|short| format!("-{short}"));
            std::iter::once(format!("--{}", choice.long)).chain(short)
        })
        .collect()
}

pub(super) fn bash(whole: &Entry) -> String {
    let commands = names(&whole.commands);
    let mut script = String::new();
    line(&mut script, "_diditwork() {");
    line(
        &mut script,
        "    local current=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"",
    );
    line(&mut script, "    local command= word words=");
    line(&mut script, "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do");
    let alternatives = commands.join("|");
    line(&mut script, &format!("        case $word in {alternatives}) command=$word; break ;; esac"));
    line(&mut script, "    done\n    case $command:$before:$current in");
    for command in &whole.commands {
        for choice in whole.options_of(command).filter(|choice| choice.takes_value) {
            let values = choice.values.join(" ");
            line(&mut script, &format!("        {}:--{}:*) words='{values}' ;;", command.name, choice.long));
        }
    }
    for choice in whole.options.iter().filter(|choice| choice.takes_value) {
        let values = choice.values.join(" ");
        line(&mut script, &format!("        :--{}:*) words='{values}' ;;", choice.long));
    }
    for command in &whole.commands {
        let flags = flags(whole.options_of(command)).join(" ");
        line(&mut script, &format!("        {}:*:-*) words='{flags}' ;;", command.name));
        line(&mut script, &format!("        {}:*) words='{}' ;;", command.name, command.words.join(" ")));
    }
    line(&mut script, &format!("        :*:-*) words='{}' ;;", flags(whole.options.iter()).join(" ")));
    line(&mut script, &format!("        *) words='{}' ;;", commands.join(" ")));
    line(&mut script, "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}");
    line(&mut script, "complete -F _diditwork -o bashdefault -o default diditwork");
    script
}

pub(super) fn zsh(whole: &Entry) -> String {
    let quoted = |text: &str| text.replace('\'', "'\\''");
    let inside = |text: &str| quoted(&text.replace('[', "\\[").replace(']', "\\]").replace(':', "\\:"));
    let specs = |options: &mut dyn Iterator<Item = &Choice>| -> String {
        let spec = |choice: &Choice| {
            let value = match (choice.takes_value, choice.values.is_empty()) {
                (false, _) => String::new(),
                (true, true) => ":value:_files".to_owned(),
                (true, false) => format!(":value:({})", choice.values.join(" ")),
            };
            let help = inside(&choice.help);
            let short = choice.short.map(|short| format!(" '-{short}[{help}]{value}'")).unwrap_or_default();
            format!(" '--{}[{help}]{value}'{short}", choice.long)
        };
        options.map(spec).collect()
    };
    let mut script =
        String::from("#compdef diditwork\n_diditwork() {\n    local state line\n    local -a commands\n");
    line(&mut script, "    commands=(");
    for command in &whole.commands {
        let help = quoted(&command.help.replace(':', "\\:"));
        line(&mut script, &format!("        '{}:{help}'", command.name));
    }
    let global = specs(&mut whole.options.iter());
    line(
        &mut script,
        &format!("    )\n    _arguments -C{global} '1:command:->command' '*::argument:->argument'"),
    );
    line(&mut script, "    case $state in\n    command) _describe command commands ;;");
    line(&mut script, "    argument)\n        case $line[1] in");
    for command in &whole.commands {
        let specs = specs(&mut whole.options_of(command));
        let fixed = format!("({})", command.words.join(" "));
        let words = if command.words.is_empty() { "_files" } else { &fixed };
        line(&mut script, &format!("        {}) _arguments{specs} '*:argument:{words}' ;;", command.name));
    }
    line(&mut script, "        esac ;;\n    esac\n}");
    line(
        &mut script,
        "if [ \"$funcstack[1]\" = _diditwork ]; then _diditwork \"$@\"; else compdef _diditwork diditwork; fi",
    );
    script
}

pub(super) fn fish(whole: &Entry) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let mut script = String::new();
    let mut option = |when: &str, choice: &Choice| {
        let short = choice.short.map(|short| format!(" -s {short}")).unwrap_or_default();
        let value = match (choice.takes_value, choice.values.is_empty()) {
            (false, _) => String::new(),
            (true, true) => " -r".to_owned(),
            (true, false) => format!(" -x -a '{}'", choice.values.join(" ")),
        };
        let help = quoted(&choice.help);
        line(&mut script, &format!("{when} -l {}{short}{value} -d '{help}'", choice.long));
    };
    let first = "complete -c diditwork -n __fish_use_subcommand";
    whole.options.iter().for_each(|choice| option(first, choice));
    let seen = |name: &str| format!("complete -c diditwork -n '__fish_seen_subcommand_from {name}'");
    for command in &whole.commands {
        whole.options_of(command).for_each(|choice| option(&seen(&command.name), choice));
    }
    for command in &whole.commands {
        let help = quoted(&command.help);
        line(&mut script, &format!("{first} -f -a {} -d '{help}'", command.name));
        if !command.words.is_empty() {
            let words = command.words.join(" ");
            line(&mut script, &format!("{} -f -a '{words}'", seen(&command.name)));
        }
    }
    script
}

pub(super) fn powershell(whole: &Entry) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut script = String::from("$diditwork = @{\n");
    let mut list = |name: &str, entries: Vec<(String, &str)>| {
        line(&mut script, &format!("    {} = @(", quoted(name)));
        for (word, help) in entries {
            line(&mut script, &format!("        ,@({}, {})", quoted(&word), quoted(help)));
        }
        line(&mut script, "    )");
    };
    let offered = |choice: &Choice| (format!("--{}", choice.long), choice.help.clone());
    let start = whole.commands.iter().map(|command| (command.name.clone(), command.help.as_str()));
    list("", start.collect());
    for command in &whole.commands {
        let options: Vec<(String, String)> = whole.options_of(command).map(offered).collect();
        let words = command.words.iter().map(|word| (word.clone(), command.help.as_str()));
        list(
            &command.name,
            words.chain(options.iter().map(|(word, help)| (word.clone(), help.as_str()))).collect(),
        );
    }
    script.push_str(POWERSHELL_END);
    script
}

/// What `PowerShell` does with the table of commands.
const POWERSHELL_END: &str = "}
Register-ArgumentCompleter -Native -CommandName diditwork -ScriptBlock {
    param($current, $tree, $position)
    $words = $tree.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() }
    $command = $words | Where-Object { $_ -ne '' -and $_ -ne $current -and $diditwork.ContainsKey($_) } | Select-Object -First 1
    $diditwork[\"$command\"] | Where-Object { $_[0] -like \"$current*\" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
    }
}
";
