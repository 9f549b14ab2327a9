//! Did it work for them? The companies' published facts on results, by topic; told, never scored.

use serde::Serialize;

use super::series::Series;
use super::sources::{Catalogue, FactView};
use crate::content::{Content, ToldStory};
use crate::story::Fact;

/// A kind of result.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TopicView {
    /// Its name.
    pub(crate) name: String,
    /// The companies with facts on it.
    pub(crate) companies: Vec<CompanyFacts>,
}

/// What one company published on it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CompanyFacts {
    /// Its name.
    pub(crate) company: String,
    /// The number of its mark.
    pub(crate) mark: Option<usize>,
    /// The facts: those of sources that the page names anyway, else a few more.
    pub(crate) facts: Vec<FactView>,
}

/// At most this many facts of a company stand under a topic; `stories` tells the rest.
const SHOWN_FACTS: usize = 2;
/// So many facts at least, of sources that the page does not name elsewhere if need be.
const FILLED_UP_TO: usize = 1;
/// Topics that are no measure of delivery or operation. Beside figures on them, a page about practices would look as
/// if the practices were the cause; `stories` tells them.
const LEFT_TO_THE_STORIES: [&str; 3] = ["revenue-growth", "productivity", "staff-happiness"];

/// The topics in the order in which the stories first name them, each fact under the first topic it names, so
/// that none is told twice.
pub(crate) fn worked(content: &Content, series: &[Series], facts: &mut Catalogue<'_>) -> Vec<TopicView> {
    topics(content)
        .into_iter()
        .map(|topic| TopicView {
            companies: content
                .stories
                .iter()
                .filter_map(|told| company(told, topic, series, facts))
                .collect(),
            name: content.text.topics.get(topic).cloned().unwrap_or_else(|| topic.to_owned()),
        })
        .filter(|topic| !topic.companies.is_empty())
        .collect()
}

fn topics(content: &Content) -> Vec<&str> {
    let mut topics: Vec<&str> = Vec::new();
    let facts = content.stories.iter().flat_map(|told| &told.story.facts);
    for topic in facts.filter_map(|fact| fact.outcomes.first()) {
        if !topics.contains(&topic.as_str()) && !LEFT_TO_THE_STORIES.contains(&topic.as_str()) {
            topics.push(topic);
        }
    }
    topics
}

fn company(
    told: &ToldStory,
    topic: &str,
    series: &[Series],
    facts: &mut Catalogue<'_>,
) -> Option<CompanyFacts> {
    let on_topic = |fact: &&Fact| fact.outcomes.first().is_some_and(|first| first == topic);
    let known = |fact: &&Fact| facts.is_told(&fact.source);
    let all: Vec<&Fact> = told.story.facts.iter().filter(on_topic).collect();
    let (mut chosen, rest): (Vec<&Fact>, Vec<&Fact>) = all.iter().copied().partition(known);
    let missing = FILLED_UP_TO.saturating_sub(chosen.len());
    chosen.extend(rest.into_iter().take(missing));
    let found: Vec<FactView> = spread(&chosen).into_iter().filter_map(|fact| facts.fact(&fact.id)).collect();
    (!found.is_empty()).then(|| CompanyFacts {
        company: told.text.company.clone(),
        mark: series.iter().find(|series| series.story == told.story.id).map(|series| series.mark),
        facts: found,
    })
}

/// The first and the last of many facts: where it began and where it came to.
fn spread<'a>(facts: &[&'a Fact]) -> Vec<&'a Fact> {
    match facts {
        [first, .., last] if facts.len() > SHOWN_FACTS => vec![*first, *last],
        _ => facts.to_vec(),
    }
}
