//! One thread of reading: takes pieces of work, reads every document in them, and keeps what it found.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use crate::answers::document;
use crate::answers::read::Reading;
use crate::error::{Error, Finding, Kind, Place, Severity};
use crate::intake::feed::{Source, Work};
use crate::intake::{Invalid, MOST_LISTED, Position, Shared, too_many};
use crate::store::{self, bulk};
use crate::team::Record;
use crate::team::gathered::Roster;
use crate::team::tally::{MOST_PEOPLE, Part, is_tally};

/// What was found in the documents.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// How many documents there were.
    pub(crate) documents: u64,
    /// How many of them were skipped.
    pub(crate) skipped: usize,
    /// The first errors of the first of those.
    pub(crate) broken: BTreeMap<Position, Finding>,
    /// The first error that ends everything.
    pub(crate) fatal: Option<(Position, Error)>,
    /// The warnings by their code: how many, and the first.
    pub(crate) alike: BTreeMap<&'static str, (usize, Position, Finding)>,
    /// How many lines each window has.
    lines: BTreeMap<(usize, usize), usize>,
}

impl Found {
    /// Puts in what another thread found.
    pub(crate) fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.skipped += other.skipped;
        self.broken.extend(other.broken);
        self.bound();
        self.lines.extend(other.lines);
        if let Some((position, error)) = other.fatal {
            self.end(position, error);
        }
        for (number, position, finding) in other.alike.into_values() {
            self.warn(number, position, finding);
        }
    }

    /// How many lines of the source lie before a document.
    pub(crate) fn lines_before(&self, (source, window, line): Position) -> usize {
        self.lines.range((source, 0)..(source, window)).map(|(_, lines)| lines).sum::<usize>() + line
    }

    fn bound(&mut self) {
        while self.broken.len() > MOST_LISTED {
            self.broken.pop_last();
        }
    }

    fn end(&mut self, position: Position, error: Error) {
        if self.fatal.as_ref().is_none_or(|(first, _)| position < *first) {
            self.fatal = Some((position, error));
        }
    }

    fn warn(&mut self, number: usize, position: Position, finding: Finding) {
        let known = self.alike.entry(finding.message.id).or_insert_with(|| (0, position, finding.clone()));
        known.0 += number;
        if position < known.1 {
            (known.1, known.2) = (position, finding);
        }
    }
}

/// One thread of reading.
pub(crate) struct Worker<'s, 'q> {
    shared: &'s Shared<'q>,
    roster: Roster,
    choices: Vec<u8>,
    /// How many people tallies told of.
    people: u64,
    found: Found,
}

impl<'s, 'q> Worker<'s, 'q> {
    /// A worker that has read nothing yet.
    pub(crate) fn new(shared: &'s Shared<'q>, roster: Roster) -> Self {
        let choices = vec![0; shared.questionnaire.questions.len()];
        Self { shared, roster, choices, people: 0, found: Found::default() }
    }

    /// Works until nothing is left to read, or until a document ends it.
    pub(crate) fn run(mut self) -> (Roster, Found) {
        let mut buffer = Vec::new();
        while !self.shared.stop.load(Ordering::Relaxed) {
            let before = self.found.documents;
            let mut feed = self.shared.feed.lock().unwrap_or_else(PoisonError::into_inner);
            match feed.next(&mut buffer) {
                Ok(None) => break,
                Ok(Some(Work::Documents(run))) => {
                    let sources = feed.sources();
                    drop(feed);
                    self.documents(run.clone().zip(&sources[run]), &mut buffer);
                }
                Ok(Some(Work::Lines(source, window))) => {
                    let path = feed.path(source).to_owned();
                    drop(feed);
                    self.lines((source, window), &path, &buffer);
                }
                Ok(Some(Work::Whole(source))) => {
                    let path = feed.path(source).to_owned();
                    drop(feed);
                    self.whole((source, 0, 0), &path, &buffer);
                }
                Err((source, error)) => self.end((source, usize::MAX, 0), error),
            }
            self.shared.documents.fetch_add(self.found.documents - before, Ordering::Relaxed);
        }
        (self.roster, self.found)
    }

