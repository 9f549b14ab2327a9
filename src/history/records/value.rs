//! The values of a record.

use std::collections::BTreeSet;

use super::reader::{MOST_ERRORS, Reader};
use crate::delivery::Outcome;
use crate::delivery::version::Version;
use crate::error::Message;
use crate::history::shape::{SHAPES, find, has_word};
use crate::history::time::{self, Wrong};
use crate::json::{Node, Tree};

/// A value of a record.
pub(super) struct Field<'t> {
    pub(super) text: String,
    pub(super) node: &'t Node,
    pub(super) name: String,
}

/// What a word says about how a deployment ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Ended(Outcome),
    Unfinished,
    /// Only that it is over, or that one way of failing did not happen.
    Over,
}

impl<'a> Reader<'a> {
    /// The values of a field that are not empty, path by path; a time of zeros is empty.
    fn each_path(&self, node: &'a Node, name: &str) -> impl Iterator<Item = Vec<Field<'a>>> {
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let is_time = name.ends_with("_at");
        let at = move |path: &String| -> Vec<Field<'a>> {
            let name = path.rsplit(['.', ']']).next().unwrap_or(path);
            let texts = find(node, path).into_iter().filter_map(|node| Some((node.text()?, node)));
            let is_empty = |text: &str| text.is_empty() || (is_time && time::is_zero(text));
            let texts = texts.filter(|(text, _)| !is_empty(text));
            texts.map(|(text, node)| Field { text, node, name: name.to_owned() }).collect()
        };
        paths.iter().map(at).filter(|fields| !fields.is_empty())
    }

    /// The values of a field that are not empty, at the first of its paths that has any.
    fn all(&self, node: &'a Node, name: &str) -> Vec<Field<'a>> {
        self.each_path(node, name).next().unwrap_or_default()
    }

    /// Fields that hold different values are errors: which of them is meant is not known. Causes may be in several
    /// columns; times and commits may be in lists.
    pub(super) fn single(&mut self, node: &'a Node) {
        const MANY: [&str; 5] = ["commit", "finished_at", "result", "created_at", "resolved_at"];
        let is_sheet = !self.table.columns.is_empty();
        let mut found = Vec::new();
        for name in self.fields.keys() {
            let paths = if name.starts_with("caused_by") { usize::MAX } else { 1 };
            let mut fields = self.each_path(node, name).take(paths).flatten();
            let is_one = is_sheet || !MANY.contains(&name.as_str());
            let Some(first) = fields.next().filter(|_| is_one) else { continue };
            found.extend(fields.find(|field| field.text != first.text).map(|other| (first, other)));
        }
        for (first, other) in found {
            self.contradiction(&first, &other);
        }
    }

    fn contradiction(&mut self, first: &Field<'a>, other: &Field<'a>) {
        let message =
            Message::new("records.contradiction").with("field", &first.name).with("found", &first.text);
        self.error(other.node.at, message.with("other", &other.name).with("value", &other.text));
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
        if self.get(node, "commit").is_some_and(|field| field.name == "ref") && !is_version_or_hash(&commit) {
            return None;
        }
        let inside =
            commit.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(_, inside)| inside);
        Some(inside.map(str::to_owned).unwrap_or(commit))
    }

    /// How a deployment ended; `None` if it has not, or where the word is not known. Of records of unknown origin all
    /// columns that may say it are read.
    pub(super) fn result(&mut self, node: &'a Node) -> Option<Outcome> {
        let paths = if self.shape.is_own() { usize::MAX } else { 1 };
        let earliest = |fields: Vec<Field<'a>>| fields.into_iter().min_by(|a, b| a.text.cmp(&b.text));
        let fields: Vec<Field<'a>> =
            self.each_path(node, "result").take(paths).filter_map(earliest).collect();
        if fields.is_empty() {
            let is_kept = !self.has("result");
            self.left_out += usize::from(!is_kept);
            return is_kept.then_some(Outcome::Success);
        }
        let mut found: Option<(Said, Field<'a>)> = None;
        for field in fields {
            let said = self.said(&field)?;
            match found.take() {
                Some((known, first)) if said == Said::Over || known == said => found = Some((known, first)),
                Some((known, first)) if known != Said::Over => {
                    self.contradiction(&first, &field);
                    return None;
                }
                _ => found = Some((said, field)),
            }
        }
        let (said, field) = found?;
        match said {
            Said::Ended(outcome) => return Some(outcome),
            Said::Over if has_word(&SHAPES.success, &field.text) || has_word(&SHAPES.no, &field.text) => {
                return Some(Outcome::Success);
            }
            Said::Over => self.unknown_result(&field),
            Said::Unfinished => self.left_out += 1,
        }
        None
    }

    fn unknown_result(&mut self, field: &Field<'a>) {
        let message = Message::new("records.result").with("field", &field.name).with("found", &field.text);
        self.error(field.node.at, message);
    }

    /// What a field says; an error if its word is not known.
    fn said(&mut self, field: &Field<'a>) -> Option<Said> {
        let (words, text) = (&*SHAPES, field.text.as_str());
        let named = self.reading.results.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        if let Some((_, outcome)) = named {
            return Some(Said::Ended(*outcome));
        }
        if has_word(&words.faults, &field.name) {
            let is_other = text.parse::<i64>().is_ok_and(|number| number != 0);
            if is_other || has_word(&words.yes, text) {
                return Some(Said::Ended(Outcome::Failure));
            }
            if has_word(&words.no, text) {
                return Some(Said::Over);
            }
        }
        let is = |list: &[String]| has_word(list, text);
        let is_flag = field.name.contains("succe") || field.name == "passed";
        let known = if is(&words.over) && self.shape.is_own() {
            Some(Said::Over)
        } else if is(&words.success) || (is_flag && is(&words.yes)) {
            Some(Said::Ended(Outcome::Success))
        } else if is(&words.failure) || (is_flag && is(&words.no)) {
            Some(Said::Ended(Outcome::Failure))
        } else {
            is(&words.unfinished).then_some(Said::Unfinished)
        };
        if known.is_none() {
            self.unknown_result(field);
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
        let id = match found.text() {
            Some(text) if time::is_zero(&text) => "records.no-date",
            None if !std::ptr::eq(found, node) => "records.plain",
            _ => "records.missing",
        };
        let message = Message::new(id).with("field", written);
        let is_missing = id == "records.missing";
        self.error(found.at, if is_missing { message } else { message.with("found", found.tree.shown()) });
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

    /// An id that appears twice: which of the two is meant cannot be known, and counting both would be wrong. Records
    /// without an id that are the same may be two.
    pub(super) fn unique(&mut self, nodes: &[&'a Node]) {
        let (mut seen, mut alike, mut number) = (BTreeSet::new(), BTreeSet::new(), 0);
        for node in nodes {
            let Some(field) = self.get(node, "id") else {
                number += usize::from(!alike.insert(serde_json::to_string(&node.tree).unwrap_or_default()));
                continue;
            };
            if !seen.insert(field.text.clone()) && self.errors() < MOST_ERRORS {
                let message =
                    Message::new("records.repeated").with("field", &field.name).with("id", &field.text);
                self.error(field.node.at, message);
            }
        }
        if number > 0 {
            self.doubt(Message::new("records.alike").with("number", number));
        }
    }
}

/// Whether a reference is the name of a commit or of a version; the name of a branch is neither.
fn is_version_or_hash(text: &str) -> bool {
    let is_hash = text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_version =
        || Version::of(text).is_some_and(|version| version.numbers.len() > 1) && !text.contains('/');
    is_hash || is_version()
}
