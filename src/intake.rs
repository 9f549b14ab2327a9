//! Reading very many answers documents: files, folders, one document a line. All processors work, memory stays flat,
//! and the result is the same for any number of threads and any order of the documents.

mod feed;
mod seen;
pub mod team;
mod worker;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64};

use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::answers::code;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::intake::feed::{Feed, Sources};
use crate::intake::seen::Seen;
use crate::intake::worker::{Found, Worker};
use crate::questionnaire::Questionnaire;
use crate::team::gathered::{Roles, Roster};
use crate::team::quick::QuickReader;
use crate::team::tally::{MOST_PEOPLE, Tallies};
use crate::team::{Layout, Mode};

/// At most this many broken documents are listed; all are counted.
const MOST_LISTED: usize = 1_000;

/// What to read, and how.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Files, folders, files of one document a line, `-`.
    pub paths: &'a [PathBuf],
    /// Documents that are in no file.
    pub documents: &'a [Document],
    pub invalid: Invalid,
    pub roles: Roles,
    pub mode: Mode,
    /// The only team that counts, if it is one.
    pub team: Option<&'a str>,
    /// Whether it is listed who answered.
    pub lists_people: bool,
    /// How many threads read; 0 lets the machine decide.
    pub threads: usize,
    /// Called with the number of documents read so far, about once a second.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// A document that is in no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// How it is named to people; the extension says whether it has one document a line.
    pub name: String,
    pub bytes: Vec<u8>,
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
    pub roster: Roster,
    /// How many documents were read, with those that are not valid.
    pub documents: u64,
    pub skipped: usize,
    /// The first of those that are not valid, in the order of the input.
    pub broken: Vec<Finding>,
    /// The first warning of each kind, in the order of the input.
    pub warnings: Vec<Finding>,
    /// How many more warnings there are.
    pub more: usize,
    /// Who answered, in the order of the input, if that was asked for; at most a thousand people.
    pub people: Vec<Present>,
    /// Files of folders that hold no answers.
    pub unread: Vec<PathBuf>,
    /// How many pages are the report of an answers file beside them.
    pub pages: usize,
    /// How many documents without a code say the same as another one; 0 if there were too many to compare.
    pub twins: usize,
    /// How many lines of tallies are copies of another one.
    pub copies: usize,
}

/// Somebody who answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The code, else the role, else the file.
    pub name: String,
    /// The file's name without its extension.
    pub file: String,
    /// How many of the questions asked have no answer.
    pub open: usize,
}

/// Where a document is in the input: the source, and its first line from 0.
pub(crate) type Position = (usize, usize);

/// What all threads share.
pub(crate) struct Shared<'a> {
    sources: Sources,
    questionnaire: &'a Questionnaire,
    quick: QuickReader<'a>,
    tallies: Tallies<'a>,
    seen: Seen,
    invalid: Invalid,
    lists_people: bool,
    progress: Option<&'a (dyn Fn(u64) + Sync)>,
    stop: AtomicBool,
    documents: AtomicU64,
}

/// Reads all documents.
///
/// # Errors
/// A file that cannot be read, and, unless they are to be skipped, the first document that is not valid.
pub fn read(questionnaire: &Questionnaire, request: Request<'_>) -> Result<Intake> {
    let shared = Shared {
        sources: feed::sources(request.paths, request.documents, |text| {
            code::is_like_code(questionnaire, text)
        })?,
        questionnaire,
        quick: QuickReader::new(questionnaire),
        tallies: Tallies::new(questionnaire),
        seen: Seen::new(request.mode),
        invalid: request.invalid,
        lists_people: request.lists_people,
        progress: request.progress,
        stop: AtomicBool::new(false),
        documents: AtomicU64::new(0),
    };
    let layout = Layout::new(questionnaire);
    let roster = || Roster::new(layout.clone(), request.roles, request.team.map(str::to_owned));
    let worker = || Worker::new(&shared, roster());
    let threads = match request.threads {
        0 => feed::parallel(&shared.sources.all)
            .min(std::thread::available_parallelism().map_or(1, usize::from)),
        threads => threads,
    };
    let feed = Feed::new(&shared);
    // Where no threads can be had, this one does the work.
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().ok().filter(|_| threads > 1);
    let workers = match pool {
        Some(pool) => pool.install(|| feed.par_bridge().fold(worker, Worker::after).collect()),
        None => vec![feed.fold(worker(), Worker::after)],
    };
    let (mut whole, mut found) = (roster(), Found::default());
    for worker in workers {
        whole.merge(worker.roster);
        found.merge(worker.found);
    }
    if request.team.is_some() {
        whole.settle();
    }
    found.unread.extend(shared.sources.unread);
    found.unread.sort();
    finish(whole, found, &shared.seen, shared.sources.pages, request.mode)
}

fn finish(roster: Roster, found: Found, seen: &Seen, pages: usize, mode: Mode) -> Result<Intake> {
    // In anonymous mode an error quotes nothing of a document.
    let said = |finding| if mode == Mode::Anonymous { team::place_only(finding) } else { finding };
    if let Some((_, error)) = found.fatal {
        let is_input = error.kind == Kind::Input;
        return Err(if is_input {
            Error::input(error.findings.into_iter().map(said).collect())
        } else {
            error
        });
    }
    if roster.is_anonymous() && mode == Mode::Workshop {
        return Err(Error::wrong(Message::new("tally.anonymous")));
    }
    if roster.is_mixed() {
        return Err(Error::wrong(Message::new("tally.mixed")));
    }
    if roster.is_told_twice {
        return Err(Error::wrong(Message::new("tally.twice-told")));
    }
    if roster.people() > u64::from(MOST_PEOPLE) {
        return Err(too_many());
    }
    let mut warnings: Vec<_> = found.alike.into_values().collect();
    warnings.sort_by_key(|(_, position, _)| *position);
    let all: usize = warnings.iter().map(|(number, ..)| number).sum();
    Ok(Intake {
        documents: found.documents,
        skipped: found.skipped,
        broken: found.broken.into_values().map(said).collect(),
        more: all - warnings.len(),
        warnings: warnings.into_iter().map(|(_, _, finding)| finding).collect(),
        twins: seen.twins(),
        copies: seen.copies(),
        people: found.people.into_values().collect(),
        unread: found.unread,
        pages,
        roster,
    })
}

fn too_many() -> Error {
    Error::wrong(Message::new("tally.people").with("most", MOST_PEOPLE))
}
