//! What must hold for any bytes, one function for each kind of input. The fuzzer calls these functions with what it
//! makes up, and `tests/corpus.rs` with what was kept of it.

mod answers;
mod history;
mod pack;
mod pages;
mod stream;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use diditwork::content::Content;
use diditwork::error::Finding;
use diditwork::language::Language;
use diditwork::pack::{Choice, Pack, words};
use diditwork::render;
use diditwork::text::{columns, steers};

/// A kind of input, by the name of the folder of its corpus.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All kinds of input.
pub(crate) const TARGETS: [Target; 8] = [
    ("answers", answers::document),
    ("amounts", answers::amounts),
    ("pack", pack::folder),
    ("stream", stream::lines),
    ("records", history::records),
    ("metrics", history::metrics),
    ("git", history::git),
    ("pages", pages::fields),
];

/// The built-in questionnaire with its stories in English.
fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| {
        let words = words(&Language::english()).expect("the words are built in");
        Pack::BuiltIn.content(&words, Choice::Default).expect("the pack is built in")
    })
}

/// Whatever was found can be shown: on lines that steer no terminal, with a place that can be pointed at.
fn told(findings: &[Finding]) {
    for finding in findings {
        for line in render::finding::lines(finding, &content().words, 80) {
            assert!(!line.chars().any(steers), "{line:?}");
            assert!(
                columns(&line) < 4_000 || !line.contains('|'),
                "a line of the file is cut around the place"
            );
        }
        if let Some(place) = finding.place {
            assert!(place.line > 0 && place.column > 0, "places count from one: {finding:?}");
        }
    }
}

/// A folder of this process, and in it files of these names, which replace those of the last call.
fn folder(files: &BTreeMap<String, &[u8]>) -> PathBuf {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder for files"));
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder in it");
        std::fs::write(path, bytes).expect("a file in it");
    }
    folder.path().to_owned()
}
