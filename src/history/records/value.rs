//! The values of a record.

use std::collections::BTreeSet;

use super::reader::{MOST_ERRORS, Reader, has_word};
use crate::delivery::Outcome;
use crate::error::Message;
use crate::history::shape::{SHAPES, find};
use crate::history::time::{self, Wrong};
use crate::json::{Node, Tree};

/// A value of a record.
pub(super) struct Field<'t> {
    pub(super) text: String,
    pub(super) node: &'t Node,
    pub(super) name: String,
}

impl<'a> Reader<'a> {
    /// The values of a field that are not empty, at the first of its paths that has any.
    fn all(&self, node: &'a Node, name: &str) -> Vec<Field<'a>> {
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let at = |path: &String| -> Vec<Field<'a>> {
            let name = path.rsplit(['.', ']']).next().unwrap_or(path);
            let texts = find(node, path).into_iter().filter_map(|node| Some((node.text()?, node)));
            let texts = texts.filter(|(text, _)| !text.is_empty());
            texts.map(|(text, node)| Field { text, node, name: name.to_owned() }).collect()
        };
        paths.iter().map(at).find(|fields| !fields.is_empty()).unwrap_or_default()
    }

    /// The value of a field, if it is not empty; of several in a list the earliest.
    pub(super) fn get(&self, node: &'a Node, name: &str) -> Option<Field<'a>> {
        self.all(node, name).into_iter().min_by(|a, b| a.text.cmp(&b.text))
    }

    /// Fields that are lists or objects where a word is needed are errors: they may say that a record does not count.
    pub(super) fn plain(&mut self, node: &'a Node, names: &[&str]) {
        let missing = names.iter().filter(|name| self.get(node, name).is_none());
        let paths: Vec<String> =
            missing.filter_map(|name| self.fields.get(*name)).flatten().cloned().collect();
        for path in paths {
            for found in find(node, &path) {
                if matches!(found.tree, Tree::Object(_) | Tree::List(_)) {
                    let message = Message::new("records.plain").with("field", &path);
                    self.error(found.at, message.with("found", found.tree.shown()));
                }
            }
        }
    }

    /// The commit of a deployment; nothing if it names several, as a build of several repositories does. Argo CD writes
    /// the beginning of its name in brackets behind its branch.
    pub(super) fn commit(&mut self, node: &'a Node) -> Option<String> {
        let mut commits: BTreeSet<String> =
            self.all(node, "commit").into_iter().map(|field| field.text).collect();
        if commits.len() > 1 {
            self.several_commits += 1;
            return None;
        }
        let commit = commits.pop_first()?;
        let inside =
            commit.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(_, inside)| inside);
        Some(inside.map(str::to_owned).unwrap_or(commit))
    }

    /// How a deployment ended; `None` if it has not, or where the word is not known.
    pub(super) fn result(&mut self, node: &'a Node) -> Option<Outcome> {
        let field = self.get(node, "result");
        let Some(field) = field else {
            let is_kept = !self.has("result");
            self.left_out += usize::from(!is_kept);
            return is_kept.then_some(Outcome::Success);
        };
        let said = self.reading.results.iter().find(|(word, _)| word.eq_ignore_ascii_case(&field.text));
        let known = said.map(|(_, outcome)| *outcome);
        let known = known.or_else(|| has_word(&SHAPES.success, &field.text).then_some(Outcome::Success));
        let known = known.or_else(|| has_word(&SHAPES.failure, &field.text).then_some(Outcome::Failure));
        if known.is_none() && has_word(&SHAPES.unfinished, &field.text) {
            self.left_out += 1;
        } else if known.is_none() {
            let message =
                Message::new("records.result").with("field", &field.name).with("found", &field.text);
            self.error(field.node.at, message);
        }
        known
    }

    pub(super) fn required_time(&mut self, node: &'a Node, name: &'static str) -> Option<i64> {
        if let Some(field) = self.get(node, name) {
            return self.time(&field);
        }
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let found = paths.iter().find_map(|path| Some((path.as_str(), *find(node, path).first()?)));
        let (written, found) = found.unwrap_or((name, node));
        let message = if found.text().is_none() && !std::ptr::eq(found, node) {
            Message::new("records.plain").with("field", written).with("found", found.tree.shown())
        } else {
            Message::new("records.missing").with("field", written)
        };
        self.error(found.at, message);
        None
    }

    pub(super) fn time(&mut self, field: &Field<'a>) -> Option<i64> {
        let wrong = match time::parse(&field.text, self.reading.zone.as_ref()) {
            Ok(time) => return Some(time),
            Err(wrong) => wrong,
        };
        let id = match wrong {
            Wrong::NoZone => "records.no-zone",
            Wrong::NoTime => "records.no-time",
            Wrong::NoDate => "records.no-date",
            Wrong::DayOrMonth => "records.day-or-month",
            Wrong::Twice => "records.twice",
            Wrong::UnknownZone => "records.unknown-zone",
        };
        let found = Tree::Text(field.text.clone()).shown();
        self.error(field.node.at, Message::new(id).with("field", &field.name).with("found", found));
        None
    }

    pub(super) fn yes_or_no(&mut self, node: &'a Node, name: &str) -> Option<bool> {
        let field = self.get(node, name)?;
        let known = has_word(&SHAPES.yes, &field.text).then_some(true);
        let known = known.or_else(|| has_word(&SHAPES.no, &field.text).then_some(false));
        if known.is_none() {
            let found = Tree::Text(field.text.clone()).shown();
            let message = Message::new("records.yes-or-no").with("field", &field.name).with("found", found);
            self.error(field.node.at, message);
        }
        known
    }

    /// The id of a record; one without gets its number, which no text of a file can be.
    pub(super) fn id(&self, node: &'a Node, number: usize) -> String {
        self.get(node, "id").map_or_else(|| format!("\u{0}{number:09}"), |field| field.text)
    }

    /// An id that appears twice: which of the two is meant cannot be known, and counting both would be wrong.
    pub(super) fn unique(&mut self, nodes: &[&'a Node]) {
        let mut seen = BTreeSet::new();
        for node in nodes {
            let Some(field) = self.get(node, "id") else { continue };
            if !seen.insert(field.text.clone()) && self.errors() < MOST_ERRORS {
                let message =
                    Message::new("records.repeated").with("field", &field.name).with("id", &field.text);
                self.error(field.node.at, message);
            }
        }
    }
}
