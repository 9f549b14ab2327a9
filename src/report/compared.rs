//! A team beside the companies, as a part of the report.

use serde::Serialize;

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
    pub distance: Option<f64>,
    /// The mean number of levels that the team is lower.
    pub shortfall: Option<f64>,
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

/// The chapter to name beside the team: for a team below the adoption line who was once there and moved up, else who is
/// most like it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClosestPart {
    pub story: String,
    pub chapter: String,
    /// The traits on which the company stood within one level of the team and rose; empty if the chapter was chosen by
    /// its distance.
    pub told_on: Vec<String>,
    /// The mean difference in levels, without direction.
    pub distance: f64,
    /// The traits it shares with the team.
    pub shared: usize,
    /// How many chapters could have been chosen.
    pub candidates: usize,
    /// Chapters that are as good a choice.
    pub equals: Vec<Equal>,
}

/// A chapter that is as good a choice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Equal {
    pub story: String,
    pub chapter: String,
    pub distance: f64,
}
