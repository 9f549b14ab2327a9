//! Real numbers as people write them: "7%", "3 of 40", "3 days", "2 a week".

use crate::questionnaire::Unit;

const HOUR: f64 = 1.0;
const WEEK: f64 = 168.0;

/// The words of a language for units of time and for "a" as in "twice a week". Each list holds words in lower
/// case between spaces.
#[derive(Clone, Debug, Default)]
pub struct UnitWords {
    /// Minute, hour, day, week, month, quarter, year: the words for each.
    pub units: [String; 7],
    /// Words that stand between a number and its unit and add nothing, such as "per", "a", "times".
    pub filler: String,
    /// Words for "every", which turn a duration into a frequency.
    pub every: String,
    /// Words for "once".
    pub once: String,
    /// Words for "twice".
    pub twice: String,
    /// Words for "of" in "3 of 40".
    pub of: String,
}

/// The hours of a minute, hour, day, week, month, quarter, year; a month is 730 hours (design, section 3).
const HOURS: [f64; 7] = [HOUR / 60.0, HOUR, 24.0, WEEK, 730.0, 2190.0, 8760.0];

/// The value that a text gives in this unit: a share 0..1, hours, or events a week. Nothing where it does not say
/// clearly how much: a bare number could be a day as well as an hour.
pub fn read(text: &str, unit: Unit, words: &UnitWords) -> Option<f64> {
    let tokens = tokens(text);
    let value = match unit {
        Unit::Share => share(&tokens, words),
        Unit::Hours => duration(&tokens, words),
        Unit::PerWeek => frequency(&tokens, words),
    }?;
    (value.is_finite() && value >= 0.0).then_some(value)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
}

/// Numbers and the words and signs between them; a comma between digits is a decimal point.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let kind = Class::of(first);
        let end = match kind {
            Class::Sign => first.len_utf8(),
            _ => rest.find(|character| Class::of(character) != kind).unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(end);
        match (kind, piece.replace(',', ".").parse()) {
            (Class::Space, _) => {}
            (Class::Digit, Ok(number)) => tokens.push(Token::Number(number)),
            _ => tokens.push(Token::Word(piece.to_lowercase())),
        }
        rest = behind;
    }
    tokens
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

fn among(word: &str, list: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

fn hours_of(word: &str, words: &UnitWords) -> Option<f64> {
    let index = words.units.iter().position(|unit| among(word, unit))?;
    HOURS.get(index).copied()
}

/// "7%", "7", "3 of 40", "3/40". A bare number is percent; below 1 it could be either, so it needs the sign.
fn share(tokens: &[Token], words: &UnitWords) -> Option<f64> {
    let share = match tokens {
        [Token::Number(percent), Token::Word(sign)] if sign == "%" => percent / 100.0,
        [Token::Number(percent)] if *percent >= 1.0 || *percent == 0.0 => percent / 100.0,
        [Token::Number(part), Token::Word(of), Token::Number(whole)]
            if *whole > 0.0 && (of == "/" || among(of, &words.of)) =>
        {
            part / whole
        }
        _ => return None,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

/// "3 days", "4 h", "1 day 6 hours", "a day".
fn duration(tokens: &[Token], words: &UnitWords) -> Option<f64> {
    let mut total = 0.0;
    let mut number = None;
    let mut units = 0;
    for token in tokens {
        match token {
            Token::Number(value) if number.is_none() => number = Some(*value),
            Token::Number(_) => return None,
            Token::Word(word) => match hours_of(word, words) {
                Some(hours) => {
                    total += number.take().or((units == 0).then_some(1.0))? * hours;
                    units += 1;
                }
                None if among(word, &words.filler) => {}
                None => return None,
            },
        }
    }
    (units > 0 && number.is_none()).then_some(total)
}

/// "2 a week", "3/day", "once a month", "every 2 weeks".
fn frequency(tokens: &[Token], words: &UnitWords) -> Option<f64> {
    if let [Token::Word(every), rest @ ..] = tokens
        && among(every, &words.every)
    {
        let hours = duration(rest, words)?;
        return (hours > 0.0).then(|| WEEK / hours);
    }
    let mut times = None;
    let mut hours = None;
    for token in tokens {
        match token {
            Token::Number(value) if times.is_none() => times = Some(*value),
            Token::Word(word) if times.is_none() && among(word, &words.once) => times = Some(1.0),
            Token::Word(word) if times.is_none() && among(word, &words.twice) => times = Some(2.0),
            Token::Word(word) if hours.is_none() && hours_of(word, words).is_some() => {
                hours = hours_of(word, words);
            }
            Token::Word(word) if word == "/" || among(word, &words.filler) => {}
            _ => return None,
        }
    }
    Some(times? * WEEK / hours?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn english() -> UnitWords {
        let units = [
            "min mins minute minutes",
            "h hour hours",
            "d day days daily",
            "week weeks weekly",
            "month months monthly",
            "quarter quarters",
            "year years",
        ];
        UnitWords {
            units: units.map(str::to_owned),
            filler: "a an per times time and about".to_owned(),
            every: "every each".to_owned(),
            once: "once".to_owned(),
            twice: "twice".to_owned(),
            of: "of".to_owned(),
        }
    }

    fn cases(unit: Unit, cases: &[(&str, Option<f64>)]) {
        for (text, expected) in cases {
            assert_eq!(read(text, unit, &english()), *expected, "{text}");
        }
    }

    #[test]
    fn shares() {
        cases(
            Unit::Share,
            &[
                ("7%", Some(0.07)),
                ("12,5 %", Some(0.125)),
                ("3 of 40", Some(0.075)),
                ("3/40", Some(0.075)),
                ("16", Some(0.16)),
                ("0", Some(0.0)),
                ("0.07", None),
                ("0.5%", Some(0.005)),
                ("120%", None),
                ("5 of 4", None),
                ("-3%", None),
                ("many", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn durations() {
        cases(
            Unit::Hours,
            &[
                ("3 days", Some(72.0)),
                ("4h", Some(4.0)),
                ("30 min", Some(0.5)),
                ("1.5 hours", Some(1.5)),
                ("1 day 6 hours", Some(30.0)),
                ("a week", Some(168.0)),
                ("2 months", Some(1460.0)),
                ("3", None),
                ("3 4 days", None),
                ("days 3", None),
                ("3 bananas", None),
            ],
        );
    }

    #[test]
    fn frequencies() {
        cases(
            Unit::PerWeek,
            &[
                ("2 a week", Some(2.0)),
                ("3/day", Some(21.0)),
                ("twice a week", Some(2.0)),
                ("once per day", Some(7.0)),
                ("5 times a day", Some(35.0)),
                ("every 2 weeks", Some(0.5)),
                ("every day", Some(7.0)),
                ("every 0 days", None),
                ("2", None),
                ("week", None),
            ],
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_finite_value_or_nothing(text in ".{0,24}") {
            for unit in [Unit::Share, Unit::Hours, Unit::PerWeek] {
                if let Some(value) = read(&text, unit, &english()) {
                    prop_assert!(value.is_finite() && value >= 0.0);
                }
            }
        }
    }
}
