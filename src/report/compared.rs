//! A team beside the companies, as a part of the report.

use serde::Serialize;

use crate::fraction::Fraction;
use crate::story::{Confidence, Stage};

/// The team beside one chapter.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparisonPart {
    pub story: String,
    pub chapter: String,
    pub company: String,
    pub years: String,
    /// What part of the story it is.
    pub stage: Stage,
    /// Traits that both have.
    pub shared: usize,
    /// Of those, traits on which the team is lower.
    pub behind: usize,
    /// Of those, traits on the same level.
    pub level: usize,
    /// Of those, traits on which the team is higher.
    pub ahead: usize,
    /// The mean difference in levels, without direction.
    pub distance: Option<Fraction>,
    /// The mean number of levels that the team is lower.
    pub shortfall: Option<Fraction>,
    /// Every rated trait of the chapter, in the order of the questionnaire.
    pub traits: Vec<TraitPart>,
}

/// One trait beside a chapter's rating.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TraitPart {
    pub id: String,
    pub team: Option<u8>,
    /// The company's level, as published.
    pub company: u8,
    /// The year that level holds for.
    pub year: String,
    /// team − company.
    pub difference: Option<i16>,
    pub facts: Vec<String>,
    /// The weakest confidence among them.
    pub confidence: Confidence,
}
