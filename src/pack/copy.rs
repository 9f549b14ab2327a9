//! The built-in pack as files to make a pack of one's own from.

use include_dir::{Dir, include_dir};
use serde_json::to_string_pretty;

use crate::json::{self, Tree};
use crate::pack::BUILT_IN;

/// The schemas of what a pack holds.
static SCHEMAS: Dir<'_> = include_dir!("$OUT_DIR/schema");

/// The member by which an editor finds the schema of a file.
const SCHEMA: &str = "$schema";

/// Every file of the copy by its path: the schemas lie inside of it, and the questionnaire comes last.
pub fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in SCHEMAS.files() {
        files.extend(
            file.contents_utf8().map(|text| (format!("schema/{}", file.path().display()), readable(text))),
        );
    }
    collect(&BUILT_IN, &mut files);
    files.sort_by_key(|(path, _)| path == "questionnaire.json");
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        let path = file.path().iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        files.extend(file.contents_utf8().map(|text| (path, readable(text))));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// A document as people read it. Its schema lies one folder nearer than it does beside the built-in pack.
fn readable(text: &str) -> String {
    let Ok(mut tree) = json::parse(text) else { return text.to_owned() };
    if let Tree::Object(members) = &mut tree {
        for (_, value) in members.iter_mut().filter(|(key, _)| key == SCHEMA) {
            if let Tree::Text(path) = value {
                *path = path.strip_prefix("../").unwrap_or(path).to_owned();
            }
        }
    }
    to_string_pretty(&tree).map_or_else(|_| text.to_owned(), |text| text + "\n")
}
