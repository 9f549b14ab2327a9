//! What to do next: each step with its level, what to do this week, what to watch, and who rose there.

use crate::content::Content;
use crate::language::Values;
use crate::render::document::{Block, Item, Line, Span};
use crate::report::{Report, Step, StepKind, StepPart};

/// More traits than this that wait for a step are counted and not named.
const MOST_NAMES: usize = 3;

pub(super) fn blocks(report: &Report, content: &Content) -> Vec<Block> {
    if report.next_steps.is_empty() {
        return Vec::new();
    }
    let steps = report.next_steps.iter().map(|step| item(step, report, content));
    let mut blocks = vec![super::heading("text.steps.heading", content), Block::Numbered(steps.collect())];
    if let Some(goal) = &report.goal {
        blocks.insert(1, Block::text(content.words.fill("text.goal", &[("goal", goal)])));
    }
    blocks
}

fn item(step: &StepPart, report: &Report, content: &Content) -> Item {
    let words = &content.words;
    let labelled = |id: &str, text: &str| Item::from(format!("{}: {text}", words.say(id)));
    let mut below = Vec::new();
    below.extend(next_level(step, content).map(Item::from));
    // What to do this week about the first step is above, in the first view.
    if !step.start_here && !step.week.is_empty() {
        let week = step.week.iter().map(|thing| Item::from(thing.as_str()));
        below.push(Item::new(format!("{}:", words.say("step.week")), week.collect()));
    }
    below.extend(step.watch.as_ref().map(|watch| labelled("step.watch", watch)));
    if !step.unblocks.is_empty() {
        below.push(Item::from(unblocks(step, content)));
    }
    below.extend(examples(step, report, content));
    Item::new(Line::strong(step_title(&step.step, content)), below)
}

/// The question with its answer at the next level.
pub fn next_level(step: &StepPart, content: &Content) -> Option<String> {
    let question = content.question(step.step.trait_id.as_deref()?);
    let values: &Values<'_> = &[("question", &question.question), ("answer", step.next.as_ref()?)];
    Some(content.words.fill("step.next", values))
}

fn unblocks(step: &StepPart, content: &Content) -> String {
    if step.unblocks.len() > MOST_NAMES {
        return content.words.count("step.unblocks.many", step.unblocks.len(), &[]);
    }
    let names: Vec<String> = step.unblocks.iter().map(|id| content.name_of(id)).collect();
    content.words.fill("step.unblocks", &[("traits", &names.join(", "))])
}

/// Who rose from the same level, or else who has the next one.
fn examples(step: &StepPart, report: &Report, content: &Content) -> Vec<Item> {
    let rose: Vec<&String> = step.rose.iter().filter_map(|rose| rose.facts.first()).collect();
    let (id, facts) =
        if step.rose.is_empty() { ("step.who", step.facts.iter().collect()) } else { ("step.rose", rose) };
    facts.into_iter().filter_map(|fact| cited(id, fact, report, content).map(Item::from)).collect()
}

/// A fact with its company and date, and a link to its source.
pub(super) fn cited(id: &str, fact: &str, report: &Report, content: &Content) -> Option<Line> {
    let told = report.facts.get(fact)?;
    let address = report.sources.get(&told.source).map(|source| source.url.clone()).unwrap_or_default();
    let as_of = content.words.date(&told.as_of);
    let values: &Values<'_> =
        &[("company", &content.company_of(fact)), ("claim", &told.claim), ("as_of", &as_of)];
    let text = content.words.fill(id, values);
    Some(Line::from(text + " ").and(Span::Link(fact.to_owned(), address)))
}

/// The title of a step: what to do about which trait, from which level to which.
pub fn step_title(step: &Step, content: &Content) -> String {
    let id = match step.kind {
        StepKind::Do => "step.do",
        StepKind::FindOut => "step.find-out",
        StepKind::Measure => "step.measure",
    };
    let name = step.trait_id.as_ref().map(|id| content.name_of(id)).unwrap_or_default();
    let (from, to) = (step.from.unwrap_or_default(), step.to.unwrap_or_default());
    content.words.fill(id, &[("trait", &name), ("from", &from), ("to", &to)])
}
