//! The pack: questionnaire, stories and texts, built in or from a folder of somebody's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::content::{Content, ToldStory};
use crate::error::{Error, Finding, Kind, Message, Result, nearest};
use crate::json;
use crate::language::{Language, Words};
use crate::questionnaire::{Questionnaire, StoryEntry, Version};
use crate::store;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/questionnaires/real-stories");
static WORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reports/text");

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
    /// All.
    All,
    /// These, by id or tag.
    These(&'a [String]),
}

impl Pack {
    /// The text of one of its files; nothing where it has no such file.
    pub fn file(&self, path: &str) -> Result<Option<Cow<'static, str>>> {
        match self {
            Self::BuiltIn => {
                Ok(BUILT_IN.get_file(path).and_then(|file| file.contents_utf8()).map(Cow::Borrowed))
            }
            Self::Folder(folder) => {
                let path = folder.join(path);
                if store::exists(&path) {
                    store::read(&path).map(|text| Some(Cow::Owned(text)))
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

    fn typed<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let Some(text) = self.file(path)? else {
            return Err(Error::new(Kind::Input, Message::new("pack.file").with("file", self.shown(path))));
        };
        typed(&text).map_err(|finding| Error::input(vec![finding.in_file(&self.shown(path))]))
    }

    /// The questionnaire.
    ///
    /// # Errors
    /// No such file, not JSON, or not of the shape of a questionnaire (with the place).
    pub fn questionnaire(&self) -> Result<Questionnaire> {
        self.typed("questionnaire.json")
    }

    /// The id and version of the questionnaire, without reading the rest of it.
    pub fn identity(&self) -> Result<(String, Version)> {
        #[derive(Deserialize)]
        struct Identity {
            id: String,
            version: Version,
        }
        let identity: Identity = self.typed("questionnaire.json")?;
        Ok((identity.id, identity.version))
    }

    /// The answers of the sample team with the name of their file, where the pack has one: in this language, or else
    /// as they stand beside the questionnaire.
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
        let language = self.language(&questionnaire, words.language());
        let entries = chosen(&questionnaire, choice)?;
        let is_warning = |entry: &&StoryEntry| questionnaire.warning_stories.contains(&entry.id);
        let failures: Vec<&StoryEntry> = match choice {
            Choice::None => Vec::new(),
            _ => questionnaire.stories.iter().filter(is_warning).collect(),
        };
        let tell = |entry: &StoryEntry| self.story(entry, &language);
        Ok(Content {
            text: self.typed(&format!("text/{language}/questionnaire.json"))?,
            stories: entries.into_iter().map(tell).collect::<Result<_>>()?,
            failures: failures.into_iter().map(tell).collect::<Result<_>>()?,
            words: words.clone(),
            questionnaire,
        })
    }

    /// The language of the pack that comes nearest: itself, without its region, or the pack's first.
    pub fn language(&self, questionnaire: &Questionnaire, wanted: &Language) -> Language {
        let has = |tag: &str| questionnaire.languages.iter().find(|known| known.tag() == tag);
        has(wanted.tag())
            .or_else(|| has(wanted.base()))
            .or_else(|| questionnaire.languages.first())
            .cloned()
            .unwrap_or_else(Language::english)
    }

    fn story(&self, entry: &StoryEntry, language: &Language) -> Result<ToldStory> {
        Ok(ToldStory {
            story: self.typed(&format!("stories/{}.json", entry.id))?,
            text: self.typed(&format!("text/{language}/stories/{}.json", entry.id))?,
            tags: entry.tags.clone(),
        })
    }
}

/// Reads a file of a known shape; a finding with its place where it has another.
pub fn typed<T: DeserializeOwned>(text: &str) -> std::result::Result<T, Finding> {
    serde_json::from_str(json::without_mark(text)).map_err(|error| {
        if error.is_data() {
            let told = error.to_string();
            let detail = told.rsplit_once(" at line ").map_or(told.as_str(), |(detail, _)| detail);
            let message = Message::new("pack.shape").with("detail", detail);
            Finding { message, ..json::syntax_finding(text, &error) }
        } else {
            json::syntax_finding(text, &error)
        }
    })
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
    let ids = || questionnaire.stories.iter().map(|entry| entry.id.as_str());
    let tags = questionnaire.stories.iter().flat_map(|entry| entry.tags.iter().map(String::as_str));
    let near = nearest(name, ids().chain(tags)).unwrap_or_default();
    let known: Vec<&str> = ids().collect();
    let message = Message::new("story.unknown").with("id", name).with("near", near);
    Error::new(Kind::Input, message.with("known", known.join(", ")))
}

/// A text of an embedded file, borrowed from it wherever it holds no escapes.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
struct Sentence(#[serde(borrow)] Cow<'static, str>);

/// The program's own words in a language; nothing where it has none in that language or its base.
pub fn words(language: &Language) -> Option<Words> {
    let find = |tag: &str| {
        let text = WORDS.get_file(format!("{tag}.json"))?.contents_utf8()?;
        let sentences: BTreeMap<Sentence, Sentence> = serde_json::from_str(text).ok()?;
        let sentences = sentences.into_iter().map(|(id, sentence)| (id.0, sentence.0));
        Some(Words::new(Language::from_tag(tag)?, sentences))
    };
    find(language.tag()).or_else(|| find(language.base()))
}

/// The languages that the program has words in, by tag.
pub fn languages() -> Vec<Language> {
    let mut languages: Vec<Language> = WORDS
        .files()
        .filter_map(|file| Language::from_tag(Path::new(file.path()).file_stem()?.to_str()?))
        .collect();
    languages.sort();
    languages
}
