//! Tables as spreadsheets and programs write them: one strict reader, which gives every cell its place, and one writer,
//! which disarms formulas.

use crate::error::{Finding, Message};
use crate::json::without_mark;

/// Written before every table: by it spreadsheets know the encoding.
pub const MARK: &str = "\u{feff}";

/// A byte-order mark that was read in another encoding and written again.
const MARK_TWICE: &str = "\u{ef}\u{bb}\u{bf}";

/// The heading is looked for in so many rows.
const TITLE_ROWS: usize = 100;

/// What cells may be separated by.
pub const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// One cell: its text without quotation marks, and how many bytes of the table are before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub at: usize,
}

/// A table with its heading. Every row has at least as many cells as the heading: missing ones at its end are empty,
/// since spreadsheets leave them out.
#[derive(Clone, Debug)]
pub struct Table {
    /// The text that places count in: with LF at the end of lines.
    pub text: String,
    /// What separates its cells.
    pub separator: char,
    /// The heading; empty if the text is.
    pub header: Vec<Cell>,
    /// The rows behind the heading that are not blank.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Reads a table: cells separated by commas, semicolons, tabs or upright lines, lines ended by LF, CRLF or CR,
    /// quotation marks doubled inside quoted cells (RFC 4180). The heading is the first row for which `is_header` holds
    /// with any separator (a title may be above it); if there is none, the first row is taken for it and rows stay as
    /// long as they are. A line `sep=;` before it names the separator; `="x"` is read as `x`.
    ///
    /// # Errors
    /// A quotation mark that is not closed, text behind a closing one, and a cell for which the heading has no column.
    pub fn parse(text: &str, is_header: impl Fn(&[Cell]) -> bool) -> Result<Self, Finding> {
        let text = without_mark(text);
        let text = text.strip_prefix(MARK_TWICE).unwrap_or(text);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let named = named_separator(&text);
        let usual = named.unwrap_or_else(|| separator(&text));
        let others = SEPARATORS.into_iter().filter(|other| named.is_none() && *other != usual);
        let found = std::iter::once(usual).chain(others).find_map(|separator| {
            let rows = rows(&text, separator).ok()?;
            let mut first = rows.iter().take(TITLE_ROWS);
            // A table of one column is one with any separator.
            let is_heading = |row: &Vec<Cell>| is_header(row) && (separator == usual || row.len() > 1);
            let heading = first.position(is_heading)?;
            Some((separator, rows, heading))
        });
        let Some((separator, mut rows, heading)) = found else {
            let mut rows = rows(&text, usual)?;
            let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
            return Ok(Self { text, separator: usual, header, rows });
        };
        let mut rows = rows.drain(heading..);
        let mut header = rows.next().unwrap_or_default();
        while header.last().is_some_and(|cell| cell.text.trim().is_empty()) {
            header.pop();
        }
        let rows = rows.map(|row| fitted(row, header.len(), &text)).collect::<Result<_, _>>()?;
        Ok(Self { text, separator, header, rows })
    }

    /// The column of a name, which is compared without case; of two columns with one name the first.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text.trim().to_lowercase() == name)
    }
}

/// Whether a row holds all of these names, compared without case.
pub fn names(row: &[Cell], names: &[&str]) -> bool {
    names.iter().all(|name| row.iter().any(|cell| cell.text.trim().eq_ignore_ascii_case(name)))
}

/// The row with as many cells as the heading, if nothing is in those beyond.
fn fitted(mut row: Vec<Cell>, columns: usize, text: &str) -> Result<Vec<Cell>, Finding> {
    if let Some(surplus) = row.iter().skip(columns).find(|cell| !cell.text.trim().is_empty()) {
        let message = Message::new("csv.surplus").with("cells", row.len()).with("columns", columns);
        return Err(Finding::error(message).behind(text, surplus.at));
    }
    row.truncate(columns);
    let at = row.last().map_or(0, |cell| cell.at);
    row.resize(columns, Cell { text: String::new(), at });
    Ok(row)
}

/// The separator that a line `sep=;` at the beginning names.
fn named_separator(text: &str) -> Option<char> {
    let named = text.lines().next()?.trim_matches('"').strip_prefix("sep=")?;
    named.trim_matches('"').chars().next()
}

