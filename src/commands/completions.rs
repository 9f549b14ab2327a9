//! `completions`: what a shell needs to complete commands and options.

mod scripts;

use clap::{CommandFactory, ValueEnum};

use crate::cli::{self, Cli};
use crate::commands::Session;
use crate::error::Result;
use crate::terminal;

/// What `completions` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell.
    #[arg(hide_possible_values = true)]
    shell: Shell,
}

/// The shells that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// `PowerShell`.
    Powershell,
}

/// Prints the script.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let whole = Entry::of(&cli::localised(Cli::command(), &session.words, "help"));
    terminal::print(&match arguments.shell {
        Shell::Bash => scripts::bash(&whole),
        Shell::Zsh => scripts::zsh(&whole),
        Shell::Fish => scripts::fish(&whole),
        Shell::Powershell => scripts::powershell(&whole),
    })
}

/// A command as far as a shell completes it.
struct Entry {
    name: String,
    help: String,
    options: Vec<Choice>,
    /// The words that may stand as its argument; empty where any may.
    words: Vec<String>,
    commands: Vec<Self>,
}

/// An option.
struct Choice {
    long: String,
    short: Option<char>,
    help: String,
    takes_value: bool,
    values: Vec<String>,
}

impl Entry {
    fn of(command: &clap::Command) -> Self {
        let choice = |argument: &clap::Arg| {
            Some(Choice {
                long: argument.get_long()?.to_owned(),
                short: argument.get_short(),
                help: argument.get_help().map(ToString::to_string).unwrap_or_default(),
                takes_value: argument.get_action().takes_values(),
                values: values(argument),
            })
        };
        Self {
            name: command.get_name().to_owned(),
            help: command.get_about().map(ToString::to_string).unwrap_or_default(),
            options: command.get_arguments().filter_map(choice).collect(),
            words: command.get_positionals().flat_map(values).collect(),
            commands: command.get_subcommands().map(Self::of).collect(),
        }
    }

    /// The options of a command with those that every command takes.
    fn options_of<'a>(&'a self, command: &'a Self) -> impl Iterator<Item = &'a Choice> {
        let own = |choice: &&Choice| command.options.iter().all(|known| known.long != choice.long);
        command.options.iter().chain(self.options.iter().filter(own))
    }
}

/// The words that an argument takes where they are a fixed set; a switch has none.
fn values(argument: &clap::Arg) -> Vec<String> {
    if !argument.get_action().takes_values() {
        return Vec::new();
    }
    argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
}
