//! What the stories add: the warning of a pattern of failure, and what companies published on their results.

use serde::Serialize;

use super::evidence;
use crate::content::{Content, ToldStory};
use crate::report::Report;
use crate::story::Fact;

/// The warning that a team shares the pattern of a story of failure.
pub(super) const FAILURE_PATTERN: &str = "failure-pattern";
/// At most this many facts of a company are under a topic.
const SHOWN_FACTS: usize = 2;
/// Topics that are no measure of delivery or operation. Beside figures on them, a page about practices would look as
/// if the practices were the cause.
const LEFT_TO_THE_STORIES: [&str; 3] = ["revenue-growth", "productivity", "staff-happiness"];

/// The warning of a pattern of failure, with the facts of that story that the report carries.
#[derive(Debug, Serialize)]
pub(super) struct PatternView<'a> {
    text: &'a str,
    facts: Vec<&'a str>,
}

/// The warning that the team shares the pattern of a story of failure.
pub(super) fn pattern<'a>(report: &'a Report, content: &'a Content) -> Option<PatternView<'a>> {
    let warning = report.warnings.iter().find(|warning| warning.code == FAILURE_PATTERN)?;
    let told = content.failures.iter().find(|told| warning.text.contains(&told.text.company));
    let facts = told.into_iter().flat_map(|told| &told.story.facts).map(|fact| fact.id.as_str());
    Some(PatternView {
        text: &warning.text,
        facts: facts.filter(|id| report.facts.contains_key(*id)).collect(),
    })
}

/// A kind of result, with what companies published on it.
#[derive(Debug, Serialize)]
pub(super) struct TopicView<'a> {
    name: &'a str,
    /// The names of the companies, each with the ids of its facts.
    companies: Vec<(&'a str, Vec<&'a str>)>,
}

/// The topics in the order in which the stories first name them; each fact that the page shows is under the first topic
/// it names.
pub(super) fn topics<'a>(report: &Report, content: &'a Content) -> Vec<TopicView<'a>> {
    fn topic(fact: &Fact) -> Option<&str> {
        fact.outcomes.first().map(String::as_str)
    }
    let mut names: Vec<&str> = Vec::new();
    for name in content.stories.iter().flat_map(|told| &told.story.facts).filter_map(topic) {
        if !names.contains(&name) && !LEFT_TO_THE_STORIES.contains(&name) {
            names.push(name);
        }
    }
    let of_company = |told: &'a ToldStory, name: &str| {
        let about = told.story.facts.iter().filter(|fact| topic(fact) == Some(name));
        let known = about.filter(|fact| evidence::is_shown(report, told, fact));
        let facts: Vec<&str> = known.map(|fact| fact.id.as_str()).collect();
        let shown = match facts.as_slice() {
            [first, .., last] if facts.len() > SHOWN_FACTS => vec![*first, *last],
            _ => facts,
        };
        (!shown.is_empty()).then_some((told.text.company.as_str(), shown))
    };
    let view = |name| TopicView {
        companies: content.stories.iter().filter_map(|told| of_company(told, name)).collect(),
        name: content.text.topics.get(name).map_or(name, String::as_str),
    };
    names.into_iter().map(view).collect()
}
