//! The trend as CSV, one row a date and question, and one row a date and axis.

use crate::assessment::AxisScore;
use crate::content::Content;
use crate::questionnaire::{Axis, Question};
use crate::render::csv::{optional, push_row};
use crate::report::trend::TrendPart;
use crate::score::Standing;
use crate::text::Word;
use crate::trend::{ChangeKind, Point, Shown, changes};

/// The columns; the first name the questionnaire, so that rows of several teams can be put together.
const COLUMNS: [&str; 13] = [
    "questionnaire",
    "version",
    "id",
    "name",
    "area",
    "axis",
    "date",
    "level",
    "levels",
    "score",
    "low",
    "high",
    "change",
];

/// The trend as CSV: a heading row; then for each date the axes that are asked, and every question with its level and how it changed
/// since the date before. Of a question there is a level, a mean, or a word (`unknown`, `not-applicable`).
pub fn rows(trend: &TrendPart, content: &Content, points: &[Point]) -> String {
    let mut text = String::from(crate::csv::MARK);
    push_row(&mut text, &COLUMNS);
    for (place, point) in points.iter().enumerate() {
        let lead = [trend.questionnaire.id.clone(), point.version.to_string()];
        for axis in content.questionnaire.axes() {
            let part = trend.axes.get(place).map(|axes| axes.axes.get(axis));
            push_row(&mut text, &[&lead[..], &axis_row(axis, part, content, point)].concat());
        }
        let before = place.checked_sub(1).and_then(|before| points.get(before));
        let changed = before.map(|before| changes(&content.questionnaire, before, point)).unwrap_or_default();
        for (question, standing) in content.questionnaire.questions.iter().zip(&point.assessment.standings) {
            let change = changed.iter().find(|change| change.id == question.id).map(|change| change.kind);
            let row = question_row(question, *standing, content, &point.label, change);
            push_row(&mut text, &[&lead[..], &row].concat());
        }
    }
    text
}

fn axis_row(axis: Axis, part: Option<&AxisScore>, content: &Content, point: &Point) -> [String; 11] {
    let empty = String::new;
    [
        axis.word().to_owned(),
        content.axis(axis),
        empty(),
        axis.word().to_owned(),
        point.label.clone(),
        empty(),
        empty(),
        optional(part.and_then(|part| part.score.score)),
        optional(part.and_then(|part| part.score.low)),
        optional(part.and_then(|part| part.score.high)),
        empty(),
    ]
}

fn question_row(
    question: &Question,
    standing: Standing,
    content: &Content,
    date: &str,
    change: Option<ChangeKind>,
) -> [String; 11] {
    let level = match Shown::of(standing, question.top()) {
        Some(Shown::Level(level)) => level.to_string(),
        Some(Shown::Mean(level)) => level.to_string(),
        Some(Shown::Word(word)) => word.to_owned(),
        None => String::new(),
    };
    [
        question.id.clone(),
        content.name_of(&question.id),
        question.area.clone(),
        content.questionnaire.axis(question).word().to_owned(),
        date.to_owned(),
        level,
        question.levels.to_string(),
        optional(standing.value()),
        String::new(),
        String::new(),
        change.map_or("", ChangeKind::word).to_owned(),
    ]
}
