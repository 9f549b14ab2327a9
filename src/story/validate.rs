//! The rules that a story and its texts must keep.

use std::collections::BTreeSet;

use crate::error::Message;
use crate::json::Step;
use crate::questionnaire::validate::{Problem, Problems, names, same_ids};
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::story::{Chapter, Rating, Story, StoryText};

/// What the sources can say to a claim of the lesson: the program has a sentence for each.
const FINDINGS: [&str; 5] = ["supported", "partly-supported", "imprecise", "unattributed", "wrong"];

/// Everything that is wrong with a story beside its questionnaire.
pub fn story(story: &Story, questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    for (position, source) in story.sources.iter().enumerate() {
        names::link(&mut problems, &["sources".into(), position.into(), "url".into()], &source.url);
    }
    for (position, claim) in story.lesson.iter().enumerate() {
        let way = ["lesson".into(), position.into(), "finding".into()];
        problems.unknown(&way, &claim.finding, FINDINGS);
    }
    problems.repeated("chapters", story.chapters.iter().map(|chapter| chapter.id.as_str()));
    problems.repeated("facts", story.facts.iter().map(|fact| fact.id.as_str()));
    problems.repeated("sources", story.sources.iter().map(|source| source.id.as_str()));
    let questions = questionnaire.questions.iter().map(|question| question.id.as_str());
    let sources = story.sources.iter().map(|source| source.id.as_str());
    let facts = story.facts.iter().map(|fact| fact.id.as_str());
    for (position, fact) in story.facts.iter().enumerate() {
        let at = |member: &str| vec!["facts".into(), position.into(), member.into()];
        problems.unknown(&at("source"), &fact.source, sources.clone());
        problems.strangers(&at("traits"), &fact.traits, &questions);
    }
    problems.strangers(&["difficulties".into()], &story.difficulties, &facts);
    for (position, chapter) in story.chapters.iter().enumerate() {
        chapter_rules(&mut problems, position, chapter, story, questionnaire);
    }
    problems.0
}

fn chapter_rules(
    problems: &mut Problems,
    position: usize,
    chapter: &Chapter,
    story: &Story,
    questionnaire: &Questionnaire,
) {
    let mut seen = BTreeSet::new();
    for (number, rating) in chapter.ratings.iter().enumerate() {
        let at = |member: &str| -> Vec<Step> {
            vec!["chapters".into(), position.into(), "ratings".into(), number.into(), member.into()]
        };
        if !seen.insert(&rating.trait_id) {
            problems.add(&at("trait"), Message::new("pack.repeated").with("id", &rating.trait_id));
        }
        let traits: Vec<&str> =
            questionnaire.on_axis(Axis::Adoption).map(|question| question.id.as_str()).collect();
        problems.unknown(&at("trait"), &rating.trait_id, traits);
        rating_rules(problems, rating, story, questionnaire, &at);
    }
}

fn rating_rules(
    problems: &mut Problems,
    rating: &Rating,
    story: &Story,
    questionnaire: &Questionnaire,
    at: &dyn Fn(&str) -> Vec<Step>,
) {
    let below = |member: &str| [at("later"), vec![member.into()]].concat();
    let later = rating.later.as_ref();
    let levels =
        [(at("level"), rating.level)].into_iter().chain(later.map(|later| (below("level"), later.level)));
    // Of a trait that is not known there is nothing to say of its levels.
    let top = questionnaire.question(&rating.trait_id).map_or(u8::MAX, Question::top);
    for (way, level) in levels.filter(|(_, level)| *level > top) {
        let message = Message::new("pack.level").with("found", level).with("top", top);
        problems.add(&way, message);
    }
    if rating.facts.is_empty() {
        problems.add(&at("facts"), Message::new("pack.no-facts").with("id", &rating.trait_id));
    }
    let facts = later.map(|later| (below("facts"), &later.facts));
    for (way, facts) in [(at("facts"), &rating.facts)].into_iter().chain(facts) {
        problems.strangers(&way, facts, &story.facts.iter().map(|fact| fact.id.as_str()));
    }
}

/// What is missing or left over in the texts of a story in one language.
pub fn text(story: &Story, text: &StoryText) -> Vec<Problem> {
    let mut problems = Problems::default();
    same_ids(
        &mut problems,
        "chapters",
        story.chapters.iter().map(|chapter| chapter.id.as_str()),
        text.chapters.keys(),
    );
    same_ids(&mut problems, "facts", story.facts.iter().map(|fact| fact.id.as_str()), text.facts.keys());
    same_ids(&mut problems, "lesson", story.lesson.iter().map(|claim| claim.id.as_str()), text.lesson.keys());
    let facts = story.facts.iter().map(|fact| fact.id.as_str());
    problems.strangers(&["summary_facts".into()], &text.summary_facts, &facts);
    problems.0
}

#[cfg(test)]
mod tests;
