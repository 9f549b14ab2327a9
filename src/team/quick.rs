//! Reading very many answers documents: one pass over the bytes, no allocation. It takes exactly the documents that
//! the strict reader takes without a word, and knows what they say; at anything else, be it an error, a warning or
//! merely unusual, it gives up, and the strict reader decides. Which documents it takes is an optimisation only.
//!
//! Where the time goes: a document of 34 answers is 1.5 kB, and nearly all of it is known beforehand. The survey, the
//! form and everybody's exports write the questions in the order of the questionnaire, so that the key which comes
//! next can be predicted. It is compared in three machine words of 16 bytes at once, then comes the way from the key
//! to its level, of which there are two: on one line, and indented. What remains is one digit and a bracket. A question
//! that was left out costs one more comparison; a key at any other place is looked up; anything else is read token
//! by token. The same holds for the start of a document, which names schema and questionnaire. Where a line ends is
//! seen on the way, so that nobody looks for it before.

mod scan;

use std::ops::Range;

use crate::answers::read::is_date;
use crate::answers::{Form, Role, SCHEMA};
use crate::questionnaire::{Question, Questionnaire};
use crate::team::quick::scan::Scan;
use crate::team::{NOT_APPLICABLE, Record, UNANSWERED};

/// The most questions that the marks of what was seen have room for.
const MOST_QUESTIONS: usize = 128;

/// From a key to its level, on one line and as the survey and the form indent it.
const WAY: &[u8; 9] = b"{\"level\":";
const INDENTED_WAY: &[u8; 18] = b" {\n      \"level\": ";

/// A reader for the answers to one questionnaire.
#[derive(Debug)]
pub struct QuickReader<'q> {
    questionnaire: &'q Questionnaire,
    version: String,
    /// How a document on one line starts: schema and questionnaire.
    head: Vec<u8>,
    /// Each question's id with quotation marks and colon.
    keys: Vec<Key>,
    /// Which questions the short form asks, a bit each.
    short_form: u128,
}

impl<'q> QuickReader<'q> {
    /// A reader; nothing for a questionnaire with more questions than it has room for.
    pub fn new(questionnaire: &'q Questionnaire) -> Option<Self> {
        let questions = &questionnaire.questions;
        if questions.len() > MOST_QUESTIONS {
            return None;
        }
        let Questionnaire { id, version, .. } = questionnaire;
        let head = format!(r#"{{"schema":"{SCHEMA}","questionnaire":{{"id":"{id}","version":"{version}"}}"#);
        let is_short = |question: &Question| questionnaire.short_form.contains(&question.id);
        let short = questions.iter().enumerate().filter(|(_, question)| is_short(question));
        Some(Self {
            questionnaire,
            version: version.to_string(),
            head: head.into_bytes(),
            keys: questions.iter().map(|question| Key::new(&question.id)).collect(),
            short_form: short.fold(0, |marks, (position, _)| marks | 1 << position),
        })
    }

    /// What a document says; `choices` has one place for each question. Nothing where the strict reader must decide.
    pub fn read<'a>(&self, text: &'a str, choices: &'a mut [u8]) -> Option<Record<'a>> {
        let (record, mut scan) = self.document(text, choices)?;
        scan.is_at_end().then_some(())?;
        Some(Record { choices, ..record })
    }

    /// What the document on the first line of a text says, and how long that line is with its end. Nothing where the
    /// strict reader must decide.
    pub fn line<'a>(&self, text: &'a str, choices: &'a mut [u8]) -> Option<(Record<'a>, usize)> {
        let (record, mut scan) = self.document(text, choices)?;
        scan.line_ends()?;
        Some((Record { choices, ..record }, scan.at))
    }

    fn document<'a>(&self, text: &'a str, choices: &mut [u8]) -> Option<(Record<'a>, Scan<'a>)> {
        choices.fill(UNANSWERED);
        let mut document = Document { reader: self, scan: Scan::new(text), seen: 0, given: 0 };
        let mut record = Record {
            team: "",
            scope: "",
            code: "",
            role: None,
            date: "",
            form: Form::Full,
            agreed: false,
            choices: &[],
        };
        document.whole(&mut record, choices)?;
        Some((record, document.scan))
    }
}

