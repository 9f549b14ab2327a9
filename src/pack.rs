//! The pack: questionnaire, stories and texts, built in or from a custom folder.

pub mod check;
pub mod copy;
pub mod peers;

use std::borrow::Cow;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::content::{Content, ToldStory};
use crate::embedded::{self, PackFiles, Schemas, Sentences};
use crate::error::{Error, Message, Result, nearest};
use crate::json::shape::Schema;
use crate::json::{self, Members, without_mark};
use crate::language::{Language, Words};
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::{Questionnaire, StoryEntry};
use crate::store;
use crate::story::{Story, StoryText};

/// Where questionnaire, stories and texts come from.
#[derive(Clone, Debug)]
pub enum Pack {
    /// The pack inside the program.
    BuiltIn,
    /// A folder of the same shape.
    Folder(PathBuf),
}

/// Which stories to read.
#[derive(Clone, Copy, Debug)]
pub enum Choice<'a> {
    /// None: the command compares with nobody.
    None,
    /// Those that the questionnaire names as default.
    Default,
    All,
    /// These, by id or tag.
    These(&'a [String]),
}

/// A file of a pack whose shape a JSON Schema describes.
pub trait Document: DeserializeOwned {
    /// The name of the schema below `questionnaires/schema`.
    const SCHEMA: &str;

    fn schema() -> Schema {
        Schema::new(embedded::text::<Schemas>(Self::SCHEMA).unwrap_or_default())
    }
}

impl Document for Questionnaire {
    const SCHEMA: &str = "questionnaire.json";
}

impl Document for QuestionnaireText {
    const SCHEMA: &str = "questionnaire-text.json";
}

impl Document for Story {
    const SCHEMA: &str = "story.json";
}

impl Document for StoryText {
    const SCHEMA: &str = "story-text.json";
}

