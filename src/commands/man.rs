//! `man`: the help as manual pages.

use std::path::PathBuf;

use crate::commands::Session;
use crate::error::{Error, Message, Result, nearest};
use crate::store::{self, folder};
use crate::terminal;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The command whose page to show; `None` is the main page.
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    #[arg(short = 'o', long = "output", id = "output", value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints one page of the `whole` command line, or writes all of them into a folder.
///
/// # Errors
/// If the command is unknown, or if the pages cannot be written.
pub fn run(session: &Session, arguments: &Arguments, mut whole: clap::Command) -> Result<()> {
    whole.build();
    if let Some(output) = &arguments.output {
        let commands = std::iter::once(&whole).chain(whole.get_subcommands());
        let pages: Vec<(String, String)> =
            commands.map(|command| (format!("{}.1", name(command)), page(command))).collect();
        folder::write(output, &pages)?;
        let message = Message::new("man.written").with("folder", store::shown(output));
        session.say(&message.with("number", pages.len()));
        session.say(&Message::new("man.next").with("folder", store::shown(output)));
        return Ok(());
    }
    let Some(wanted) = &arguments.command else { return show(&mut whole) };
    let names = whole.get_subcommands().map(clap::Command::get_name);
    let near = nearest(wanted, names).unwrap_or_default().to_owned();
    let Some(command) = whole.find_subcommand_mut(wanted) else {
        return Err(Error::wrong(Message::new("usage.command").with("value", wanted).with("near", near)));
    };
    show(command)
}

/// Shows one page: as help to a person at a terminal, else as a manual page for other programs.
fn show(command: &mut clap::Command) -> Result<()> {
    if terminal::shows_output() {
        return terminal::print_styled(&command.render_help());
    }
    terminal::print(&page(command))
}

/// The name of a command's page, such as `diditwork-survey`.
fn name(command: &clap::Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &clap::Command) -> String {
    let source = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command.clone()).title(name(command)).source(source).render(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}
