//! Columns of records of unknown origin that are not read and look as if they mattered.

use std::collections::BTreeSet;

use super::reader::{MOST_ERRORS, Reader};
use crate::error::{Message, nearest};
use crate::history::shape::SHAPES;
use crate::json::Node;

impl Reader<'_> {
    /// Columns that are not read: slips, and what says how something ended or where; and whether each leaves no level,
    /// since it distinguishes records. Of a system whose records are known, all that matters is known.
    pub(super) fn unread(&self) -> Vec<(Message, bool)> {
        if !self.shape.is_own() {
            return Vec::new();
        }
        let names = self.names();
        let (read, free) = self.read_names(&names);
        let unread = |name: &&str| {
            let values = self.values(name);
            let is_label = self.shape.labels.iter().any(|label| label == name);
            let is_state = self.shape.states.iter().any(|state| state == name);
            let is_known = |value: &String| SHAPES.states.has(value) || SHAPES.void.has(value);
            if (is_label && values.len() < 2) || (is_state && values.iter().all(is_known)) {
                return None;
            }
            let near = nearest(name, free.iter().copied()).filter(|_| name.is_ascii());
            let is_telling = |value: &String| SHAPES.watched.has(value) || SHAPES.failure.has(value);
            let is_watched = SHAPES.watched.has(name) || name.split('_').any(|part| SHAPES.watched.has(part));
            let matters = is_label || is_watched || values.iter().any(is_telling);
            let id = if is_label { "records.kind-of" } else { "records.column" };
            let message = Message::new(id).with("field", name).with("near", near.unwrap_or_default());
            (matters || near.is_some()).then_some((message, matters && values.len() > 1))
        };
        let names = names.iter().filter(|name| !read.contains(*name) && !SHAPES.plain.has(name));
        names.take(MOST_ERRORS).filter_map(unread).collect()
    }

    /// The names that are read or that somebody chose against, and our fields for which there is none.
    fn read_names<'n>(&'n self, names: &BTreeSet<&str>) -> (BTreeSet<&'n str>, BTreeSet<&'n str>) {
        let (mut read, mut free) = (BTreeSet::new(), BTreeSet::new());
        for (ours, paths) in &self.fields {
            let number = if ours == "result" { paths.len() } else { 1 };
            let there = paths.iter().map(|path| first_name(path)).filter(|name| names.contains(name));
            let there: Vec<&str> = there.take(number).collect();
            if there.is_empty() {
                free.insert(ours.as_str());
            }
            read.extend(there);
        }
        let chosen =
            self.reading.mapped(self.of).filter_map(|(ours, _)| self.shape.fields.get(ours)).flatten();
        let labels = self.shape.labels.iter().filter(|_| self.reading.label.is_some());
        let others = chosen.chain(labels).chain(self.shape.leave_out.keys()).map(String::as_str);
        let several = self.shape.several.iter().flat_map(|names| names.split('|'));
        read.extend(others.chain(several).map(first_name));
        (read, free)
    }

    /// The different values of a column.
    fn values(&self, name: &str) -> BTreeSet<String> {
        let values = self.nodes.iter().flat_map(|node| node.named(name));
        values.filter_map(Node::text).map(|text| text.to_lowercase()).collect()
    }
}

/// The first name of a path.
fn first_name(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}
