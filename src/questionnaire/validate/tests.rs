use serde_json::{Value, json};

use super::*;
use crate::testing::{built_in, told};

/// A questionnaire that breaks no rule.
fn sound() -> Value {
    json!({
        "schema": "diditwork/questionnaire/1", "id": "drawn", "version": "1.0.0", "languages": ["en"],
        "areas": [{ "id": "practices", "axis": "adoption" }, { "id": "results", "axis": "outcome" }],
        "leverage": { "core": 1.0 },
        "questions": [
            { "id": "a", "area": "practices", "levels": 5, "leverage": "core", "formerly": ["old-a"],
              "overlaps": [{ "measure": "m", "extent": "whole" }] },
            { "id": "b", "area": "practices", "levels": 5 },
            { "id": "c", "area": "practices", "levels": 5 },
            { "id": "m", "area": "results", "levels": 3, "improved_by": ["a"],
              "value": { "unit": "share", "reach": [{ "at_most": 0.5 }, { "at_most": 0.1 }] },
              "typical": { "level": 1, "basis": "convention" },
              "distribution": { "source": "S", "year": 2025, "shares": [20, 30, 50] } },
        ],
        "requires": [
            { "id": "a1", "trait": "a", "level": 1, "needs": [{ "trait": "b", "level": 1 }],
              "kind": "published", "sources": ["S"] },
            { "id": "b2", "trait": "b", "level": 2, "needs": [{ "trait": "c", "level": 1 }], "kind": "judgement" },
        ],
        "short_form": ["a", "m"],
        "contradictions": [{ "a": { "id": "a", "from": 3, "to": 4 }, "b": { "id": "m", "from": 0, "to": 1 } }],
        "stories": [{ "id": "story", "tags": ["tag"] }],
        "default_stories": ["story"], "warning_stories": ["story"],
        "peers": { "field": ["tag"], "country": [] },
        "sources": [{ "id": "S", "title": "Source" }],
    })
}

fn changed(pointer: &str, value: Value) -> Questionnaire {
    let mut document = sound();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(member.to_owned(), value)),
        Value::Array(items) if member == "-" => items.push(value),
        Value::Array(items) => items[member.parse::<usize>().unwrap()] = value,
        other => panic!("{other}"),
    }
    serde_json::from_value(document).unwrap()
}

#[test]
fn a_sound_questionnaire_has_no_problem() {
    let sound: Questionnaire = serde_json::from_value(sound()).unwrap();
    assert_eq!(told(&questionnaire(&sound)), []);
}

#[test]
fn the_built_in_questionnaire_has_no_problem() {
    assert_eq!(told(&questionnaire(&built_in())), []);
}

