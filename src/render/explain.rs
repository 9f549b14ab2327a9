//! One trait or measure whole; or the list of all.

use crate::content::Content;
use crate::language::Values;
use crate::questionnaire::text::{QuestionText, StepText};
use crate::questionnaire::{Axis, Question, Requirement, RequirementKind};
use crate::render::document::{Block, Document, Item, Line, Span};
use crate::render::numbers;
use crate::story::Stage;

/// The questions by area, with their ids.
pub fn list(content: &Content) -> Document {
    let mut blocks = Vec::new();
    for area in &content.questionnaire.areas {
        blocks.push(Block::Heading(content.area(&area.id).to_owned()));
        let questions = content.questionnaire.questions.iter().filter(|question| question.area == area.id);
        blocks.push(Block::items(questions.map(|question| {
            let text = content.question(&question.id);
            Line::strong(question.id.as_str()).then(format!(" ({}): {}", text.name, text.question))
        })));
    }
    Document { title: content.words.say("explain.list"), blocks, signature: String::new() }
}

/// One question whole.
pub fn question(question: &Question, content: &Content) -> Document {
    let text = content.question(&question.id);
    let words = &content.words;
    let about =
        [("explain.window", &text.window), ("explain.why", &text.why), ("explain.look-at", &text.look_at)];
    let about = about.map(|(id, sentence)| Line::strong(words.say(id)).then(format!(": {sentence}")));
    let mut blocks = vec![Block::text(text.question.as_str()), Block::Lines(about.to_vec())];
    let mut section = |id: &str, items: Vec<Item>| {
        if !items.is_empty() {
            blocks.extend([Block::Heading(words.say(id)), Block::Items(items)]);
        }
    };
    section("explain.levels", levels(question, &text, content));
    section("explain.notes", notes(question, &text, content));
    section("explain.requires", requirements(question, content));
    section("explain.unblocks", unblocks(question, content));
    section("explain.steps", steps(&text, content));
    section("explain.who", who(question, content));
    Document { title: format!("{} ({})", text.name, question.id), blocks, signature: String::new() }
}

fn levels(question: &Question, text: &QuestionText, content: &Content) -> Vec<Item> {
    let share = |level: usize| {
        // Everybody is at the lowest level or above; the column's rounding would only confuse.
        let level = u8::try_from(level).ok().filter(|level| *level > 0)?;
        let shares = question.distribution.as_ref()?;
        let share = numbers::short(shares.at_or_above(level));
        let told = content.words.fill("explain.share", &[("share", &share), ("year", &shares.year)]);
        Some(Item::from(Line::dim(told)))
    };
    let levels = text.levels.iter().enumerate();
    let level = |(level, sentence): (usize, &String)| {
        let told = Line::strong(level.to_string()).then(format!("  {sentence}"));
        Item::new(told, share(level).into_iter().collect())
    };
    levels.map(level).collect()
}

fn notes(question: &Question, text: &QuestionText, content: &Content) -> Vec<Item> {
    let leverage = question.leverage.as_ref().map(|class| leverage(class, content));
    let leverage = leverage.zip(text.leverage.as_ref()).map(|(class, reason)| format!("{class}: {reason}"));
    let parts = [
        leverage,
        repeats(question, content),
        text.typical.clone(),
        text.note.clone(),
        text.counting.clone(),
    ];
    parts.into_iter().flatten().map(Item::from).collect()
}

/// Which results a trait repeats, and why.
fn repeats(question: &Question, content: &Content) -> Option<String> {
    let why = content.text.overlaps.get(&question.id)?;
    let measures: Vec<String> =
        question.overlaps.iter().map(|overlap| content.name_of(&overlap.measure)).collect();
    Some(content.words.fill("explain.repeats", &[("measure", &measures.join(", ")), ("why", why)]))
}

/// What a class of effect counts; a custom pack may have classes that the program has no words for.
fn leverage(class: &str, content: &Content) -> String {
    let words = &content.words;
    let id = format!("leverage.{class}");
    if words.find(&id).is_some() {
        return words.say(&id);
    }
    let share = content.questionnaire.leverage.get(class).copied().unwrap_or(1.0);
    words.fill("leverage.own", &[("class", &class), ("share", &numbers::decimal(share, 1))])
}

