//! The rules that a questionnaire and its texts must keep, as problems with a code and a place.

pub mod names;
pub mod problems;

use std::collections::{BTreeMap, BTreeSet};

pub use self::problems::{Problem, Problems};
use crate::error::{Message, nearest};
use crate::json::escaped;
use crate::language::Language;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::{Axis, Question, Questionnaire, RequirementKind};
use crate::text::Word;

/// Everything that is wrong with a questionnaire by itself.
pub fn questionnaire(questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    if questionnaire.languages.is_empty() {
        problems.add("/languages", Message::new("pack.languages"));
    }
    names::id(&mut problems, "/id".to_owned(), &questionnaire.id);
    problems.repeated("/languages", questionnaire.languages.iter().map(Language::tag));
    if questionnaire.questions.is_empty() {
        problems.add("/questions", Message::new("pack.no-questions"));
    }
    for (at, area) in questionnaire.areas.iter().enumerate() {
        names::id(&mut problems, format!("/areas/{at}/id"), &area.id);
        if !questionnaire.questions.iter().any(|question| question.area == area.id) {
            problems.add(format!("/areas/{at}"), Message::new("pack.area-idle").with("id", &area.id));
        }
    }
    for (at, story) in questionnaire.stories.iter().enumerate() {
        names::id(&mut problems, format!("/stories/{at}/id"), &story.id);
    }
    for (at, source) in questionnaire.sources.iter().enumerate() {
        names::link(&mut problems, format!("/sources/{at}/url"), source.url.as_deref().unwrap_or_default());
    }
    problems.repeated("/areas", questionnaire.areas.iter().map(|area| area.id.as_str()));
    problems.repeated("/stories", questionnaire.stories.iter().map(|story| story.id.as_str()));
    problems.repeated("/sources", questionnaire.sources.iter().map(|source| source.id.as_str()));
    problems.repeated("/requires", questionnaire.requires.iter().map(|entry| entry.id.as_str()));
    let mut seen = BTreeSet::new();
    for (at, question) in questionnaire.questions.iter().enumerate() {
        let names: Vec<&String> = std::iter::once(&question.id).chain(&question.formerly).collect();
        if names.into_iter().any(|name| !seen.insert(name)) {
            problems.twice(format!("/questions/{at}/id"), &question.id);
        }
        question_rules(&mut problems, questionnaire, &format!("/questions/{at}"), question);
    }
    lists(&mut problems, questionnaire);
    requirements(&mut problems, questionnaire);
    problems.0
}

fn question_rules(problems: &mut Problems, questionnaire: &Questionnaire, at: &str, question: &Question) {
    names::id(problems, format!("{at}/id"), &question.id);
    let areas = questionnaire.areas.iter().map(|area| area.id.as_str());
    problems.unknown(format!("{at}/area"), &question.area, areas);
    if let Some(class) = &question.leverage {
        problems.unknown(format!("{at}/leverage"), class, questionnaire.leverage.keys().map(String::as_str));
    }
    if let Some(scale) = &question.value {
        problems.number(format!("{at}/value/reach"), scale.reach.len(), question.top().into());
    }
    if let Some(known) = &question.distribution {
        problems.number(format!("{at}/distribution/shares"), known.shares.len(), question.levels.into());
    }
    names::reach(problems, format!("{at}/value"), question);
    names::shares(problems, format!("{at}/distribution"), question);
    if let Some(metric) = question.metric {
        let unit = question.value.as_ref().map(|scale| scale.unit);
        if unit != Some(metric.unit()) {
            let message = Message::new("pack.metric").with("id", &question.id).with("metric", metric.word());
            problems.add(format!("{at}/metric"), message);
        }
    }
    if let Some(typical) = &question.typical {
        problems.level(format!("{at}/typical/level"), typical.level, question.top());
    }
    if let Some(known) = &question.distribution {
        let sources = questionnaire.sources.iter().map(|source| source.id.as_str());
        problems.unknown(format!("{at}/distribution/source"), &known.source, sources);
    }
    let on = |axis| questionnaire.on_axis(axis).map(|question| question.id.as_str()).collect::<Vec<_>>();
    for (number, overlap) in question.overlaps.iter().enumerate() {
        problems.unknown(format!("{at}/overlaps/{number}/measure"), &overlap.measure, on(Axis::Outcome));
    }
    problems.strangers(&format!("{at}/improved_by"), &question.improved_by, &on(Axis::Adoption));
}

