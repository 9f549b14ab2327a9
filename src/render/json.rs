//! The report as JSON: the value itself, indented, with a newline at the end.

use serde::Serialize;

/// Any of our documents as indented JSON.
pub fn document(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
