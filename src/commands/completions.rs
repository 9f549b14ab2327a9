//! `completions`: what a shell needs to complete commands and options.

use clap_complete::Shell;

use crate::commands::Session;
use crate::error::Result;
use crate::terminal;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(hide_possible_values = true)]
    shell: Shell,
}

/// Prints the script for the `whole` command line.
///
/// # Errors
/// If standard output cannot be written.
pub fn run(_: &Session, arguments: &Arguments, mut whole: clap::Command) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut whole, env!("CARGO_PKG_NAME"), &mut script);
    terminal::print(&String::from_utf8_lossy(&script))
}
