//! Every answer with its note and evidence, and what is not known or does not apply.

use serde::Serialize;

use super::Notes;
use super::safe;
use crate::content::Content;
use crate::questionnaire::Axis;
use crate::render::numbers;
use crate::report::{QuestionPart, Report, Status};

/// An area with its answers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AnswersOfArea {
    /// Its name.
    pub(crate) name: String,
    /// The answers.
    pub(crate) answers: Vec<AnswerView>,
}

/// One answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AnswerView {
    /// The id of the question.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The question.
    pub(crate) question: String,
    /// The time it speaks of.
    pub(crate) window: String,
    /// What to look at to answer it.
    pub(crate) look_at: String,
    /// What became of it.
    pub(crate) status: Status,
    /// The level.
    pub(crate) level: Option<u8>,
    /// The highest level.
    pub(crate) top: u8,
    /// How much it counts within its axis.
    pub(crate) weight: u32,
    /// What all answered questions of its axis count together.
    pub(crate) weights: u32,
    /// What it adds to the axis' level from 0 to 4.
    pub(crate) adds: Option<String>,
    /// What the level looks like.
    pub(crate) text: Option<String>,
    /// The number that was given, with its unit.
    pub(crate) value: Option<String>,
    /// A remark.
    pub(crate) note: Option<String>,
    /// Why it does not apply.
    pub(crate) reason: Option<String>,
    /// What shows it.
    pub(crate) evidence: Vec<EvidenceView>,
}

/// What shows an answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EvidenceView {
    /// As it was typed.
    pub(crate) text: String,
    /// The address, if it may be a link.
    pub(crate) link: Option<String>,
}

/// What is open: the answers by what became of them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OpenView {
    /// "Don't know".
    pub(crate) unknown: Vec<AnswerView>,
    /// No answer.
    pub(crate) unanswered: Vec<AnswerView>,
    /// Does not apply.
    pub(crate) not_applicable: Vec<AnswerView>,
    /// How many the short form does not ask.
    pub(crate) not_asked: usize,
}

/// The answers by area; areas in which nothing was asked are left out.
pub(crate) fn answers(report: &Report, content: &Content, notes: Notes) -> Vec<AnswersOfArea> {
    report
        .areas
        .iter()
        .map(|area| AnswersOfArea {
            name: area.name.clone(),
            answers: report
                .questions
                .iter()
                .filter(|part| part.area == area.id && part.status != Status::NotAsked)
                .map(|part| answer(part, (report, content), notes))
                .collect(),
        })
        .filter(|area| !area.answers.is_empty())
        .collect()
}

/// What is not known or does not apply.
pub(crate) fn open(report: &Report, content: &Content, notes: Notes) -> OpenView {
    let of = |status: Status| -> Vec<AnswerView> {
        report
            .questions
            .iter()
            .filter(|part| part.status == status)
            .map(|part| answer(part, (report, content), notes))
            .collect()
    };
    OpenView {
        unknown: of(Status::Unknown),
        unanswered: of(Status::Unanswered),
        not_applicable: of(Status::NotApplicable),
        not_asked: of(Status::NotAsked).len(),
    }
}

fn answer(part: &QuestionPart, (report, content): (&Report, &Content), notes: Notes) -> AnswerView {
    let weights = weights(report, part.axis);
    let adds =
        |score: f64| numbers::decimal(4.0 * score * f64::from(part.weight) / f64::from(weights.max(1)), 2);
    let text = content.question(&part.id);
    let scale = content.questionnaire.question(&part.id).and_then(|question| question.value.as_ref());
    let inside = notes == Notes::Inside;
    let typed = |text: &Option<String>| text.clone().filter(|text| inside && !text.trim().is_empty());
    AnswerView {
        id: part.id.clone(),
        name: part.name.clone(),
        question: text.question.clone(),
        window: text.window.clone(),
        look_at: text.look_at.clone(),
        status: part.status,
        level: part.level,
        top: part.levels.saturating_sub(1),
        weight: part.weight,
        weights,
        adds: part.score.map(adds),
        text: part.level.and_then(|level| text.levels.get(usize::from(level)).cloned()),
        value: part.value.zip(scale).map(|(value, scale)| numbers::value(value, scale.unit, &content.words)),
        note: typed(&part.note),
        reason: typed(&part.reason),
        evidence: part.evidence.iter().filter(|_| inside).map(|text| evidence(text)).collect(),
    }
}

/// What all answered questions of an axis count together.
fn weights(report: &Report, axis: Axis) -> u32 {
    let answered = report.questions.iter().filter(|part| part.axis == axis && part.score.is_some());
    answered.map(|part| part.weight).sum()
}

fn evidence(text: &str) -> EvidenceView {
    EvidenceView { text: text.to_owned(), link: safe::link(text) }
}
