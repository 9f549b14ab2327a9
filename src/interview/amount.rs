//! Real numbers as people write them: "7%", "3 of 40", "3 days", "2 a week", "2주에 한 번". Which words mean what
//! is in the text files of the languages; here is only how they stand together.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::questionnaire::Unit;
use crate::text::may_group;

const WEEK: f64 = 168.0;

/// The longest word that is taken apart, in characters.
const LONGEST: usize = 16;

/// The units of time by name, with their hours; a month is 730 hours (design, section 3).
const UNITS: [(&str, f64); 7] = [
    ("minute", 1.0 / 60.0),
    ("hour", 1.0),
    ("day", 24.0),
    ("week", WEEK),
    ("month", 730.0),
    ("quarter", 2190.0),
    ("year", 8760.0),
];

/// Makes a meaning of the number that is behind a word in its list.
type Making = fn(Option<f64>) -> Meaning;

/// What else a word can mean, by the name of its list.
const MEANINGS: [(&str, Making); 10] = [
    ("number", |number| Meaning::Number(number.unwrap_or(1.0))),
    ("half", |_| Meaning::Half),
    ("percent", |_| Meaning::Percent),
    ("of", |_| Meaning::Of),
    ("whole-first", |_| Meaning::WholeFirst),
    ("times", |_| Meaning::Times),
    ("every", |number| Meaning::Every(number.unwrap_or(1.0))),
    ("per", |_| Meaning::Per),
    ("rhythm", |_| Meaning::Rhythm),
    ("filler", |_| Meaning::Filler),
];

/// What a word or number means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Number(f64),
    /// A half, before a unit or behind it: "half an hour", "1시간 반".
    Half,
    Percent,
    /// Stands between the part and the whole: "3 of 40".
    Of,
    /// Stands between the whole and the part: "40건 중 3건".
    WholeFirst,
    /// Makes the number before it a count: "2 times", "2회".
    Times,
    /// Turns a duration into a frequency; 2 in "every other week".
    Every(f64),
    /// Stands between a count and its time: "2 a week", "2주에 한 번".
    Per,
    /// A unit of time in hours, with the number that the word holds itself, such as 2 in "이틀" and "fortnight".
    Unit(f64, Option<f64>),
    /// Says how often without a count: "weekly".
    Rhythm,
    /// Adds nothing.
    Filler,
}

/// The words of a language for units of time and for what is around them.
#[derive(Clone, Debug, Default)]
pub struct UnitWords {
    known: BTreeMap<String, Vec<Meaning>>,
}

impl UnitWords {
    /// The words of a language from its lists by name. A list holds words in lower case between spaces; a number that
    /// a word means or holds is behind it: `fortnight=2`.
    pub fn new(list: impl Fn(&str) -> String) -> Self {
        let mut known: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
        let mut learn = |name: &str, meaning: &dyn Fn(Option<f64>) -> Meaning| {
            for entry in list(name).split_whitespace() {
                let (word, number) = entry.split_once('=').unwrap_or((entry, ""));
                known.entry(word.to_owned()).or_default().push(meaning(number.parse().ok()));
            }
        };
        for (name, hours) in UNITS {
            learn(name, &|number| Meaning::Unit(hours, number));
        }
        for (name, meaning) in MEANINGS {
            learn(name, &meaning);
        }
        Self { known }
    }

    /// What the words that are written as one mean, each with all it can mean. A script that writes particles and
    /// counters without a space is taken apart into known words, the longest first.
    fn meanings(&self, word: &str) -> Option<Vec<&[Meaning]>> {
        if let Some(meanings) = self.known.get(word) {
            return Some(vec![meanings]);
        }
        // Long runs are no amounts, and could be taken apart in too many ways.
        if word.is_ascii() || word.chars().count() > LONGEST {
            return None;
        }
        let ends = word.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
        ends.into_iter().rev().find_map(|end| {
            let first = self.known.get(&word[..end])?;
            let mut all: Vec<&[Meaning]> = vec![first];
            all.extend(self.meanings(&word[end..])?);
            Some(all)
        })
    }

    /// The text word by word, each with all it can mean; `None` if a word is not known.
    fn read(&self, text: &str) -> Option<Vec<Vec<Meaning>>> {
        let mut read = Vec::new();
        for token in tokens(text)? {
            match token {
                Token::Number(number) => read.push(vec![Meaning::Number(number)]),
                Token::Word(word) => read.extend(self.meanings(&word)?.into_iter().map(<[Meaning]>::to_vec)),
            }
        }
        Some(read)
    }
}

/// The value that a text gives in this unit: a share 0..1, hours, or events a week. `None` if it does not say
/// clearly how much: a bare number could be a day as well as an hour, and "2 weeks" says not how often.
pub fn read(text: &str, unit: Unit, words: &UnitWords) -> Option<f64> {
    let read = words.read(text)?;
    let value = match unit {
        Unit::Share => share(&read),
        Unit::Hours => duration(&read),
        Unit::PerWeek => frequency(&read),
    }?;
    (value.is_finite() && value >= 0.0).then_some(value)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
}

