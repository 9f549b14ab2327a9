//! Which files of a folder may hold answers, and which are passed over.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::error::{Finding, Message, Result};
use crate::store::{self, bulk, exists};

/// The file extensions of answers: documents, one document a line, sheets, pages, and lists of short codes.
const EXTENSIONS: [&str; 8] = ["json", "ndjson", "jsonl", "csv", "tsv", "html", "htm", "txt"];

/// At most so many files are named in one warning.
const MOST_NAMED: usize = 8;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Found {
    /// Files that may hold answers, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// Files of another kind.
    pub unread: Vec<PathBuf>,
    /// Pages and sheets beside an answers file of the same name, which are its report or what it was made from.
    pub pages: usize,
}

impl Found {
    /// The files of a folder and of the folders in it; what is hidden is left out.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn below(folder: &Path) -> Result<Self> {
        bulk::files_below(folder).map(Self::of)
    }

    /// The files of a folder itself.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn inside(folder: &Path) -> Result<Self> {
        let is_inside = |file: &PathBuf| file.parent() == Some(folder);
        Ok(Self::of(bulk::files_below(folder)?.into_iter().filter(is_inside).collect()))
    }

    fn of(files: Vec<PathBuf>) -> Self {
        let mut found = Self::default();
        for file in files {
            match extension(&file).as_deref() {
                Some("html" | "htm") if is_beside(&file, &["json", "csv"]) => found.pages += 1,
                // The survey goes on with a sheet in a document beside it.
                Some("csv" | "tsv") if is_beside(&file, &["json"]) => found.pages += 1,
                Some(extension) if EXTENSIONS.contains(&extension) => found.files.push(file),
                _ => found.unread.push(file),
            }
        }
        found.files.sort_unstable_by(|ours, theirs| ours.as_os_str().cmp(theirs.as_os_str()));
        found.unread.sort_unstable();
        found
    }
}

/// Whether a file is meant for answers and nothing else, so that any other contents are an error.
pub fn is_for_answers(file: &Path) -> bool {
    has_lines(file) || extension(file).is_some_and(|own| own == "json")
}

/// Whether a file has one document a line, by its extension.
pub fn has_lines(file: &Path) -> bool {
    extension(file).is_some_and(|own| own == "ndjson" || own == "jsonl")
}

fn is_beside(file: &Path, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| exists(&file.with_extension(kind)))
}

fn extension(file: &Path) -> Option<String> {
    file.extension().and_then(OsStr::to_str).map(str::to_lowercase)
}

/// What to say about files of folders that were passed over.
pub fn passed_over(unread: &[PathBuf], pages: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !unread.is_empty() {
        let names: Vec<String> = unread.iter().take(MOST_NAMED).map(|file| store::name(file)).collect();
        let more = if unread.len() > MOST_NAMED { ", …" } else { "" };
        let message = Message::new("folder.unread").with("number", unread.len());
        findings.push(Finding::warning(message.with("files", names.join(", ") + more)));
    }
    if pages > 0 {
        findings.push(Finding::warning(Message::new("folder.pages").with("number", pages)));
    }
    findings
}