/// All rows that are not blank.
fn rows(text: &str, separator: char) -> Result<Vec<Vec<Cell>>, Finding> {
    let mut reader = Reader { text, separator, at: 0 };
    if named_separator(text).is_some() {
        while reader.next().is_some_and(|character| character != '\n') {}
    }
    let mut rows = Vec::new();
    while !reader.rest().is_empty() {
        let row = reader.row()?;
        if row.iter().any(|cell| !cell.text.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The separator: of the three usual ones the one that the first line with any of them has most of, outside of quotes.
fn separator(text: &str) -> char {
    let mut is_quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for character in text.chars() {
        is_quoted ^= character == '"';
        if character == '\n' && !is_quoted && counts.iter().any(|(_, count)| *count > 0) {
            break;
        }
        for (separator, count) in &mut counts {
            *count += usize::from(character == *separator && !is_quoted);
        }
    }
    // Of equal counts the first of the three wins.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| separator)
}

struct Reader<'t> {
    text: &'t str,
    separator: char,
    /// How many bytes were read.
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn row(&mut self) -> Result<Vec<Cell>, Finding> {
        let mut row = Vec::new();
        loop {
            let at = self.at;
            let text = if self.rest().starts_with('"') { self.quoted()? } else { self.bare() };
            row.push(Cell { text: unwrapped(text), at });
            if self.next() != Some(self.separator) {
                return Ok(row);
            }
        }
    }

    fn bare(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find([self.separator, '\n']).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn quoted(&mut self) -> Result<String, Finding> {
        let (whole, opened) = (self.text, self.at);
        let error = |at, id| Finding::error(Message::new(id)).behind(whole, at);
        let mut text = String::new();
        self.next();
        loop {
            match self.next() {
                Some('"') if self.rest().starts_with('"') => text.extend(self.next()),
                Some('"') => break,
                Some(character) => text.push(character),
                None => return Err(error(opened, "csv.quote-open")),
            }
        }
        let is_whole = self.rest().is_empty() || self.rest().starts_with([self.separator, '\n']);
        if is_whole { Ok(text) } else { Err(error(self.at, "csv.quote-after")) }
    }
}

/// The text in `="text"`, by which programs keep spreadsheets from changing numbers.
fn unwrapped(text: String) -> String {
    match text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text,
    }
}

/// Adds a row; it ends with CR and LF, as RFC 4180 has it.
pub fn push_row<T: AsRef<str>>(text: &mut String, cells: &[T]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&guarded(cell.as_ref()))).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell as it is written: in quotation marks if it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What a formula begins with, also as full-width signs.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Behind these a spreadsheet may begin another cell, whatever the table is separated by.
const BEGINS_CELL: [char; 4] = [';', '\t', '\n', '\r'];

/// A cell that no spreadsheet takes for a formula: an apostrophe before each part that could be one.
fn guarded(cell: &str) -> String {
    let is_number = |text: &str| text.trim_end_matches(BEGINS_CELL).trim().parse::<f64>().is_ok();
    // The first part may also be read as the beginning of the whole cell.
    let guard = |(index, part): (usize, &str)| {
        let is_harmless = is_number(if index == 0 { cell } else { part });
        if needs_guard(index, part) && !is_harmless { format!("'{part}") } else { part.to_owned() }
    };
    cell.split_inclusive(BEGINS_CELL).enumerate().map(guard).collect()
}

/// The cell as it was before it was guarded.
pub fn unguarded(cell: &str) -> String {
    let unguard = |(index, part): (usize, &str)| match part.strip_prefix('\'') {
        Some(rest) if needs_guard(index, rest) => rest.to_owned(),
        _ => part.to_owned(),
    };
    cell.split_inclusive(BEGINS_CELL).enumerate().map(unguard).collect()
}

/// Whether a part of a cell could be a formula, or the first one hides by white space what follows.
fn needs_guard(index: usize, part: &str) -> bool {
    let hides = index == 0 && part.trim_start_matches('\'').starts_with(['\t', '\n', '\r']);
    hides || is_formula(part)
}

fn is_formula(part: &str) -> bool {
    part.trim_start_matches(|character: char| character == '\'' || character.is_whitespace())
        .starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Place;

    fn table(text: &str) -> Table {
        Table::parse(text, |row| names(row, &["a", "b"])).unwrap()
    }

    fn texts(text: &str) -> Vec<Vec<String>> {
        let table = table(text);
        let rows = std::iter::once(table.header).chain(table.rows);
        rows.map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn quotes_line_ends_and_separators_of_other_countries() {
        assert_eq!(texts("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n"), [["a", "b"], ["x,1", "say \"hi\""]]);
        assert_eq!(texts("a;b\n1,5;\"two\nlines\"\r3;4"), [["a", "b"], ["1,5", "two\nlines"], ["3", "4"]]);
        assert_eq!(texts("a\tb\n,\t;"), [["a", "b"], [",", ";"]]);
        assert_eq!(texts("a,b\r1,2\r"), [["a", "b"], ["1", "2"]], "of an old Mac");
        assert_eq!(texts("\u{feff}a,b\n1,"), [["a", "b"], ["1", ""]]);
        assert_eq!(texts("ï»¿a,b\n1,2"), [["a", "b"], ["1", "2"]], "encoded twice");
        assert_eq!(texts(""), [Vec::<String>::new()]);
    }

    #[test]
    fn what_spreadsheets_put_around_a_table() {
        assert_eq!(texts("sep=;\na;b\n1;2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("DevOps survey Q4,,\n,,\na,b,\n1,2,\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("Answers\n\nA;B\n1;2\n"), [["A", "B"], ["1", "2"]]);
        assert_eq!(
            texts("Survey, team A\na;b\n1,5;2\n"),
            [["a", "b"], ["1,5", "2"]],
            "judged at the heading"
        );
        assert_eq!(texts("a|b\n1,5|2;3\n"), [["a", "b"], ["1,5", "2;3"]]);
        let titles = "title\n".repeat(99);
        assert_eq!(texts(&format!("{titles}a;b\n1;2\n")), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a,b\n1\n,\n2,3\n"), [["a", "b"], ["1", ""], ["2", "3"]], "short and blank rows");
        assert_eq!(texts("a,b\n=\"007\",\"=\"\"1\"\"\"\n"), [["a", "b"], ["007", "1"]]);
    }

    #[test]
    fn every_cell_keeps_its_place() {
        let table = table("a,b,c\r\n\"x\ny\",결,c\r\n");
        let place = |cell: &Cell| Place::START.behind(&table.text[..cell.at]);
        let places: Vec<_> =
            table.rows[0].iter().map(|cell| (place(cell).line, place(cell).column)).collect();
        assert_eq!(places, [(2, 1), (3, 4), (3, 6)]);
        assert_eq!(table.column("b"), Some(1));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let place = |text| {
            let finding = Table::parse(text, |_| true).unwrap_err();
            let place = finding.place.unwrap();
            (place.line, place.column, finding.message.id)
        };
        assert_eq!(place("a,b\n1,\"x\n"), (2, 3, "csv.quote-open"));
        assert_eq!(place("a,\"b\"c\n"), (1, 6, "csv.quote-after"));
        assert_eq!(place("a,b\n1,2,3\n"), (2, 5, "csv.surplus"));
    }

    #[test]
    fn the_separator_is_that_of_the_first_line_that_has_any_outside_of_quotes() {
        let all =
            |text: &str| Table::parse(text, |_| false).map(|table| [vec![table.header], table.rows].concat());
        for (text, expected) in [
            ("\"a,x,y\";b\n1;2", vec![vec!["a,x,y", "b"], vec!["1", "2"]]),
            ("a,b;c;d", vec![vec!["a,b", "c", "d"]]),
            ("a,b\n1;2;3;4", vec![vec!["a", "b"], vec!["1;2;3;4"]]),
            ("title\na;b\n1,2,3;4", vec![vec!["title"], vec!["a", "b"], vec!["1,2,3", "4"]]),
            ("sep=;\na,b,c;d", vec![vec!["a,b,c", "d"]]),
        ] {
            let rows = all(text).unwrap();
            let texts = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
            assert_eq!(rows.iter().map(texts).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn formulas_are_disarmed_wherever_a_cell_may_begin() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("=1+1", "'=1+1"),
            ("＝1+1", "'＝1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1.5", "-1.5"),
            ("-x", "'-x"),
            ("\t=1", "\"'\t'=1\""),
            ("\nx", "\"'\nx\""),
            ("\n'@1", "\"'\n''@1\""),
            ("x\n\ny", "\"x\n\ny\""),
            (" x", "\" x\""),
            ("x ", "\"x \""),
            (" =1", "' =1"),
            ("a;=1+1;b", "\"a;'=1+1;b\""),
            ("one\n+2\n", "\"one\n+2\n\""),
            ("one\n+two", "\"one\n'+two\""),
            ("3;-1.5", "\"3;-1.5\""),
            ("-3\nx", "\"'-3\nx\""),
        ] {
            let mut row = String::new();
            push_row(&mut row, &[text]);
            assert_eq!(row.strip_suffix("\r\n"), Some(expected), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_reads_the_same(cells in prop::collection::vec("[ -~\n\t가\"';=,+]{0,8}", 5)) {
            let mut text = String::from("a,b,c,d,e\n");
            push_row(&mut text, &cells);
            let table = table(&text);
            let back: Vec<String> = match table.rows.first() {
                Some(row) => row.iter().map(|cell| unguarded(&cell.text)).collect(),
                None => vec![String::new(); 5],
            };
            let is_blank = cells.iter().all(|cell| cell.trim().is_empty());
            prop_assert!(is_blank || back == cells, "{back:?}");
        }

        #[test]
        fn no_text_makes_it_panic(text in "[ab,;\t\"\n\r='가]{0,40}") {
            let _ = Table::parse(&text, |row| names(row, &["a"]));
        }
    }
}
