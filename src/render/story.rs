//! The stories as text: the list of all, and one with its facts, years, confidence and links.

use crate::comparison;
use crate::content::{Content, ToldStory};
use crate::render::layout::Lines;
use crate::story::{Chapter, Confidence, Rating, Stage};

/// Whether facts of which the source was not read are told.
pub use crate::comparison::Unverified;

/// All stories: what each is a good peer for, and whether it is compared with or only read.
pub fn list(content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.say("story.list.head");
    for told in &content.stories {
        lines.title(&format!("{} ({})", told.text.company, told.story.id));
        lines.plain(&told.text.summary);
        let peers: Vec<&str> = told
            .story
            .chapters
            .iter()
            .filter_map(|chapter| told.text.chapters.get(&chapter.id))
            .map(|text| text.peer_for.as_str())
            .filter(|peer| !peer.is_empty())
            .collect();
        if told.story.chapters.iter().any(|chapter| comparison::is_compared(&told.story, chapter)) {
            lines.fill("story.list.peer", &[("peers", &peers.join("; "))]);
        } else {
            let ratings =
                told.story.chapters.iter().map(|chapter| counting(told, chapter)).max().unwrap_or(0);
            let values =
                [("ratings", ratings.to_string()), ("least", comparison::FEWEST_RATINGS.to_string())];
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            lines.fill("story.not-compared", &values);
        }
        if !told.tags.is_empty() {
            lines.fill("story.list.tags", &[("tags", &told.tags.join(", "))]);
        }
    }
    lines.gap();
    lines.say("story.list.foot");
    lines.finish()
}

fn counting(told: &ToldStory, chapter: &Chapter) -> usize {
    chapter.ratings.iter().filter(|rating| told.story.counts(rating)).count()
}

/// One story whole.
pub fn story(told: &ToldStory, content: &Content, (unverified, width): (Unverified, usize)) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.title(&told.text.company);
    lines.plain(&told.text.summary);
    for chapter in &told.story.chapters {
        chapter_part(&mut lines, (told, chapter), content, unverified);
    }
    facts(&mut lines, told, unverified);
    results(&mut lines, told, content);
    difficulties(&mut lines, told, unverified);
    lesson(&mut lines, told);
    conflicts(&mut lines, told);
    sources(&mut lines, told, unverified);
    lines.gap();
    lines.say("story.confidence");
    lines.finish()
}

const fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Before => "stage.before",
        Stage::After => "stage.after",
        Stage::AntiPattern => "stage.anti-pattern",
    }
}

const fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
    }
}

fn chapter_part(
    lines: &mut Lines<'_>,
    (told, chapter): (&ToldStory, &Chapter),
    content: &Content,
    unverified: Unverified,
) {
    let text = told.text.chapters.get(&chapter.id).cloned().unwrap_or_default();
    lines.title(&text.title);
    let stage = lines.words.say(stage_id(chapter.stage));
    let values = [("stage", stage.as_str()), ("organisation", &text.organisation), ("peers", &text.peer_for)];
    lines.fill("story.chapter", &values);
    if counting(told, chapter) < comparison::FEWEST_RATINGS {
        let ratings = counting(told, chapter).to_string();
        let least = comparison::FEWEST_RATINGS.to_string();
        lines.fill("story.not-compared", &[("ratings", &ratings), ("least", &least)]);
    }
    let reasons = told.text.ratings.get(&chapter.id);
    for question in &content.questionnaire.questions {
        let Some(rating) = chapter.ratings.iter().find(|rating| rating.trait_id == question.id) else {
            continue;
        };
        if told.story.counts(rating) || unverified == Unverified::Shown {
            let reason = reasons.and_then(|reasons| reasons.get(&question.id)).cloned().unwrap_or_default();
            rating_part(lines, (told, rating), content, &reason);
        }
    }
}

