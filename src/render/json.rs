//! The report as JSON: the value itself, indented, with a newline at the end.

use std::fmt::Write;

use serde::Serialize;

use crate::text::steers;

/// Any of our documents as indented JSON. What would steer a terminal or turn its reading order around is written
/// as an escape, which means the same to every reader of JSON.
pub fn document(value: &impl Serialize) -> String {
    let mut safe = harmless(serde_json::to_string_pretty(value).unwrap_or_default());
    safe.push('\n');
    safe
}

/// Any of our values as JSON on one line, made harmless in the same way.
pub fn line(value: &impl Serialize) -> String {
    harmless(serde_json::to_string(value).unwrap_or_default())
}

fn harmless(text: String) -> String {
    const DELETE: char = '\u{7f}';
    if text.is_ascii() && !text.contains(DELETE) {
        return text;
    }
    let mut safe = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if character == '\n' || !steers(character) {
            safe.push(character);
        } else {
            push_escaped(&mut safe, character);
        }
    }
    safe
}

/// Adds a character of a text as an escape.
pub(crate) fn push_escaped(text: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a text never fails.
        let _ = write!(text, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_an_escape_and_means_the_same() {
        let typed = ["\u{1b}[2J\u{9b}31m \u{202e}txt", "배포 – “ok”", "tag \u{e0041}"];
        let text = document(&typed);
        assert!(text.contains(r"\u001b[2J\u009b31m \u202etxt") && text.contains("배포 – “ok”"), "{text}");
        assert!(text.contains(r"tag \udb40\udc41"), "{text}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), typed);
    }
}
