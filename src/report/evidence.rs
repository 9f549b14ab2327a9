//! What a report rests on: facts and their sources, in its language.

use serde::Serialize;

use crate::content::ToldStory;
use crate::story::{Confidence, Fact, Source};

/// A fact in a language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FactPart {
    pub claim: String,
    pub figure: Option<String>,
    /// The time it is about.
    pub as_of: String,
    pub confidence: Confidence,
    pub source: String,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourcePart {
    pub title: String,
    /// Who wrote or published it.
    pub publisher: String,
    pub year: Option<i16>,
    pub url: String,
}

impl FactPart {
    /// A fact of a story with its sentences; without them the claim is empty.
    pub fn of(told: &ToldStory, fact: &Fact) -> Self {
        let text = told.text.facts.get(&fact.id).cloned().unwrap_or_default();
        Self {
            claim: text.claim,
            figure: text.figure,
            as_of: told.text.date(&fact.as_of).to_owned(),
            confidence: fact.confidence,
            source: fact.source.clone(),
        }
    }
}

impl From<&Source> for SourcePart {
    fn from(source: &Source) -> Self {
        Self {
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            year: source.year,
            url: source.url.clone(),
        }
    }
}
