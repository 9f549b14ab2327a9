//! The report as CSV, one row a question.

use std::borrow::Cow;

use crate::csv;
use crate::report::{QuestionPart, Report};
use crate::text::{Word, steers, visible};

/// The columns; the first name the questionnaire, so that rows of several reports can be put together.
const COLUMNS: [&str; 16] = [
    "questionnaire",
    "version",
    "id",
    "name",
    "area",
    "axis",
    "status",
    "level",
    "levels",
    "weight",
    "typical",
    "score",
    "value",
    "note",
    "reason",
    "evidence",
];

/// The report as CSV: a heading row, then one row a question. The team and the verdict are not in it: they belong
/// to all rows alike. Where levels were assumed, a last column says what was answered in their place.
pub fn rows(report: &Report) -> String {
    let mut columns = COLUMNS.to_vec();
    columns.extend(report.what_if.as_ref().map(|_| "assumed-instead-of"));
    csv::MARK.to_owned() + &table(&columns, report.questions.iter().map(|question| row(report, question)))
}

fn row(report: &Report, question: &QuestionPart) -> Vec<String> {
    let mut row = vec![
        report.questionnaire.id.clone(),
        report.questionnaire.version.to_string(),
        question.id.clone(),
        question.name.clone(),
        question.area.clone(),
        question.axis.word().to_owned(),
        question.status.word().to_owned(),
        optional(question.level),
        question.levels.to_string(),
        question.weight.to_string(),
        optional(question.typical),
        optional(question.score),
        optional(question.value),
        question.note.clone().unwrap_or_default(),
        question.reason.clone().unwrap_or_default(),
        question.evidence.join("\n"),
    ];
    row.extend(report.what_if.as_ref().map(|what_if| {
        let assumed = what_if.assumed.iter().find(|assumed| assumed.id == question.id);
        let answered = assumed.map(|assumed| assumed.from.as_deref().unwrap_or("unanswered"));
        answered.unwrap_or_default().to_owned()
    }));
    row
}

/// A number as a cell; an empty one if there is none.
pub(super) fn optional(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A heading row and the rows below it.
pub(super) fn table<T: AsRef<str>>(head: &[T], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    push_row(&mut text, head);
    rows.into_iter().for_each(|row| push_row(&mut text, &row));
    text
}

/// Adds a row in which everything is visible that would steer a terminal.
pub(super) fn push_row<T: AsRef<str>>(text: &mut String, cells: &[T]) {
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| safe(cell.as_ref())).collect();
    csv::push_row(text, &cells);
}

/// What somebody typed, with everything visible that would steer a terminal; its line breaks stay.
fn safe(typed: &str) -> Cow<'_, str> {
    if typed.contains(steers) {
        Cow::Owned(typed.lines().map(visible).collect::<Vec<_>>().join("\n"))
    } else {
        Cow::Borrowed(typed)
    }
}
