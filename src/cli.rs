//! The command line: what is common to all commands, the default command, and usage errors in words.

mod help;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::commands::{
    check, compare, completions, example, explain, form, init, man, measure, org, report, stories, survey,
    tally, team, trend,
};
use crate::error::{Error, Message, Result, nearest};
use crate::language::{Language, Words};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "diditwork", disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// In help, options of every command come after those of one.
const LAST: usize = 100;

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    #[arg(long, global = true, display_order = LAST, value_name = "DIR")]
    pub questionnaire: Option<PathBuf>,
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
    #[arg(short, long, global = true, display_order = LAST)]
    pub quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// If the output is a terminal, and `NO_COLOR` is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands; each has its own file.
#[derive(Debug, Subcommand)]
pub enum Command {
    Survey(survey::Arguments),
    Report(report::Arguments),
    Example(example::Arguments),
    Compare(compare::Arguments),
    Stories(stories::Arguments),
    Explain(explain::Arguments),
    Team(team::Arguments),
    Org(org::Arguments),
    Tally(tally::Arguments),
    Form(form::Arguments),
    Measure(measure::Arguments),
    Trend(trend::Arguments),
    Check(check::Arguments),
    Init(init::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Common options that take a value, so that the command after them is found.
const WITH_VALUE: [&str; 3] = ["--questionnaire", "--language", "--color"];

/// The arguments with the default command put in if none is named.
///
/// `help` and `help COMMAND` become `--help` and `COMMAND --help`. A bare word that is neither a command nor a file is left
/// for the parser to refuse, so that a slip does not begin a survey.
pub fn with_default_command(mut arguments: Vec<OsString>, is_file: impl Fn(&str) -> bool) -> Vec<OsString> {
    let mut position = 1;
    while let Some(argument) = arguments.get(position).map(|argument| argument.to_string_lossy().into_owned())
    {
        if argument == help::HELP {
            arguments.remove(position);
            arguments.retain(|argument| argument != help::HELP);
            arguments.push(OsString::from("--help"));
            return arguments;
        }
        if Command::has_subcommand(&argument)
            || ["-h", "--help", "-V", "--version"].contains(&argument.as_str())
        {
            return arguments;
        }
        let is_common = argument == "-q"
            || argument == "--quiet"
            || WITH_VALUE.iter().any(|option| argument.starts_with(option));
        if !is_common {
            let is_bare = !argument.starts_with('-') && !argument.contains(['.', '/', '\\']);
            if is_bare && !is_file(&argument) {
                return arguments;
            }
            break;
        }
        position += if WITH_VALUE.contains(&argument.as_str()) { 2 } else { 1 };
    }
    arguments.insert(position.min(arguments.len()), OsString::from("survey"));
    arguments
}

/// The value that an option has in the arguments, before they are parsed; the last one wins.
fn value_of(arguments: &[OsString], option: &str) -> Option<String> {
    let mut named = None;
    for (position, argument) in arguments.iter().enumerate() {
        let argument = argument.to_string_lossy();
        match argument.strip_prefix(option) {
            Some("") => named = arguments.get(position + 1).map(|value| value.to_string_lossy().into_owned()),
            Some(value) if value.starts_with('=') => named = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    named
}

/// When the arguments ask for colour, so that help and usage errors follow it too.
pub fn wanted_colour(arguments: &[OsString]) -> Option<Colour> {
    value_of(arguments, "--color").and_then(|value| Colour::from_str(&value, false).ok())
}

/// The language that the arguments or the locale ask for, before anything else is read.
///
/// # Errors
/// A tag of `--language` that is no language tag.
pub fn wanted_language(
    arguments: &[OsString],
    locale: impl Fn(&str) -> Option<String>,
) -> Result<Option<Language>> {
    if let Some(tag) = value_of(arguments, "--language") {
        let unknown = || Error::wrong(Message::new("usage.language").with("tag", &tag));
        return Language::from_tag(&tag).map(Some).ok_or_else(unknown);
    }
    let first =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(locale).find(|value| !value.is_empty());
    Ok(first.and_then(|locale| Language::from_tag(&locale)))
}

/// Parses the arguments; help and usage errors come in the language of the words.
///
/// # Errors
/// Help that was asked for, and usage that is wrong.
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
    Wrong(Error),
}

/// The whole command line with its help in the language of the words.
pub fn whole(words: &Words) -> clap::Command {
    help::whole(Cli::command(), words)
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
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == argument => {
            Message::new("usage.twice").with("argument", argument)
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
    Usage::Wrong(Error::wrong(message))
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
        let completed = with_default_command(arguments, |name| name == "mine");
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
        assert_eq!(completed(&["reprot"]), "reprot", "a slip is not a file");
        assert_eq!(completed(&["deployments", "--help"]), "deployments --help");
        assert_eq!(completed(&["mine"]), "survey mine");
        assert_eq!(completed(&["help", "report"]), "report --help");
        assert_eq!(completed(&["help", "help"]), "--help");
        assert_eq!(
            completed(&["--language", "ko", "help", "--color=always"]),
            "--language ko --color=always --help"
        );
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
