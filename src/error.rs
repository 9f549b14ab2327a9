//! What can go wrong, as data: findings with a code, a place and values; the sentences are in the text files.

use std::fmt;

/// A longer line, in bytes, is not shown with what was found in it: a person could not find their way in it either.
const LONGEST_LINE: usize = 64 * 1024;

/// A longer text, in characters, is cut where it is put into a sentence.
const LONGEST_VALUE: usize = 2_000;

/// A sentence that is not yet in a language: its id in the text files and the values to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The id of the sentence in `reports/text/LANG.json`; for a finding also its stable code.
    pub id: &'static str,
    /// The values by the name in braces in the sentence.
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

    /// The sentences of these ids with their `{number}`, without those of which there is none.
    pub fn counts<const N: usize>(counts: [(&'static str, usize); N]) -> impl Iterator<Item = Self> {
        let told = counts.into_iter().filter(|(_, number)| *number > 0);
        told.map(|(id, number)| Self::new(id).with("number", number))
    }

    /// The same sentence with one more value, of which at most two thousand characters are kept.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let mut value = value.to_string();
        if let Some((end, _)) = value.char_indices().nth(LONGEST_VALUE) {
            value.truncate(end);
            value.push('…');
        }
        self.values.push((name, Value::Text(value)));
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

impl Place {
    /// Where every text begins.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place behind a text that begins here.
    #[must_use]
    pub fn behind(self, text: &str) -> Self {
        let lines = text.matches('\n').count();
        let last = text.rsplit('\n').next().unwrap_or_default().chars().count();
        Self { line: self.line + lines, column: last + if lines == 0 { self.column } else { 1 } }
    }
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

    /// The same finding at a place of a text, with the line that is there.
    #[must_use]
    pub fn at(mut self, text: &str, place: Place) -> Self {
        let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
        self.excerpt = (line.len() <= LONGEST_LINE).then(|| line.to_owned());
        self.place = Some(place);
        self
    }

    /// The same finding with so many bytes of a text before it.
    #[must_use]
    pub fn behind(self, text: &str, bytes: usize) -> Self {
        self.at(text, Place::START.behind(text.get(..bytes).unwrap_or(text)))
    }

    /// The same finding with the file it was found in.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.to_owned());
        self
    }
}

/// A finding that is still without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// How many bytes of the text are before what was found.
    pub at: usize,
    pub finding: Finding,
}

/// What was found in one document: at most a hundred findings, and how many more there are. A document can hold a
/// million faults, and each costs time to be placed.
#[derive(Clone, Debug)]
pub struct Bounded<T> {
    /// The first of them, in the order in which they were found.
    pub kept: Vec<T>,
    more: usize,
    fails: bool,
}

impl<T> Default for Bounded<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), more: 0, fails: false }
    }
}

impl<T> Bounded<T> {
    /// So many findings are kept.
    pub const MOST: usize = 100;

    /// Whether what is added now is only counted.
    pub const fn is_full(&self) -> bool {
        self.kept.len() >= Self::MOST
    }

    /// The known word that is nearest to what was written; not looked for if nobody will see it.
    pub fn nearest<'k>(&self, written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        if self.is_full() { None } else { nearest(written, known) }
    }

    /// Adds a finding.
    pub fn add(&mut self, severity: Severity, found: T) {
        self.fails |= severity == Severity::Error;
        if self.is_full() {
            self.more += 1;
        } else {
            self.kept.push(found);
        }
    }

    /// The findings as `place` orders them, and behind them one that says how many more there are.
    pub fn finish(self, place: impl FnOnce(Vec<T>) -> Vec<Finding>) -> Vec<Finding> {
        let mut findings = place(self.kept);
        if self.more > 0 {
            let message = Message::new("finding.more").with("number", self.more);
            findings.push(if self.fails { Finding::error(message) } else { Finding::warning(message) });
        }
        findings
    }
}

impl Bounded<Unplaced> {
    pub fn error(&mut self, at: usize, message: Message) {
        self.add(Severity::Error, Unplaced { at, finding: Finding::error(message) });
    }

    pub fn warn(&mut self, at: usize, message: Message) {
        self.add(Severity::Warning, Unplaced { at, finding: Finding::warning(message) });
    }

    /// What keeps its rule; what does not is an error.
    pub fn sound<T>(&mut self, at: usize, checked: std::result::Result<T, Message>) -> Option<T> {
        checked.map_err(|message| self.error(at, message)).ok()
    }

    /// The findings at their places, in the order of the text.
    pub fn placed(self, text: &str) -> Vec<Finding> {
        let (mut place, mut passed) = (Place::START, 0);
        let mut next = |Unplaced { at, finding }: Unplaced| {
            place = place.behind(text.get(passed..at).unwrap_or_default());
            passed = at;
            finding.at(text, place)
        };
        self.finish(|mut found| {
            found.sort_by_key(|found| found.at);
            found.into_iter().map(&mut next).collect()
        })
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

    /// The errors among what was found, without the warnings.
    pub fn among(findings: impl IntoIterator<Item = Finding>) -> Self {
        Self::input(findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect())
    }

    /// Wrong usage or wrong input, in no file.
    pub fn wrong(message: Message) -> Self {
        Self::new(Kind::Input, message)
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
    let count = written.chars().count();
    let limit = (count / 3).max(2).min(count / 2);
    known
        .into_iter()
        // Comparing long texts takes long, and they are never near.
        .filter(|id| id.len().abs_diff(written.len()) <= 40)
        .map(|id| (strsim::levenshtein(&written, id), id))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, id)| id)
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
    fn findings_are_placed_in_the_order_of_the_text() {
        let text = "{\n 팀: [1,\n 2], b: 3}";
        let mut found = Bounded::default();
        for at in [19, 3, 0, 3, text.len()] {
            found.error(at, Message::new("code"));
        }
        let places = found.placed(text).into_iter().filter_map(|finding| finding.place);
        let places: Vec<_> = places.map(|place| (place.line, place.column)).collect();
        assert_eq!(places, [(1, 1), (2, 2), (2, 2), (3, 8), (3, 11)]);
    }

    #[test]
    fn a_slip_finds_the_id_that_was_meant() {
        let known = ["telemetry", "flow", "leadership"];
        assert_eq!(nearest("telemtry", known), Some("telemetry"));
        assert_eq!(nearest("Leadership", known), Some("leadership"));
        assert_eq!(nearest("kubernetes", known), None);
        assert_eq!((nearest("foo", ["ko"]), nearest("", ["ko"])), (None, None));
        assert_eq!(nearest("tstr", ["tester"]), Some("tester"));
    }
}