fn lists(problems: &mut Problems, questionnaire: &Questionnaire) {
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    let stories = questionnaire.stories.iter().map(|story| story.id.as_str());
    let lists = [
        ("/short_form", &questionnaire.short_form),
        ("/default_stories", &questionnaire.default_stories),
        ("/warning_stories", &questionnaire.warning_stories),
    ];
    for (list, named) in lists {
        problems.repeated(list, named.iter().map(String::as_str));
    }
    problems.strangers("/short_form", &questionnaire.short_form, &ids);
    problems.strangers("/default_stories", &questionnaire.default_stories, &stories);
    problems.strangers("/warning_stories", &questionnaire.warning_stories, &stories);
    let tags = questionnaire.stories.iter().flat_map(|story| &story.tags).map(String::as_str);
    problems.strangers("/peers/field", &questionnaire.peers.field, &tags);
    problems.strangers("/peers/country", &questionnaire.peers.country, &tags);
    contradictions(problems, questionnaire);
    for (class, worth) in &questionnaire.leverage {
        if !(0.0..=1.0).contains(worth) {
            let message = Message::new("pack.leverage").with("id", class).with("found", worth);
            problems.add(format!("/leverage/{}", escaped(class)), message);
        }
    }
}

/// Both ends name levels that their question has, of two different questions.
fn contradictions(problems: &mut Problems, questionnaire: &Questionnaire) {
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    for (at, pair) in questionnaire.contradictions.iter().enumerate() {
        for (side, range) in [("a", &pair.a), ("b", &pair.b)] {
            let at = format!("/contradictions/{at}/{side}");
            problems.unknown(format!("{at}/id"), &range.id, ids.clone());
            let Some(question) = questionnaire.question(&range.id) else { continue };
            problems.level(format!("{at}/to"), range.to, question.top());
            if range.to <= question.top() && range.from > range.to {
                let message = Message::new("pack.range").with("from", range.from).with("to", range.to);
                problems.add(format!("{at}/from"), message);
            }
        }
        if pair.a.id == pair.b.id {
            problems.twice(format!("/contradictions/{at}/b/id"), &pair.b.id);
        }
    }
}

fn requirements(problems: &mut Problems, questionnaire: &Questionnaire) {
    let sources = questionnaire.sources.iter().map(|source| source.id.as_str());
    let before = problems.0.len();
    for (at, entry) in questionnaire.requires.iter().enumerate() {
        step_rules(problems, questionnaire, &entry.trait_id, entry.level, &format!("/requires/{at}"));
        for (number, need) in entry.needs.iter().enumerate() {
            let at = format!("/requires/{at}/needs/{number}");
            step_rules(problems, questionnaire, &need.trait_id, need.level, &at);
        }
    }
    let steps_exist = problems.0.len() == before;
    for (at, entry) in questionnaire.requires.iter().enumerate() {
        problems.strangers(&format!("/requires/{at}/sources"), &entry.sources, &sources);
        if entry.kind == RequirementKind::Published && entry.sources.is_empty() {
            let message = Message::new("pack.unsourced").with("id", &entry.id);
            problems.add(format!("/requires/{at}/kind"), message);
        }
    }
    // A step that does not exist is never reached; calling that a circle too would mislead.
    if let Some(at) = circle(questionnaire).filter(|_| steps_exist) {
        let message = Message::new("pack.circle").with("id", &questionnaire.requires[at].id);
        problems.add(format!("/requires/{at}"), message);
    }
}

/// A step must be one of a known trait, to a level that it has.
fn step_rules(problems: &mut Problems, questionnaire: &Questionnaire, id: &str, level: u8, at: &str) {
    let traits = || questionnaire.on_axis(Axis::Adoption);
    let Some(question) = traits().find(|question| question.id == id) else {
        let ids: Vec<&str> = traits().map(|question| question.id.as_str()).collect();
        return problems.unknown(format!("{at}/trait"), id, ids);
    };
    if level == 0 || level > question.top() {
        let message = Message::new("pack.level").with("found", level).with("top", question.top());
        problems.add(format!("{at}/level"), message);
    }
}

