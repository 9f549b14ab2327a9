//! The page of a team: what to talk about first, then the page of one person's kind from their means; the page for the
//! person who leads that talk; and the page of a team whose people stay anonymous.

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::{Frame, Notes};
use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::{page_title, team, template};
use crate::report::team::{AnonymousReport, Settled, TeamReport, disagreements};
use crate::team::agreement::Agreement;

/// A question with how far people agree.
#[derive(Debug, Serialize)]
struct TalkView<'a> {
    #[serde(flatten)]
    part: &'a Agreement,
    /// The lowest and the highest level that somebody gave.
    low: usize,
    high: usize,
}

/// The page of a team, whole. Nobody's answers are inside it. `back` is the address of the organisation's page.
///
/// # Errors
/// A template that does not fit.
pub fn page(report: &TeamReport, content: &Content, back: Option<&str>) -> Result<String> {
    let [talk, near] = talk(report);
    let page = super::frame(&report.report, content, Notes::LeftOut);
    let given = context! {
        respondents => report.respondents,
        settled => Serde(Settled::of(report)),
        talk => Serde(talk),
        near => Serde(near),
        groups => team::group_lines(report, &content.words),
        // Who is missing, and whose answers are incomplete.
        absent => Serde(team::absent(&report.report)),
        back,
        ..super::view(&report.report, content, page, Notes::LeftOut)
    };
    template::render("team.html", &content.words, given)
}

/// The questions to talk about, and those on which people do not disagree.
fn talk(report: &TeamReport) -> [Vec<TalkView<'_>>; 2] {
    fn view(part: &Agreement) -> TalkView<'_> {
        let is_given = |count: &u32| *count > 0;
        TalkView {
            low: part.counts.iter().position(is_given).unwrap_or_default(),
            high: part.counts.iter().rposition(is_given).unwrap_or_default(),
            part,
        }
    }
    let near = report.agreement.iter().filter(|part| !part.talk_first && part.n > 0);
    [disagreements(report).into_iter().map(view).collect(), near.map(view).collect()]
}

/// The page for the person who leads the talk: a question a sheet, with room for what is agreed on. Nobody's name is
/// inside it.
///
/// # Errors
/// A template that does not fit.
pub fn facilitator(report: &TeamReport, content: &Content) -> Result<String> {
    let shown = &report.report;
    let name = shown.team.as_deref().unwrap_or(&shown.questionnaire.title);
    let [talk, near] = talk(report);
    let page = Frame {
        title: content.words.fill("facilitator.title", &[("team", &name)]),
        date: shown.date.as_deref().map(|date| content.words.date(date)),
        ..Frame::of(content, shown.team.as_deref())
    };
    let given = context! {
        page => Serde(page),
        respondents => report.respondents,
        settled => Serde(Settled::of(report)),
        talk => Serde(talk),
        near => Serde(near),
        text => Serde(super::texts(shown, content)),
    };
    template::render("facilitator.html", &content.words, given)
}

/// The page of a team whose people stay anonymous. `back` is the address of the organisation's page.
///
/// # Errors
/// A template that does not fit.
pub fn anonymous_page(report: &AnonymousReport, content: &Content, back: Option<&str>) -> Result<String> {
    let page = Frame {
        language: report.language.clone(),
        title: page_title(report.team.as_deref(), content),
        ..Frame::of(content, report.team.as_deref()).named(&report.questionnaire, &report.tool)
    };
    let axes: Vec<(Axis, String)> =
        content.questionnaire.axes().map(|axis| (axis, content.axis(axis))).collect();
    let given = context! {
        page => Serde(page),
        report => Serde(report),
        // Each with its question.
        axes => Serde(axes),
        // The names of areas that are too small to be shown.
        small => team::small_areas(content),
        back,
    };
    template::render("anonymous.html", &content.words, given)
}
