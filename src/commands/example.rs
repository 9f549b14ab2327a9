//! `example`: the report of the sample team in the pack, for somebody who wants to see the result before answering.

use std::path::Path;

use crate::answers::document;
use crate::commands::Session;
use crate::commands::output::{Companies, Output, Style, rendered};
use crate::error::{Error, Kind, Message, Result};
use crate::report::build;
use crate::store;

/// What `example` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Which companies to compare with.
    #[command(flatten)]
    companies: Companies,
    /// Where the report goes.
    #[command(flatten)]
    output: Output,
}

/// Writes the report of the sample team.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, arguments.companies.choice())?;
    let language = session.pack.language(&content.questionnaire, &session.words);
    let Some((path, text)) = session.pack.example(&language)? else {
        return Err(Error::new(Kind::Input, Message::new("example.none")));
    };
    let reading = document::read(&text, &content.questionnaire);
    let file = session.pack.shown(&path);
    let findings: Vec<_> = reading.findings.into_iter().map(|finding| finding.in_file(&file)).collect();
    let Some(answers) = reading.answers else { return Err(Error::input(findings)) };
    let report = build::build(&content, &answers, &findings, arguments.companies.unverified());
    let style = Style { format: arguments.output.format(), short: false, without_notes: false };
    let text = rendered(report, &answers, &content, style)?;
    if let Some(file) = arguments.output.write(&text, Path::new("diditwork-example.html"), &[])? {
        session.say(&Message::new("report.written").with("file", store::shown(&file)));
    }
    Ok(())
}
