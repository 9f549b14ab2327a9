//! Sets a document as text for a terminal or a chat: wrapped lines, lists and tables, right also for double-width
//! scripts.

use crate::render::document::{Block, Column, Document, Item, Line, Span, Table};
use crate::text::{columns, cut, visible, wrap};

/// The widest that running text is set; longer lines are hard to read.
const WIDEST: usize = 100;
/// The narrowest.
const NARROWEST: usize = 30;
/// The fewest columns that words keep in a table.
const LEAST_WORDS: usize = 6;
/// The columns between two columns of a table.
const GAP: usize = 2;

/// How parts of a line look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// All the same, for files.
    Plain,
    /// Bold and dim by escape sequences, which are taken out where the output has no colour.
    Terminal,
}

/// A document in lines of at most `width` columns.
pub fn set(document: &Document, width: usize, style: Style) -> String {
    let mut lines = Lines { width: width.clamp(NARROWEST, WIDEST), style, set: Vec::new() };
    lines.line("", "", &Line::strong(document.title.clone()));
    lines.blocks(&document.blocks);
    if !document.signature.is_empty() {
        lines.gap();
        lines.line("", "", &Line::dim(document.signature.clone()));
    }
    lines.set.join("\n") + "\n"
}

struct Lines {
    width: usize,
    style: Style,
    set: Vec<String>,
}

impl Lines {
    fn blocks(&mut self, blocks: &[Block]) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let is_list_of_text = matches!((before, block), (Some(Block::Paragraph(_)), Block::Items(_)));
            let follows_heading = matches!(before, Some(Block::Heading(_)));
            if !is_list_of_text && !follows_heading {
                self.gap();
            }
            self.block(block);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(line) => self.line("", "", line),
            Block::Lines(lines) => lines.iter().for_each(|line| self.line("", "  ", line)),
            Block::Items(items) => self.items(items, 2),
            Block::Numbered(items) => {
                for (number, item) in items.iter().enumerate() {
                    if number > 0 && !item.below.is_empty() {
                        self.gap();
                    }
                    self.line(&format!("{}. ", number + 1), "   ", &item.line);
                    self.items(&item.below, 3);
                }
            }
            Block::Table(table) => self.set.extend(self::table(table, self.width)),
            Block::More(title, blocks) => {
                self.heading(title);
                let mut inner = Self { width: self.width, style: self.style, set: Vec::new() };
                inner.blocks(blocks);
                self.set.extend(inner.set);
            }
        }
    }

    fn items(&mut self, items: &[Item], indent: usize) {
        let space = " ".repeat(indent);
        for item in items {
            self.line(&format!("{space}- "), &format!("{space}  "), &item.line);
            self.items(&item.below, indent + 2);
        }
    }

    /// A heading, underlined so that it is one without colour too.
    fn heading(&mut self, text: &str) {
        let lines = wrap(&visible(text), self.width);
        let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0).min(self.width);
        for line in lines {
            self.set.push(marked(&line, Look::Strong, self.style));
        }
        self.set.push(marked(&"─".repeat(widest), Look::Dim, self.style));
    }

    /// A line with something in front of its first row and of all others.
    fn line(&mut self, first: &str, others: &str, line: &Line) {
        let width = self.width.saturating_sub(columns(others)).max(10);
        for (number, row) in rows(line, width).into_iter().enumerate() {
            let lead = if number == 0 { first } else { others };
            let told: String = row.iter().map(|(text, look)| marked(text, *look, self.style)).collect();
            self.set.push(format!("{lead}{told}").trim_end().to_owned());
        }
    }

    /// An empty line, unless there is one already.
    fn gap(&mut self) {
        if self.set.last().is_some_and(|line| !line.is_empty()) {
            self.set.push(String::new());
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Plain,
    Strong,
    Dim,
}

fn marked(text: &str, look: Look, style: Style) -> String {
    match (style, look) {
        (Style::Plain, _) | (_, Look::Plain) => text.to_owned(),
        (Style::Terminal, Look::Strong) => format!("\u{1b}[1m{text}\u{1b}[0m"),
        (Style::Terminal, Look::Dim) => format!("\u{1b}[2m{text}\u{1b}[0m"),
    }
}

/// A stretch of text with one look.
type Piece = (String, Look);

/// A line broken at spaces into rows of at most `width` columns, never inside a word.
fn rows(line: &Line, width: usize) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    for word in words(line) {
        let wide: usize = word.iter().map(|(text, _)| columns(text)).sum();
        let Some(row) = rows.last_mut() else { break };
        if row.is_empty() {
            used = wide;
            row.extend(word);
        } else if used + 1 + wide <= width {
            used += 1 + wide;
            push_space(row, word.first().map_or(Look::Plain, |(_, look)| *look));
            for piece in word {
                push_piece(row, piece);
            }
        } else {
            used = wide;
            rows.push(word);
        }
    }
    rows
}

/// A space takes the look of both sides where they are the same.
fn push_space(row: &mut Vec<Piece>, next: Look) {
    let look = row.last().map_or(Look::Plain, |(_, look)| *look);
    push_piece(row, (" ".to_owned(), if look == next { look } else { Look::Plain }));
}

