//! A place in a text, and what may stand there: the tokens of JSON as far as the quick reader takes them.

use std::ops::Range;

use crate::questionnaire::{Question, Unit};
use crate::team::{NOT_APPLICABLE, UNKNOWN};

/// A longer number may be read differently in its last binary digit.
const LONGEST_NUMBER: usize = 15;

/// So many bytes of a text are looked at together.
const STRIDE: usize = 8;

/// A place in a text.
pub(super) struct Scan<'a> {
    text: &'a str,
    pub(super) at: usize,
    /// Whether a line ended within the document.
    pub(super) is_laid_out: bool,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_laid_out: false }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over what is expected to stand here; gives whether it does. The length is known while compiling, so
    /// that this is one or two comparisons of whole words.
    #[inline]
    pub(super) fn passes<const LENGTH: usize>(&mut self, expected: &[u8; LENGTH]) -> bool {
        let stands = self.rest().first_chunk::<LENGTH>() == Some(expected);
        self.at += if stands { LENGTH } else { 0 };
        stands
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_more_space();
        }
    }

    fn skip_more_space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.peek() {
            self.is_laid_out |= byte == b'\n';
            self.at += 1;
        }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    /// Passes over the end of the line; nothing where something else stands before it, or lines ended earlier.
    pub(super) fn line_ends(&mut self) -> Option<()> {
        while let Some(b' ' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        let is_end = self.at == self.text.len() || self.passes(b"\n");
        (is_end && !self.is_laid_out).then_some(())
    }

    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        self.skip_space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Whether a comma follows, and not the end.
    #[inline]
    pub(super) fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.skip_space();
        let byte = self.peek()?;
        self.at += 1;
        if byte == b',' { Some(true) } else { (byte == end).then_some(false) }
    }

    /// Takes an opening bracket; also the closing one where nothing stands between them.
    pub(super) fn empty(&mut self, open: u8, close: u8) -> Option<bool> {
        self.expect(open)?;
        self.skip_space();
        let is_empty = self.peek()? == close;
        self.at += usize::from(is_empty);
        Some(is_empty)
    }

    pub(super) fn key(&mut self) -> Option<&'a str> {
        let key = self.plain()?;
        self.expect(b':')?;
        Some(key)
    }

    /// A text without escapes.
    pub(super) fn plain(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        let inside = self.inside(Escapes::Refused)?;
        Some(&self.text[inside])
    }

    /// Any text.
    pub(super) fn text(&mut self) -> Option<()> {
        self.expect(b'"')?;
        self.inside(Escapes::Taken).map(drop)
    }

    /// Passes over a text up to and with its closing mark.
    fn inside(&mut self, escapes: Escapes) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        loop {
            self.at += plain_run(bytes.get(self.at..)?)? + 1;
            match bytes[self.at - 1] {
                b'"' => return Some(start..self.at - 1),
                b'\\' if escapes == Escapes::Taken => self.escape()?,
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let letter = self.peek()?;
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4)?;
                let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?;
                self.at += 4;
                char::from_u32(code).map(drop)
            }
            _ => None,
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self) -> Option<()> {
        if self.empty(b'[', b']')? {
            return Some(());
        }
        loop {
            self.text()?;
            if !self.goes_on(b']')? {
                return Some(());
            }
        }
    }

    pub(super) fn boolean(&mut self) -> Option<bool> {
        self.skip_space();
        if self.passes(b"true") {
            return Some(true);
        }
        self.passes(b"false").then_some(false)
    }

    /// A level of one digit that is not above the top, or one of the two words.
    #[inline]
    pub(super) fn choice(&mut self, top: u8) -> Option<u8> {
        self.skip_space();
        let byte = self.peek()?;
        if byte == b'"' {
            return if self.passes(b"\"unknown\"") {
                Some(UNKNOWN)
            } else {
                self.passes(b"\"not-applicable\"").then_some(NOT_APPLICABLE)
            };
        }
        let level = byte.wrapping_sub(b'0');
        self.at += 1;
        let ends = matches!(self.peek()?, b'}' | b',' | b' ' | b'\t' | b'\n' | b'\r');
        (level <= top.min(9) && ends).then_some(level)
    }

    /// A value in plain digits that fits the level.
    pub(super) fn value(&mut self, question: &Question, choice: u8) -> Option<()> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.'))?;
        let digits = self.text.get(self.at..self.at + length)?;
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_plain = !whole.is_empty()
            && (whole == "0" || !whole.starts_with('0'))
            && !part.is_empty()
            && !part.contains('.')
            && length <= LONGEST_NUMBER
            && matches!(rest[length], b'}' | b',' | b' ' | b'\t' | b'\n' | b'\r');
        let value: f64 = digits.parse().ok().filter(|_| is_plain)?;
        self.at += length;
        let scale = question.value.as_ref()?;
        let in_range = scale.unit != Unit::Share || value <= 1.0;
        let fits = choice > question.top() || scale.level(value) == choice;
        (in_range && fits).then_some(())
    }
}

/// Whether escapes may stand in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Taken,
    Refused,
}

/// Whether a byte ends a run of plain text: quotation mark, backslash and control characters.
const fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

/// How many plain bytes stand before the first other one; nothing where there is no other one.
fn plain_run(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<STRIDE>) {
        let marks = specials(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += STRIDE;
    }
    Some(at + bytes.get(at..)?.iter().position(|byte| is_special(*byte))?)
}

/// The highest bit of the first special byte of a word, of which the lowest byte comes first; perhaps more behind it. No
/// byte is looked at alone: what the subtraction borrows goes into the bytes behind a special one only.
const fn specials(word: u64) -> u64 {
    const EACH: u64 = u64::MAX / 0xff;
    const fn below(bytes: u64, bound: u8) -> u64 {
        bytes.wrapping_sub(EACH * bound as u64) & !bytes
    }
    let quotation_mark = below(word ^ (EACH * b'"' as u64), 1);
    let backslash = below(word ^ (EACH * b'\\' as u64), 1);
    (quotation_mark | backslash | below(word, b' ')) & (EACH << 7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_run_of_plain_text_ends_before_the_first_special_byte(
            bytes in prop::collection::vec(prop_oneof![8 => any::<u8>(), 24 => b' '..=0xff, 1 => Just(b'"'), 1 => Just(b'\\')], 0..70),
        ) {
            prop_assert_eq!(plain_run(&bytes), bytes.iter().position(|byte| is_special(*byte)));
        }
    }

    #[test]
    fn every_byte_is_told_apart_wherever_it_stands() {
        for (byte, position) in
            (0..=u8::MAX).flat_map(|byte| (0..STRIDE).map(move |position| (byte, position)))
        {
            let mut stride = [b'!'; STRIDE];
            stride[position] = byte;
            let expected = is_special(byte).then_some(position);
            assert_eq!(plain_run(&stride), expected, "{byte} at {position}");
        }
    }
}
