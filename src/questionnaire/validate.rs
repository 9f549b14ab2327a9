//! The rules that a questionnaire and its texts must keep, as problems with a code and the way to the place.

pub mod names;
pub mod problems;

use std::collections::{BTreeMap, BTreeSet};

pub use self::problems::{Problem, Problems};
use crate::error::{Message, nearest};
use crate::json::Step;
use crate::language::Language;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::{Axis, Question, Questionnaire, RequirementKind};
use crate::text::Word;

/// The way to a member of an item of a list.
fn way(list: &str, position: usize, member: &str) -> Vec<Step> {
    vec![list.into(), position.into(), member.into()]
}

/// Everything that is wrong with a questionnaire by itself.
pub fn questionnaire(questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    if questionnaire.languages.is_empty() {
        problems.add(&["languages".into()], Message::new("pack.languages"));
    }
    names::id(&mut problems, &["id".into()], &questionnaire.id);
    let tags: Vec<&str> = questionnaire.languages.iter().map(Language::tag).collect();
    problems.repeated("languages", tags);
    if questionnaire.questions.is_empty() {
        problems.add(&["questions".into()], Message::new("pack.no-questions"));
    }
    for (position, area) in questionnaire.areas.iter().enumerate() {
        names::id(&mut problems, &way("areas", position, "id"), &area.id);
        if !questionnaire.questions.iter().any(|question| question.area == area.id) {
            let message = Message::new("pack.area-idle").with("id", &area.id);
            problems.add(&["areas".into(), position.into()], message);
        }
    }
    for (position, story) in questionnaire.stories.iter().enumerate() {
        names::id(&mut problems, &way("stories", position, "id"), &story.id);
    }
    for (position, source) in questionnaire.sources.iter().enumerate() {
        if let Some(url) = &source.url {
            names::link(&mut problems, &way("sources", position, "url"), url);
        }
    }
    problems.repeated("areas", questionnaire.areas.iter().map(|area| area.id.as_str()));
    problems.repeated("stories", questionnaire.stories.iter().map(|story| story.id.as_str()));
    problems.repeated("sources", questionnaire.sources.iter().map(|source| source.id.as_str()));
    problems.repeated("requires", questionnaire.requires.iter().map(|entry| entry.id.as_str()));
    let names = |question: &Question| {
        std::iter::once(question.id.clone()).chain(question.formerly.clone()).collect::<Vec<_>>()
    };
    let mut seen = BTreeSet::new();
    for (position, question) in questionnaire.questions.iter().enumerate() {
        if names(question).into_iter().any(|name| !seen.insert(name)) {
            let message = Message::new("pack.repeated").with("id", &question.id);
            problems.add(&way("questions", position, "id"), message);
        }
        question_rules(&mut problems, questionnaire, position, question);
    }
    lists(&mut problems, questionnaire);
    requirements(&mut problems, questionnaire);
    problems.0
}

