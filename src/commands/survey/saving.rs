//! What is asked when a file cannot be written: another try, another place, or to give up.

use std::path::PathBuf;

use crate::error::{Error, Kind, Result};
use crate::language::Words;
use crate::terminal::{Choice, Entry, Event, Face, Key, Screen, Tone};

/// What could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsaved {
    Answers,
    Report,
}

impl Unsaved {
    /// What is lost, how to leave, and which file could take it.
    const fn ids(self) -> [&'static str; 3] {
        match self {
            Self::Answers => ["survey.saving", "survey.saving.quit", "survey.saving.where.help"],
            Self::Report => {
                ["survey.saving.report", "survey.saving.report.quit", "survey.saving.report.help"]
            }
        }
    }
}

/// Writes a file, again and again until that works; `write` gets another place for it once the person has named one.
///
/// # Errors
/// The last error of writing, if the person gives up.
pub(super) fn insist<T>(
    face: &mut dyn Face,
    words: &Words,
    what: Unsaved,
    mut write: impl FnMut(Option<PathBuf>) -> Result<T>,
) -> Result<T> {
    let mut place = None;
    loop {
        match write(place.take()) {
            Err(error) if error.kind == Kind::File => place = again(face, words, what, error)?,
            written => return written,
        }
    }
}

/// Asks what to do about a file that could not be written. Gives another place, or `None` for another try.
///
/// # Errors
/// The error itself, if the person gives up.
fn again(face: &mut dyn Face, words: &Words, what: Unsaved, error: Error) -> Result<Option<PathBuf>> {
    let [lost, quit, example] = what.ids();
    let told: Vec<String> = error.findings.iter().map(|finding| words.tell(&finding.message)).collect();
    let screen = Screen {
        choices: Choice::all(["survey.saving.again", "survey.saving.elsewhere"].map(|id| words.say(id))),
        marked: Some(0),
        digits: words.say("survey.key.choose"),
        keys: vec![Key { letter: 'q', label: words.say(quit) }],
        ..Screen::default()
    };
    let screen = screen.say(told.join("\n"), Tone::Strong).gap().say(words.say(lost), Tone::Plain);
    loop {
        match face.ask(&screen) {
            Ok(Event::Chosen(0)) => return Ok(None),
            Ok(Event::Chosen(_)) => {
                let entry = Entry {
                    message: words.say("survey.saving.where"),
                    help: words.say(example),
                    ..Entry::default()
                };
                if let Some(place) = face.line(&entry)?.filter(|place| !place.is_empty()) {
                    return Ok(Some(PathBuf::from(place)));
                }
            }
            // A person who leaves must not think that everything was saved.
            Ok(Event::Key(_)) | Err(_) => return Err(error),
            Ok(_) => {}
        }
    }
}
