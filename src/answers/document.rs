//! Answers in whatever form they come: an answers file as JSON, a filled-in sheet, or the page of a report.

use crate::answers::read::{self, Reading};
use crate::answers::{code, csv};
use crate::error::{Finding, Message, Place};
use crate::json::without_mark;
use crate::questionnaire::Questionnaire;

/// How the answers document begins inside a report page.
const OPENING: &str = "<template id=\"diditwork-answers\">";

/// Among so many lines there is a short code if a file holds any.
const MOST_LOOKED_AT: usize = 16;

/// A longer line, in bytes, is no short code.
const LONGEST_CODE: usize = 80;

/// Reads answers from an answers file, a sheet, or out of a report page, of which nothing else is believed.
pub fn read(text: &str, questionnaire: &Questionnaire) -> Reading {
    let start = without_mark(text).trim_start();
    if csv::is_sheet(start) {
        return csv::read(text, questionnaire);
    }
    if code::is_like_code(questionnaire, start) {
        return match code::decode(questionnaire, start.trim_end()) {
            Ok(answers) => Reading { answers: Some(answers), findings: Vec::new() },
            Err(finding) => Reading { answers: None, findings: vec![finding] },
        };
    }
    if !start.starts_with('<') {
        return read::read(text, questionnaire);
    }
    let page = without_mark(text);
    let Some((before, inside)) = page.split_once(OPENING) else {
        return Reading { answers: None, findings: vec![Finding::error(Message::new("answers.page"))] };
    };
    let document = inside.split_once("</template>").map_or(inside, |(document, _)| document);
    let mut reading = read::read(document, questionnaire);
    let start = Place::START.behind(before).behind(OPENING);
    for finding in &mut reading.findings {
        if let Some(place) = finding.place {
            let column = place.column + if place.line == 1 { start.column - 1 } else { 0 };
            *finding = finding.clone().at(page, Place { line: start.line - 1 + place.line, column });
        }
    }
    reading
}

/// Whether a text is one of the forms in which answers come, right or wrong.
pub fn holds_answers(text: &str, questionnaire: &Questionnaire) -> bool {
    let start = without_mark(text).trim_start();
    start.starts_with('{')
        || csv::is_sheet(start)
        || (start.starts_with('<') && text.contains(OPENING))
        || holds_codes(text, questionnaire)
}

/// Whether a text is a list of short codes, one a line.
pub fn holds_codes(text: &str, questionnaire: &Questionnaire) -> bool {
    let lines = without_mark(text).lines().take(MOST_LOOKED_AT);
    lines.filter(|line| line.len() <= LONGEST_CODE).any(|line| code::is_like_code(questionnaire, line))
}

#[cfg(test)]
mod tests;
