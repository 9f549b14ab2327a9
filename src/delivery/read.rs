//! Reading a metrics file back, strictly.

use crate::delivery::Metrics;
use crate::delivery::metrics::SCHEMA;
use crate::error::{Finding, Message};
use crate::json::{self, Part, Tree};

/// Reads a metrics file.
///
/// # Errors
/// One finding with its place: not JSON, another schema or a newer one, an unknown, missing or repeated field, a value
/// of the wrong kind or outside its range (shares 0..1, everything else from 0 on).
pub fn read(text: &str) -> Result<Metrics, Finding> {
    let tree = json::parse(text)?;
    schema(text, &tree)?;
    if let Some((path, key)) = json::repeated(&tree).into_iter().next() {
        let message = Message::new("answers.repeated").with("key", key);
        return Err(json::at(text, &path, Part::Key, Finding::error(message)));
    }
    let metrics: Metrics = serde_json::from_str(json::without_mark(text)).map_err(|error| {
        let told = error.to_string();
        let detail = told.rsplit_once(" at line ").map_or(told.as_str(), |(detail, _)| detail);
        let message = Message::new("metrics.shape").with("detail", detail);
        Finding { message, ..json::syntax_finding(text, &error) }
    })?;
    numbers(text, &tree, &mut Vec::new())?;
    counts(&metrics).map_or(Ok(metrics), |message| Err(Finding::error(message)))
}

fn schema(text: &str, tree: &Tree) -> Result<(), Finding> {
    let Tree::Object(members) = tree else {
        let message = Message::new("metrics.schema").with("found", tree.shown()).with("expected", SCHEMA);
        return Err(json::at(text, &[], Part::Value, Finding::error(message)));
    };
    let found = members.iter().position(|(key, _)| key == "schema");
    match found.map(|position| (position, &members[position].1)) {
        Some((_, Tree::Text(schema))) if schema == SCHEMA => Ok(()),
        Some((position, found)) => {
            let message =
                Message::new("metrics.schema").with("found", found.shown()).with("expected", SCHEMA);
            Err(json::at(text, &[position], Part::Value, Finding::error(message)))
        }
        None => {
            let message = Message::new("metrics.schema").with("found", "").with("expected", SCHEMA);
            Err(json::at(text, &[], Part::Value, Finding::error(message)))
        }
    }
}

/// Every number lies in the range of its field.
fn numbers(text: &str, tree: &Tree, path: &mut Vec<usize>) -> Result<(), Finding> {
    children(tree).enumerate().try_for_each(|(index, (key, child))| {
        path.push(index);
        if let Tree::Number(number) = child {
            let value = number.as_f64().unwrap_or(-1.0);
            let is_share = matches!(key, Some("rate" | "low" | "high"));
            if value < 0.0 || (is_share && value > 1.0) {
                let message = Message::new(if is_share { "metrics.share" } else { "metrics.number" });
                let finding = Finding::error(message.with("found", number));
                return Err(json::at(text, path, Part::Value, finding));
            }
        }
        numbers(text, child, path)?;
        path.pop();
        Ok(())
    })
}

fn children(tree: &Tree) -> Box<dyn Iterator<Item = (Option<&str>, &Tree)> + '_> {
    match tree {
        Tree::Object(members) => Box::new(members.iter().map(|(key, child)| (Some(key.as_str()), child))),
        Tree::List(items) => Box::new(items.iter().map(|child| (None, child))),
        _ => Box::new(std::iter::empty()),
    }
}

/// A part of a whole is not larger than the whole.
fn counts(metrics: &Metrics) -> Option<Message> {
    let failed = metrics.change_fail_rate.as_ref().map(|part| (part.failed, part.deployments));
    let rework = metrics.deployment_rework_rate.as_ref().map(|part| (part.rework, part.deployments));
    let wrong = failed.into_iter().chain(rework).find(|(part, whole)| part > whole)?;
    Some(Message::new("metrics.counts").with("part", wrong.0).with("whole", wrong.1))
}
