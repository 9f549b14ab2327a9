//! What a file of records is, which of its records count, and what of it is not read.

use std::collections::{BTreeMap, BTreeSet};

use glob::{MatchOptions, Pattern};
use jiff::tz::TimeZone;

use crate::delivery::Outcome;
use crate::error::{Error, Finding, Message, Result, Severity, nearest};
use crate::history::shape::{self, Of, SHAPES, Shape, find};
use crate::history::table::{Table, normal};
use crate::json::{Node, Tree};

/// How records are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The zone of local times; without one they are refused.
    pub zone: Option<TimeZone>,
    /// The environments whose deployments count; without any those that are called production.
    pub environments: Vec<Pattern>,
    /// The label by which an issue is an incident; `incident` unless said.
    pub label: Option<String>,
    /// Our fields and the columns that hold them; an empty name for none.
    pub columns: Vec<(String, String)>,
    /// What words of the records mean.
    pub results: Vec<(String, Outcome)>,
}

/// Fields of a deployment.
pub const DEPLOYMENT: [&str; 7] =
    ["id", "finished_at", "result", "environment", "commit", "planned", "rolled_back"];
/// Fields of an incident.
pub const INCIDENT: [&str; 6] =
    ["id", "created_at", "resolved_at", "caused_by_deployment", "cause_commit", "user_facing"];

/// After so many errors the rest of a file is not looked at: it is of another kind, or each row has the same fault.
pub(super) const MOST_ERRORS: usize = 20;

