//! A document in words as a page of its own, in the look of the report.

use serde::Serialize;

use crate::content::Content;
use crate::error::Result;
use crate::render::document::{Block, Column, Document, Item, Line, Span};
use crate::render::html::Frame;
use crate::render::template;

/// What the template of the page is given.
#[derive(Debug, Serialize)]
struct Page {
    page: Frame,
    blocks: Vec<BlockView>,
}

/// A heading, running text, a list or a table; the fields of the others are empty.
#[derive(Debug, Default, Serialize)]
struct BlockView {
    heading: Option<String>,
    lines: Vec<LineView>,
    items: Vec<ItemView>,
    /// The rows of a table, the head first: whether a cell holds a number, and its text.
    rows: Vec<Vec<(bool, String)>>,
}

/// An item with the lines below it, whatever their depth.
#[derive(Debug, Serialize)]
struct ItemView {
    line: LineView,
    below: Vec<LineView>,
}

/// The parts of a line: look, text and address.
type LineView = Vec<(&'static str, String, String)>;

/// The page of a document, whole.
///
/// # Errors
/// A template that does not fit.
pub fn page(document: &Document, content: &Content) -> Result<String> {
    let frame = Frame { title: document.title.clone(), ..Frame::of(content, Some(&document.title)) };
    let page = Page { page: frame, blocks: blocks(&document.blocks) };
    template::render("document.html", &content.words, page)
}

fn blocks(all: &[Block]) -> Vec<BlockView> {
    all.iter().flat_map(block).collect()
}

fn block(block: &Block) -> Vec<BlockView> {
    let view = BlockView::default();
    vec![match block {
        Block::Heading(text) => BlockView { heading: Some(text.clone()), ..view },
        Block::Paragraph(text) => BlockView { lines: vec![line(text)], ..view },
        Block::Lines(lines) => BlockView { lines: lines.iter().map(line).collect(), ..view },
        Block::Items(items) | Block::Numbered(items) => {
            BlockView { items: items.iter().map(item).collect(), ..view }
        }
        Block::Table(table) => {
            let is_number = |kind: &Column| *kind == Column::Number;
            let cells = |row: &Vec<String>| table.kinds.iter().map(is_number).zip(row.clone()).collect();
            BlockView { rows: table.rows.iter().map(cells).collect(), ..view }
        }
        Block::More(title, inner) => {
            let heading = BlockView { heading: Some(title.clone()), ..view };
            return std::iter::once(heading).chain(blocks(inner)).collect();
        }
    }]
}

fn item(item: &Item) -> ItemView {
    ItemView { line: line(&item.line), below: below(item) }
}

fn below(item: &Item) -> Vec<LineView> {
    item.below.iter().flat_map(|item| std::iter::once(line(&item.line)).chain(below(item))).collect()
}

fn line(line: &Line) -> LineView {
    let part = |span: &Span| match span {
        Span::Plain(text) => ("plain", text.clone(), String::new()),
        Span::Strong(text) => ("strong", text.clone(), String::new()),
        Span::Dim(text) => ("dim", text.clone(), String::new()),
        Span::Link(text, address) => {
            let shown = if text.is_empty() { address } else { text };
            ("link", shown.clone(), address.clone())
        }
    };
    line.0.iter().map(part).collect()
}
