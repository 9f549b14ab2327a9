//! `compare`: the comparison with companies, in the terminal.

use std::path::PathBuf;

use crate::commands::output::Companies;
use crate::commands::{Session, answers_path, read_answers, styled};
use crate::error::{Error, Message, Result};
use crate::report::build;
use crate::{render, terminal};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The answers file, or a report page that holds answers.
    answers: Option<PathBuf>,
    #[command(flatten)]
    companies: Companies,
}

/// Prints the comparison.
///
/// # Errors
/// A questionnaire without stories, answers that cannot be read, and a company that is not known.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, arguments.companies.choice_before_answers())?;
    if !content.questionnaire.has_stories() {
        return Err(Error::wrong(Message::new("story.none")));
    }
    let path = answers_path(arguments.answers.as_ref());
    let (answers, findings) = read_answers(session, &path, &content.questionnaire)?;
    let content = arguments.companies.fitted(session, content, &answers)?;
    let report = build::build(&content, &answers, &findings, arguments.companies.unverified());
    terminal::print(&styled(&render::sections::comparison(&report, &content)))
}
