//! The commands, one file each, and what they share: the session and the way errors are shown.

pub mod check;
pub mod compare;
pub mod completions;
pub mod example;
pub mod explain;
pub mod form;
mod gate;
pub mod init;
pub mod man;
pub mod measure;
pub mod org;
pub mod output;
pub mod report;
pub mod several;
pub mod stories;
pub mod survey;
pub mod tally;
pub mod team;
pub mod trend;
mod what_if;

use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::error::{Finding, Message, Result, Severity};
use crate::language::Words;
use crate::pack::Pack;
use crate::questionnaire::Questionnaire;
use crate::render::document::Document;
use crate::{answers, render, store, terminal};

/// At most this many findings are shown if they are not the output itself; the rest is counted.
pub const MOST_FINDINGS: usize = 20;

/// What a command works with: the pack, the words, and how much it says.
#[derive(Clone, Debug)]
pub struct Session {
    pub pack: Pack,
    pub words: Words,
    /// Whether remarks are kept back.
    pub quiet: bool,
}

impl Session {
    /// Says something to the person, unless they asked for quiet.
    pub fn say(&self, message: &Message) {
        if !self.quiet {
            terminal::say(&self.words.tell(message));
        }
    }

    /// Says what was done to a file, and what comes next.
    pub fn say_of(&self, file: &Path, ids: &[&'static str]) {
        for id in ids {
            self.say(&Message::new(id).with("file", store::shown(file)));
        }
    }

    /// A path as it is shown to people; `-` is standard input.
    pub fn shown(&self, path: &Path) -> String {
        if path == Path::new("-") { self.words.say("file.input") } else { store::shown(path) }
    }

    /// Tells warnings, unless the person asked for quiet.
    pub fn warn(&self, findings: &[Finding]) {
        if !self.quiet {
            tell(&self.words, findings, MOST_FINDINGS);
        }
    }
}

/// Tells so many findings: what, where, and what to do.
pub fn tell(words: &Words, findings: &[Finding], most: usize) {
    // A log or an editor that reads along wants one line a sentence.
    let width = terminal::error_width().unwrap_or(usize::MAX);
    for finding in findings.iter().take(most) {
        terminal::say_lines(&render::finding::coloured_lines(finding, words, width));
    }
    if findings.len() > most {
        let more = Message::new("finding.more").with("number", findings.len() - most);
        terminal::say(&words.tell(&more));
    }
}

/// The answers of a file or of a report page. Warnings of reading them are shown, and given for the report.
///
/// # Errors
/// Everything wrong with the file at once, each with its place.
pub fn read_answers(
    session: &Session,
    path: &Path,
    questionnaire: &Questionnaire,
) -> Result<(Answers, Vec<Finding>)> {
    let (text, guessed) = store::read_noting(path)?;
    session.warn(guessed.as_slice());
    let is_input = path == Path::new("-");
    // A warning names a file by its last part, since it may be passed on; an error leads back to the file.
    let (answers, findings) = answers::document::read(&text, questionnaire)
        .in_file(|severity| match severity {
            Severity::Warning if !is_input => store::name(path),
            _ => session.shown(path),
        })
        .result()?;
    session.warn(&findings);
    Ok((answers, findings))
}

/// A document for the terminal; its looks are taken out where the output has no colour.
pub fn styled(document: &Document) -> String {
    render::text::set(document, terminal::width(), render::text::Style::Terminal)
}

/// The answers file that was named, or `answers.json` here.
pub fn answers_path(named: Option<&PathBuf>) -> PathBuf {
    named.cloned().unwrap_or_else(|| PathBuf::from("answers.json"))
}
