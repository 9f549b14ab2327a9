//! What the report of one team says in words, section by section: the answer, what to do next, the companies, what is
//! not known, and the rest for readers who want more.

mod companies;
mod first;
mod rest;
mod steps;

use crate::content::Content;
use crate::language::Values;
use crate::render::document::{Block, Document};
use crate::render::{measured, trend};
use crate::report::{QuestionnaireReference, Report, Tool};

pub use self::first::{closing, short, whose};
pub use self::rest::{assumptions, what_if_lines};
pub use self::steps::{next_level, step_title};

/// The whole report.
pub fn report(report: &Report, content: &Content) -> Document {
    let mut blocks = first::blocks(report, content);
    blocks.extend(rest::what_if(report, content));
    if !report.measured.is_empty() {
        blocks.push(heading("measured.heading", content));
        blocks.extend(measured::blocks(report, content));
        blocks.push(Block::text(content.words.say("measured.note")));
    }
    blocks.extend(steps::blocks(report, content));
    if let Some(trend) = &report.trend {
        blocks.push(heading("trend.heading", content));
        blocks.push(Block::text(trend::headline(trend, content)));
        blocks.extend(trend::blocks(trend, content));
    }
    if content.questionnaire.has_stories() {
        blocks.extend(companies::gaps(report, content));
        blocks.extend(companies::closest(report, content));
    }
    blocks.extend(rest::open(report, content));
    blocks.extend(rest::warnings(report, content));
    blocks.extend(rest::more(report, content));
    document(report, content, blocks)
}

/// The comparison alone: each company in a table, then trait by trait.
pub fn comparison(report: &Report, content: &Content) -> Document {
    let mut blocks = companies::gaps(report, content);
    blocks.extend(companies::closest(report, content));
    blocks.push(heading("text.beside.heading", content));
    blocks.extend(companies::table(report, content));
    for comparison in &report.comparisons {
        blocks.extend(companies::traits(comparison, content));
    }
    blocks.push(Block::text(content.words.say("text.compare.how")));
    document(report, content, blocks)
}

fn document(report: &Report, content: &Content, blocks: Vec<Block>) -> Document {
    let signature = signature(&report.tool, &report.questionnaire, content);
    Document { title: report.verdict.headline.clone(), blocks, signature }
}

fn heading(id: &str, content: &Content) -> Block {
    Block::Heading(content.words.say(id))
}

/// The last line of a report: program, questionnaire and versions. It begins with the program's name, by which a
/// report of ours is known again.
pub fn signature(tool: &Tool, questionnaire: &QuestionnaireReference, content: &Content) -> String {
    let words = &content.words;
    let values: &Values<'_> = &[
        ("program", &tool.version),
        ("questionnaire", &questionnaire.id),
        ("version", &questionnaire.version),
    ];
    let signed = words.fill("text.signature", values);
    let credits = match (content.questionnaire.has_stories(), content.questionnaire.asks_dora()) {
        (true, true) => "text.signature.both",
        (true, false) => "text.signature.facts",
        (false, true) => "text.signature.dora",
        (false, false) => return format!("{} {signed}", tool.name),
    };
    format!("{} {signed} · {}", tool.name, words.say(credits))
}
