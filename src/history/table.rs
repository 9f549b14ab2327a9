//! Records as rows of named fields, each with its place, whatever kind of file they come from.

use std::collections::BTreeSet;

use crate::error::{Finding, Message, Place};
use crate::history::csv;
use crate::json::{self, Part, Tree};

/// Where something stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// At this place of a CSV file.
    Place(Place),
    /// At this node of a JSON document.
    Path(Vec<usize>),
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name among ours.
    pub name: String,
    /// Its name in the file.
    pub written: String,
    /// Its text; empty where it is empty or null.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its fields, in the order of the file.
    pub fields: Vec<Field>,
    /// Where it begins.
    pub at: At,
}

impl Row {
    /// The field of one of our names, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name).filter(|field| !field.text.is_empty())
    }

    /// The field of one of our names, empty or not.
    pub fn column(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A file of records, read as far as its kind goes.
#[derive(Debug)]
pub enum Table {
    /// CSV: every row has the fields of the head.
    Csv {
        /// The names in the head, as they are written.
        head: Vec<Field>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// JSON.
    Json(Tree),
}

/// Reads a file as JSON, where it begins like JSON, else as CSV.
pub fn parse(text: &str) -> Result<Table, Finding> {
    let begins = json::without_mark(text).trim_start();
    if begins.starts_with(['[', '{']) {
        return json::parse(text).map(Table::Json);
    }
    let mut lines = csv::parse(text)?.into_iter();
    let Some(head) = lines.next() else {
        let place = Place { line: 1, column: 1 };
        return Err(Finding { place: Some(place), ..Finding::error(Message::new("records.empty")) });
    };
    let head: Vec<Field> = head.into_iter().map(|cell| cell.into_field(None)).collect();
    let mut seen = BTreeSet::new();
    for field in &head {
        if !seen.insert(&field.name) {
            let message = Message::new("records.repeated-column").with("field", &field.written);
            return Err(finding(text, &field.at, message));
        }
    }
    let rows = lines.map(|cells| row(text, &head, cells)).collect::<Result<_, _>>()?;
    Ok(Table::Csv { head, rows })
}

fn row(text: &str, head: &[Field], cells: Vec<csv::Cell>) -> Result<Row, Finding> {
    let at = cells.first().map_or(At::Place(Place { line: 1, column: 1 }), |cell| At::Place(cell.place));
    if cells.len() != head.len() {
        let message = Message::new("records.width").with("found", cells.len()).with("expected", head.len());
        let at = cells.get(head.len()).map_or(at, |cell| At::Place(cell.place));
        return Err(finding(text, &at, message));
    }
    let fields = cells.into_iter().zip(head).map(|(cell, column)| cell.into_field(Some(column))).collect();
    Ok(Row { fields, at })
}

impl csv::Cell {
    fn into_field(self, column: Option<&Field>) -> Field {
        let text = self.text.trim().to_owned();
        let written = column.map_or_else(|| text.clone(), |column| column.written.clone());
        Field { name: written.to_lowercase(), written, text, at: At::Place(self.place) }
    }
}

/// A finding at its place, with the line of the file.
pub fn finding(text: &str, at: &At, message: Message) -> Finding {
    let finding = Finding::error(message);
    match at {
        At::Path(path) => json::at(text, path, Part::Value, finding),
        At::Place(place) => finding.at(json::without_mark(text), *place),
    }
}

/// A node of a JSON document and the way to it.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    /// The node.
    pub tree: &'t Tree,
    /// The way to it: the position of every member or item.
    pub path: Vec<usize>,
}

/// Names under which lists of records lie in the answers of programs.
const WRAPPERS: [&str; 8] =
    ["deployments", "incidents", "workflow_runs", "releases", "issues", "nodes", "data", "repository"];

/// The records of a JSON document: the items of its lists, also of lists within lists and of those that lie under a
/// usual name such as `workflow_runs`.
pub fn records(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    collect(Node { tree, path: Vec::new() }, &mut found);
    found
}

fn collect<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>) {
    let below = |index: usize| [node.path.as_slice(), &[index]].concat();
    match node.tree {
        Tree::List(items) => {
            for (index, tree) in items.iter().enumerate() {
                collect(Node { tree, path: below(index) }, found);
            }
        }
        Tree::Object(members) => {
            let wrapped = members.iter().position(|(key, value)| {
                WRAPPERS.contains(&key.as_str()) && matches!(value, Tree::List(_) | Tree::Object(_))
            });
            match wrapped {
                Some(index) => collect(Node { tree: &members[index].1, path: below(index) }, found),
                None => found.push(node),
            }
        }
        _ => found.push(node),
    }
}

impl<'t> Node<'t> {
    /// The first member of one of these names.
    pub fn member(&self, names: &[&str]) -> Option<(&'t str, Node<'t>)> {
        let Tree::Object(members) = self.tree else { return None };
        names.iter().find_map(|name| {
            let index = members.iter().position(|(key, _)| key == name)?;
            let path = [self.path.as_slice(), &[index]].concat();
            Some((members[index].0.as_str(), Node { tree: &members[index].1, path }))
        })
    }

    /// A plain value as text: null is empty, true and false are `y` and `n`; nothing for lists and objects.
    pub fn text(&self) -> Option<String> {
        match self.tree {
            Tree::Null => Some(String::new()),
            Tree::Boolean(value) => Some(if *value { "y" } else { "n" }.to_owned()),
            Tree::Number(number) => Some(number.to_string()),
            Tree::Text(text) => Some(text.trim().to_owned()),
            Tree::List(_) | Tree::Object(_) => None,
        }
    }
}
