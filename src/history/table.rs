//! Records as trees of named values, each with its place, whatever kind of file they come from.

use crate::csv;
use crate::error::{Bounded, Finding, Message, Place};
use crate::history::shape::SHAPES;
use crate::json::{self, Member, Node, Tree};

/// A file of records: its documents or rows, with names as [`normal`] writes them.
#[derive(Debug)]
pub struct Table {
    /// The list of its documents or rows.
    pub root: Node,
    /// The names of the columns as they are written; nothing for JSON.
    pub columns: Vec<String>,
    /// The heading of a CSV file, as a record without values.
    pub heading: Option<Node>,
    /// The text that places count in.
    text: String,
}

/// Reads a file as JSON, if it begins like JSON, else as CSV. JSON may be several documents one behind the other, as
/// lines or as pages.
///
/// # Errors
/// What is wrong, with its place.
pub fn parse(text: &str) -> Result<Table, Finding> {
    let begins = json::without_mark(text).trim_start();
    if begins.starts_with(['[', '{']) { documents(json::without_mark(text)) } else { rows(text) }
}

fn documents(text: &str) -> Result<Table, Finding> {
    let mut root = Node { tree: Tree::List(json::parse_all(text)?), at: 0 };
    rename(&mut root);
    let mut repeated = Bounded::default();
    json::repeated(&root, &mut repeated);
    match repeated.placed(text).into_iter().next() {
        Some(repeated) => Err(repeated),
        None => Ok(Table { root, columns: Vec::new(), heading: None, text: text.to_owned() }),
    }
}

/// Whether a row can be the heading: it is not the title of a sheet, nor the line above a table of `argocd app history`.
fn is_heading(row: &[csv::Cell]) -> bool {
    let mut cells = row.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let first = cells.next().unwrap_or_default();
    match cells.count() {
        0 => false,
        1 => first != "SOURCE",
        _ => true,
    }
}

/// Whether a row is a heading of our own, whatever is above it.
fn names_a_time(row: &[csv::Cell]) -> bool {
    let signs = SHAPES.own.deployments.signs.iter().chain(&SHAPES.own.incidents.signs);
    let mut names = signs.flat_map(|sign| sign.split('|')).filter(|name| name.contains('_'));
    names.any(|name| row.iter().any(|cell| normal(&cell.text) == name))
}

/// A table as command lines print it, with columns parted by two spaces or more, as one that is parted by tabs.
///
/// # Errors
/// A row with fewer cells than the heading that are not below it: which of them are empty is not known.
fn without_spaces(text: &str) -> Result<Option<String>, Finding> {
    let Some(first) = text.lines().find(|line| !line.trim().is_empty()) else { return Ok(None) };
    if !first.trim().contains("  ") || first.contains([',', ';', '\t']) {
        return Ok(None);
    }
    let mut heading: Vec<(usize, &str)> = Vec::new();
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let cells = spaced(line);
        if heading.len() < 3 {
            heading.clone_from(&cells);
        }
        if cells.is_empty() || cells.len() >= heading.len() {
            rows.push(cells.iter().map(|cell| cell.1).collect::<Vec<_>>().join("\t"));
            continue;
        }
        let below = |column: &(usize, &str)| cells.iter().find(|cell| cell.0 == column.0);
        let row: Vec<_> = heading.iter().map(below).collect();
        if row.iter().flatten().count() < cells.len() {
            let message = Message::new("records.spaces").with("cells", cells.len());
            let finding = Finding::error(message.with("columns", heading.len()));
            return Err(finding.at(text, Place { line: number, column: 1 }));
        }
        rows.push(row.into_iter().map(|cell| cell.map_or("", |cell| cell.1)).collect::<Vec<_>>().join("\t"));
    }
    Ok(Some(rows.join("\n")))
}

/// The cells of a line, each with the number of characters before it.
fn spaced(line: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let mut cells = Vec::new();
    for part in line.split_inclusive("  ") {
        let begins = start + part.chars().take_while(|character| *character == ' ').count();
        start += part.chars().count();
        if !part.trim().is_empty() {
            cells.push((begins, part.trim()));
        }
    }
    cells
}

