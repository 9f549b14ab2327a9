//! What GitHub's command line writes (`gh … --json …`, `gh api …`), known by its fields, as rows of our own names.

use crate::error::{Finding, Message};
use crate::history::table::{At, Field, Node, Row, finding};
use crate::json::Tree;

/// What kind of records a JSON object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Our own.
    Own,
    /// Runs of a workflow: `gh run list`, `actions/runs`.
    Runs,
    /// Releases: `gh release list`, `releases`.
    Releases,
    /// Deployments with their statuses: `deployments` with `statuses` put in.
    Deployments,
    /// Deployments of which the statuses were not put in, so that nobody knows whether they reached users.
    BareDeployments,
    /// Issues: `gh issue list`, `issues`.
    Issues,
}

/// Names of a field, as `--json` and as the API writes it.
type Names = &'static [&'static str];

const COMMIT: Names = &["headSha", "head_sha"];
const TAG: Names = &["tagName", "tag_name"];
const PUBLISHED: Names = &["publishedAt", "published_at"];
const CREATED: Names = &["createdAt", "created_at"];
const UPDATED: Names = &["updatedAt", "updated_at"];
const CLOSED: Names = &["closedAt", "closed_at"];
const STATUSES: Names = &["statuses"];
const RUN_ID: Names = &["databaseId", "id"];
const DEPLOYED: Names = &["sha", "commitOid"];

impl Shape {
    /// What an object is, by its fields.
    pub fn of(node: &Node<'_>) -> Self {
        let has = |names: Names| node.member(names).is_some();
        if has(COMMIT) && has(&["conclusion"]) {
            Self::Runs
        } else if has(TAG) && has(PUBLISHED) {
            Self::Releases
        } else if has(DEPLOYED) && has(&["environment"]) && has(CREATED) {
            if has(STATUSES) { Self::Deployments } else { Self::BareDeployments }
        } else if has(&["number"]) && has(CREATED) && has(CLOSED) {
            Self::Issues
        } else {
            Self::Own
        }
    }

    /// The id of its name in the text files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "records.shape.own",
            Self::Runs => "records.shape.runs",
            Self::Releases => "records.shape.releases",
            Self::Deployments | Self::BareDeployments => "records.shape.deployments",
            Self::Issues => "records.shape.issues",
        }
    }
}

/// Rows of our own names, and what was left out on the way.
pub struct Taken<'a> {
    text: &'a str,
    label: &'a str,
    /// Records that say themselves that they do not count: drafts, pre-releases, unfinished runs, pull requests, and
    /// issues without the label.
    pub left_out: usize,
}

impl<'a> Taken<'a> {
    /// For records of this text; issues count as incidents where one of their labels is `label`.
    pub const fn new(text: &'a str, label: &'a str) -> Self {
        Self { text, label, left_out: 0 }
    }

    /// The row of a record; nothing where it does not count.
    ///
    /// # Errors
    /// A field that is missing.
    pub fn row(&mut self, node: &Node<'_>, shape: Shape) -> Result<Option<Row>, Finding> {
        let row = match shape {
            Shape::Own | Shape::BareDeployments => None,
            Shape::Runs => self.run(node)?,
            Shape::Releases => self.release(node)?,
            Shape::Deployments => self.deployment(node)?,
            Shape::Issues => self.issue(node)?,
        };
        self.left_out += usize::from(row.is_none());
        Ok(row)
    }

    fn run(&self, node: &Node<'_>) -> Result<Option<Row>, Finding> {
        let conclusion = self.field(node, &["conclusion"], "result")?;
        if conclusion.text.is_empty() {
            return Ok(None);
        }
        let result = if conclusion.text.eq_ignore_ascii_case("success") { "success" } else { "failure" };
        let fields = vec![
            self.field(node, RUN_ID, "id")?,
            self.field(node, UPDATED, "finished_at")?,
            self.field(node, COMMIT, "commit")?,
            Field { text: result.to_owned(), ..conclusion },
        ];
        Ok(Some(Row { fields, at: At::Path(node.path.clone()) }))
    }

