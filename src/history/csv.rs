//! CSV as spreadsheets and programs write it, read strictly: every cell keeps its place, and a quotation mark that is
//! never closed is an error instead of one cell that holds the rest of the file.

use crate::error::{Finding, Message, Place};
use crate::json::without_mark;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it, without its quotation marks.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// The rows of a CSV text: cells parted by commas, semicolons or tabs (what the head has most of), lines ended by LF
/// or CRLF, quotation marks doubled inside quoted cells (RFC 4180). Empty lines are left out, a byte-order mark too.
///
/// # Errors
/// A quotation mark that is not closed, and text behind one that is.
pub fn parse(text: &str) -> Result<Vec<Vec<Cell>>, Finding> {
    let text = without_mark(text);
    let mut reader = Reader {
        rest: text.chars().peekable(),
        text,
        separator: separator(text),
        place: Place { line: 1, column: 1 },
    };
    let mut rows = Vec::new();
    while reader.rest.peek().is_some() {
        let row = reader.row()?;
        if row.len() > 1 || row.iter().any(|cell| !cell.text.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// What parts the cells: of the three usual characters the one that the first line has most of, outside of quotes.
fn separator(text: &str) -> char {
    let line = text.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for character in line.chars() {
        is_quoted ^= character == '"';
        for (separator, count) in &mut counts {
            *count += usize::from(character == *separator && !is_quoted);
        }
    }
    // Of equal counts the first of the three counts.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| separator)
}

struct Reader<'t> {
    text: &'t str,
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
    place: Place,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.next()?;
        if character == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(character)
    }

    fn row(&mut self) -> Result<Vec<Cell>, Finding> {
        let mut row = Vec::new();
        loop {
            row.push(self.cell()?);
            match self.next() {
                Some(character) if character == self.separator => {}
                _ => return Ok(row),
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, Finding> {
        let place = self.place;
        if self.rest.peek() == Some(&'"') {
            return self.quoted(place);
        }
        let mut text = String::new();
        while let Some(character) = self.rest.peek().copied() {
            if character == self.separator || self.is_line_end() {
                break;
            }
            text.push(character);
            self.next();
        }
        self.skip_return();
        Ok(Cell { text, place })
    }

    fn quoted(&mut self, place: Place) -> Result<Cell, Finding> {
        let mut text = String::new();
        self.next();
        loop {
            match self.next() {
                Some('"') if self.rest.peek() == Some(&'"') => {
                    self.next();
                    text.push('"');
                }
                Some('"') => break,
                Some(character) => text.push(character),
                None => return Err(self.error(place, Message::new("records.quote"))),
            }
        }
        let is_end = self.rest.peek().is_none_or(|next| *next == self.separator) || self.is_line_end();
        if !is_end {
            return Err(self.error(self.place, Message::new("records.behind-quote")));
        }
        self.skip_return();
        Ok(Cell { text, place })
    }

    fn is_line_end(&self) -> bool {
        let mut ahead = self.rest.clone();
        match ahead.next() {
            Some('\n') => true,
            Some('\r') => matches!(ahead.next(), Some('\n') | None),
            _ => false,
        }
    }

    fn skip_return(&mut self) {
        if self.rest.peek() == Some(&'\r') && self.is_line_end() {
            self.next();
        }
    }

    fn error(&self, place: Place, message: Message) -> Finding {
        Finding::error(message).at(self.text, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = parse(text).unwrap();
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_are_parted_as_the_head_says() {
        assert_eq!(texts("a,b\n1,2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("\u{feff}a;b\r\n\"1,5\";2\r\n\r\n"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(texts("a\tb\n1\t"), [["a", "b"], ["1", ""]]);
        assert_eq!(
            texts("a,b\n\"say \"\"hi\"\"\",\"two\nlines\""),
            [["a", "b"], ["say \"hi\"", "two\nlines"]]
        );
        assert_eq!(texts(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn every_cell_keeps_its_place() {
        let rows = parse("a,b\n\"x\ny\",결,c\n").unwrap();
        let places: Vec<(usize, usize)> =
            rows[1].iter().map(|cell| (cell.place.line, cell.place.column)).collect();
        assert_eq!(places, [(2, 1), (3, 4), (3, 6)]);
    }

    #[test]
    fn broken_quotes_are_told_where_they_begin() {
        for (text, code, line, column) in
            [("a,b\n1,\"open\n2,3", "records.quote", 2, 3), ("a\n\"x\"y\n", "records.behind-quote", 2, 4)]
        {
            let finding = parse(text).unwrap_err();
            let place = finding.place.unwrap();
            assert_eq!((finding.message.id, place.line, place.column), (code, line, column));
        }
    }

    #[test]
    fn a_huge_cell_is_one_cell() {
        let huge = "x".repeat(2_000_000);
        assert_eq!(texts(&format!("a\n\"{huge}\"\n"))[1][0].len(), huge.len());
    }
}
