//! What there is to read, handed out piece by piece: runs of whole files, and windows of files with one document a line.

use std::collections::HashSet;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Result;
use crate::store::{self, bulk};

/// The bytes of a window, unless one line is longer: few enough to stay near the processor until they are read.
const WINDOW: u64 = 1 << 18;

/// How many files are handed out at once.
const RUN: usize = 64;

/// The endings of files in a folder that are read.
const ENDINGS: [&str; 3] = ["json", "ndjson", "jsonl"];

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Where it lies.
    pub(crate) path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One document.
    Document,
    /// One document a line.
    Lines,
    /// Standard input: one document a line, or a single one that is laid out over several.
    Input,
}

/// All sources, and how far they were handed out.
#[derive(Debug)]
pub(crate) struct Feed {
    sources: Arc<[Source]>,
    next: usize,
    open: Option<Open>,
}

struct Open {
    source: usize,
    reader: Box<dyn Read + Send>,
    window: usize,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Open").field("source", &self.source).finish_non_exhaustive()
    }
}

/// A piece of work; the bytes of a window lie in the buffer that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Read these sources, each one document.
    Documents(Range<usize>),
    /// The buffer holds whole lines of a source: its number, and that of the window.
    Lines(usize, usize),
    /// The buffer holds one document of a source.
    Whole(usize),
}

impl Feed {
    /// What lies at these paths; the same file by several ways is read once.
    pub(crate) fn new(paths: &[PathBuf]) -> Result<Self> {
        let mut seen = HashSet::new();
        let mut sources = Vec::new();
        for path in paths {
            if path == Path::new("-") {
                sources.push(Source { path: path.clone(), kind: Kind::Input });
            } else if store::is_folder(path) {
                let folder = bulk::canonical(path);
                let files = bulk::files_below(path, &ENDINGS)?;
                // A folder alone holds nothing twice.
                let is_new = |file: &PathBuf| {
                    let whole = |file: &Path| folder.join(file.strip_prefix(path).unwrap_or(file));
                    paths.len() == 1 || seen.insert(whole(file).into_os_string())
                };
                sources.extend(files.into_iter().filter(is_new).map(source));
            } else if seen.insert(bulk::canonical(path).into_os_string()) {
                sources.push(source(path.clone()));
            }
        }
        Ok(Self { sources: in_order(sources).into(), next: 0, open: None })
    }

    /// How many threads there is work for.
    pub(crate) fn parallel(&self) -> usize {
        let has_lines = self.sources.iter().any(|source| source.kind != Kind::Document);
        if has_lines { usize::MAX } else { self.sources.len().div_ceil(RUN).max(1) }
    }

    /// The path of a source.
    pub(crate) fn path(&self, source: usize) -> &Path {
        &self.sources[source].path
    }

    /// How a source is named to people.
    pub(crate) fn shown(&self, source: usize) -> String {
        store::shown(self.path(source))
    }

    /// All sources, to be read while others take their work.
    pub(crate) fn sources(&self) -> Arc<[Source]> {
        Arc::clone(&self.sources)
    }

    /// The next piece of work; nothing when all was handed out.
    ///
    /// # Errors
    /// A file that cannot be read, with the number of its source.
    pub(crate) fn next(
        &mut self,
        buffer: &mut Vec<u8>,
    ) -> std::result::Result<Option<Work>, (usize, crate::error::Error)> {
        loop {
            if let Some(open) = &mut self.open {
                let source = open.source;
                let filled = open.fill(&self.sources[source], buffer).map_err(|error| (source, error))?;
                if let Some(work) = filled {
                    return Ok(Some(work));
                }
                self.open = None;
            }
            let Some(next) = self.sources.get(self.next) else { return Ok(None) };
            let first = self.next;
            if next.kind == Kind::Document {
                let run = self.sources[first..].iter().take(RUN);
                self.next += run.take_while(|source| source.kind == Kind::Document).count();
                return Ok(Some(Work::Documents(first..self.next)));
            }
            self.next += 1;
            let reader = bulk::open(&next.path).map_err(|error| (first, error))?;
            self.open = Some(Open { source: first, reader, window: 0, rest: Vec::new() });
        }
    }
}