/// A key that is expected, as words that are compared at once; a longer one byte by byte.
#[derive(Debug)]
struct Key {
    words: [u128; 3],
    masks: [u128; 3],
    bytes: Vec<u8>,
}

impl Key {
    fn new(id: &str) -> Self {
        let bytes = format!("\"{id}\":").into_bytes();
        let word = |number: usize, of: &dyn Fn(u8) -> u8| {
            let places = bytes.iter().skip(16 * number).take(16);
            places.rev().fold(0u128, |word, byte| word << 8 | u128::from(of(*byte)))
        };
        Self {
            words: [0, 1, 2].map(|number| word(number, &|byte| byte)),
            masks: [0, 1, 2].map(|number| word(number, &|_| 0xff)),
            bytes,
        }
    }

    /// Whether a text starts with it.
    #[inline]
    fn starts(&self, rest: &[u8]) -> bool {
        match rest.as_chunks::<16>().0 {
            [first, second, third, ..] if self.bytes.len() <= 48 => {
                let differs = |number: usize, chunk: &[u8; 16]| {
                    (u128::from_le_bytes(*chunk) ^ self.words[number]) & self.masks[number]
                };
                differs(0, first) | differs(1, second) | differs(2, third) == 0
            }
            _ => rest.starts_with(&self.bytes),
        }
    }
}

/// The marks of the members that must be there.
const SCHEMA_SEEN: u16 = 1;
const QUESTIONNAIRE_SEEN: u16 = 2;
const ANSWERS_SEEN: u16 = 4;
const REQUIRED: u16 = SCHEMA_SEEN | QUESTIONNAIRE_SEEN | ANSWERS_SEEN;

struct Document<'r, 'q, 'a> {
    reader: &'r QuickReader<'q>,
    scan: Scan<'a>,
    /// Which members of the document were there.
    seen: u16,
    /// Which questions were there.
    given: u128,
}

impl<'a> Document<'_, '_, 'a> {
    fn whole(&mut self, record: &mut Record<'a>, choices: &mut [u8]) -> Option<()> {
        if self.scan.rest().starts_with(&self.reader.head) {
            self.scan.at += self.reader.head.len();
            self.seen = SCHEMA_SEEN | QUESTIONNAIRE_SEEN;
        } else {
            self.scan.expect(b'{')?;
        }
        // Behind the head, and behind every member, a comma announces the next one.
        while self.seen == 0 || self.scan.goes_on(b'}')? {
            let key = self.scan.key()?;
            self.member(key, record, choices)?;
        }
        let beyond_short = record.form == Form::Short && self.given & !self.reader.short_form != 0;
        let has_all = self.seen & REQUIRED == REQUIRED;
        (has_all && !beyond_short).then_some(())
    }

    fn member(&mut self, key: &str, record: &mut Record<'a>, choices: &mut [u8]) -> Option<()> {
        match key {
            "schema" => {
                self.first(SCHEMA_SEEN)?;
                (self.scan.plain()? == SCHEMA).then_some(())?;
            }
            "questionnaire" => {
                self.first(QUESTIONNAIRE_SEEN)?;
                self.questionnaire()?;
            }
            "answers" => {
                self.first(ANSWERS_SEEN)?;
                self.answers(choices)?;
            }
            "team" => {
                self.first(1 << 3)?;
                record.team = self.scan.plain()?;
            }
            "respondent" => {
                self.first(1 << 4)?;
                self.respondent(record)?;
            }
            "date" => {
                self.first(1 << 5)?;
                record.date = self.scan.plain()?;
                is_plain_date(record.date).then_some(())?;
            }
            "form" => {
                self.first(1 << 6)?;
                let word = self.scan.plain()?;
                record.form = [Form::Full, Form::Short].into_iter().find(|form| form.word() == word)?;
            }
            "scope" => {
                self.first(1 << 7)?;
                record.scope = self.scan.plain()?;
            }
            "goal" => {
                self.first(1 << 8)?;
                self.scan.text()?;
            }
            "agreed" => {
                self.first(1 << 9)?;
                record.agreed = self.scan.boolean()?;
            }
            _ => return None,
        }
        Some(())
    }

