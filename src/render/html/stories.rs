//! What the stories add: who was once where the team is and what they did next, and what companies published on their
//! results.

use serde::Serialize;

use crate::comparison::what_came_next;
use crate::content::{Content, ToldStory};
use crate::numbers;
use crate::report::{ComparisonPart, Report};
use crate::story::Fact;

/// The warning that a team shares the pattern of a story of failure.
pub(super) const FAILURE_PATTERN: &str = "failure-pattern";
/// At most this many facts of a company are under a topic.
const SHOWN_FACTS: usize = 2;
/// Topics that are no measure of delivery or operation. Beside figures on them, a page about practices would look as
/// if the practices were the cause.
const LEFT_TO_THE_STORIES: [&str; 3] = ["revenue-growth", "productivity", "staff-happiness"];

/// The chapter that the report names.
#[derive(Debug, Serialize)]
pub(super) struct ClosestView {
    company: String,
    years: String,
    /// Whether it was once where the team is and rose; else it is the chapter of the smallest distance.
    rose: bool,
    distance: String,
    shared: usize,
    summary: String,
    /// The sources that the summary rests on.
    sources: Vec<String>,
    /// The years of the company's later chapter.
    next: Option<String>,
    rises: Vec<Rise>,
    /// The traits on which the team is lower than the chapter, the largest gap first.
    between: Vec<Between>,
    difficulties: Vec<String>,
    /// Chapters that are as good a choice.
    equals: Vec<Equal>,
}

/// A trait that rose in the company's next chapter.
#[derive(Debug, Serialize)]
struct Rise {
    id: String,
    from: u8,
    from_year: String,
    to: u8,
    to_year: String,
    team: Option<u8>,
    fact: Option<String>,
}

/// A trait on which the company is ahead.
#[derive(Debug, Serialize)]
struct Between {
    id: String,
    team: u8,
    company: u8,
}

/// Another chapter that could have been named.
#[derive(Debug, Serialize)]
struct Equal {
    company: String,
    years: String,
}

/// The chapter that a report names; none if it names none.
pub(super) fn closest(report: &Report, content: &Content) -> Option<ClosestView> {
    let closest = report.closest.as_ref()?;
    let part = find(report, &closest.story, &closest.chapter)?;
    let told = content.story(&closest.story)?;
    let (next, rises) = rises(report, content, told).unwrap_or_default();
    let equal = |story: &str, chapter: &str| {
        let part = find(report, story, chapter)?;
        Some(Equal { company: part.company.clone(), years: part.years.clone() })
    };
    let of_fact = |id: &String| told.story.fact(id).map(|fact| fact.source.clone());
    let mut sources: Vec<String> = told.text.summary_facts.iter().filter_map(of_fact).collect();
    sources.sort();
    sources.dedup();
    Some(ClosestView {
        company: part.company.clone(),
        years: part.years.clone(),
        rose: !closest.told_on.is_empty(),
        distance: numbers::distance(closest.distance),
        shared: closest.shared,
        summary: told.text.summary.clone(),
        sources,
        next,
        rises,
        between: between(part),
        difficulties: told.story.difficulties.clone(),
        equals: closest.equals.iter().filter_map(|other| equal(&other.story, &other.chapter)).collect(),
    })
}

fn find<'a>(report: &'a Report, story: &str, chapter: &str) -> Option<&'a ComparisonPart> {
    report.comparisons.iter().find(|part| part.story == story && part.chapter == chapter)
}

/// The years of the story's next chapter and what rose until then: the traits that the choice rests on, else all.
fn rises(report: &Report, content: &Content, told: &ToldStory) -> Option<(Option<String>, Vec<Rise>)> {
    let closest = report.closest.as_ref()?;
    let earlier = told.story.chapter(&closest.chapter)?;
    let (later, found) = what_came_next(&told.story, earlier)?;
    let date = |date: &str| content.words.date(told.text.date(date));
    let is_shown = |id: &String| closest.told_on.is_empty() || closest.told_on.contains(id);
    let rises = found.iter().filter(|risen| is_shown(&risen.from.trait_id)).map(|risen| Rise {
        id: risen.from.trait_id.clone(),
        from: risen.from.level,
        from_year: date(&risen.from.year),
        to: risen.to.level,
        to_year: date(&risen.to.year),
        team: report.questions.iter().find(|part| part.id == risen.from.trait_id).and_then(|part| part.level),
        fact: risen.to.facts.first().cloned(),
    });
    Some((Some(date(&later.years)), rises.collect()))
}

fn between(part: &ComparisonPart) -> Vec<Between> {
    let mut between: Vec<Between> = part
        .traits
        .iter()
        .filter_map(|rating| {
            let team = rating.team.filter(|team| *team < rating.company)?;
            Some(Between { id: rating.id.clone(), team, company: rating.company })
        })
        .collect();
    between.sort_by_key(|gap| std::cmp::Reverse(gap.company - gap.team));
    between
}

/// The warning of a pattern of failure, with the facts of that story that the report carries.
#[derive(Debug, Serialize)]
pub(super) struct PatternView {
    text: String,
    facts: Vec<String>,
}

/// The warning that the team shares the pattern of a story of failure.
pub(super) fn pattern(report: &Report, content: &Content) -> Option<PatternView> {
    let warning = report.warnings.iter().find(|warning| warning.code == FAILURE_PATTERN)?;
    let told = content.failures.iter().find(|told| warning.text.contains(&told.text.company));
    let facts = told.into_iter().flat_map(|told| &told.story.facts).map(|fact| fact.id.clone());
    Some(PatternView {
        text: warning.text.clone(),
        facts: facts.filter(|id| report.facts.contains_key(id)).collect(),
    })
}

/// A kind of result, with what companies published on it.
#[derive(Debug, Serialize)]
pub(super) struct TopicView {
    name: String,
    companies: Vec<(String, Vec<String>)>,
}

/// The topics in the order in which the stories first name them; each fact is under the first topic it names.
pub(super) fn topics(content: &Content) -> Vec<TopicView> {
    let topic = |fact: &Fact| fact.outcomes.first().cloned();
    let mut names: Vec<String> = Vec::new();
    for name in content.stories.iter().flat_map(|told| &told.story.facts).filter_map(topic) {
        if !names.contains(&name) && !LEFT_TO_THE_STORIES.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let of_company = |told: &ToldStory, name: &String| {
        let facts: Vec<String> = told
            .story
            .facts
            .iter()
            .filter(|fact| topic(fact).as_ref() == Some(name))
            .map(|fact| fact.id.clone())
            .collect();
        let shown = match facts.as_slice() {
            [first, .., last] if facts.len() > SHOWN_FACTS => vec![first.clone(), last.clone()],
            _ => facts,
        };
        (!shown.is_empty()).then(|| (told.text.company.clone(), shown))
    };
    let view = |name: String| TopicView {
        companies: content.stories.iter().filter_map(|told| of_company(told, &name)).collect(),
        name: content.text.topics.get(&name).cloned().unwrap_or(name),
    };
    names.into_iter().map(view).collect()
}
