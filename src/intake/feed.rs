//! What there is to read, handed out piece by piece: runs of whole files, and windows of files with one document a line.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::encoding;
use crate::error::{Error, Result};
use crate::intake::{Document, Position, Shared};
use crate::json::without_mark;
use crate::store::found::{Found, has_lines};
use crate::store::{self, bulk};

/// The bytes of a window, to the end of its last line: few enough to stay in a processor's cache.
const WINDOW: u64 = 1 << 18;

/// How many files are handed out at once.
const RUN: usize = 64;

/// The interval between two reports of progress.
const INTERVAL: Duration = Duration::from_secs(1);

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    kind: Kind,
    /// Whether it was found in a folder and not named by a person.
    pub(crate) is_found: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// These bytes, which are in no file: a short code, or what a page was given.
    Given(Vec<u8>),
    Document,
    /// One document a line.
    Lines,
    /// Standard input: one document a line, or a single one over several lines.
    Input,
}

impl Source {
    fn file(path: PathBuf, is_found: bool) -> Self {
        let kind = if has_lines(&path) { Kind::Lines } else { Kind::Document };
        Self { path, kind, is_found }
    }

    fn given(name: String, bytes: Vec<u8>) -> Self {
        Self { path: name.into(), kind: Kind::Given(bytes), is_found: false }
    }

    /// How it is named to people.
    pub(crate) fn shown(&self) -> String {
        store::shown(&self.path)
    }
}

/// All sources, and what was passed over in folders.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) all: Vec<Source>,
    pub(crate) unread: Vec<PathBuf>,
    pub(crate) pages: usize,
}

/// What is at these paths, or in these short codes and documents; the same file named in several ways is read once.
pub(crate) fn sources(
    paths: &[PathBuf],
    documents: &[Document],
    is_code: impl Fn(&str) -> bool,
) -> Result<Sources> {
    let mut seen = HashSet::new();
    let given = |document: &Document| Source::given(document.name.clone(), document.bytes.clone());
    let mut sources = Sources { all: documents.iter().map(given).collect(), ..Sources::default() };
    let mut codes = 0;
    for path in paths {
        if path == Path::new("-") {
            sources.all.push(Source { path: path.clone(), kind: Kind::Input, is_found: false });
        } else if store::is_folder(path) {
            let folder = bulk::canonical(path);
            let found = Found::below(path)?;
            // A folder alone holds nothing twice.
            let is_new = |file: &PathBuf| {
                let whole = |file: &Path| folder.join(file.strip_prefix(path).unwrap_or(file));
                paths.len() == 1 || seen.insert(whole(file).into_os_string())
            };
            sources.all.extend(found.files.into_iter().filter(is_new).map(|file| Source::file(file, true)));
            sources.unread.extend(found.unread);
            sources.pages += found.pages;
        } else if !store::exists(path) && path.to_str().is_some_and(&is_code) {
            codes += 1;
            let code = path.as_os_str().as_encoded_bytes().to_vec();
            sources.all.push(Source::given(format!("#{codes}"), code));
        } else if seen.insert(bulk::canonical(path).into_os_string()) {
            sources.all.push(Source::file(path.clone(), false));
        }
    }
    sources.all.sort_by(|ours, theirs| ours.path.as_os_str().cmp(theirs.path.as_os_str()));
    Ok(sources)
}

/// How many threads there is work for.
pub(crate) fn parallel(sources: &[Source]) -> usize {
    let has_lines = sources.iter().any(|source| matches!(source.kind, Kind::Lines | Kind::Input));
    if has_lines { usize::MAX } else { sources.len().div_ceil(RUN).max(1) }
}

/// A piece of work.
#[derive(Debug)]
pub(crate) enum Work {
    /// Read these sources, each one document.
    Documents(Range<usize>),
    /// Whole lines of a source, the first of which has this number, from 0.
    Lines(Position, Vec<u8>),
    Whole(usize, Vec<u8>),
    /// A source that cannot be read.
    Failed(Position, Error),
}

/// Hands out the work, and reports the progress meanwhile.
pub(crate) struct Feed<'s, 'q> {
    shared: &'s Shared<'q>,
    next: usize,
    open: Option<Open>,
    reported: Option<Instant>,
}

struct Open {
    source: usize,
    reader: BufReader<Box<dyn Read + Send>>,
    line: usize,
}

impl<'s, 'q> Feed<'s, 'q> {
    pub(crate) fn new(shared: &'s Shared<'q>) -> Self {
        Self { shared, next: 0, open: None, reported: shared.progress.map(|_| Instant::now()) }
    }

    fn report(&mut self) {
        let is_due = self.reported.is_some_and(|reported| reported.elapsed() >= INTERVAL);
        if let Some(progress) = self.shared.progress.filter(|_| is_due) {
            self.reported = Some(Instant::now());
            progress(self.shared.documents.load(Ordering::Relaxed));
        }
    }