#[test]
fn every_broken_rule_is_told_once_at_its_place() {
    let need = |id: &str, level: u8| json!([{ "trait": id, "level": level }]);
    for (pointer, value, code, place) in [
        ("/languages", json!([]), "pack.languages", "/languages"),
        ("/areas/-", json!({ "id": "results", "axis": "outcome" }), "pack.repeated", "/areas/2"),
        ("/stories/-", json!({ "id": "story" }), "pack.repeated", "/stories/1"),
        ("/sources/-", json!({ "id": "S", "title": "again" }), "pack.repeated", "/sources/1"),
        ("/requires/1/id", json!("a1"), "pack.repeated", "/requires/1"),
        (
            "/questions/-",
            json!({ "id": "b", "area": "practices", "levels": 5 }),
            "pack.repeated",
            "/questions/4/id",
        ),
        ("/questions/1/formerly", json!(["old-a"]), "pack.repeated", "/questions/1/id"),
        ("/questions/1/area", json!("nowhere"), "pack.unknown", "/questions/1/area"),
        ("/questions/1/leverage", json!("huge"), "pack.unknown", "/questions/1/leverage"),
        ("/questions/3/value/reach", json!([{ "over": 1 }]), "pack.number", "/questions/3/value/reach"),
        (
            "/questions/3/distribution/shares",
            json!([50, 50]),
            "pack.number",
            "/questions/3/distribution/shares",
        ),
        ("/questions/3/distribution/source", json!("T"), "pack.unknown", "/questions/3/distribution/source"),
        ("/id", json!("a b"), "pack.id", "/id"),
        ("/contradictions/0/a/id", json!("x"), "pack.unknown", "/contradictions/0/a/id"),
        ("/contradictions/0/a/to", json!(5), "pack.level", "/contradictions/0/a/to"),
        ("/contradictions/0/b/from", json!(2), "pack.range", "/contradictions/0/b/from"),
        ("/contradictions/0/b/id", json!("a"), "pack.repeated", "/contradictions/0/b/id"),
        ("/languages/-", json!("en"), "pack.repeated", "/languages/1"),
        ("/areas/-", json!({ "id": "idle", "axis": "outcome" }), "pack.area-idle", "/areas/2"),
        ("/short_form/-", json!("a"), "pack.repeated", "/short_form/2"),
        ("/sources/0/url", json!("ftp://x"), "pack.link", "/sources/0/url"),
        ("/questions/3/distribution/shares", json!([20, 30, 40]), "pack.shares", "/questions/3/distribution"),
        ("/questions/3/distribution/shares", json!([-5, 55, 50]), "pack.shares", "/questions/3/distribution"),
        ("/questions/3/value/reach/1", json!({ "at_most": 0.5 }), "pack.reach", "/questions/3/value"),
        ("/questions/3/value/reach/1", json!({ "over": 0.6 }), "pack.reach", "/questions/3/value"),
        ("/questions/3/typical/level", json!(3), "pack.level", "/questions/3/typical/level"),
        ("/questions/3/improved_by", json!(["x"]), "pack.unknown", "/questions/3/improved_by/0"),
        ("/questions/0/overlaps/0/measure", json!("x"), "pack.unknown", "/questions/0/overlaps/0/measure"),
        ("/short_form/1", json!("x"), "pack.unknown", "/short_form/1"),
        ("/default_stories/0", json!("x"), "pack.unknown", "/default_stories/0"),
        ("/warning_stories/0", json!("x"), "pack.unknown", "/warning_stories/0"),
        ("/peers/field/0", json!("x"), "pack.unknown", "/peers/field/0"),
        ("/peers/country/-", json!("x"), "pack.unknown", "/peers/country/0"),
        ("/leverage/core", json!(1.1), "pack.leverage", "/leverage/core"),
        ("/leverage/core", json!(-0.1), "pack.leverage", "/leverage/core"),
        ("/requires/0/trait", json!("x"), "pack.unknown", "/requires/0/trait"),
        ("/requires/0/trait", json!("m"), "pack.unknown", "/requires/0/trait"),
        ("/requires/0/level", json!(5), "pack.level", "/requires/0/level"),
        ("/requires/0/level", json!(0), "pack.level", "/requires/0/level"),
        ("/requires/0/needs", need("x", 1), "pack.unknown", "/requires/0/needs/0/trait"),
        ("/requires/0/needs", need("m", 1), "pack.unknown", "/requires/0/needs/0/trait"),
        ("/requires/0/needs", need("b", 5), "pack.level", "/requires/0/needs/0/level"),
        ("/requires/0/sources", json!(["T"]), "pack.unknown", "/requires/0/sources/0"),
        ("/requires/0/sources", json!([]), "pack.unsourced", "/requires/0/kind"),
        ("/requires/1/needs", need("b", 2), "pack.circle", "/requires/1"),
        ("/requires/1/needs", need("b", 3), "pack.circle", "/requires/1"),
    ] {
        let problems = questionnaire(&changed(pointer, value.clone()));
        assert_eq!(told(&problems), [(code, place.to_owned())], "{pointer} = {value}");
    }
}

#[test]
fn a_slip_in_an_id_names_the_one_that_was_meant() {
    let problems = questionnaire(&changed("/questions/1/area", json!("practises")));
    assert!(
        problems[0].message.values.contains(&("near", crate::error::Value::Text("practices".to_owned())))
    );
}