/// Numbers and the words and signs between them; a comma between digits is a decimal point. `None` if it could
/// stand between thousands as well: "1,000".
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let text: String = text.trim().nfkc().collect();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let kind = Class::of(first);
        let end = match kind {
            Class::Sign => first.len_utf8(),
            _ => rest.find(|character| Class::of(character) != kind).unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(end);
        if kind == Class::Digit && may_group(piece, ',') {
            return None;
        }
        match (kind, piece.replace(',', ".").parse()) {
            (Class::Space, _) => {}
            (Class::Digit, Ok(number)) => tokens.push(Token::Number(number)),
            _ => tokens.push(Token::Word(piece.to_lowercase())),
        }
        rest = behind;
    }
    Some(tokens)
}

/// What kind of character it is, for taking a text apart.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Space,
    Digit,
    Letter,
    Sign,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            '0'..='9' | '.' | ',' => Self::Digit,
            _ if character.is_whitespace() => Self::Space,
            _ if character.is_alphabetic() => Self::Letter,
            _ => Self::Sign,
        }
    }
}

/// Puts a value where there is none yet; two of a kind say nothing clearly.
fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

/// The first meaning that is meant here.
fn meant(meanings: &[Meaning], wanted: fn(&Meaning) -> bool) -> Option<Meaning> {
    meanings
        .iter()
        .find(|meaning| wanted(meaning))
        .or_else(|| meanings.iter().find(|known| **known == Meaning::Filler))
        .copied()
}

/// "7%", "7", "3 of 40", "3/40", "40건 중 3건". A bare number is percent; below 1 it could be either, so it needs the
/// sign.
fn share(read: &[Vec<Meaning>]) -> Option<f64> {
    let (mut first, mut second, mut between) = (None, None, None);
    let (mut percent, mut counted) = (false, false);
    for meanings in read {
        let wanted = |known: &Meaning| {
            use Meaning::{Number, Of, Percent, Times, WholeFirst};
            matches!(known, Number(_) | Percent | Of | WholeFirst | Times)
        };
        match meant(meanings, wanted)? {
            Meaning::Number(number) if between.is_none() => put(&mut first, number)?,
            Meaning::Number(number) => put(&mut second, number)?,
            Meaning::Percent if first.is_some() && between.is_none() => percent = true,
            Meaning::Times => counted = true,
            link @ (Meaning::Of | Meaning::WholeFirst) if first.is_some() && second.is_none() => {
                (between == Some(link)).then_some(()).or_else(|| put(&mut between, link))?;
            }
            Meaning::Filler => {}
            _ => return None,
        }
    }
    let share = match (first?, between, second) {
        (share, None, None) if percent => share / 100.0,
        (share, None, None) if share == 0.0 || (share >= 1.0 && !counted) => share / 100.0,
        (part, Some(Meaning::Of), Some(whole)) | (whole, Some(Meaning::WholeFirst), Some(part))
            if whole > 0.0 && !percent =>
        {
            part / whole
        }
        _ => return None,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

/// "3 days", "4 h", "1 day 6 hours", "a day", "half an hour", "이틀", "1시간 반".
fn duration(read: &[Vec<Meaning>]) -> Option<f64> {
    let mut total = 0.0;
    let (mut number, mut last) = (None, None);
    for meanings in read {
        let wanted =
            |known: &Meaning| matches!(known, Meaning::Number(_) | Meaning::Half | Meaning::Unit(..));
        match (meant(meanings, wanted)?, last) {
            (Meaning::Number(value), _) => put(&mut number, value)?,
            (Meaning::Half, Some(hours)) if number.is_none() => total += 0.5 * hours,
            (Meaning::Half, _) => put(&mut number, 0.5)?,
            (Meaning::Unit(hours, own), _) => {
                own.map_or(Some(()), |own| put(&mut number, own))?;
                total += number.take().or(last.is_none().then_some(1.0))? * hours;
                last = Some(hours);
            }
            _ => {}
        }
    }
    (last.is_some() && number.is_none()).then_some(total)
}

/// "2 a week", "3/day", "once a month", "every 2 weeks", "주 2회", "2주에 한 번". A number right before a unit belongs
/// to it.
fn frequency(read: &[Vec<Meaning>]) -> Option<f64> {
    let (mut count, mut hours, mut every, mut number) = (None, None, None, None);
    for meanings in read {
        let wanted = |known: &Meaning| {
            use Meaning::{Every, Number, Per, Times, Unit};
            matches!(known, Number(_) | Times | Every(_) | Per | Unit(..))
        };
        match meant(meanings, wanted)? {
            Meaning::Number(value) => put(&mut number, value)?,
            Meaning::Times => put(&mut count, number.take()?)?,
            Meaning::Unit(unit, None) => put(&mut hours, number.take().unwrap_or(1.0) * unit)?,
            other => {
                if other != Meaning::Filler
                    && let Some(number) = number.take()
                {
                    put(&mut count, number)?;
                }
                match other {
                    Meaning::Unit(unit, Some(own)) => put(&mut hours, own * unit)?,
                    Meaning::Every(share) => every = Some(every.unwrap_or(1.0) * share),
                    _ => {}
                }
            }
        }
    }
    if let Some(number) = number {
        put(&mut count, number)?;
    }
    let hours = hours? * every.unwrap_or(1.0);
    let is_rhythm = read.iter().any(|meanings| meanings.contains(&Meaning::Rhythm));
    let count = count.or((every.is_some() || is_rhythm).then_some(1.0))?;
    (hours > 0.0).then(|| count * WEEK / hours)
}

#[cfg(test)]
mod tests;
