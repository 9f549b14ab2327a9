//! Reading very many answers documents: one pass over the bytes, no allocation. It takes exactly the documents that
//! the strict reader takes without a word, and knows what they say; at anything else, be it an error, a warning or
//! merely unusual, it gives up, and the strict reader decides. Which documents it takes is an optimisation only.

use std::ops::Range;

use crate::answers::read::is_date;
use crate::answers::{Form, Role, SCHEMA};
use crate::questionnaire::{Question, Questionnaire, Unit};
use crate::team::{NOT_APPLICABLE, Record, UNANSWERED, UNKNOWN};

/// The most questions that the marks of what was seen have room for.
const MOST_QUESTIONS: usize = 128;

/// So many questions in a row may be left out before the whole list is looked through.
const MOST_LEFT_OUT: usize = 4;

/// A longer number may be read differently in its last binary digit.
const LONGEST_NUMBER: usize = 15;

/// A reader for the answers to one questionnaire.
#[derive(Debug)]
pub struct QuickReader<'q> {
    questionnaire: &'q Questionnaire,
    version: String,
    /// Each question's id with quotation marks, and the whole way from there to its level.
    keys: Vec<(Vec<u8>, Vec<u8>)>,
    /// Which questions the short form asks.
    short: u128,
}

impl<'q> QuickReader<'q> {
    /// A reader; nothing for a questionnaire with more questions than it has room for.
    pub fn new(questionnaire: &'q Questionnaire) -> Option<Self> {
        let keys = questionnaire.questions.iter().map(|question| {
            let key = format!("\"{}\"", question.id);
            let way = format!("{key}:{{\"level\":");
            (key.into_bytes(), way.into_bytes())
        });
        (questionnaire.questions.len() <= MOST_QUESTIONS).then(|| Self {
            questionnaire,
            version: questionnaire.version.to_string(),
            keys: keys.collect(),
            short: questionnaire.questions.iter().enumerate().fold(0, |short, (position, question)| {
                short | u128::from(questionnaire.short_form.contains(&question.id)) << position
            }),
        })
    }

    /// What a document says; `choices` has one place for each question. Nothing where the strict reader must decide.
    pub fn read<'a>(&self, text: &'a str, choices: &'a mut [u8]) -> Option<Record<'a>> {
        choices.fill(UNANSWERED);
        let mut document = Document { reader: self, scan: Scan { text, at: 0 }, seen: 0, given: 0 };
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
        Some(Record { choices, ..record })
    }
}

struct Document<'r, 'q, 'a> {
    reader: &'r QuickReader<'q>,
    scan: Scan<'a>,
    /// Which members of the document were there.
    seen: u16,
    /// Which questions were there.
    given: u128,
}

/// The members of a document; the position is the bit of [`Document::seen`]. The first three must be there.
const MEMBERS: [&str; 10] =
    ["schema", "questionnaire", "answers", "team", "respondent", "date", "form", "scope", "goal", "agreed"];

impl<'a> Document<'_, '_, 'a> {
    fn whole(&mut self, record: &mut Record<'a>, choices: &mut [u8]) -> Option<()> {
        self.scan.expect(b'{')?;
        loop {
            let key = self.scan.key()?;
            let member = MEMBERS.iter().position(|member| *member == key)?;
            let mark = 1 << member;
            if self.seen & mark != 0 {
                return None;
            }
            self.seen |= mark;
            self.member(MEMBERS[member], record, choices)?;
            if !self.scan.goes_on(b'}')? {
                break;
            }
        }
        // The strict reader warns of answers that the short form does not ask for.
        let is_beyond = record.form == Form::Short && self.given & !self.reader.short != 0;
        (self.seen & 0b111 == 0b111 && !is_beyond && self.scan.is_at_end()).then_some(())
    }

