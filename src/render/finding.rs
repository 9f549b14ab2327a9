//! A finding in words: what and where, the line with a caret under the place, and what to do.

use crate::error::{Finding, Severity};
use crate::language::Words;
use crate::text::{self, columns, visible};

/// The longest part of a line that is shown around the place.
const SHOWN: usize = 72;

/// The lines of a finding, none wider than `width` columns; what came from a file is made safe to print.
pub fn lines(finding: &Finding, words: &Words, width: usize) -> Vec<String> {
    styled(finding, words, width, |_, text| text.to_owned())
}

/// The lines with the label in colour and the hint dim, as in cargo; for a stream that takes the escape sequences out
/// where there is no colour.
pub fn coloured_lines(finding: &Finding, words: &Words, width: usize) -> Vec<String> {
    styled(finding, words, width, |look, text| format!("{look}{text}\u{1b}[0m"))
}

/// The lines with their label and hint in a look, which is an escape sequence.
fn styled(
    finding: &Finding,
    words: &Words,
    width: usize,
    look: impl Fn(&str, &str) -> String,
) -> Vec<String> {
    let (label, colour) = match finding.severity {
        Severity::Error => (words.say("finding.error"), "\u{1b}[1m\u{1b}[31m"),
        Severity::Warning => (words.say("finding.warning"), "\u{1b}[1m\u{1b}[33m"),
    };
    let place = place(finding).map(|place| format!("{place}: ")).unwrap_or_default();
    let sentence = after_label(words.tell(&finding.message), finding.message.id, words);
    let told = format!("{label}: {place}{}", visible(&sentence));
    let mut lines = hanging("", &told, width);
    if let Some(rest) = lines.first().and_then(|first| first.strip_prefix(&*label)) {
        lines[0] = look(colour, &label) + rest;
    }
    lines.extend(excerpt(finding));
    if let Some(id) = hint_id(finding, words) {
        let hint = after_label(words.tell_by_id(&id, &finding.message.values), &id, words);
        let hint = format!("{}: {}", words.say("finding.hint"), visible(&hint));
        lines.extend(hanging("  ", &hint, width).iter().map(|line| look("\u{1b}[2m", line)));
    }
    lines
}

/// A sentence as it is behind `error:`, where cargo begins with a small letter. A name (`ID`, `Excel` before a Korean
/// particle) and what came from a file stay as they are.
fn after_label(mut sentence: String, id: &str, words: &Words) -> String {
    let is_plain = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|letter| letter.is_ascii() && !letter.is_ascii_uppercase())
    };
    let begins_plainly = words.find(id).and_then(|text| text.split_whitespace().next()).is_some_and(is_plain);
    if let Some(first) = sentence.get_mut(..1).filter(|_| begins_plainly) {
        first.make_ascii_lowercase();
    }
    sentence
}

/// A sentence behind spaces, the lines after the first two columns further in.
fn hanging(indent: &str, sentence: &str, width: usize) -> Vec<String> {
    if columns(sentence) <= width.saturating_sub(indent.len()) {
        return vec![format!("{indent}{sentence}")];
    }
    text::hanging(sentence, width, indent, &format!("{indent}  "))
}

/// The place as `file:line:column`, as far as it is known.
pub fn place(finding: &Finding) -> Option<String> {
    match (&finding.file, finding.place) {
        (Some(file), Some(place)) => Some(format!("{}:{}:{}", visible(file), place.line, place.column)),
        (None, Some(place)) => Some(format!("{}:{}", place.line, place.column)),
        (file, None) => file.as_ref().map(|file| visible(file)),
    }
}

/// What to do about a finding: the sentence with its code and `.hint` behind it, or `.near` where a known id is
/// near to what was written.
pub fn hint(finding: &Finding, words: &Words) -> Option<String> {
    hint_id(finding, words).map(|id| words.tell_by_id(&id, &finding.message.values))
}

fn hint_id(finding: &Finding, words: &Words) -> Option<String> {
    let near = finding.message.values.iter().any(|(name, value)| {
        *name == "near" && !matches!(value, crate::error::Value::Text(text) if text.is_empty())
    });
    let id = finding.message.id;
    let wanted = [(near, format!("{id}.near")), (true, format!("{id}.hint"))];
    Some(wanted.into_iter().find(|(holds, id)| *holds && words.find(id).is_some())?.1)
}

