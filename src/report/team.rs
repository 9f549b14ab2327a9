//! The report of a team: the report of one person, with how far its members agree; or, of people who stay anonymous,
//! the little that may be shown.

mod settled;

use serde::Serialize;

use crate::answers::{Answer, Answers, Choice};
use crate::assessment::{Assessment, VerdictCode};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::Finding;
use crate::fraction::Fraction;
use crate::questionnaire::{Axes, Axis, Question, Questionnaire};
use crate::report::build;
use crate::report::{QuestionnaireReference, Report, TOOL, Tool, WarningPart};
use crate::score::Standing;
use crate::team::agreement::Agreement;
use crate::team::anonymous::{AreaBand, Band, Disclosure};
use crate::team::gathered::Gathered;
use crate::team::standing;
use crate::team::{Layout, Table};
use crate::text::Word;

pub use self::settled::{Settled, agreed};

/// The schema that reports of teams name.
pub const SCHEMA: &str = "diditwork/team/1";

/// The report of a team whose people agreed that names may be named.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamReport {
    /// What the report of one person says too, from the members' means.
    #[serde(flatten)]
    pub report: Report,
    /// How many people answered.
    pub respondents: u32,
    /// How far they agree, in the order of the questionnaire.
    pub agreement: Vec<Agreement>,
    /// Leaders and everybody else, where both are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupPart>,
}

/// Some people of a team, by their role.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupPart {
    /// Who they are.
    pub group: Group,
    pub n: u32,
    /// Their scores, 0..1.
    #[serde(flatten)]
    pub scores: Axes<Option<Fraction>>,
}

/// Which people of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Those who lead people.
    Managers,
    /// Those with another role.
    Practitioners,
}

/// The report of a team of which nobody's answers may be seen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousReport {
    pub schema: &'static str,
    pub tool: Tool,
    pub questionnaire: QuestionnaireReference,
    pub team: Option<String>,
    pub language: String,
    /// How many people answered.
    pub respondents: u32,
    pub verdict: VerdictOnly,
    pub axes: Axes<BandPart>,
    /// The areas of three or more questions.
    pub areas: Vec<AnonymousArea>,
    /// What a reader should know; never about the answers.
    pub warnings: Vec<WarningPart>,
}

/// A verdict of which only the code is shown.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictOnly {
    pub code: VerdictCode,
}

/// A band; `None` if it is withheld.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BandPart {
    /// The quarter of the scale.
    pub band: Option<Band>,
}

impl BandPart {
    /// What may be shown of both axes.
    pub fn axes(disclosure: &Disclosure) -> Axes<Self> {
        let Disclosure { adoption, outcome, .. } = *disclosure;
        Axes { adoption: Self { band: adoption }, outcome: Self { band: outcome } }
    }
}

/// The band of an area.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousArea {
    pub id: String,
    pub name: String,
    pub axis: Axis,
    /// The quarter of the scale; `None` if it is withheld.
    pub band: Option<Band>,
}

/// Several people to report on: their team's name, what was gathered, and the layout of its tables.
#[derive(Clone, Copy, Debug)]
pub struct People<'a> {
    pub name: Option<&'a str>,
    pub gathered: &'a Gathered,
    /// Where in a table each question is.
    pub layout: &'a Layout,
}

/// The report of a team; `findings` are the warnings of reading its answers.
pub fn build(
    content: &Content,
    unverified: Unverified,
    people: People<'_>,
    findings: &[Finding],
) -> TeamReport {
    let questionnaire = &content.questionnaire;
    let (layout, table) = (people.layout, &people.gathered.table);
    let standings = standing::of(questionnaire, layout, table);
    let answers = shown_answers(questionnaire, people, &standings.steps);
    let report = build::of_standings(content, &answers, standings, findings, unverified);
    TeamReport {
        report: Report { schema: SCHEMA, ..report },
        respondents: table.respondents(),
        agreement: agreement(questionnaire, layout, table),
        groups: groups(questionnaire, people),
    }
}

/// How far people agree on each question.
pub fn agreement(questionnaire: &Questionnaire, layout: &Layout, table: &Table) -> Vec<Agreement> {
    let questions = questionnaire.questions.iter().enumerate();
    questions.map(|(at, question)| Agreement::of(&question.id, table.tally(layout, at))).collect()
}

fn choice(question: &Question, median: Standing) -> Option<Choice> {
    match median {
        Standing::Known(score) => Some(Choice::Level(question.level(score))),
        Standing::Unknown => Some(Choice::Unknown),
        Standing::NotApplicable => Some(Choice::NotApplicable),
        Standing::Unanswered | Standing::NotAsked => None,
    }
}