fn rating_part(
    lines: &mut Lines<'_>,
    (told, rating): (&ToldStory, &Rating),
    content: &Content,
    reason: &str,
) {
    let values = [
        ("trait", content.name_of(&rating.trait_id)),
        ("level", rating.level.to_string()),
        ("year", lines.words.date(told.text.date(&rating.year))),
        ("reason", reason.to_owned()),
        ("facts", rating.facts.join(", ")),
        ("confidence", confidence_word(told.story.confidence(&rating.facts)).to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let told_rating = lines.words.fill("story.rating", &values);
    lines.item(&told_rating);
    if let Some(later) = &rating.later {
        let level = later.level.to_string();
        let facts = later.facts.join(", ");
        let year = lines.words.date(told.text.date(&later.year));
        let values = [("level", level.as_str()), ("year", &year), ("facts", &facts)];
        let told_later = lines.words.fill("story.rating.later", &values);
        lines.hanging("    ", "    ", &told_later);
    }
}

fn facts(lines: &mut Lines<'_>, told: &ToldStory, unverified: Unverified) {
    lines.heading("story.facts");
    let mut hidden = 0;
    for fact in &told.story.facts {
        if fact.confidence == Confidence::C && unverified == Unverified::Hidden {
            hidden += 1;
            continue;
        }
        fact_part(lines, told, &fact.id);
    }
    if hidden > 0 {
        lines.gap();
        lines.fill("story.facts.hidden", &[("number", &hidden.to_string())]);
    }
}

/// One fact with its year, confidence and link.
fn fact_part(lines: &mut Lines<'_>, told: &ToldStory, id: &str) {
    let Some(fact) = told.story.fact(id) else { return };
    let text = told.text.facts.get(id).cloned().unwrap_or_default();
    lines.hanging("  - ", "    ", &format!("{id}: {}", text.claim));
    let mark = if fact.confidence == Confidence::C {
        lines.words.say("story.fact.unverified")
    } else {
        String::new()
    };
    let date = lines.words.date(told.text.date(&fact.as_of));
    let values = [("date", date.as_str()), ("confidence", confidence_word(fact.confidence))];
    let dated = lines.words.fill("story.fact.dated", &values);
    let parts = [text.figure.unwrap_or_default(), dated, mark];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    lines.hanging("    ", "    ", &parts.join(" · "));
    if let Some(note) = &text.note {
        lines.hanging("    ", "    ", note);
    }
    if let Some(source) = told.story.source(&fact.source) {
        lines.hanging("    ", "    ", format!("{} {}", source.id, source.url).trim_end());
    }
}

/// Which facts speak of which kind of result; never a score, and nothing about cause.
fn results(lines: &mut Lines<'_>, told: &ToldStory, content: &Content) {
    let about = |topic: &str| -> Vec<&str> {
        let read = told.story.facts.iter().filter(|fact| fact.confidence < Confidence::C);
        read.filter(|fact| fact.outcomes.iter().any(|known| known == topic))
            .map(|fact| fact.id.as_str())
            .collect()
    };
    if !told.story.facts.iter().any(|fact| fact.confidence < Confidence::C && !fact.outcomes.is_empty()) {
        return;
    }
    lines.heading("story.results");
    for (topic, name) in &content.text.topics {
        let ids = about(topic);
        if !ids.is_empty() {
            lines.item(&format!("{name}: {}", ids.join(", ")));
        }
    }
    lines.say("story.results.note");
}

fn difficulties(lines: &mut Lines<'_>, told: &ToldStory, unverified: Unverified) {
    let is_read = |id: &String| told.story.fact(id).is_some_and(|fact| fact.confidence < Confidence::C);
    let shown: Vec<&String> =
        told.story.difficulties.iter().filter(|id| unverified == Unverified::Shown || is_read(id)).collect();
    if shown.is_empty() {
        return;
    }
    lines.heading("story.difficulties");
    for id in shown {
        let claim = told.text.facts.get(id).map(|text| text.claim.clone()).unwrap_or_default();
        let mark = if is_read(id) { String::new() } else { lines.words.say("story.fact.unverified") };
        let behind = if mark.is_empty() { id.clone() } else { format!("{id}; {mark}") };
        lines.item(&format!("{claim} ({behind})"));
    }
}

fn lesson(lines: &mut Lines<'_>, told: &ToldStory) {
    if told.story.lesson.is_empty() {
        return;
    }
    lines.heading("story.lesson");
    for claim in &told.story.lesson {
        let text = told.text.lesson.get(&claim.id).cloned().unwrap_or_default();
        lines.item(&format!("{}: {}", claim.id, text.says));
        let finding = lines.words.say(&format!("lesson.{}", claim.finding));
        lines.hanging("    ", "    ", &format!("{finding}: {}", text.finding));
    }
}

fn conflicts(lines: &mut Lines<'_>, told: &ToldStory) {
    if told.text.conflicts.is_empty() {
        return;
    }
    lines.heading("story.conflicts");
    for conflict in &told.text.conflicts {
        lines.item(&format!("{}: {}", conflict.topic, conflict.versions.join("; ")));
        let told_use =
            lines.words.fill("story.conflict.use", &[("use", &conflict.used), ("why", &conflict.why)]);
        lines.hanging("    ", "    ", &told_use);
    }
}

fn sources(lines: &mut Lines<'_>, told: &ToldStory, unverified: Unverified) {
    lines.heading("story.sources");
    for source in &told.story.sources {
        let used = |fact: &&crate::story::Fact| fact.source == source.id;
        let only_unread = told.story.facts.iter().filter(used).all(|fact| fact.confidence == Confidence::C);
        let is_named = told.story.facts.iter().any(|fact| fact.source == source.id);
        if is_named && only_unread && unverified == Unverified::Hidden {
            continue;
        }
        let year = source.year.map(|year| format!(", {year}")).unwrap_or_default();
        lines.item(&format!("{}: {} ({}{year})", source.id, source.title, source.publisher));
        if !source.url.is_empty() {
            lines.hanging("    ", "    ", &source.url);
        }
        if let Some(note) = told.text.sources.get(&source.id) {
            lines.hanging("    ", "    ", note);
        }
    }
}