fn push_piece(row: &mut Vec<Piece>, (text, look): Piece) {
    match row.last_mut().filter(|last| last.1 == look) {
        Some(last) => last.0.push_str(&text),
        None => row.push((text, look)),
    }
}

/// The words of a line; a word may have several looks.
fn words(line: &Line) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = Vec::new();
    let mut is_open = false;
    for (text, look) in line.0.iter().map(look_of) {
        for (number, part) in text.split(char::is_whitespace).enumerate() {
            is_open &= number == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| is_open) {
                Some(word) => push_piece(word, (part.to_owned(), look)),
                None => words.push(vec![(part.to_owned(), look)]),
            }
            is_open = true;
        }
    }
    words
}

fn look_of(span: &Span) -> Piece {
    match span {
        Span::Plain(text) => (visible(text), Look::Plain),
        Span::Strong(text) => (visible(text), Look::Strong),
        Span::Dim(text) => (visible(text), Look::Dim),
        Span::Link(text, address) => (visible(&format!("{text} {address}")), Look::Dim),
    }
}

/// A table in lines of at most `width` columns.
fn table(table: &Table, width: usize) -> Vec<String> {
    let Table { kinds, rows } = table;
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect()).collect();
    let widest = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..kinds.len()).map(widest).collect();
    let gaps = GAP * kinds.len().saturating_sub(1);
    // Words give way, the widest first.
    loop {
        let whole = widths.iter().sum::<usize>() + gaps;
        let excess = whole.saturating_sub(width);
        let words = kinds
            .iter()
            .zip(&mut widths)
            .filter(|(kind, width)| **kind == Column::Words && **width > LEAST_WORDS);
        let Some((_, most)) = words.max_by_key(|(_, width)| **width).filter(|_| excess > 0) else { break };
        *most = most.saturating_sub(excess.div_ceil(2)).max(LEAST_WORDS);
    }
    if widths.iter().sum::<usize>() + gaps > width {
        return stacked(&rows, width);
    }
    let set = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).zip(kinds).map(|((cell, width), kind)| {
            let cell = cut(cell, *width);
            let space = " ".repeat(width.saturating_sub(columns(&cell)));
            if *kind == Column::Number { space + &cell } else { cell + &space }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(set).collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(cells: &[&[&str]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    fn lines(kinds: &[Column], cells: &[&[&str]], width: usize) -> Vec<String> {
        table(&Table { kinds: kinds.to_vec(), rows: rows_of(cells) }, width)
    }

    #[test]
    fn columns_line_up_also_with_korean_words() {
        let cells: &[&[&str]] = &[&["지표", "값"], &["배포 빈도", "3"], &["flow", "12"]];
        let set = lines(&[Column::Words, Column::Number], cells, 40);
        assert_eq!(set, ["지표       값", "배포 빈도   3", "flow       12"]);
    }

    #[test]
    fn a_table_that_is_too_wide_cuts_its_words() {
        let set = lines(&[Column::Words, Column::Number], &[&["a very long name of something", "1"]], 12);
        assert_eq!(set, ["a very l…  1"]);
    }

    #[test]
    fn a_table_that_does_not_fit_stands_row_below_row() {
        let cells: &[&[&str]] =
            &[&["기업", "연도", "공통"], &["아마존", "2006~2021년", "19"], &["엣시", "2009", ""]];
        let set = lines(&[Column::Fixed, Column::Fixed, Column::Number], cells, 20);
        assert_eq!(set, ["아마존", "  연도 2006~2021년,", "  공통 19", "엣시", "  연도 2009"]);
    }

    #[test]
    fn a_word_may_have_two_looks_and_no_line_is_too_long() {
        let line =
            Line::strong("Did it work?").then(" Not quite").and(Span::Dim(". Or so it seems".to_owned()));
        let document =
            Document { title: "T".into(), blocks: vec![Block::Paragraph(line)], signature: String::new() };
        let styled = set(&document, 30, Style::Terminal);
        assert_eq!(
            styled,
            "\u{1b}[1mT\u{1b}[0m\n\n\u{1b}[1mDid it work?\u{1b}[0m Not quite\u{1b}[2m. Or so\u{1b}[0m\n\u{1b}[2mit seems\u{1b}[0m\n"
        );
        assert_eq!(set(&document, 30, Style::Plain), "T\n\nDid it work? Not quite. Or so\nit seems\n");
    }

    #[test]
    fn lists_hang_and_numbers_count() {
        let item = Item::new("one two three four five six seven", vec![Item::from("below")]);
        let document = Document {
            title: "T".into(),
            blocks: vec![Block::Heading("H".into()), Block::Numbered(vec![item, Item::from("next")])],
            signature: "end".into(),
        };
        let expected = "T\n\nH\n─\n1. one two three four five six\n   seven\n   - below\n2. next\n\nend\n";
        assert_eq!(set(&document, 30, Style::Plain), expected);
    }
}