    /// The next window of the file that is open.
    fn window(&mut self) -> Option<Work> {
        let open = self.open.as_mut()?;
        let source = &self.shared.sources.all[open.source];
        match open.window(source) {
            Ok(bytes) if bytes.is_empty() => self.open = None,
            Ok(bytes) if source.kind == Kind::Input && open.line == 0 && spans_lines(&bytes) => {
                return Some(open.whole(source, bytes));
            }
            Ok(bytes) => {
                let position = (open.source, open.line);
                open.line += line_ends(&bytes);
                return Some(Work::Lines(position, bytes));
            }
            Err(error) => {
                let position = (open.source, open.line);
                self.open = None;
                return Some(Work::Failed(position, error));
            }
        }
        None
    }
}

impl Iterator for Feed<'_, '_> {
    type Item = Work;

    fn next(&mut self) -> Option<Work> {
        self.report();
        while !self.shared.stop.load(Ordering::Relaxed) {
            if let Some(work) = self.window() {
                return Some(work);
            }
            let first = self.next;
            let source = self.shared.sources.all.get(first)?;
            if source.kind == Kind::Document {
                let run = self.shared.sources.all[first..].iter().take(RUN);
                self.next += run.take_while(|source| source.kind == Kind::Document).count();
                return Some(Work::Documents(first..self.next));
            }
            self.next += 1;
            if let Kind::Given(bytes) = &source.kind {
                let bytes = bytes.clone();
                let has_lines = has_lines(&source.path);
                return Some(if has_lines {
                    Work::Lines((first, 0), bytes)
                } else {
                    Work::Whole(first, bytes)
                });
            }
            let open = |file| Open { source: first, reader: BufReader::new(file), line: 0 };
            match bulk::open(&source.path).map(open) {
                Ok(mut open) => {
                    if open.is_utf_16() {
                        return Some(open.recoded(source));
                    }
                    self.open = Some(open);
                }
                Err(error) => return Some(Work::Failed((first, 0), error)),
            }
        }
        None
    }
}

impl Open {
    /// Whole lines; none at the end of the file.
    fn window(&mut self, source: &Source) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(1 << 19);
        self.more(source, &mut bytes, WINDOW)?;
        if bytes.last().is_some_and(|last| *last != b'\n') {
            let rest = bulk::LARGEST_DOCUMENT.saturating_sub(bytes.len() as u64) + 1;
            let read = (&mut self.reader).take(rest).read_until(b'\n', &mut bytes);
            read.map_err(|error| store::failed("file.read", &source.path, &error))?;
        }
        if bytes.len() as u64 > bulk::LARGEST_DOCUMENT {
            Err(bulk::too_large(&source.path))
        } else {
            Ok(bytes)
        }
    }

    /// What cannot be read is found out by reading on.
    fn is_utf_16(&mut self) -> bool {
        self.reader.fill_buf().is_ok_and(encoding::is_utf_16)
    }

    /// The lines of the whole source as UTF-8.
    fn recoded(&mut self, source: &Source) -> Work {
        match self.whole(source, Vec::new()) {
            Work::Whole(_, bytes) => match bulk::text(&source.path, &bytes) {
                Ok((text, _)) => Work::Lines((self.source, 0), without_mark(&text).as_bytes().to_vec()),
                Err(error) => Work::Failed((self.source, 0), error),
            },
            failed => failed,
        }
    }

    /// The whole of the source, which begins with these bytes.
    fn whole(&mut self, source: &Source, mut bytes: Vec<u8>) -> Work {
        let rest = bulk::LARGEST_DOCUMENT.saturating_sub(bytes.len() as u64) + 1;
        match self.more(source, &mut bytes, rest) {
            Ok(()) if bytes.len() as u64 > bulk::LARGEST_DOCUMENT => {
                Work::Failed((self.source, 0), bulk::too_large(&source.path))
            }
            Ok(()) => Work::Whole(self.source, bytes),
            Err(error) => Work::Failed((self.source, 0), error),
        }
    }

    /// Reads at most this many more bytes.
    fn more(&mut self, source: &Source, bytes: &mut Vec<u8>, most: u64) -> Result<()> {
        match (&mut self.reader).take(most).read_to_end(bytes) {
            Ok(_) => Ok(()),
            Err(error) => Err(store::failed("file.read", &source.path, &error)),
        }
    }
}

/// How many lines end in these bytes; counted in bytes, of which a processor adds many at once.
fn line_ends(bytes: &[u8]) -> usize {
    let count = |part: &[u8]| part.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    bytes.chunks(u8::MAX.into()).map(|part| usize::from(count(part))).sum()
}

/// Whether the first line does not hold a whole document.
fn spans_lines(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.find(|line| !line.is_empty()).is_some_and(|line| !line.ends_with(b"}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_counted_in_any_number_of_bytes() {
        for length in [0, 1, 254, 255, 256, 510, 511, 1000] {
            assert_eq!(line_ends(&vec![b'\n'; length]), length);
            assert_eq!(line_ends(&vec![b'x'; length]), 0);
        }
        assert_eq!(line_ends("{}\n[]\r\n\n팀".as_bytes()), 3);
    }
}
