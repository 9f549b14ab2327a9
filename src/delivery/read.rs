//! Reading a metrics file back, strictly.

use crate::delivery::metrics::{Metrics, SCHEMA};
use crate::error::{Finding, Message};
use crate::json::shape::Schema;
use crate::json::{self, Node, Tree};

/// Reads a metrics file.
///
/// # Errors
/// One finding with its place: not JSON, another schema or a newer one, an unknown, missing or repeated field, a value
/// of the wrong kind or outside its range (shares 0..1, everything else from 0 on).
pub fn read(text: &str) -> Result<Metrics, Finding> {
    let document = json::parse(text)?;
    let text = json::without_mark(text);
    schema(text, &document)?;
    let shape = Schema::new(include_str!("../../questionnaires/schema/metrics.json"));
    if let Some(fault) = shape.first_fault(text, &document) {
        return Err(fault);
    }
    let metrics: Metrics = serde_json::from_str(text).map_err(|error| {
        let message = Message::new("metrics.shape");
        Finding { message, ..json::syntax_finding(text, &error) }
    })?;
    numbers(text, &document)?;
    counts(&metrics).map_or(Ok(metrics), |message| Err(Finding::error(message)))
}

fn schema(text: &str, document: &Node) -> Result<(), Finding> {
    let found = document.member("schema");
    if matches!(found, Some(Node { tree: Tree::Text(schema), .. }) if schema == SCHEMA) {
        return Ok(());
    }
    let is_object = matches!(document.tree, Tree::Object(_));
    let found = found.or(Some(document).filter(|_| !is_object));
    let shown = found.map(|node| node.tree.shown()).unwrap_or_default();
    let message = Message::new("metrics.schema").with("found", shown).with("expected", SCHEMA);
    Err(Finding::error(message).behind(text, found.unwrap_or(document).at))
}

/// Every number is in the range of its field.
fn numbers(text: &str, node: &Node) -> Result<(), Finding> {
    node.children().try_for_each(|(key, child)| {
        if let Tree::Number(number) = &child.tree {
            let is_share = matches!(key, Some("rate" | "low" | "high"));
            let most = if is_share { 1.0 } else { f64::INFINITY };
            if !number.as_f64().is_some_and(|value| (0.0..=most).contains(&value)) {
                let message = Message::new(if is_share { "metrics.share" } else { "metrics.number" });
                return Err(Finding::error(message.with("found", number)).behind(text, child.at));
            }
        }
        numbers(text, child)
    })
}

/// A part of a whole is not larger than the whole.
fn counts(metrics: &Metrics) -> Option<Message> {
    let failed = metrics.change_fail_rate.as_ref().map(|part| (part.failed, part.deployments));
    let rework = metrics.deployment_rework_rate.as_ref().map(|part| (part.rework, part.deployments));
    let wrong = failed.into_iter().chain(rework).find(|(part, whole)| part > whole)?;
    Some(Message::new("metrics.counts").with("part", wrong.0).with("whole", wrong.1))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::Place;
    use crate::testing::metrics;

    /// The code and the place of what is wrong once the value at a path is this; `None` if it is read.
    fn wrong(path: &str, value: &Value) -> Option<(&'static str, Option<Place>)> {
        let mut document = serde_json::to_value(metrics(12)).unwrap();
        *document.pointer_mut(path).unwrap() = value.clone();
        read(&document.to_string()).err().map(|finding| (finding.message.id, finding.place))
    }

    fn code(path: &str, value: &Value) -> Option<&'static str> {
        wrong(path, value).map(|(code, place)| {
            assert!(place.is_some() || code == "metrics.counts", "{path}");
            code
        })
    }

    #[test]
    fn shares_lie_in_0_to_1_and_all_other_numbers_from_0_on() {
        for (path, value, expected) in [
            ("/change_fail_rate/rate", 1.0, None),
            ("/change_fail_rate/rate", 0.0, None),
            ("/change_fail_rate/rate", 1.1, Some("metrics.share")),
            ("/change_fail_rate/low", -0.1, Some("metrics.share")),
            ("/change_fail_rate/high", 1.1, Some("metrics.share")),
            ("/window/weeks", 1.1, None),
            ("/window/weeks", -0.1, Some("metrics.number")),
        ] {
            assert_eq!(code(path, &json!(value)), expected, "{path} {value}");
        }
        let weekly = "/change_lead_time/weekly";
        assert_eq!(code(weekly, &json!([null, 0.0])), None);
        assert_eq!(code(weekly, &json!([null, -0.1])), Some("metrics.number"), "in a list");
    }

    #[test]
    fn a_part_is_at_most_the_whole() {
        assert_eq!(code("/change_fail_rate/failed", &json!(12)), None);
        assert_eq!(code("/change_fail_rate/failed", &json!(13)), Some("metrics.counts"));
    }

    #[test]
    fn another_schema_is_named_with_its_place() {
        assert_eq!(code("/schema", &json!("diditwork/metrics/2")), Some("metrics.schema"));
        assert_eq!(code("/schema", &json!(1)), Some("metrics.schema"));
        for text in ["[]", "{}", "{\"levels\": {}, \"schema\": \"other\"}"] {
            let finding = read(text).unwrap_err();
            assert_eq!(finding.message.id, "metrics.schema", "{text}");
            assert_eq!(finding.excerpt.as_deref(), Some(text));
        }
        let column =
            read("{\"levels\": {}, \"schema\": \"other\"}").unwrap_err().place.map(|place| place.column);
        assert_eq!(column, Some(26), "the value, not the whole");
    }

    #[test]
    fn a_wrong_shape_is_found_at_its_place() {
        let text = serde_json::to_string(&metrics(12)).unwrap().replace("\"levels\":", "\n\"levles\":");
        let finding = read(&text).unwrap_err();
        assert_eq!(finding.message, Message::new("pack.field").with("key", "levles").with("near", "levels"));
        assert_eq!(finding.place.map(|place| (place.line, place.column)), Some((2, 1)));
    }

    #[test]
    fn a_key_that_stands_twice_is_found_at_any_depth() {
        let text = serde_json::to_string(&metrics(12)).unwrap();
        let twice = text.replace("\"levels\":{}", "\"levels\":{\"a\":1,\"b\":1,\"a\":2}");
        assert_ne!(text, twice);
        assert_eq!(read(&twice).unwrap_err().message.id, "answers.repeated");
        assert!(read(&twice.replace("\"a\":2", "\"c\":2")).is_ok());
    }
}
