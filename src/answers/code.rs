//! The short code: all choices of one person as a few characters to read out or paste.
//!
//! The choices are the digits of a mixed radix number, in the order of the questionnaire: the levels, then unknown, not
//! applicable, no answer. In front of it is one character with the form and the major version, behind it are two check
//! characters, all in Crockford's base 32. The check is a Reed-Solomon code over GF(32) with distance 3: it finds any
//! two slips, neighbours exchanged among them, and the place of a single one.

use crate::answers::{Answer, Answers, Choice, Form};
use crate::error::{Finding, Message, Place};
use crate::questionnaire::{Question, Questionnaire};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters are shown in groups of so many.
const GROUP: usize = 4;

/// The characters of the form and version in front, and of the check behind.
const AROUND: usize = 3;

/// Major versions are written modulo this.
const VERSIONS: u64 = 16;

/// The code of answers, in groups of four.
pub fn encode(questionnaire: &Questionnaire, answers: &Answers) -> String {
    let asked = asked(questionnaire, answers.form);
    let mut number = Vec::new();
    for question in asked.iter().rev() {
        multiply_and_add(&mut number, radix(question), digit(question, answers.choice(&question.id)));
    }
    number.resize(width(&asked), 0);
    let is_short = u64::from(answers.form == Form::Short);
    let header = is_short * VERSIONS + u64::from(questionnaire.version.major) % VERSIONS;
    let mut symbols = vec![u8::try_from(header).unwrap_or_default()];
    symbols.extend(number.iter().rev());
    symbols.extend(check(questionnaire, &symbols));
    let characters: Vec<char> =
        symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect();
    characters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The answers of a code; upper and lower case, spaces and hyphens are the same, O is 0, I and L are 1.
///
/// # Errors
/// A character that no code has, one too many or too few, a slip (with its place if there is only one), and a code of
/// another major version.
pub fn decode(questionnaire: &Questionnaire, code: &str) -> Result<Answers, Finding> {
    let at = |message, column| Finding::error(message).at(code, Place { line: 1, column });
    let mut symbols = Vec::new();
    let mut columns = Vec::new();
    for (column, character) in code.chars().enumerate().filter(|(_, character)| !separates(*character)) {
        let unknown = || at(Message::new("code.character").with("found", character), column + 1);
        symbols.push(symbol(character).ok_or_else(unknown)?);
        columns.push(column + 1);
    }
    let lengths = Form::ALL.map(|form| (form, width(&asked(questionnaire, form)) + AROUND));
    let Some((form, _)) = lengths.into_iter().find(|(_, length)| *length == symbols.len()) else {
        let message = Message::new("code.length").with("found", symbols.len());
        return Err(at(message.with("full", lengths[0].1).with("short", lengths[1].1), 1));
    };
    match slip(questionnaire, &symbols) {
        Slip::None => {}
        Slip::At(place) => {
            let message = Message::new("code.slip").with("group", place / GROUP + 1);
            return Err(at(message, columns[place]));
        }
        Slip::Several => return Err(at(Message::new("code.slips"), 1)),
    }
    let (is_short, version) = (u64::from(symbols[0]) / VERSIONS, u64::from(symbols[0]) % VERSIONS);
    let ours = u64::from(questionnaire.version.major);
    if version != ours % VERSIONS || is_short != u64::from(form == Form::Short) {
        return Err(at(Message::new("code.version").with("found", version).with("known", ours), 1));
    }
    let mut number: Vec<u8> = symbols[1..symbols.len() - 2].iter().rev().copied().collect();
    let mut answers = Answers { form, ..Answers::empty(questionnaire) };
    for question in asked(questionnaire, form) {
        let digit = divide(&mut number, radix(question));
        let given = choice(question, digit).map(|choice| (question.id.clone(), Answer::bare(choice)));
        answers.given.extend(given);
    }
    // A number beyond the last choice is no code of this questionnaire.
    if number.iter().any(|symbol| *symbol > 0) {
        return Err(at(Message::new("code.slips"), 1));
    }
    Ok(answers)
}

/// Whether a text could be meant as a code: letters, digits and what separates them, about as many as a code has.
pub fn is_like_code(questionnaire: &Questionnaire, text: &str) -> bool {
    const MISSED: usize = 3;
    let count = text.chars().filter(|character| !separates(*character)).count();
    let is_near = |form| count.abs_diff(width(&asked(questionnaire, form)) + AROUND) <= MISSED;
    let is_plain = text.chars().all(|character| character.is_ascii_alphanumeric() || separates(character));
    // A number of JSON is no code, also not a long one.
    let is_number = text.chars().all(|character| character.is_ascii_digit() || "eE".contains(character));
    is_plain
        && !is_number
        && text.chars().any(|character| character.is_ascii_digit())
        && Form::ALL.into_iter().any(is_near)
}

fn separates(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '‐' | '‑' | '–' | '—')
}