impl Pack {
    /// The text of one of its files; `None` if it has no such file.
    ///
    /// # Errors
    /// A file that is there and cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<Cow<'static, str>>> {
        match self {
            Self::BuiltIn => Ok(embedded::text::<PackFiles>(path).map(Cow::Borrowed)),
            Self::Folder(folder) => {
                let path = folder.join(path);
                if store::exists(&path) {
                    store::read_found(&path).map(|text| Some(Cow::Owned(text)))
                } else {
                    Ok(None)
                }
            }
        }
    }

    /// How one of its files is named in messages.
    pub fn shown(&self, path: &str) -> String {
        match self {
            Self::BuiltIn => path.to_owned(),
            Self::Folder(folder) => store::shown(&folder.join(path)),
        }
    }

    fn typed<T: Document>(&self, path: &str) -> Result<T> {
        let Some(text) = self.file(path)? else {
            return Err(Error::wrong(Message::new("pack.file").with("file", self.shown(path))));
        };
        let text = without_mark(&text);
        serde_json::from_str(text).map_err(|error| {
            let fault = json::parse(text).map(|document| T::schema().first_fault(text, &document));
            let fault = fault.unwrap_or_else(Some).unwrap_or_else(|| json::syntax_finding(text, &error));
            Error::input(vec![fault.in_file(&self.shown(path))])
        })
    }

    /// A file of sentences in a language. In a custom pack the first language fills what is missing;
    /// the check lists what that is.
    ///
    /// # Errors
    /// No such file in either language, not JSON, or not of its shape (with the place).
    pub fn text<T: Document>(&self, file: &str, language: &Language, first: &Language) -> Result<T> {
        let (own, base) = (format!("text/{language}/{file}"), format!("text/{first}/{file}"));
        if matches!(self, Self::BuiltIn) || language == first {
            return self.typed(&own);
        }
        if self.file(&own)?.is_none() {
            return self.typed(&base);
        }
        let read = |path: &str| {
            let text = self.file(path)?.unwrap_or_default();
            let found =
                |error| Error::input(vec![json::syntax_finding(&text, &error).in_file(&self.shown(path))]);
            serde_json::from_str::<Value>(without_mark(&text)).map_err(found)
        };
        serde_json::from_value(completed(read(&base)?, read(&own)?)).or_else(|_| self.typed(&own))
    }

    /// The questionnaire.
    ///
    /// # Errors
    /// No such file, not JSON, or not of the shape of a questionnaire (with the place).
    pub fn questionnaire(&self) -> Result<Questionnaire> {
        self.typed("questionnaire.json")
    }

    /// The answers of the sample team with the name of their file, where the pack has one: in this language, or else
    /// as they are next to the questionnaire.
    ///
    /// # Errors
    /// A file that is there and cannot be read.
    pub fn example(&self, language: &Language) -> Result<Option<(String, Cow<'static, str>)>> {
        for path in [format!("text/{language}/example.json"), "example.json".to_owned()] {
            if let Some(text) = self.file(&path)? {
                return Ok(Some((path, text)));
            }
        }
        Ok(None)
    }

    /// Everything that a report or a list needs in one language, with the chosen stories.
    ///
    /// # Errors
    /// A file that is missing or not of its shape, and a story or tag that the questionnaire does not know.
    pub fn content(&self, words: &Words, choice: Choice<'_>) -> Result<Content> {
        let questionnaire = self.questionnaire()?;
        let language = self.language(&questionnaire, words);
        let first = questionnaire.languages.first().unwrap_or(&language);
        let entries = chosen(&questionnaire, choice)?;
        let is_warning = |entry: &&StoryEntry| questionnaire.warning_stories.contains(&entry.id);
        let failures: Vec<&StoryEntry> = match choice {
            Choice::None => Vec::new(),
            _ => questionnaire.stories.iter().filter(is_warning).collect(),
        };
        let is_other = |entry: &&StoryEntry| {
            !matches!(choice, Choice::None)
                && !entries.iter().chain(&failures).any(|known| known.id == entry.id)
        };
        let others: Vec<&StoryEntry> = questionnaire.stories.iter().filter(is_other).collect();
        let tell = |entry: &StoryEntry| self.story(entry, &language, first);
        Ok(Content {
            text: self.text("questionnaire.json", &language, first)?,
            stories: entries.into_iter().map(tell).collect::<Result<_>>()?,
            failures: failures.into_iter().map(tell).collect::<Result<_>>()?,
            others: others.into_iter().map(tell).collect::<Result<_>>()?,
            is_default_choice: matches!(choice, Choice::Default),
            words: words.clone(),
            questionnaire,
        })
    }

    /// The language of the pack that comes nearest: the one that was asked for, itself or without its region, that of
    /// the words, or the pack's first.
    pub fn language(&self, questionnaire: &Questionnaire, words: &Words) -> Language {
        let has = |tag: &str| questionnaire.languages.iter().find(|known| known.tag() == tag);
        [words.wanted(), words.language()]
            .into_iter()
            .find_map(|language| has(language.tag()).or_else(|| has(language.base())))
            .or_else(|| questionnaire.languages.first())
            .cloned()
            .unwrap_or_else(Language::english)
    }

    fn story(&self, entry: &StoryEntry, language: &Language, first: &Language) -> Result<ToldStory> {
        Ok(ToldStory {
            story: self.typed(&format!("stories/{}.json", entry.id))?,
            text: self.text(&format!("stories/{}.json", entry.id), language, first)?,
            tags: entry.tags.clone(),
        })
    }
}

/// What a translation says, and where it says nothing, what the first language says.
fn completed(first: Value, translation: Value) -> Value {
    match (first, translation) {
        (Value::Object(mut all), Value::Object(translated)) => {
            for (key, value) in translated {
                let known = all.remove(&key).unwrap_or(Value::Null);
                all.insert(key, completed(known, value));
            }
            Value::Object(all)
        }
        (Value::Array(all), Value::Array(translated)) => {
            let mut translated = translated.into_iter();
            let mut list: Vec<Value> = all
                .into_iter()
                .map(|known| match translated.next() {
                    Some(value) => completed(known, value),
                    None => known,
                })
                .collect();
            list.extend(translated);
            Value::Array(list)
        }
        (known @ Value::String(_), Value::String(text)) if text.trim().is_empty() => known,
        (_, translation) => translation,
    }
}

