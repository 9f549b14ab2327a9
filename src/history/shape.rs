//! The shapes in which systems export records, as one table (`shapes.json`): how each is recognised, where it keeps what a
//! deployment or an incident is made of, and what words mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::json::{Member, Node, Tree};
use crate::questionnaire::metric::Metric;

/// A list of words.
#[derive(Debug, Default, Deserialize)]
pub struct Words(Vec<String>);

impl Words {
    /// Whether a text is one of the words, in capital or small letters.
    pub fn has(&self, text: &str) -> bool {
        self.0.iter().any(|word| word.eq_ignore_ascii_case(text))
    }
}

/// The table of shapes and of recognised words.
#[derive(Debug, Default, Deserialize)]
pub struct Shapes {
    /// Results of a deployment that reached users.
    pub success: Words,
    /// Results of one that never did.
    pub failure: Words,
    /// Results of one that has none yet, and does not count.
    pub unfinished: Words,
    /// Environments that are production by default.
    pub production: Words,
    pub yes: Words,
    pub no: Words,
    /// Results that only say that it is over; another one beside them counts.
    pub over: Words,
    /// Columns of which yes is a failure; any other number than 0 is yes.
    pub faults: Words,
    /// States of an incident.
    pub states: Words,
    /// States and resolutions of what was no incident.
    pub void: Words,
    /// Words in names of columns, and whole values of columns, that matter if they are not read.
    pub watched: Words,
    /// Names that mean something else than they look like.
    pub plain: Words,
    /// Names under which programs put lists of records.
    pub wrappers: Words,
    /// What beside a list says that there are more records.
    pub more: BTreeMap<String, Words>,
    /// What beside a list says how many there are.
    pub totals: Vec<String>,
    /// Behind the numbers of a version: the name of a pre-release.
    pub pre_release: Words,
    /// Behind the hyphen of a `SemVer`: the name of a release after all.
    pub final_release: Words,
    /// Of which the first line of a commit that only makes a release has one.
    pub release: Words,
    /// What occurs next to these and beside numbers of versions.
    pub beside_release: Words,
    pub own: Own,
    pub shapes: Vec<Shape>,
}

/// Our own shapes, which records of unknown origin may have.
#[derive(Debug, Default, Deserialize)]
pub struct Own {
    pub deployments: Shape,
    pub incidents: Shape,
}

/// The table.
pub static SHAPES: LazyLock<Shapes> =
    LazyLock::new(|| serde_json::from_str(include_str!("shapes.json")).unwrap_or_default());

/// What records are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    #[default]
    Deployments,
    Incidents,
}

impl Of {
    /// Our fields.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Deployments => {
                &["id", "finished_at", "result", "environment", "commit", "planned", "rolled_back"]
            }
            Self::Incidents => {
                &["id", "created_at", "resolved_at", "caused_by_deployment", "cause_commit", "user_facing"]
            }
        }
    }

    /// Our field of a name, before which the kind may stand: `incidents.id` is the id of incidents only.
    pub fn field(self, name: &str) -> Option<&str> {
        let kind = if self == Self::Deployments { "deployments." } else { "incidents." };
        let name = name.strip_prefix(kind).unwrap_or(name);
        self.fields().contains(&name).then_some(name)
    }

    /// The field of the time that every record has.
    pub const fn time(self) -> &'static str {
        if matches!(self, Self::Deployments) { "finished_at" } else { "created_at" }
    }

    /// The metrics that these records give.
    pub const fn metrics(self) -> &'static [Metric] {
        match self {
            Self::Deployments => &Metric::ALL,
            Self::Incidents => &[Metric::ChangeFailRate, Metric::FailedDeploymentRecoveryTime],
        }
    }

    /// Our own shape of them.
    pub fn own(self) -> &'static Shape {
        if self == Self::Deployments { &SHAPES.own.deployments } else { &SHAPES.own.incidents }
    }
}

/// One kind of records of one system. A path is names parted by points; `name[other=word,word]` keeps the items of a
/// list that have one of these words.
#[derive(Debug, Default, Deserialize)]
pub struct Shape {
    /// The name of the system; empty for our own shape.
    #[serde(default)]
    pub system: String,
    /// The sentence that says what the system calls them.
    pub kind: String,
    pub of: Of,
    /// The page on which the system documents it; empty if none was read.
    #[serde(default)]
    pub page: String,
    /// Paths that a record of this shape has; `|` parts alternatives.
    pub signs: Vec<String>,
    /// For each of our fields the paths that hold it, the best one first.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Where labels are by which a record is an incident.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Where states and resolutions of incidents are.
    #[serde(default)]
    pub states: Vec<String>,
    /// Records that do not count: paths and their words, as [`says`] reads them.
    #[serde(default)]
    pub leave_out: BTreeMap<String, Words>,
    /// Where the names of several services, pipelines or branches would be, each of which may not deploy.
    #[serde(default)]
    pub several: Vec<String>,
    /// Where the name of a tag is: its family is a service, and a pre-release does not count.
    #[serde(default)]
    pub tag: String,
    /// The sentence that says why records of this shape cannot be read.
    pub refuse: Option<String>,
}

impl Shape {
    /// Whether a record has all signs.
    pub fn fits(&self, node: &Node) -> bool {
        self.signs.iter().all(|sign| sign.split('|').any(|path| !find(node, path).is_empty()))
    }

    pub const fn is_own(&self) -> bool {
        self.system.is_empty()
    }
}