/// "Telemetry, level 2".
fn level_of(trait_id: &str, level: u8, content: &Content) -> String {
    content.words.fill("explain.level-of", &[("trait", &content.name_of(trait_id)), ("level", &level)])
}

fn requirements(question: &Question, content: &Content) -> Vec<Item> {
    let needed = content.questionnaire.requires.iter().filter(|entry| entry.trait_id == question.id);
    let item = |entry: &Requirement| {
        let needs = entry.needs.iter().map(|need| level_of(&need.trait_id, need.level, content));
        let kind = match entry.kind {
            RequirementKind::Published => entry.sources.join(", "),
            RequirementKind::Judgement => content.words.say("explain.judgement"),
        };
        let why = content.text.requires.get(&entry.id).cloned().unwrap_or_default();
        let needs = needs.collect::<Vec<_>>().join(", ");
        let values: &Values<'_> =
            &[("level", &entry.level), ("needs", &needs), ("why", &why), ("kind", &kind)];
        Item::from(content.words.fill("explain.requirement", values))
    };
    needed.map(item).collect()
}

fn unblocks(question: &Question, content: &Content) -> Vec<Item> {
    let needs_it = |entry: &&Requirement| entry.needs.iter().any(|need| need.trait_id == question.id);
    let waiting = content.questionnaire.requires.iter().filter(needs_it);
    // A trait of which several levels wait is one item.
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for entry in waiting {
        let level = entry.level.to_string();
        match all.iter_mut().find(|(id, _)| *id == entry.trait_id) {
            Some((_, levels)) if levels.contains(&level) => {}
            Some((_, levels)) => levels.push(level),
            None => all.push((entry.trait_id.clone(), vec![level])),
        }
    }
    let item = |(id, levels): (String, Vec<String>)| {
        let name = content.name_of(&id);
        let id = if levels.len() > 1 { "explain.levels-of" } else { "explain.level-of" };
        let levels = levels.join(", ");
        Item::from(content.words.fill(id, &[("trait", &name), ("level", &levels), ("levels", &levels)]))
    };
    all.into_iter().map(item).collect()
}

fn steps(text: &QuestionText, content: &Content) -> Vec<Item> {
    let words = &content.words;
    let item = |(level, step): (usize, &StepText)| {
        let mut below: Vec<Item> = step.week.iter().map(|thing| thing.as_str().into()).collect();
        if !step.watch.is_empty() {
            below.push(format!("{}: {}", words.say("step.watch"), step.watch).into());
        }
        Item::new(words.fill("explain.step", &[("from", &level), ("to", &(level + 1))]), below)
    };
    text.steps.iter().enumerate().map(item).collect()
}

fn who(question: &Question, content: &Content) -> Vec<Item> {
    let mut all = Vec::new();
    if content.questionnaire.axis(question) == Axis::Outcome {
        return all;
    }
    for told in &content.stories {
        let chapters = told.story.chapters.iter().filter(|chapter| chapter.stage != Stage::AntiPattern);
        for chapter in chapters {
            let rating = chapter.ratings.iter().find(|rating| rating.trait_id == question.id);
            let Some(rating) = rating.filter(|rating| told.story.counts(rating)) else { continue };
            let year = content.words.date(told.text.date(&rating.year));
            let fact = |id: &String| {
                let claim = told.text.facts.get(id).map(|fact| fact.claim.clone()).unwrap_or_default();
                let source = told.story.fact(id).and_then(|fact| told.story.source(&fact.source));
                let link = source.map(|source| source.url.clone()).unwrap_or_default();
                Item::from(Line::from(claim + " ").and(Span::Link(id.clone(), link)))
            };
            let values: &Values<'_> =
                &[("company", &told.text.company), ("year", &year), ("level", &rating.level)];
            let head = content.words.fill("explain.company", values);
            all.push(Item::new(head, rating.facts.iter().map(fact).collect()));
        }
    }
    all
}