fn requirement(id: &str, (trait_id, level): (&str, u8), (need, needed): (&str, u8)) -> Value {
    json!({ "id": id, "trait": trait_id, "level": level, "kind": "judgement",
            "needs": [{ "trait": need, "level": needed }] })
}

#[test]
fn a_circle_may_run_through_the_levels_of_a_trait() {
    // a 1 needs b 2, which needs b 1, which needs a 3, which needs a 1.
    let entries = json!([requirement("x", ("a", 1), ("b", 2)), requirement("y", ("b", 1), ("a", 3))]);
    assert_eq!(
        told(&questionnaire(&changed("/requires", entries))),
        [("pack.circle", "/requires/0".to_owned())]
    );
    let open = json!([requirement("x", ("a", 2), ("b", 1)), requirement("y", ("b", 2), ("a", 2))]);
    assert_eq!(told(&questionnaire(&changed("/requires", open))), []);
}

#[test]
fn the_circle_that_is_named_is_one_and_not_what_only_waits_for_it() {
    let entries = json!([
        requirement("waits", ("a", 1), ("b", 1)),
        requirement("met", ("b", 1), ("b", 0)),
        requirement("there", ("b", 1), ("c", 1)),
        requirement("and back", ("c", 1), ("b", 1)),
    ]);
    let found = circle(&changed("/requires", entries)).unwrap();
    assert!([2, 3].contains(&found), "{found}");
}

/// Texts that fit the sound questionnaire.
fn texts() -> Value {
    let question = |levels: usize, steps: usize| {
        json!({
            "name": "Name", "question": "Question?", "why": "Why", "look_at": "Look", "window": "now",
            "levels": vec!["level"; levels], "steps": vec![json!({ "week": ["do"], "watch": "it" }); steps],
        })
    };
    json!({
        "title": "Title", "unit": "unit", "answering_rule": "rule", "tags": { "tag": "Tag" },
        "areas": { "practices": "Practices", "results": "Results" },
        "questions": { "a": question(5, 4), "b": question(5, 4), "c": question(5, 4), "m": question(3, 0) },
        "requires": { "a1": "because", "b2": "because" },
    })
}

fn text_problems(change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut texts = texts();
    change(&mut texts);
    let texts: QuestionnaireText = serde_json::from_value(texts).unwrap();
    let problems = text(&serde_json::from_value(sound()).unwrap(), &texts);
    told(&problems).into_iter().map(|(code, place)| (code.to_owned(), place)).collect()
}

#[test]
fn every_missing_or_left_over_sentence_is_told_at_its_place() {
    let found = |code: &str, place: &str| vec![(code.to_owned(), place.to_owned())];
    assert_eq!(text_problems(|_| {}), []);
    assert_eq!(
        text_problems(|all| all["areas"] = json!({ "practices": "P" })),
        found("pack.untold", "/areas")
    );
    assert_eq!(text_problems(|all| all["areas"]["x"] = json!("X")), found("pack.left-over", "/areas/x"));
    assert_eq!(
        text_problems(|all| all["requires"]["x"] = json!("X")),
        found("pack.left-over", "/requires/x")
    );
    let without_a = text_problems(|all| drop(all["questions"].as_object_mut().unwrap().remove("a")));
    assert_eq!(without_a, found("pack.untold", "/questions"));
    assert_eq!(text_problems(|all| all["tags"] = json!({})), found("pack.untold", "/tags"));
    let short = text_problems(|all| all["questions"]["a"]["levels"] = json!(["one"]));
    assert_eq!(short, found("pack.number", "/questions/a/levels"));
    let steps = text_problems(|all| all["questions"]["a"]["steps"] = json!([{ "week": [], "watch": "" }]));
    assert_eq!(steps, found("pack.number", "/questions/a/steps"));
    let empty = text_problems(|all| all["questions"]["m"]["window"] = json!(" "));
    assert_eq!(empty, found("pack.empty", "/questions/m/window"));
}
