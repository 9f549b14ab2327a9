//! What is not known, what was assumed, and what only some readers want to know.

use crate::content::Content;
use crate::fraction::Fraction;
use crate::numbers;
use crate::render::document::{Block, Column, bar};
use crate::render::sections::companies::{self, chapter_title};
use crate::render::sections::{heading, step_title};
use crate::report::{AreaPart, QuestionPart, Report, Status, StepPart, WhatIfPart};

/// The cells of a bar.
const BAR: usize = 10;

pub(super) fn what_if(report: &Report, content: &Content) -> Vec<Block> {
    let Some(before) = &report.what_if else { return Vec::new() };
    vec![heading("text.what-if.heading", content), Block::items(what_if_lines(before, report, content))]
}

/// What was assumed and what it changed, a sentence each.
pub fn what_if_lines(before: &WhatIfPart, report: &Report, content: &Content) -> Vec<String> {
    let words = &content.words;
    let fill = |id: &str, before: &str, now: &str| {
        let id = if before == now { format!("{id}.same") } else { id.to_owned() };
        words.fill(&id, &[("before", &before), ("now", &now)])
    };
    let level = |score: Option<Fraction>| score.map_or_else(|| words.say("text.none"), numbers::level);
    let mut lines = assumptions(report, content);
    lines.push(fill("text.what-if.verdict", &before.headline, &report.verdict.headline));
    lines.extend(report.axes.asked().map(|(axis, part)| {
        let id = axis.pick("text.what-if.adoption", "text.what-if.outcome");
        fill(id, &level(*before.scores.get(axis)), &level(part.score.score))
    }));
    if content.questionnaire.has_stories() {
        let chapter = |id: Option<&String>| {
            id.map_or_else(|| words.say("text.none"), |id| chapter_title(id, report, content))
        };
        let now = report.closest.as_ref().map(|closest| &closest.chapter);
        lines.push(fill("text.what-if.closest", &chapter(before.closest.as_ref()), &chapter(now)));
    }
    let titles = |steps: &[StepPart]| {
        steps.iter().map(|step| step_title(&step.step, content)).collect::<Vec<_>>().join("; ")
    };
    lines.push(fill("text.what-if.steps", &titles(&before.next_steps), &titles(&report.next_steps)));
    lines
}

/// What was assumed, a sentence each.
pub fn assumptions(report: &Report, content: &Content) -> Vec<String> {
    let words = &content.words;
    let assumed = report.what_if.iter().flat_map(|what_if| &what_if.assumed).map(|assumed| {
        let from = assumed.from.clone().unwrap_or_else(|| words.say("text.none"));
        let same = assumed.from.as_ref() == Some(&assumed.to);
        let id = if same { "text.what-if.assumed.same" } else { "text.what-if.assumed" };
        words.fill(id, &[("name", &content.name_of(&assumed.id)), ("from", &from), ("to", &assumed.to)])
    });
    assumed.collect()
}

/// What contradicts itself, what is not known, what has no answer and what does not apply.
pub(super) fn open(report: &Report, content: &Content) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !report.contradictions.is_empty() {
        blocks.push(heading("text.contradictions.heading", content));
        blocks.push(Block::items(report.contradictions.iter().map(|part| part.text.as_str())));
    }
    for (status, id) in [
        (Status::Unknown, "text.unknown.heading"),
        (Status::Unanswered, "text.unanswered.heading"),
        (Status::NotApplicable, "text.not-applicable.heading"),
    ] {
        let questions = report.questions.iter().filter(|question| question.status == status);
        let told = questions.map(|question| {
            let reason = question.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{}{reason}", question.name)
        });
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            blocks.extend([heading(id, content), Block::items(told)]);
        }
    }
    blocks
}

pub(super) fn warnings(report: &Report, content: &Content) -> Vec<Block> {
    if report.warnings.is_empty() {
        return Vec::new();
    }
    let warnings = report.warnings.iter().map(|warning| warning.text.as_str());
    vec![heading("text.warnings.heading", content), Block::items(warnings)]
}

/// The companies, the areas, every answer and how it was computed.
pub(super) fn more(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let more = |id: &str, blocks: Vec<Block>| Block::More(words.say(id), blocks);
    let mut all = Vec::new();
    if !report.comparisons.is_empty() {
        all.push(more("text.beside.heading", companies::table(report, content)));
    }
    all.push(more("text.areas.heading", vec![areas(report, content)]));
    all.push(more("markdown.answers", vec![answers(report, content)]));
    let both = report.axes.adoption.is_asked() && report.axes.outcome.is_asked();
    let certain = if both { "text.certain" } else { "text.certain.one-axis" };
    all.push(more("text.method.heading", vec![Block::text(words.say(certain))]));
    all
}

fn areas(report: &Report, content: &Content) -> Block {
    let words = &content.words;
    let row = |area: &AreaPart| {
        let level = area.score.score.map_or_else(|| words.say("text.none"), numbers::level);
        let drawn = area.score.score.map(|score| bar(score.as_f64(), BAR)).unwrap_or_default();
        vec![area.name.clone(), drawn, level, format!("{}/{}", area.answered, area.applicable)]
    };
    let kinds = [Column::Words, Column::Fixed, Column::Number, Column::Number];
    let head = vec![
        words.say("markdown.area"),
        String::new(),
        words.say("markdown.level"),
        words.say("markdown.answered"),
    ];
    Block::table(&kinds, head, report.areas.iter().map(row))
}

fn answers(report: &Report, content: &Content) -> Block {
    let words = &content.words;
    let row = |question: &QuestionPart| {
        let answer = match (question.status, question.level) {
            (Status::Answered, Some(level)) => format!("{level}/{}", question.levels.saturating_sub(1)),
            (Status::Unknown, _) => words.say("status.unknown"),
            (Status::NotApplicable, _) => words.say("status.not-applicable"),
            (Status::NotAsked, _) => words.say("status.not-asked"),
            _ => words.say("status.unanswered"),
        };
        let note = [&question.note, &question.reason].into_iter().flatten().map(String::as_str);
        vec![question.name.clone(), answer, note.collect::<Vec<_>>().join(" ")]
    };
    let kinds = [Column::Fixed, Column::Fixed, Column::Words];
    let head = ["question", "answer", "note"].map(|id| words.say(&format!("markdown.{id}"))).to_vec();
    Block::table(&kinds, head, report.questions.iter().map(row))
}
