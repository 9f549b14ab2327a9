//! What to know about a file of records: what of it is not read, and of what it is a mixture.

use std::collections::BTreeSet;

use super::reader::{MOST_ERRORS, Reader};
use crate::delivery::Note;
use crate::delivery::version::Version;
use crate::error::{Finding, Message, Severity, nearest};
use crate::history::shape::{Of, SHAPES, find, has_word};
use crate::json::Node;
use crate::questionnaire::metric::Metric;

impl<'a> Reader<'a> {
    /// Something to know that makes no number doubtful.
    pub(super) fn tell(&mut self, message: Message) {
        self.notes.push(Note::general(message.clone()));
        self.findings.push(Finding::warning(message));
    }

    /// Something that leaves no level to the numbers that these records give.
    pub(super) fn doubt(&mut self, message: Message) {
        self.doubt_metrics(&message);
        self.findings.push(Finding::warning(message));
    }

    pub(super) fn doubt_metrics(&mut self, message: &Message) {
        let metrics: &[Metric] = match self.of {
            Of::Deployments => &Metric::ALL,
            Of::Incidents => &[Metric::ChangeFailRate, Metric::FailedDeploymentRecoveryTime],
        };
        self.notes.extend(metrics.iter().map(|metric| Note::of(*metric, message.clone())));
    }

    /// Columns that are not read and look as if they mattered: slips, and what says how something ended or where. One that
    /// distinguishes records leaves no level. Of a system whose records are known, all that matters is known.
    pub(super) fn tell_unread(&mut self) {
        if !self.shape.is_own() {
            return;
        }
        let names = self.names();
        let (read, free) = self.read_names(&names);
        let unread = names.into_iter().filter(|name| !read.contains(*name) && !has_word(&SHAPES.plain, name));
        for name in unread.take(MOST_ERRORS) {
            let values = self.values(name);
            let is_label = self.shape.labels.iter().any(|label| label == name);
            if is_label && values.len() < 2 {
                continue;
            }
            let near = nearest(name, free.iter().map(String::as_str)).filter(|_| name.is_ascii());
            let is_watched =
                |word: &String| name == word || name.split('_').any(|part| part == word.as_str());
            let is_telling =
                |value: &String| has_word(&SHAPES.watched, value) || has_word(&SHAPES.failure, value);
            let is_known = self.shape.states.iter().any(|state| state == name)
                && values
                    .iter()
                    .all(|value| has_word(&SHAPES.states, value) || has_word(&SHAPES.void, value));
            let matters = is_label || SHAPES.watched.iter().any(is_watched) || values.iter().any(is_telling);
            if is_known || (near.is_none() && !matters) {
                continue;
            }
            let id = if is_label { "records.kind-of" } else { "records.column" };
            let message = Message::new(id).with("field", name).with("near", near.unwrap_or_default());
            if matters && values.len() > 1 {
                self.doubt_metrics(&message);
            } else {
                self.notes.push(Note::general(message.clone()));
            }
            let at = self.table.heading.as_ref().map_or(0, |heading| heading.at);
            let finding = self.table.finding(at, message);
            self.findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }

    /// The names that are read or that somebody chose against, and our fields for which there is none.
    fn read_names(&self, names: &BTreeSet<&str>) -> (BTreeSet<String>, BTreeSet<String>) {
        let is_there = |path: &&String| names.contains(first_name(path));
        let (mut read, mut free) = (BTreeSet::new(), BTreeSet::new());
        for (ours, paths) in &self.fields {
            let number = if ours == "result" { paths.len() } else { 1 };
            let found: Vec<&String> = paths.iter().filter(is_there).take(number).collect();
            if found.is_empty() {
                free.insert(ours.clone());
            }
            read.extend(found.into_iter().map(|path| first_name(path).to_owned()));
        }
        let chosen = self.reading.mapped(self.of).filter_map(|(ours, _)| self.shape.fields.get(ours));
        let several = self.shape.several.iter().flat_map(|names| names.split('|'));
        let others = several.chain(self.shape.leave_out.keys().map(String::as_str));
        let labels = self.shape.labels.iter().filter(|_| self.reading.label.is_some()).map(String::as_str);
        let others = others.chain(labels).chain(chosen.flatten().map(String::as_str));
        read.extend(others.map(|path| first_name(path).to_owned()));
        (read, free)
    }

    /// The different values of a column.
    fn values(&self, name: &str) -> BTreeSet<String> {
        let values = self.nodes.iter().flat_map(|node| node.named(name));
        values.filter_map(Node::text).map(|text| text.to_lowercase()).collect()
    }

    /// Says that records are of several services, pipelines or branches, each of which counts.
    pub(super) fn tell_several(&mut self, nodes: &[&'a Node]) {
        let name =
            |node: &'a Node, names: &str| names.split('|').find_map(|path| find(node, path).first()?.text());
        let family = |node: &&'a Node| {
            let tag = find(node, &self.shape.tag).first()?.text()?;
            let family = Version::of(&tag)?.family;
            Some(if family.is_empty() { "v*".to_owned() } else { format!("{family}-*") })
        };
        let different =
            |names: BTreeSet<String>| names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>();
        let mut several: Vec<Vec<String>> = Vec::new();
        for names in &self.shape.several {
            several.push(different(nodes.iter().filter_map(|node| name(node, names)).collect()));
        }
        if !self.shape.tag.is_empty() {
            several.push(different(nodes.iter().filter_map(family).collect()));
        }
        for names in several.into_iter().filter(|names| names.len() > 1) {
            self.doubt(Message::new("records.several").with("names", names.join(", ")));
        }
    }
}

/// The first name of a path.
fn first_name(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}
