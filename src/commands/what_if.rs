//! Levels that somebody assumes, to see what would change.

use std::collections::BTreeSet;

use crate::answers::{Answer, Answers, Choice};
use crate::error::{Error, Message, Result, nearest};
use crate::questionnaire::{Axes, Questionnaire};
use crate::report::{AssumedPart, Report, WhatIfPart};

/// What was assumed, beside what the report said without it; `None` if nothing was assumed.
pub(super) fn part(
    before: &Report,
    given: &Answers,
    assumed: &Answers,
    assumptions: &[String],
) -> Option<WhatIfPart> {
    let word = |answer: &Answer| match answer.choice {
        Choice::Level(level) => level.to_string(),
        Choice::Unknown => "unknown".to_owned(),
        Choice::NotApplicable => "not-applicable".to_owned(),
    };
    let changed: Vec<AssumedPart> = assumed
        .given
        .iter()
        .filter(|(id, _)| {
            assumptions.iter().any(|one| one.split_once('=').is_some_and(|(named, _)| named == id))
        })
        .map(|(id, answer)| AssumedPart { id: id.clone(), from: given.get(id).map(word), to: word(answer) })
        .collect();
    (!changed.is_empty()).then_some(WhatIfPart {
        assumed: changed,
        verdict: before.verdict.code,
        certain: before.verdict.certain,
        headline: before.verdict.headline.clone(),
        scores: Axes::map(|axis| before.axes.get(axis).score.score),
        closest: before.closest.as_ref().map(|closest| closest.chapter.clone()),
        next_steps: before.next_steps.clone(),
    })
}

/// The answers with the assumed levels, each as `ID=LEVEL`, in place of those given.
///
/// # Errors
/// An assumption that is not of this form, names no question or one twice, or names a level that the question does not have.
pub(super) fn assume(
    answers: &Answers,
    assumptions: &[String],
    questionnaire: &Questionnaire,
) -> Result<Answers> {
    let mut assumed = answers.clone();
    let mut seen = BTreeSet::new();
    for assumption in assumptions {
        let wrong = |message: Message| Error::wrong(message.with("given", assumption));
        let Some((id, level)) = assumption.split_once('=') else {
            return Err(wrong(Message::new("what-if.form")));
        };
        let Some(question) = questionnaire.question(id) else {
            let near = nearest(id, questionnaire.questions.iter().map(|question| question.id.as_str()));
            return Err(wrong(
                Message::new("what-if.question").with("id", id).with("near", near.unwrap_or_default()),
            ));
        };
        if !seen.insert(id) {
            return Err(wrong(Message::new("what-if.repeated").with("id", id)));
        }
        let choice = match level {
            "unknown" => Some(Choice::Unknown),
            "not-applicable" => Some(Choice::NotApplicable),
            number => number.parse().ok().filter(|level| *level <= question.top()).map(Choice::Level),
        };
        let Some(choice) = choice else {
            return Err(wrong(Message::new("what-if.level").with("id", id).with("top", question.top())));
        };
        assumed.set(questionnaire, id, Some(Answer::bare(choice)));
    }
    Ok(assumed)
}
