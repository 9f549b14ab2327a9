//! What can go wrong, as data: findings with a code, a place and values; the sentences are in the text files.

use std::fmt;

/// A sentence that is not yet in a language: its id in the text files and the values to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The id of the sentence in `reports/text/LANG.json`; for a finding also its stable code.
    pub id: &'static str,
    /// The values by the name that stands in braces in the sentence.
    pub values: Vec<(&'static str, Value)>,
}

/// What is put into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// This text as it is.
    Text(String),
    /// The sentence of this id.
    Sentence(&'static str),
}

impl Message {
    /// The sentence of this id, without values so far.
    pub const fn new(id: &'static str) -> Self {
        Self { id, values: Vec::new() }
    }

    /// The same sentence with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, Value::Text(value.to_string())));
        self
    }

    /// The same sentence with another sentence as a value.
    #[must_use]
    pub fn with_sentence(mut self, name: &'static str, id: &'static str) -> Self {
        self.values.push((name, Value::Sentence(id)));
        self
    }
}

/// A place in a text, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// Whether a finding stops the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be done with this input.
    Error,
    /// The work goes on; a person should know.
    Warning,
}

/// One thing found in an input: what, where, how bad. Where the text files hold a sentence with the code and
/// `.hint` behind it, that sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it stops the work.
    pub severity: Severity,
    /// What was found; its id is the code.
    pub message: Message,
    /// The file, as it may be shown.
    pub file: Option<String>,
    /// The place in the file.
    pub place: Option<Place>,
    /// The line of the file at that place, to be shown with a caret under it.
    pub excerpt: Option<String>,
}

impl Finding {
    /// An error.
    pub const fn error(message: Message) -> Self {
        Self { severity: Severity::Error, message, file: None, place: None, excerpt: None }
    }

    /// A warning.
    pub const fn warning(message: Message) -> Self {
        Self { severity: Severity::Warning, message, file: None, place: None, excerpt: None }
    }

    /// The same finding with the file it was found in.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }
}

/// What kind of failure it is; the exit status follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The answer to what was asked is no.
    No,
    /// Wrong usage or wrong input.
    Input,
    /// A file could not be read, written or locked.
    File,
    /// Ended by Ctrl-C.
    Interrupted,
    /// Ended by another signal of this number.
    Signal(u8),
}

impl Kind {
    /// The exit status of the program.
    pub const fn status(self) -> u8 {
        match self {
            Self::No => 1,
            Self::Input => 2,
            Self::File => 3,
            Self::Interrupted => 130,
            Self::Signal(number) => 128u8.wrapping_add(number),
        }
    }
}

/// Why a command could not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of failure it is.
    pub kind: Kind,
    /// Everything that was found, in the order of the input; may be empty where nothing needs to be said.
    pub findings: Vec<Finding>,
}

impl Error {
    /// An error with one finding that is in no file.
    pub fn new(kind: Kind, message: Message) -> Self {
        Self { kind, findings: vec![Finding::error(message)] }
    }

    /// Wrong input, as found in a file.
    pub const fn input(findings: Vec<Finding>) -> Self {
        Self { kind: Kind::Input, findings }
    }

    /// The same error with every finding in this file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.findings = self.findings.into_iter().map(|finding| finding.in_file(file)).collect();
        self
    }
}

/// The result of whatever can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// The known id that is nearest to what somebody wrote, if it is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let limit = (written.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|id| (edit_distance(&written, id), id))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, id)| id)
}

/// Levenshtein's distance: insertions, deletions and replacements of single characters.
fn edit_distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 40 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_follows_from_the_kind() {
        let statuses =
            [Kind::No, Kind::Input, Kind::File, Kind::Interrupted, Kind::Signal(15)].map(Kind::status);
        assert_eq!(statuses, [1, 2, 3, 130, 143]);
    }

    #[test]
    fn a_slip_finds_the_id_that_was_meant() {
        let known = ["telemetry", "flow", "leadership"];
        assert_eq!(nearest("telemtry", known), Some("telemetry"));
        assert_eq!(nearest("Leadership", known), Some("leadership"));
        assert_eq!(nearest("kubernetes", known), None);
    }

    #[test]
    fn the_edit_distance_of_the_textbook_pair_is_three() {
        assert_eq!(edit_distance("kitten", "sitting"), 3);
    }
}
