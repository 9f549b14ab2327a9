//! What must hold for answers, whatever notation they are written in.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::answers::{Answer, Answers, Choice, Form};
use crate::error::{Message, nearest};
use crate::questionnaire::{Question, Questionnaire, Unit, Version};
use crate::text::Word;

/// The one of these values whose word this is.
pub(super) fn word<T: Word>(text: &str, all: &[T]) -> Result<T, Message> {
    all.iter().copied().find(|known| known.word() == text).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(Word::word).collect();
        let near = nearest(text, known.iter().copied()).unwrap_or_default();
        let message = Message::new("answers.word").with("found", text).with("known", known.join(", "));
        message.with("near", near)
    })
}

/// The name of a team or a code of a person, so that names that look the same are the same; `None` if it is blank.
pub fn name(text: &str) -> Option<String> {
    let name = text.trim();
    (!name.is_empty()).then(|| name.nfc().collect())
}

/// Whether a name stays as it is, see [`name`].
pub fn is_name(text: &str) -> bool {
    text.trim() == text && is_nfc(text)
}

/// A date of the calendar as `YYYY-MM-DD`, or a month as `YYYY-MM`.
pub(super) fn date(text: String) -> Result<String, Message> {
    if is_date(&text) { Ok(text) } else { Err(Message::new("answers.date").with("found", text)) }
}

/// Whether a text is a date of the calendar as `YYYY-MM-DD`, or a month as `YYYY-MM`.
pub fn is_date(text: &str) -> bool {
    let digits_and_hyphens = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let whole = match text.len() {
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    digits_and_hyphens && whole.parse::<jiff::civil::Date>().is_ok()
}

/// Answers are to the questionnaire of this id.
pub(super) fn questionnaire_id(id: &str, questionnaire: &Questionnaire) -> Result<(), Message> {
    if id == questionnaire.id {
        return Ok(());
    }
    Err(Message::new("answers.questionnaire").with("found", id).with("expected", &questionnaire.id))
}

/// The version of the questionnaire when the answers were given, with a warning if it is another one of the same major
/// version.
pub(super) fn version(text: &str, ours: Version) -> Result<(Version, Option<Message>), Message> {
    let theirs = Version::parse(text).ok_or_else(|| Message::new("answers.version").with("found", text))?;
    let message = |id| Message::new(id).with("found", theirs).with("known", ours);
    match (theirs.major.cmp(&ours.major), theirs.cmp(&ours)) {
        (std::cmp::Ordering::Greater, _) => Err(message("answers.version-major")),
        (std::cmp::Ordering::Less, _) => Err(message("answers.version-former")),
        (_, std::cmp::Ordering::Greater) => Ok((theirs, Some(message("answers.version-newer")))),
        (_, std::cmp::Ordering::Less) => Ok((theirs, Some(message("answers.version-older")))),
        _ => Ok((theirs, None)),
    }
}

/// The question that has or had this id. The nearest id costs time, so it is looked for only if it is reported.
pub(super) fn question<'q>(
    id: &str,
    questionnaire: &'q Questionnaire,
    is_reported: bool,
) -> Result<&'q Question, Message> {
    questionnaire.question_by_any_name(id).ok_or_else(|| {
        let known = questionnaire.questions.iter().map(|known| known.id.as_str());
        let near = if is_reported { nearest(id, known).unwrap_or_default() } else { "" };
        Message::new("answers.question").with("key", id).with("near", near)
    })
}

/// The real number of an answer: a share in 0..1, anything else from 0 on; `found` is how it was written.
pub(super) fn value(value: Option<f64>, found: &str, question: &Question) -> Result<f64, Message> {
    let is_share = question.value.as_ref().is_some_and(|scale| scale.unit == Unit::Share);
    let highest = if is_share { 1.0 } else { f64::MAX };
    let id = if is_share { "answers.value-share" } else { "answers.value" };
    let in_range = value.filter(|value| (0.0..=highest).contains(value));
    in_range.ok_or_else(|| Message::new(id).with("found", found))
}

/// The level that a real number gives where nothing else was chosen.
pub(super) fn by_value(question: &Question, value: Option<f64>) -> Option<Choice> {
    question.value.as_ref().zip(value).map(|(scale, value)| Choice::Level(scale.level(value)))
}

/// What an answer leaves to say.
pub(super) fn remarks(question: &Question, answer: &Answer) -> Vec<Message> {
    let message = |id| Message::new(id).with("id", &question.id);
    let mut remarks = Vec::new();
    let reason = answer.reason.as_deref().unwrap_or_default();
    if answer.choice == Choice::NotApplicable && reason.trim().is_empty() {
        remarks.push(message("answers.reason"));
    }
    let Some(value) = answer.value else { return remarks };
    match (&question.value, answer.choice) {
        (None, _) => remarks.push(message("answers.value-unused").with("value", value)),
        (Some(scale), Choice::Level(level)) if scale.level(value) != level => {
            let unlike = message("answers.value-level").with("value", value);
            remarks.push(unlike.with("gives", scale.level(value)).with("level", level));
        }
        _ => {}
    }
    remarks
}

/// Answers that a short form keeps and does not use: without a warning they would be missed.
pub(super) fn beyond_short_form(answers: &Answers, questionnaire: &Questionnaire) -> Option<Message> {
    let is_beyond = |id: &String| !questionnaire.short_form.contains(id);
    let count = answers.given.iter().filter(|(id, _)| is_beyond(id)).count();
    let message = || Message::new("answers.beyond-short").with("count", count);
    (answers.form == Form::Short && count > 0).then(message)
}
