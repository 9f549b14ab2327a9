//! Records of deployments and incidents, in the shapes in which systems export them or in our own.

use std::collections::{BTreeMap, BTreeSet};

use glob::{MatchOptions, Pattern};
use jiff::tz::TimeZone;

use crate::delivery::{Cause, Deployment, Incident, Note, Outcome};
use crate::error::{Error, Finding, Message, Result, Severity, nearest};
use crate::history::shape::{self, Of, SHAPES, Shape, find};
use crate::history::table::{self, Node, Table, normal};
use crate::history::time::{self, Wrong};
use crate::json::{Part, Tree};
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

/// What was read, and what to know about it.
#[derive(Clone, Debug)]
pub struct Read<T> {
    pub records: Vec<T>,
    /// Warnings.
    pub findings: Vec<Finding>,
    /// What the metrics should know.
    pub notes: Vec<Note>,
}

/// Fields of a deployment.
pub const DEPLOYMENT: [&str; 7] =
    ["id", "finished_at", "result", "environment", "commit", "planned", "rolled_back"];
/// Fields of an incident.
pub const INCIDENT: [&str; 6] =
    ["id", "created_at", "resolved_at", "caused_by_deployment", "cause_commit", "user_facing"];

/// After so many errors the rest of a file is not looked at: it is of another kind, or each row has the same fault.
const MOST_ERRORS: usize = 20;

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
    reader.end(&nodes, records, Vec::new())
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
    let mut told = Vec::new();
    if nodes.is_empty() && !all.is_empty() {
        let message =
            Message::new("measure.no-label").with("label", reader.label()).with("number", all.len());
        let about = [Metric::ChangeFailRate, Metric::FailedDeploymentRecoveryTime];
        told.extend(about.map(|metric| Note { metric: Some(metric), message: message.clone() }));
    }
    let records = reader.each(&nodes, Reader::incident);
    reader.end(&nodes, records, told)
}

/// A value of a record.
struct Field<'t> {
    text: String,
    node: Node<'t>,
    name: String,
}

