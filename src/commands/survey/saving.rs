//! What is asked when a file cannot be written: another try, another place, or to give up.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::language::Words;
use crate::terminal::{Choice, Entry, Event, Face, Key, Screen, Tone};

/// Asks what to do about a file that could not be written. Gives another place, or `None` for another try.
///
/// # Errors
/// The error itself, if the person gives up: what was not saved is lost then.
pub(super) fn again(face: &mut dyn Face, words: &Words, error: Error) -> Result<Option<PathBuf>> {
    let told: Vec<String> = error.findings.iter().map(|finding| words.tell(&finding.message)).collect();
    let screen = Screen {
        choices: Choice::all(["survey.saving.again", "survey.saving.elsewhere"].map(|id| words.say(id))),
        marked: Some(0),
        digits: words.say("survey.key.choose"),
        keys: vec![Key { letter: 'q', label: words.say("survey.saving.quit") }],
        ..Screen::default()
    };
    let screen = screen.say(told.join("\n"), Tone::Strong).gap().say(words.say("survey.saving"), Tone::Plain);
    loop {
        match face.ask(&screen) {
            Ok(Event::Chosen(0)) => return Ok(None),
            Ok(Event::Chosen(_)) => {
                let entry = Entry {
                    message: words.say("survey.saving.where"),
                    help: words.say("survey.saving.where.help"),
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
