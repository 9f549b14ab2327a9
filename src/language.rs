//! Languages and the words of the program: every sentence is looked up by its id in a text file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error};

use crate::error::{Message, Value};

/// A language tag such as `en` or `ko`: two or three lower-case letters, with a region or script behind a
/// hyphen where needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

impl Language {
    /// The language that the program falls back to.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The language of a tag, or of a locale such as `ko_KR.UTF-8`; `None` if it names no language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default().to_lowercase();
        let letters = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
        let rest_valid = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        (letters && rest_valid).then(|| Self(first + &tag[tag.find('-').unwrap_or(tag.len())..]))
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The tag without region or script.
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::from_tag(&tag).ok_or_else(|| Error::custom("expected a language tag such as en"))
    }
}

/// Names in a sentence, each with what is put in for it.
pub type Values<'a> = [(&'a str, &'a dyn Display)];

/// The program's own words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
    /// The language that was asked for, where there are no words in it; a pack may have texts in it.
    wanted: Option<Language>,
    sentences: Arc<BTreeMap<Cow<'static, str>, Cow<'static, str>>>,
}

impl Words {
    /// The words of a language, by id.
    pub fn new<Text: Into<Cow<'static, str>>>(
        language: Language,
        sentences: impl IntoIterator<Item = (Text, Text)>,
    ) -> Self {
        let sentences = sentences.into_iter().map(|(id, sentence)| (id.into(), sentence.into()));
        Self { language, wanted: None, sentences: Arc::new(sentences.collect()) }
    }

    /// The language they are in.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The same words for somebody who asked for this language.
    #[must_use]
    pub fn for_reader_of(self, language: Language) -> Self {
        Self { wanted: Some(language), ..self }
    }

    /// The language that was asked for, as far as is known; texts of a pack are shown in it if there are some.
    pub fn wanted(&self) -> &Language {
        self.wanted.as_ref().unwrap_or(&self.language)
    }

    /// The ids of all sentences, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(Cow::as_ref)
    }

    /// The sentence of an id as written in the file, if there is one.
    pub fn find(&self, id: &str) -> Option<&str> {
        self.sentences.get(id).map(Cow::as_ref)
    }

    /// The sentence of an id without values; a missing one shows as its id in angle brackets, so that it is seen.
    pub fn say(&self, id: &str) -> String {
        self.find(id).map_or_else(|| format!("<{id}>"), str::to_owned)
    }

    /// The sentence of a message with its values put in; what people typed stays what they typed.
    pub fn tell(&self, message: &Message) -> String {
        self.tell_by_id(message.id, &message.values)
    }

    /// The sentence of an id with the values of a message put in.
    pub fn tell_by_id(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        let value = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Sentence(id) => self.say(id),
        };
        let told: Vec<(&str, String)> = values.iter().map(|(name, known)| (*name, value(known))).collect();
        let told: Vec<(&str, &dyn Display)> = told.iter().map(|(name, text)| (*name, text as _)).collect();
        self.fill(id, &told)
    }

    /// A date as this language writes it: `2026-11-22`, `2026-11`, and years from to. A year alone, and what holds
    /// words, stay as they are.
    pub fn date(&self, date: &str) -> String {
        let parts: Vec<&str> = date.split('-').collect();
        let is_number = |part: &&str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let has_form = |lengths: &[usize]| {
            parts.len() == lengths.len()
                && parts.iter().zip(lengths).all(|(part, length)| is_number(part, *length))
        };
        match parts.as_slice() {
            [year, month, day] if has_form(&[4, 2, 2]) => {
                self.fill("date.day", &[("year", &year), ("month", &month), ("day", &day)])
            }
            [year, month] if has_form(&[4, 2]) => {
                self.fill("date.month", &[("year", &year), ("month", &month)])
            }
            [from, to] if has_form(&[4, 4]) => self.fill("date.years", &[("from", &from), ("to", &to)]),
            _ => date.to_owned(),
        }
    }

    /// The sentence of an id with a number put in for `{count}`: of one thing the sentence `ID.one`, if there is one.
    pub fn count(&self, id: &str, count: usize, values: &Values<'_>) -> String {
        let for_one = format!("{id}.one");
        let id = if count == 1 && self.find(&for_one).is_some() { &for_one } else { id };
        self.fill(id, &[values, &[("count", &count)]].concat())
    }

    /// The sentence of an id with values put in for `{name}`.
    pub fn fill(&self, id: &str, values: &Values<'_>) -> String {
        self.find(id).map_or_else(|| format!("<{id}>"), |sentence| fill(sentence, values))
    }
}

