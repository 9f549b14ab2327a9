//! What is measured as one service: a repository, records, or both.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use glob::Pattern;

use crate::commands::Session;
use crate::delivery::{History, Note, Origin};
use crate::error::{Error, Kind, Message, Result};
use crate::history::git::Repository;
use crate::history::records::Reading;
use crate::history::tags::{Family, pattern};
use crate::history::{self, Part, records, services};
use crate::store;

/// Where one service's history is read from.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) repository: Option<PathBuf>,
    pub(super) deployments: Option<PathBuf>,
    pub(super) incidents: Option<PathBuf>,
    pub(super) tags: Vec<Pattern>,
    pub(super) path: Option<String>,
}

impl Source {
    /// The sources of a list: a CSV file with a line each. Paths are taken from the folder of the list.
    ///
    /// # Errors
    /// No column `repository` or `deployments`, a line with neither, or a pattern that is none.
    pub(super) fn list(list: &Path) -> Result<Vec<Self>> {
        let text = store::read(list)?;
        let rows = services::services(&text).map_err(|error| error.in_file(&store::shown(list)))?;
        let folder = list.parent().unwrap_or(Path::new(""));
        let source = |row: services::Service| {
            let file = |file: Option<String>| file.map(|file| folder.join(file));
            let tags: Vec<String> = row.tags.split_whitespace().map(str::to_owned).collect();
            Ok(Self {
                name: row.name,
                repository: file(row.repository),
                deployments: file(row.deployments),
                incidents: file(row.incidents),
                tags: patterns(&tags)?,
                path: row.path,
            })
        };
        rows.into_iter().map(source).collect()
    }

    /// Everything that is known: records first, then the repository, unless records are all that was given. Without
    /// records of deployments the families of tags are given, and the history has no deployments yet.
    pub(super) fn read(
        &self,
        session: &Session,
        reading: &Reading,
        exclude: &[Pattern],
    ) -> Result<(History, Vec<Family>)> {
        let mut history = History::default();
        if let Some(path) = &self.deployments {
            let read = from_file(session, path, |text| records::deployments(text, reading))?;
            history.deployments = read.records;
            history.notes.extend(read.notes);
            history.origin = Origin::Records;
        }
        if let Some(path) = &self.incidents {
            let read = from_file(session, path, |text| records::incidents(text, reading))?;
            history.incidents = Some(read.records);
            history.notes.extend(read.notes);
        }
        let here = PathBuf::from(".");
        let path = match (&self.repository, history.origin) {
            (Some(path), _) => path,
            (None, Origin::Tags) => &here,
            (None, Origin::Records) => return Ok((history, Vec::new())),
        };
        let (started, is_said) = (Instant::now(), Cell::new(false));
        let progress = |commits: usize| {
            if !is_said.get() && started.elapsed() >= Duration::from_secs(1) {
                is_said.set(true);
                session.say(&Message::new("measure.progress").with("number", commits));
            }
        };
        let repository = Repository::open(path, exclude, &progress)?;
        let part = Part { tags: self.tags.clone(), path: self.path.clone() };
        let families = match history.origin {
            Origin::Tags => history::read_tags(&mut history, &repository, &part)?,
            Origin::Records => {
                history::read_commits(&mut history, &repository, &part).map(|()| Vec::new())?
            }
        };
        history::find_causes(&mut history);
        Ok((history, families))
    }
}

fn from_file<T>(
    session: &Session,
    path: &Path,
    read: impl Fn(&str) -> Result<records::Read<T>>,
) -> Result<records::Read<T>> {
    let (text, guessed) = store::read_noting(path)?;
    let file = if path == Path::new("-") { session.words.say("file.input") } else { store::shown(path) };
    let mut read = read(&text).map_err(|error: Error| error.in_file(&file))?;
    read.notes.extend(guessed.iter().map(|finding| Note::general(finding.message.clone())));
    let findings = guessed.into_iter().chain(read.findings.drain(..));
    session.warn(&findings.map(|finding| finding.in_file(&file)).collect::<Vec<_>>());
    Ok(read)
}

/// The patterns of texts.
///
/// # Errors
/// A bracket that is not closed.
pub(super) fn patterns(texts: &[String]) -> Result<Vec<Pattern>> {
    let wrong = |text: &String| Error::new(Kind::Input, Message::new("measure.pattern").with("found", text));
    texts.iter().map(|text| pattern(text).map_err(|_| wrong(text))).collect()
}
