//! The report as CSV, one row a question.

use std::borrow::Cow;

use serde::Serialize;

use crate::csv;
use crate::report::{QuestionPart, Report};
use crate::text::{steers, visible};

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
/// to all rows alike.
pub fn rows(report: &Report) -> String {
    let mut text = String::from(csv::MARK);
    push_row(&mut text, &COLUMNS.map(str::to_owned));
    for question in &report.questions {
        push_row(&mut text, &row(report, question));
    }
    text
}

/// The word of a value in our JSON, so that both formats read the same.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn row(report: &Report, question: &QuestionPart) -> [String; 16] {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let level = |level: Option<u8>| level.map_or_else(String::new, |level| level.to_string());
    [
        report.questionnaire.id.clone(),
        report.questionnaire.version.to_string(),
        question.id.clone(),
        question.name.clone(),
        question.area.clone(),
        word(&question.axis),
        word(&question.status),
        level(question.level),
        question.levels.to_string(),
        question.weight.to_string(),
        level(question.typical),
        number(question.score),
        number(question.value),
        question.note.clone().unwrap_or_default(),
        question.reason.clone().unwrap_or_default(),
        question.evidence.join("\n"),
    ]
}

/// What somebody typed, with everything visible that would steer a terminal; its line breaks stay.
fn safe(typed: &str) -> Cow<'_, str> {
    if typed.contains(steers) {
        Cow::Owned(typed.lines().map(visible).collect::<Vec<_>>().join("\n"))
    } else {
        Cow::Borrowed(typed)
    }
}

/// Adds a row in which everything is visible that would steer a terminal.
pub(super) fn push_row(text: &mut String, cells: &[String]) {
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| safe(cell)).collect();
    csv::push_row(text, &cells);
}