/// The line of the file with a caret under the place; a long line is cut around it.
fn excerpt(finding: &Finding) -> Vec<String> {
    let (Some(line), Some(place)) = (&finding.excerpt, finding.place) else { return Vec::new() };
    let before: Vec<char> = line.chars().take(place.column.saturating_sub(1)).collect();
    // A syllable of several characters stays whole: those behind its first take no columns of their own.
    let goes_on =
        |character: &char| columns(character.encode_utf8(&mut [0; 4])) == 0 && !character.is_control();
    let mut start = before.len().saturating_sub(SHOWN / 2);
    while start > 0 && before.get(start).is_some_and(goes_on) {
        start -= 1;
    }
    let lead: String = visible(&before[start..].iter().collect::<String>());
    let behind: Vec<char> = line.chars().skip(before.len()).take(2 * SHOWN).collect();
    let mut end = behind.len().min(SHOWN / 2);
    while behind.get(end).is_some_and(goes_on) {
        end += 1;
    }
    let rest: String = behind[..end].iter().collect();
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    vec![
        format!("  {number} | {lead}{}", visible(&rest)),
        format!("  {gutter} | {}^", " ".repeat(columns(&lead))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Message, Place};
    use crate::language::Language;

    #[test]
    fn a_sentence_behind_a_label_begins_small_and_a_name_stays() {
        let said = |text: &'static str| {
            let words = Words::new(Language::english(), [("code", text)]);
            lines(&Finding::error(Message::new("code").with("file", "README.md")), &words, 80).concat()
        };
        assert!(said("A share is missing.").ends_with(": a share is missing."));
        assert!(said("Write 7% as 0.07.").ends_with(": write 7% as 0.07."));
        for kept in ["ID=LEVEL로 적으십시오.", "YYYY-MM-DD 형식으로", "Excel에서는", "\"ID\" is missing."]
        {
            assert!(said(kept).ends_with(kept), "{}", said(kept));
        }
        assert!(said("{file} is missing.").ends_with(": README.md is missing."));
    }

    #[test]
    fn an_excerpt_cuts_no_decomposed_syllable() {
        let syllable = "\u{1100}\u{1161}\u{11a8}";
        let finding = Finding {
            place: Some(Place { line: 1, column: 122 }),
            excerpt: Some(syllable.repeat(80)),
            ..Finding::error(Message::new("code"))
        };
        let told = lines(&finding, &Words::new(Language::english(), [("code", "not this")]), usize::MAX);
        let shown = told[1].trim_start_matches("  1 | ");
        assert!(shown.starts_with('\u{1100}') && shown.ends_with('\u{11a8}'), "{shown}");
    }

    #[test]
    fn a_line_may_begin_with_what_takes_no_column() {
        let finding = Finding {
            place: Some(Place { line: 1, column: 3 }),
            excerpt: Some("\u{301}\u{200b}x".to_owned()),
            ..Finding::error(Message::new("code"))
        };
        let told = lines(&finding, &Words::new(Language::english(), [("code", "not this")]), 80);
        assert_eq!(told.len(), 3, "{told:?}");
    }

    #[test]
    fn a_long_sentence_hangs_in_a_narrow_terminal() {
        let words =
            [("finding.error", "오류"), ("code", "파일을 읽을 수 없습니다"), ("code.hint", "확인하십시오.")];
        let words = Words::new(Language::english(), [words.as_slice(), &[("finding.hint", "힌트")]].concat());
        let told = coloured_lines(&Finding::error(Message::new("code")), &words, 20);
        let dim = ["\u{1b}[2m  힌트:\u{1b}[0m", "\u{1b}[2m    확인하십시오.\u{1b}[0m"];
        let label = "\u{1b}[1m\u{1b}[31m오류\u{1b}[0m: 파일을 읽을 수";
        assert_eq!(told, [label, "  없습니다", dim[0], dim[1]]);
    }

    #[test]
    fn the_caret_stands_under_the_place_also_behind_korean_text() {
        let finding = Finding {
            file: Some("a.json".to_owned()),
            place: Some(Place { line: 12, column: 4 }),
            excerpt: Some("\"팀\" x".to_owned()),
            ..Finding::error(Message::new("code"))
        };
        let sentences = [("finding.error", "error"), ("code", "not this")];
        let sentences = sentences.map(|(id, text)| (id.to_owned(), text.to_owned()));
        let told = lines(&finding, &Words::new(Language::english(), sentences), 80);
        let label = "error: a.json:12:4: not this";
        assert_eq!(told, [label, "  12 | \"팀\" x", "     |     ^"]);
    }
}