/// Puts values in for `{name}`. `{name|을/를}` puts in the value and behind it the particle that fits its end:
/// the first after a final consonant, the second after a vowel. `{name|1}` puts in a number as one counts, without
/// the zeros before it.
pub fn fill(sentence: &str, values: &Values<'_>) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find('}') else { break };
        let (name, particle) = match rest[1..end].split_once('|') {
            Some((name, particle)) => (name, Some(particle)),
            None => (&rest[1..end], None),
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                let value = value.to_string();
                let as_counted = particle == Some("1");
                filled.push_str(if as_counted { value.trim_start_matches('0') } else { &value });
                if let Some(pair) = particle.filter(|_| !as_counted) {
                    filled.push_str(&particle_for(&value, pair));
                }
            }
            None => filled.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The particle of a pair such as `을/를` that fits the end of a word: the first after a final consonant.
/// `으로/로` takes the second after a final ㄹ too. Latin letters and digits count as they are read aloud in
/// Korean; what cannot be read gives both, as `을(를)`.
fn particle_for(word: &str, pair: &str) -> String {
    let (with, without) = pair.split_once('/').unwrap_or((pair, pair));
    match final_sound(outside_brackets(word)) {
        Some(FinalSound::Vowel) => without.to_owned(),
        Some(FinalSound::Rieul) if with.starts_with('으') => without.to_owned(),
        Some(_) => with.to_owned(),
        None if with == without => with.to_owned(),
        None if with.strip_prefix('으') == Some(without) => format!("(으){without}"),
        None => format!("{with}({without})"),
    }
}

/// The word in front of its brackets, where it ends with some: a particle follows what is outside of them.
fn outside_brackets(word: &str) -> &str {
    let inside = word.trim_end().strip_suffix(')').and_then(|inside| inside.rsplit_once('('));
    inside.map(|(before, _)| before.trim_end()).filter(|before| !before.is_empty()).unwrap_or(word)
}

enum FinalSound {
    Vowel,
    Rieul,
    Consonant,
}

