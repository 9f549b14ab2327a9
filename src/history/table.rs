//! Records as trees of named values, each with its place, whatever kind of file they come from.

use crate::csv;
use crate::error::{Finding, Message, Place};
use crate::json::{self, Part, Tree};

/// A file of records: its documents or rows, with names as [`normal`] writes them.
#[derive(Debug)]
pub struct Table {
    tree: Tree,
    /// The names of the columns as they are written; nothing for JSON.
    pub columns: Vec<String>,
    heading: Option<Tree>,
    text: String,
    places: Places,
}

#[derive(Debug)]
enum Places {
    /// Where each document begins, in bytes.
    Json(Vec<usize>),
    /// Where each cell is, by row and column; the heading comes first.
    Csv(Vec<Vec<Place>>),
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
    let (offsets, trees): (Vec<usize>, Vec<Tree>) = json::parse_all(text)?.into_iter().unzip();
    let tree = Tree::List(trees.into_iter().map(renamed).collect());
    let repeated = json::repeated(&tree).into_iter().next();
    let places = Places::Json(offsets);
    let table = Table { tree, columns: Vec::new(), heading: None, text: text.to_owned(), places };
    match repeated {
        Some((path, key)) => {
            let message = Message::new("answers.repeated").with("key", key);
            Err(table.finding(&path, Part::Key, message))
        }
        None => Ok(table),
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

/// A table as command lines print it, with columns parted by two spaces or more, as one that is parted by tabs.
fn without_spaces(text: &str) -> Option<String> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let is_spaced = first.trim().contains("  ") && !first.contains([',', ';', '\t']);
    let line = |line: &str| {
        let cells: Vec<&str> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        cells.join("\t") + "\n"
    };
    is_spaced.then(|| text.lines().map(line).collect())
}

fn rows(text: &str) -> Result<Table, Finding> {
    let spaced = without_spaces(text);
    let table = csv::Table::parse(spaced.as_deref().unwrap_or(text), is_heading)?;
    if table.header.is_empty() {
        let place = Place { line: 1, column: 1 };
        return Err(Finding { place: Some(place), ..Finding::error(Message::new("records.empty")) });
    }
    let columns: Vec<String> = table.header.iter().map(|cell| cell.text.trim().to_owned()).collect();
    let names: Vec<String> = columns.iter().map(|column| normal(column)).collect();
    let heading = Tree::Object(names.iter().map(|name| (name.clone(), Tree::Null)).collect());
    let place = |row: &Vec<csv::Cell>| row.iter().map(|cell| cell.place).collect::<Vec<_>>();
    let places = std::iter::once(&table.header).chain(&table.rows).map(place).collect();
    let row = |row: Vec<csv::Cell>| {
        let cells = row.into_iter().map(|cell| Tree::Text(csv::unguarded(cell.text.trim())));
        Tree::Object(names.iter().cloned().zip(cells).collect())
    };
    let tree = Tree::List(table.rows.into_iter().map(row).collect());
    Ok(Table { tree, columns, heading: Some(heading), text: table.text, places: Places::Csv(places) })
}

/// A name in one notation: `headSha`, `Head SHA` and `head_sha` are the same.
pub fn normal(name: &str) -> String {
    let mut normal = String::new();
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

fn renamed(tree: Tree) -> Tree {
    match tree {
        Tree::List(items) => Tree::List(items.into_iter().map(renamed).collect()),
        Tree::Object(members) => {
            Tree::Object(members.into_iter().map(|(key, value)| (normal(&key), renamed(value))).collect())
        }
        other => other,
    }
}

impl Table {
    /// Everything in it.
    pub const fn root(&self) -> Node<'_> {
        Node { tree: &self.tree, path: Vec::new() }
    }

    /// The heading of a CSV file, as a record without values.
    pub const fn heading(&self) -> Option<&Tree> {
        self.heading.as_ref()
    }

    /// A finding at a value, or at the name of a column where the path has no row.
    pub fn finding(&self, path: &[usize], part: Part, message: Message) -> Finding {
        let finding = Finding::error(message);
        match (&self.places, path) {
            (Places::Csv(places), [row, rest @ ..]) => {
                let row = if part == Part::Key { 0 } else { row + 1 };
                let cells = places.get(row).map(Vec::as_slice).unwrap_or_default();
                let place = cells.get(rest.first().copied().unwrap_or(0)).or(cells.last());
                finding.at(&self.text, place.copied().unwrap_or(Place { line: 1, column: 1 }))
            }
            (Places::Json(offsets), [document, rest @ ..]) => {
                let offset = offsets.get(*document).copied().unwrap_or(0);
                let (before, text) = self.text.split_at(offset);
                let finding = json::at(text, rest, part, finding);
                let Some(place) = finding.place.filter(|_| offset > 0) else { return finding };
                let last = before.rsplit('\n').next().unwrap_or_default();
                let column = if place.line == 1 { last.chars().count() } else { 0 };
                let line = place.line + before.matches('\n').count();
                finding.at(&self.text, Place { line, column: place.column + column })
            }
            _ => finding.at(&self.text, Place { line: 1, column: 1 }),
        }
    }
}

/// A node of a document and the way to it.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    pub tree: &'t Tree,
    /// The way to it: the position of every member or item.
    pub path: Vec<usize>,
}

impl<'t> Node<'t> {
    /// The node of a member or an item.
    #[must_use]
    pub fn below(&self, index: usize, tree: &'t Tree) -> Self {
        Self { tree, path: [self.path.as_slice(), &[index]].concat() }
    }

    /// The members of this name; a CSV file may have several columns of one name.
    pub fn members(&self, name: &str) -> Vec<Self> {
        let Tree::Object(members) = self.tree else { return Vec::new() };
        let named = members.iter().enumerate().filter(|(_, (key, _))| key == name);
        named.map(|(index, (_, tree))| self.below(index, tree)).collect()
    }

    /// The items of a list; of anything else itself.
    pub fn items(&self) -> Vec<Self> {
        let Tree::List(items) = self.tree else { return vec![self.clone()] };
        items.iter().enumerate().map(|(index, tree)| self.below(index, tree)).collect()
    }

    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        let members = if let Tree::Object(members) = self.tree { members.as_slice() } else { &[] };
        members.iter().map(|(key, _)| key.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_every_notation() {
        for name in ["headSha", "head_sha", "Head SHA", "HEAD SHA", "head-sha ", "head.sha"] {
            assert_eq!(normal(name), "head_sha", "{name}");
        }
        assert_eq!(normal("ID"), "id");
        assert_eq!(normal("완료 시각"), "완료_시각");
    }

    #[test]
    fn documents_one_behind_the_other_are_all_read() {
        let table = parse("{\"id\": 1}\n{\"id\": 2}[{\"id\": 3}]").unwrap();
        let root = table.root();
        let records: Vec<_> = root.items().iter().flat_map(Node::items).collect();
        let ids: Vec<_> = records.iter().map(|node| node.members("id")[0].text().unwrap()).collect();
        assert_eq!(ids, ["1", "2", "3"]);
        let place =
            table.finding(&records[2].path, Part::Value, Message::new("records.empty")).place.unwrap();
        assert_eq!((place.line, place.column), (2, 11));
    }
}
