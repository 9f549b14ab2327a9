//! Text for people: made safe to print, measured and broken into lines.

use serde::Serialize;
use serde_variant::to_variant_name;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

/// A value that has a word, in files and in ids of sentences: the name of its variant as serde writes it.
pub trait Word: Serialize + Copy {
    /// The word; empty where the value is no variant.
    fn word(self) -> &'static str {
        to_variant_name(&self).unwrap_or_default()
    }
}

impl<T: Serialize + Copy> Word for T {}

/// Whether a mark in a number may be one between thousands as well as a decimal one: in "1,200", not in "0,125".
pub fn may_group(number: &str, mark: char) -> bool {
    !number.starts_with('0') && number.split(mark).skip(1).any(|part| part.len() == 3)
}

/// Lines longer than this are hard to read, however wide the terminal is.
const COMFORTABLE: usize = 96;

/// The text with everything made visible that would steer a terminal or turn the reading order around: control
/// characters show as pictures of themselves (`␛`), direction overrides and invisible marks as `<U+202E>`. Line
/// ends and tabs become spaces, so that what came from a file stays on its line.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\0'..='\u{1f}' => shown.push(char::from_u32(0x2400 + character as u32).unwrap_or(' ')),
            '\u{7f}' => shown.push('\u{2421}'),
            _ if steers(character) => push_code(&mut shown, character),
            _ => shown.push(character),
        }
    }
    shown
}

/// Whether a character steers a terminal, turns the reading order around, or is there without being seen.
pub const fn steers(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

fn push_code(shown: &mut String, character: char) {
    use std::fmt::Write;
    // Writing to a text never fails.
    let _ = write!(shown, "<U+{:04X}>", character as u32);
}

/// One line of what a person typed or pasted: line ends and other control characters become single spaces,
/// invisible marks are dropped, and the ends are trimmed.
pub fn one_line(typed: &str) -> String {
    let shown = typed.chars().filter(|character| character.is_control() || !steers(*character));
    let spaced: String =
        shown.map(|character| if character.is_control() { ' ' } else { character }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The columns that a text takes in a terminal; a Korean syllable takes two.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The width to break running text at, in a terminal of this width.
pub fn reading_width(terminal: usize) -> usize {
    terminal.clamp(20, COMFORTABLE)
}

/// Breaks a paragraph at spaces into lines of at most `width` columns, never inside a word. A word longer than a
/// line, such as a link, gets a line of its own and stays whole.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    hanging(paragraph, width, "", "")
}

/// The same with `first` before the first line and `others` before all that follow.
pub fn hanging(paragraph: &str, width: usize, first: &str, others: &str) -> Vec<String> {
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(others)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(&words.join(" "), options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Breaks every paragraph of a text; the spaces at the beginning of a paragraph indent all of its lines, and the
/// lines after the first hang behind a list mark (`- `).
pub fn wrap_all(text: &str, width: usize) -> String {
    let wrapped = text.split('\n').flat_map(|paragraph| {
        let body = paragraph.trim_start_matches(' ');
        let mark = if body.starts_with("- ") { "- " } else { "" };
        let others = " ".repeat(paragraph.len() - body.len() + mark.len());
        let first = &paragraph[..others.len()];
        hanging(&body[mark.len()..], width.max(others.len() + 10), first, &others)
    });
    wrapped.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The text cut to at most `width` columns, with an ellipsis where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if columns(&kept) + columns(character.encode_utf8(&mut [0; 4])) + 1 > width {
            break;
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_steer_the_terminal_is_seen_instead() {
        assert_eq!(visible("a\u{1b}[2Jb\u{7f}"), "a␛[2Jb␡");
        assert_eq!(visible("pay\u{202e}txt.exe"), "pay<U+202E>txt.exe");
        assert_eq!(visible("one\ntwo\tthree\u{9b}"), "one two three<U+009B>");
        assert_eq!(visible("결제 — “ok”"), "결제 — “ok”");
    }

    #[test]
    fn a_pasted_note_becomes_one_line() {
        assert_eq!(one_line("  one\r\ntwo\n\nth\u{202e}ree\u{1b} "), "one two three");
    }

    #[test]
    fn lines_break_at_spaces_and_never_inside_korean_words() {
        assert_eq!(wrap("배포 자동화를 도입했나요", 10), ["배포", "자동화를", "도입했나요"]);
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("see https://example.org/long now", 10), ["see", "https://example.org/long", "now"]);
    }

    #[test]
    fn lists_hang_behind_their_mark() {
        assert_eq!(wrap_all("  - one two three four\nx", 15), "  - one two\n    three four\nx");
    }

    #[test]
    fn a_cut_line_says_that_it_is_cut() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("배포자동", 5), "배포…");
        assert_eq!(cut("abc", 3), "abc");
    }

    #[test]
    fn a_decomposed_syllable_is_as_wide_as_a_composed_one_and_is_never_cut() {
        const TEAM: &str = "\u{1100}\u{1167}\u{11af}\u{110c}\u{1166}\u{1110}\u{1175}\u{11b7}";
        assert_eq!([columns(TEAM), columns("결제팀")], [6, 6]);
        assert_eq!(cut(TEAM, 5), "\u{1100}\u{1167}\u{11af}\u{110c}\u{1166}…");
        assert_eq!(cut(TEAM, 4), "\u{1100}\u{1167}\u{11af}…");
        assert_eq!(cut(TEAM, 6), TEAM);
        assert_eq!(wrap(&format!("{TEAM} {TEAM}"), 10), [TEAM, TEAM]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word_and_keeps_the_width(text in "[a-z가-힣 ]{0,60}", width in 10usize..40) {
            let lines = wrap(&text, width);
            let words: Vec<&str> = text.split_whitespace().collect();
            let kept: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            prop_assert_eq!(kept, words);
            for line in &lines {
                prop_assert!(columns(line) <= width || !line.contains(' '));
            }
        }
    }
}
