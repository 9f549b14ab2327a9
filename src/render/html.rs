//! Every page as HTML: no script in a report, no request to anywhere, everything typed by people escaped. The templates
//! read the report itself; Rust adds only what has to be computed. Beside them, in `form`, the page to answer on.

mod answer;
mod beside;
pub mod document;
mod evidence;
pub mod form;
pub mod org;
mod results;
mod safe;
pub(super) use safe::link;
mod stories;
pub mod team;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::text::QuestionText;
use crate::questionnaire::{Axis, Question};
use crate::render::closest;
use crate::render::sections::{what_if_lines, whose};
use crate::render::{page_title, template};
use crate::report::{QuestionnaireReference, Report, TOOL, Tool};

/// The stylesheet of a report.
static ONE: LazyLock<Style> = LazyLock::new(|| Style::of(&["base.css", "style.css"]));
/// The stylesheet of pages of several people, teams or dates.
static SEVERAL: LazyLock<Style> = LazyLock::new(|| Style::of(&["base.css", "style.css", "several.css"]));

/// Whether notes, reasons and evidence are inside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notes {
    /// They are shown, and stand in the embedded answers.
    Inside,
    LeftOut,
}

/// A stylesheet or script with its SHA-256 in base64, by which the page's policy allows it and nothing else. Both come
/// from the program, not from people, so the text is put in as it is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Style {
    text: Value,
    hash: Value,
}

impl Style {
    /// The embedded files of these names behind each other.
    fn of(files: &[&str]) -> Self {
        let text: String = files.iter().filter_map(|file| template::source(file)).collect();
        let hash = format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(&text)));
        Self { text: Value::from_safe_string(text), hash: Value::from_safe_string(hash) }
    }
}

/// What surrounds every page: its head, the line above and the line below.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    pub(super) style: Style,
    pub(super) language: String,
    pub(super) title: String,
    pub(super) tool: Tool,
    pub(super) questionnaire: QuestionnaireReference,
    pub(super) team: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) date: Option<String>,
    /// What else is above, such as whose answers they are.
    pub(super) remarks: Vec<String>,
    /// What else is below, such as whether notes are inside.
    pub(super) below: Vec<String>,
    pub(super) embedded: Option<Value>,
}

impl Frame {
    /// The frame of a page of a team, or of the whole questionnaire.
    pub(super) fn of(content: &Content, team: Option<&str>) -> Self {
        let typed = |text: &&str| !text.trim().is_empty();
        Self {
            style: SEVERAL.clone(),
            language: content.words.language().tag().to_owned(),
            title: page_title(team, content),
            tool: TOOL,
            questionnaire: QuestionnaireReference::of(content),
            team: team.filter(typed).map(str::to_owned),
            scope: None,
            date: None,
            remarks: Vec::new(),
            below: Vec::new(),
            embedded: None,
        }
    }

    /// The same with the questionnaire and the program that a report names.
    pub(super) fn named(self, questionnaire: &QuestionnaireReference, tool: &Tool) -> Self {
        Self { questionnaire: questionnaire.clone(), tool: tool.clone(), ..self }
    }
}

/// The sentences of questions by their ids.
type Texts<'a> = BTreeMap<&'a str, Cow<'a, QuestionText>>;

/// The parts of "how this was computed" that the questionnaire decides.
#[derive(Debug, Serialize)]
struct Method<'a> {
    lines: &'static str,
    limits: &'static str,
    /// The classes of effect with what a step of each counts, the largest first.
    leverage: Vec<(&'a str, f64)>,
    /// The names of the traits that repeat a measure.
    repeats: Vec<String>,
}

/// The page of a report, whole. `embedded` is the answers document as JSON, which the page carries so that it can be
/// taken out again.
///
/// # Errors
/// A template that does not fit.
pub fn page(report: &Report, content: &Content, embedded: Option<&str>, notes: Notes) -> Result<String> {
    let mut page = frame(report, content, notes);
    page.remarks.push(whose(report, content));
    page.embedded = embedded.map(|json| Value::from_safe_string(safe::embeddable(json)));
    if report.trend.is_none() {
        page.style = ONE.clone();
    }
    template::render("report.html", &content.words, view(report, content, page, notes))
}

