//! `form`: the questionnaire as one page to answer on, to be mailed or put on any share.

use std::path::{Path, PathBuf};

use crate::answers::Form;
use crate::commands::Session;
use crate::error::{Message, Result};
use crate::pack::Choice;
use crate::render::html::form::{self, Mode};
use crate::store::{self, Replace, Rights};
use crate::terminal;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file; `-` is standard output.
    #[arg(short = 'o', long = "output", id = "output", value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Whether only the questions of the short form are asked.
    #[arg(long)]
    short: bool,
    /// Whether the saved answers hold neither respondent nor day.
    #[arg(long)]
    anonymous: bool,
    /// Whether to replace a file that is no page of ours.
    #[arg(long)]
    force: bool,
}

/// Writes the page.
///
/// # Errors
/// A file that cannot be written or must not be replaced.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, Choice::None)?;
    let team = arguments.team.as_deref().map(str::trim).filter(|team| !team.is_empty());
    let mode = if arguments.anonymous { Mode::Anonymous } else { Mode::Workshop };
    let kind = if arguments.short { Form::Short } else { Form::Full };
    let page = form::page(&content, team, mode, kind)?;
    let file = arguments.file.as_deref().unwrap_or(Path::new("diditwork-form.html"));
    if file == Path::new("-") {
        return terminal::print(&page);
    }
    let replace = if arguments.force { Replace::Anything } else { Replace::OwnReport };
    store::write_report(file, &page, &[], replace, Rights::Usual)?;
    session.say(&Message::new("form.written").with("file", store::shown(file)));
    session.say(&Message::new("form.written.next"));
    Ok(())
}
