//! The report as one HTML page: no script, no request to anywhere, everything typed by people escaped. Beside it, in
//! `form`, the page to answer on.

mod answers;
mod chapter;
mod compare;
pub mod form;
mod method;
pub mod org;
pub mod parts;
mod results;
mod safe;
mod series;
mod sources;
mod steps;
mod summary;
pub mod team;
#[cfg(test)]
mod tests;
mod worked;

use parts::{Holes, Key, Parts, Sheet};
use serde::Serialize;

use crate::answers::Form;
use crate::content::Content;
use crate::error::Result;
use crate::render::page_title;
use crate::render::sections::what_if_lines;
use crate::render::trend::html::{TrendView, view as trend_view};
use crate::report::{Report, WarningPart};

/// The stylesheet without comments and indentation, as the build script leaves it.
const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));
/// Its SHA-256 in base64, by which the page's policy allows it and nothing else.
const STYLE_HASH: &str = env!("PAGE_STYLE_HASH");
/// What stands behind it for what only pages of several dates, people or teams show, and those with measured numbers.
const SEVERAL_STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/several.css"));
/// The SHA-256 of both in base64.
const SEVERAL_STYLE_HASH: &str = env!("SEVERAL_STYLE_HASH");
/// The warning that a team shares the pattern of a story of failure; it is told beside the chapters.
const FAILURE_PATTERN: &str = "failure-pattern";

/// Whether notes, reasons and evidence are inside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notes {
    /// They are shown, and stand in the embedded answers.
    Inside,
    /// They are left out everywhere.
    LeftOut,
}

/// What the templates are given.
#[derive(Debug, Serialize)]
struct Page<'a> {
    style: Style,
    title: String,
    report: Heading<'a>,
    notes: Notes,
    /// Whose answers they are, on a page that holds the answers of one file.
    whose: Option<String>,
    what_if: Vec<String>,
    marks: minijinja::Value,
    contents: minijinja::Value,
    summary: summary::SummaryView,
    steps: Option<steps::StepsView>,
    trend: Option<TrendView>,
    compare: compare::CompareView,
    chapter: Option<chapter::ChapterView>,
    failure_pattern: Option<minijinja::Value>,
    worked: Vec<worked::TopicView>,
    results: Option<results::ResultsView>,
    measured_lower: Vec<&'a str>,
    open: answers::OpenView,
    answers: Vec<answers::AnswersOfArea>,
    method: minijinja::Value,
    sources: minijinja::Value,
    embedded: Option<minijinja::Value>,
    asks: &'a str,
    has: Has,
}

/// What the questionnaire has; a page leaves out what speaks of the rest.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that a template asks")]
struct Has {
    /// Stories to compare with.
    stories: bool,
    /// DORA's delivery metrics.
    dora: bool,
    /// Questions on results.
    results: bool,
    /// Published sources.
    sources: bool,
}

/// The list of the page's sections by their ids.
#[derive(Debug, Serialize)]
struct ContentsView {
    ids: Vec<&'static str>,
}

/// A stylesheet or script with its hash. Both come from the build, not from people, so the text is put in as it is.
#[derive(Debug, Serialize)]
pub(super) struct Style {
    text: minijinja::Value,
    hash: minijinja::Value,
}

impl Style {
    /// The style of a page that shows one file at one date.
    fn of_one() -> Self {
        Self::of(STYLE, STYLE_HASH)
    }

    /// The style of a page that shows several dates, people or teams, or measured numbers.
    pub(super) fn of_several() -> Self {
        Self::of([STYLE, SEVERAL_STYLE].concat(), SEVERAL_STYLE_HASH)
    }

    /// A text with the hash that the build script left for it.
    fn of(text: impl Into<String>, hash: &str) -> Self {
        let as_it_is = minijinja::Value::from_safe_string;
        Self { text: as_it_is(text.into()), hash: as_it_is(hash.to_owned()) }
    }
}

/// The warning that a team shares the pattern of a story of failure.
#[derive(Debug, Serialize)]
struct PatternView<'a> {
    text: &'a str,
    facts: Vec<sources::FactView>,
}

/// What stands above the answer.
#[derive(Debug, Serialize)]
struct Heading<'a> {
    language: &'a str,
    team: Option<&'a str>,
    scope: Option<&'a str>,
    goal: Option<&'a str>,
    date: Option<&'a str>,
    short_form: bool,
    questionnaire: &'a str,
    questionnaire_version: String,
    tool: &'static str,
    tool_version: &'static str,
    warnings: Vec<&'a WarningPart>,
}

/// The page of a report, whole. `embedded` is the answers document as JSON, which the page carries so that it can be
/// taken out again.
pub fn page(report: &Report, content: &Content, embedded: Option<&str>, notes: Notes) -> Result<String> {
    let answers = answers::answers(report, content, notes);
    let mut parts = Parts::of(content);
    let page = view(report, &mut parts, embedded, notes)?;
    parts.page("page.html", Page { answers, ..page })
}

