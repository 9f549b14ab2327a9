//! Reading a history of deliveries: from a git repository, and from records of deployments and incidents.

pub mod git;
pub mod records;
pub mod services;
pub mod shape;
pub mod table;
pub mod tags;
pub mod time;

use std::collections::HashMap;

use glob::Pattern;

use crate::delivery::graph::Hash;
use crate::delivery::{Cause, Deployment, History, Note, Origin};
use crate::error::{Message, Result};
use crate::questionnaire::metric::Metric;
use git::{From, Repository, Tag};
use tags::Family;

/// Reads the tags of a repository that are deployments, by what they release, and the commits that they contain. The
/// history has a note about every kind of tag that was left out, and no deployments yet.
///
/// # Errors
/// git fails.
pub fn read_tags(
    history: &mut History,
    repository: &Repository<'_>,
    patterns: &[Pattern],
) -> Result<Vec<Family>> {
    let (all, others) = repository.tags()?;
    let number = all.len();
    let (bookmarks, pre_releases, chosen) = chosen(all, patterns);
    let left_out = Message::counts([
        ("measure.pre-releases", pre_releases),
        ("measure.bookmarks", bookmarks),
        ("measure.other-tags", others),
    ]);
    history.notes.extend(left_out.map(Note::general));
    if chosen.is_empty() && number > 0 && !patterns.is_empty() {
        history.notes.push(listing("measure.no-tag-fits", "patterns", patterns));
    }
    let head = repository.head()?;
    let commits: Vec<Hash> = chosen.iter().map(|tag| tag.commit).chain(head).collect();
    if !chosen.is_empty() {
        read_graph(history, repository, From::These(&commits))?;
    }
    history.head = head.and_then(|head| history.graph.as_ref()?.find(&head));
    history.origin = Origin::Tags;
    if patterns.is_empty() {
        return Ok(tags::families(chosen));
    }
    Ok(vec![Family { name: String::new(), tags: chosen }])
}

/// The tags that may be deployments: those that the patterns name, else all but bookmarks and pre-releases, of which the
/// numbers come first.
fn chosen(all: Vec<Tag>, patterns: &[Pattern]) -> (usize, usize, Vec<Tag>) {
    if !patterns.is_empty() {
        let fits = |tag: &Tag| patterns.iter().any(|pattern| pattern.matches(&tag.name));
        return (0, 0, all.into_iter().filter(fits).collect());
    }
    let (bookmarks, versions): (Vec<Tag>, Vec<Tag>) =
        all.into_iter().partition(|tag| tags::is_bookmark(&tag.name));
    let (pre_releases, chosen): (Vec<Tag>, Vec<Tag>) =
        versions.into_iter().partition(|tag| tags::is_pre_release(&tag.name));
    (bookmarks.len(), pre_releases.len(), chosen)
}

/// Makes the tags of these families the deployments of a history.
pub fn deploy(history: &mut History, families: &[&Family]) {
    let each = families.iter().map(|family| tags::deployed(family.tags.clone()));
    let (deployed, left_out): (Vec<Vec<Tag>>, Vec<usize>) = each.unzip();
    let left_out = left_out.into_iter().sum();
    history.notes.retain(|note| note.message.id != "measure.same-commit");
    history.notes.extend(Message::counts([("measure.same-commit", left_out)]).map(Note::general));
    let graph = history.graph.as_ref();
    let deployment = |tag: Tag| Deployment {
        commit: graph.and_then(|graph| graph.find(&tag.commit)),
        id: tag.name,
        finished_at: tag.time,
        is_undated: !tag.is_dated,
        ..Deployment::default()
    };
    history.deployments = deployed.into_iter().flatten().map(deployment).collect();
}

/// Reads the commits of a repository for deployments that are known from records, and finds theirs: by the whole name
/// of a commit, by its beginning, or by the name of a tag.
///
/// # Errors
/// git fails.
pub fn read_commits(history: &mut History, repository: &Repository<'_>) -> Result<()> {
    let (tags, _) = repository.tags()?;
    let head = repository.head()?;
    read_graph(history, repository, From::Everywhere)?;
    let by_name: HashMap<String, Hash> = tags.into_iter().map(|tag| (tag.name, tag.commit)).collect();
    let Some(graph) = &history.graph else { return Ok(()) };
    history.head = head.and_then(|head| graph.find(&head));
    let find = |written: &str| match by_name.get(written) {
        Some(commit) => graph.find(commit),
        None => graph.find_by_prefix(written),
    };
    let (mut named, mut missing) = (0, 0);
    for deployment in &mut history.deployments {
        deployment.commit = deployment.revision.as_deref().and_then(find);
        named += usize::from(deployment.revision.is_some());
        missing += usize::from(deployment.revision.is_some() && deployment.commit.is_none());
    }
    // Where most are unknown, what was written is not the name of a commit, and the few that fit do so by chance.
    let metric = (2 * missing > named).then_some(Metric::ChangeLeadTime);
    let unknown = Message::counts([("measure.unknown-commits", missing)]);
    history.notes.extend(unknown.map(|message| Note { metric, ..Note::general(message) }));
    Ok(())
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

fn read_graph(history: &mut History, repository: &Repository<'_>, from: From<'_>) -> Result<()> {
    let (graph, unused) = repository.graph(from)?;
    if !unused.is_empty() {
        history.notes.push(listing("measure.nobody", "names", unused));
    }
    history.graph = Some(graph);
    Ok(())
}

/// A note that names patterns.
fn listing<'p>(
    id: &'static str,
    name: &'static str,
    patterns: impl IntoIterator<Item = &'p Pattern>,
) -> Note {
    let names = patterns.into_iter().map(Pattern::as_str).collect::<Vec<_>>().join(", ");
    Note::general(Message::new(id).with(name, names))
}
