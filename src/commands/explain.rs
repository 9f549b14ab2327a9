//! `explain`: one trait or measure whole, or the list.

use crate::commands::{Session, styled};
use crate::error::{Error, Message, Result, nearest};
use crate::pack::Choice;
use crate::{render, terminal};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    id: Option<String>,
}

/// Explains a trait or measure, or lists all.
///
/// # Errors
/// An id that is not known.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let Some(id) = &arguments.id else {
        let content = session.pack.content(&session.words, Choice::None)?;
        return terminal::print(&styled(&render::explain::list(&content)));
    };
    let content = session.pack.content(&session.words, Choice::All)?;
    let Some(question) = content.questionnaire.question_by_any_name(id) else {
        let known = content.questionnaire.questions.iter().map(|question| question.id.as_str());
        let near = nearest(id, known).unwrap_or_default();
        return Err(Error::wrong(Message::new("explain.unknown").with("id", id).with("near", near)));
    };
    terminal::print(&styled(&render::explain::question(question, &content)))
}
