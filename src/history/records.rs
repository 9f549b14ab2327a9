//! Records of deployments and incidents, in the shapes in which systems export them or in our own.

mod reader;
mod told;
mod value;

use crate::delivery::{Cause, Deployment, Incident, Note, Outcome};
use crate::error::{Error, Finding, Message, Result, Severity};
use crate::history::shape::{Of, SHAPES, says};
use crate::history::table;
use crate::json::Node;
use crate::questionnaire::metric::Metric;
pub use reader::{DEPLOYMENT, INCIDENT, Reading};
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
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let mut reader = Reader::of(&table, reading, Of::Deployments)?;
    let nodes = reader.counted();
    reader.tell_several(&nodes);
    let nodes = reader.in_production(nodes)?;
    let records = reader.each(&nodes, Reader::deployment);
    reader.end(&nodes, records)
}

/// Reads records of incidents.
///
/// # Errors
/// As for deployments; no column at all that says when incidents were over; an incident that was over before it began.
pub fn incidents(text: &str, reading: &Reading) -> Result<Read<Incident>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let mut reader = Reader::of(&table, reading, Of::Incidents)?;
    reader.end_is_there()?;
    let all = reader.counted();
    let nodes = reader.labelled(all.clone())?;
    if nodes.is_empty() && !all.is_empty() {
        let message =
            Message::new("measure.no-label").with("label", reader.label()).with("number", all.len());
        reader.doubt_metrics(&message);
    }
    let records = reader.each(&nodes, Reader::incident);
    if reader.endless > 0 {
        let message = Message::new("records.endless").with("number", reader.endless);
        reader.notes.push(Note::of(Metric::FailedDeploymentRecoveryTime, message.clone()));
        reader.findings.push(Finding::warning(message));
    }
    reader.end(&nodes, records)
}

impl<'a> Reader<'a> {
    fn each<T>(
        &mut self,
        nodes: &[&'a Node],
        read: impl Fn(&mut Self, &'a Node, usize) -> Option<T>,
    ) -> Vec<T> {
        let mut records = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            if self.errors() >= MOST_ERRORS {
                break;
            }
            records.extend(read(self, node, number));
        }
        records
    }

    fn end<T>(mut self, nodes: &[&'a Node], records: Vec<T>) -> Result<Read<T>> {
        self.unique(nodes);
        let counts = [("records.left-out", self.left_out), ("records.several-commits", self.several_commits)];
        Message::counts(counts).for_each(|message| self.tell(message));
        if self.errors() == 0 {
            return Ok(Read { records, findings: self.findings, notes: self.notes });
        }
        let errors = self.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        Err(Error::input(errors.collect()))
    }

    fn deployment(&mut self, node: &'a Node, number: usize) -> Option<Deployment> {
        self.plain(node, &["result", "environment", "planned", "rolled_back"]);
        self.single(node);
        let result = self.result(node)?;
        if result == Outcome::Failure && self.get(node, "finished_at").is_none() {
            self.left_out += 1;
            return None;
        }
        let finished_at = self.required_time(node, "finished_at");
        let (planned, rolled_back) = (self.yes_or_no(node, "planned"), self.yes_or_no(node, "rolled_back"));
        Some(Deployment {
            id: self.id(node, number),
            finished_at: finished_at?.saturating_add(self.duration(node).unwrap_or(0)),
            result,
            revision: self.commit(node),
            environment: self.get(node, "environment").map(|field| field.text),
            planned,
            rolled_back,
            ..Deployment::default()
        })
    }

    /// Whether an incident has a state that says that it is over.
    fn is_over(&self, node: &'a Node) -> bool {
        self.shape.states.iter().any(|path| says(node, path, &SHAPES.over))
    }

    /// How long it took, in seconds, where the records say so.
    fn duration(&self, node: &'a Node) -> Option<i64> {
        self.get(node, "duration_ms")?.text.parse::<i64>().ok().map(|milliseconds| milliseconds / 1000)
    }

    fn incident(&mut self, node: &'a Node, number: usize) -> Option<Incident> {
        self.plain(node, &["caused_by_deployment", "cause_commit", "user_facing"]);
        self.single(node);
        let created_at = self.required_time(node, "created_at");
        let resolved = self.get(node, "resolved_at").map(|field| (self.time(&field), field));
        let user_facing = self.yes_or_no(node, "user_facing");
        let created_at = created_at?;
        let resolved_at = match resolved {
            None => {
                self.endless += usize::from(self.is_over(node));
                None
            }
            Some((Some(resolved), field)) if resolved < created_at => {
                self.error(field.node.at, Message::new("records.before").with("field", &field.name));
                return None;
            }
            Some((resolved, _)) => Some(resolved?),
        };
        let lasted = self.duration(node).map(|seconds| created_at.saturating_add(seconds));
        let resolved_at = lasted.or(resolved_at);
        let deployment = self.get(node, "caused_by_deployment").map(|field| Cause::Deployment(field.text));
        let commit = || self.get(node, "cause_commit").map(|field| Cause::Commit(field.text, None));
        Some(Incident {
            id: self.id(node, number),
            created_at,
            resolved_at,
            cause: deployment.or_else(commit),
            user_facing,
        })
    }
}
