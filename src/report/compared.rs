//! A team beside the companies, as a part of the report.

use std::sync::Arc;

use serde::Serialize;

use super::shared;
use crate::story::{Confidence, Stage};

/// The team beside one chapter.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparisonPart {
    /// The id of the story.
    pub story: String,
    /// The id of the chapter.
    pub chapter: String,
    /// The company's name.
    pub company: String,
    /// The years of the chapter.
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
    /// The id of the trait.
    #[serde(serialize_with = "shared")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Arc<str>,
    /// The team's level.
    pub team: Option<u8>,
    /// The company's level, as published.
    pub company: u8,
    /// The year that level holds for.
    #[serde(serialize_with = "shared")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub year: Arc<str>,
    /// team − company.
    pub difference: Option<i16>,
    /// The facts it rests on.
    #[serde(serialize_with = "shared")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub facts: Arc<[String]>,
    /// The weakest confidence among them.
    pub confidence: Confidence,
}

/// The chapter to name beside the team: for a team below the adoption line who once stood there and rose, else who is
/// most like it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClosestPart {
    /// The id of its story.
    pub story: String,
    /// Its id.
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
    /// The id of its story.
    pub story: String,
    /// Its id.
    pub chapter: String,
    /// Its distance.
    pub distance: f64,
}
