//! Company stories: dated chapters, ratings that rest on facts, and the sources of the facts.

pub mod validate;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The schema that story files name.
pub const SCHEMA: &str = "diditwork/story/1";

/// A company's case study, without its sentences.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The schema of the file, for editors.
    #[serde(default, rename = "$schema")]
    pub json_schema: Option<String>,
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Its id.
    pub id: String,
    /// Its chapters, in order of time.
    #[cfg_attr(test, schemars(length(max = 100)))]
    pub chapters: Vec<Chapter>,
    /// Its facts.
    #[cfg_attr(test, schemars(length(max = 2000)))]
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Ids of facts that describe trouble or the price of the approach.
    #[cfg_attr(test, schemars(length(max = 2000)))]
    #[serde(default)]
    pub difficulties: Vec<String>,
    /// What the lesson claims, and what the sources say to it.
    #[serde(default)]
    pub lesson: Vec<LessonClaim>,
    /// Its sources.
    #[cfg_attr(test, schemars(length(max = 2000)))]
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A dated stretch of a company's history.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its id.
    pub id: String,
    /// What part of the story it is.
    pub stage: Stage,
    /// The years it is about, as the sources give them.
    pub years: String,
    /// The levels that facts support.
    #[cfg_attr(test, schemars(length(max = 300)))]
    #[serde(default)]
    pub ratings: Vec<Rating>,
}

/// What part of a story a chapter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Where the company started.
    Before,
    /// What it came to.
    After,
    /// What failure looked like.
    AntiPattern,
}

/// The level that cited facts support for one trait in one chapter.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The id of the trait.
    #[serde(rename = "trait")]
    pub trait_id: String,
    /// The level.
    pub level: u8,
    /// The year it holds for.
    pub year: String,
    /// The ids of the facts it rests on.
    pub facts: Vec<String>,
    /// A second, later rating of the same trait, which is shown and not counted.
    #[serde(default)]
    pub later: Option<LaterRating>,
}

/// A second, later rating of the same trait.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LaterRating {
    /// The level.
    pub level: u8,
    /// The year it holds for.
    pub year: String,
    /// The ids of the facts it rests on.
    pub facts: Vec<String>,
}

/// How well a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Confidence {
    /// The primary source was read.
    A,
    /// A reliable secondary source was read.
    B,
    /// Widely repeated; the source was not read.
    C,
}

/// One published claim.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its id.
    pub id: String,
    /// The time it is about, as the source gives it.
    pub as_of: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// The id of its source.
    pub source: String,
    /// The traits it is about.
    #[serde(default)]
    pub traits: Vec<String>,
    /// The kinds of results it is about.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Whether the lesson says it.
    #[serde(default)]
    pub lesson: Option<String>,
}

/// A claim of the lesson about this company.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LessonClaim {
    /// Its id.
    pub id: String,
    /// What the sources say to it: the id of a sentence of the program (`lesson.FINDING`).
    pub finding: String,
    /// The facts that bear on it.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// Where a fact was published.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title, in its own language.
    pub title: String,
    /// Who wrote or published it.
    pub publisher: String,
    /// The year, where known.
    pub year: Option<i16>,
    /// Its address.
    pub url: String,
    /// Whether it is a primary or a secondary source.
    pub kind: String,
    /// How much of it was read.
    pub read: String,
}

impl Story {
    /// The chapter of an id.
    pub fn chapter(&self, id: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// The fact of an id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The source of an id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The weakest confidence among facts; C where one is missing or there are none.
    pub fn confidence(&self, facts: &[String]) -> Confidence {
        facts
            .iter()
            .map(|id| self.fact(id).map_or(Confidence::C, |fact| fact.confidence))
            .max()
            .unwrap_or(Confidence::C)
    }

    /// Whether a rating counts: only if all its facts are A or B (design, section 5).
    pub fn counts(&self, rating: &Rating) -> bool {
        self.confidence(&rating.facts) < Confidence::C
    }
}

/// The sentences of a story in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StoryText {
    /// The schema of the file, for editors.
    #[serde(default, rename = "$schema")]
    pub json_schema: Option<String>,
    /// The name of the company.
    pub company: String,
    /// The story in two or three sentences.
    pub summary: String,
    /// The facts that the summary rests on.
    #[serde(default)]
    pub summary_facts: Vec<String>,
    /// The texts of the chapters.
    pub chapters: BTreeMap<String, ChapterText>,
    /// The texts of the facts.
    #[serde(default)]
    pub facts: BTreeMap<String, FactText>,
    /// Why each rating has its level: chapter → trait → sentence.
    #[serde(default)]
    pub ratings: BTreeMap<String, BTreeMap<String, String>>,
    /// What the lesson says, and what the sources say to it.
    #[serde(default)]
    pub lesson: BTreeMap<String, LessonText>,
    /// Where sources disagree, and which version is used.
    #[serde(default)]
    pub conflicts: Vec<ConflictText>,
    /// What to know about a source.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    /// Dates that hold words, in this language.
    #[serde(default)]
    pub dates: BTreeMap<String, String>,
}

impl StoryText {
    /// A date in this language: dates that hold words are translated, others stay.
    pub fn date<'a>(&'a self, date: &'a str) -> &'a str {
        self.dates.get(date).map_or(date, String::as_str)
    }
}

/// The sentences of a chapter.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChapterText {
    /// Its title.
    pub title: String,
    /// What kind of organisation it was.
    pub organisation: String,
    /// Whom it is a good peer for.
    pub peer_for: String,
}

/// The sentences of a fact.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactText {
    /// What is claimed.
    pub claim: String,
    /// The figure, where there is one.
    #[serde(default)]
    pub figure: Option<String>,
    /// What else to know.
    #[serde(default)]
    pub note: Option<String>,
    /// How it was read.
    #[serde(default)]
    pub verified: Option<String>,
}

/// What the lesson says, and what the sources say to it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LessonText {
    /// The claim.
    pub says: String,
    /// What the sources say.
    pub finding: String,
}

/// Where sources disagree.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConflictText {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// What the sources say.
    pub versions: Vec<String>,
    /// Which version is used.
    #[serde(rename = "use")]
    pub used: String,
    /// Why.
    pub why: String,
}
