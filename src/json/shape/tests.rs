use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;
use crate::error::Place;
use crate::language::Language;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::Version;
use crate::questionnaire::text::QuestionnaireText;
use crate::story::{Story, StoryText};

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct House {
    name: String,
    version: Version,
    languages: Vec<Language>,
    rooms: Vec<Room>,
    #[serde(default)]
    by_name: BTreeMap<String, Room>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Room {
    width: u8,
    kind: Kind,
    #[serde(default)]
    share: f64,
    #[serde(default)]
    heated: bool,
    #[serde(default)]
    door: Option<Door>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Kitchen,
    Bath,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Door {
    Left(f64),
    Right(f64),
}

fn sound() -> Value {
    json!({
        "name": "Haus", "version": "1.2.3", "languages": ["en", "ko"],
        "rooms": [{ "width": 3, "kind": "kitchen", "share": 0.5, "door": { "left": 1 } },
                  { "width": 4, "kind": "bath", "heated": true }],
        "by_name": { "a/b": { "width": 5, "kind": "bath" } },
    })
}

/// The code, the first value and the place of a fault.
type Told = (&'static str, String, Option<Place>);

/// Each fault as its code, its values and its place, in the order of the document; and the gaps.
fn faults(text: &str) -> (Vec<Told>, Vec<String>) {
    let tree = json::parse(text).unwrap();
    let shaped = read::<House>(Some(&tree), None);
    assert!(shaped.value.is_some(), "{text}");
    let step = |step: &Step| match step {
        Step::Key(key) => format!("/{key}"),
        Step::Item(position) => format!("/{position}"),
        Step::Every => "/*".to_owned(),
    };
    let mut gaps: Vec<String> = shaped.gaps.iter().map(|gap| gap.iter().map(step).collect()).collect();
    gaps.sort();
    let told = |finding: Finding| {
        let mut values = finding.message.values.iter().map(|(_, value)| match value {
            crate::error::Value::Text(text) => text.clone(),
            crate::error::Value::Sentence(id) => (*id).to_owned(),
        });
        (finding.message.id, values.next().unwrap_or_default(), finding.place)
    };
    (json::place_all(text, shaped.found.kept).into_iter().map(told).collect(), gaps)
}

#[test]
fn a_sound_document_is_read_as_by_any_reader() {
    let text = sound().to_string();
    let tree = json::parse(&text).unwrap();
    let shaped = read::<House>(Some(&tree), None);
    assert_eq!((shaped.found.kept.len(), shaped.gaps.len()), (0, 0));
    assert_eq!(shaped.value, serde_json::from_str(&text).ok());
}

#[test]
fn every_fault_of_a_document_is_told_once_at_its_place() {
    let text = r#"{
"name": 7,
"version": "one",
"languages": ["en", "klingonisch", 5, "tlh", "x"],
"rooms": [
 { "width": 300, "kind": "kichen" },
 { "wdith": 3, "kind": "bath" },
 { "kind": 5, "share": "much" },
 "cellar",
 { "width": -1, "kind": { "bath": null }, "door": { "left": "wide" } },
 { "width": 1.5, "kind": "bath", "heated": null, "door": "left" }
],
"by_name": { "attic": { "width": 1 }, "b": [], "attic": 3 },
"note": null,
"name": "twice",
"colour": "red" }"#;
    let (found, gaps) = faults(text);
    let told: Vec<_> = found
        .iter()
        .map(|(code, value, place)| {
            let place = place.unwrap();
            (*code, value.as_str(), place.line, place.column)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("pack.shape", "invalid type: integer `7`, expected a string", 2, 9),
            ("pack.shape", "expected a version such as 1.0.0", 3, 12),
            ("pack.shape", "expected a language tag such as en", 4, 21),
            ("pack.shape", "invalid type: integer `5`, expected a string", 4, 36),
            ("pack.shape", "expected a language tag such as en", 4, 46),
            ("pack.shape", "invalid value: integer `300`, expected a whole number", 6, 13),
            ("pack.shape", "unknown variant `kichen`, expected `kitchen` or `bath`", 6, 26),
            ("pack.field", "wdith", 7, 4),
            ("pack.missing", "width", 8, 2),
            ("pack.shape", "unknown variant `5`, expected `kitchen` or `bath`", 8, 12),
            ("pack.shape", "invalid type: string \"much\", expected a number", 8, 24),
            ("pack.shape", "invalid type: string \"cellar\", expected an object", 9, 2),
            ("pack.shape", "invalid value: integer `-1`, expected a whole number", 10, 13),
            ("pack.shape", "invalid type: string \"wide\", expected a number", 10, 61),
            ("pack.shape", "invalid type: floating point `1.5`, expected a whole number", 11, 13),
            ("pack.shape", "invalid type: null, expected a boolean", 11, 44),
            ("pack.shape", "invalid type: unit variant, expected newtype variant", 11, 58),
            ("pack.missing", "kind", 13, 23),
            ("pack.shape", "invalid type: sequence, expected an object", 13, 44),
            ("answers.repeated", "attic", 13, 48),
            ("answers.repeated", "name", 15, 1),
            ("pack.field", "colour", 16, 1),
        ]
    );
    assert_eq!(
        gaps,
        [
            "/by_name/attic",
            "/by_name/attic/kind",
            "/by_name/b",
            "/languages/1",
            "/languages/2",
            "/languages/4",
            "/name",
            "/name",
            "/rooms/0/kind",
            "/rooms/0/width",
            "/rooms/1/width",
            "/rooms/2/kind",
            "/rooms/2/share",
            "/rooms/2/width",
            "/rooms/3",
            "/rooms/4/door/left",
            "/rooms/4/width",
            "/rooms/5/door",
            "/rooms/5/heated",
            "/rooms/5/width",
            "/version",
        ]
        .map(str::to_owned)
    );
}

#[test]
fn each_fault_is_told_as_by_the_reader_that_stops_at_the_first() {
    for (pointer, wrong) in [
        ("/name", json!(null)),
        ("/name", json!(["x"])),
        ("/version", json!("1.0")),
        ("/version", json!({})),
        ("/rooms", json!({})),
        ("/rooms/0/width", json!(256)),
        ("/rooms/0/width", json!(-3)),
        ("/rooms/0/width", json!(0.5)),
        ("/rooms/0/width", json!("3")),
        ("/rooms/0/kind", json!("attic")),
        ("/rooms/0/share", json!(true)),
        ("/rooms/0/door", json!({ "up": 1 })),
        ("/by_name", json!([])),
        ("/by_name/a~1b", json!(3)),
        ("/languages/1", json!("")),
        ("/rooms/1", json!({ "kind": "bath" })),
        ("/rooms/1", json!({ "width": 1, "kind": "bath", "x": 1 })),
    ] {
        let mut document = sound();
        *document.pointer_mut(pointer).unwrap() = wrong.clone();
        let text = document.to_string();
        let error = serde_json::from_str::<House>(&text).unwrap_err().to_string();
        let detail = error.rsplit_once(" at line ").unwrap().0;
        let tree = json::parse(&text).unwrap();
        let found = read::<House>(Some(&tree), None).found.kept;
        let told: Vec<_> = found.iter().map(|unplaced| unplaced.finding.message.clone()).collect();
        assert_eq!(told, [misshapen(detail)], "{pointer} {wrong}");
        assert_eq!(typed::<House>(&text).unwrap_err(), json::place_all(&text, found)[0]);
    }
}

#[test]
fn what_another_document_fills_is_worth_a_warning() {
    let first = json::parse(&sound().to_string()).unwrap();
    let text = r#"{ "name": "집", "version": "1.2.3", "languages": [],
        "rooms": [{ "width": 1 }, { "width": 1, "kind": 7 }, { "width": 1 }], "by_name": { "a/b": {}, "c": {} } }"#;
    let found = read::<House>(json::parse(text).ok().as_ref(), Some(&first)).found.kept;
    let severities: Vec<_> = json::place_all(text, found)
        .into_iter()
        .map(|finding| (finding.message.id, finding.severity))
        .collect();
    let (warning, error) = (("pack.missing", Severity::Warning), ("pack.missing", Severity::Error));
    assert_eq!(severities, [warning, ("pack.shape", Severity::Error), error, warning, warning, error, error],);
}

#[test]
fn without_a_document_all_is_a_stand_in_and_one_gap() {
    let shaped = read::<House>(None, None);
    let house = shaped.value.unwrap();
    assert_eq!((house.name.as_str(), house.rooms.len()), ("", 0));
    assert_eq!((shaped.gaps, shaped.found.kept.len()), (vec![Vec::new()], 0));
    assert!(read::<Questionnaire>(None, None).value.is_some());
    assert!(read::<QuestionnaireText>(None, None).value.is_some());
    assert!(read::<Story>(None, None).value.is_some());
    assert!(read::<StoryText>(None, None).value.is_some());
}

#[test]
fn very_many_faults_are_counted_and_a_hundred_told() {
    let faulty = |count: usize, fault: &str| {
        let rooms = vec![fault; count].join(", ");
        format!("{{ \"name\": \"\", \"version\": \"1.0.0\", \"languages\": [], \"rooms\": [{rooms}] }}")
    };
    for fault in [
        r#"{ "width": 1 }"#,
        r#"{ "width": 1, "kind": 3 }"#,
        r#"{ "width": 1, "kind": "bath", "x": 1 }"#,
        "7",
    ] {
        for (count, whole) in [(99, false), (100, true), (1_000, true)] {
            let text = faulty(count, fault);
            let shaped = read::<House>(json::parse(&text).ok().as_ref(), None);
            assert_eq!(shaped.value.map(|house| house.rooms.len()), Some(count).filter(|_| count <= 100));
            assert_eq!(shaped.gaps == [Vec::new()], whole, "{fault} {count}");
            let told = shaped.found.finish(|found| json::place_all(&text, found));
            let more = told.iter().filter(|finding| finding.message.id == "finding.stopped").count();
            assert_eq!((told.len() - more, more == 1), (count.min(100), count > 100), "{fault} {count}");
        }
    }
}

#[test]
fn more_refused_texts_than_are_told_end_the_reading() {
    for count in [1, 98, 100, 1_000] {
        let tags = vec!["\"klingonisch\""; count].join(", ");
        let text =
            format!("{{ \"name\": 1, \"version\": \"1.0.0\", \"languages\": [{tags}], \"rooms\": 3 }}");
        let shaped = read::<House>(json::parse(&text).ok().as_ref(), None);
        assert_eq!(shaped.value.is_some(), count + 2 <= 100);
        assert!(shaped.found.kept.len() > count.min(99));
    }
}

proptest! {
    /// Whatever is put in for any value, everything is read, and the first fault is that of a strict reader or before.
    #[test]
    fn any_value_may_be_wrong(places in prop::collection::vec((0..40_usize, 0..9_usize), 0..6)) {
        let mut document = sound();
        for (place, kind) in places {
            let wrong = [json!(null), json!(true), json!(7), json!(-0.5), json!("x"), json!([]), json!({}),
                json!([{}]), json!({ "width": 1 })][kind].clone();
            let mut left = place;
            replace(&mut document, &mut left, &wrong);
        }
        let text = document.to_string();
        let shaped = read::<House>(json::parse(&text).ok().as_ref(), None);
        prop_assert!(shaped.value.is_some());
        if let Ok(house) = serde_json::from_str::<House>(&text) {
            // A list may stand for an object there, which no schema allows.
            if shaped.found.kept.is_empty() {
                prop_assert_eq!(shaped.value, Some(house));
            }
        } else {
            prop_assert!(!shaped.found.kept.is_empty());
        }
    }
}

/// Puts a value in at the place that is reached after so many others.
fn replace(node: &mut Value, left: &mut usize, wrong: &Value) -> bool {
    if *left == 0 {
        *node = wrong.clone();
        return true;
    }
    *left -= 1;
    match node {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, left, wrong)),
        Value::Object(members) => members.values_mut().any(|member| replace(member, left, wrong)),
        _ => false,
    }
}
