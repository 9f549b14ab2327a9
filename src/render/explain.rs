//! One trait or measure whole, as text; or the list of all.

use crate::content::Content;
use crate::questionnaire::text::QuestionText;
use crate::questionnaire::{Axis, Question, RequirementKind};
use crate::render::layout::Lines;
use crate::render::numbers;
use crate::story::Stage;

/// The questions by area, with their ids.
pub fn list(content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.say("explain.list");
    for area in &content.questionnaire.areas {
        let name = content.text.areas.get(&area.id).unwrap_or(&area.id);
        lines.title(name);
        for question in content.questionnaire.questions.iter().filter(|question| question.area == area.id) {
            lines.item(&format!("{}: {}", question.id, content.question(&question.id).question));
        }
    }
    lines.finish()
}

/// One question whole.
pub fn question(question: &Question, content: &Content, width: usize) -> String {
    let text = content.question(&question.id);
    let mut lines = Lines::new(&content.words, width);
    lines.title(&format!("{} ({})", text.name, question.id));
    lines.plain(&text.question);
    lines.gap();
    for (id, sentence) in
        [("explain.window", &text.window), ("explain.why", &text.why), ("explain.look-at", &text.look_at)]
    {
        let told = format!("{}: {sentence}", lines.words.say(id));
        lines.hanging("", "  ", &told);
    }
    levels(&mut lines, question, &text);
    notes(&mut lines, question, (&text, content));
    requirements(&mut lines, question, content);
    unblocks(&mut lines, question, content);
    steps(&mut lines, &text);
    who(&mut lines, question, content);
    lines.finish()
}

fn levels(lines: &mut Lines<'_>, question: &Question, text: &QuestionText) {
    lines.heading("explain.levels");
    for (level, sentence) in text.levels.iter().enumerate() {
        lines.hanging(&format!("  {level}  "), "     ", sentence);
        let share = question.distribution.as_ref().and_then(|shares| {
            // Everybody is at the lowest level or above; the column's rounding would only confuse.
            let level = u8::try_from(level).ok().filter(|level| *level > 0)?;
            Some((numbers::short(shares.at_or_above(level)), shares.year.to_string()))
        });
        if let Some((share, year)) = share {
            let told = lines.words.fill("explain.share", &[("share", &share), ("year", &year)]);
            lines.hanging("     ", "     ", &told);
        }
    }
}

fn notes(lines: &mut Lines<'_>, question: &Question, (text, content): (&QuestionText, &Content)) {
    let leverage = question.leverage.as_ref().map(|class| leverage(class, content));
    let leverage = leverage.zip(text.leverage.as_ref()).map(|(class, reason)| format!("{class}: {reason}"));
    let parts = [leverage, text.typical.clone(), text.note.clone(), text.counting.clone()];
    if parts.iter().any(Option::is_some) {
        lines.heading("explain.notes");
        parts.iter().flatten().for_each(|part| lines.item(part));
    }
}

/// What a class of effect counts; a pack of somebody's own may have classes that the program has no words for.
fn leverage(class: &str, content: &Content) -> String {
    let words = &content.words;
    let id = format!("leverage.{class}");
    if words.find(&id).is_some() {
        return words.say(&id);
    }
    let share = content.questionnaire.leverage.get(class).copied().unwrap_or(1.0);
    words.fill("leverage.own", &[("class", class), ("share", &numbers::decimal(share, 1))])
}

fn requirements(lines: &mut Lines<'_>, question: &Question, content: &Content) {
    let needed: Vec<_> =
        content.questionnaire.requires.iter().filter(|entry| entry.trait_id == question.id).collect();
    if needed.is_empty() {
        return;
    }
    lines.heading("explain.requires");
    for entry in needed {
        let needs = entry.needs.iter().map(|need| {
            let (name, level) = (content.name_of(&need.trait_id), need.level.to_string());
            lines.words.fill("explain.level-of", &[("trait", &name), ("level", &level)])
        });
        let needs = needs.collect::<Vec<_>>().join(", ");
        let kind = match entry.kind {
            RequirementKind::Published => entry.sources.join(", "),
            RequirementKind::Judgement => lines.words.say("explain.judgement"),
        };
        let why = content.text.requires.get(&entry.id).cloned().unwrap_or_default();
        let level = entry.level.to_string();
        let values = [("level", level.as_str()), ("needs", &needs), ("why", &why), ("kind", &kind)];
        let told = lines.words.fill("explain.requirement", &values);
        lines.item(&told);
    }
}

fn unblocks(lines: &mut Lines<'_>, question: &Question, content: &Content) {
    let waiting: Vec<String> = content
        .questionnaire
        .requires
        .iter()
        .filter(|entry| entry.needs.iter().any(|need| need.trait_id == question.id))
        .map(|entry| {
            let (name, level) = (content.name_of(&entry.trait_id), entry.level.to_string());
            lines.words.fill("explain.level-of", &[("trait", &name), ("level", &level)])
        })
        .collect();
    if !waiting.is_empty() {
        lines.heading("explain.unblocks");
        for entry in &waiting {
            lines.item(entry);
        }
    }
}

fn steps(lines: &mut Lines<'_>, text: &QuestionText) {
    if text.steps.is_empty() {
        return;
    }
    lines.heading("explain.steps");
    for (level, step) in text.steps.iter().enumerate() {
        let values = [("from", level.to_string()), ("to", (level + 1).to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let title = lines.words.fill("explain.step", &values);
        lines.item(&title);
        step.week.iter().for_each(|thing| lines.hanging("      - ", "        ", thing));
        if !step.watch.is_empty() {
            let watch = format!("{}: {}", lines.words.say("step.watch"), step.watch);
            lines.hanging("      ", "        ", &watch);
        }
    }
}

fn who(lines: &mut Lines<'_>, question: &Question, content: &Content) {
    if content.questionnaire.axis(question) == Axis::Outcome {
        return;
    }
    let mut is_first = true;
    for told in &content.stories {
        let chapters = told.story.chapters.iter().filter(|chapter| chapter.stage != Stage::AntiPattern);
        for chapter in chapters {
            let rating = chapter.ratings.iter().find(|rating| rating.trait_id == question.id);
            let Some(rating) = rating.filter(|rating| told.story.counts(rating)) else { continue };
            if std::mem::take(&mut is_first) {
                lines.heading("explain.who");
            }
            let level = rating.level.to_string();
            let year = lines.words.date(told.text.date(&rating.year));
            let values = [("company", told.text.company.as_str()), ("year", &year), ("level", &level)];
            let head = lines.words.fill("explain.company", &values);
            lines.item(&head);
            for id in &rating.facts {
                let claim = told.text.facts.get(id).map(|fact| fact.claim.clone()).unwrap_or_default();
                let source = told.story.fact(id).and_then(|fact| told.story.source(&fact.source));
                let link = source.map(|source| source.url.as_str()).unwrap_or_default();
                lines.hanging("      ", "      ", format!("{claim} ({id}) {link}").trim_end());
            }
        }
    }
}