impl Open {
    /// Fills the buffer with whole lines; nothing at the end of the file.
    fn fill(&mut self, source: &Source, buffer: &mut Vec<u8>) -> Result<Option<Work>> {
        buffer.clear();
        buffer.append(&mut self.rest);
        let mut wanted = WINDOW;
        loop {
            let read = bulk::read_more(&source.path, &mut *self.reader, (buffer, wanted))?;
            let is_end = (read as u64) < wanted;
            let is_laid_out = self.window == 0 && source.kind == Kind::Input && is_laid_out(buffer);
            let last = buffer.iter().rposition(|byte| *byte == b'\n').filter(|_| !is_laid_out);
            if is_end {
                let window = self.window;
                self.window += 1;
                let work =
                    if is_laid_out { Work::Whole(self.source) } else { Work::Lines(self.source, window) };
                return Ok((!buffer.is_empty()).then_some(work));
            }
            if let Some(last) = last {
                self.rest.extend_from_slice(&buffer[last + 1..]);
                buffer.truncate(last + 1);
                self.window += 1;
                return Ok(Some(Work::Lines(self.source, self.window - 1)));
            }
            if buffer.len() as u64 > bulk::LARGEST_DOCUMENT {
                return Err(bulk::too_large(&source.path));
            }
            wanted = buffer.len() as u64;
        }
    }
}

/// Whether the first line does not hold a whole document: then the document is laid out over several.
fn is_laid_out(buffer: &[u8]) -> bool {
    let mut lines = buffer.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.find(|line| !line.is_empty()).is_some_and(|line| !line.ends_with(b"}"))
}

/// The sources in the order of their paths as bytes. The paths of a folder differ within a few bytes behind what all
/// have in common: those are compared as one number, which lies where it is looked for.
fn in_order(sources: Vec<Source>) -> Vec<Source> {
    let bytes = |source: &Source| source.path.as_os_str().as_encoded_bytes().to_owned();
    let Some(mut shared) = sources.first().map(bytes) else { return sources };
    for source in &sources {
        let path = source.path.as_os_str().as_encoded_bytes();
        let same = shared.iter().zip(path).take_while(|(ours, theirs)| ours == theirs);
        shared.truncate(same.count());
    }
    let start = |source: &Source| {
        let behind = source.path.as_os_str().as_encoded_bytes().iter().skip(shared.len());
        let mut word = [0; 8];
        word.iter_mut().zip(behind).for_each(|(place, byte)| *place = *byte);
        u64::from_be_bytes(word)
    };
    let mut keyed: Vec<(u64, Source)> = sources.into_iter().map(|source| (start(&source), source)).collect();
    keyed.sort_unstable_by(|(our_start, ours), (their_start, theirs)| {
        our_start.cmp(their_start).then_with(|| ours.path.as_os_str().cmp(theirs.path.as_os_str()))
    });
    keyed.into_iter().map(|(_, source)| source).collect()
}

fn source(path: PathBuf) -> Source {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let kind = if ["ndjson", "jsonl"].contains(&ending) { Kind::Lines } else { Kind::Document };
    Source { path, kind }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(paths: &[String]) -> Vec<PathBuf> {
        in_order(paths.iter().map(|path| source(path.into())).collect())
            .into_iter()
            .map(|source| source.path)
            .collect()
    }

    proptest! {
        #[test]
        fn sources_stand_in_the_order_of_their_paths_as_bytes(
            folder in "[ab/]{0,4}",
            names in prop::collection::vec("[a-c/.\u{0}\u{ac00}]{0,12}", 0..40),
        ) {
            let mut paths: Vec<String> = names.iter().map(|name| format!("{folder}{name}")).collect();
            let found = sorted(&paths);
            paths.sort();
            prop_assert_eq!(found, paths.into_iter().map(PathBuf::from).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_differs_behind_eight_bytes_and_what_ends_early_has_its_place() {
        let paths = ["f/12345678b", "f/12345678a", "f/1234", "f/12345678", "f/0"].map(str::to_owned);
        let expected = ["f/0", "f/1234", "f/12345678", "f/12345678a", "f/12345678b"];
        assert_eq!(sorted(&paths), expected.map(PathBuf::from));
    }
}
