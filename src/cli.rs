//! The command line: what is common to all commands, the default command, and help and usage errors in words.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::commands::{
    check, compare, completions, example, explain, form, init, man, measure, org, report, stories, survey,
    tally, team, trend,
};
use crate::error::{Error, Kind, Message, Result, nearest};
use crate::language::{Language, Words};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "diditwork", disable_help_subcommand = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// In help, what every command takes stands behind what one takes.
const LAST: usize = 100;

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    /// A folder with a questionnaire of one's own.
    #[arg(long, global = true, display_order = LAST, value_name = "DIR")]
    pub questionnaire: Option<PathBuf>,
    /// The language of everything that is said.
    #[arg(long, global = true, display_order = LAST, value_name = "TAG")]
    pub language: Option<String>,
    /// When to use colours.
    #[arg(
        long,
        global = true,
        display_order = LAST,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Colour,
    /// Whether to keep remarks back.
    #[arg(short, long, global = true, display_order = LAST)]
    pub quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// Where the output is a terminal that wants them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands; each stands in a file of its own.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Asks the survey and writes answers and report.
    Survey(survey::Arguments),
    /// Turns answers into a report.
    Report(report::Arguments),
    /// Writes the report of a sample team.
    Example(example::Arguments),
    /// Prints the comparison with companies.
    Compare(compare::Arguments),
    /// Lists the stories or tells one.
    Stories(stories::Arguments),
    /// Explains a trait or a measure.
    Explain(explain::Arguments),
    /// Says what several people's answers say together.
    Team(team::Arguments),
    /// Tells of all teams of an organisation.
    Org(org::Arguments),
    /// Counts a part of the answers.
    Tally(tally::Arguments),
    /// Writes the questionnaire as a page to answer on.
    Form(form::Arguments),
    /// Measures the delivery metrics.
    Measure(measure::Arguments),
    /// Tells what changed over time.
    Trend(trend::Arguments),
    /// Validates packs and answers.
    Check(check::Arguments),
    /// Copies the built-in pack to make one of one's own.
    Init(init::Arguments),
    /// Prints what a shell completes by.
    Completions(completions::Arguments),
    /// Prints the help as manual pages.
    Man(man::Arguments),
}

/// Options of ours that take a value, so that the command behind them is found.
const WITH_VALUE: [&str; 3] = ["--questionnaire", "--language", "--color"];

/// The arguments with the default command put in where none is named.
///
/// `help` and `help COMMAND` are `--help` and `COMMAND --help`.
pub fn with_default_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut position = 1;
    if arguments.get(1).is_some_and(|first| first == "help") && arguments.len() <= 3 {
        arguments.remove(1);
        arguments.push(OsString::from("--help"));
    }
    while let Some(argument) = arguments.get(position).map(|argument| argument.to_string_lossy().into_owned())
    {
        if Command::has_subcommand(&argument)
            || ["-h", "--help", "-V", "--version"].contains(&argument.as_str())
        {
            return arguments;
        }
        let is_common = argument == "-q"
            || argument == "--quiet"
            || WITH_VALUE.iter().any(|option| argument.starts_with(option));
        if !is_common {
            // A slip in a command's name must not begin a survey in a file of that name.
            let is_bare = !argument.starts_with('-') && !argument.contains(['.', '/', '\\']);
            if is_bare && nearest_command(&argument).is_some() {
                return arguments;
            }
            break;
        }
        position += if WITH_VALUE.contains(&argument.as_str()) { 2 } else { 1 };
    }
    arguments.insert(position.min(arguments.len()), OsString::from("survey"));
    arguments
}

/// The language that the arguments or the locale ask for, before anything else is read.
pub fn wanted_language(
    arguments: &[OsString],
    locale: impl Fn(&str) -> Option<String>,
) -> Result<Option<Language>> {
    let mut named = None;
    for (position, argument) in arguments.iter().enumerate() {
        let argument = argument.to_string_lossy();
        match argument.strip_prefix("--language") {
            Some("") => named = arguments.get(position + 1).map(|tag| tag.to_string_lossy().into_owned()),
            Some(tag) if tag.starts_with('=') => named = Some(tag[1..].to_owned()),
            _ => {}
        }
    }
    if let Some(tag) = named {
        let unknown = || Error::new(Kind::Input, Message::new("usage.language").with("tag", &tag));
        return Language::from_tag(&tag).map(Some).ok_or_else(unknown);
    }
    let first =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(locale).find(|value| !value.is_empty());
    Ok(first.and_then(|locale| Language::from_tag(&locale)))
}

