use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::error::Place;

/// A house with rooms, in the words that the schemas of the project use.
fn schema() -> Schema {
    Schema(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["schema", "name", "version", "rooms"],
        "properties": {
            "schema": { "const": "house/1" },
            "name": { "type": "string" },
            "version": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+$", "examples": ["1.0"] },
            "rooms": { "type": "array", "maxItems": 3, "items": { "$ref": "#/$defs/Room" } },
            "by_name": { "type": "object", "additionalProperties": { "$ref": "#/$defs/Room" } },
            "note": { "type": ["string", "null"] },
            "door": { "anyOf": [{ "$ref": "#/$defs/Door" }, { "type": "null" }] },
        },
        "$defs": {
            "Room": {
                "type": "object",
                "additionalProperties": false,
                "required": ["width", "kind"],
                "properties": {
                    "width": { "type": "integer", "minimum": 1, "maximum": 9 },
                    "kind": { "oneOf": [{ "const": "kitchen" }, { "const": "bath" }] },
                    "share": { "type": "number" },
                    "heated": { "type": "boolean" },
                },
            },
            "Door": {
                "oneOf": [
                    { "type": "object", "additionalProperties": false, "required": ["left"],
                      "properties": { "left": { "type": "number" } } },
                    { "type": "object", "additionalProperties": false, "required": ["right"],
                      "properties": { "right": { "type": "number" } } },
                ],
            },
        },
    }))
}

fn sound() -> Value {
    json!({
        "schema": "house/1", "name": "Haus", "version": "1.2",
        "rooms": [{ "width": 3, "kind": "kitchen", "share": 0.5 }, { "width": 9, "kind": "bath", "heated": true }],
        "by_name": { "a": { "width": 1, "kind": "bath" } }, "note": null, "door": { "right": 1 },
    })
}

/// The code of every fault with the values of its sentence.
fn faults(text: &str) -> Vec<(&'static str, Vec<String>)> {
    let tree = json::parse(text).unwrap();
    let values = |message: &Message| {
        let shown = |value: &crate::error::Value| match value {
            crate::error::Value::Text(text) => text.clone(),
            crate::error::Value::Sentence(id) => (*id).to_owned(),
        };
        message.values.iter().map(|(_, value)| shown(value)).collect()
    };
    let found = schema().faults(&tree).kept.into_iter();
    found.map(|fault| (fault.finding.message.id, values(&fault.finding.message))).collect()
}

#[test]
fn a_document_of_its_shape_has_no_fault() {
    assert_eq!(faults(&sound().to_string()), []);
    let least = json!({ "schema": "house/1", "name": "", "version": "0.0", "rooms": [] });
    assert_eq!(faults(&least.to_string()), []);
}

#[test]
fn every_kind_of_fault_has_its_code_and_says_what_was_expected() {
    for (pointer, value, code, values) in [
        ("/name", json!(7), "pack.shape", vec!["json.kind.text", "7"]),
        ("/rooms", json!({}), "pack.shape", vec!["json.kind.list", "{}"]),
        ("/rooms/0", json!(["x"]), "pack.shape", vec!["json.kind.object", "[\"x\"]"]),
        ("/rooms/0/width", json!(2.5), "pack.shape", vec!["json.kind.whole", "2.5"]),
        ("/rooms/0/share", json!("0.5"), "pack.shape", vec!["json.kind.number", "\"0.5\""]),
        ("/rooms/1/heated", json!(0), "pack.shape", vec!["json.kind.boolean", "0"]),
        ("/note", json!(true), "pack.shape", vec!["json.kind.text", "true"]),
        ("/rooms/0/kind", json!(1), "pack.shape", vec!["json.kind.text", "1"]),
        ("/schema", json!("house/2"), "pack.schema", vec!["house/2", "house/1"]),
        ("/version", json!("one"), "pack.pattern", vec!["1.0", "one"]),
        ("/rooms/0/width", json!(0), "pack.least", vec!["1", "0"]),
        ("/rooms/0/width", json!(10), "pack.most", vec!["9", "10"]),
        ("/by_name/a/kind", json!("bathh"), "pack.word", vec!["bathh", "kitchen, bath", "bath"]),
        ("/by_name/a/kind", json!("cellar"), "pack.word", vec!["cellar", "kitchen, bath", ""]),
        ("/rooms", json!([1, 2, 3, 4]), "pack.many", vec!["4", "3"]),
        ("/door", json!({ "right": "x" }), "pack.shape", vec!["json.kind.number", "\"x\""]),
        ("/door", json!({ "rigth": 1 }), "pack.field", vec!["rigth", "right"]),
        ("/door", json!(7), "pack.shape", vec!["json.kind.object", "7"]),
    ] {
        let mut document = sound();
        *document.pointer_mut(pointer).unwrap() = value;
        let found = faults(&document.to_string());
        assert_eq!(found, [(code, values.into_iter().map(str::to_owned).collect())], "{pointer}");
    }
}

#[test]
fn all_faults_are_found_at_once_in_the_order_of_the_document() {
    let text = "{\"schema\": \"house/1\",\n \"nmae\": \"x\",\n \"rooms\": [{\"width\": 1},\n  {\"width\": \"1\", \"kind\": \"x\"}],\n \"colour\": 1,\n \"rooms\": []}";
    let tree = json::parse(text).unwrap();
    let found = schema().faults(&tree).placed(text);
    let told: Vec<_> = found.iter().map(|finding| (finding.message.id, finding.place.unwrap())).collect();
    let at = |line, column| Place { line, column };
    let expected = [
        ("pack.missing", at(1, 1)),
        ("pack.field", at(2, 2)),
        ("pack.missing", at(3, 12)),
        ("pack.shape", at(4, 13)),
        ("pack.word", at(4, 26)),
        ("pack.field", at(5, 2)),
        ("answers.repeated", at(6, 2)),
    ];
    assert_eq!(told, expected, "the field that has a slip in its name is not missing as well");
}

#[test]
fn a_million_faults_are_counted() {
    let text = format!("{{\"rooms\": {{{}\"x\": 1}}, {}\"y\": 1}}", "", "\"z\":1,".repeat(100_000));
    let found = schema().faults(&json::parse(&text).unwrap());
    assert_eq!(found.kept.len(), 100);
    let told = found.finish(|kept| kept.into_iter().map(|fault| fault.finding).collect());
    assert_eq!(told.last().unwrap().message.id, "finding.more");
}

proptest! {
    #[test]
    fn whatever_is_put_anywhere_nothing_fails(pointer in 0_usize..20, value in ".*") {
        let mut all = Vec::new();
        crate::testing::pointers(&sound(), "", &mut all);
        let mut document = sound();
        *document.pointer_mut(&all[pointer % all.len()]).unwrap() = json!([value, { "a": null }]);
        prop_assert!(!faults(&document.to_string()).is_empty());
    }
}
