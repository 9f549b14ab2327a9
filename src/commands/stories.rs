//! `stories`: the list of the stories, or one with its facts, years, confidence and links.

use crate::commands::output::Format;
use crate::commands::{Session, styled};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::{Error, Message, Result};
use crate::pack::{self, Choice};
use crate::render::document::Document;
use crate::{render, terminal};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    id: Option<String>,
    /// Which stories to list, by id or tag.
    #[arg(long, value_name = "ID|TAG|all", value_delimiter = ',', conflicts_with = "id")]
    with: Vec<String>,
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    #[arg(value_parser = Format::one_of(&[Format::Text, Format::Markdown, Format::Html]))]
    format: Option<Format>,
    /// Whether facts of which the source was not read are shown, marked.
    #[arg(long)]
    unverified: bool,
}

/// Lists the stories or shows one.
///
/// # Errors
/// A questionnaire without stories, and a story or tag that is not known.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let Some(id) = &arguments.id else {
        let choice = if arguments.with.is_empty() { Choice::All } else { Choice::These(&arguments.with) };
        let content = session.pack.content(&session.words, choice)?;
        if !content.questionnaire.has_stories() {
            return Err(Error::wrong(Message::new("story.none")));
        }
        return print(&render::story::list(&content), &content, arguments.format);
    };
    let names = std::slice::from_ref(id);
    let content = session.pack.content(&session.words, Choice::These(names))?;
    let Some(told) = content.stories.iter().find(|told| told.story.id == *id) else {
        return Err(pack::unknown_story(&content.questionnaire, id));
    };
    let unverified = if arguments.unverified { Unverified::Shown } else { Unverified::Hidden };
    let document = render::story::story(told, &content, unverified);
    print(&document, &content, arguments.format)
}

fn print(document: &Document, content: &Content, format: Option<Format>) -> Result<()> {
    terminal::print(&match format {
        Some(Format::Markdown) => render::markdown::set(document),
        Some(Format::Html) => render::html::document::page(document, content)?,
        _ => styled(document),
    })
}
