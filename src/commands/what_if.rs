//! Levels that somebody assumes, to see what would change.

use crate::answers::{Answer, Answers, Choice};
use crate::error::{Error, Kind, Message, Result, nearest};
use crate::questionnaire::Questionnaire;

/// The answers with the assumed levels, each as `ID=LEVEL`, in place of those given.
///
/// # Errors
/// An assumption that is not of this form, names no question, or names a level that the question does not have.
pub(super) fn assume(
    answers: &Answers,
    assumptions: &[String],
    questionnaire: &Questionnaire,
) -> Result<Answers> {
    let mut assumed = answers.clone();
    for assumption in assumptions {
        let wrong = |message: Message| Error::new(Kind::Input, message.with("given", assumption));
        let Some((id, level)) = assumption.split_once('=') else {
            return Err(wrong(Message::new("what-if.form")));
        };
        let Some(question) = questionnaire.question(id) else {
            let near = nearest(id, questionnaire.questions.iter().map(|question| question.id.as_str()));
            return Err(wrong(
                Message::new("what-if.question").with("id", id).with("near", near.unwrap_or_default()),
            ));
        };
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
