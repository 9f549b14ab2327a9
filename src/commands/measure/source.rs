//! What is known of one service: from a repository, records, or both.

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use glob::Pattern;

use crate::commands::Session;
use crate::delivery::{History, Note, Origin};
use crate::error::{Error, Message, Result};
use crate::history::git::Repository;
use crate::history::records::Reading;
use crate::history::services::Service;
use crate::history::tags::Family;
use crate::history::{self, records};
use crate::store;

/// Everything that is known: records first, then the repository, unless records are all that was given. Without
/// records of deployments the families of tags are given, and the history has no deployments yet.
pub(super) fn read(
    service: &Service,
    session: &Session,
    reading: &Reading,
    exclude: &[Pattern],
) -> Result<(History, Vec<Family>)> {
    let mut history = History::default();
    if let Some(path) = &service.deployments {
        let read = from_file(session, path, |text| records::deployments(text, reading))?;
        history.deployments = read.records;
        history.notes.extend(read.notes);
        history.origin = Origin::Records;
    }
    if let Some(path) = &service.incidents {
        let read = from_file(session, path, |text| records::incidents(text, reading))?;
        history.incidents = Some(read.records);
        history.notes.extend(read.notes);
    }
    let path = match (&service.repository, history.origin) {
        (Some(path), _) => path,
        (None, Origin::Tags) => Path::new("."),
        (None, Origin::Records) => return Ok((history, Vec::new())),
    };
    let (started, is_said) = (Instant::now(), Cell::new(false));
    let progress = |commits: usize| {
        if !is_said.get() && started.elapsed() >= Duration::from_secs(1) {
            is_said.set(true);
            session.say(&Message::new("measure.progress").with("number", commits));
        }
    };
    let repository = Repository::open(path, service.path.as_deref(), exclude, &progress)?;
    let families = match history.origin {
        Origin::Tags => history::read_tags(&mut history, &repository, &service.tags)?,
        Origin::Records => history::read_commits(&mut history, &repository).map(|()| Vec::new())?,
    };
    history::find_causes(&mut history);
    Ok((history, families))
}

fn from_file<T>(
    session: &Session,
    path: &Path,
    read: impl Fn(&str) -> Result<records::Read<T>>,
) -> Result<records::Read<T>> {
    let (text, guessed) = store::read_noting(path)?;
    let file = session.shown(path);
    let mut read = read(&text).map_err(|error: Error| error.in_file(&file))?;
    read.notes.extend(guessed.iter().map(|finding| Note::general(finding.message.clone())));
    let findings = guessed.into_iter().chain(read.findings.drain(..));
    session.warn(&findings.map(|finding| finding.in_file(&file)).collect::<Vec<_>>());
    Ok(read)
}
