//! What a file of records is, which of its records count, and what of it is not read.

use std::collections::{BTreeMap, BTreeSet};

use glob::{MatchOptions, Pattern};
use jiff::tz::TimeZone;

use crate::delivery::{Note, Outcome};
use crate::error::{Error, Finding, Message, Result, Severity, nearest};
use crate::history::shape::{self, Of, SHAPES, Shape, find, has_word, says};
use crate::history::table::{Table, normal};
use crate::history::tags;
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

impl Reading {
    /// Our fields that one kind of records takes from other columns, with the names of those.
    pub(super) fn mapped(&self, of: Of) -> impl Iterator<Item = (&str, &str)> {
        let (fields, kind): (&[&str], _) =
            if of == Of::Deployments { (&DEPLOYMENT, "deployments.") } else { (&INCIDENT, "incidents.") };
        let columns = self
            .columns
            .iter()
            .map(move |(ours, theirs)| (ours.strip_prefix(kind).unwrap_or(ours), theirs.as_str()));
        columns.filter(|(ours, _)| fields.contains(ours))
    }
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
    pub(super) table: &'a Table,
    pub(super) reading: &'a Reading,
    pub(super) of: Of,
    pub(super) shape: &'static Shape,
    /// The paths of our fields.
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) nodes: Vec<&'a Node>,
    pub(super) left_out: usize,
    pub(super) several_commits: usize,
    /// Incidents that are over, although nothing says when.
    pub(super) endless: usize,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    /// Recognises what the records are.
    pub(super) fn of(table: &'a Table, reading: &'a Reading, of: Of) -> Result<Self> {
        let time = if of == Of::Deployments { "finished_at" } else { "created_at" };
        let mapped: Vec<String> = reading
            .mapped(of)
            .filter(|(ours, _)| *ours == time)
            .flat_map(|(_, theirs)| paths(theirs))
            .collect();
        let is_record = |node: &Node| mapped.iter().any(|path| !find(node, path).is_empty());
        let shape::Records { nodes, lists, is_part, .. } = shape::records(&table.root, &is_record);
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
            endless: 0,
            findings: Vec::new(),
            notes: Vec::new(),
        };
        let first = reader.nodes.first().map_or(0, |node| node.at);
        if !lists.is_empty() {
            let message = Message::new("records.lists").with("names", lists.join(", "));
            return Err(reader.refused(first, message));
        }
        if let Some(refuse) = shape.refuse.as_deref().filter(|_| shape.of == of) {
            return Err(reader.refused(first, Message::new(refuse)));
        }
        if shape.of != of {
            let message = Message::new("records.kind").with_sentence("found", &shape.kind);
            return Err(reader.refused(first, message.with("system", &shape.system)));
        }
        for (ours, theirs) in reading.mapped(of) {
            reader.map(ours, theirs)?;
        }
        reader.time_is_there()?;
        if is_part {
            reader.doubt(Message::new("records.part").with("number", reader.nodes.len()));
        }
        reader.tell_unread();
        Ok(reader)
    }

    pub(super) fn refused(&self, at: usize, message: Message) -> Error {
        Error::input(vec![self.table.finding(at, message)])
    }

    /// Where the names of the records are: in the heading, or in the first record.
    fn start(&self) -> usize {
        self.table.heading.as_ref().or(self.nodes.first().copied()).map_or(0, |node| node.at)
    }

    /// Takes a field of ours from another column.
    fn map(&mut self, ours: &str, theirs: &str) -> Result<()> {
        let paths = paths(theirs);
        let mut nodes = self.nodes.iter().copied().chain(&self.table.heading);
        let is_there = nodes.any(|node| paths.iter().any(|path| !find(node, path).is_empty()));
        if !paths.is_empty() && !self.nodes.is_empty() && !is_there {
            let near = nearest(&paths[0], self.names()).unwrap_or_default();
            let message = Message::new("records.no-column").with("field", theirs).with("found", self.named());
            return Err(self.refused(self.start(), message.with("near", near)));
        }
        self.fields.insert(ours.to_owned(), paths);
        Ok(())
    }

    /// The names of the first record, each once.
    pub(super) fn names(&self) -> BTreeSet<&'a str> {
        let first = self.nodes.iter().take(MOST_ERRORS).flat_map(|node| node.members());
        first.map(|member| member.key.as_str()).filter(|name| !name.is_empty()).collect()
    }

    /// The columns as they are written, for messages.
    pub(super) fn named(&self) -> String {
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
            self.reading.mapped(self.of).any(|(ours, theirs)| ours == "resolved_at" && theirs.is_empty());
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

    pub(super) fn no_column<T>(&self, name: &'static str) -> Result<T> {
        let near = nearest(name, self.names()).unwrap_or_default();
        let message = Message::new("records.no-column").with("field", name).with("found", self.named());
        Err(self.refused(self.start(), message.with("near", near)))
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
            if self.is_left_out(node) {
                self.left_out += 1;
            } else {
                kept.push(node);
            }
        }
        kept
    }

    /// Whether a record says itself that it does not count, or is a tag that says so by its name.
    fn is_left_out(&self, node: &'a Node) -> bool {
        let is_void = || self.shape.states.iter().any(|path| says(node, path, &SHAPES.void));
        let is_out = |(path, words): (&String, &Vec<String>)| says(node, path, words);
        let is_told = || {
            self.shape
                .leave_out
                .keys()
                .any(|path| path.ends_with("prerelease") && !find(node, path).is_empty())
        };
        let is_early = |tag: &&Node| tag.text().is_some_and(|name| tags::is_pre_release(&name));
        let is_pre_release = || !is_told() && find(node, &self.shape.tag).iter().any(is_early);
        self.shape.leave_out.iter().any(is_out)
            || is_void()
            || (!self.shape.tag.is_empty() && is_pre_release())
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
        if self.shape.is_own() && self.reading.label.is_none() {
            return Ok(nodes);
        }
        if !is_labelled {
            if !paths.is_empty() && !nodes.is_empty() {
                self.doubt(Message::new("records.without-labels").with("number", nodes.len()));
            }
            return Ok(nodes);
        }
        let label = self.label().to_lowercase();
        // Jira's service projects call the type of an incident "[System] Incident"; sheets join labels.
        let is_label =
            |text: &str| text == label || text.strip_suffix(&label).is_some_and(|rest| rest.ends_with("] "));
        let is_joined =
            |text: &str| is_label(text) || text.split([',', ';', '\n']).any(|part| is_label(part.trim()));
        let carries = |node: &&'a Node| {
            let mut texts = labels(node).into_iter().filter_map(Node::text);
            texts.any(|text| is_joined(&text.to_lowercase()))
        };
        let (inside, outside): (Vec<_>, Vec<_>) = nodes.into_iter().partition(carries);
        self.left_out += outside.len();
        Ok(inside)
    }

    /// The records that went to production: by default to an environment of a usual name. An empty one is none.
    pub(super) fn in_production(&mut self, nodes: Vec<&'a Node>) -> Result<Vec<&'a Node>> {
        const OPTIONS: MatchOptions = MatchOptions {
            case_sensitive: false,
            require_literal_separator: false,
            require_literal_leading_dot: false,
        };
        let wanted = &self.reading.environments;
        if !self.has("environment") {
            let is_all = wanted.is_empty() || nodes.is_empty();
            return if is_all { Ok(nodes) } else { self.no_column("environment") };
        }
        let name =
            |node: &&'a Node| self.get(node, "environment").map(|field| field.text).unwrap_or_default();
        // What is no word is an error when the record is read.
        let is_no_word = |node: &&'a Node| {
            let mut found =
                self.fields.get("environment").into_iter().flatten().flat_map(|path| find(node, path));
            name(node).is_empty() && found.any(|node| matches!(node.tree, Tree::Object(_) | Tree::List(_)))
        };
        let counts = |node: &&'a Node| match wanted.as_slice() {
            _ if is_no_word(node) => true,
            [] => has_word(&SHAPES.production, &name(node)),
            wanted => wanted.iter().any(|pattern| pattern.matches_with(&name(node), OPTIONS)),
        };
        let (inside, outside): (Vec<_>, Vec<_>) = nodes.into_iter().partition(counts);
        let names: BTreeSet<String> = outside.iter().map(name).collect();
        let shown = |name: String| if name.is_empty() { "\"\"".to_owned() } else { name };
        let names = names.into_iter().map(shown).collect::<Vec<_>>().join(", ");
        if let (true, Some(node)) = (inside.is_empty(), outside.first()) {
            let at = self.get(node, "environment").map_or(node.at, |field| field.node.at);
            let message = Message::new("records.environment").with("names", names);
            return Err(self.refused(at, message));
        }
        if !outside.is_empty() {
            self.tell(Message::new("records.elsewhere").with("number", outside.len()).with("names", names));
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

/// The paths that a name of a column can mean.
fn paths(theirs: &str) -> Vec<String> {
    let whole = normal(theirs);
    let dotted = theirs.split('.').map(normal).collect::<Vec<_>>().join(".");
    [whole, dotted].into_iter().filter(|path| !path.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}
