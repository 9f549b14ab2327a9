//! Records of deployments and incidents, metrics files, and what git prints.

use diditwork::delivery::Options;
use diditwork::delivery::graph::{Graph, Hash};
use diditwork::delivery::measure::measure;
use diditwork::delivery::{Deployment, History, Metrics, Origin, read};
use diditwork::history::git::lines;
use diditwork::history::records::{self, Reading};
use diditwork::history::{find_causes, tags, time};
use diditwork::render;

use super::{content, told};

/// Records of deployments, and behind a line `=====` of incidents; the first line is the zone of local times.
pub(super) fn records(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (zone, rest) = text.split_once('\n').unwrap_or(("", &text));
    let (first, second) = rest.split_once("\n=====\n").unwrap_or((rest, ""));
    let reading = Reading { zone: time::zone(zone), ..Reading::default() };
    let mut history = History { origin: Origin::Records, ..History::default() };
    match records::deployments(first, &reading) {
        Ok(read) => {
            told(&read.findings);
            history.deployments = read.records;
        }
        Err(error) => told(&error.findings),
    }
    match records::incidents(second, &reading) {
        Ok(read) => {
            told(&read.findings);
            history.incidents = Some(read.records);
        }
        Err(error) => told(&error.findings),
    }
    measured(&history);
}

/// Whatever history there is, its numbers are written such that they read back the same.
fn measured(history: &History) {
    let metrics = measure(history, Options::default(), &content().questionnaire).metrics;
    same_again(&metrics);
}

fn same_again(metrics: &Metrics) {
    let written = render::json::document(metrics);
    assert_eq!(read::read(&written).as_ref(), Ok(metrics), "{written}");
    let told = render::metrics::document(metrics, content());
    assert!(!render::text::set(&told, 80, render::text::Style::Plain).is_empty());
}

/// A metrics file.
pub(super) fn metrics(data: &[u8]) {
    match read::read(&String::from_utf8_lossy(data)) {
        Ok(metrics) => same_again(&metrics),
        Err(finding) => told(&[finding]),
    }
}

/// What git prints: lines of commits, of tags (those that hold a NUL) and of messages.
pub(super) fn git(data: &[u8]) {
    let mut history = History { incidents: Some(Vec::new()), ..History::default() };
    let mut graph = Graph::default();
    let mut found = Vec::new();
    let mut reverted: Vec<Hash> = Vec::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Some(commit) = lines::commit(line, &[]) {
            graph.add(&commit);
        }
        found.extend(lines::tag(line));
        reverted.extend(lines::reverted(&String::from_utf8_lossy(line)));
    }
    let reverts: Vec<Hash> = graph.revert_hashes().copied().collect();
    for (revert, reverted) in reverts.iter().zip(&reverted) {
        if let (Some(revert), Some(reverted)) = (graph.find(revert), graph.find(reverted)) {
            graph.reverts.push((revert, reverted));
        }
    }
    let _ = tags::deployed(found.clone());
    let _ = tags::families(found.clone());
    for tag in found {
        let pattern = tags::pattern(&tag.name).is_ok_and(|pattern| pattern.matches(&tag.name));
        let _ = (tags::is_pre_release(&tag.name), tags::is_bookmark(&tag.name), pattern);
        let commit = graph.find(&tag.commit);
        history.deployments.push(Deployment {
            id: tag.name,
            finished_at: tag.time,
            commit,
            is_undated: !tag.is_dated,
            ..Deployment::default()
        });
    }
    history.graph = Some(graph);
    find_causes(&mut history);
    measured(&history);
}