    fn release(&self, node: &Node<'_>) -> Result<Option<Row>, Finding> {
        let published = self.field(node, PUBLISHED, "finished_at")?;
        let is =
            |names: Names| node.member(names).is_some_and(|(_, value)| *value.tree == Tree::Boolean(true));
        if published.text.is_empty() || is(&["isDraft", "draft"]) || is(&["isPrerelease", "prerelease"]) {
            return Ok(None);
        }
        let fields = vec![self.field(node, TAG, "id")?, published, self.field(node, TAG, "commit")?];
        Ok(Some(Row { fields, at: At::Path(node.path.clone()) }))
    }

    /// A deployment reached users when its first status `success` was set; `inactive` follows when a later one does.
    fn deployment(&self, node: &Node<'_>) -> Result<Option<Row>, Finding> {
        let Some((_, statuses)) = node.member(STATUSES) else { return Ok(None) };
        let statuses = statuses.member(&["nodes"]).map_or(statuses, |(_, nodes)| nodes);
        let Tree::List(items) = statuses.tree else {
            return Err(self.missing(&statuses, "statuses"));
        };
        let mut known = Vec::new();
        for (index, tree) in items.iter().enumerate() {
            let status = Node { tree, path: [statuses.path.as_slice(), &[index]].concat() };
            let state = self.field(&status, &["state"], "result")?;
            known.push((state, self.field(&status, CREATED, "finished_at")?));
        }
        // Times of the API have one form and one zone, so their texts are in the order of the times.
        known.sort_by(|(_, a), (_, b)| a.text.cmp(&b.text));
        let first = |words: &[&str]| {
            known.iter().find(|(state, _)| words.iter().any(|word| state.text.eq_ignore_ascii_case(word)))
        };
        let (result, (state, time)) = match (first(&["success"]), first(&["failure", "error"])) {
            (Some(reached), _) => ("success", reached.clone()),
            (None, Some(failed)) => ("failure", failed.clone()),
            (None, None) => return Ok(None),
        };
        let fields = vec![
            self.field(node, RUN_ID, "id")?,
            time,
            Field { text: result.to_owned(), ..state },
            self.field(node, &["environment"], "environment")?,
            self.field(node, DEPLOYED, "commit")?,
        ];
        Ok(Some(Row { fields, at: At::Path(node.path.clone()) }))
    }

    fn issue(&self, node: &Node<'_>) -> Result<Option<Row>, Finding> {
        let is_pull = node.member(&["pull_request"]).is_some_and(|(_, value)| *value.tree != Tree::Null);
        if is_pull || !self.has_label(node) {
            return Ok(None);
        }
        let fields = vec![
            self.field(node, &["number"], "id")?,
            self.field(node, CREATED, "created_at")?,
            self.field(node, CLOSED, "resolved_at")?,
        ];
        Ok(Some(Row { fields, at: At::Path(node.path.clone()) }))
    }

    /// Whether an issue carries the label; where labels were not exported, all do.
    fn has_label(&self, node: &Node<'_>) -> bool {
        let Some((_, labels)) = node.member(&["labels"]) else { return true };
        let labels = labels.member(&["nodes"]).map_or(labels, |(_, nodes)| nodes);
        let Tree::List(labels) = labels.tree else { return false };
        labels.iter().any(|label| {
            let label = Node { tree: label, path: Vec::new() };
            let name = label.member(&["name"]).map_or_else(|| label.text(), |(_, name)| name.text());
            name.is_some_and(|name| name.eq_ignore_ascii_case(self.label))
        })
    }

    fn field(&self, node: &Node<'_>, names: Names, ours: &str) -> Result<Field, Finding> {
        let Some((written, value)) = node.member(names) else { return Err(self.missing(node, names[0])) };
        let Some(text) = value.text() else { return Err(self.missing(&value, names[0])) };
        Ok(Field { name: ours.to_owned(), written: written.to_owned(), text, at: At::Path(value.path) })
    }

    fn missing(&self, node: &Node<'_>, field: &str) -> Finding {
        finding(self.text, &At::Path(node.path.clone()), Message::new("records.missing").with("field", field))
    }
}
