//! `man`: the help as manual pages.

use std::path::PathBuf;

use clap::CommandFactory;

use crate::cli::{self, Cli};
use crate::commands::Session;
use crate::error::{Error, Kind, Message, Result, nearest};
use crate::store::{self, folder};
use crate::terminal;

/// What `man` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The command whose page is printed; nothing is the page of the whole.
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    /// A folder for all pages.
    #[arg(short = 'o', long = "output", id = "output", value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints one page, or writes all of them into a folder.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let mut whole = cli::localised(Cli::command(), &session.words, "help");
    whole.build();
    if let Some(output) = &arguments.output {
        let commands = std::iter::once(&whole).chain(whole.get_subcommands());
        let pages: Vec<(String, String)> =
            commands.map(|command| (format!("{}.1", name(command)), page(command))).collect();
        folder::write(output, &pages)?;
        let message = Message::new("man.written").with("folder", store::shown(output));
        session.say(&message.with("number", pages.len()));
        return Ok(());
    }
    let Some(wanted) = &arguments.command else { return terminal::print(&page(&whole)) };
    let Some(command) = whole.find_subcommand(wanted) else {
        let known = whole.get_subcommands().map(clap::Command::get_name);
        let near = nearest(wanted, known).unwrap_or_default();
        return Err(Error::new(
            Kind::Input,
            Message::new("usage.command").with("value", wanted).with("near", near),
        ));
    };
    terminal::print(&page(command))
}

/// The name of a command's page, such as `diditwork-survey`.
fn name(command: &clap::Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

/// A page as roff: what the command is, how it is called, what it takes, and its commands.
fn page(command: &clap::Command) -> String {
    let name = name(command);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let source = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let usage = command.clone().render_usage().to_string();
    let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage);
    let mut page = vec![format!(".TH {name} 1 \"\" \"{source}\"")];
    page.push(format!(".SH NAME\n{} \\- {}", escaped(name), escaped(&about)));
    page.push(format!(".SH SYNOPSIS\n{}", escaped(usage.trim())));
    let arguments: Vec<&clap::Arg> = command.get_arguments().collect();
    if !arguments.is_empty() {
        page.push(".SH OPTIONS".to_owned());
    }
    for argument in arguments {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
        let called = format!("{short}{argument}");
        page.push(format!(".TP\n\\fB{}\\fR\n{}", escaped(&called), escaped(&help)));
    }
    if command.has_subcommands() {
        page.push(".SH COMMANDS".to_owned());
    }
    for inner in command.get_subcommands() {
        let about = inner.get_about().map(ToString::to_string).unwrap_or_default();
        page.push(format!(".TP\n\\fB{}\\fR(1)\n{}", escaped(self::name(inner)), escaped(&about)));
    }
    page.join("\n") + "\n"
}

/// A text in which nothing is a request of roff.
fn escaped(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-").replace('\n', " ");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}
