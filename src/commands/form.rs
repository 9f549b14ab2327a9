//! `form`: the questionnaire as one page to answer on, to be mailed or put on any share.

use std::path::Path;

use crate::answers::Form;
use crate::commands::Session;
use crate::commands::output::Target;
use crate::error::Result;
use crate::pack::Choice;
use crate::render::html::form::{self, Mode};
use crate::store::Rights;
use crate::terminal;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Whether only the questions of the short form are asked.
    #[arg(long)]
    short: bool,
    /// Whether the saved answers hold neither respondent nor day.
    #[arg(long)]
    anonymous: bool,
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
    let Some(file) = arguments.target.file_or(Some(Path::new("diditwork-form.html"))) else {
        return terminal::print(&page);
    };
    arguments.target.write(&file, &page, &[], Rights::Usual)?;
    session.say_of(&file, &["form.written", "form.written.next"]);
    Ok(())
}
