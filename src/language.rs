//! Languages and the words of the program: every sentence is looked up by its id in a text file.

use std::collections::BTreeMap;
use std::fmt;

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

    /// The language of a tag, or of a locale such as `ko_KR.UTF-8`; nothing where it names no language.
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

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The program's own words in one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    sentences: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language, by id.
    pub const fn new(language: Language, sentences: BTreeMap<String, String>) -> Self {
        Self { language, sentences }
    }

    /// The language they are in.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The ids of all sentences, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// The sentence of an id as it stands in the file, if there is one.
    pub fn find(&self, id: &str) -> Option<&str> {
        self.sentences.get(id).map(String::as_str)
    }

    /// The sentence of an id without values; a missing one shows as its id in angle brackets, so that it is seen.
    pub fn say(&self, id: &str) -> String {
        self.fill(id, &[])
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
        let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill(id, &told)
    }

    /// The sentence of an id with values put in for `{name}`.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(sentence) = self.sentences.get(id) else { return format!("<{id}>") };
        fill(sentence, values)
    }
}

/// Puts values in for `{name}`. `{name|을/를}` puts in the value and behind it the particle that fits its end:
/// the first after a final consonant, the second after a vowel.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
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
                filled.push_str(value);
                if let Some(pair) = particle {
                    filled.push_str(particle_for(value, pair));
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
fn particle_for<'a>(word: &str, pair: &'a str) -> &'a str {
    let (with, without) = pair.split_once('/').unwrap_or((pair, pair));
    let last = word.chars().rev().find(|character| character.is_alphanumeric());
    match last.and_then(final_sound) {
        None | Some(FinalSound::Vowel) => without,
        Some(FinalSound::Rieul) if with.starts_with('으') => without,
        Some(_) => with,
    }
}

enum FinalSound {
    Vowel,
    Rieul,
    Consonant,
}

/// How a character ends when it is read aloud in Korean.
fn final_sound(character: char) -> Option<FinalSound> {
    let code = character as u32;
    if (0xAC00..=0xD7A3).contains(&code) {
        return Some(match (code - 0xAC00) % 28 {
            0 => FinalSound::Vowel,
            8 => FinalSound::Rieul,
            _ => FinalSound::Consonant,
        });
    }
    Some(match character.to_ascii_lowercase() {
        '0' | '3' | '6' | 'm' | 'n' | 'b' | 'c' | 'k' | 'p' | 't' => FinalSound::Consonant,
        '1' | '7' | '8' | 'l' | 'r' => FinalSound::Rieul,
        other if other.is_ascii_alphanumeric() => FinalSound::Vowel,
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
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("{c} {", &[]), "{c} {");
    }
}
