use serde_json::{Value, json};

use super::*;
use crate::testing::{drawn, told};

/// A questionnaire of two traits with five levels and one measure.
fn asked() -> Questionnaire {
    drawn(&["flow", "telemetry"], &[("rate", 5, 2)])
}

/// A story that breaks no rule.
fn sound() -> Value {
    json!({
        "schema": "diditwork/story/1", "id": "shop",
        "chapters": [
            { "id": "before", "stage": "before", "years": "2009", "ratings": [
                { "trait": "flow", "level": 1, "year": "2009", "facts": ["F1"],
                  "later": { "level": 4, "year": "2011", "facts": ["F2"] } },
                { "trait": "telemetry", "level": 0, "year": "2009", "facts": ["F1", "F2"] },
            ] },
            { "id": "after", "stage": "after", "years": "2011" },
        ],
        "facts": [
            { "id": "F1", "as_of": "2009", "confidence": "A", "source": "S", "traits": ["flow"] },
            { "id": "F2", "as_of": "2011", "confidence": "B", "source": "S", "outcomes": ["cost"] },
        ],
        "difficulties": ["F1"],
        "lesson": [{ "id": "claim", "finding": "imprecise", "facts": ["F2"] }],
        "sources": [{ "id": "S", "title": "Talk", "publisher": "Shop", "year": 2011, "url": "https://shop.example",
                      "kind": "primary", "read": "whole" }],
    })
}

/// Its sentences.
fn texts() -> Value {
    json!({
        "company": "Shop", "summary": "It sold.", "summary_facts": ["F1"],
        "chapters": { "before": { "title": "a", "organisation": "b", "peer_for": "c" },
                      "after": { "title": "a", "organisation": "b", "peer_for": "c" } },
        "facts": { "F1": { "claim": "one" }, "F2": { "claim": "two" } },
        "lesson": { "claim": { "says": "a", "finding": "b" } },
    })
}

fn changed(mut document: Value, pointer: &str, value: &Value) -> Value {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(member.to_owned(), value.clone())),
        Value::Array(items) => items[member.parse::<usize>().unwrap()] = value.clone(),
        other => panic!("{other}"),
    }
    document
}

#[test]
fn a_sound_story_has_no_problem() {
    let sound: Story = serde_json::from_value(sound()).unwrap();
    assert_eq!(told(&story(&sound, &asked())), []);
    assert_eq!(told(&text(&sound, &serde_json::from_value(texts()).unwrap())), []);
}

#[test]
fn every_broken_rule_is_told_once_at_its_place() {
    for (pointer, value, code, place) in [
        ("/sources/0/url", json!("ftp://x"), "pack.link", "/sources/0/url"),
        ("/lesson/0/finding", json!("true"), "pack.unknown", "/lesson/0/finding"),
        ("/chapters/1/id", json!("before"), "pack.repeated", "/chapters/1"),
        ("/facts/0/source", json!("T"), "pack.unknown", "/facts/0/source"),
        ("/facts/0/traits/0", json!("flwo"), "pack.unknown", "/facts/0/traits/0"),
        ("/difficulties/0", json!("F3"), "pack.unknown", "/difficulties/0"),
        ("/chapters/0/ratings/1/trait", json!("flow"), "pack.repeated", "/chapters/0/ratings/1/trait"),
        ("/chapters/0/ratings/1/trait", json!("rate"), "pack.unknown", "/chapters/0/ratings/1/trait"),
        // Of a trait that nobody knows nothing is said of its levels.
        ("/chapters/0/ratings/0/trait", json!("x"), "pack.unknown", "/chapters/0/ratings/0/trait"),
        ("/chapters/0/ratings/0/level", json!(5), "pack.level", "/chapters/0/ratings/0/level"),
        ("/chapters/0/ratings/0/later/level", json!(5), "pack.level", "/chapters/0/ratings/0/later/level"),
        ("/chapters/0/ratings/0/facts", json!([]), "pack.no-facts", "/chapters/0/ratings/0/facts"),
        ("/chapters/0/ratings/1/facts/1", json!("F3"), "pack.unknown", "/chapters/0/ratings/1/facts/1"),
        (
            "/chapters/0/ratings/0/later/facts/0",
            json!("F3"),
            "pack.unknown",
            "/chapters/0/ratings/0/later/facts/0",
        ),
    ] {
        let story_ = serde_json::from_value(changed(sound(), pointer, &value)).unwrap();
        assert_eq!(told(&story(&story_, &asked())), [(code, place.to_owned())], "{pointer} = {value}");
    }
    let told_of: Story = serde_json::from_value(sound()).unwrap();
    for (pointer, value, code, place) in [
        ("/chapters/new", texts()["chapters"]["after"].clone(), "pack.left-over", "/chapters/new"),
        ("/facts", json!({ "F1": { "claim": "one" } }), "pack.untold", "/facts"),
        ("/lesson", json!({}), "pack.untold", "/lesson"),
        ("/summary_facts/0", json!("F3"), "pack.unknown", "/summary_facts/0"),
    ] {
        let texts = serde_json::from_value(changed(texts(), pointer, &value)).unwrap();
        assert_eq!(told(&text(&told_of, &texts)), [(code, place.to_owned())], "{pointer} = {value}");
    }
}