fn question_rules(
    problems: &mut Problems,
    questionnaire: &Questionnaire,
    position: usize,
    question: &Question,
) {
    let at = |member: &str| way("questions", position, member);
    names::id(problems, &at("id"), &question.id);
    let areas = questionnaire.areas.iter().map(|area| area.id.as_str());
    problems.unknown(&at("area"), &question.area, areas);
    if let Some(class) = &question.leverage {
        problems.unknown(&at("leverage"), class, questionnaire.leverage.keys().map(String::as_str));
    }
    let below = |member: &str, list: &str| [at(member), vec![list.into()]].concat();
    let steps = usize::from(question.top());
    let reach = question.value.as_ref().map(|scale| (below("value", "reach"), scale.reach.len(), steps));
    let known = question.distribution.as_ref();
    let shares = known.map(|known| (below("distribution", "shares"), known.shares.len(), steps + 1));
    for (way, found, expected) in
        reach.into_iter().chain(shares).filter(|(_, found, expected)| found != expected)
    {
        let message = Message::new("pack.number").with("found", found).with("expected", expected);
        problems.add(&way, message);
    }
    names::reach(problems, &at("value"), question);
    names::shares(problems, &at("distribution"), question);
    if let Some(metric) = question.metric {
        let scale = question.value.as_ref().map(|scale| scale.unit);
        if scale != Some(metric.unit()) {
            let message = Message::new("pack.metric").with("id", &question.id).with("metric", metric.word());
            problems.add(&at("metric"), message);
        }
    }
    if let Some(typical) = question.typical.as_ref().filter(|typical| typical.level > question.top()) {
        let message = Message::new("pack.level").with("found", typical.level).with("top", question.top());
        problems.add(&below("typical", "level"), message);
    }
    if let Some(known) = &question.distribution {
        let sources = questionnaire.sources.iter().map(|source| source.id.as_str());
        problems.unknown(&below("distribution", "source"), &known.source, sources);
    }
    let on = |axis| questionnaire.on_axis(axis).map(|question| question.id.as_str()).collect::<Vec<_>>();
    for (number, overlap) in question.overlaps.iter().enumerate() {
        let way = [at("overlaps"), vec![number.into(), "measure".into()]].concat();
        problems.unknown(&way, &overlap.measure, on(Axis::Outcome));
    }
    problems.strangers(&at("improved_by"), &question.improved_by, &on(Axis::Adoption));
}

fn lists(problems: &mut Problems, questionnaire: &Questionnaire) {
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    let stories = questionnaire.stories.iter().map(|story| story.id.as_str());
    for (list, named) in [
        ("short_form", &questionnaire.short_form),
        ("default_stories", &questionnaire.default_stories),
        ("warning_stories", &questionnaire.warning_stories),
    ] {
        problems.repeated(list, named.iter().map(String::as_str));
    }
    problems.strangers(&["short_form".into()], &questionnaire.short_form, &ids);
    problems.strangers(&["default_stories".into()], &questionnaire.default_stories, &stories);
    problems.strangers(&["warning_stories".into()], &questionnaire.warning_stories, &stories);
    let tags = questionnaire.stories.iter().flat_map(|story| &story.tags).map(String::as_str);
    problems.strangers(&["peers".into(), "field".into()], &questionnaire.peers.field, &tags);
    problems.strangers(&["peers".into(), "country".into()], &questionnaire.peers.country, &tags);
    contradictions(problems, questionnaire);
    for (class, worth) in &questionnaire.leverage {
        if !(0.0..=1.0).contains(worth) {
            let message = Message::new("pack.leverage").with("id", class).with("found", worth);
            problems.add(&["leverage".into(), class.as_str().into()], message);
        }
    }
}

/// Both ends name levels that their question has, of two different questions.
fn contradictions(problems: &mut Problems, questionnaire: &Questionnaire) {
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    for (position, pair) in questionnaire.contradictions.iter().enumerate() {
        for (side, range) in [("a", &pair.a), ("b", &pair.b)] {
            let at = |member: &str| [way("contradictions", position, side), vec![member.into()]].concat();
            problems.unknown(&at("id"), &range.id, ids.clone());
            let Some(question) = questionnaire.question(&range.id) else { continue };
            if range.to > question.top() {
                let message = Message::new("pack.level").with("found", range.to).with("top", question.top());
                problems.add(&at("to"), message);
            } else if range.from > range.to {
                let message = Message::new("pack.range").with("from", range.from).with("to", range.to);
                problems.add(&at("from"), message);
            }
        }
        if pair.a.id == pair.b.id {
            let message = Message::new("pack.repeated").with("id", &pair.b.id);
            problems.add(&[way("contradictions", position, "b"), vec!["id".into()]].concat(), message);
        }
    }
}

