//! What the stories add: who was once where the team is and what they did next, and what companies published on their
//! results.

use serde::Serialize;

use crate::comparison::what_came_next;
use crate::content::{Content, ToldStory};
use crate::report::{ClosestPart, ComparisonPart, Report, TraitPart};
use crate::story::Fact;

/// The warning that a team shares the pattern of a story of failure.
pub(super) const FAILURE_PATTERN: &str = "failure-pattern";
/// At most this many facts of a company are under a topic.
const SHOWN_FACTS: usize = 2;
/// Topics that are no measure of delivery or operation. Beside figures on them, a page about practices would look as
/// if the practices were the cause.
const LEFT_TO_THE_STORIES: [&str; 3] = ["revenue-growth", "productivity", "staff-happiness"];

/// The chapter that the report names. Chapters are positions in the report's comparisons.
#[derive(Debug, Serialize)]
pub(super) struct ClosestView<'a> {
    chapter: usize,
    summary: &'a str,
    /// The sources that the summary rests on.
    sources: Vec<&'a str>,
    /// The years of the company's later chapter.
    next: Option<&'a str>,
    rises: Vec<RiseView<'a>>,
    /// The traits on which the team is lower than the chapter, the largest gap first.
    between: Vec<&'a TraitPart>,
    difficulties: &'a [String],
    /// Chapters that are as good a choice.
    equals: Vec<usize>,
}

/// A trait that rose in the company's next chapter.
#[derive(Debug, Serialize)]
struct RiseView<'a> {
    id: &'a str,
    from: u8,
    from_year: &'a str,
    to: u8,
    to_year: &'a str,
    team: Option<u8>,
}

/// The chapter that a report names; none if it names none.
pub(super) fn closest<'a>(report: &'a Report, content: &'a Content) -> Option<ClosestView<'a>> {
    let closest = report.closest.as_ref()?;
    let find = |story: &str, chapter: &str| {
        report.comparisons.iter().position(|part| part.story == story && part.chapter == chapter)
    };
    let chapter = find(&closest.story, &closest.chapter)?;
    let told = content.story(&closest.story)?;
    let (next, rises) = rises(report, closest, told).unzip();
    let of_fact = |id: &String| told.story.fact(id).map(|fact| fact.source.as_str());
    let mut sources: Vec<&str> = told.text.summary_facts.iter().filter_map(of_fact).collect();
    sources.sort_unstable();
    sources.dedup();
    Some(ClosestView {
        chapter,
        summary: &told.text.summary,
        sources,
        next,
        rises: rises.unwrap_or_default(),
        between: between(&report.comparisons[chapter]),
        difficulties: &told.story.difficulties,
        equals: closest.equals.iter().filter_map(|other| find(&other.story, &other.chapter)).collect(),
    })
}

/// The years of the story's next chapter and what rose until then: the traits that the choice rests on, else all.
fn rises<'a>(
    report: &Report,
    closest: &ClosestPart,
    told: &'a ToldStory,
) -> Option<(&'a str, Vec<RiseView<'a>>)> {
    let earlier = told.story.chapter(&closest.chapter)?;
    let (later, found) = what_came_next(&told.story, earlier)?;
    let is_shown = |id: &String| closest.told_on.is_empty() || closest.told_on.contains(id);
    let rises = found.iter().filter(|risen| is_shown(&risen.from.trait_id)).map(|risen| RiseView {
        id: &risen.from.trait_id,
        from: risen.from.level,
        from_year: told.text.date(&risen.from.year),
        to: risen.to.level,
        to_year: told.text.date(&risen.to.year),
        team: report.questions.iter().find(|part| part.id == risen.from.trait_id).and_then(|part| part.level),
    });
    Some((told.text.date(&later.years), rises.collect()))
}

fn between(part: &ComparisonPart) -> Vec<&TraitPart> {
    let gap = |rating: &TraitPart| rating.company.checked_sub(rating.team?).filter(|gap| *gap > 0);
    let mut between: Vec<&TraitPart> = part.traits.iter().filter(|rating| gap(rating).is_some()).collect();
    between.sort_by_key(|rating| std::cmp::Reverse(gap(rating)));
    between
}

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

/// The topics in the order in which the stories first name them; each fact is under the first topic it names.
pub(super) fn topics<'a>(content: &'a Content) -> Vec<TopicView<'a>> {
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
        let facts = told.story.facts.iter().filter(|fact| topic(fact) == Some(name));
        let facts: Vec<&str> = facts.map(|fact| fact.id.as_str()).collect();
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