fn rows(text: &str) -> Result<Table, Finding> {
    let spaced = without_spaces(text)?;
    let text = spaced.as_deref().unwrap_or(text);
    let mut table = csv::Table::parse(text, names_a_time)?;
    if !names_a_time(&table.header) {
        table = csv::Table::parse(text, is_heading)?;
    }
    if table.header.is_empty() {
        return Err(Finding { place: Some(Place::START), ..Finding::error(Message::new("records.empty")) });
    }
    let columns: Vec<String> = table.header.iter().map(|cell| cell.text.trim().to_owned()).collect();
    let names: Vec<String> = columns.iter().map(|column| normal(column)).collect();
    let row = |cells: &[csv::Cell], value: fn(&csv::Cell) -> Tree| {
        let member = |(key, cell): (&String, &csv::Cell)| Member {
            key: key.clone(),
            key_at: cell.at,
            value: Node { tree: value(cell), at: cell.at },
        };
        let members = names.iter().zip(cells).map(member).collect();
        Node { tree: Tree::Object(members), at: cells.first().map_or(0, |cell| cell.at) }
    };
    let heading = Some(row(&table.header, |_| Tree::Null));
    let text = |cell: &csv::Cell| Tree::Text(csv::unguarded(unquoted(cell.text.trim())));
    let rows = table.rows.iter().map(|cells| row(cells, text)).collect();
    Ok(Table { root: Node { tree: Tree::List(rows), at: 0 }, columns, heading, text: table.text })
}

/// A cell with a space before its quotation marks.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// A name in one notation: `headSha`, `Head SHA` and `head_sha` are the same; `_id` and `id` are not.
pub fn normal(name: &str) -> String {
    let mut normal = if name.starts_with('_') { "_".to_owned() } else { String::new() };
    let mut is_small = false;
    for character in name.chars() {
        if character.is_alphanumeric() {
            if character.is_uppercase() && is_small {
                normal.push('_');
            }
            normal.extend(character.to_lowercase());
        } else if !normal.is_empty() && !normal.ends_with('_') {
            normal.push('_');
        }
        is_small = character.is_lowercase() || character.is_ascii_digit();
    }
    normal.trim_end_matches('_').to_owned()
}

fn rename(node: &mut Node) {
    match &mut node.tree {
        Tree::List(items) => items.iter_mut().for_each(rename),
        Tree::Object(members) => members.iter_mut().for_each(|member| {
            member.key = normal(&member.key);
            rename(&mut member.value);
        }),
        _ => {}
    }
}

impl Table {
    /// An error behind so many bytes.
    pub fn error(&self, at: usize, message: Message) -> Finding {
        Finding::error(message).behind(&self.text, at)
    }

    /// A warning about a column: at the heading, if there is one.
    pub fn warning(&self, message: Message) -> Finding {
        let at = self.heading.as_ref().map_or(0, |heading| heading.at);
        Finding::warning(message).behind(&self.text, at)
    }
}

impl Node {
    /// The members of this name; a CSV file may have several columns of one name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.members().iter().filter(move |member| member.key == name).map(|member| &member.value)
    }

    /// A plain value as text: null is empty, true and false are `y` and `n`; nothing for lists and objects.
    pub fn text(&self) -> Option<String> {
        match &self.tree {
            Tree::Null => Some(String::new()),
            Tree::Boolean(value) => Some(if *value { "y" } else { "n" }.to_owned()),
            Tree::Number(number) => Some(number.to_string()),
            Tree::Text(text) => Some(text.trim().to_owned()),
            Tree::List(_) | Tree::Object(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_every_notation() {
        for name in ["headSha", "head_sha", "Head SHA", "HEAD SHA", "head-sha ", "head.sha"] {
            assert_eq!(normal(name), "head_sha", "{name}");
        }
        assert_eq!((normal("ID"), normal("_id")), ("id".to_owned(), "_id".to_owned()));
        assert_eq!(normal("완료 시각"), "완료_시각");
    }

    #[test]
    fn documents_one_behind_the_other_are_all_read() {
        let table = parse("{\"id\": 1}\n{\"id\": 2}[{\"id\": 3}]").unwrap();
        let [first, second, others] = table.root.items() else { panic!("three documents") };
        let records = [first, second, &others.items()[0]];
        let ids = records.map(|node| node.named("id").next().unwrap().text().unwrap());
        assert_eq!(ids, ["1", "2", "3"]);
        let place = table.error(records[2].at, Message::new("records.empty")).place.unwrap();
        assert_eq!((place.line, place.column), (2, 11));
    }
}
