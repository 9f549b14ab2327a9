//! The trend of a team whose people stay anonymous: bands by date, and nothing of single answers.

use serde::Serialize;

use crate::content::Content;
use crate::questionnaire::Axes;
use crate::report::team::{AnonymousArea, BandPart, VerdictOnly, anonymous_areas};
use crate::report::trend::SCHEMA;
use crate::report::{QuestionnaireReference, TOOL, Tool, WarningPart};
use crate::team::anonymous::Disclosure;

/// All that is shown over time of people whose answers nobody may see.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousTrend {
    pub schema: &'static str,
    pub tool: Tool,
    pub questionnaire: QuestionnaireReference,
    pub team: Option<String>,
    pub language: String,
    /// The dates; null where answers have none.
    pub dates: Vec<Option<String>>,
    /// What may be shown about each date.
    pub axes: Vec<AnonymousDate>,
    /// What a reader should know; never about the answers.
    pub warnings: Vec<WarningPart>,
}

/// What may be shown about one date.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousDate {
    pub date: Option<String>,
    /// How the date is named: itself, or the name of the folder where there is none.
    pub label: String,
    /// How many people answered.
    pub respondents: u32,
    pub verdict: VerdictOnly,
    #[serde(flatten)]
    pub bands: Axes<BandPart>,
    /// The bands of the areas of three or more questions.
    pub areas: Vec<AnonymousArea>,
}

impl AnonymousDate {
    /// What may be shown about a date; `name` is shown if answers have none.
    pub fn new(content: &Content, date: Option<String>, name: &str, disclosure: &Disclosure) -> Self {
        Self {
            label: date.clone().unwrap_or_else(|| name.to_owned()),
            date,
            respondents: disclosure.respondents,
            verdict: VerdictOnly { code: disclosure.verdict },
            bands: BandPart::axes(disclosure),
            areas: anonymous_areas(content, disclosure),
        }
    }
}

/// The trend of what may be shown at each date.
pub fn build(content: &Content, team: Option<String>, dates: Vec<AnonymousDate>) -> AnonymousTrend {
    AnonymousTrend {
        schema: SCHEMA,
        tool: TOOL,
        questionnaire: QuestionnaireReference::of(content),
        team,
        language: content.words.language().tag().to_owned(),
        dates: dates.iter().map(|date| date.date.clone()).collect(),
        axes: dates,
        warnings: ["team.anonymous", "trend.anonymous"]
            .map(|code| WarningPart::new(code, content.words.say(code)))
            .to_vec(),
    }
}
