//! Laying out text in columns: wrapped lines, lists, bars and tables, right also for double-width scripts.

use crate::language::Words;
use crate::text::{self, columns, cut, visible, wrap};

/// The widest that running text is set; longer lines are hard to read.
const WIDEST: usize = 100;

/// Lines that grow from top to bottom.
pub struct Lines<'a> {
    /// The words that headings and sentences are looked up in.
    pub words: &'a Words,
    width: usize,
    set: Vec<String>,
}

impl<'a> Lines<'a> {
    /// No lines yet, for a terminal of this width in columns.
    pub fn new(words: &'a Words, width: usize) -> Self {
        Self { words, width: width.clamp(30, WIDEST), set: Vec::new() }
    }

    /// The width that lines are set to, in columns.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// A paragraph. Control characters in it are made visible.
    pub fn plain(&mut self, text: &str) {
        self.set.extend(wrap(&visible(text), self.width));
    }

    /// A paragraph behind spaces.
    pub fn indented(&mut self, text: &str) {
        self.hanging("  ", "  ", text);
    }

    /// An item of a list.
    pub fn item(&mut self, text: &str) {
        self.hanging("  - ", "    ", text);
    }

    /// A paragraph with something in front of its first line and of all others.
    pub fn hanging(&mut self, first: &str, others: &str, text: &str) {
        let width = self.width.max(columns(others) + 10);
        let lines = text::hanging(&visible(text), width, first, others);
        self.set.extend(lines.into_iter().map(|line| line.trim_end().to_owned()));
    }

    /// A line that is printed as it is: bars and tables, which are laid out already.
    pub fn raw(&mut self, line: &str) {
        self.set.push(line.trim_end().to_owned());
    }

    /// A table, its head first.
    pub fn table(&mut self, kinds: &[Column], rows: &[Vec<String>]) {
        for line in table(kinds, rows, self.width) {
            self.raw(&line);
        }
    }

    /// A sentence of the program.
    pub fn say(&mut self, id: &str) {
        self.plain(&self.words.say(id));
    }

    /// A sentence of the program with values.
    pub fn fill(&mut self, id: &str, values: &[(&str, impl std::fmt::Display)]) {
        self.plain(&self.words.fill(id, values));
    }

    /// An empty line, unless there is one already.
    pub fn gap(&mut self) {
        if self.set.last().is_some_and(|line| !line.is_empty()) {
            self.set.push(String::new());
        }
    }

    /// A heading behind an empty line, underlined so that it is one without colour too.
    pub fn heading(&mut self, id: &str) {
        self.title(&self.words.say(id));
    }

    /// A heading that is a text of its own.
    pub fn title(&mut self, text: &str) {
        self.gap();
        let lines = wrap(&visible(text), self.width);
        let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0).min(self.width);
        self.set.extend(lines);
        self.set.push("─".repeat(widest));
    }

    /// All lines as one text with a newline at the end.
    pub fn finish(self) -> String {
        self.set.join("\n") + "\n"
    }
}

/// A bar of this many cells for a score of 0..1; empty cells show where the scale ends.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bar has few cells")]
pub fn bar(score: f64, cells: usize) -> String {
    let full = (score.clamp(0.0, 1.0) * cells as f64).round() as usize;
    "█".repeat(full) + &"·".repeat(cells - full.min(cells))
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Words: from the left; the first such column gives way where the table is too wide.
    Words,
    /// Words that are never cut, such as dates.
    Fixed,
    /// Numbers: to the right.
    Number,
}

/// The least columns that words keep in a table.
const LEAST_WORDS: usize = 6;

/// The rows of a table that is too wide for the terminal, one below the other: the first cell, and under it the others
/// behind the words of the head.
fn stacked(rows: &[Vec<String>], width: usize) -> Vec<String> {
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let mut lines = Vec::new();
    for row in rows {
        lines.extend(row.first().map(|first| cut(first, width)));
        let cells = head.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
        let told: Vec<String> = cells.map(|(head, cell)| format!("{head} {cell}")).collect();
        lines.extend(wrap(&told.join(", "), width.saturating_sub(2)).iter().map(|line| format!("  {line}")));
    }
    lines
}

/// A table of rows, the first being its head, in lines of at most `width` columns.
pub fn table(kinds: &[Column], rows: &[Vec<String>], width: usize) -> Vec<String> {
    const GAP: usize = 2;
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect()).collect();
    let mut widths: Vec<usize> = (0..kinds.len())
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or(0)
        })
        .collect();
    let whole = widths.iter().sum::<usize>() + GAP * kinds.len().saturating_sub(1);
    if let Some(first) = kinds.iter().position(|kind| *kind == Column::Words) {
        let least = widths[first].min(LEAST_WORDS);
        widths[first] = widths[first].saturating_sub(whole.saturating_sub(width)).max(least);
    }
    if widths.iter().sum::<usize>() + GAP * kinds.len().saturating_sub(1) > width {
        return stacked(&rows, width);
    }
    let set = |row: &Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .zip(kinds)
            .map(|((cell, width), kind)| {
                let cell = cut(cell, *width);
                let space = " ".repeat(width.saturating_sub(columns(&cell)));
                if *kind == Column::Number { space + &cell } else { cell + &space }
            })
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_also_with_korean_words() {
        let rows =
            [["지표", "값"], ["배포 빈도", "3"], ["flow", "12"]].map(|row| row.map(str::to_owned).to_vec());
        let lines = table(&[Column::Words, Column::Number], &rows, 40);
        assert_eq!(lines, ["지표       값", "배포 빈도   3", "flow       12"]);
    }

    #[test]
    fn a_table_that_is_too_wide_cuts_its_words() {
        let rows = [["a very long name of something", "1"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&[Column::Words, Column::Number], &rows, 12), ["a very l…  1"]);
    }

    #[test]
    fn a_table_that_does_not_fit_stands_row_below_row() {
        let rows = [["기업", "연도", "공통"], ["아마존", "2006~2021년", "19"], ["엣시", "2009", ""]]
            .map(|row| row.map(str::to_owned).to_vec());
        let lines = table(&[Column::Words, Column::Words, Column::Number], &rows, 20);
        assert_eq!(lines, ["아마존", "  연도 2006~2021년,", "  공통 19", "엣시", "  연도 2009"]);
    }

    #[test]
    fn a_bar_shows_where_the_scale_ends() {
        assert_eq!([bar(0.0, 4), bar(0.5, 4), bar(1.0, 4)], ["····", "██··", "████"]);
    }
}