struct Reader<'a> {
    table: &'a Table,
    reading: &'a Reading,
    of: Of,
    shape: &'static Shape,
    /// The paths of our fields.
    fields: BTreeMap<String, Vec<String>>,
    nodes: Vec<Node<'a>>,
    left_out: usize,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// Recognises what the records are.
    fn of(table: &'a Table, reading: &'a Reading, of: Of) -> Result<Self> {
        let nodes = shape::records(table.root());
        let own = SHAPES.shapes.iter().find(|shape| shape.is_own() && shape.of == of);
        let known = nodes.iter().take(MOST_ERRORS).find_map(|node| shape::of(node, of));
        let known = known.or_else(|| header(table).and_then(|node| shape::of(&node, of)));
        let Some(shape) = known.or(own) else { return Err(Error::input(Vec::new())) };
        let mut reader = Self {
            table,
            reading,
            of,
            shape,
            fields: shape.fields.clone(),
            nodes,
            left_out: 0,
            findings: Vec::new(),
        };
        let first = reader.nodes.first().map(|node| node.path.clone()).unwrap_or_default();
        if let Some(refuse) = shape.refuse.filter(|_| shape.of == of) {
            return Err(reader.refused(&first, Part::Value, Message::new(refuse.id())));
        }
        if shape.of != of {
            let message = Message::new("records.kind").with_sentence("found", shape.kind.name());
            return Err(reader.refused(&first, Part::Value, message.with("system", &shape.system)));
        }
        for (ours, theirs) in &reading.columns {
            reader.map(ours, theirs)?;
        }
        reader.time_is_there()?;
        reader.tell_unread();
        Ok(reader)
    }

    fn refused(&self, path: &[usize], part: Part, message: Message) -> Error {
        Error::input(vec![self.table.finding(path, part, message)])
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
            return Err(self.refused(&[0], Part::Key, message.with("near", near)));
        }
        let paths = if theirs.is_empty() { Vec::new() } else { paths.to_vec() };
        self.fields.insert(ours.to_owned(), paths);
        Ok(())
    }

    /// The names of the first record, each once.
    fn names(&self) -> BTreeSet<&'a str> {
        self.nodes.iter().take(MOST_ERRORS).flat_map(Node::names).filter(|name| !name.is_empty()).collect()
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

    fn has(&self, name: &str) -> bool {
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let is_there = |node: &Node<'_>| paths.iter().any(|path| !find(node, path).is_empty());
        // A path into a list may be empty in most records; a plain one is known by the first.
        self.nodes.iter().any(is_there) || header(self.table).is_some_and(|node| is_there(&node))
    }

    /// A record needs its time.
    fn time_is_there(&self) -> Result<()> {
        let name = if self.of == Of::Deployments { "finished_at" } else { "created_at" };
        if let Some(other) = self.nodes.iter().find(|node| !matches!(node.tree, Tree::Object(_))) {
            let message = Message::new("records.object").with("found", other.tree.shown());
            return Err(self.refused(&other.path, Part::Value, message));
        }
        if self.has(name) || (self.nodes.is_empty() && self.table.columns.is_empty()) {
            return Ok(());
        }
        self.no_column(name)
    }

    /// Incidents that are never over are more likely incidents whose end is under a name that is not known. A sheet shows its
    /// columns in its first line, and all its incidents being open is told beside the numbers.
    fn end_is_there(&self) -> Result<()> {
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
        let path = self.nodes.first().map_or_else(|| vec![0], |node| node.path.clone());
        let part = if self.table.columns.is_empty() { Part::Value } else { Part::Key };
        Err(self.refused(&path, part, message.with("near", near)))
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
            let path: &[usize] = if self.table.columns.is_empty() { &[] } else { &[0] };
            let finding = self.table.finding(path, Part::Key, message);
            self.findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }

    /// The records that do not say themselves that they do not count.
    fn counted(&mut self) -> Vec<Node<'a>> {
        let mut kept = Vec::new();
        for node in self.nodes.clone() {
            let other = shape::of(&node, self.of)
                .filter(|other| !std::ptr::eq(*other, self.shape) && !other.is_own());
            if let (Some(other), Of::Deployments | Of::Incidents) = (other, self.of) {
                if self.errors() < MOST_ERRORS {
                    let message = Message::new("records.mixed").with_sentence("found", other.kind.name());
                    let message = message.with("system", &other.system);
                    self.error(&node.path, message.with_sentence("expected", self.shape.kind.name()));
                }
                continue;
            }
            let is_out = |(path, words): (&String, &Vec<String>)| {
                let is_wanted = |found: &Node<'_>| match words.first().map(String::as_str) {
                    Some("*") => !matches!(found.tree, Tree::Null),
                    _ => found.text().is_some_and(|text| has_word(words, &text)),
                };
                find(&node, path).iter().any(is_wanted)
            };
            if self.shape.leave_out.iter().any(is_out) {
                self.left_out += 1;
            } else {
                kept.push(node);
            }
        }
        kept
    }

    fn label(&self) -> &str {
        self.reading.label.as_deref().unwrap_or("incident")
    }

    /// The incidents with the label, if the records have labels and are of a system or a label was named.
    fn labelled(&mut self, nodes: Vec<Node<'a>>) -> Result<Vec<Node<'a>>> {
        let paths = &self.shape.labels;
        let labels = |node: &Node<'a>| paths.iter().flat_map(|path| find(node, path)).collect::<Vec<_>>();
        let is_labelled = nodes.iter().any(|node| !labels(node).is_empty());
        if self.reading.label.is_some() && !is_labelled && !nodes.is_empty() {
            let message = Message::new("records.no-labels").with("found", self.named());
            return Err(self.refused(&nodes[0].path, Part::Value, message));
        }
        if !is_labelled || (self.shape.is_own() && self.reading.label.is_none()) {
            return Ok(nodes);
        }
        let label = self.label().to_lowercase();
        let carries = |node: &Node<'a>| {
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
    fn tell_several(&mut self, nodes: &[Node<'a>]) {
        for names in &self.shape.several {
            let name = |node: &Node<'a>| names.split('|').find_map(|path| find(node, path).first()?.text());
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
    fn in_production(&mut self, nodes: Vec<Node<'a>>) -> Result<Vec<Node<'a>>> {
        const OPTIONS: MatchOptions = MatchOptions {
            case_sensitive: false,
            require_literal_separator: false,
            require_literal_leading_dot: false,
        };
        let wanted = &self.reading.environments;
        let counts = |node: &Node<'a>| match self.get(node, "environment") {
            Some(found) if wanted.is_empty() => has_word(&SHAPES.production, &found.text),
            Some(found) => wanted.iter().any(|pattern| pattern.matches_with(&found.text, OPTIONS)),
            None => wanted.is_empty(),
        };
        let (inside, outside): (Vec<_>, Vec<_>) = nodes.into_iter().partition(counts);
        if let (true, Some(node)) = (inside.is_empty(), outside.first()) {
            let names =
                outside.iter().filter_map(|node| self.get(node, "environment")).map(|field| field.text);
            let names = names.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
            let path =
                self.get(node, "environment").map_or_else(|| node.path.clone(), |field| field.node.path);
            return Err(self.refused(
                &path,
                Part::Value,
                Message::new("records.environment").with("names", names),
            ));
        }
        if !outside.is_empty() {
            let message = Message::new("records.elsewhere").with("number", outside.len());
            self.findings.push(Finding::warning(message));
        }
        Ok(inside)
    }

    /// The first value of a field that is not empty; of several in a list the earliest.
    fn get(&self, node: &Node<'a>, name: &str) -> Option<Field<'a>> {
        let paths = self.fields.get(name)?;
        paths.iter().find_map(|path| {
            let texts = find(node, path).into_iter().filter_map(|node| Some((node.text()?, node)));
            let (text, node) =
                texts.filter(|(text, _)| !text.is_empty()).min_by(|(a, _), (b, _)| a.cmp(b))?;
            let name = path.rsplit(['.', ']']).next().unwrap_or(path).to_owned();
            Some(Field { text, node, name })
        })
    }

    fn error(&mut self, path: &[usize], message: Message) {
        self.findings.push(self.table.finding(path, Part::Value, message));
    }

    fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    fn each<T>(
        &mut self,
        nodes: &[Node<'a>],
        read: impl Fn(&mut Self, &Node<'a>, usize) -> Option<T>,
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

    fn end<T>(mut self, nodes: &[Node<'a>], records: Vec<T>, told: Vec<Note>) -> Result<Read<T>> {
        self.unique(nodes);
        if self.left_out > 0 {
            let message = Message::new("records.left-out").with("number", self.left_out);
            self.findings.push(Finding::warning(message));
        }
        if self.errors() == 0 {
            return Ok(Read { records, findings: self.findings, notes: told });
        }
        let errors = self.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        Err(Error::input(errors.collect()))
    }

    fn deployment(&mut self, node: &Node<'a>, number: usize) -> Option<Deployment> {
        let result = self.result(node)?;
        let finished_at = self.required_time(node, "finished_at");
        let (planned, rolled_back) = (self.yes_or_no(node, "planned"), self.yes_or_no(node, "rolled_back"));
        let milliseconds = self.get(node, "duration_ms").and_then(|field| field.text.parse::<i64>().ok());
        Some(Deployment {
            id: self.id(node, number),
            finished_at: finished_at?.saturating_add(milliseconds.unwrap_or(0) / 1000),
            result,
            revision: self.get(node, "commit").map(|field| field.text),
            planned,
            rolled_back,
            ..Deployment::default()
        })
    }

    /// How a deployment ended; nothing where it has not, or where the word is not known.
    fn result(&mut self, node: &Node<'a>) -> Option<Outcome> {
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
            self.error(&field.node.path, message);
        }
        known
    }

    fn incident(&mut self, node: &Node<'a>, number: usize) -> Option<Incident> {
        let created_at = self.required_time(node, "created_at");
        let resolved = self.get(node, "resolved_at").map(|field| (self.time(&field), field));
        let user_facing = self.yes_or_no(node, "user_facing");
        let created_at = created_at?;
        let resolved_at = match resolved {
            None => None,
            Some((Some(resolved), field)) if resolved < created_at => {
                self.error(&field.node.path, Message::new("records.before").with("field", &field.name));
                return None;
            }
            Some((resolved, _)) => Some(resolved?),
        };
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

    fn required_time(&mut self, node: &Node<'a>, name: &'static str) -> Option<i64> {
        if let Some(field) = self.get(node, name) {
            return self.time(&field);
        }
        let paths = self.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let found = paths.iter().find_map(|path| find(node, path).into_iter().next());
        let written = found.as_ref().and_then(|_| paths.iter().find(|path| !find(node, path).is_empty()));
        let written = written.map_or(name, String::as_str);
        let path = found.as_ref().map_or(&node.path, |found| &found.path);
        let message = match found.as_ref().filter(|found| found.text().is_none()) {
            Some(found) => {
                Message::new("records.plain").with("field", written).with("found", found.tree.shown())
            }
            None => Message::new("records.missing").with("field", written),
        };
        self.error(path, message);
        None
    }

    fn time(&mut self, field: &Field<'a>) -> Option<i64> {
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
        self.error(&field.node.path, Message::new(id).with("field", &field.name).with("found", found));
        None
    }

    fn yes_or_no(&mut self, node: &Node<'a>, name: &str) -> Option<bool> {
        let field = self.get(node, name)?;
        let known = has_word(&SHAPES.yes, &field.text).then_some(true);
        let known = known.or_else(|| has_word(&SHAPES.no, &field.text).then_some(false));
        if known.is_none() {
            let found = Tree::Text(field.text.clone()).shown();
            let message = Message::new("records.yes-or-no").with("field", &field.name).with("found", found);
            self.error(&field.node.path, message);
        }
        known
    }

    /// The id of a record; one without gets its number, which no text of a file can be.
    fn id(&self, node: &Node<'a>, number: usize) -> String {
        self.get(node, "id").map_or_else(|| format!("\u{0}{number:09}"), |field| field.text)
    }

    /// An id that stands twice: which of the two is meant cannot be known, and counting both would be wrong.
    fn unique(&mut self, nodes: &[Node<'a>]) {
        let mut seen = BTreeSet::new();
        for node in nodes {
            let Some(field) = self.get(node, "id") else { continue };
            if !seen.insert(field.text.clone()) && self.errors() < MOST_ERRORS {
                let message =
                    Message::new("records.repeated").with("field", &field.name).with("id", &field.text);
                self.error(&field.node.path, message);
            }
        }
    }
}

/// The heading of a CSV file as a record, by which an empty file is recognised.
fn header(table: &Table) -> Option<Node<'_>> {
    table.heading().map(|tree| Node { tree, path: vec![0] })
}

fn has_word(words: &[String], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
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

/// Reads a list of services: CSV with a line each.
///
/// # Errors
/// A line without a name, or with neither a repository nor deployments.
pub fn services(text: &str) -> Result<Vec<Service>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let (mut services, mut findings) = (Vec::new(), Vec::new());
    for node in shape::records(table.root()) {
        let text = |name: &str| node.members(name).first()?.text().filter(|text| !text.is_empty());
        let service = Service {
            name: text("name").unwrap_or_default(),
            repository: text("repository"),
            deployments: text("deployments"),
            incidents: text("incidents"),
            tags: text("tags").unwrap_or_default(),
            path: text("path"),
        };
        if service.name.is_empty() || (service.repository.is_none() && service.deployments.is_none()) {
            findings.push(table.finding(&node.path, Part::Value, Message::new("records.service")));
        }
        services.push(service);
    }
    if findings.is_empty() { Ok(services) } else { Err(Error::input(findings)) }
}