/// How a word ends when it is read aloud in Korean; quotes and full stops behind it are not read.
fn final_sound(word: &str) -> Option<FinalSound> {
    let mut read = word.chars().rev().filter(|character| character.is_alphanumeric() || *character == '%');
    let last = read.next()?;
    let code = u32::from(last);
    if (0xAC00..=0xD7A3).contains(&code) {
        return Some(match (code - 0xAC00) % 28 {
            0 => FinalSound::Vowel,
            8 => FinalSound::Rieul,
            _ => FinalSound::Consonant,
        });
    }
    // Decomposed Hangul, as some systems write the names of files: vowels, then final consonants.
    match last {
        '\u{11af}' => return Some(FinalSound::Rieul),
        '\u{1161}'..='\u{1175}' => return Some(FinalSound::Vowel),
        '\u{11a8}'..='\u{11c2}' => return Some(FinalSound::Consonant),
        _ => {}
    }
    Some(match last {
        // A capital is read by its name, as in TSB or IBM; a small letter ends a word, as in GitLab or server.
        '1' | '7' | '8' | 'L' | 'R' | 'l' => FinalSound::Rieul,
        '0' | '3' | '6' | 'M' | 'N' | 'm' | 'n' | 'b' | 'c' | 'k' | 'p' | 't' => FinalSound::Consonant,
        'g' if read.next() == Some('n') => FinalSound::Consonant,
        '%' => FinalSound::Vowel,
        character if character.is_ascii_alphanumeric() => FinalSound::Vowel,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for (tag, language) in [
            ("ko_KR.UTF-8", Some("ko-KR")),
            ("EN", Some("en")),
            ("sr-Latn", Some("sr-Latn")),
            ("C", None),
            ("POSIX", None),
            ("../en", None),
        ] {
            assert_eq!(Language::from_tag(tag).as_ref().map(Language::tag), language, "{tag}");
        }
    }

    #[test]
    fn values_are_put_in_once_and_unknown_names_stay() {
        assert_eq!(fill("{a} and {b}", &[("a", &"{b}"), ("b", &"2")]), "{b} and 2");
        assert_eq!(fill("{c} {", &[("a", &"b")]), "{c} {");
    }

    #[test]
    fn a_date_is_written_as_the_language_writes_it() {
        let sentences = [
            ("date.day", "{year}년 {month|1}월 {day|1}일"),
            ("date.month", "{year}년 {month|1}월"),
            ("date.years", "{from}~{to}년"),
        ];
        let words = Words::new(Language::english(), sentences);
        for (date, told) in [
            ("2026-11-02", "2026년 11월 2일"),
            ("2011-05", "2011년 5월"),
            ("2006-2021", "2006~2021년"),
            ("2015", "2015"),
            ("2010년경", "2010년경"),
            ("</script>", "</script>"),
            ("", ""),
        ] {
            assert_eq!(words.date(date), told);
        }
    }

    #[test]
    fn a_missing_sentence_shows_as_its_id() {
        let words = Words::new(Language::english(), [("", ""); 0]);
        assert_eq!(words.say("not.there"), "<not.there>");
    }

    #[test]
    fn a_message_takes_texts_and_other_sentences_as_values() {
        let sentences = [("outer", "{what}: {why}"), ("inner", "because")];
        let words = Words::new(Language::english(), sentences);
        let message = Message::new("outer").with("what", "{why}").with_sentence("why", "inner");
        assert_eq!(words.tell(&message), "{why}: because");
    }

    #[test]
    fn the_particle_fits_the_end_of_the_word_as_it_is_read() {
        for (word, object, direction) in [
            ("팀", "팀을", "팀으로"),
            ("넷플릭스", "넷플릭스를", "넷플릭스로"),
            ("구글", "구글을", "구글로"),
            ("캐피털 원(Capital One)", "캐피털 원(Capital One)을", "캐피털 원(Capital One)으로"),
            ("엣시 (Etsy)", "엣시 (Etsy)를", "엣시 (Etsy)로"),
            (
                "나사 제트추진연구소(NASA JPL)",
                "나사 제트추진연구소(NASA JPL)를",
                "나사 제트추진연구소(NASA JPL)로",
            ),
            ("(괄호)", "(괄호)를", "(괄호)로"),
            ("\"결제 팀\"", "\"결제 팀\"을", "\"결제 팀\"으로"),
            ("IBM", "IBM을", "IBM으로"),
            ("TSB", "TSB를", "TSB로"),
            ("HP", "HP를", "HP로"),
            ("GOV.UK", "GOV.UK를", "GOV.UK로"),
            ("SQL", "SQL을", "SQL로"),
            ("GitLab", "GitLab을", "GitLab으로"),
            ("Target", "Target을", "Target으로"),
            ("server", "server를", "server로"),
            ("Spring", "Spring을", "Spring으로"),
            ("tag", "tag를", "tag로"),
            ("answers.json", "answers.json을", "answers.json으로"),
            ("2", "2를", "2로"),
            ("3", "3을", "3으로"),
            ("7", "7을", "7로"),
            ("10", "10을", "10으로"),
            ("10%", "10%를", "10%로"),
            // Decomposed: 팀, 구글, 사내.
            ("\u{1110}\u{1175}\u{11b7}", "\u{1110}\u{1175}\u{11b7}을", "\u{1110}\u{1175}\u{11b7}으로"),
            ("\u{1100}\u{1173}\u{11af}", "\u{1100}\u{1173}\u{11af}을", "\u{1100}\u{1173}\u{11af}로"),
            ("\u{1102}\u{1162}", "\u{1102}\u{1162}를", "\u{1102}\u{1162}로"),
            ("日本", "日本을(를)", "日本(으)로"),
            ("", "을(를)", "(으)로"),
        ] {
            assert_eq!(fill("{x|을/를}", &[("x", &word)]), object);
            assert_eq!(fill("{x|으로/로}", &[("x", &word)]), direction);
        }
    }

    #[test]
    fn every_usual_pair_of_particles_is_known() {
        for (pair, after_consonant, after_vowel) in
            [("은/는", "팀은", "사내는"), ("이/가", "팀이", "사내가"), ("과/와", "팀과", "사내와")]
        {
            let sentence = format!("{{x|{pair}}}");
            assert_eq!(fill(&sentence, &[("x", &"팀")]), after_consonant);
            assert_eq!(fill(&sentence, &[("x", &"사내")]), after_vowel);
        }
    }
}
