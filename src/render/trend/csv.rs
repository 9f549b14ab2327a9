//! The trend as CSV, one row a date and question, and one row a date and axis.

use crate::content::Content;
use crate::questionnaire::Axis;
use crate::render::csv::{push_row, word};

use crate::report::AxisPart;
use crate::report::trend::TrendPart;
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
    push_row(&mut text, &COLUMNS.map(str::to_owned));
    for (place, point) in points.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| points.get(before));
        let lead = [trend.questionnaire.id.clone(), point.version.to_string()];
        for axis in content.questionnaire.axes() {
            let part = trend.axes.get(place).map(|axes| axes.get(axis));
            push_row(&mut text, &axis_row(&lead, (axis, part), (content, point)));
        }
        for row in question_rows(&lead, (before, point), content) {
            push_row(&mut text, &row);
        }
    }
    text
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn axis_row(
    [questionnaire, version]: &[String; 2],
    (axis, part): (Axis, Option<&AxisPart>),
    (content, point): (&Content, &Point),
) -> [String; 13] {
    let empty = String::new;
    [
        questionnaire.clone(),
        version.clone(),
        word(&axis),
        content.axis(axis),
        empty(),
        word(&axis),
        point.label.clone(),
        empty(),
        empty(),
        number(part.and_then(|part| part.score)),
        number(part.and_then(|part| part.low)),
        number(part.and_then(|part| part.high)),
        empty(),
    ]
}

fn question_rows(
    [questionnaire, version]: &[String; 2],
    (before, point): (Option<&Point>, &Point),
    content: &Content,
) -> Vec<[String; 13]> {
    let changed = before.map(|before| changes(&content.questionnaire, before, point)).unwrap_or_default();
    let change = |id: &str| changed.iter().find(|change| change.id == id).map(|change| change.kind);
    let questions = content.questionnaire.questions.iter().zip(&point.assessment.standings);
    let row = |(question, standing): (&crate::questionnaire::Question, &crate::score::Standing)| {
        let level = match Shown::of(*standing, question.top()) {
            Some(Shown::Level(level)) => level.to_string(),
            Some(Shown::Mean(level)) => level.to_string(),
            Some(Shown::Word(word)) => word.to_owned(),
            None => String::new(),
        };
        [
            questionnaire.clone(),
            version.clone(),
            question.id.clone(),
            content.name_of(&question.id),
            question.area.clone(),
            word(&content.questionnaire.axis(question)),
            point.label.clone(),
            level,
            question.levels.to_string(),
            number(standing.value().map(crate::fraction::Fraction::as_f64)),
            String::new(),
            String::new(),
            change(&question.id).map_or("", ChangeKind::word).to_owned(),
        ]
    };
    questions.map(row).collect()
}
