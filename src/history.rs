//! Reading a history of deliveries: from a git repository, and from records of deployments and incidents.

pub mod csv;
pub mod git;
pub mod github;
pub mod records;
pub mod table;
pub mod tags;
pub mod time;

use std::collections::{BTreeMap, HashSet};

use crate::delivery::graph::Hash;
use crate::delivery::{Cause, Deployment, History, Origin, Outcome};
use crate::error::{Message, Result};
use git::{From, Repository, Tag};

/// What of a repository is measured.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Patterns of the tags that are deployments; none means all.
    pub tags: Vec<String>,
    /// The folder or file to which commits are narrowed.
    pub path: Option<String>,
}

/// Makes deployments of the chosen tags of a repository and reads the commits that they contain. Several tags of one
/// commit are one deployment, the earliest. Gives what a person should know about tags that were left out.
pub fn read_tags(history: &mut History, repository: &Repository<'_>, part: &Part) -> Result<Vec<Message>> {
    let (all, others) = repository.tags()?;
    let fits =
        |tag: &Tag| part.tags.is_empty() || part.tags.iter().any(|pattern| tags::fits(&tag.name, pattern));
    let chosen: Vec<Tag> = all.into_iter().filter(fits).collect();
    let (pre_releases, mut chosen): (Vec<Tag>, Vec<Tag>) =
        chosen.into_iter().partition(|tag| tags::is_pre_release(&tag.name));
    chosen.sort_by(|a, b| (a.time, &a.name).cmp(&(b.time, &b.name)));
    let number = chosen.len();
    let mut seen = HashSet::new();
    chosen.retain(|tag| seen.insert(tag.commit));
    let counts = [
        ("measure.pre-releases", pre_releases.len()),
        ("measure.same-commit", number - chosen.len()),
        ("measure.other-tags", others),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    let remarks = told.map(|(id, count)| Message::new(id).with("number", count)).collect();
    let commits: Vec<Hash> = chosen.iter().map(|tag| tag.commit).collect();
    if !commits.is_empty() {
        read_graph(history, repository, (From::These(&commits), part))?;
    }
    history.origin = Origin::Tags;
    history.deployments = chosen.into_iter().map(|tag| deployment(tag, history)).collect();
    Ok(remarks)
}

fn deployment(tag: Tag, history: &History) -> Deployment {
    Deployment {
        commit: history.graph.as_ref().and_then(|graph| graph.find(&tag.commit)),
        id: tag.name,
        finished_at: tag.time,
        result: Outcome::Success,
        revision: None,
        planned: None,
        rolled_back: None,
    }
}

/// Reads the commits of a repository for deployments that are known from records, and finds theirs: by the whole name
/// of a commit, by its beginning, or by the name of a tag.
pub fn read_commits(history: &mut History, repository: &Repository<'_>, part: &Part) -> Result<Vec<Message>> {
    let (tags, _) = repository.tags()?;
    read_graph(history, repository, (From::Everywhere, part))?;
    let by_name = tags.into_iter().map(|tag| (tag.name, tag.commit)).collect::<BTreeMap<_, _>>();
    let Some(graph) = &history.graph else { return Ok(Vec::new()) };
    let find = |written: &str| match by_name.get(written) {
        Some(commit) => graph.find(commit),
        None => graph.find_by_prefix(written),
    };
    let mut missing = 0;
    for deployment in &mut history.deployments {
        deployment.commit = deployment.revision.as_deref().and_then(find);
        missing += usize::from(deployment.revision.is_some() && deployment.commit.is_none());
    }
    let unknown = (missing > 0).then(|| Message::new("measure.unknown-commits").with("number", missing));
    Ok(unknown.into_iter().collect())
}

/// Finds the commits that incidents name as their cause.
pub fn find_causes(history: &mut History) {
    let Some(graph) = &history.graph else { return };
    for incident in history.incidents.iter_mut().flatten() {
        if let Some(Cause::Commit(written, position)) = &mut incident.cause {
            *position = graph.find_by_prefix(written);
        }
    }
}

fn read_graph(
    history: &mut History,
    repository: &Repository<'_>,
    (from, part): (From<'_>, &Part),
) -> Result<()> {
    let mut graph = repository.graph(from)?;
    if let Some(path) = &part.path {
        graph.keep_only(&repository.touching(from, path)?);
    }
    history.graph = Some(graph);
    Ok(())
}
