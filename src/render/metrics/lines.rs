//! Lines of text that grow from top to bottom.

use crate::language::{Values, Words};
use crate::render::document::{Column, Table};
use crate::render::text::{NARROWEST, WIDEST, table};
use crate::text::{columns, hanging, visible, wrap};

/// Lines that grow from top to bottom.
pub(super) struct Lines<'a> {
    /// The words that headings and sentences are looked up in.
    pub(super) words: &'a Words,
    width: usize,
    set: Vec<String>,
}

impl<'a> Lines<'a> {
    /// No lines yet, for a terminal of this width in columns.
    pub(super) fn new(words: &'a Words, width: usize) -> Self {
        Self { words, width: width.clamp(NARROWEST, WIDEST), set: Vec::new() }
    }

    /// A paragraph. Control characters in it are made visible.
    pub(super) fn plain(&mut self, text: &str) {
        self.set.extend(wrap(&visible(text), self.width));
    }

    pub(super) fn item(&mut self, text: &str) {
        let lines = hanging(&visible(text), self.width, "  - ", "    ");
        self.set.extend(lines.into_iter().map(|line| line.trim_end().to_owned()));
    }

    /// A line that is printed as it is, such as a bar.
    pub(super) fn raw(&mut self, line: &str) {
        self.set.push(line.trim_end().to_owned());
    }

    /// A table, its head first.
    pub(super) fn table(&mut self, kinds: &[Column], rows: Vec<Vec<String>>) {
        self.set.extend(table(&Table { kinds: kinds.to_vec(), rows }, self.width));
    }

    pub(super) fn say(&mut self, id: &str) {
        self.plain(&self.words.say(id));
    }

    pub(super) fn fill(&mut self, id: &str, values: &Values<'_>) {
        self.plain(&self.words.fill(id, values));
    }

    /// An empty line, unless there is one already.
    pub(super) fn gap(&mut self) {
        if self.set.last().is_some_and(|line| !line.is_empty()) {
            self.set.push(String::new());
        }
    }

    /// A heading behind an empty line, underlined so that it is one without colour too.
    pub(super) fn heading(&mut self, id: &str) {
        self.gap();
        let lines = wrap(&visible(&self.words.say(id)), self.width);
        let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0).min(self.width);
        self.set.extend(lines);
        self.set.push("─".repeat(widest));
    }

    /// All lines as one text with a newline at the end.
    pub(super) fn finish(self) -> String {
        self.set.join("\n") + "\n"
    }
}