/// The shape of a record: that of a system, one of the wanted kind before all others, or our own.
pub fn of(node: &Node, of: Of) -> Option<&'static Shape> {
    let fitting = || SHAPES.shapes.iter().filter(|shape| shape.fits(node));
    let system = fitting().find(|shape| shape.of == of).or_else(|| fitting().next());
    system.or_else(|| Some(of.own()).filter(|own| own.fits(node)))
}

/// The records of a file: the items of its lists, also of lists within lists and of those under a usual name such as
/// `workflow_runs`.
#[derive(Default)]
pub struct Records<'t> {
    pub nodes: Vec<&'t Node>,
    /// The names of several lists beside each other, of which only the first is read.
    pub lists: Vec<&'t str>,
    /// Whether the file says that there are more records.
    pub is_part: bool,
    /// How many there are, as the file says.
    total: usize,
}

/// The records of a file; `is_record` says what is one, although no shape is like it.
pub fn records<'t>(root: &'t Node, is_record: &dyn Fn(&Node) -> bool) -> Records<'t> {
    let mut records = Records::default();
    records.collect(root, true, is_record);
    records.is_part |= records.total > records.nodes.len();
    records
}

impl<'t> Records<'t> {
    /// Of several pages the last one says whether there are more.
    fn collect(&mut self, node: &'t Node, is_page: bool, is_record: &dyn Fn(&Node) -> bool) {
        if let Tree::List(items) = &node.tree {
            return items.iter().for_each(|item| self.collect(item, true, is_record));
        }
        let mut inside = if fits_any(node) || is_record(node) { Vec::new() } else { wrapped(node) };
        if inside.len() > 1 {
            inside.retain(|member| !matches!(&member.value.tree, Tree::List(items) if items.is_empty()));
        }
        let Some(first) = inside.first() else { return self.nodes.push(node) };
        if inside.len() > 1 {
            self.lists = inside.iter().map(|member| member.key.as_str()).collect();
        }
        self.is_part &= !is_page;
        self.is_part |= SHAPES.more.iter().any(|(path, words)| says(node, path, words));
        let totals = SHAPES.totals.iter().flat_map(|path| find(node, path)).filter_map(Node::text);
        self.total = totals.filter_map(|text| text.parse().ok()).fold(self.total, usize::max);
        self.collect(&first.value, false, is_record);
    }
}

fn fits_any(node: &Node) -> bool {
    let own = [Of::Deployments.own(), Of::Incidents.own()];
    SHAPES.shapes.iter().chain(own).any(|shape| shape.fits(node))
}

/// The members of a usual name that hold records.
fn wrapped(node: &Node) -> Vec<&Member> {
    let is_wrapper = |member: &&Member| SHAPES.wrappers.has(&member.key) && holds_records(&member.value);
    node.members().iter().filter(is_wrapper).collect()
}

fn holds_records(node: &Node) -> bool {
    match &node.tree {
        Tree::List(items) => items.iter().all(|item| matches!(item.tree, Tree::List(_) | Tree::Object(_))),
        Tree::Object(_) => fits_any(node) || !wrapped(node).is_empty(),
        _ => false,
    }
}

/// Whether something at a path is one of these words: `y` and `n` stand for all words of yes and no, `*` behind a
/// beginning for any rest, and alone for anything that is there.
pub fn says(node: &Node, path: &str, words: &Words) -> bool {
    let fits = |word: &String, text: &str| match (word.as_str(), word.strip_suffix('*')) {
        ("y", _) => SHAPES.yes.has(text),
        ("n", _) => SHAPES.no.has(text),
        (_, Some("")) => !text.is_empty(),
        (_, Some(beginning)) => text.to_lowercase().starts_with(beginning),
        _ => word.eq_ignore_ascii_case(text),
    };
    find(node, path).iter().any(|found| match found.text() {
        Some(text) => words.0.iter().any(|word| fits(word, &text)),
        None => words.has("*"),
    })
}

/// Whether something is at one of these paths.
pub fn is_at(node: &Node, paths: &[String]) -> bool {
    paths.iter().any(|path| !find(node, path).is_empty())
}

/// Everything at a path; an empty list at its end is there too.
pub fn find<'t>(node: &'t Node, path: &str) -> Vec<&'t Node> {
    if path.is_empty() {
        return vec![node];
    }
    if let Some((filter, rest)) = path.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some((name, words)) = filter.split_once('=') else { return Vec::new() };
        let is_wanted = |text: &str| words.split(',').any(|word| word.eq_ignore_ascii_case(text));
        let keeps = find(node, name).iter().any(|found| found.text().is_some_and(|text| is_wanted(&text)));
        return if keeps { find(node, rest.trim_start_matches('.')) } else { Vec::new() };
    }
    let (name, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    let rest = rest.trim_start_matches('.');
    // A path leads into every item of a list.
    let items = |found: &'t Node| match &found.tree {
        Tree::List(items) if !(items.is_empty() && rest.is_empty()) => items.as_slice(),
        _ => std::slice::from_ref(found),
    };
    node.named(name).flat_map(items).flat_map(|found| find(found, rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_table_is_there() {
        let text = include_str!("../../reports/text/en.json");
        let known: BTreeMap<String, String> = serde_json::from_str(text).unwrap();
        assert!(SHAPES.shapes.len() > 30);
        for shape in SHAPES.shapes.iter().chain([Of::Deployments.own(), Of::Incidents.own()]) {
            for id in [Some(&shape.kind), shape.refuse.as_ref()].into_iter().flatten() {
                assert!(known.contains_key(id), "{id}");
            }
        }
    }
}
