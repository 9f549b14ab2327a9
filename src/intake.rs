//! Reading very many answers documents: files, folders, one document a line. Both processors work, memory stays flat,
//! and what comes out is the same for any number of threads and any order of the documents.

mod feed;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Finding, Kind, Message, Place, Result};
use crate::intake::feed::Feed;
use crate::intake::worker::{Found, Worker};
use crate::questionnaire::Questionnaire;
use crate::team::gathered::{Roles, Roster};
use crate::team::quick::QuickReader;
use crate::team::tally::{MOST_PEOPLE, Tallies};
use crate::{store, team};

/// At most this many broken documents are listed; all are counted.
const MOST_LISTED: usize = 1_000;

/// Nothing is said about progress before this time is over, and then once in it.
const PATIENCE: Duration = Duration::from_secs(1);

/// What to read, and how.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Files, folders, files of one document a line, `-`.
    pub paths: &'a [PathBuf],
    /// What happens at a document that is not valid.
    pub invalid: Invalid,
    /// Whether people are also counted by role.
    pub roles: Roles,
    /// The only team that counts, if it is one.
    pub team: Option<&'a str>,
    /// How many threads read; 0 lets the machine decide.
    pub threads: usize,
    /// Told how many documents were read so far, about once a second.
    pub progress: Option<&'a dyn Fn(u64)>,
}

/// What happens at a document that is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Reading stops with the first one, in the order of the input.
    Stops,
    /// It is counted and listed.
    IsSkipped,
}

/// What was read.
#[derive(Debug)]
pub struct Intake {
    /// The teams.
    pub roster: Roster,
    /// How many documents were read, with those that are not valid.
    pub documents: u64,
    /// How many were not valid.
    pub skipped: usize,
    /// The first of them, in the order of the input.
    pub broken: Vec<Finding>,
    /// The warnings, one of each kind, in the order of the input, with how many more there are alike.
    pub warnings: Vec<(Finding, usize)>,
}

/// Where a document stands in the input: the source, the window of it, and the line in the window from 0.
pub(crate) type Position = (usize, usize, usize);

/// What all threads share.
pub(crate) struct Shared<'a> {
    feed: Mutex<Feed>,
    questionnaire: &'a Questionnaire,
    quick: Option<QuickReader<'a>>,
    tallies: Tallies<'a>,
    invalid: Invalid,
    stop: AtomicBool,
    documents: AtomicU64,
}

/// Reads all documents.
///
/// # Errors
/// A file that cannot be read, and, unless they are to be skipped, the first document that is not valid.
pub fn read(questionnaire: &Questionnaire, request: Request<'_>) -> Result<Intake> {
    let feed = Feed::new(request.paths)?;
    let layout = team::Layout::new(questionnaire);
    let roster = || Roster::new(layout.clone(), request.roles, request.team.map(str::to_owned));
    let threads = match request.threads {
        0 => feed.parallel().min(std::thread::available_parallelism().map_or(1, usize::from)),
        threads => threads,
    };
    let shared = Shared {
        feed: Mutex::new(feed),
        questionnaire,
        quick: QuickReader::new(questionnaire),
        tallies: Tallies::new(questionnaire),
        invalid: request.invalid,
        stop: AtomicBool::new(false),
        documents: AtomicU64::new(0),
    };
    let worker = || Worker::new(&shared, roster()).run();
    let parts = if threads <= 1 && request.progress.is_none() {
        vec![worker()]
    } else {
        in_threads(threads.max(1), worker, || {
            if let Some(progress) = request.progress {
                progress(shared.documents.load(Ordering::Relaxed));
            }
        })
    };
    let feed = shared.feed.into_inner().unwrap_or_else(PoisonError::into_inner);
    together(parts, &feed, roster())
}

/// Runs a worker in each thread; this thread tells of the progress meanwhile.
fn in_threads<T: Send>(threads: usize, worker: impl Fn() -> T + Sync, progress: impl Fn()) -> Vec<T> {
    let here = std::thread::current();
    std::thread::scope(|scope| {
        let work = || {
            let part = worker();
            here.unpark();
            part
        };
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut told = Instant::now();
        while handles.iter().any(|handle| !handle.is_finished()) {
            std::thread::park_timeout(PATIENCE.saturating_sub(told.elapsed()).max(Duration::from_millis(1)));
            if told.elapsed() >= PATIENCE {
                told = Instant::now();
                progress();
            }
        }
        handles.into_iter().map(join).collect()
    })
}

/// What a thread came to; its panic goes on in this one.
fn join<T>(handle: std::thread::ScopedJoinHandle<'_, T>) -> T {
    handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Puts together what the threads found. Places within a window become lines of the file.
fn together(parts: Vec<(Roster, Found)>, feed: &Feed, mut roster: Roster) -> Result<Intake> {
    let mut found = Found::default();
    for (part, theirs) in parts {
        roster.merge(part);
        found.merge(theirs);
    }
    if let Some((position, error)) = found.fatal.take() {
        let line = found.lines_before(position);
        let findings = error.findings.into_iter().map(|finding| moved(finding, line));
        return Err(Error { kind: error.kind, findings: findings.collect() });
    }
    if roster.is_mixed() {
        return Err(Error::new(Kind::Input, Message::new("tally.mixed")));
    }
    if roster.is_told_twice {
        return Err(Error::new(Kind::Input, Message::new("tally.twice-told")));
    }
    if roster.people() > u64::from(MOST_PEOPLE) {
        return Err(too_many());
    }
    let broken = found.broken.iter().map(|(position, finding)| {
        let file = feed.shown(position.0);
        moved(finding.clone(), found.lines_before(*position)).in_file(&file)
    });
    let mut warnings: Vec<_> = found.alike.values().collect();
    warnings.sort_by_key(|(_, position, _)| *position);
    let warnings = warnings.into_iter().map(|(number, position, finding)| {
        let file = store::name(Path::new(&feed.shown(position.0)));
        (moved(finding.clone(), found.lines_before(*position)).in_file(&file), number - 1)
    });
    Ok(Intake {
        documents: found.documents,
        skipped: found.skipped,
        broken: broken.collect(),
        warnings: warnings.collect(),
        roster,
    })
}

/// The error for more people than a tally may tell of.
fn too_many() -> Error {
    Error::new(Kind::Input, Message::new("tally.people").with("most", MOST_PEOPLE))
}

/// A finding that stands this many lines farther down.
fn moved(finding: Finding, lines: usize) -> Finding {
    let place = finding.place.map(|place| Place { line: place.line + lines, ..place });
    Finding { place, ..finding }
}
