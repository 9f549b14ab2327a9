//! The page of a team: what to talk about first, then the page of one person's kind from their means; the page for
//! whoever leads that talk; and the page of a team whose people stay anonymous.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Filling, Holes, Key, Parts, Sheet};
use super::{Notes, Page, Style};
use crate::content::Content;
use crate::error::Result;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::render::{page_title, team, template};
use crate::report::team::{AgreementPart, AnonymousReport, TeamReport, disagreements};
use crate::team::anonymous::Band;

/// What the templates of a team are given, besides what every page is.
#[derive(Debug, Serialize)]
struct TeamPage<'a> {
    #[serde(flatten)]
    page: Page<'a>,
    people: String,
    talk: Value,
    every: Value,
    groups: Vec<String>,
}

/// What the template for whoever leads the talk is given.
#[derive(Debug, Serialize)]
struct FacilitatorPage<'a> {
    style: Style,
    language: &'a str,
    tool: String,
    title: &'a str,
    team: Option<&'a str>,
    date: Option<&'a str>,
    questionnaire: String,
    people: String,
    talk: Vec<TalkView>,
    near: Vec<TalkView>,
}

/// A question with the dots of every answer.
#[derive(Debug, Serialize)]
struct TalkView {
    name: String,
    question: String,
    why: String,
    look_at: String,
    window: String,
    position: Value,
    options: Vec<OptionView>,
}

/// An option, with a dot for each person who chose it.
#[derive(Debug, Serialize)]
struct OptionView {
    level: usize,
    text: String,
    count: Value,
    dots: Value,
}

/// The page of a team, whole. Nobody's answers are inside it.
pub fn page(mut report: TeamReport, parts: &mut Parts<'_>) -> Result<String> {
    team::round_for_a_page(&mut report.report, report.respondents);
    let content = parts.content();
    let sheet = &mut Sheet::new(&report.report, parts);
    let position = |part: &AgreementPart| report.agreement.iter().position(|known| known.id == part.id);
    let (mut talk, mut every) = (String::new(), String::new());
    for part in disagreements(&report) {
        let question = (position(part).unwrap_or_default(), part);
        dots(&mut talk, ("parts/talk-item.html", question, report.respondents), sheet)?;
    }
    for question in report.agreement.iter().enumerate() {
        dots(&mut every, ("parts/every-item.html", question, report.respondents), sheet)?;
    }
    let page = TeamPage {
        page: super::view(&report.report, parts, None, Notes::LeftOut)?,
        people: team::people(&report, &content.words),
        talk: Value::from_safe_string(talk),
        every: Value::from_safe_string(every),
        groups: team::group_lines(&report, &content.words),
    };
    parts.page("team.html", page)
}