/// Parses the arguments; help and usage errors come in the language of the words.
pub fn parse(arguments: Vec<OsString>, words: &Words) -> std::result::Result<Cli, Usage> {
    let matches = match Cli::command().try_get_matches_from(&arguments) {
        // Only help needs the sentences of every command.
        Err(error) if is_help(&error) => whole(words).try_get_matches_from(arguments),
        parsed => parsed,
    };
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| usage(&error))
}

fn is_help(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand)
}

/// The name of the command that somebody may have meant.
fn nearest_command(written: &str) -> Option<String> {
    let command = Cli::command();
    nearest(written, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}

/// What parsing ended with where it gave no command.
#[derive(Debug)]
pub enum Usage {
    /// Help that was asked for, to be printed.
    Help(StyledStr),
    /// Wrong usage.
    Wrong(Error),
}

/// The whole command line with its help in the language of the words.
pub fn whole(words: &Words) -> clap::Command {
    localised(Cli::command(), words, "help")
}

/// The clap command with every sentence of its help from the words: `help`, `help.COMMAND`, `help.COMMAND.ARGUMENT`.
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
    let usage = words.say("help.usage");
    command
        .subcommand_help_heading(words.say("help.commands"))
        .help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"))
        .max_term_width(100)
}

fn usage(error: &clap::Error) -> Usage {
    if is_help(error) {
        return Usage::Help(error.render());
    }
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            Message::new("usage.surplus").with("argument", argument)
        }
        ErrorKind::UnknownArgument => Message::new("usage.unknown")
            .with("argument", argument)
            .with("near", context(ContextKind::SuggestedArg)),
        ErrorKind::InvalidValue if value.is_empty() => {
            Message::new("usage.no-value").with("argument", argument)
        }
        ErrorKind::InvalidValue => Message::new("usage.value")
            .with("argument", argument)
            .with("value", value)
            .with("known", context(ContextKind::ValidValue)),
        ErrorKind::InvalidSubcommand => {
            let written = context(ContextKind::InvalidSubcommand);
            let near = nearest_command(&written).unwrap_or_default();
            Message::new("usage.command").with("value", written).with("near", near)
        }
        ErrorKind::ArgumentConflict => Message::new("usage.conflict")
            .with("argument", argument)
            .with("other", context(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => Message::new("usage.missing").with("argument", argument),
        ErrorKind::ValueValidation => {
            Message::new("usage.invalid").with("argument", argument).with("value", value)
        }
        _ => Message::new("usage.other"),
    };
    Usage::Wrong(Error::new(Kind::Input, message))
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(arguments: &[&str]) -> String {
        let arguments =
            std::iter::once("diditwork").chain(arguments.iter().copied()).map(OsString::from).collect();
        let completed = with_default_command(arguments);
        completed.iter().skip(1).map(|argument| argument.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_survey_is_the_command_where_none_is_named() {
        assert_eq!(completed(&[]), "survey");
        assert_eq!(completed(&["mine.json", "--short"]), "survey mine.json --short");
        assert_eq!(completed(&["--language", "ko", "--quiet"]), "--language ko --quiet survey");
        assert_eq!(completed(&["--language=ko", "report"]), "--language=ko report");
        assert_eq!(completed(&["--language", "report", "stories"]), "--language report stories");
        assert_eq!(completed(&["--help"]), "--help");
        assert_eq!(completed(&["reprot"]), "reprot", "a slip is no file");
        assert_eq!(completed(&["./reprot"]), "survey ./reprot");
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_option_wins_over_the_locale() {
        let arguments = ["diditwork", "--language", "ko"].map(OsString::from);
        let locale = |name: &str| (name == "LANG").then(|| "fr_FR.UTF-8".to_owned());
        assert_eq!(wanted_language(&arguments, locale).unwrap(), Language::from_tag("ko"));
        assert_eq!(wanted_language(&arguments[..1], locale).unwrap(), Language::from_tag("fr-FR"));
    }
}
