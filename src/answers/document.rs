//! Answers in whatever form they come: an answers file as JSON, a filled-in sheet, or the page of a report.

use crate::answers::read::{self, Reading};
use crate::answers::{code, csv};
use crate::error::{Finding, Message, Place};
use crate::json::without_mark;
use crate::questionnaire::Questionnaire;

/// How the answers document begins inside a report page.
const OPENING: &str = "<template id=\"diditwork-answers\">";

/// The end of every page.
const END: &str = "</html>";

/// Among so many lines there is a short code if a file holds any.
const MOST_LOOKED_AT: usize = 16;

/// A longer line, in bytes, is no short code.
const LONGEST_CODE: usize = 80;

/// A longer line, in bytes, is no list of short codes either.
const LONGEST_LIST: usize = 400;

/// Reads answers from an answers file, a sheet, or out of a report page, of which nothing else is believed.
pub fn read(text: &str, questionnaire: &Questionnaire) -> Reading {
    let start = without_mark(text).trim_start();
    let reading = if start.starts_with('<') {
        return page(without_mark(text), questionnaire);
    } else if csv::is_sheet(start) {
        csv::read(text, questionnaire)
    } else if code::is_like_code(questionnaire, start) {
        short_code(start, questionnaire)
    } else {
        read::read(text, questionnaire)
    };
    if reading.answers.is_some() {
        return reading;
    }
    match code_among_words(text, questionnaire) {
        Some(place) => failed(Finding::error(Message::new("answers.line")).at(without_mark(text), place)),
        None => reading,
    }
}

/// Reads one line of a file that has a document or a short code a line.
pub fn read_line(line: &str, questionnaire: &Questionnaire) -> Reading {
    let start = without_mark(line).trim_start();
    if start.starts_with('{') {
        return read::read(line, questionnaire);
    }
    if code::is_like_code(questionnaire, start) {
        return short_code(start, questionnaire);
    }
    failed(Finding::error(Message::new("answers.line")).at(line, Place::START))
}

fn short_code(text: &str, questionnaire: &Questionnaire) -> Reading {
    match code::decode(questionnaire, text.trim_end()) {
        Ok(answers) => Reading { answers: Some(answers), findings: Vec::new() },
        Err(finding) => failed(finding),
    }
}

fn failed(finding: Finding) -> Reading {
    Reading { answers: None, findings: vec![finding] }
}

/// The first line that holds a short code and something else: a name, a remark, another code.
fn code_among_words(text: &str, questionnaire: &Questionnaire) -> Option<Place> {
    let is_other = |character: char| !character.is_ascii_alphanumeric() && character != '-';
    let is_mixed = |line: &str| {
        let mut words = line.split(is_other).filter(|_| line.len() <= LONGEST_LIST);
        words.any(|word| code::decode(questionnaire, word).is_ok())
            && !code::is_like_code(questionnaire, line)
    };
    let line = without_mark(text).lines().take(MOST_LOOKED_AT).position(is_mixed)?;
    Some(Place { line: line + 1, column: 1 })
}

fn page(page: &str, questionnaire: &Questionnaire) -> Reading {
    let whole = |id| failed(Finding::error(Message::new(id)));
    let (first, behind) = page.split_once(END).unwrap_or((page, ""));
    let more = behind.trim_start();
    if !more.is_empty() && !more.starts_with("<!--") {
        let finding = Finding::error(Message::new("answers.page-more"));
        return failed(finding.behind(page, page.len() - more.len()));
    }
    let Some((before, inside)) = page.split_once(OPENING) else {
        return whole(if first.len() < page.len() { "answers.page" } else { "answers.page-cut" });
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
