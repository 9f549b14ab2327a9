//! The trend as one plain value: what changed over the dated assessments of one team. Its JSON form is the contract;
//! members beyond section 10 of the design are additions.

pub mod anonymous;
pub mod build;

use serde::Serialize;

use crate::answers::Form;
use crate::assessment::{AxisScore, VerdictCode};
use crate::fraction::Fraction;
use crate::questionnaire::{Axes, Unit, Version};
use crate::report::{QuestionnaireReference, Step, Tool, WarningPart};
use crate::trend::people::AxisTest;
use crate::trend::{Change, LikeForLike, StepState};

/// The schema that trends name.
pub const SCHEMA: &str = "diditwork/trend/1";

/// Everything a trend says, in one language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TrendPart {
    pub schema: &'static str,
    pub tool: Tool,
    pub questionnaire: QuestionnaireReference,
    /// The team's name, as the latest answers give it.
    pub team: Option<String>,
    /// The service, as the latest answers give it.
    pub scope: Option<String>,
    pub language: String,
    /// The dates in the order given; null where answers have none.
    pub dates: Vec<Option<String>>,
    /// Both axes and the verdict at each date.
    pub axes: Vec<DatedAxes>,
    /// What changed from the first date to the last, in the order of the questionnaire.
    pub changes: Vec<Change>,
    /// Both axes over the questions that have a level at the first date and at the last.
    pub like_for_like: Axes<Option<LikeForLike>>,
    /// What changed from each date to the next; left out where there are only two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<IntervalPart>,
    /// What became of the next steps that were named at each date but the last.
    pub steps: Vec<StepsPart>,
    /// The real numbers behind the answers, for every measure that has one at some date.
    pub values: Vec<ValuePart>,
    pub chapters: Vec<Option<ChapterPart>>,
    /// How far the later chapter of the company that was closest first is.
    pub towards: Option<TowardsPart>,
    /// Whether several people's change can be distinguished from chance; null for one person's answers.
    pub test: Option<Axes<Option<AxisTest>>>,
    /// What a reader should know about the input.
    pub warnings: Vec<WarningPart>,
}

/// Both axes at one date.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatedAxes {
    pub date: Option<String>,
    /// How the date is named: itself, or the name of the file where there is none.
    pub label: String,
    /// The version of the questionnaire that was answered.
    pub version: Version,
    /// Which questions were asked.
    pub form: Form,
    /// How many people answered; left out for what a team agreed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<usize>,
    pub verdict: VerdictCode,
    /// Whether nothing spoke against relying on it.
    pub certain: bool,
    #[serde(flatten)]
    pub axes: Axes<AxisScore>,
}

/// What changed from one date to the next.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IntervalPart {
    /// The earlier date, or the name of its file.
    pub from: String,
    /// The later one.
    pub to: String,
    /// What changed, in the order of the questionnaire.
    pub changes: Vec<Change>,
}

/// What became of the next steps of one date by the next date.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepsPart {
    /// When they were named.
    pub from: String,
    /// By when they are judged.
    pub to: String,
    pub steps: Vec<StepStatePart>,
}

/// What became of one next step.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepStatePart {
    #[serde(flatten)]
    pub step: Step,
    pub state: StepState,
}

/// The real numbers behind a measure.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ValuePart {
    pub id: String,
    /// What the number counts: `share` is 0..1, `hours`, or `per-week`.
    pub unit: Unit,
    pub values: Vec<Option<f64>>,
}

/// The chapter that was closest at a date.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChapterPart {
    pub story: String,
    pub chapter: String,
    pub company: String,
    pub years: String,
    /// The mean difference in levels, without direction.
    pub distance: Fraction,
    /// How many other chapters were as good a choice.
    pub equals: usize,
}

/// The way to what the company that was closest first did next.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TowardsPart {
    pub story: String,
    pub chapter: String,
    pub company: String,
    pub years: String,
    /// How far it was at the first date, in levels.
    pub from: Fraction,
    /// How far it is at the last date, in levels.
    pub to: Fraction,
}
