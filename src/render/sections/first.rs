//! The first view: both questions with their answers, how sure they are, and the first step.

use crate::comparison::Closest;
use crate::content::Content;
use crate::render::document::{Block, Line, Span};
use crate::render::sections::rest::assumptions;
use crate::render::sections::steps::step_title;
use crate::report::answer::{AnswerLine, lines};
use crate::report::steps::why_none;
use crate::report::{Report, Status};
use crate::text::{Word, visible};

pub(super) fn blocks(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let mut blocks = Vec::new();
    let known = known(report, content);
    if !known.is_empty() {
        blocks.push(Block::text(Line::dim(known)));
    }
    blocks.extend(lines(report, content).iter().map(answer));
    let verdict = &report.verdict;
    if content.questionnaire.asks_dora() && verdict.dora_only != verdict.code {
        let second = words.say(&format!("verdict.{}", verdict.dora_only.word()));
        blocks.push(Block::text(words.fill("text.dora-only", &[("verdict", &second)])));
    }
    if report.agreed {
        blocks.push(Block::text(whose(report, content)));
    }
    if verdict.proposals > 0 {
        blocks.push(Block::text(words.count("text.proposals", verdict.proposals, &[])));
    }
    blocks.extend(first_step(report, content));
    blocks
}

/// Whose answers they are; of a team that did not agree on all of them, on how many.
pub fn whose(report: &Report, content: &Content) -> String {
    let words = &content.words;
    let count =
        |is: fn(Status) -> bool| report.questions.iter().filter(|question| is(question.status)).count();
    let open = count(|status| status == Status::Unanswered);
    let proposed = report.verdict.proposals;
    if !report.agreed || open + proposed == 0 {
        return words.say(if report.agreed { "page.whose.team" } else { "page.whose.one" });
    }
    let agreed = count(|status| status != Status::NotAsked) - open - proposed;
    words.fill("page.team.counts", &[("agreed", &agreed), ("proposed", &proposed), ("open", &open)])
}

/// Team, service and date.
fn known(report: &Report, content: &Content) -> String {
    let date = report.date.as_ref().map(|date| content.words.date(date));
    let known = [&report.team, &report.scope, &date];
    known.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// The question with its answer and level, and below it how sure that is.
fn answer(line: &AnswerLine) -> Block {
    let told = format!(" {} {}", line.answer, line.level);
    let sure = Line(vec![Span::Strong(line.sure_word.clone()), Span::Plain(format!(": {}.", line.reason))]);
    Block::Lines(vec![Line::strong(line.question.clone()).then(told), sure])
}

fn first_step(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let Some(step) = report.next_steps.first() else {
        // Of results alone there is no step to expect.
        let told = report.axes.adoption.is_asked().then(|| Block::text(words.say(why_none(report))));
        return told.into_iter().collect();
    };
    let title = words.fill("text.start", &[("step", &step_title(&step.step, content))]);
    let mut blocks = vec![Block::text(Line::strong(title))];
    if !step.week.is_empty() {
        blocks.push(Block::items(step.week.iter().map(String::as_str)));
    }
    blocks
}

/// The answer in at most twelve lines, for a chat, and what was assumed. `code` is the short code of the answers.
pub fn short(report: &Report, content: &Content, code: Option<&str>) -> String {
    let mut told = told(report, content);
    told.extend(assumptions(report, content));
    let steps = report.next_steps.iter().enumerate();
    told.extend(steps.map(|(number, step)| format!("{}. {}", number + 1, step_title(&step.step, content))));
    told.extend(report.closest.as_ref().map(|closest| who(closest, report, content)));
    told.extend(code.map(|code| content.words.fill("text.code", &[("code", &code)])));
    told.iter().map(|line| safe(line) + "\n").collect()
}

/// The answer for the end of the survey, with what to do this week for the first step.
pub fn closing(report: &Report, content: &Content) -> String {
    let mut told = told(report, content);
    told.push(String::new());
    match report.next_steps.first() {
        Some(step) => {
            told.push(content.words.fill("text.start", &[("step", &step_title(&step.step, content))]));
            told.extend(step.week.iter().map(|task| format!("  - {task}")));
        }
        None if report.axes.adoption.is_asked() => told.push(content.words.say(why_none(report))),
        None => {}
    }
    told.extend(report.closest.as_ref().map(|closest| who(closest, report, content)));
    told.iter().map(|line| safe(line) + "\n").collect()
}

/// The verdict, the team, and both answers with how sure they are.
fn told(report: &Report, content: &Content) -> Vec<String> {
    let mut told = vec![report.verdict.headline.clone()];
    told.extend(Some(known(report, content)).filter(|known| !known.is_empty()));
    for line in lines(report, content) {
        told.push(format!("{} {} {}", line.question, line.answer, line.level).trim_end().to_owned());
        told.push(format!("  {}: {}", line.sure_word, line.reason));
    }
    told
}

/// The line with its indentation.
fn safe(line: &str) -> String {
    visible(line).trim_end().to_owned()
}

/// The company to read about, in one line.
fn who(closest: &Closest, report: &Report, content: &Content) -> String {
    let id = if closest.told_on.is_empty() { "text.closest.like" } else { "text.closest.stood" };
    let chapter = super::companies::chapter_title(&closest.chapter, report, content);
    content.words.fill(id, &[("chapter", &chapter)])
}
