//! The report as one plain value: every format is a function of it, and its JSON form is the contract.

pub mod answer;
pub mod build;
mod compared;
mod evidence;
pub mod measured;
pub mod org;
pub mod steps;
pub mod team;
pub mod trend;
mod verdict;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::compared::{ComparisonPart, TraitPart};
pub use self::evidence::{FactPart, SourcePart};
use crate::advice::{Action, NextStep};
use crate::answers::Form;
use crate::assessment::{AxisScore, Reason, VerdictCode};
use crate::comparison::Closest;
use crate::content::Content;
use crate::error::Finding;
use crate::fraction::Fraction;
use crate::language::Words;
use crate::questionnaire::{Axes, Axis, Questionnaire, Version};
use crate::score::Score;

/// The schema that reports name.
pub const SCHEMA: &str = "diditwork/report/1";

/// Everything a report says, in one language; the fields are those of section 10 of the design.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    pub schema: &'static str,
    pub tool: Tool,
    pub questionnaire: QuestionnaireReference,
    pub team: Option<String>,
    pub scope: Option<String>,
    /// What the team wants to improve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    pub date: Option<String>,
    /// Which questions were asked.
    pub form: Form,
    /// Whether several people agreed on the answers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
    pub language: String,
    /// The answer to "adopted, and did it work?".
    pub verdict: VerdictPart,
    pub axes: Axes<AxisScore>,
    /// The areas, in the order of the questionnaire.
    pub areas: Vec<AreaPart>,
    /// Every question with its answer, in the order of the questionnaire.
    pub questions: Vec<QuestionPart>,
    /// The comparisons made, in the order of the stories.
    pub comparisons: Vec<ComparisonPart>,
    /// The chapter to name beside the team; none for the short form.
    pub closest: Option<Closest>,
    /// At most three next steps, the first marked.
    pub next_steps: Vec<StepPart>,
    /// Answers that cannot both be true.
    pub contradictions: Vec<ContradictionPart>,
    /// The facts that comparisons and steps name.
    pub facts: BTreeMap<String, FactPart>,
    pub sources: BTreeMap<String, SourcePart>,
    /// What a reader should know about the input.
    pub warnings: Vec<WarningPart>,
    /// What was measured beside what was claimed, where a metrics file was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<measured::MeasuredPart>,
    /// What was assumed, and what the report said without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIfPart>,
    /// What changed since earlier answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<trend::TrendPart>,
}

impl Report {
    /// The question of an id, if the questionnaire has it.
    pub fn question(&self, id: &str) -> Option<&QuestionPart> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// Levels that were assumed, beside what the report said without them.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WhatIfPart {
    pub assumed: Vec<AssumedPart>,
    pub verdict: VerdictCode,
    /// Whether that verdict was certain.
    pub certain: bool,
    pub headline: String,
    /// The scores without it, 0..1.
    #[serde(flatten)]
    pub scores: Axes<Option<Fraction>>,
    /// The id of the closest chapter without it.
    pub closest: Option<String>,
    pub next_steps: Vec<StepPart>,
}

/// One assumption.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssumedPart {
    pub id: String,
    /// What was answered: a level, `unknown`, `not-applicable`, or nothing.
    pub from: Option<String>,
    pub to: String,
}

/// The program and its version.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

/// This program.
pub const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// The questionnaire that was answered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionnaireReference {
    pub id: String,
    pub version: Version,
    pub title: String,
}

impl QuestionnaireReference {
    /// The questionnaire of this content.
    pub fn of(content: &Content) -> Self {
        let Questionnaire { id, version, .. } = &content.questionnaire;
        Self { id: id.clone(), version: *version, title: content.text.title.clone() }
    }
}

/// The verdict in a language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictPart {
    pub code: VerdictCode,
    /// Whether nothing casts doubt on it.
    pub certain: bool,
    /// What does.
    pub why: Vec<Reason>,
    /// The answer in one sentence.
    pub headline: String,
    /// The answer in a paragraph.
    pub text: String,
    /// The code where only DORA's delivery metrics count as results.
    pub dora_only: VerdictCode,
    /// How many answers are proposals that nobody has confirmed.
    pub proposals: usize,
}

/// Two answers that cannot both be true.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ContradictionPart {
    pub a: String,
    pub b: String,
    /// Both answers in words.
    pub text: String,
}

/// One area; scores are fractions 0..1.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AreaPart {
    pub id: String,
    pub name: String,
    pub axis: Axis,
    #[serde(flatten)]
    pub score: Score,
    pub answered: usize,
    pub applicable: usize,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It has a level.
    Answered,
    Unknown,
    Unanswered,
    NotApplicable,
    /// The short form does not ask it.
    NotAsked,
}

/// One question with its answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionPart {
    pub id: String,
    pub name: String,
    pub area: String,
    pub axis: Axis,
    /// The level; only where answered.
    pub level: Option<u8>,
    pub levels: u8,
    /// How much it counts.
    pub weight: u32,
    pub typical: Option<u8>,
    /// level / (levels − 1); only where answered.
    pub score: Option<Fraction>,
    /// The real number that was given.
    pub value: Option<f64>,
    pub note: Option<String>,
    pub reason: Option<String>,
    /// What shows it.
    pub evidence: Vec<String>,
    /// Whether the answer is the middle of several people's that nobody has confirmed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub proposed: bool,
    pub status: Status,
}

/// What kind of next step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Go one level up.
    Do,
    /// Find out the level of a trait that others wait for.
    FindOut,
    /// Measure results instead of adding practices.
    Measure,
}

/// When a company rose above the level at which the team is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RosePart {
    pub story: String,
    /// The year of the higher level.
    pub year: String,
    /// The ids of the facts that show it.
    pub facts: Vec<String>,
}

/// What to do about which trait.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    pub kind: StepKind,
    #[serde(rename = "trait")]
    pub trait_id: Option<String>,
    /// The level at which it was named.
    pub from: Option<u8>,
    /// The level to reach.
    pub to: Option<u8>,
}

impl From<&NextStep> for Step {
    fn from(step: &NextStep) -> Self {
        let (kind, from) = match step.action {
            Action::Do { from } => (StepKind::Do, Some(from)),
            Action::FindOut => (StepKind::FindOut, None),
            Action::Measure => (StepKind::Measure, None),
        };
        Self { kind, trait_id: step.trait_id.clone(), from, to: from.map(|from| from + 1) }
    }
}

/// One next step.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepPart {
    /// Stays the same as long as the step does: `TRAIT-FROM-TO`, `TRAIT-find-out` or `measure`.
    pub id: String,
    #[serde(flatten)]
    pub step: Step,
    /// Its priority: what it is worth by itself and what waits for it.
    pub priority: Fraction,
    /// Whether to begin with it.
    pub start_here: bool,
    /// The traits that wait for it.
    pub unblocks: Vec<String>,
    /// The facts that show who did it.
    pub facts: Vec<String>,
    /// Who once was at the same level, and when they rose.
    pub rose: Vec<RosePart>,
    /// What the team has now, in words.
    pub now: Option<String>,
    /// What the next level looks like.
    pub next: Option<String>,
    pub week: Vec<String>,
    pub watch: Option<String>,
}

/// A warning in a language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WarningPart {
    pub code: String,
    pub text: String,
}

impl WarningPart {
    /// The warning of this code.
    pub fn new(code: &str, text: String) -> Self {
        Self { code: code.to_owned(), text }
    }

    /// What was found, in a language.
    pub fn of(finding: &Finding, words: &Words) -> Self {
        Self::new(finding.message.id, words.tell(&finding.message))
    }
}