pub(super) struct Reader<'a> {
    table: &'a Table,
    pub(super) reading: &'a Reading,
    of: Of,
    shape: &'static Shape,
    /// The paths of our fields.
    pub(super) fields: BTreeMap<String, Vec<String>>,
    nodes: Vec<&'a Node>,
    pub(super) left_out: usize,
    pub(super) several_commits: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// Recognises what the records are.
    pub(super) fn of(table: &'a Table, reading: &'a Reading, of: Of) -> Result<Self> {
        let nodes = shape::records(&table.root);
        let own = SHAPES.shapes.iter().find(|shape| shape.is_own() && shape.of == of);
        let known = nodes.iter().take(MOST_ERRORS).find_map(|node| shape::of(node, of));
        let known = known.or_else(|| shape::of(table.heading.as_ref()?, of));
        let Some(shape) = known.or(own) else { return Err(Error::input(Vec::new())) };
        let mut reader = Self {
            table,
            reading,
            of,
            shape,
            fields: shape.fields.clone(),
            nodes,
            left_out: 0,
            several_commits: 0,
            findings: Vec::new(),
        };
        let first = reader.nodes.first().map_or(0, |node| node.at);
        if let Some(refuse) = shape.refuse.as_deref().filter(|_| shape.of == of) {
            return Err(reader.refused(first, Message::new(refuse)));
        }
        if shape.of != of {
            let message = Message::new("records.kind").with_sentence("found", &shape.kind);
            return Err(reader.refused(first, message.with("system", &shape.system)));
        }
        for (ours, theirs) in &reading.columns {
            reader.map(ours, theirs)?;
        }
        reader.time_is_there()?;
        reader.tell_unread();
        Ok(reader)
    }

    fn refused(&self, at: usize, message: Message) -> Error {
        Error::input(vec![self.table.finding(at, message)])
    }

    /// Where the names of the records are: in the heading, or in the first record.
    fn start(&self) -> usize {
        self.table.heading.as_ref().or(self.nodes.first().copied()).map_or(0, |node| node.at)
    }

    /// Takes a field of ours from another column.
    fn map(&mut self, ours: &str, theirs: &str) -> Result<()> {
        let fields: &[&str] = if self.of == Of::Deployments { &DEPLOYMENT } else { &INCIDENT };
        if !fields.contains(&ours) {
            return Ok(());
        }
        let paths = [normal(theirs), theirs.split('.').map(normal).collect::<Vec<_>>().join(".")];
        let is_there = |path: &String| self.nodes.iter().any(|node| !find(node, path).is_empty());
        if !theirs.is_empty() && !self.nodes.is_empty() && !paths.iter().any(is_there) {
            let near = nearest(&paths[0], self.names()).unwrap_or_default();
            let message = Message::new("records.no-column").with("field", theirs).with("found", self.named());
            return Err(self.refused(self.start(), message.with("near", near)));
        }
        let paths = if theirs.is_empty() { Vec::new() } else { paths.to_vec() };
        self.fields.insert(ours.to_owned(), paths);
        Ok(())
    }

    /// The names of the first record, each once.
    fn names(&self) -> BTreeSet<&'a str> {
        let first = self.nodes.iter().take(MOST_ERRORS).flat_map(|node| node.members());
        first.map(|member| member.key.as_str()).filter(|name| !name.is_empty()).collect()
    }

    /// The columns as they are written, for messages.
    fn named(&self) -> String {
        let written = self.table.columns.iter().map(String::as_str).filter(|name| !name.is_empty());
        let names: Vec<&str> = if self.table.columns.is_empty() {
            self.names().into_iter().collect()
        } else {
            written.collect()
        };
        names.join(", ")
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let is_there = |node: &Node| paths.iter().any(|path| !find(node, path).is_empty());
        // A path into a list may be empty in most records; a plain one is known by the first.
        self.nodes.iter().copied().chain(&self.table.heading).any(is_there)
    }

    /// A record needs its time.
    fn time_is_there(&self) -> Result<()> {
        let name = if self.of == Of::Deployments { "finished_at" } else { "created_at" };
        if let Some(other) = self.nodes.iter().find(|node| !matches!(node.tree, Tree::Object(_))) {
            let message = Message::new("records.object").with("found", other.tree.shown());
            return Err(self.refused(other.at, message));
        }
        if self.has(name) || (self.nodes.is_empty() && self.table.columns.is_empty()) {
            return Ok(());
        }
        self.no_column(name)
    }

    /// Incidents that are never over are more likely incidents whose end is under a name that is not known. A sheet shows its
    /// columns in its first line, and all its incidents being open is shown next to the numbers.
    pub(super) fn end_is_there(&self) -> Result<()> {
        let is_taken_away =
            self.reading.columns.iter().any(|(ours, theirs)| ours == "resolved_at" && theirs.is_empty());
        let is_sheet = !self.table.columns.is_empty();
        if self.nodes.is_empty()
            || is_sheet
            || is_taken_away
            || self.has("resolved_at")
            || !self.shape.is_own()
        {
            return Ok(());
        }
        self.no_column("resolved_at")
    }

    fn no_column(&self, name: &'static str) -> Result<()> {
        let near = nearest(name, self.names()).unwrap_or_default();
        let message = Message::new("records.no-column").with("field", name).with("found", self.named());
        Err(self.refused(self.start(), message.with("near", near)))
    }

    /// Names that are not read and look as if they mattered: slips, and what says how something ended or where. Of a
    /// system whose records are known, all that matters is known.
    fn tell_unread(&mut self) {
        if !self.shape.is_own() {
            return;
        }
        let names = self.names();
        let mut free: BTreeSet<&str> = self.fields.keys().map(String::as_str).collect();
        let mut read = BTreeSet::new();
        for (ours, paths) in &self.fields {
            if let Some(name) = paths.iter().find(|path| names.contains(path.as_str())) {
                read.insert(name.clone());
                free.remove(ours.as_str());
            }
        }
        let mut told = Vec::new();
        for name in names.into_iter().filter(|name| !read.contains(*name) && !has_word(&SHAPES.plain, name)) {
            let near = nearest(name, free.iter().copied());
            let is_watched = |word: &String| name == word || name.split('_').any(|part| part == word);
            if near.is_some() || SHAPES.watched.iter().any(is_watched) {
                told.push(
                    Message::new("records.column").with("field", name).with("near", near.unwrap_or_default()),
                );
            }
        }
        for message in told.into_iter().take(MOST_ERRORS) {
            let finding =
                self.table.finding(self.table.heading.as_ref().map_or(0, |heading| heading.at), message);
            self.findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }

    /// The records that do not say themselves that they do not count.
    pub(super) fn counted(&mut self) -> Vec<&'a Node> {
        let mut kept = Vec::new();
        for node in self.nodes.clone() {
            let other =
                shape::of(node, self.of).filter(|other| !std::ptr::eq(*other, self.shape) && !other.is_own());
            if let (Some(other), Of::Deployments | Of::Incidents) = (other, self.of) {
                if self.errors() < MOST_ERRORS {
                    let message = Message::new("records.mixed").with_sentence("found", &other.kind);
                    let message = message.with("system", &other.system);
                    self.error(node.at, message.with_sentence("expected", &self.shape.kind));
                }
                continue;
            }
            let is_out = |(path, words): (&String, &Vec<String>)| {
                let is_wanted = |found: &&Node| match words.first().map(String::as_str) {
                    Some("*") => !matches!(found.tree, Tree::Null),
                    _ => found.text().is_some_and(|text| has_word(words, &text)),
                };
                find(node, path).iter().any(is_wanted)
            };
            if self.shape.leave_out.iter().any(is_out) {
                self.left_out += 1;
            } else {
                kept.push(node);
            }
        }
        kept
    }

    pub(super) fn label(&self) -> &str {
        self.reading.label.as_deref().unwrap_or("incident")
    }

    /// The incidents with the label, if the records have labels and are of a system or a label was named.
    pub(super) fn labelled(&mut self, nodes: Vec<&'a Node>) -> Result<Vec<&'a Node>> {
        let paths = &self.shape.labels;
        let labels = |node: &'a Node| paths.iter().flat_map(|path| find(node, path)).collect::<Vec<_>>();
        let is_labelled = nodes.iter().any(|node| !labels(node).is_empty());
        if self.reading.label.is_some() && !is_labelled && !nodes.is_empty() {
            let message = Message::new("records.no-labels").with("found", self.named());
            return Err(self.refused(nodes[0].at, message));
        }
        if !is_labelled || (self.shape.is_own() && self.reading.label.is_none()) {
            return Ok(nodes);
        }
        let label = self.label().to_lowercase();
        let carries = |node: &&'a Node| {
            // Jira's service projects call the type of an incident "[System] Incident".
            let is_label = |text: &str| {
                text == label || text.strip_suffix(&label).is_some_and(|rest| rest.ends_with("] "))
            };
            labels(node).iter().any(|found| found.text().is_some_and(|text| is_label(&text.to_lowercase())))
        };
        let (inside, outside): (Vec<_>, Vec<_>) = nodes.into_iter().partition(carries);
        self.left_out += outside.len();
        Ok(inside)
    }

    /// Says that records are of several pipelines or branches, each of which counts.
    pub(super) fn tell_several(&mut self, nodes: &[&'a Node]) {
        for names in &self.shape.several {
            let name = |node: &&'a Node| names.split('|').find_map(|path| find(node, path).first()?.text());
            let found: BTreeSet<String> =
                nodes.iter().filter_map(name).filter(|name| !name.is_empty()).collect();
            if found.len() > 1 {
                let found = found.into_iter().collect::<Vec<_>>().join(", ");
                self.findings.push(Finding::warning(Message::new("records.several").with("names", found)));
            }
        }
    }

    /// The records that went to production. Where nothing says otherwise, that is an environment of a usual name, or none
    /// at all.
    pub(super) fn in_production(&mut self, nodes: Vec<&'a Node>) -> Result<Vec<&'a Node>> {
        const OPTIONS: MatchOptions = MatchOptions {
            case_sensitive: false,
            require_literal_separator: false,
            require_literal_leading_dot: false,
        };
        let wanted = &self.reading.environments;
        let counts = |node: &&'a Node| match self.get(node, "environment") {
            Some(found) if wanted.is_empty() => has_word(&SHAPES.production, &found.text),
            Some(found) => wanted.iter().any(|pattern| pattern.matches_with(&found.text, OPTIONS)),
            None => wanted.is_empty(),
        };
        let (inside, outside): (Vec<_>, Vec<_>) = nodes.into_iter().partition(counts);
        let names = |nodes: &[&'a Node]| {
            let names = nodes.iter().filter_map(|node| self.get(node, "environment"));
            names.map(|field| field.text).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
        };
        if let (true, Some(node)) = (inside.is_empty(), outside.first()) {
            let at = self.get(node, "environment").map_or(node.at, |field| field.node.at);
            return Err(self.refused(at, Message::new("records.environment").with("names", names(&outside))));
        }
        if !outside.is_empty() {
            let message = Message::new("records.elsewhere").with("number", outside.len());
            self.findings.push(Finding::warning(message.with("names", names(&outside))));
        }
        Ok(inside)
    }

    pub(super) fn error(&mut self, at: usize, message: Message) {
        self.findings.push(self.table.finding(at, message));
    }

    pub(super) fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }
}

pub(super) fn has_word(words: &[String], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}
