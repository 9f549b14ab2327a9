//! `completions`: what a shell needs to complete commands and options.

use clap::{CommandFactory, ValueEnum};
use clap_complete::{generate, shells};

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
    let mut command = cli::localised(Cli::command(), &session.words, "help");
    let name = env!("CARGO_PKG_NAME");
    let mut script = Vec::new();
    match arguments.shell {
        Shell::Bash => generate(shells::Bash, &mut command, name, &mut script),
        Shell::Zsh => generate(shells::Zsh, &mut command, name, &mut script),
        Shell::Fish => generate(shells::Fish, &mut command, name, &mut script),
        Shell::Powershell => generate(shells::PowerShell, &mut command, name, &mut script),
    }
    terminal::print(&String::from_utf8_lossy(&script))
}
