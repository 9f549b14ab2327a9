//! The page of a team: what to talk about first, then the page of one person's kind from their means; the page for the
//! person who leads that talk; and the page of a team whose people stay anonymous.

use minijinja::Value;
use serde::Serialize;

use super::{Frame, Notes, ReportPage};
use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::chart::{coordinate, strip};
use crate::render::{page_title, team, template};
use crate::report::team::{AnonymousReport, Settled, TeamReport, disagreements};
use crate::team::agreement::Agreement;
use crate::team::anonymous::Band;

/// More people than this at one level are drawn as one bar with their number.
const MOST_DOTS: u32 = 12;

/// What the template of a team is given, besides what the page of a report is.
#[derive(Debug, Serialize)]
struct TeamPage<'a> {
    #[serde(flatten)]
    page: ReportPage<'a>,
    respondents: u32,
    settled: Settled,
    talk: Vec<TalkView>,
    near: Vec<TalkView>,
    groups: Vec<String>,
    /// Who is missing, and whose answers are incomplete.
    absent: Vec<&'a str>,
    back: Option<&'a str>,
}

/// A question with a dot for each person.
#[derive(Debug, Serialize)]
struct TalkView {
    id: String,
    name: String,
    question: String,
    why: String,
    look_at: String,
    window: String,
    /// The lowest and the highest level that somebody gave.
    low: usize,
    high: usize,
    unknown: u32,
    not_applicable: u32,
    stacks: Vec<Stack>,
    /// The height of the drawing, in pixels.
    height: usize,
}

/// The people who chose one level.
#[derive(Debug, Serialize)]
struct Stack {
    level: usize,
    text: String,
    count: u32,
    x: String,
    /// The heights of the dots above the axis; none if they are too many to draw.
    dots: Vec<String>,
}

/// The page of a team, whole. Nobody's answers are inside it. `back` is the address of the organisation's page.
///
/// # Errors
/// A template that does not fit.
pub fn page(report: &TeamReport, content: &Content, back: Option<&str>) -> Result<String> {
    let view = TeamPage {
        respondents: report.respondents,
        settled: Settled::of(report),
        talk: disagreements(report).into_iter().map(|part| talk_view(part, content)).collect(),
        near: near(report, content),
        groups: team::group_lines(report, &content.words),
        absent: team::absent(&report.report),
        back,
        page: super::view(&report.report, content, None, Notes::LeftOut),
    };
    template::render("team.html", &content.words, view)
}

/// The questions on which people do not disagree.
fn near(report: &TeamReport, content: &Content) -> Vec<TalkView> {
    let near = report.agreement.iter().filter(|part| !part.talk_first && part.n > 0);
    near.map(|part| talk_view(part, content)).collect()
}

fn talk_view(part: &Agreement, content: &Content) -> TalkView {
    let question = content.question(&part.id);
    let given = || part.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(level, _)| level);
    let top = part.counts.len().saturating_sub(1).max(1) as f64;
    let most = part.counts.iter().copied().max().unwrap_or_default().min(MOST_DOTS);
    let stacks = part.counts.iter().enumerate().map(|(level, count)| Stack {
        level,
        text: question.levels.get(level).cloned().unwrap_or_default(),
        count: *count,
        x: strip(level as f64 / top),
        dots: (0..*count)
            .filter(|_| *count <= MOST_DOTS)
            .map(|dot| coordinate(f64::from(dot) * 14.0))
            .collect(),
    });
    TalkView {
        id: part.id.clone(),
        low: given().min().unwrap_or_default(),
        high: given().max().unwrap_or_default(),
        unknown: part.unknown,
        not_applicable: part.not_applicable,
        stacks: stacks.collect(),
        height: 14 * most as usize + 30,
        name: question.name.clone(),
        question: question.question.clone(),
        why: question.why.clone(),
        look_at: question.look_at.clone(),
        window: question.window.clone(),
    }
}

/// What the template for the person who leads the talk is given.
#[derive(Debug, Serialize)]
struct FacilitatorPage {
    page: Frame,
    respondents: u32,
    settled: Settled,
    talk: Vec<TalkView>,
    near: Vec<TalkView>,
}

/// The page for the person who leads the talk: a question a sheet, with room for what is agreed on. Nobody's name is
/// inside it.
///
/// # Errors
/// A template that does not fit.
pub fn facilitator(report: &TeamReport, content: &Content) -> Result<String> {
    let shown = &report.report;
    let name = shown.team.as_deref().unwrap_or(&shown.questionnaire.title);
    let page = FacilitatorPage {
        page: Frame {
            title: content.words.fill("facilitator.title", &[("team", name)]),
            date: shown.date.as_deref().map(|date| content.words.date(date)),
            ..Frame::of(content, shown.team.as_deref())
        },
        respondents: report.respondents,
        settled: Settled::of(report),
        talk: disagreements(report).into_iter().map(|part| talk_view(part, content)).collect(),
        near: near(report, content),
    };
    template::render("facilitator.html", &content.words, page)
}

/// What the template of an anonymous team is given.
#[derive(Debug, Serialize)]
struct AnonymousPage<'a> {
    page: Frame,
    /// None if the questionnaire asks about one axis only.
    verdict: Option<&'static str>,
    respondents: u32,
    axes: Vec<AnonymousAxisView<'a>>,
    /// The names of areas that are too small to be shown.
    small: String,
    warnings: Vec<&'a str>,
    back: Option<&'a str>,
}

/// An axis with its areas.
#[derive(Debug, Serialize)]
struct AnonymousAxisView<'a> {
    question: String,
    #[serde(flatten)]
    band: BandView,
    areas: Vec<AnonymousAreaView<'a>>,
}

#[derive(Debug, Serialize)]
struct AnonymousAreaView<'a> {
    name: &'a str,
    #[serde(flatten)]
    band: BandView,
}

/// A band with its ends on a strip; nothing if it is withheld.
#[derive(Debug, Serialize)]
struct BandView {
    band: Option<String>,
    levels: Option<[u8; 2]>,
    ends: Option<[Value; 2]>,
}

impl BandView {
    fn of(band: Option<Band>) -> Self {
        let levels = band.map(Band::levels);
        let ends = levels.map(|ends| ends.map(|level| Value::from(strip(f64::from(level) / 4.0))));
        Self { band: band.map(team::band_text), levels, ends }
    }
}

/// The page of a team whose people stay anonymous. `back` is the address of the organisation's page.
///
/// # Errors
/// A template that does not fit.
pub fn anonymous_page(report: &AnonymousReport, content: &Content, back: Option<&str>) -> Result<String> {
    let axis_view = |axis: Axis| AnonymousAxisView {
        question: content.axis(axis),
        band: BandView::of(report.axes.get(axis).band),
        areas: report
            .areas
            .iter()
            .filter(|area| area.axis == axis)
            .map(|area| AnonymousAreaView { name: &area.name, band: BandView::of(area.band) })
            .collect(),
    };
    let page = AnonymousPage {
        page: Frame {
            language: report.language.clone(),
            title: page_title(report.team.as_deref(), content),
            ..Frame::of(content, report.team.as_deref()).named(&report.questionnaire, &report.tool)
        },
        verdict: (content.questionnaire.axes().count() > 1).then(|| report.verdict.code.word()),
        respondents: report.respondents,
        axes: content.questionnaire.axes().map(axis_view).collect(),
        small: team::small_areas(content),
        warnings: report.warnings.iter().map(|warning| warning.text.as_str()).collect(),
        back,
    };
    template::render("anonymous.html", &content.words, page)
}