    /// Marks a member as seen; nothing where it was seen before.
    fn first(&mut self, mark: u16) -> Option<()> {
        let is_first = self.seen & mark == 0;
        self.seen |= mark;
        is_first.then_some(())
    }

    fn questionnaire(&mut self) -> Option<()> {
        self.scan.expect(b'{')?;
        (self.scan.key()? == "id" && self.scan.plain()? == self.reader.questionnaire.id).then_some(())?;
        self.scan.goes_on(b'}')?.then_some(())?;
        (self.scan.key()? == "version" && self.scan.plain()? == self.reader.version).then_some(())?;
        (!self.scan.goes_on(b'}')?).then_some(())
    }

    fn respondent(&mut self, record: &mut Record<'a>) -> Option<()> {
        if self.scan.empty(b'{', b'}')? {
            return Some(());
        }
        let mut has_code = false;
        loop {
            match self.scan.key()? {
                "role" if record.role.is_none() => {
                    let word = self.scan.plain()?;
                    record.role = Some(Role::ALL.into_iter().find(|role| role.word() == word)?);
                }
                "code" if !has_code => {
                    has_code = true;
                    record.code = self.scan.plain()?;
                }
                _ => return None,
            }
            if !self.scan.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    fn answers(&mut self, choices: &mut [u8]) -> Option<()> {
        if self.scan.empty(b'{', b'}')? {
            return Some(());
        }
        let mut expected = 0;
        loop {
            self.scan.skip_space();
            let position = self.question(expected)?;
            let mark = 1u128 << position;
            if self.given & mark != 0 {
                return None;
            }
            self.given |= mark;
            choices[position] = self.answer(position)?;
            expected = position + 1;
            if !self.scan.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// The question whose key stands here, with its colon: first the one that is expected, then those behind it, then
    /// those before it.
    #[inline]
    fn question(&mut self, expected: usize) -> Option<usize> {
        let keys = &self.reader.keys;
        let rest = self.scan.rest();
        let position = (expected..keys.len()).chain(0..expected).find(|at| keys[*at].starts(rest))?;
        self.scan.at += keys[position].bytes.len();
        Some(position)
    }

    #[inline]
    fn answer(&mut self, position: usize) -> Option<u8> {
        let question = &self.reader.questionnaire.questions[position];
        if !self.scan.passes(WAY) {
            if self.scan.passes(INDENTED_WAY) {
                self.scan.is_laid_out = true;
            } else {
                self.scan.skip_space();
                if self.scan.peek()? != b'{' {
                    let choice = self.scan.choice(question.top())?;
                    return (choice != NOT_APPLICABLE).then_some(choice);
                }
                self.scan.at += 1;
                (self.scan.key()? == "level").then_some(())?;
            }
        }
        let choice = self.scan.choice(question.top())?;
        let has_reason = !self.scan.passes(b"}") && self.details(question, choice)?;
        (choice != NOT_APPLICABLE || has_reason).then_some(choice)
    }

    /// The members behind the level; gives whether there is a reason.
    fn details(&mut self, question: &Question, choice: u8) -> Option<bool> {
        let mut seen = [false; 4];
        let mut has_reason = false;
        while self.scan.goes_on(b'}')? {
            let key = self.scan.key()?;
            let detail = match key {
                "note" => 0,
                "reason" => 1,
                "value" => 2,
                "evidence" => 3,
                _ => return None,
            };
            if std::mem::replace(&mut seen[detail], true) {
                return None;
            }
            match detail {
                0 => self.scan.text()?,
                2 => self.scan.value(question, choice)?,
                1 => has_reason = !self.scan.plain()?.trim().is_empty(),
                _ => self.scan.texts()?,
            }
        }
        Some(has_reason)
    }
}

/// Whether a text is a date; the days that every month has need no calendar.
fn is_plain_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |range: Range<usize>| {
        bytes[range].iter().fold(0u32, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')))
    };
    let is_usual = bytes.len() == 10
        && bytes.iter().enumerate().all(|(position, byte)| {
            if position == 4 || position == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
        })
        && (1..=12).contains(&number(5..7))
        && (1..=28).contains(&number(8..10));
    is_usual || is_date(text)
}

#[cfg(test)]
mod tests;
