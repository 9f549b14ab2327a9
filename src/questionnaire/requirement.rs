//! What a step waits for: levels of other traits.

use serde::{Deserialize, Serialize};

/// What a step of one trait needs of other traits.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its id, by which its reason is found in the texts.
    pub id: String,
    /// The trait whose step it is.
    #[serde(rename = "trait")]
    pub trait_id: String,
    /// The level that the step leads to.
    pub level: u8,
    /// What it needs.
    #[cfg_attr(test, schemars(length(max = 50)))]
    pub needs: Vec<Need>,
    /// Whether the edge is published or our judgement.
    pub kind: RequirementKind,
    /// The ids of its sources; none for a judgement.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A level of a trait that a step needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The id of the trait.
    #[serde(rename = "trait")]
    pub trait_id: String,
    /// The lowest level that is enough.
    pub level: u8,
}

/// What a requirement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RequirementKind {
    /// The edge between the practices is published.
    Published,
    /// The edge is our judgement.
    Judgement,
}
