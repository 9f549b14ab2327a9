//! Records of deployments and incidents, in the shapes in which systems export them or in our own.
//!
//! A file is a list of trees (`table`). Its shape (`shape`) says where our fields are; `reader` finds out which one it has.
//! Then each record is looked at once: whether it counts (`counts`), and what its fields say (`value`). Columns that are not
//! read and look as if they mattered are named (`unread`).

mod counts;
mod reader;
mod unread;
mod value;

use crate::delivery::{Cause, Deployment, Incident, Note, Outcome};
use crate::error::{Error, Finding, Message, Result};
use crate::history::shape::{Of, SHAPES, says};
use crate::history::table;
use crate::json::Node;
pub use reader::Reading;
use reader::{MOST_ERRORS, Reader};

/// What was read, and what to know about it.
#[derive(Clone, Debug)]
pub struct Read<T> {
    pub records: Vec<T>,
    pub findings: Vec<Finding>,
    /// What the metrics should know.
    pub notes: Vec<Note>,
}

/// Reads records of deployments; those to other environments than production are left out.
///
/// # Errors
/// Every field that is missing or has no value of its kind, with its place; at most twenty.
pub fn deployments(text: &str, reading: &Reading) -> Result<Read<Deployment>> {
    read(text, reading, Of::Deployments, |reader, node| reader.deployment(node))
}

/// Reads records of incidents.
///
/// # Errors
/// As for deployments; no column at all that says when incidents were over; an incident that was over before it began.
pub fn incidents(text: &str, reading: &Reading) -> Result<Read<Incident>> {
    read(text, reading, Of::Incidents, |reader, node| reader.incident(node))
}

fn read<T>(
    text: &str,
    reading: &Reading,
    of: Of,
    record: impl for<'a> Fn(&mut Reader<'a>, &'a Node) -> Option<T>,
) -> Result<Read<T>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let mut reader = Reader::of(&table, reading, of)?;
    let mut records = Vec::new();
    for node in reader.nodes.clone() {
        if reader.errors() >= MOST_ERRORS {
            break;
        }
        if reader.does_count(node)? {
            records.extend(record(&mut reader, node));
            reader.number += 1;
        }
    }
    reader.say_counts()?;
    if reader.errors() == 0 {
        return Ok(Read { records, findings: reader.findings, notes: reader.notes });
    }
    Err(Error::among(reader.findings))
}

impl<'a> Reader<'a> {
    fn deployment(&mut self, node: &'a Node) -> Option<Deployment> {
        let id = self.id(node);
        self.findings.extend(self.contradictions(node));
        let environment = self.known(self.word(node, "environment"));
        let planned = self.known(self.yes_or_no(node, "planned"));
        let rolled_back = self.known(self.yes_or_no(node, "rolled_back"));
        let result = self.known(self.result(node))?;
        // What never ran has no time.
        let has_time = result == Some(Outcome::Success) || self.get(node, "finished_at").is_some();
        let Some(result) = result.filter(|_| has_time) else {
            self.count("records.left-out");
            return None;
        };
        let finished_at = self.known(self.required_time(node, "finished_at"))?;
        Some(Deployment {
            id,
            finished_at: finished_at.saturating_add(self.duration(node).unwrap_or(0)),
            result,
            revision: self.commit(node),
            environment: environment?.map(|field| field.text),
            planned: planned?,
            rolled_back: rolled_back?,
            ..Deployment::default()
        })
    }

    fn incident(&mut self, node: &'a Node) -> Option<Incident> {
        let id = self.id(node);
        self.findings.extend(self.contradictions(node));
        let created_at = self.known(self.required_time(node, "created_at"));
        let resolved = self.known(self.time(node, "resolved_at"));
        let user_facing = self.known(self.yes_or_no(node, "user_facing"));
        let deployment = self.known(self.word(node, "caused_by_deployment"));
        let commit = self.known(self.word(node, "cause_commit"));
        let (created_at, resolved) = (created_at?, resolved?);
        match &resolved {
            Some((time, field)) if *time < created_at => {
                let message = Message::new("records.before").with("field", &field.name);
                self.findings.push(self.table.error(field.node.at, message));
            }
            None if self.shape.states.iter().any(|path| says(node, path, &SHAPES.over)) => {
                self.count("records.endless");
            }
            _ => {}
        }
        let lasted = self.duration(node).map(|seconds| created_at.saturating_add(seconds));
        let deployment = deployment?.map(|field| Cause::Deployment(field.text));
        let commit = commit?.map(|field| Cause::Commit(field.text, None));
        Some(Incident {
            id,
            created_at,
            resolved_at: lasted.or(resolved.map(|(time, _)| time)),
            cause: deployment.or(commit),
            user_facing: user_facing?,
        })
    }

    /// What was read of a field; an error is kept.
    fn known<T>(&mut self, read: std::result::Result<T, Finding>) -> Option<T> {
        read.map_err(|finding| self.findings.push(finding)).ok()
    }
}
