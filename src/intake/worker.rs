//! One thread of reading: takes pieces of work, reads every document in them, and keeps what it found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::answers::read::Reading;
use crate::answers::{Form, Role, document};
use crate::error::{Error, Finding, Kind, Place};
use crate::intake::feed::{Source, Work};
use crate::intake::{Invalid, MOST_LISTED, Position, Present, Shared, too_many};
use crate::questionnaire::{Question, Questionnaire};
use crate::store::{self, bulk, found};
use crate::team::gathered::Roster;
use crate::team::tally::{MOST_PEOPLE, Part, is_tally};
use crate::team::{Record, UNANSWERED};
use crate::text::Word;

/// What was found in the documents.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) documents: u64,
    pub(crate) skipped: usize,
    /// The first error of the first documents that were skipped.
    pub(crate) broken: BTreeMap<Position, Finding>,
    /// The first error that ends everything.
    pub(crate) fatal: Option<(Position, Error)>,
    pub(crate) people: BTreeMap<Position, Present>,
    /// Files of folders that hold no answers.
    pub(crate) unread: Vec<PathBuf>,
    /// The warnings by their code: how many, and the first.
    pub(crate) alike: BTreeMap<&'static str, (usize, Position, Finding)>,
}

impl Found {
    pub(crate) fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.skipped += other.skipped;
        self.unread.extend(other.unread);
        other.people.into_iter().for_each(|(position, present)| self.list(position, Some(present)));
        other.broken.into_iter().for_each(|(position, finding)| self.skip(position, finding));
        if let Some((position, error)) = other.fatal {
            self.end(position, error);
        }
        for (number, position, finding) in other.alike.into_values() {
            self.warn(number, position, finding);
        }
    }

    fn list(&mut self, position: Position, present: Option<Present>) {
        self.people.extend(present.map(|present| (position, present)));
        if self.people.len() > MOST_LISTED {
            self.people.pop_last();
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

impl Shared<'_> {
    /// Who answered, if that is listed.
    fn present(&self, (source, _): Position, record: &Record<'_>) -> Option<Present> {
        if !self.lists_people || record.agreed {
            return None;
        }
        let shown = self.sources.all[source].shown();
        let file = Path::new(&shown)
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let is_asked = |question: &Question| {
            record.form == Form::Full || self.questionnaire.short_form.contains(&question.id)
        };
        let choices = self.questionnaire.questions.iter().zip(record.choices);
        let open = choices.filter(|(question, choice)| **choice == UNANSWERED && is_asked(question)).count();
        let name = [record.code, record.role.map_or("", Role::word), &file]
            .into_iter()
            .find(|name| !name.is_empty());
        Some(Present { name: name.unwrap_or_default().to_owned(), file: file.clone(), open })
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
        match work {
            Work::Documents(run) => self.documents(run),
            Work::Lines(position, bytes) => self.lines(position, &bytes),
            Work::Whole(source, bytes) => self.whole(source, &bytes),
            Work::Failed(position, error) => self.end(position, error),
        }
        self.shared.documents.fetch_add(self.found.documents - before, Ordering::Relaxed);
        self
    }

    fn documents(&mut self, run: std::ops::Range<usize>) {
        let mut buffer = std::mem::take(&mut self.buffer);
        for source in run {
            match bulk::read_into(&self.shared.sources.all[source].path, &mut buffer) {
                Ok(read) => self.whole(source, &buffer[..read]),
                Err(error) => self.end((source, 0), error),
            }
            if self.found.fatal.is_some() {
                break;
            }
        }
        self.buffer = buffer;
    }

    /// A file of one document, or of one a line whatever its extension: a tally, or short codes.
    fn whole(&mut self, source: usize, bytes: &[u8]) {
        let Source { path, is_found, .. } = &self.shared.sources.all[source];
        let is_optional = *is_found && !found::is_for_answers(path);
        let text = match bulk::text(path, bytes) {
            Ok((text, guessed)) => {
                if let Some(guessed) = guessed {
                    self.warn((source, 0), guessed);
                }
                Ok(text)
            }
            Err(error) => Err(error),
        };
        match text {
            // Most files are one document, and short codes are no object.
            Ok(text) if !is_optional && text.starts_with('{') && !is_tally(&text) => {
                self.document((source, 0), &text, document::read);
            }
            Ok(text) if is_tally(&text) || document::holds_codes(&text, self.shared.questionnaire) => {
                self.lines((source, 0), text.as_bytes());
            }
            Ok(text) if is_optional && !document::holds_answers(&text, self.shared.questionnaire) => {
                self.found.unread.push(path.clone());
            }
            Ok(text) => self.document((source, 0), &text, document::read),
            Err(_) if is_optional => self.found.unread.push(path.clone()),
            Err(error) => self.not_text((source, 0), error),
        }
    }

    fn lines(&mut self, (source, first): Position, bytes: &[u8]) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            for (line, text) in (first..).zip(text.split('\n')) {
                self.line((source, line), text);
                if self.found.fatal.is_some() {
                    return;
                }
            }
            return;
        }
        for (line, bytes) in (first..).zip(bytes.split(|byte| *byte == b'\n')) {
            match bulk::text(&self.shared.sources.all[source].path, bytes) {
                Ok((text, _)) => self.line((source, line), &text),
                Err(error) => self.not_text((source, line), error),
            }
            if self.found.fatal.is_some() {
                return;
            }
        }
    }

    fn line(&mut self, position: Position, line: &str) {
        if !line.trim_ascii().is_empty() {
            self.document(position, line.trim_end_matches('\r'), document::read_line);
        }
    }

    /// A document that is no text is one too.
    fn not_text(&mut self, position: Position, error: Error) {
        self.found.documents += 1;
        self.broken(position, error);
    }

    fn document(&mut self, position: Position, text: &str, read: fn(&str, &Questionnaire) -> Reading) {
        self.found.documents += 1;
        if let Some(record) = self.shared.quick.read(text, &mut self.choices) {
            let present = self.shared.present(position, &record);
            self.found.list(position, present);
            self.shared.seen.add(&mut self.roster, &record);
            return;
        }
        if is_tally(text) {
            return self.tally(position, text);
        }
        let Reading { answers, findings } = read(text, self.shared.questionnaire);
        let Some(answers) = answers else {
            self.broken(position, Error::among(findings).in_file(&self.shown(position)));
            return;
        };
        for finding in findings {
            self.warn(position, finding);
        }
        let record = Record::of(&answers, self.shared.questionnaire, &mut self.choices);
        let present = self.shared.present(position, &record);
        self.found.list(position, present);
        self.shared.seen.add(&mut self.roster, &record);
    }

    fn warn(&mut self, position: Position, finding: Finding) {
        let file = store::name(Path::new(&self.shown(position)));
        self.found.warn(1, position, moved(finding, position).in_file(&file));
    }

    fn tally(&mut self, position: Position, text: &str) {
        match self.shared.tallies.read(text) {
            Ok(part) => {
                if let Part::Counts(_, counts) = &part {
                    self.shared.seen.note_tally(text);
                    self.people += u64::from(counts.table.respondents());
                }
                if self.people > u64::from(MOST_PEOPLE) {
                    self.end(position, too_many());
                } else {
                    self.roster.add_part(part);
                }
            }
            Err(finding) => {
                let place = finding.place.or(Some(Place::START));
                let finding = Finding { place, ..finding }.in_file(&self.shown(position));
                self.broken(position, Error::input(vec![finding]));
            }
        }
    }

    fn shown(&self, (source, _): Position) -> String {
        self.shared.sources.all[source].shown()
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