/// The page without the list of all answers.
fn view<'a, 'c: 'a>(
    report: &'a Report,
    parts: &mut Parts<'c>,
    embedded: Option<&str>,
    notes: Notes,
) -> Result<Page<'a>> {
    let content = parts.content();
    let sheet = &mut Sheet::new(report, parts);
    let series = series::series(report, content);
    // In the order of the page, so that sources are numbered as a reader meets them.
    let steps = steps::steps(sheet)?;
    let compare = compare::compare(&series, sheet)?;
    let chapter = chapter::chapter(&series, sheet)?;
    let failure_pattern = pattern(sheet)?;
    let worked = worked::worked(&series, sheet)?;
    let results = results::results(sheet)?;
    let questionnaire = &content.questionnaire;
    let sources = sheet.sources()?;
    let has = Has {
        stories: questionnaire.has_stories(),
        dora: questionnaire.asks_dora(),
        results: results.is_some(),
        sources: !sources.is_empty() || questionnaire.asks_dora(),
    };
    // A page of several people carries nobody's answers.
    let is_plain = embedded.is_some() && report.trend.is_none() && report.measured.is_empty();
    Ok(Page {
        style: if is_plain { Style::of_one() } else { Style::of_several() },
        title: page_title(report.team.as_deref(), content),
        report: heading(report),
        notes,
        whose: embedded.map(|_| content.words.say(whose_id(report))),
        what_if: what_if(report, content),
        marks: sheet.part(("parts/marks.html", "marks", Some(Key::Fixed)), |_, _| ())?,
        contents: contents(has, sheet)?,
        summary: summary::summary(sheet)?,
        steps,
        trend: report.trend.as_ref().map(|trend| trend_view(trend, content)),
        compare,
        chapter,
        failure_pattern,
        worked,
        results,
        measured_lower: results::lower(report),
        open: answers::open(report, content, notes),
        answers: Vec::new(),
        method: method::method(sheet)?,
        sources: minijinja::Value::from_safe_string(sources),
        embedded: embedded.map(|json| minijinja::Value::from_safe_string(safe::embeddable(json))),
        asks: content.asks(),
        has,
    })
}

/// The list of the page's sections.
fn contents(has: Has, sheet: &mut Sheet<'_, '_>) -> Result<minijinja::Value> {
    let sections = [
        (true, &["next"][..]),
        (sheet.report.trend.is_some(), &["since"]),
        (has.stories, &["beside", "chapter", "worked"]),
        (has.results, &["results"]),
        (true, &["open", "answers", "method"]),
        (has.sources, &["sources"]),
    ];
    let there = sections.into_iter().filter(|(is_there, _)| *is_there);
    let ids: Vec<&'static str> = there.flat_map(|(_, ids)| ids).copied().collect();
    let view = |_: &mut Sheet<'_, '_>, _: Holes<'_>| ContentsView { ids: ids.clone() };
    sheet.part(("parts/contents.html", "contents", Some(Key::Contents(ids.clone()))), view)
}

/// The id of the sentence that says whose answers a report of one file stands on.
const fn whose_id(report: &Report) -> &'static str {
    if report.agreed { "page.whose.team" } else { "page.whose.one" }
}

/// What was assumed and what it changed, a sentence each; nothing where nothing was assumed.
fn what_if(report: &Report, content: &Content) -> Vec<String> {
    report.what_if.as_ref().map_or_else(Vec::new, |before| what_if_lines(before, report, content))
}

/// The warning with the facts of its story that the report carries; those of a story that is compared as well stand
/// in the comparison.
fn pattern(sheet: &mut Sheet<'_, '_>) -> Result<Option<minijinja::Value>> {
    let (report, content) = (sheet.report, sheet.content);
    let warning = report.warnings.iter().find(|warning| warning.code == FAILURE_PATTERN);
    let Some(warning) = warning else { return Ok(None) };
    let told = content.failures.iter().find(|told| warning.text.contains(&told.text.company));
    let ids = told.iter().flat_map(|told| &told.story.facts).map(|fact| fact.id.clone());
    let ids: Vec<String> = ids.filter(|id| report.facts.contains_key(id)).collect();
    let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| PatternView {
        text: &warning.text,
        facts: sheet.facts(&ids),
    };
    Ok(Some(sheet.part(("parts/pattern.html", "pattern", None), view)?))
}

fn heading(report: &Report) -> Heading<'_> {
    let typed = |text: &&str| !text.trim().is_empty();
    Heading {
        language: &report.language,
        team: report.team.as_deref().filter(typed),
        scope: report.scope.as_deref().filter(typed),
        goal: report.goal.as_deref().filter(typed),
        date: report.date.as_deref(),
        short_form: report.form == Form::Short,
        questionnaire: &report.questionnaire.title,
        questionnaire_version: report.questionnaire.version.to_string(),
        tool: report.tool.name,
        tool_version: report.tool.version,
        warnings: report.warnings.iter().filter(|warning| warning.code != FAILURE_PATTERN).collect(),
    }
}
