//! Documents that no single type of the program stands for, as they are in files.
#![expect(clippy::large_enum_variant, clippy::struct_field_names, reason = "no value is ever made")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answers::{Form, Role, StepMark};
use crate::questionnaire::Version;
use crate::render::org::AnonymousOverall;
use crate::report::org::{AnonymousRow, Overall, TeamRow};
use crate::report::team::{AnonymousReport, TeamReport};
use crate::report::trend::TrendPart;
use crate::report::trend::anonymous::AnonymousTrend;
use crate::report::{QuestionnaireReference, Tool, WarningPart};

/// The answers of one person or of one team. What is not known here is kept.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Answers {
    /// The schema of the file, for editors.
    #[serde(default, rename = "$schema")]
    json_schema: Option<String>,
    /// The name of the format and its major version.
    schema: String,
    /// The questionnaire that is answered.
    questionnaire: Reference,
    /// The team's name.
    team: Option<String>,
    /// The service they are about.
    scope: Option<String>,
    /// What the team wants to improve.
    goal: Option<String>,
    /// How many people build software there.
    size: Option<u32>,
    /// The field they work in; best a tag of the stories.
    field: Option<String>,
    /// The country or region they are in; best a tag of the stories.
    country: Option<String>,
    /// Who answered.
    respondent: Option<Respondent>,
    /// The day, as YYYY-MM-DD, or the month, as YYYY-MM.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"))]
    date: Option<String>,
    /// Which questions were asked: full unless said.
    form: Option<Form>,
    /// Whether several people agreed on the answers.
    agreed: Option<bool>,
    /// What became of the next steps of the last report, by the id of the step.
    steps: Option<BTreeMap<String, StepMark>>,
    /// The answers by the id of the question.
    answers: BTreeMap<String, Given>,
}

/// The questionnaire that is answered.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct Reference {
    /// Its id.
    id: String,
    /// Its version when the answers were given.
    version: Version,
}

/// Who answered.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct Respondent {
    /// Their role.
    role: Option<Role>,
    /// A code of their own choice, by which two of their files are paired.
    code: Option<String>,
}

/// What was answered to a question.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
enum Given {
    /// What was chosen.
    Bare(Chosen),
    /// What was chosen, and more about it.
    Detailed(Detailed),
}

/// A level, lowest 0, or a word in its place.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
enum Chosen {
    /// A level, lowest 0.
    Level(#[schemars(range(max = 10))] u8),
    /// No level.
    Word(Word),
    /// A place that is still to be filled in.
    Open(()),
}

/// Why there is no level.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Word {
    /// The person does not know.
    Unknown,
    /// The question does not apply.
    NotApplicable,
}

/// What was chosen, and more about it.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct Detailed {
    /// A level, or a word in its place.
    level: Chosen,
    /// The real number: a share of 0 to 1, hours, or events a week.
    #[schemars(range(min = 0))]
    value: Option<f64>,
    /// A remark.
    note: Option<String>,
    /// Why the question does not apply.
    reason: Option<String>,
    /// Links or pointers to what shows it.
    evidence: Option<Vec<String>>,
    /// Whether it is the middle of several people's answers that nobody has confirmed yet.
    proposed: Option<bool>,
}

/// The report of a team, or the little that may be shown about one whose people stay anonymous.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Several {
    /// Of people who agreed that names may be named.
    Workshop(Box<TeamReport>),
    /// Of people whose answers nobody may see.
    Anonymous(Box<AnonymousReport>),
}

/// What changed over time, or the bands of people who stay anonymous.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Trend {
    /// Of one person's or team's answers.
    Open(Box<TrendPart>),
    /// Of people whose answers nobody may see.
    Anonymous(AnonymousTrend),
}

/// All teams of an organisation.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) enum Organisation {
    /// With everything that follows from their tables.
    Open(Teams<TeamRow<'static>, Overall>),
    /// Of people whose answers nobody may see.
    Anonymous(Teams<AnonymousRow<'static>, AnonymousOverall>),
}

/// The teams of an organisation and what they come to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Teams<Row, Sum> {
    /// The name of the format and its major version.
    schema: String,
    /// The program that made it.
    tool: Tool,
    /// The questionnaire that was answered.
    questionnaire: QuestionnaireReference,
    /// The language of the sentences.
    language: String,
    /// How many people answered.
    respondents: u64,
    /// The teams, in alphabetical order.
    teams: Vec<Row>,
    /// What they come to together.
    overall: Sum,
    /// What a reader should know.
    warnings: Vec<WarningPart>,
}
