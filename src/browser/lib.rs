//! `diditwork` for a browser: a few functions over JSON, and the three calls through which a script reaches them.
//!
//! A script asks for room with [`reserve`], writes a [`Call`] there as JSON, and calls [`answer`]; the reply, a
//! [`Reply`] as JSON, is [`length`] bytes at the address that it gives. Everything else is the library as it is.

use std::cell::RefCell;

use diditwork::intake::Document;
use serde::{Deserialize, Serialize};

mod functions;

pub use functions::{code, content, form, report, story, team};

/// What a script asks for; `language` is a tag such as `ko`.
#[derive(Debug, Deserialize)]
#[serde(tag = "function", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Call {
    /// The questionnaire as the page to answer on.
    Form { language: String, short: bool },
    /// The report of one person's answers: an answers file, a page that holds answers, a sheet, or a short code.
    Report { language: String, name: String, answers: String },
    /// The report of several people's answers.
    Team { language: String, documents: Vec<Given>, anonymous: bool },
    /// The short code of answers, or the answers of a short code.
    Code { language: String, answers: String },
    /// One story.
    Story { language: String, id: String },
}

/// A file or a short code that a person handed in.
#[derive(Debug, Deserialize)]
pub struct Given {
    pub name: String,
    /// Its bytes, a character each from U+0000 to U+00FF: a sheet may have any encoding.
    pub bytes: String,
}

impl From<Given> for Document {
    fn from(given: Given) -> Self {
        // A character beyond a byte is none of ours; it becomes a byte that no encoding of text has.
        let bytes = given.bytes.chars().map(|one| u8::try_from(one).unwrap_or(u8::MAX));
        Self { name: given.name, bytes: bytes.collect() }
    }
}

/// What a script gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The page, the file or the code.
    Done(String),
    /// Sentences that say what is wrong, where, and what to do.
    Wrong(Vec<String>),
}

/// Answers a call.
pub fn reply(call: &[u8]) -> Reply {
    let result = match serde_json::from_slice(call) {
        Err(error) => Err(vec![error.to_string()]),
        Ok(Call::Form { language, short }) => form(&language, short),
        Ok(Call::Report { language, name, answers }) => report(&language, &name, &answers),
        Ok(Call::Team { language, documents, anonymous }) => {
            let documents: Vec<Document> = documents.into_iter().map(Document::from).collect();
            team(&language, &documents, anonymous)
        }
        Ok(Call::Code { language, answers }) => code(&language, &answers),
        Ok(Call::Story { language, id }) => story(&language, &id),
    };
    result.map_or_else(Reply::Wrong, Reply::Done)
}

thread_local! {
    static CALL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static REPLY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a call of this many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    CALL.with_borrow_mut(|call| {
        call.clear();
        call.resize(length, 0);
        call.as_mut_ptr()
    })
}

/// Answers the call that is in the room; the address of the reply.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    let reply = CALL.with_borrow(|call| reply(call));
    REPLY.with_borrow_mut(|bytes| {
        *bytes = serde_json::to_vec(&reply).unwrap_or_default();
        bytes.as_ptr()
    })
}

/// How many bytes the last reply has.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    REPLY.with_borrow(Vec::len)
}
