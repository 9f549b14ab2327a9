//! Records of deployments and incidents, as CSV or JSON of our own shape or as GitHub's command line writes them.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::delivery::{Cause, Deployment, Incident, Note, Outcome};
use crate::error::{Error, Finding, Message, Result, Severity, nearest};
use crate::history::github::{Shape, Taken};
use crate::history::table::{self, At, Field, Row, Table, finding};
use crate::history::time::{self, Wrong};

/// How records are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The zone of local times; without one they are refused.
    pub zone: Option<TimeZone>,
    /// The environment whose deployments count; else those that are called production.
    pub environment: Option<String>,
    /// The label by which an issue is an incident; `incident` unless said.
    pub label: Option<String>,
}

/// What was read, and what to know about it.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// The records.
    pub records: Vec<T>,
    /// Warnings.
    pub findings: Vec<Finding>,
    /// What the metrics should know.
    pub notes: Vec<Note>,
}

/// One line of a list of services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    pub name: String,
    pub repository: Option<String>,
    pub deployments: Option<String>,
    pub incidents: Option<String>,
    pub tags: String,
    pub path: Option<String>,
}

/// Fields of a deployment.
const DEPLOYMENT: [&str; 7] =
    ["id", "finished_at", "result", "environment", "commit", "planned", "rolled_back"];
/// Fields of an incident.
const INCIDENT: [&str; 6] =
    ["id", "created_at", "resolved_at", "caused_by_deployment", "cause_commit", "user_facing"];

/// Environments that are production without being told.
const PRODUCTION: [&str; 4] = ["production", "prod", "prd", "live"];

/// After so many errors the rest of a file is not looked at: it is of another kind, or each row has the same fault.
const MOST_ERRORS: usize = 20;

/// Reads records of deployments; those to other environments than production are left out.
///
/// # Errors
/// Every field that is missing or has no value of its kind, with its place; at most twenty.
pub fn deployments(text: &str, reading: &Reading) -> Result<Read<Deployment>> {
    let mut reader = Reader::new(text, reading);
    let accepts = [Shape::Own, Shape::Runs, Shape::Releases, Shape::Deployments];
    let rows = reader.rows((&DEPLOYMENT, "finished_at"), &accepts)?;
    let rows = reader.in_production(rows)?;
    let records = reader.each(&rows, Reader::deployment);
    reader.unique(&rows);
    reader.end(records)
}

/// Reads records of incidents.
///
/// # Errors
/// As for deployments; and an incident that was over before it began.
pub fn incidents(text: &str, reading: &Reading) -> Result<Read<Incident>> {
    let mut reader = Reader::new(text, reading);
    let rows = reader.rows((&INCIDENT, "created_at"), &[Shape::Own, Shape::Issues])?;
    let records = reader.each(&rows, Reader::incident);
    reader.unique(&rows);
    reader.end(records)
}

/// Fields of a list of services.
const SERVICE: [&str; 6] = ["name", "repository", "tags", "path", "deployments", "incidents"];

/// Reads a list of services: CSV with a line each.
///
/// # Errors
/// A line without a name, or with neither a repository nor deployments.
pub fn services(text: &str) -> Result<Vec<Service>> {
    let reading = Reading::default();
    let mut reader = Reader::new(text, &reading);
    let rows = reader.rows((&SERVICE, "name"), &[Shape::Own])?;
    let services = reader.each(&rows, |reader, row, _| {
        let text = |name: &str| row.get(name).map(|field| field.text.clone());
        let service = Service {
            name: text("name").unwrap_or_default(),
            repository: text("repository"),
            deployments: text("deployments"),
            incidents: text("incidents"),
            tags: text("tags").unwrap_or_default(),
            path: text("path"),
        };
        if service.name.is_empty() || (service.repository.is_none() && service.deployments.is_none()) {
            reader.error(&row.at, Message::new("records.service"));
        }
        Some(service)
    });
    reader.end(services).map(|read| read.records)
}