    fn member(&mut self, member: &str, record: &mut Record<'a>, choices: &mut [u8]) -> Option<()> {
        match member {
            "schema" => (self.scan.plain()? == SCHEMA).then_some(())?,
            "questionnaire" => self.questionnaire()?,
            "answers" => self.answers(choices)?,
            "team" => record.team = self.scan.plain()?,
            "respondent" => self.respondent(record)?,
            "date" => {
                record.date = self.scan.plain()?;
                is_plain_date(record.date).then_some(())?;
            }
            "form" => {
                let word = self.scan.plain()?;
                record.form = [Form::Full, Form::Short].into_iter().find(|form| form.word() == word)?;
            }
            "scope" => record.scope = self.scan.plain()?,
            "agreed" => record.agreed = self.scan.boolean()?,
            _ => self.scan.text()?,
        }
        Some(())
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
            let (position, is_usual) = self.question(expected)?;
            let mark = 1u128 << position;
            if self.given & mark != 0 {
                return None;
            }
            self.given |= mark;
            choices[position] = self.answer(position, is_usual)?;
            expected = position + 1;
            if !self.scan.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// The question whose key stands here: most files keep the order of the questionnaire. Also whether all stands
    /// behind it, up to its level, that usually does; then that is passed over too.
    fn question(&mut self, expected: usize) -> Option<(usize, bool)> {
        let keys = &self.reader.keys;
        let rest = self.scan.rest();
        let usual = keys[expected.min(keys.len())..].iter().take(MOST_LEFT_OUT);
        if let Some(ahead) = usual.map(|(_, way)| way).position(|way| rest.starts_with(way)) {
            self.scan.at += keys[expected + ahead].1.len();
            return Some((expected + ahead, true));
        }
        let position = keys.iter().position(|(key, _)| rest.starts_with(key))?;
        self.scan.at += keys[position].0.len();
        Some((position, false))
    }

    fn answer(&mut self, position: usize, is_usual: bool) -> Option<u8> {
        let question = &self.reader.questionnaire.questions[position];
        if !is_usual {
            self.scan.expect(b':')?;
            self.scan.skip_space();
            if self.scan.peek()? != b'{' {
                let choice = self.scan.choice(question)?;
                return (choice != NOT_APPLICABLE).then_some(choice);
            }
            self.scan.at += 1;
            (self.scan.key()? == "level").then_some(())?;
        }
        let choice = self.scan.choice(question)?;
        let has_reason = self.details(question, choice)?;
        (choice != NOT_APPLICABLE || has_reason).then_some(choice)
    }

    /// The members behind the level; gives whether there is a reason.
    fn details(&mut self, question: &Question, choice: u8) -> Option<bool> {
        const DETAILS: [&str; 4] = ["value", "note", "reason", "evidence"];
        let mut seen = [false; 4];
        let mut has_reason = false;
        while self.scan.goes_on(b'}')? {
            let key = self.scan.key()?;
            let detail = DETAILS.iter().position(|detail| *detail == key)?;
            if std::mem::replace(&mut seen[detail], true) {
                return None;
            }
            match key {
                "value" => self.scan.value(question, choice)?,
                "note" => self.scan.text()?,
                "reason" => has_reason = !self.scan.plain()?.trim().is_empty(),
                _ => self.scan.texts()?,
            }
        }
        Some(has_reason)
    }
}

/// A place in a text, and what may stand there.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.skip_space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Whether a comma follows, and not the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.skip_space();
        let byte = self.peek()?;
        self.at += 1;
        if byte == b',' { Some(true) } else { (byte == end).then_some(false) }
    }

    /// Takes an opening bracket; also the closing one where nothing stands between them.
    fn empty(&mut self, open: u8, close: u8) -> Option<bool> {
        self.expect(open)?;
        self.skip_space();
        let is_empty = self.peek()? == close;
        self.at += usize::from(is_empty);
        Some(is_empty)
    }

    fn key(&mut self) -> Option<&'a str> {
        let key = self.plain()?;
        self.expect(b':')?;
        Some(key)
    }

    /// A text without escapes.
    fn plain(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        let inside = self.inside(Escapes::Refused)?;
        Some(&self.text[inside])
    }

    /// Any text.
    fn text(&mut self) -> Option<()> {
        self.expect(b'"')?;
        self.inside(Escapes::Taken).map(drop)
    }

    /// Passes over a text up to and with its closing mark.
    fn inside(&mut self, escapes: Escapes) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        loop {
            let plain = bytes.get(self.at..)?.iter().position(|byte| SPECIAL[usize::from(*byte)])?;
            self.at += plain + 1;
            match bytes[self.at - 1] {
                b'"' => return Some(start..self.at - 1),
                b'\\' if escapes == Escapes::Taken => self.escape()?,
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let letter = self.peek()?;
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4)?;
                let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?;
                self.at += 4;
                char::from_u32(code).map(drop)
            }
            _ => None,
        }
    }

    /// A list of texts.
    fn texts(&mut self) -> Option<()> {
        if self.empty(b'[', b']')? {
            return Some(());
        }
        loop {
            self.text()?;
            if !self.goes_on(b']')? {
                return Some(());
            }
        }
    }

    fn boolean(&mut self) -> Option<bool> {
        self.skip_space();
        let found = [(&b"true"[..], true), (b"false", false)];
        let (word, value) = found.into_iter().find(|(word, _)| self.rest().starts_with(word))?;
        self.at += word.len();
        Some(value)
    }

    /// A level of one digit, or one of the two words.
    fn choice(&mut self, question: &Question) -> Option<u8> {
        self.skip_space();
        let byte = self.peek()?;
        if byte == b'"' {
            return match self.plain()? {
                "unknown" => Some(UNKNOWN),
                "not-applicable" => Some(NOT_APPLICABLE),
                _ => None,
            };
        }
        let level = byte.wrapping_sub(b'0');
        self.at += 1;
        let ends = matches!(self.peek()?, b'}' | b',' | b' ' | b'\t' | b'\n' | b'\r');
        (level <= question.top().min(9) && ends).then_some(level)
    }

    /// A value in plain digits that fits the level.
    fn value(&mut self, question: &Question, choice: u8) -> Option<()> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.'))?;
        let digits = self.text.get(self.at..self.at + length)?;
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_plain = !whole.is_empty()
            && (whole == "0" || !whole.starts_with('0'))
            && !part.is_empty()
            && !part.contains('.')
            && length <= LONGEST_NUMBER
            && matches!(rest[length], b'}' | b',' | b' ' | b'\t' | b'\n' | b'\r');
        let value: f64 = digits.parse().ok().filter(|_| is_plain)?;
        self.at += length;
        let scale = question.value.as_ref()?;
        let in_range = scale.unit != Unit::Share || value <= 1.0;
        let fits = choice > question.top() || scale.level(value) == choice;
        (in_range && fits).then_some(())
    }
}

/// Whether escapes may stand in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Taken,
    Refused,
}

/// The bytes that end a run of plain text: quotation mark, backslash and control characters.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special
};

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