/// The position of a requirement that leads back to itself, if one does: the graph of steps, each (trait, level),
/// must be acyclic with the chain inside each trait included.
pub fn circle(questionnaire: &Questionnaire) -> Option<usize> {
    // Climbing from nothing reaches every top exactly if no requirement is circular.
    let reached = climbed(questionnaire);
    let level = |id: &str| reached.get(id).copied().unwrap_or(0);
    let entries = || questionnaire.requires.iter().enumerate();
    // What keeps a trait from its next level: a requirement of which this need is not met.
    let blocking = |id: &str| {
        let of_next = entries().filter(|(_, entry)| entry.trait_id == id && entry.level == level(id) + 1);
        of_next
            .flat_map(|(position, entry)| entry.needs.iter().map(move |need| (position, need)))
            .find(|(_, need)| level(&need.trait_id) < need.level)
    };
    let mut found = entries().find_map(|(_, entry)| blocking(&entry.trait_id))?;
    // Going on from need to need cannot leave a circle, and comes into one after as many steps as there are.
    for _ in entries() {
        found = blocking(&found.1.trait_id)?;
    }
    Some(found.0)
}

/// The level that each trait reaches where everybody climbs as far as the requirements let them.
fn climbed(questionnaire: &Questionnaire) -> BTreeMap<&str, u8> {
    let mut reached: BTreeMap<&str, u8> = BTreeMap::new();
    loop {
        let mut moved = false;
        for question in questionnaire.on_axis(Axis::Adoption) {
            let next = reached.get(question.id.as_str()).copied().unwrap_or(0) + 1;
            let ready = questionnaire
                .requires
                .iter()
                .filter(|entry| entry.trait_id == question.id && entry.level == next)
                .flat_map(|entry| &entry.needs)
                .all(|need| reached.get(need.trait_id.as_str()).copied().unwrap_or(0) >= need.level);
            if next <= question.top() && ready {
                reached.insert(&question.id, next);
                moved = true;
            }
        }
        if !moved {
            return reached;
        }
    }
}

/// What is missing or left over in the texts of one language.
pub fn text(questionnaire: &Questionnaire, text: &QuestionnaireText) -> Vec<Problem> {
    let mut problems = Problems::default();
    let areas = questionnaire.areas.iter().map(|area| area.id.as_str());
    same_ids(&mut problems, "/areas", areas, text.areas.keys());
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    same_ids(&mut problems, "/questions", ids, text.questions.keys());
    let entries = questionnaire.requires.iter().map(|entry| entry.id.as_str());
    same_ids(&mut problems, "/requires", entries, text.requires.keys());
    let tags = questionnaire.peers.field.iter().chain(&questionnaire.peers.country).map(String::as_str);
    same_ids(&mut problems, "/tags", tags, text.tags.keys());
    for question in &questionnaire.questions {
        let Some(known) = text.questions.get(&question.id) else { continue };
        let at = format!("/questions/{}", escaped(&question.id));
        let is_trait = questionnaire.axis(question) == Axis::Adoption;
        let steps = if is_trait { usize::from(question.top()) } else { 0 };
        problems.number(format!("{at}/levels"), known.levels.len(), question.levels.into());
        if !known.steps.is_empty() {
            problems.number(format!("{at}/steps"), known.steps.len(), steps);
        }
        let named = [("name", &known.name), ("question", &known.question), ("window", &known.window)];
        let named = named.map(|(member, sentence)| (member.to_owned(), sentence)).into_iter();
        let levels = known.levels.iter().enumerate();
        let levels = levels.map(|(level, sentence)| (format!("levels/{level}"), sentence));
        for (member, _) in named.chain(levels).filter(|(_, sentence)| sentence.trim().is_empty()) {
            problems.add(format!("{at}/{member}"), Message::new("pack.empty").with("id", &question.id));
        }
    }
    problems.0
}

/// Adds a problem for every id without a sentence and every sentence without an id.
pub fn same_ids<'a>(
    problems: &mut Problems,
    list: &str,
    expected: impl Iterator<Item = &'a str>,
    found: impl Iterator<Item = &'a String>,
) {
    let expected = expected.collect::<BTreeSet<_>>();
    let found = found.map(String::as_str).collect::<BTreeSet<_>>();
    for id in expected.difference(&found) {
        problems.add(list, Message::new("pack.untold").with("id", id));
    }
    for id in found.difference(&expected) {
        let near = nearest(id, expected.iter().copied()).unwrap_or_default();
        let message = Message::new("pack.left-over").with("id", id).with("near", near);
        problems.add(format!("{list}/{}", escaped(id)), message);
    }
}

#[cfg(test)]
mod tests;