struct Reader<'a> {
    text: &'a str,
    reading: &'a Reading,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    const fn new(text: &'a str, reading: &'a Reading) -> Self {
        Self { text, reading, findings: Vec::new() }
    }

    fn error(&mut self, at: &At, message: Message) {
        self.findings.push(finding(self.text, at, message));
    }

    fn warn(&mut self, message: Message) {
        self.findings.push(Finding::warning(message));
    }

    fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    fn each<T>(&mut self, rows: &[Row], read: impl Fn(&mut Self, &Row, usize) -> Option<T>) -> Vec<T> {
        let mut records = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            if self.errors() >= MOST_ERRORS {
                break;
            }
            records.extend(read(self, row, number));
        }
        records
    }

    fn end<T>(self, records: Vec<T>) -> Result<Read<T>> {
        if self.errors() == 0 {
            return Ok(Read { records, findings: self.findings, notes: Vec::new() });
        }
        let errors = self.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        Err(Error::input(errors.collect()))
    }

    /// The rows of a file under our names. `known` are our fields and the one that cannot be missing.
    fn rows(&mut self, known: (&[&str], &'static str), accepts: &[Shape]) -> Result<Vec<Row>> {
        let table = table::parse(self.text).map_err(|finding| Error::input(vec![finding]))?;
        match table {
            Table::Csv { head, rows } => {
                self.names(&head, known)?;
                Ok(rows)
            }
            Table::Json(tree) => {
                let nodes = table::records(&tree);
                let shape = nodes.first().map_or(Shape::Own, Shape::of);
                if !accepts.contains(&shape) {
                    let id =
                        if shape == Shape::BareDeployments { "records.no-statuses" } else { "records.kind" };
                    let message = Message::new(id).with_sentence("found", shape.name());
                    let at = At::Path(nodes.first().map_or_else(Vec::new, |node| node.path.clone()));
                    return Err(Error::input(vec![finding(self.text, &at, message)]));
                }
                Ok(self.json_rows(&nodes, shape, known))
            }
        }
    }

    fn json_rows(
        &mut self,
        nodes: &[table::Node<'_>],
        shape: Shape,
        known: (&[&str], &'static str),
    ) -> Vec<Row> {
        let label = self.reading.label.clone().unwrap_or_else(|| "incident".to_owned());
        let mut taken = Taken::new(self.text, &label);
        let (mut rows, mut workflows) = (Vec::new(), BTreeSet::new());
        for node in nodes {
            if self.errors() >= MOST_ERRORS {
                break;
            }
            let found = Shape::of(node);
            if found != shape {
                let message = Message::new("records.mixed").with_sentence("found", found.name());
                self.error(&At::Path(node.path.clone()), message.with_sentence("expected", shape.name()));
                continue;
            }
            if shape == Shape::Own {
                rows.extend(self.own_row(node, known));
                continue;
            }
            workflows.extend(node.member(&["workflowName", "workflow_id"]).and_then(|(_, name)| name.text()));
            match taken.row(node, shape) {
                Ok(row) => rows.extend(row),
                Err(finding) => self.findings.push(finding),
            }
        }
        if taken.left_out > 0 {
            self.warn(Message::new("records.left-out").with("number", taken.left_out));
        }
        if shape == Shape::Runs && workflows.len() > 1 {
            let names = workflows.into_iter().collect::<Vec<_>>().join(", ");
            self.warn(Message::new("records.workflows").with("names", names));
        }
        rows
    }

    fn own_row(&mut self, node: &table::Node<'_>, known: (&[&str], &'static str)) -> Option<Row> {
        let crate::json::Tree::Object(members) = node.tree else {
            self.error(
                &At::Path(node.path.clone()),
                Message::new("records.object").with("found", node.tree.shown()),
            );
            return None;
        };
        let mut fields: Vec<Field> = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, (key, tree)) in members.iter().enumerate() {
            let value = table::Node { tree, path: [node.path.as_slice(), &[index]].concat() };
            let at = At::Path(value.path.clone());
            if !seen.insert(key) && self.errors() < MOST_ERRORS {
                self.error(&at, Message::new("records.repeated-column").with("field", key));
            }
            let is_known = known.0.contains(&key.as_str());
            match value.text() {
                Some(text) => fields.push(Field { name: key.clone(), written: key.clone(), text, at }),
                None if is_known && self.errors() < MOST_ERRORS => {
                    let message =
                        Message::new("records.plain").with("field", key).with("found", tree.shown());
                    self.error(&at, message);
                }
                None => {}
            }
        }
        Some(Row { fields, at: At::Path(node.path.clone()) })
    }

    /// Looks at the head of a CSV file: a field that must be there, and slips in names.
    fn names(&mut self, head: &[Field], (known, required): (&[&str], &'static str)) -> Result<()> {
        let has = |name: &str| head.iter().any(|field| field.name == name);
        if !has(required) {
            let found = head.iter().map(|field| field.written.as_str()).collect::<Vec<_>>().join(", ");
            let near = nearest(required, head.iter().map(|field| field.name.as_str())).unwrap_or_default();
            let message = Message::new("records.no-column").with("field", required).with("found", found);
            let at = head.first().map_or(At::Path(Vec::new()), |field| field.at.clone());
            return Err(Error::input(vec![finding(self.text, &at, message.with("near", near))]));
        }
        let missing: Vec<&str> = known.iter().copied().filter(|name| !has(name)).collect();
        let others = head.iter().filter(|field| !known.contains(&field.name.as_str()));
        let slips = others.filter_map(|field| Some((field, nearest(&field.name, missing.iter().copied())?)));
        for (field, near) in slips.take(MOST_ERRORS) {
            let message = Message::new("records.column").with("field", &field.written).with("near", near);
            let warning = finding(self.text, &field.at, message);
            self.findings.push(Finding { severity: Severity::Warning, ..warning });
        }
        Ok(())
    }

    /// The rows that went to production. Where nothing says otherwise, that is an environment of a usual name, or
    /// none at all.
    fn in_production(&mut self, rows: Vec<Row>) -> Result<Vec<Row>> {
        let environment = |row: &Row| row.get("environment").map(|field| field.text.clone());
        let wanted = self.reading.environment.clone();
        let counts = |row: &Row| match (environment(row), &wanted) {
            (Some(found), Some(wanted)) => found.eq_ignore_ascii_case(wanted),
            (Some(found), None) => PRODUCTION.iter().any(|known| found.eq_ignore_ascii_case(known)),
            (None, wanted) => wanted.is_none(),
        };
        let names = rows.iter().filter_map(environment).collect::<BTreeSet<_>>();
        let (inside, outside): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(counts);
        if let (true, Some(row)) = (inside.is_empty(), outside.first()) {
            let at = row.get("environment").map_or_else(|| row.at.clone(), |field| field.at.clone());
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            let message = Message::new("records.environment").with("names", names);
            return Err(Error::input(vec![finding(self.text, &at, message)]));
        }
        if !outside.is_empty() {
            self.warn(Message::new("records.elsewhere").with("number", outside.len()));
        }
        Ok(inside)
    }

    fn deployment(&mut self, row: &Row, number: usize) -> Option<Deployment> {
        let finished_at = self.required_time(row, "finished_at");
        let result = match row.get("result").map(|field| (field, field.text.to_lowercase())) {
            None => Outcome::Success,
            Some((_, word)) if word == "success" => Outcome::Success,
            Some((_, word)) if word == "failure" => Outcome::Failure,
            Some((field, _)) => {
                let message = Message::new("records.result").with("field", &field.written);
                self.error(&field.at, message.with("found", &field.text));
                return None;
            }
        };
        let (planned, rolled_back) = (self.yes_or_no(row, "planned"), self.yes_or_no(row, "rolled_back"));
        Some(Deployment {
            id: id(row, number),
            finished_at: finished_at?,
            result,
            commit: None,
            revision: row.get("commit").map(|field| field.text.clone()),
            planned,
            rolled_back,
            is_undated: false,
        })
    }

    fn incident(&mut self, row: &Row, number: usize) -> Option<Incident> {
        let created_at = self.required_time(row, "created_at");
        let resolved = row.get("resolved_at").map(|field| (field, self.time(field)));
        let user_facing = self.yes_or_no(row, "user_facing");
        let created_at = created_at?;
        let resolved_at = match resolved {
            None => None,
            Some((field, Some(resolved))) if resolved < created_at => {
                self.error(&field.at, Message::new("records.before").with("field", &field.written));
                return None;
            }
            Some((_, resolved)) => Some(resolved?),
        };
        let deployment = row.get("caused_by_deployment").map(|field| Cause::Deployment(field.text.clone()));
        let commit = || row.get("cause_commit").map(|field| Cause::Commit(field.text.clone(), None));
        Some(Incident {
            id: id(row, number),
            created_at,
            resolved_at,
            cause: deployment.or_else(commit),
            user_facing,
        })
    }

    fn required_time(&mut self, row: &Row, name: &'static str) -> Option<i64> {
        let Some(field) = row.get(name) else {
            let written = row.column(name).map_or(name, |field| &field.written);
            let at = row.column(name).map_or(&row.at, |field| &field.at);
            self.error(at, Message::new("records.missing").with("field", written));
            return None;
        };
        self.time(field)
    }

    fn time(&mut self, field: &Field) -> Option<i64> {
        let wrong = match time::parse(&field.text, self.reading.zone.as_ref()) {
            Ok(time) => return Some(time),
            Err(wrong) => wrong,
        };
        let id = match wrong {
            Wrong::NoZone => "records.no-zone",
            Wrong::NoTime => "records.no-time",
            Wrong::NoDate => "records.no-date",
        };
        let found = crate::json::Tree::Text(field.text.clone()).shown();
        self.error(&field.at, Message::new(id).with("field", &field.written).with("found", found));
        None
    }

    fn yes_or_no(&mut self, row: &Row, name: &str) -> Option<bool> {
        let field = row.get(name)?;
        match field.text.to_lowercase().as_str() {
            "y" | "yes" | "true" => Some(true),
            "n" | "no" | "false" => Some(false),
            _ => {
                let found = crate::json::Tree::Text(field.text.clone()).shown();
                let message = Message::new("records.yes-or-no").with("field", &field.written);
                self.error(&field.at, message.with("found", found));
                None
            }
        }
    }

    /// An id that stands twice: which of the two is meant cannot be known, and counting both would be wrong.
    fn unique(&mut self, rows: &[Row]) {
        let mut seen = BTreeSet::new();
        for field in rows.iter().filter_map(|row| row.get("id")) {
            if !seen.insert(field.text.as_str()) && self.errors() < MOST_ERRORS {
                let message = Message::new("records.repeated").with("field", &field.written);
                self.error(&field.at, message.with("id", &field.text));
            }
        }
    }
}

/// The id of a record; one without gets its number, which no text of a file can be.
fn id(row: &Row, number: usize) -> String {
    row.get("id").map_or_else(|| format!("\u{0}{number:09}"), |field| field.text.clone())
}