    fn documents<'a>(&mut self, sources: impl Iterator<Item = (usize, &'a Source)>, buffer: &mut Vec<u8>) {
        for (source, Source { path, .. }) in sources {
            match bulk::read_into(path, buffer) {
                Ok(read) => self.whole((source, 0, 0), path, &buffer[..read]),
                Err(error) => self.end((source, 0, 0), error),
            }
            if self.found.fatal.is_some() {
                return;
            }
        }
    }

    fn whole(&mut self, position: Position, path: &Path, bytes: &[u8]) {
        match bulk::text(path, bytes) {
            // A file of one team a line, whatever its ending.
            Ok(text) if is_tally(&text) => self.lines((position.0, position.1), path, bytes),
            Ok(text) => self.either(position, path, &text),
            Err(error) => self.not_text(position, error),
        }
    }

    /// A document that is no text is one too.
    fn not_text(&mut self, position: Position, error: Error) {
        self.found.documents += 1;
        self.broken(position, error);
    }

    fn lines(&mut self, (source, window): (usize, usize), path: &Path, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes);
        let mut lines = 0;
        let mut at = 0;
        while at < bytes.len() {
            let position = (source, window, lines);
            lines += 1;
            let quick = text.ok().and_then(|text| self.quick_line(&text[at..]));
            at += quick.unwrap_or_else(|| {
                let line = bytes[at..].split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
                match text {
                    Ok(text) => self.line(position, path, &text[at..at + line.len()]),
                    Err(_) => match bulk::text(path, line) {
                        Ok(line) => self.line(position, path, &line),
                        Err(error) => self.not_text(position, error),
                    },
                }
                line.len()
            });
            if self.found.fatal.is_some() {
                return;
            }
        }
        self.found.lines.insert((source, window), lines);
    }

    /// Reads the document on the first line of a text, where the quick reader takes it; gives how long the line is.
    fn quick_line(&mut self, text: &str) -> Option<usize> {
        let (record, length) = self.shared.quick.as_ref()?.line(text, &mut self.choices)?;
        self.found.documents += 1;
        self.roster.add(&record, || contents(&text[..length]));
        Some(length)
    }

    fn line(&mut self, position: Position, path: &Path, line: &str) {
        let line = line.trim_end_matches(['\n', '\r']);
        if !line.trim_ascii_start().is_empty() {
            self.document(position, path, line);
        }
    }

    /// Reads a document that may be quick to read.
    fn either(&mut self, position: Position, path: &Path, text: &str) {
        let quick = self.shared.quick.as_ref();
        if let Some(record) = quick.and_then(|quick| quick.read(text, &mut self.choices)) {
            self.found.documents += 1;
            self.roster.add(&record, || contents(text));
        } else {
            self.document(position, path, text);
        }
    }

    fn document(&mut self, position: Position, path: &Path, text: &str) {
        self.found.documents += 1;
        if is_tally(text) {
            return self.tally(position, path, text);
        }
        let Reading { answers, findings } = document::read(text, self.shared.questionnaire);
        let Some(answers) = answers else {
            let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
            let errors = errors.map(|finding| finding.in_file(&store::shown(path)));
            self.broken(position, Error::input(errors.collect()));
            return;
        };
        for finding in findings {
            self.found.warn(1, position, finding);
        }
        let record = Record::of(&answers, self.shared.questionnaire, &mut self.choices);
        self.roster.add(&record, || contents(text));
    }

    fn tally(&mut self, position: Position, path: &Path, text: &str) {
        match self.shared.tallies.read(text) {
            Ok(part) => {
                if let Part::Counts(_, counts) = &part {
                    self.people += u64::from(counts.table.respondents());
                }
                if self.people > u64::from(MOST_PEOPLE) {
                    self.end(position, too_many());
                } else {
                    self.roster.add_part(part);
                }
            }
            Err(finding) => {
                let place = finding.place.or(Some(Place { line: 1, column: 1 }));
                let finding = Finding { place, ..finding }.in_file(&store::shown(path));
                self.broken(position, Error::input(vec![finding]));
            }
        }
    }

    fn broken(&mut self, position: Position, error: Error) {
        if self.shared.invalid == Invalid::Stops || error.kind != Kind::Input {
            self.end(position, error);
            return;
        }
        self.found.skipped += 1;
        if let Some(first) = error.findings.into_iter().next() {
            self.found.broken.insert(position, first);
            self.found.bound();
        }
    }

    fn end(&mut self, position: Position, error: Error) {
        self.found.end(position, error);
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

/// What stands for all that is in a document.
fn contents(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim_ascii().hash(&mut hasher);
    hasher.finish()
}
