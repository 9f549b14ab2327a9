//! What a report in words is made of. It is made once from a report; text, Markdown and pages each set it in their own
//! way.

use serde::Serialize;

use crate::language::Words;

/// A report in words.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
    /// The last line: program, questionnaire and versions.
    pub signature: String,
}

/// A part of a document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
pub enum Block {
    Heading(String),
    Paragraph(Line),
    /// Lines one below the other.
    Lines(Vec<Line>),
    Items(Vec<Item>),
    Numbered(Vec<Item>),
    Table(Table),
    /// A section for readers who want more: folded where that is possible.
    More(String, Vec<Self>),
}

/// Text in parts, each with its look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line(pub Vec<Span>);

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "look", content = "text", rename_all = "kebab-case")]
pub enum Span {
    Plain(String),
    /// What is looked for.
    Strong(String),
    /// What is read last.
    Dim(String),
    /// A text that leads somewhere, if the address begins with `https:` or `http:`.
    Link(String, String),
}

/// An item of a list with what belongs to it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Item {
    pub line: Line,
    pub below: Vec<Self>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Words, which may be cut where the terminal is too narrow.
    Words,
    /// Words that are never cut.
    Fixed,
    /// Numbers, to the right.
    Number,
}

/// Rows of cells.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    pub kinds: Vec<Column>,
    /// The rows, the head first; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self(vec![Span::Plain(text)])
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Line {
    /// A line of which all is looked for.
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![Span::Strong(text.into())])
    }

    /// A line that is read last.
    pub fn dim(text: impl Into<String>) -> Self {
        Self(vec![Span::Dim(text.into())])
    }

    /// The same line with a text behind it.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Plain(text.into()));
        self
    }

    /// The same line with another part behind it.
    #[must_use]
    pub fn and(mut self, span: Span) -> Self {
        self.0.push(span);
        self
    }
}

impl Item {
    /// An item with what is below it.
    pub fn new(line: impl Into<Line>, below: Vec<Self>) -> Self {
        Self { line: line.into(), below }
    }
}

impl<T: Into<Line>> From<T> for Item {
    fn from(line: T) -> Self {
        Self::new(line, Vec::new())
    }
}

impl Block {
    pub fn text(text: impl Into<Line>) -> Self {
        Self::Paragraph(text.into())
    }

    /// A list without anything below its items.
    pub fn items(items: impl IntoIterator<Item = impl Into<Item>>) -> Self {
        Self::Items(items.into_iter().map(Into::into).collect())
    }

    /// Sections under headings of these ids; one with nothing in it is left out.
    pub fn sections<'a>(
        sections: impl IntoIterator<Item = (&'a str, Vec<Self>)>,
        words: &Words,
    ) -> Vec<Self> {
        let filled = sections.into_iter().filter(|(_, blocks)| !blocks.is_empty());
        let headed = |(id, blocks)| std::iter::once(Self::Heading(words.say(id))).chain(blocks);
        filled.flat_map(headed).collect()
    }

    pub fn table(kinds: &[Column], head: Vec<String>, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        Self::Table(Table { kinds: kinds.to_vec(), rows: std::iter::once(head).chain(rows).collect() })
    }
}

/// A bar of cells that shows a score of 0..1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores lie in 0..1")]
pub fn bar(score: f64, cells: usize) -> String {
    let full = (score.clamp(0.0, 1.0) * cells as f64).round() as usize;
    "█".repeat(full) + &"·".repeat(cells - full)
}
