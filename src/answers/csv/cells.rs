//! Rows and cells of a text with separated values (RFC 4180), each cell with its place.

use crate::error::{Message, Place};

/// One cell and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

/// A cell as it is written: in quotes where it needs them.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula.
pub(super) fn guarded(cell: &str) -> String {
    if cell.trim_start_matches('\'').starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before it was [`guarded`].
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => cell,
    }
}

/// The rows of a text. The separator is the one that stands most often in the first line: comma, semicolon or tab,
/// as spreadsheets of different countries write it.
pub(super) fn rows(text: &str) -> Result<Vec<Vec<Cell>>, (Place, Message)> {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &char| first.matches(*separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    Scanner { characters: text.chars().peekable(), separator, place: Place { line: 1, column: 1 } }.rows()
}

struct Scanner<'t> {
    characters: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
    place: Place,
}

impl Scanner<'_> {
    fn rows(mut self) -> Result<Vec<Vec<Cell>>, (Place, Message)> {
        let mut rows = Vec::new();
        while self.characters.peek().is_some() {
            let mut row = vec![self.cell()?];
            while self.characters.next_if_eq(&self.separator).is_some() {
                self.place.column += 1;
                row.push(self.cell()?);
            }
            self.line_end();
            rows.push(row);
        }
        Ok(rows)
    }

    fn line_end(&mut self) {
        let carriage = self.characters.next_if_eq(&'\r').is_some();
        if self.characters.next_if_eq(&'\n').is_some() || carriage {
            self.place = Place { line: self.place.line + 1, column: 1 };
        }
    }

    fn cell(&mut self) -> Result<Cell, (Place, Message)> {
        let place = self.place;
        let quoted = self.characters.peek() == Some(&'"');
        let text = if quoted { self.quoted(place)? } else { self.bare() };
        Ok(Cell { text, place })
    }

    fn bare(&mut self) -> String {
        let mut text = String::new();
        let separator = self.separator;
        while let Some(next) =
            self.characters.next_if(|next| *next != separator && !matches!(next, '\n' | '\r'))
        {
            self.place.column += 1;
            text.push(next);
        }
        text
    }

    fn quoted(&mut self, opened: Place) -> Result<String, (Place, Message)> {
        let mut text = String::new();
        self.step();
        loop {
            match self.step() {
                Some('"') if self.characters.peek() == Some(&'"') => text.extend(self.step()),
                Some('"') => break,
                Some(character) => text.push(character),
                None => return Err((opened, Message::new("csv.quote-open"))),
            }
        }
        match self.characters.peek() {
            None | Some('\n' | '\r') => Ok(text),
            Some(next) if *next == self.separator => Ok(text),
            Some(_) => Err((self.place, Message::new("csv.quote-after"))),
        }
    }

    fn step(&mut self) -> Option<char> {
        let next = self.characters.next()?;
        if next == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        rows(text).unwrap().into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn quotes_line_ends_and_separators_of_other_countries() {
        assert_eq!(texts("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n"), [["a", "b"], ["x,1", "say \"hi\""]]);
        assert_eq!(texts("a;b\n1,5;\"two\nlines\"\r3;4"), [["a", "b"], ["1,5", "two\nlines"], ["3", "4"]]);
        assert_eq!(texts("a\tb\n,\t;"), [["a", "b"], [",", ";"]]);
        assert_eq!(texts("a,\n"), [["a", ""]]);
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let place = |text| rows(text).map_err(|(place, message)| (place.line, place.column, message.id));
        assert_eq!(place("a,b\n1,\"x\n"), Err((2, 3, "csv.quote-open")));
        assert_eq!(place("a,\"b\"c\n"), Err((1, 6, "csv.quote-after")));
    }

    proptest! {
        #[test]
        fn what_was_written_reads_the_same(cells in prop::collection::vec("[ -~\n가\"';=,]{0,8}", 1..5)) {
            let line: Vec<String> = cells.iter().map(|cell| quoted(&guarded(cell))).collect();
            let text = format!("a,b,c,d,e\n{}\n", line.join(","));
            let read = rows(&text).unwrap();
            let back: Vec<&str> = read[1].iter().map(|cell| unguarded(&cell.text)).collect();
            prop_assert_eq!(back, cells);
        }
    }
}
