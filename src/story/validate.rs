//! The rules that a story and its texts must keep.

use std::collections::BTreeSet;

use crate::error::Message;
use crate::json::Step;
use crate::questionnaire::validate::{Problem, Problems, names, same_ids};
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::story::{Chapter, Rating, SCHEMA, Story, StoryText};

/// What the sources can say to a claim of the lesson: the program has a sentence for each.
const FINDINGS: [&str; 5] = ["supported", "partly-supported", "imprecise", "unattributed", "wrong"];

/// Everything that is wrong with a story beside its questionnaire.
pub fn story(story: &Story, questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    let ratings = story.chapters.iter().map(|chapter| chapter.ratings.len()).sum::<usize>();
    problems.counted(&[
        ("chapters", story.chapters.len().max(ratings / 50), 100),
        ("facts", story.facts.len(), 2_000),
        ("difficulties", story.difficulties.len(), 2_000),
        ("sources", story.sources.len(), 2_000),
    ]);
    if !problems.0.is_empty() {
        return problems.0;
    }
    if story.schema != SCHEMA {
        let message = Message::new("pack.schema").with("found", &story.schema).with("expected", SCHEMA);
        problems.add(&["schema".into()], message);
    }
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
        problems.unknown(&["facts".into(), position.into(), "source".into()], &fact.source, sources.clone());
        for id in &fact.traits {
            problems.unknown(&["facts".into(), position.into(), "traits".into()], id, questions.clone());
        }
    }
    for (position, id) in story.difficulties.iter().enumerate() {
        problems.unknown(&["difficulties".into(), position.into()], id, facts.clone());
    }
    for (position, chapter) in story.chapters.iter().enumerate() {
        chapter_rules(&mut problems, (position, chapter), (story, questionnaire));
    }
    problems.0
}

fn chapter_rules(
    problems: &mut Problems,
    (position, chapter): (usize, &Chapter),
    (story, questionnaire): (&Story, &Questionnaire),
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
        rating_rules(problems, rating, (story, questionnaire), &at);
    }
}

fn rating_rules(
    problems: &mut Problems,
    rating: &Rating,
    (story, questionnaire): (&Story, &Questionnaire),
    at: &dyn Fn(&str) -> Vec<Step>,
) {
    let top = questionnaire.question(&rating.trait_id).map_or(0, Question::top);
    let levels = std::iter::once(rating.level).chain(rating.later.as_ref().map(|later| later.level));
    for level in levels.filter(|level| *level > top) {
        problems.add(&at("level"), Message::new("pack.level").with("found", level).with("top", top));
    }
    if rating.facts.is_empty() {
        problems.add(&at("facts"), Message::new("pack.no-facts").with("id", &rating.trait_id));
    }
    let later = rating.later.iter().flat_map(|later| &later.facts);
    for (position, id) in rating.facts.iter().enumerate() {
        let way = [at("facts"), vec![position.into()]].concat();
        problems.unknown(&way, id, story.facts.iter().map(|fact| fact.id.as_str()));
    }
    for id in later {
        problems.unknown(&at("later"), id, story.facts.iter().map(|fact| fact.id.as_str()));
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
    for (position, id) in text.summary_facts.iter().enumerate() {
        let facts = story.facts.iter().map(|fact| fact.id.as_str());
        problems.unknown(&["summary_facts".into(), position.into()], id, facts);
    }
    problems.0
}