/// What the templates of a report are given.
fn view(report: &Report, content: &Content, page: Frame, notes: Notes) -> Value {
    let questionnaire = &content.questionnaire;
    let what_if = report.what_if.as_ref();
    context! {
        page => Serde(page),
        report => Serde(report),
        text => Serde(texts(report, content)),
        leverage => Serde(leverage(content)),
        notes => Serde(notes),
        answer => Serde(answer::view(report, content)),
        closest => Serde(closest::closest(report, content)),
        pattern => Serde(stories::pattern(report, content)),
        beside => Serde(beside::view(report, content)),
        topics => Serde(stories::topics(report, content)),
        results => Serde(results::view(report, content)),
        measured_lower => Serde(results::lower(report)),
        adds => Serde(results::adds(report)),
        method => Serde(method(content)),
        what_if => what_if.map_or_else(Vec::new, |before| what_if_lines(before, report, content)),
        trend => Serde(report.trend.as_ref().map(|trend| document::Since::of(trend, content))),
        // What the questionnaire has; a page leaves out what is about the rest.
        has => context! {
            stories => questionnaire.has_stories(),
            // DORA's delivery metrics.
            dora => questionnaire.asks_dora(),
            both => report.axes.only().is_none(),
        },
        ..Serde(evidence::functions(report, content))
    }
}

fn frame(report: &Report, content: &Content, notes: Notes) -> Frame {
    let words = &content.words;
    let notes = match notes {
        Notes::Inside => "page.notes.inside",
        Notes::LeftOut => "page.notes.left-out",
    };
    let typed = |text: &&String| !text.trim().is_empty();
    Frame {
        language: report.language.clone(),
        scope: report.scope.as_ref().filter(typed).cloned(),
        date: report.date.as_deref().map(|date| words.date(date)),
        below: vec![words.say(notes)],
        ..Frame::of(content, report.team.as_deref()).named(&report.questionnaire, &report.tool)
    }
}

fn texts<'a>(report: &'a Report, content: &'a Content) -> Texts<'a> {
    report.questions.iter().map(|part| (part.id.as_str(), content.question(&part.id))).collect()
}

/// The classes of effect of the questions, if the program has words for them.
fn leverage<'a>(content: &'a Content) -> BTreeMap<&'a str, &'a str> {
    let class = |question: &'a Question| {
        let class = question.leverage.as_deref()?;
        content.words.find(&format!("page.leverage.{class}"))?;
        Some((question.id.as_str(), class))
    };
    content.questionnaire.questions.iter().filter_map(class).collect()
}

fn method(content: &Content) -> Method<'_> {
    let questionnaire = &content.questionnaire;
    let mut leverage: Vec<(&str, f64)> =
        questionnaire.leverage.iter().map(|(class, share)| (class.as_str(), *share)).collect();
    // A custom pack may have classes that the program has no words for.
    leverage.retain(|(class, _)| content.words.find(&format!("page.method.leverage.{class}")).is_some());
    leverage.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let axes: Vec<Axis> = questionnaire.axes().collect();
    let (lines, limits) = match axes.as_slice() {
        [Axis::Adoption] => ("page.method.lines.text.adoption", "page.method.limits.text.one"),
        [Axis::Outcome] => ("page.method.lines.text.outcome", "page.method.limits.text.one"),
        _ if questionnaire.asks_dora() => ("page.method.lines.text", "page.method.limits.text"),
        _ => ("page.method.lines.text.own", "page.method.limits.text"),
    };
    let repeating = questionnaire.questions.iter().filter(|question| question.repeats_a_measure());
    Method {
        lines,
        limits,
        leverage,
        repeats: repeating.map(|question| content.name_of(&question.id)).collect(),
    }
}