/// What each question shows as the team's answer: the median, rounded down.
fn shown_answers(questionnaire: &Questionnaire, people: People<'_>, medians: &[Standing]) -> Answers {
    let gathered = people.gathered;
    let given = questionnaire.questions.iter().zip(medians).filter_map(|(question, standing)| {
        Some((question.id.clone(), Answer::bare(choice(question, *standing)?)))
    });
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Answers {
        team: people.name.and_then(text),
        scope: gathered.scope.as_deref().and_then(text),
        date: text(&gathered.date),
        form: gathered.table.form(),
        given: given.collect(),
        ..Answers::empty(questionnaire)
    }
}

/// Leaders beside everybody else who names a role; `None` if one of them is missing.
fn groups(questionnaire: &Questionnaire, people: People<'_>) -> Vec<GroupPart> {
    let part = |(group, table): (Group, &Table)| {
        let standings = standing::means(questionnaire, people.layout, table);
        let assessment = Assessment::of(questionnaire, standings);
        GroupPart {
            group,
            n: table.respondents(),
            scores: Axes::map(|axis| assessment.axes.get(axis).score.score),
        }
    };
    let groups = people.gathered.managers.as_ref().zip(people.gathered.practitioners.as_ref());
    groups.map_or_else(Vec::new, |(managers, practitioners)| {
        [(Group::Managers, managers), (Group::Practitioners, practitioners)].map(part).into()
    })
}

/// What may be shown about a team whose people stay anonymous; `None` if fewer than five answered.
pub fn anonymous(content: &Content, people: People<'_>) -> Option<AnonymousReport> {
    let disclosure = people.gathered.disclosure(&content.questionnaire, people.layout)?;
    Some(told(content, people.name, &disclosure))
}

/// The report of a team of which this may be shown.
pub fn told(content: &Content, name: Option<&str>, disclosure: &Disclosure) -> AnonymousReport {
    AnonymousReport {
        schema: SCHEMA,
        tool: TOOL,
        questionnaire: QuestionnaireReference::of(content),
        team: name.map(str::to_owned).filter(|name| !name.is_empty()),
        language: content.words.language().tag().to_owned(),
        respondents: disclosure.respondents,
        verdict: VerdictOnly { code: disclosure.verdict },
        axes: BandPart::axes(disclosure),
        areas: anonymous_areas(content, disclosure),
        warnings: anonymous_warnings(content, disclosure),
    }
}

/// What an anonymous report promises and what it does not, and how many documents were set aside.
pub fn anonymous_warnings(content: &Content, disclosure: &Disclosure) -> Vec<WarningPart> {
    let words = &content.words;
    let mut warnings = ["team.anonymous", "team.anonymous.several"]
        .map(|code| WarningPart::new(code, words.say(code)))
        .to_vec();
    if disclosure.set_aside > 0 {
        let text = words.count("team.set-aside", disclosure.set_aside as usize, &[]);
        warnings.push(WarningPart::new("team.set-aside", text));
    }
    warnings
}

/// The bands of both axes and of the areas by their words and ids, as rows have them; withheld ones are empty.
pub fn bands<'a>(
    axes: &Axes<BandPart>,
    areas: &'a [AnonymousArea],
) -> impl Iterator<Item = (&'a str, &'static str)> {
    let axes = Axis::ALL.map(|axis| (axis.word(), axes.get(axis).band));
    let areas = areas.iter().map(|area| (area.id.as_str(), area.band));
    axes.into_iter().chain(areas).map(|(id, band)| (id, band.map_or("", Band::word)))
}

/// The bands of the areas, with their names.
pub fn anonymous_areas(content: &Content, disclosure: &Disclosure) -> Vec<AnonymousArea> {
    let part = |AreaBand { id, band }: &AreaBand| {
        let name = content.area(id).to_owned();
        let axis = content.questionnaire.area(id)?.axis;
        Some(AnonymousArea { id: id.clone(), name, axis, band: *band })
    };
    disclosure.areas.iter().filter_map(part).collect()
}

/// The questions to talk about first, by how far the answers lie apart; of the same spread in the order of the
/// questionnaire.
pub fn disagreements(report: &TeamReport) -> Vec<&Agreement> {
    let mut first: Vec<&Agreement> = report.agreement.iter().filter(|part| part.talk_first).collect();
    first.sort_by_key(|part| std::cmp::Reverse(part.spread()));
    first
}
