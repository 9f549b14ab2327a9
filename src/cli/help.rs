//! Help in the reader's language: commands in groups, examples at the end, and cargo's colours.

use clap::builder::StyledStr;
use clap::builder::styling::{AnsiColor, Effects, Style, Styles};
use clap::{Arg, ArgAction};

use super::LAST;
use crate::language::Words;
use crate::{terminal, text};

/// Commands by what a person wants to do; the heading of a group is the sentence `help.group.NAME`.
const GROUPS: [(&str, &[&str]); 5] = [
    ("answer", &["survey", "form", "measure"]),
    ("read", &["report", "compare", "trend"]),
    ("together", &["team", "org", "tally"]),
    ("learn", &["example", "stories", "explain"]),
    ("set-up", &["check", "init", "completions", "man", HELP]),
];

/// Help of a command is asked for like a command, which clap does not know.
pub(super) const HELP: &str = "help";

/// The widest help, in columns.
const WIDEST: usize = 100;

const HEADING: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
const LITERAL: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);
const PLACEHOLDER: Style = AnsiColor::Cyan.on_default();
const REMARK: Style = Style::new().effects(Effects::DIMMED);

/// The whole command line with its help in the language of the words.
pub(super) fn whole(command: clap::Command, words: &Words) -> clap::Command {
    let styles = Styles::styled().header(HEADING).usage(HEADING).literal(LITERAL).placeholder(PLACEHOLDER);
    let command = localised(command, words, "help").styles(styles);
    let usage = styled(HEADING, &words.say("help.usage"));
    let options = styled(HEADING, &format!("{}:", words.say("help.options")));
    let groups = groups(&command, words);
    command
        .override_usage(format!(
            "{LITERAL}diditwork{LITERAL:#} {PLACEHOLDER}[OPTIONS] [COMMAND]{PLACEHOLDER:#}"
        ))
        .help_template(format!(
            "{{about-with-newline}}\n{usage} {{usage}}\n\n{groups}\n{options}\n{{options}}{{after-help}}"
        ))
}

/// The clap command with every sentence of its help from the words: `help`, `help.COMMAND`, `help.COMMAND.ARGUMENT`, and
/// the examples in `help.COMMAND.examples`.
fn localised(command: clap::Command, words: &Words, prefix: &str) -> clap::Command {
    let arguments: Vec<String> =
        command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    let commands: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let heading = |argument: Arg| {
        let is_positional = argument.is_positional();
        argument.help_heading(words.say(if is_positional { "help.arguments" } else { "help.options" }))
    };
    let mut command = command.about(words.say(prefix)).disable_help_flag(true).arg(heading(
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .display_order(LAST)
            .help(words.say("help.help")),
    ));
    for id in arguments {
        let help = words.say(&format!("{prefix}.{id}"));
        command = command.mut_arg(id, |argument| heading(argument).help(help).long_help(None));
    }
    for name in commands {
        let inner = format!("{prefix}.{name}");
        command = command.mut_subcommand(name, |command| localised(command, words, &inner));
    }
    let usage = styled(HEADING, &words.say("help.usage"));
    command
        .help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"))
        .after_help(examples(&words.say(&format!("{prefix}.examples")), words))
        .term_width(terminal::width().min(WIDEST))
}

/// The commands below the headings of their groups.
fn groups(command: &clap::Command, words: &Words) -> String {
    let names = GROUPS.iter().flat_map(|(_, names)| *names);
    let column = names.map(|name| name.len()).max().unwrap_or_default() + 4;
    let width = terminal::width().min(WIDEST);
    let mut lines = Vec::new();
    for (group, names) in GROUPS {
        let heading = words.say(&format!("help.group.{group}"));
        lines.push(styled(HEADING, &format!("{heading}:")));
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map_or_else(|| words.say("help.of-command"), ToString::to_string);
            let told = text::hanging(&about, width, &" ".repeat(column), &" ".repeat(column)).join("\n");
            let behind = told.get(2 + name.len()..).unwrap_or_default();
            lines.push(format!("  {}{behind}", styled(LITERAL, name)));
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

/// Examples as written in the text file, a remark (`# …`) before each command.
fn examples(written: &str, words: &Words) -> StyledStr {
    let mut lines = vec![styled(HEADING, &words.say("help.examples-heading"))];
    for line in written.lines() {
        let style = if line.starts_with('#') { REMARK } else { LITERAL };
        lines.push(format!("  {}", styled(style, line)));
    }
    lines.join("\n").into()
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_is_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        grouped.retain(|name| *name != HELP);
        grouped.sort_unstable();
        let command = Cli::command();
        let mut known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        known.sort_unstable();
        assert_eq!(grouped, known);
    }
}
