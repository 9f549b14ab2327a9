//! The rules that a story and its texts must keep.

use std::collections::BTreeSet;

use crate::error::Message;
use crate::questionnaire::validate::{Problem, Problems, names, same_ids};
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::story::{Rating, Story, StoryText};

/// What the sources can say to a claim of the lesson: the program has a sentence for each.
const FINDINGS: [&str; 5] = ["supported", "partly-supported", "imprecise", "unattributed", "wrong"];

/// Everything that is wrong with a story beside its questionnaire.
pub fn story(story: &Story, questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    for (at, source) in story.sources.iter().enumerate() {
        names::link(&mut problems, format!("/sources/{at}/url"), &source.url);
    }
    for (at, claim) in story.lesson.iter().enumerate() {
        problems.unknown(format!("/lesson/{at}/finding"), &claim.finding, FINDINGS);
    }
    problems.repeated("/chapters", story.chapters.iter().map(|chapter| chapter.id.as_str()));
    problems.repeated("/facts", story.facts.iter().map(|fact| fact.id.as_str()));
    problems.repeated("/sources", story.sources.iter().map(|source| source.id.as_str()));
    let questions = questionnaire.questions.iter().map(|question| question.id.as_str());
    let sources = story.sources.iter().map(|source| source.id.as_str());
    let facts = story.facts.iter().map(|fact| fact.id.as_str());
    for (at, fact) in story.facts.iter().enumerate() {
        problems.unknown(format!("/facts/{at}/source"), &fact.source, sources.clone());
        problems.strangers(&format!("/facts/{at}/traits"), &fact.traits, &questions);
    }
    problems.strangers("/difficulties", &story.difficulties, &facts);
    for (at, chapter) in story.chapters.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for (number, rating) in chapter.ratings.iter().enumerate() {
            let at = format!("/chapters/{at}/ratings/{number}");
            if !seen.insert(&rating.trait_id) {
                problems.twice(format!("{at}/trait"), &rating.trait_id);
            }
            rating_rules(&mut problems, rating, story, questionnaire, &at);
        }
    }
    problems.0
}

fn rating_rules(
    problems: &mut Problems,
    rating: &Rating,
    story: &Story,
    questionnaire: &Questionnaire,
    at: &str,
) {
    let traits: Vec<&str> =
        questionnaire.on_axis(Axis::Adoption).map(|question| question.id.as_str()).collect();
    problems.unknown(format!("{at}/trait"), &rating.trait_id, traits);
    // Of a trait that is not known there is nothing to say of its levels.
    let top = questionnaire.question(&rating.trait_id).map_or(u8::MAX, Question::top);
    let facts = story.facts.iter().map(|fact| fact.id.as_str());
    problems.level(format!("{at}/level"), rating.level, top);
    if let Some(later) = &rating.later {
        problems.level(format!("{at}/later/level"), later.level, top);
    }
    if rating.facts.is_empty() {
        problems.add(format!("{at}/facts"), Message::new("pack.no-facts").with("id", &rating.trait_id));
    }
    problems.strangers(&format!("{at}/facts"), &rating.facts, &facts);
    if let Some(later) = &rating.later {
        problems.strangers(&format!("{at}/later/facts"), &later.facts, &facts);
    }
}

/// What is missing or left over in the texts of a story in one language.
pub fn text(story: &Story, text: &StoryText) -> Vec<Problem> {
    let mut problems = Problems::default();
    let chapters = story.chapters.iter().map(|chapter| chapter.id.as_str());
    same_ids(&mut problems, "/chapters", chapters, text.chapters.keys());
    let facts = story.facts.iter().map(|fact| fact.id.as_str());
    same_ids(&mut problems, "/facts", facts.clone(), text.facts.keys());
    let claims = story.lesson.iter().map(|claim| claim.id.as_str());
    same_ids(&mut problems, "/lesson", claims, text.lesson.keys());
    problems.strangers("/summary_facts", &text.summary_facts, &facts);
    problems.0
}

#[cfg(test)]
mod tests;