/// The stories that a choice names, in the order of the questionnaire.
fn chosen<'q>(questionnaire: &'q Questionnaire, choice: Choice<'_>) -> Result<Vec<&'q StoryEntry>> {
    let names = match choice {
        Choice::None => return Ok(Vec::new()),
        Choice::Default => &questionnaire.default_stories,
        Choice::All => return Ok(questionnaire.stories.iter().collect()),
        Choice::These(names) => names,
    };
    if names.iter().any(|name| name == "all") {
        return Ok(questionnaire.stories.iter().collect());
    }
    let is_meant = |entry: &StoryEntry, name: &String| entry.id == *name || entry.tags.contains(name);
    for name in names {
        if !questionnaire.stories.iter().any(|entry| is_meant(entry, name)) {
            return Err(unknown_story(questionnaire, name));
        }
    }
    Ok(questionnaire.stories.iter().filter(|entry| names.iter().any(|name| is_meant(entry, name))).collect())
}

/// The error for a story or tag that the questionnaire does not know.
pub fn unknown_story(questionnaire: &Questionnaire, name: &str) -> Error {
    if !questionnaire.has_stories() {
        return Error::wrong(Message::new("story.none"));
    }
    let ids = || questionnaire.stories.iter().map(|entry| entry.id.as_str());
    let tags = questionnaire.stories.iter().flat_map(|entry| entry.tags.iter().map(String::as_str));
    let near = nearest(name, ids().chain(tags)).unwrap_or_default();
    let known: Vec<&str> = ids().collect();
    let message = Message::new("story.unknown").with("id", name).with("near", near);
    Error::wrong(message.with("known", known.join(", ")))
}

/// The program's own words in a language; `None` if it has none in that language or its base.
pub fn words(language: &Language) -> Option<Words> {
    words_of(language.tag()).or_else(|| words_of(language.base()))
}

/// A text as it stands in a file of the program, copied only where something in it is escaped.
#[derive(Deserialize)]
struct Sentence(#[serde(borrow)] Cow<'static, str>);

/// The words of exactly this tag.
fn words_of(tag: &str) -> Option<Words> {
    let text = embedded::text::<Sentences>(&format!("{tag}.json"))?;
    let Members(sentences): Members<Sentence, Sentence> = serde_json::from_str(text).ok()?;
    let sentences = sentences.into_iter().map(|(Sentence(id), Sentence(sentence))| (id, sentence));
    Some(Words::new(Language::from_tag(tag)?, sentences))
}

/// The languages that the program has words in, by tag.
pub fn languages() -> Vec<Language> {
    Sentences::iter().filter_map(|file| Language::from_tag(file.strip_suffix(".json")?)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_language_fills_what_a_translation_leaves_out() {
        let first = json!({ "a": "one", "b": { "c": "two", "d": "three" }, "e": ["x", "y"], "f": "four" });
        let translation = json!({ "b": { "c": "둘", "g": "new" }, "e": ["엑스"], "f": " " });
        assert_eq!(
            completed(first, translation),
            json!({ "a": "one", "b": { "c": "둘", "d": "three", "g": "new" }, "e": ["엑스", "y"], "f": "four" })
        );
    }

    #[test]
    fn the_words_of_a_language_are_found_by_its_tag_or_its_base() {
        let find = |tag: &str| words(&Language::from_tag(tag)?);
        for (tag, found) in [("en", "en"), ("en-GB", "en"), ("ko", "ko"), ("ko-KR", "ko")] {
            let words = find(tag).unwrap();
            assert_eq!(words.language().tag(), found);
            assert!(words.find("survey.left.minutes").is_some(), "{tag}");
        }
        assert!(find("de").is_none());
    }
}