/// Adds a question with the dots of every answer to a text.
fn dots(
    text: &mut String,
    (template, (position, part), respondents): (&'static str, (usize, &AgreementPart), u32),
    sheet: &mut Sheet<'_, '_>,
) -> Result<()> {
    let chosen = part.counts.iter().map(|count| *count > 0).collect();
    let view = |sheet: &mut Sheet<'_, '_>, holes: Holes<'_>| talk_view(part, sheet.content, holes);
    let fillings = fillings(part, respondents, &sheet.content.words);
    let key = Key::Dots { question: position, chosen };
    sheet.put(text, (template, "item", Some(key)), (&fillings, view))
}

/// What a question shows of a team: its position in words, and for each option the dots and their number.
fn fillings(part: &AgreementPart, respondents: u32, words: &Words) -> Vec<Filling> {
    let position = Filling::Text(team::position(part, respondents, words));
    let counts = part.counts.iter().filter(|count| **count > 0);
    let counts =
        counts.flat_map(|count| [Filling::Plain(team::dots(*count)), Filling::Number(*count as usize)]);
    [position].into_iter().chain(counts).collect()
}

/// A question with its options; what [`fillings`] gives stands in holes.
fn talk_view(part: &AgreementPart, content: &Content, holes: Holes<'_>) -> TalkView {
    let mut next = 0;
    let mut value = || {
        next += 1;
        holes.at(next)
    };
    let question = content.question(&part.id);
    let options = part.counts.iter().enumerate().map(|(level, count)| OptionView {
        level,
        text: question.levels.get(level).cloned().unwrap_or_default(),
        dots: if *count == 0 { Value::from("") } else { value() },
        count: if *count == 0 { Value::from(0) } else { value() },
    });
    TalkView {
        options: options.collect(),
        position: holes.at(0),
        name: question.name.clone(),
        question: question.question.clone(),
        why: question.why.clone(),
        look_at: question.look_at.clone(),
        window: question.window.clone(),
    }
}

/// The page for whoever leads the talk, whole: what lies apart, in order, with room for what is agreed on. Nobody's name
/// is inside it.
pub fn facilitator(report: &TeamReport, content: &Content) -> Result<String> {
    let view = |part: &AgreementPart| {
        let fillings = fillings(part, report.respondents, &content.words);
        talk_view(part, content, Holes::filled(&fillings))
    };
    let shown = &report.report;
    let questionnaire = &shown.questionnaire;
    let page = FacilitatorPage {
        style: Style::of_several(),
        language: &shown.language,
        tool: format!("{} {}", shown.tool.name, shown.tool.version),
        title: shown.team.as_deref().unwrap_or(&questionnaire.title),
        team: shown.team.as_deref(),
        date: shown.date.as_deref(),
        questionnaire: format!("{} {}", questionnaire.title, questionnaire.version),
        people: team::people(report, &content.words),
        talk: disagreements(report).into_iter().map(view).collect(),
        near: report.agreement.iter().filter(|part| !part.talk_first && part.n > 0).map(view).collect(),
    };
    template::render("facilitator.html", &content.words, page)
}

/// What the template of an anonymous team is given.
#[derive(Debug, Serialize)]
struct AnonymousPage<'a> {
    style: Style,
    language: &'a str,
    tool: String,
    title: String,
    questionnaire: String,
    team: Option<&'a str>,
    asks: &'a str,
    verdict: Option<&'static str>,
    respondents: u32,
    axes: Vec<AnonymousAxisView<'a>>,
    warnings: Vec<&'a str>,
}

/// An axis with its areas.
#[derive(Debug, Serialize)]
struct AnonymousAxisView<'a> {
    axis: Axis,
    band: Option<&'static str>,
    areas: Vec<AnonymousAreaView<'a>>,
}

#[derive(Debug, Serialize)]
struct AnonymousAreaView<'a> {
    name: &'a str,
    band: Option<&'static str>,
}

/// The page of a team whose people stay anonymous.
pub fn anonymous_page(report: &AnonymousReport, content: &Content) -> Result<String> {
    let axis_view = |axis: Axis| {
        let part = report.axes.get(axis);
        let areas = report.areas.iter().filter(|area| area.axis == axis);
        AnonymousAxisView {
            axis,
            band: part.band.map(Band::word),
            areas: areas
                .map(|area| AnonymousAreaView { name: &area.name, band: area.band.map(Band::word) })
                .collect(),
        }
    };
    let page = AnonymousPage {
        style: Style::of_several(),
        language: &report.language,
        tool: format!("{} {}", report.tool.name, report.tool.version),
        title: page_title(report.team.as_deref(), content),
        questionnaire: format!("{} {}", report.questionnaire.title, report.questionnaire.version),
        team: report.team.as_deref(),
        asks: content.asks(),
        verdict: (content.questionnaire.axes().count() > 1).then(|| report.verdict.code.word()),
        respondents: report.respondents,
        axes: content.questionnaire.axes().map(axis_view).collect(),
        warnings: report.warnings.iter().map(|warning| warning.text.as_str()).collect(),
    };
    template::render("anonymous.html", &content.words, page)
}
