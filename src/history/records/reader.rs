//! What a file of records is, and where our fields are in it.

use std::collections::{BTreeMap, BTreeSet};

use glob::Pattern;
use jiff::tz::TimeZone;

use crate::delivery::{Note, Outcome};
use crate::error::{Error, Finding, Message, Result, Severity, nearest};
use crate::history::shape::{self, Of, Shape, is_at};
use crate::history::table::{Table, normal};
use crate::json::{Node, Tree};
use crate::questionnaire::metric::Metric;

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
        self.columns.iter().filter_map(move |(ours, theirs)| Some((of.field(ours)?, theirs.as_str())))
    }
}

/// After so many errors the rest of a file is not looked at: it is of another kind, or each row has the same fault.
pub(super) const MOST_ERRORS: usize = 20;

/// A file of records that is read, and what was found so far.
pub(super) struct Reader<'a> {
    pub(super) table: &'a Table,
    pub(super) reading: &'a Reading,
    pub(super) of: Of,
    pub(super) shape: &'static Shape,
    /// The paths of our fields, without those fields that no record has.
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) nodes: Vec<&'a Node>,
    /// The label that an incident needs; `None` if every record is one.
    pub(super) label: Option<String>,
    /// The records that do not say themselves that they are something else.
    pub(super) candidates: Vec<&'a Node>,
    /// How many records were read.
    pub(super) number: usize,
    /// The ids, or whole records where there is none.
    pub(super) seen: BTreeSet<String>,
    /// The environments of deployments that did not go to production, with their places.
    pub(super) elsewhere: Vec<(usize, String)>,
    /// How many records there are of which these sentences are true.
    pub(super) counts: BTreeMap<&'static str, usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    /// Recognises what the records are.
    ///
    /// # Errors
    /// Several lists; records of another kind, of a shape that says too little, or without a column that they need.
    pub(super) fn of(table: &'a Table, reading: &'a Reading, of: Of) -> Result<Self> {
        let times: Vec<String> = reading
            .mapped(of)
            .filter(|(ours, _)| *ours == of.time())
            .flat_map(|(_, theirs)| paths(theirs))
            .collect();
        let shape::Records { nodes, lists, is_part, .. } =
            shape::records(&table.root, &|node| is_at(node, &times));
        let mut named = nodes.iter().take(MOST_ERRORS).copied().chain(&table.heading);
        let shape = named.find_map(|node| shape::of(node, of)).unwrap_or_else(|| of.own());
        let first = nodes.first().map_or(0, |node| node.at);
        let mut reader = Self {
            table,
            reading,
            of,
            shape,
            fields: shape.fields.clone(),
            nodes,
            label: None,
            candidates: Vec::new(),
            number: 0,
            seen: BTreeSet::new(),
            elsewhere: Vec::new(),
            counts: BTreeMap::new(),
            findings: Vec::new(),
            notes: Vec::new(),
        };
        if !lists.is_empty() {
            let message = Message::new("records.lists").with("names", lists.join(", "));
            return Err(reader.refused(first, message));
        }
        if shape.of != of {
            let message = Message::new("records.kind").with_sentence("found", &shape.kind);
            return Err(reader.refused(first, message.with("system", &shape.system)));
        }
        if let Some(refuse) = &shape.refuse {
            return Err(reader.refused(first, Message::new(refuse)));
        }
        for (ours, theirs) in reading.mapped(of) {
            reader.map(ours, theirs)?;
        }
        reader.times_are_there()?;
        if is_part {
            reader.doubt(Message::new("records.part").with("number", reader.nodes.len()));
        }
        for (message, is_doubt) in reader.unread() {
            let metrics = if is_doubt { of.metrics() } else { &[] };
            reader.warn(table.warning(message), metrics);
        }
        let there: Vec<String> = reader.fields.keys().filter(|name| reader.is_there(name)).cloned().collect();
        reader.fields.retain(|name, _| there.contains(name));
        reader.label = reader.needed_label()?;
        Ok(reader)
    }

    /// Takes a field of ours from another column.
    fn map(&mut self, ours: &str, theirs: &str) -> Result<()> {
        let paths = paths(theirs);
        let wanted = paths.first().cloned();
        self.fields.insert(ours.to_owned(), paths);
        match wanted {
            Some(wanted) if !self.nodes.is_empty() && !self.is_there(ours) => {
                Err(self.no_column(theirs, &wanted))
            }
            _ => Ok(()),
        }
    }

    /// A record needs its time. Incidents that are never over are more likely incidents whose end is under a name that is
    /// not known; a sheet shows its columns in its first line, and that all its incidents are open is shown next to the numbers.
    fn times_are_there(&self) -> Result<()> {
        let is_empty = self.nodes.is_empty();
        if let Some(other) = self.nodes.iter().find(|node| !matches!(node.tree, Tree::Object(_))) {
            let message = Message::new("records.object").with("found", other.tree.shown());
            return Err(self.refused(other.at, message));
        }
        let lacks = |name: &str| !self.is_there(name);
        if lacks(self.of.time()) && !(is_empty && self.table.heading.is_none()) {
            return Err(self.no_column(self.of.time(), self.of.time()));
        }
        let is_sheet = self.table.heading.is_some();
        let is_wanted =
            self.of == Of::Incidents && self.shape.is_own() && !self.paths("resolved_at").is_empty();
        if is_wanted && !is_sheet && !is_empty && lacks("resolved_at") {
            return Err(self.no_column("resolved_at", "resolved_at"));
        }
        Ok(())
    }

    /// That there is no column of this name, with the nearest one to what it could be called.
    pub(super) fn no_column(&self, field: &str, called: &str) -> Error {
        let near = nearest(called, self.names()).unwrap_or_default();
        let message =
            Message::new("records.no-column").with("field", field).with("found", self.names_shown());
        let named = self.table.heading.as_ref().or(self.nodes.first().copied());
        self.refused(named.map_or(0, |node| node.at), message.with("near", near))
    }

    pub(super) fn refused(&self, at: usize, message: Message) -> Error {
        Error::input(vec![self.table.error(at, message)])
    }

    /// The paths of a field of ours.
    pub(super) fn paths(&self, name: &str) -> &[String] {
        self.fields.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any record has a field.
    fn is_there(&self, name: &str) -> bool {
        // A path into a list may be empty in most records; a plain one is known by the first.
        self.nodes.iter().copied().chain(&self.table.heading).any(|node| is_at(node, self.paths(name)))
    }

    /// The names of the first records, each once.
    pub(super) fn names(&self) -> BTreeSet<&'a str> {
        let first = self.nodes.iter().take(MOST_ERRORS).flat_map(|node| node.members());
        first.map(|member| member.key.as_str()).filter(|name| !name.is_empty()).collect()
    }

    /// The names of the columns as they are written, for messages.
    pub(super) fn names_shown(&self) -> String {
        let names: Vec<&str> = match self.table.columns.as_slice() {
            [] => self.names().into_iter().collect(),
            written => written.iter().map(String::as_str).filter(|name| !name.is_empty()).collect(),
        };
        names.join(", ")
    }

    pub(super) fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// Counts a record of which a sentence is true.
    pub(super) fn count(&mut self, id: &'static str) {
        *self.counts.entry(id).or_default() += 1;
    }

    /// Something to know: about these metrics, which get no level because of it, or about none of them.
    pub(super) fn note(&mut self, message: &Message, metrics: &[Metric]) {
        let notes = metrics.iter().map(|metric| Note::of(*metric, message.clone()));
        self.notes.extend(notes);
        if metrics.is_empty() {
            self.notes.push(Note::general(message.clone()));
        }
    }

    /// The same as a warning too.
    pub(super) fn warn(&mut self, finding: Finding, metrics: &[Metric]) {
        self.note(&finding.message, metrics);
        self.findings.push(finding);
    }

    /// Something that leaves no level to the numbers that these records give.
    pub(super) fn doubt(&mut self, message: Message) {
        self.warn(Finding::warning(message), self.of.metrics());
    }
}

/// The paths that a name of a column can mean.
fn paths(theirs: &str) -> Vec<String> {
    let whole = normal(theirs);
    let dotted = theirs.split('.').map(normal).collect::<Vec<_>>().join(".");
    [whole, dotted].into_iter().filter(|path| !path.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}
