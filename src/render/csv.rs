//! The report as CSV, one row a question (RFC 4180), with formulas made harmless.

use std::borrow::Cow;

use serde::Serialize;

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
    let mut text = String::new();
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

/// Adds a row; the line ends with CR and LF, as the standard has it.
pub(super) fn push_row(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| field(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A field: quoted where it must be. A text that a spreadsheet would take for a formula gets an apostrophe in front, and
/// what would steer a terminal is made visible, wherever in a table it stands.
pub fn field(text: &str) -> String {
    let text = &*safe(text);
    let is_number = text.parse::<f64>().is_ok();
    let leads = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let dangerous = !is_number && (text.starts_with('\n') || text.trim_start().starts_with(leads));
    let safe = if dangerous { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be_and_formulas_are_harmless() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1.5", "-1.5"),
            ("-x", "'-x"),
            ("\t=1", "' =1"),
            ("\u{1b}[2J\u{202e}x\r", "␛[2J<U+202E>x "),
            (" =1", "' =1"),
        ] {
            assert_eq!(field(text), expected, "{text:?}");
        }
    }
}
