//! `example`: the report of the sample team in the pack, for somebody who wants to see the result before answering.

use std::path::Path;

use crate::answers::{Answers, document};
use crate::commands::Session;
use crate::commands::output::{Companies, Format, Output, Style, rendered};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::{Error, Finding, Message, Result};
use crate::report::build;
use crate::store::Rights;

#[derive(Debug, clap::Args)]
#[command(mut_arg("with", |with| with.value_name("ID|TAG|all")))]
pub struct Arguments {
    #[command(flatten)]
    companies: Companies,
    #[command(flatten)]
    output: Output,
}

/// Writes the report of the sample team.
///
/// # Errors
/// A pack without a sample, a sample that cannot be read, a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, arguments.companies.choice())?;
    let Some((answers, findings)) = sample(session, &content)? else {
        return Err(Error::wrong(Message::new("example.none")));
    };
    let report = build::build(&content, &answers, &findings, arguments.companies.unverified());
    let format = arguments.output.format_or(Format::Html);
    let text = rendered(&report, &answers, &content, Style::of(format))?;
    let page = Path::new("diditwork-example.html");
    if let Some(file) = arguments.output.write(format, &text, page, &[], Rights::Usual)? {
        session.say_of(&file, &["report.written", "example.next"]);
    }
    Ok(())
}

/// The report of the sample team as plain text, if the pack has one.
///
/// # Errors
/// A sample that cannot be read.
pub fn text(session: &Session, content: &Content) -> Result<Option<String>> {
    let Some((answers, findings)) = sample(session, content)? else { return Ok(None) };
    let report = build::build(content, &answers, &findings, Unverified::Hidden);
    let text = rendered(&report, &answers, content, Style::of(Format::Text))?;
    Ok(Some(Format::Text.in_file(&text).into_owned()))
}

/// The answers of the sample team, with the warnings of reading them.
fn sample(session: &Session, content: &Content) -> Result<Option<(Answers, Vec<Finding>)>> {
    let language = session.pack.language(&content.questionnaire, &session.words);
    let Some((path, text)) = session.pack.example(&language)? else { return Ok(None) };
    let reading = document::read(&text, &content.questionnaire);
    reading.in_file(|_| session.pack.shown(&path)).result().map(Some)
}
