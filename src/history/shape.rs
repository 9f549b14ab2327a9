//! The shapes in which systems export records, as one table (`shapes.json`): how each is recognised, and where it keeps
//! what a deployment or an incident is made of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::json::{Member, Node, Tree};

/// The table of shapes and of recognised words.
#[derive(Debug, Default, Deserialize)]
pub struct Shapes {
    /// Results of a deployment that reached users.
    pub success: Vec<String>,
    /// Results of one that never did.
    pub failure: Vec<String>,
    /// Results of one that has none yet, and does not count.
    pub unfinished: Vec<String>,
    /// Environments that are production by default.
    pub production: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    /// Words in names of columns that matter if they are not read.
    pub watched: Vec<String>,
    /// Names that mean something else than they look like.
    pub plain: Vec<String>,
    /// Names under which programs put lists of records.
    pub wrappers: Vec<String>,
    pub shapes: Vec<Shape>,
}

/// The table.
pub static SHAPES: LazyLock<Shapes> =
    LazyLock::new(|| serde_json::from_str(include_str!("shapes.json")).unwrap_or_default());

/// What records are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    Deployments,
    Incidents,
}

/// One kind of records of one system. A path is names parted by points; `name[other=word,word]` keeps the items of a
/// list that have one of these words.
#[derive(Debug, Deserialize)]
pub struct Shape {
    /// The name of the system; empty for our own shape.
    pub system: String,
    /// The sentence that says what the system calls them.
    pub kind: String,
    pub of: Of,
    /// The page on which the system documents it; empty if none was read.
    #[serde(default)]
    pub page: String,
    /// Paths that a record of this shape has; `|` parts alternatives.
    pub signs: Vec<String>,
    /// For each of our fields the paths that hold it, the best one first.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Where labels are by which a record is an incident.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Records that do not count: paths and their words; `*` is any value.
    #[serde(default)]
    pub leave_out: BTreeMap<String, Vec<String>>,
    /// Where the names of several pipelines or branches would be, each of which may not deploy.
    #[serde(default)]
    pub several: Vec<String>,
    /// The sentence that says why records of this shape cannot be read.
    pub refuse: Option<String>,
}

impl Shape {
    /// Whether a record has all signs.
    pub fn fits(&self, node: &Node) -> bool {
        self.signs.iter().all(|sign| sign.split('|').any(|path| !find(node, path).is_empty()))
    }

    pub const fn is_own(&self) -> bool {
        self.system.is_empty()
    }
}

/// The shape of a record, if it is one that is known.
pub fn of(node: &Node, of: Of) -> Option<&'static Shape> {
    let fitting = || SHAPES.shapes.iter().filter(|shape| shape.fits(node));
    let wanted = fitting().find(|shape| shape.of == of && !shape.is_own());
    let other = || fitting().find(|shape| !shape.is_own());
    wanted.or_else(other).or_else(|| fitting().find(|shape| shape.of == of))
}

/// The records of a file: the items of its lists, also of lists within lists and of those under a usual name such as
/// `workflow_runs`.
pub fn records(root: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    collect(root, &mut found);
    found
}

fn collect<'t>(node: &'t Node, found: &mut Vec<&'t Node>) {
    if let Tree::List(items) = &node.tree {
        return items.iter().for_each(|item| collect(item, found));
    }
    let wraps = |member: &&Member| {
        SHAPES.wrappers.contains(&member.key) && matches!(member.value.tree, Tree::List(_) | Tree::Object(_))
    };
    let is_record = || SHAPES.shapes.iter().any(|shape| shape.fits(node));
    match node.members().iter().find(wraps).filter(|_| !is_record()) {
        Some(member) => collect(&member.value, found),
        None => found.push(node),
    }
}

/// Everything at a path.
pub fn find<'t>(node: &'t Node, path: &str) -> Vec<&'t Node> {
    if path.is_empty() {
        return vec![node];
    }
    if let Some((filter, rest)) = path.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some((name, words)) = filter.split_once('=') else { return Vec::new() };
        let is_wanted = |text: &str| words.split(',').any(|word| word.eq_ignore_ascii_case(text));
        let keeps = find(node, name).iter().any(|found| found.text().is_some_and(|text| is_wanted(&text)));
        return if keeps { find(node, rest.trim_start_matches('.')) } else { Vec::new() };
    }
    let (name, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    let rest = rest.trim_start_matches('.');
    // A path leads into every item of a list.
    let items = |found: &'t Node| {
        if let Tree::List(items) = &found.tree { items } else { std::slice::from_ref(found) }
    };
    node.named(name).flat_map(items).flat_map(|found| find(found, rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_table_is_there() {
        let text = include_str!("../../reports/text/en.json");
        let known: BTreeMap<String, String> = serde_json::from_str(text).unwrap();
        assert!(SHAPES.shapes.len() > 30);
        for shape in &SHAPES.shapes {
            for id in [Some(&shape.kind), shape.refuse.as_ref()].into_iter().flatten() {
                assert!(known.contains_key(id), "{id}");
            }
        }
    }
}
