//! The sentences of a questionnaire in one language, by id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Every sentence of a questionnaire in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireText {
    /// The schema of the file, for editors.
    #[serde(default, rename = "$schema")]
    pub json_schema: Option<String>,
    /// The name of the questionnaire.
    pub title: String,
    /// The question that all of it answers, where it has one.
    #[serde(default)]
    pub asks: Option<String>,
    /// What one answers for.
    pub unit: String,
    /// How to choose among the options.
    pub answering_rule: String,
    /// How often the short form gives another verdict than all questions, where that was measured.
    #[serde(default)]
    pub short_form: Option<String>,
    /// The names of the areas.
    pub areas: BTreeMap<String, String>,
    /// The names of what facts on results are about.
    #[serde(default)]
    pub topics: BTreeMap<String, String>,
    /// The texts of the questions.
    pub questions: BTreeMap<String, QuestionText>,
    /// Why a requirement stands.
    #[serde(default)]
    pub requires: BTreeMap<String, String>,
    /// Where a trait repeats a measure.
    #[serde(default)]
    pub overlaps: BTreeMap<String, String>,
    /// What the verdicts say, by code.
    #[serde(default)]
    pub verdicts: BTreeMap<String, VerdictText>,
    /// The question that each axis answers, by axis; the program's own if there is none.
    #[serde(default)]
    pub axes: BTreeMap<String, String>,
    /// The names of the tags by which a team finds companies like it.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// The sentences of one question.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionText {
    /// Its short name, at most thirty characters.
    pub name: String,
    /// The question itself.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// What to look at to answer it.
    pub look_at: String,
    /// The time that the answer is about.
    pub window: String,
    /// What orders its levels.
    #[serde(default)]
    pub dimension: Option<String>,
    /// What each level looks like, lowest first.
    pub levels: Vec<String>,
    /// The steps from each level to the next; traits only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepText>,
    /// Why its effect is in its class; traits only.
    #[serde(default)]
    pub leverage: Option<String>,
    /// What the typical answer rests on; measures only.
    #[serde(default)]
    pub typical: Option<String>,
    /// What else to know.
    #[serde(default)]
    pub note: Option<String>,
    /// How other tools count it.
    #[serde(default)]
    pub counting: Option<String>,
}

/// A step from one level of a trait to the next.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// The first things to do this week.
    pub week: Vec<String>,
    /// What to watch, with its unit and direction.
    pub watch: String,
}

/// What a verdict says.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerdictText {
    /// The name of the verdict; the program's own if empty.
    #[serde(default)]
    pub headline: String,
    /// What follows from it, in one or two sentences.
    #[serde(default)]
    pub advice: String,
}
