//! The built-in pack as files to make a pack of one's own from.

use serde_json::to_string_pretty;

use crate::embedded;
use crate::json::{self, Tree};
use crate::pack::BUILT_IN;

/// Where the schemas of what a pack holds lie among the embedded files, and in the copy.
const SCHEMAS: &str = "schema";

/// The member by which an editor finds the schema of a file.
const SCHEMA: &str = "$schema";

/// The file that makes a folder a questionnaire.
const QUESTIONNAIRE: &str = "questionnaire.json";

/// Every file of the copy by its path: the schemas lie inside of it, and the questionnaire comes last.
pub fn files() -> Vec<(String, String)> {
    let schemas = embedded::below(SCHEMAS).map(|path| (SCHEMAS, path, format!("{SCHEMAS}/{path}")));
    let (last, others): (Vec<&str>, Vec<&str>) =
        embedded::below(BUILT_IN).partition(|path| *path == QUESTIONNAIRE);
    let pack = others.into_iter().chain(last).map(|path| (BUILT_IN, path, path.to_owned()));
    let copied = |(folder, path, name): (&str, &str, String)| {
        embedded::text(&format!("{folder}/{path}")).map(|text| (name, readable(&text)))
    };
    schemas.chain(pack).filter_map(copied).collect()
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
