//! The answer of each axis as people read it: a plain answer, the level beside its line, and how sure it is with one
//! reason. Every format takes these sentences from here.

use serde::Serialize;

use crate::assessment::{AxisScore, Reason, Sure};
use crate::content::Content;
use crate::language::Values;
use crate::numbers;
use crate::questionnaire::Axis;
use crate::report::{ContradictionPart, Report};
use crate::text::Word;

/// The answer of one axis in words.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerLine {
    pub axis: Axis,
    /// The question: "Did it work?"
    pub question: String,
    /// The plain answer: "Not quite."
    pub answer: String,
    /// The level beside its line: "2.1 of 4; adopted starts at 2.5"; empty without a score.
    pub level: String,
    pub sure: Sure,
    /// That in one word.
    pub sure_word: String,
    /// Why, in one clause without a full stop.
    pub reason: String,
    /// The id of the question that could move the axis most, if answers are missing.
    pub decides: Option<String>,
}

impl AnswerLine {
    /// The whole answer as running text.
    pub fn sentence(&self, content: &Content) -> String {
        let id = if self.level.is_empty() { "answer.sentence.no-level" } else { "answer.sentence" };
        let values: &Values<'_> = &[
            ("question", &self.question),
            ("answer", &self.answer),
            ("level", &self.level),
            ("sure", &self.sure_word),
            ("reason", &self.reason),
        ];
        content.words.fill(id, values)
    }
}

/// The answers of the axes that a report asked about.
pub fn lines(report: &Report, content: &Content) -> Vec<AnswerLine> {
    let line = |(axis, part)| line(content, axis, part, &report.contradictions);
    report.axes.asked().map(line).collect()
}

/// The answer of one axis.
pub fn line(
    content: &Content,
    axis: Axis,
    part: &AxisScore,
    contradictions: &[ContradictionPart],
) -> AnswerLine {
    let words = &content.words;
    AnswerLine {
        axis,
        question: content.axis(axis),
        answer: words.say(answer(part)),
        level: level(content, axis, part),
        sure: part.sure,
        sure_word: words.say(&format!("sure.{}", part.sure.word())),
        reason: reason(content, part, contradictions),
        decides: part.decides.clone(),
    }
}

/// The id of the plain answer.
fn answer(part: &AxisScore) -> &'static str {
    let near = part.why.contains(&Reason::NearLine);
    match (part.reached(), part.sure) {
        (None, _) if part.few_apply() => "answer.few-apply",
        (None, _) => "answer.none",
        (Some(true), Sure::Firm) => "answer.yes",
        (Some(false), Sure::Firm) => "answer.no",
        (Some(true), _) if near => "answer.just-yes",
        (Some(false), _) if near => "answer.just-no",
        (Some(true), _) => "answer.probably-yes",
        (Some(false), _) => "answer.probably-no",
    }
}

fn level(content: &Content, axis: Axis, part: &AxisScore) -> String {
    let (Some(score), Some(line)) = (part.score.score, part.line) else { return String::new() };
    let words = &content.words;
    let id = axis.pick("answer.level.adoption", "answer.level.outcome");
    let [below, line_above] = numbers::levels_apart(score, line);
    let told = if part.reached() == Some(false) {
        words.fill(id, &[("level", &below), ("line", &line_above)])
    } else {
        words.fill(id, &[("level", &numbers::level(score)), ("line", &numbers::level(line))])
    };
    let (low, high) = (part.score.low.unwrap_or(score), part.score.high.unwrap_or(score));
    if part.sure != Sure::Open || numbers::level(low) == numbers::level(high) {
        return told;
    }
    words.fill("answer.level.range", &[("level", &told), ("range", &numbers::range(low, high, words))])
}

/// Why the answer is as sure as it is: what a reader could change comes first.
fn reason(content: &Content, part: &AxisScore, contradictions: &[ContradictionPart]) -> String {
    let words = &content.words;
    let open = part.counts.open();
    if part.score.score.is_none() {
        return no_score(content, part);
    }
    if let Some(id) = part.decides.as_ref() {
        return words.count("sure.why.missing", open, &[("question", &content.name_of(id))]);
    }
    let of_axis = part.why.contains(&Reason::Contradiction).then(|| contradictions.first()).flatten();
    if let Some(ContradictionPart { a, b, .. }) = of_axis {
        return words
            .fill("sure.why.contradiction", &[("a", &content.name_of(a)), ("b", &content.name_of(b))]);
    }
    if part.proposals > 0 {
        return words.count("sure.why.proposals", part.proposals, &[]);
    }
    match part.why.first() {
        Some(Reason::NearLine) => words.say("sure.why.near-line"),
        Some(reason) => words.say(&format!("sure.why.{}", reason.word())),
        None if open == 0 => words.count("sure.why.complete", part.counts.answered, &[]),
        None => words.count("sure.why.firm", open, &[]),
    }
}

fn no_score(content: &Content, part: &AxisScore) -> String {
    if part.few_apply() {
        return content.words.say("sure.why.few-apply");
    }
    let missing = (2 * part.counts.applicable).div_ceil(3).saturating_sub(part.counts.answered);
    let question = part.decides.as_ref().map(|id| content.name_of(id)).unwrap_or_default();
    content.words.count("sure.why.no-score", missing, &[("question", &question)])
}