fn requirements(problems: &mut Problems, questionnaire: &Questionnaire) {
    let sources = questionnaire.sources.iter().map(|source| source.id.as_str());
    let before = problems.0.len();
    for (position, entry) in questionnaire.requires.iter().enumerate() {
        let at = |member: &str| way("requires", position, member);
        step_rules(problems, questionnaire, &entry.trait_id, entry.level, &at);
        for (number, need) in entry.needs.iter().enumerate() {
            let at = |member: &str| [at("needs"), vec![number.into(), member.into()]].concat();
            step_rules(problems, questionnaire, &need.trait_id, need.level, &at);
        }
    }
    let steps_exist = problems.0.len() == before;
    for (position, entry) in questionnaire.requires.iter().enumerate() {
        let at = |member: &str| way("requires", position, member);
        problems.strangers(&at("sources"), &entry.sources, &sources);
        if entry.kind == RequirementKind::Published && entry.sources.is_empty() {
            let message = Message::new("pack.unsourced").with("id", &entry.id);
            problems.add(&at("kind"), message);
        }
    }
    // A step that does not exist is never reached; calling that a circle too would mislead.
    if let Some(position) = circle(questionnaire).filter(|_| steps_exist) {
        let message = Message::new("pack.circle").with("id", &questionnaire.requires[position].id);
        problems.add(&[Step::from("requires"), position.into()], message);
    }
}

/// A step must be one of a known trait, to a level that it has; `at` gives the ways to its members.
fn step_rules(
    problems: &mut Problems,
    questionnaire: &Questionnaire,
    id: &str,
    level: u8,
    at: &dyn Fn(&str) -> Vec<Step>,
) {
    let Some(question) = questionnaire.on_axis(Axis::Adoption).find(|question| question.id == id) else {
        let traits: Vec<&str> =
            questionnaire.on_axis(Axis::Adoption).map(|question| question.id.as_str()).collect();
        problems.unknown(&at("trait"), id, traits.iter().copied());
        return;
    };
    if level == 0 || level > question.top() {
        let message = Message::new("pack.level").with("found", level).with("top", question.top());
        problems.add(&at("level"), message);
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
    same_ids(&mut problems, "areas", areas, text.areas.keys());
    let ids = questionnaire.questions.iter().map(|question| question.id.as_str());
    same_ids(&mut problems, "questions", ids, text.questions.keys());
    let entries = questionnaire.requires.iter().map(|entry| entry.id.as_str());
    same_ids(&mut problems, "requires", entries, text.requires.keys());
    let tags = questionnaire.peers.field.iter().chain(&questionnaire.peers.country).map(String::as_str);
    same_ids(&mut problems, "tags", tags, text.tags.keys());
    for question in &questionnaire.questions {
        let Some(known) = text.questions.get(&question.id) else { continue };
        let at = |member: &str| vec!["questions".into(), question.id.as_str().into(), member.into()];
        let is_trait = questionnaire.axis(question) == Axis::Adoption;
        let steps = if is_trait { usize::from(question.top()) } else { 0 };
        let expected = [
            ("levels", known.levels.len(), usize::from(question.levels)),
            ("steps", known.steps.len(), steps),
        ];
        for (member, found, expected) in expected {
            let may_lack = member == "steps" && found == 0;
            if found != expected && !may_lack {
                let message = Message::new("pack.number").with("found", found).with("expected", expected);
                problems.add(&at(member), message);
            }
        }
        for (member, sentence) in
            [("name", &known.name), ("question", &known.question), ("window", &known.window)]
        {
            if sentence.trim().is_empty() {
                problems.add(&at(member), Message::new("pack.empty").with("id", &question.id));
            }
        }
        for (level, sentence) in known.levels.iter().enumerate() {
            if sentence.trim().is_empty() {
                let way = [at("levels"), vec![level.into()]].concat();
                problems.add(&way, Message::new("pack.empty").with("id", &question.id));
            }
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
        problems.add(&[list.into()], Message::new("pack.untold").with("id", id));
    }
    for id in found.difference(&expected) {
        let near = nearest(id, expected.iter().copied()).unwrap_or_default();
        let message = Message::new("pack.left-over").with("id", id).with("near", near);
        problems.add(&[list.into(), (*id).into()], message);
    }
}

#[cfg(test)]
mod tests;
