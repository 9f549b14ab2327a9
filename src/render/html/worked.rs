//! Did it work for them? The companies' published facts on results, by topic; told, never scored.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Holes, Key, Sheet};
use super::series::Series;
use super::sources::FactView;
use crate::content::{Content, ToldStory};
use crate::error::Result;
use crate::story::Fact;

/// A kind of result.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TopicView {
    /// Its name.
    pub(crate) name: String,
    /// The companies with facts on it.
    pub(crate) companies: Value,
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
pub(crate) fn worked(series: &[Series], sheet: &mut Sheet<'_, '_>) -> Result<Vec<TopicView>> {
    let content = sheet.content;
    let mut views = Vec::new();
    for topic in topics(content) {
        let mut companies = String::new();
        for told in &content.stories {
            company(&mut companies, (told, topic, series), sheet)?;
        }
        if !companies.is_empty() {
            let name = content.text.topics.get(topic).cloned().unwrap_or_else(|| topic.to_owned());
            views.push(TopicView { name, companies: Value::from_safe_string(companies) });
        }
    }
    Ok(views)
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
    text: &mut String,
    (told, topic, series): (&ToldStory, &str, &[Series]),
    sheet: &mut Sheet<'_, '_>,
) -> Result<()> {
    let on_topic = |fact: &&Fact| fact.outcomes.first().is_some_and(|first| first == topic);
    let known = |fact: &&Fact| sheet.has_named(&fact.source);
    let all = told.story.facts.iter().filter(on_topic);
    let (mut chosen, rest): (Vec<&Fact>, Vec<&Fact>) = all.partition(known);
    let missing = FILLED_UP_TO.saturating_sub(chosen.len());
    chosen.extend(rest.into_iter().take(missing));
    if chosen.is_empty() {
        return Ok(());
    }
    let facts: Vec<String> = spread(&chosen).into_iter().map(|fact| fact.id.clone()).collect();
    let key = Key::Worked { story: told.story.id.clone(), facts: facts.clone() };
    let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| CompanyFacts {
        company: told.text.company.clone(),
        mark: series.iter().find(|series| series.story == told.story.id).map(|series| series.mark),
        facts: sheet.facts(&facts),
    };
    sheet.put(text, ("parts/company.html", "company", Some(key)), (&[], view))
}

/// The first and the last of many facts: where it began and where it came to.
fn spread<'a>(facts: &[&'a Fact]) -> Vec<&'a Fact> {
    match facts {
        [first, .., last] if facts.len() > SHOWN_FACTS => vec![*first, *last],
        _ => facts.to_vec(),
    }
}