fn symbol(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == plain).and_then(|at| u8::try_from(at).ok())
}

fn asked(questionnaire: &Questionnaire, form: Form) -> Vec<&Question> {
    let is_asked =
        |question: &&Question| form == Form::Full || questionnaire.short_form.contains(&question.id);
    questionnaire.questions.iter().filter(is_asked).collect()
}

/// The levels, unknown, not applicable and no answer.
fn radix(question: &Question) -> u32 {
    u32::from(question.levels) + 3
}

fn digit(question: &Question, choice: Option<Choice>) -> u32 {
    let levels = u32::from(question.levels);
    match choice {
        Some(Choice::Level(level)) => u32::from(level).min(levels.saturating_sub(1)),
        Some(Choice::Unknown) => levels,
        Some(Choice::NotApplicable) => levels + 1,
        None => levels + 2,
    }
}

fn choice(question: &Question, digit: u32) -> Option<Choice> {
    match digit.checked_sub(question.levels.into()) {
        None => u8::try_from(digit).ok().map(Choice::Level),
        Some(0) => Some(Choice::Unknown),
        Some(1) => Some(Choice::NotApplicable),
        Some(_) => None,
    }
}

/// The symbols that the largest number takes.
fn width(asked: &[&Question]) -> usize {
    let mut largest = Vec::new();
    for question in asked.iter().rev() {
        multiply_and_add(&mut largest, radix(question), radix(question) - 1);
    }
    largest.len()
}

/// `number × factor + digit`, on a number in base 32 with its lowest symbol first.
fn multiply_and_add(number: &mut Vec<u8>, factor: u32, digit: u32) {
    let mut carry = digit;
    for symbol in number.iter_mut() {
        carry += u32::from(*symbol) * factor;
        *symbol = low(carry);
        carry /= 32;
    }
    while carry > 0 {
        number.push(low(carry));
        carry /= 32;
    }
}

/// Divides the number; gives the remainder.
fn divide(number: &mut [u8], divisor: u32) -> u32 {
    let mut rest = 0;
    for symbol in number.iter_mut().rev() {
        rest = rest * 32 + u32::from(*symbol);
        *symbol = low(rest / divisor);
        rest %= divisor;
    }
    rest
}

fn low(number: u32) -> u8 {
    u8::try_from(number % 32).unwrap_or_default()
}

/// The two check symbols behind the others.
fn check(questionnaire: &Questionnaire, symbols: &[u8]) -> [u8; 2] {
    let all = (0..32).flat_map(|first| (0..32).map(move |second| [first, second]));
    let fits = |check: &[u8; 2]| matches!(slip(questionnaire, &[symbols, check].concat()), Slip::None);
    // Exactly one pair fits.
    all.into_iter().find(fits).unwrap_or_default()
}

enum Slip {
    None,
    At(usize),
    Several,
}

/// What is wrong with symbols: their sum and their sum weighted by α to the power of the place are both that of the
/// questionnaire's id. One wrong symbol changes the second by α to the power of its place times the first.
fn slip(questionnaire: &Questionnaire, symbols: &[u8]) -> Slip {
    let salt = questionnaire.id.bytes().fold(0u32, |salt, byte| (salt * 31 + u32::from(byte)) % 1024);
    let (mut sum, mut weighted) = (low(salt), low(salt / 32));
    for (place, symbol) in symbols.iter().enumerate() {
        sum ^= symbol;
        weighted ^= times_alpha(*symbol, place);
    }
    if (sum, weighted) == (0, 0) {
        return Slip::None;
    }
    let mut places = (0..symbols.len().min(31)).filter(|place| times_alpha(sum, *place) == weighted);
    places.next().filter(|_| sum != 0).map_or(Slip::Several, Slip::At)
}

