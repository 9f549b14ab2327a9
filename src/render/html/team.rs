//! The page of a team: what to talk about first, then the page of one person's kind from their means; the page for
//! whoever leads that talk; and the page of a team whose people stay anonymous.

use serde::Serialize;

use super::{Notes, Page, Style};
use crate::content::Content;
use crate::error::Result;
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
    talk: Vec<TalkView>,
    every: Vec<TalkView>,
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
    position: String,
    options: Vec<OptionView>,
}

/// An option, with a dot for each person who chose it.
#[derive(Debug, Serialize)]
struct OptionView {
    level: usize,
    text: String,
    count: u32,
    dots: String,
}

/// The page of a team, whole. Nobody's answers are inside it.
pub fn page(report: &TeamReport, content: &Content) -> Result<String> {
    let shown = team::for_a_page(report);
    let view = |part: &AgreementPart| talk_view(part, report.respondents, content);
    let page = TeamPage {
        page: super::view(&shown, content, None, Notes::LeftOut),
        people: team::people(report, &content.words),
        talk: disagreements(report).into_iter().map(view).collect(),
        every: report.agreement.iter().map(view).collect(),
        groups: team::group_lines(report, &content.words),
    };
    template::render("team.html", &content.words, page)
}

fn talk_view(part: &AgreementPart, respondents: u32, content: &Content) -> TalkView {
    let question = content.question(&part.id);
    let options = part.counts.iter().enumerate().map(|(level, count)| OptionView {
        level,
        text: question.levels.get(level).cloned().unwrap_or_default(),
        count: *count,
        dots: if *count == 0 { String::new() } else { team::dots(*count) },
    });
    TalkView {
        position: team::position(part, respondents, &content.words),
        options: options.collect(),
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
    let view = |part: &AgreementPart| talk_view(part, report.respondents, content);
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
