//! The built-in pack as files to make a custom pack from.

use crate::embedded::{PackFiles, Schemas, text};

/// The schemas that a copy needs; they are inside of it.
const SCHEMAS: [&str; 5] = ["answers", "questionnaire", "questionnaire-text", "story", "story-text"];

/// The file that makes a folder a questionnaire.
const QUESTIONNAIRE: &str = "questionnaire.json";

/// Every file of the copy by its path, the questionnaire last.
pub fn files() -> Vec<(String, String)> {
    let schemas = SCHEMAS.into_iter().filter_map(|name| {
        let file = format!("{name}.json");
        Some((format!("schema/{file}"), text::<Schemas>(&file)?.to_owned()))
    });
    // A schema is one folder nearer than it is beside the built-in pack.
    let nearer = |text: &str| text.replacen("\"$schema\": \"../", "\"$schema\": \"", 1);
    let mut pack: Vec<(String, String)> = PackFiles::iter()
        .filter_map(|path| text::<PackFiles>(&path).map(|text| (path.into_owned(), nearer(text))))
        .collect();
    pack.sort_by_key(|(path, _)| path == QUESTIONNAIRE);
    schemas.chain(pack).collect()
}