/// A symbol times α to a power, in GF(32) with α⁵ = α² + 1.
fn times_alpha(symbol: u8, power: usize) -> u8 {
    (0..power % 31).fold(symbol, |product, _| {
        let doubled = product << 1;
        if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pack::Pack;

    fn ours() -> Questionnaire {
        Pack::BuiltIn.questionnaire().unwrap()
    }

    /// Answers by the digits that their questions' choices have.
    fn answers(questionnaire: &Questionnaire, form: Form, digits: &[u32]) -> Answers {
        let mut answers = Answers { form, ..Answers::empty(questionnaire) };
        for (question, digit) in asked(questionnaire, form).into_iter().zip(digits.iter().cycle()) {
            let choice = choice(question, digit % radix(question));
            answers.set(questionnaire, &question.id, choice.map(Answer::bare));
        }
        answers
    }

    fn found(questionnaire: &Questionnaire, code: &str) -> (&'static str, usize) {
        let finding = decode(questionnaire, code).unwrap_err();
        (finding.message.id, finding.place.unwrap().column)
    }

    #[test]
    fn a_code_is_six_groups_of_four_and_that_of_the_short_form_is_shorter() {
        let questionnaire = ours();
        let full = encode(&questionnaire, &answers(&questionnaire, Form::Full, &[2]));
        assert_eq!((full.len(), full.matches('-').count()), (29, 5), "{full}");
        let short = encode(&questionnaire, &answers(&questionnaire, Form::Short, &[2]));
        assert!(short.len() < 16, "{short}");
    }

    #[test]
    fn it_is_read_however_it_is_written() {
        let questionnaire = ours();
        let answers = answers(&questionnaire, Form::Full, &[0, 1, 7, 3]);
        let code = encode(&questionnaire, &answers);
        let spoken = code.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
        assert_eq!(decode(&questionnaire, &spoken), Ok(answers.clone()));
        assert_eq!(
            decode(&questionnaire, &format!("\t{} ", code.replace('-', "—").replace('1', "I"))),
            Ok(answers)
        );
    }

    #[test]
    fn every_single_slip_is_refused_with_its_place_and_every_exchange_of_neighbours_too() {
        let questionnaire = ours();
        let code = encode(&questionnaire, &answers(&questionnaire, Form::Full, &[3, 1, 4, 1, 5, 2]));
        let characters: Vec<char> = code.chars().collect();
        for (at, written) in characters.iter().enumerate().filter(|(_, written)| **written != '-') {
            for other in ALPHABET.iter().map(|other| char::from(*other)).filter(|other| other != written) {
                let mut wrong = characters.clone();
                wrong[at] = other;
                let wrong = String::from_iter(wrong);
                assert_eq!(found(&questionnaire, &wrong), ("code.slip", at + 1), "{wrong} for {code}");
            }
        }
        for at in 1..characters.len() {
            let mut wrong = characters.clone();
            wrong.swap(at - 1, at);
            let is_other = wrong[at] != wrong[at - 1] && !wrong[at - 1..=at].contains(&'-');
            let wrong = String::from_iter(wrong);
            assert!(!is_other || decode(&questionnaire, &wrong).is_err(), "{wrong} for {code}");
        }
    }

    #[test]
    fn what_is_no_code_of_this_questionnaire_is_refused() {
        let questionnaire = ours();
        let code = encode(&questionnaire, &answers(&questionnaire, Form::Full, &[1]));
        assert_eq!(found(&questionnaire, &code[..code.len() - 1]), ("code.length", 1));
        assert_eq!(found(&questionnaire, &format!("{code}0")), ("code.length", 1));
        assert_eq!(found(&questionnaire, &format!("U{}", &code[1..])), ("code.character", 1));
        let mut newer = questionnaire.clone();
        newer.version.major += 1;
        assert_eq!(found(&newer, &code), ("code.version", 1));
        let other = Questionnaire { id: "other".to_owned(), ..questionnaire.clone() };
        assert!(decode(&other, &code).is_err());
        assert!(
            is_like_code(&questionnaire, &code) && is_like_code(&questionnaire, &code[2..].to_lowercase())
        );
        assert!(!is_like_code(&questionnaire, "answers.json") && !is_like_code(&questionnaire, "team"));
    }

    proptest! {
        #[test]
        fn every_choice_comes_back(digits in prop::collection::vec(0..90u32, 40), is_short: bool) {
            let questionnaire = ours();
            let form = if is_short { Form::Short } else { Form::Full };
            let answers = answers(&questionnaire, form, &digits);
            prop_assert_eq!(decode(&questionnaire, &encode(&questionnaire, &answers)), Ok(answers));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9A-Za-z -]{0,40}|\\PC{0,30}") {
            let _ = decode(&ours(), &text);
        }
    }
}
