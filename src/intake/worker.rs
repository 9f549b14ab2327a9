//! One thread of reading: takes pieces of work, reads every document in them, and keeps what it found.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::answers::document;
use crate::answers::read::Reading;
use crate::error::{Error, Finding, Kind, Place, Severity};
use crate::intake::feed::Work;
use crate::intake::{Invalid, MOST_LISTED, Position, Shared, too_many};
use crate::store::{self, bulk};
use crate::team::Record;
use crate::team::gathered::Roster;
use crate::team::tally::{MOST_PEOPLE, Part, is_tally};

/// What was found in the documents.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) documents: u64,
    pub(crate) skipped: usize,
    /// The first error of the first documents that were skipped.
    pub(crate) broken: BTreeMap<Position, Finding>,
    /// The first error that ends everything.
    pub(crate) fatal: Option<(Position, Error)>,
    /// The warnings by their code: how many, and the first.
    pub(crate) alike: BTreeMap<&'static str, (usize, Position, Finding)>,
}

impl Found {
    pub(crate) fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.skipped += other.skipped;
        other.broken.into_iter().for_each(|(position, finding)| self.skip(position, finding));
        if let Some((position, error)) = other.fatal {
            self.end(position, error);
        }
        for (number, position, finding) in other.alike.into_values() {
            self.warn(number, position, finding);
        }
    }

    fn skip(&mut self, position: Position, finding: Finding) {
        self.broken.insert(position, finding);
        if self.broken.len() > MOST_LISTED {
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
    pub(crate) roster: Roster,
    pub(crate) found: Found,
    choices: Vec<u8>,
    /// How many people tallies count.
    people: u64,
    buffer: Vec<u8>,
}

impl<'s, 'q> Worker<'s, 'q> {
    pub(crate) fn new(shared: &'s Shared<'q>, roster: Roster) -> Self {
        let choices = vec![0; shared.questionnaire.questions.len()];
        Self { shared, roster, found: Found::default(), choices, people: 0, buffer: Vec::new() }
    }

    /// Does a piece of work.
    pub(crate) fn after(mut self, work: Work) -> Self {
        let before = self.found.documents;
        let sources = &self.shared.sources;
        match work {
            Work::Documents(run) => self.documents(run),
            Work::Lines(position, bytes) => self.lines(position, &sources[position.0].path, &bytes),
            Work::Whole(source, bytes) => self.whole((source, 0), &sources[source].path, &bytes),
            Work::Failed(position, error) => self.end(position, error),
        }
        self.shared.documents.fetch_add(self.found.documents - before, Ordering::Relaxed);
        self
    }

    fn documents(&mut self, run: std::ops::Range<usize>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        for source in run {
            let path = &self.shared.sources[source].path;
            match bulk::read_into(path, &mut buffer) {
                Ok(read) => self.whole((source, 0), path, &buffer[..read]),
                Err(error) => self.end((source, 0), error),
            }
            if self.found.fatal.is_some() {
                break;
            }
        }
        self.buffer = buffer;
    }

    /// A file of one document, or a tally whatever its extension.
    fn whole(&mut self, position: Position, path: &Path, bytes: &[u8]) {
        match bulk::text(path, bytes) {
            Ok(text) if is_tally(&text) => self.lines(position, path, bytes),
            Ok(text) => self.document(position, path, &text),
            Err(error) => self.not_text(position, error),
        }
    }

    fn lines(&mut self, (source, first): Position, path: &Path, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                for (line, text) in (first..).zip(text.split('\n')) {
                    self.line((source, line), path, text);
                    if self.found.fatal.is_some() {
                        return;
                    }
                }
            }
            Err(_) => {
                for (line, bytes) in (first..).zip(bytes.split(|byte| *byte == b'\n')) {
                    match bulk::text(path, bytes) {
                        Ok(text) => self.line((source, line), path, &text),
                        Err(error) => self.not_text((source, line), error),
                    }
                    if self.found.fatal.is_some() {
                        return;
                    }
                }
            }
        }
    }

    fn line(&mut self, position: Position, path: &Path, line: &str) {
        if !line.trim_ascii().is_empty() {
            self.document(position, path, line.trim_end_matches('\r'));
        }
    }

    /// A document that is no text is one too.
    fn not_text(&mut self, position: Position, error: Error) {
        self.found.documents += 1;
        self.broken(position, error);
    }

    fn document(&mut self, position: Position, path: &Path, text: &str) {
        self.found.documents += 1;
        if let Some(record) = self.shared.quick.read(text, &mut self.choices) {
            self.shared.seen.add(&mut self.roster, &record);
            return;
        }
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
            self.found.warn(1, position, moved(finding, position).in_file(&store::name(path)));
        }
        let record = Record::of(&answers, self.shared.questionnaire, &mut self.choices);
        self.shared.seen.add(&mut self.roster, &record);
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
            self.found.skip(position, moved(first, position));
        }
    }

    fn end(&mut self, position: Position, error: Error) {
        let findings = error.findings.into_iter().map(|finding| moved(finding, position));
        self.found.end(position, Error { kind: error.kind, findings: findings.collect() });
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

/// A finding of a document that begins on a line of a file, from 0.
fn moved(finding: Finding, (_, lines): Position) -> Finding {
    let place = finding.place.map(|place| Place { line: place.line + lines, ..place });
    Finding { place, ..finding }
}
