//! Exports as systems write them, with the page that documents each, where one was read: `exports.json`.

use std::collections::BTreeSet;

use diditwork::delivery::Outcome;
use diditwork::error::{Error, Finding};
use diditwork::history::records::{Reading, deployments, incidents};
use diditwork::history::shape::SHAPES;
use diditwork::history::time::{parse, zone};
use serde_json::{Value, json};

fn exports() -> Vec<Value> {
    serde_json::from_str(include_str!("exports.json")).unwrap()
}

/// What was read, as `exports.json` states it, and the codes of warnings; or the code of the first error.
fn read(export: &Value) -> Result<(Value, Value), String> {
    let text = export["text"].as_str().map_or_else(|| export["json"].to_string(), str::to_owned);
    let reading = Reading { zone: export["zone"].as_str().and_then(zone), ..Reading::default() };
    let code = |error: Error| error.findings[0].message.id.to_owned();
    let codes = |findings: &[Finding]| findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>();
    if export["of"] == "deployments" {
        let read = deployments(&text, &reading).map_err(code)?;
        let rows: Vec<Value> = read
            .records
            .iter()
            .map(|known| {
                let result = if known.result == Outcome::Success { "success" } else { "failure" };
                json!([known.id, known.finished_at, result, known.revision])
            })
            .collect();
        return Ok((json!(rows), json!(codes(&read.findings))));
    }
    let read = incidents(&text, &reading).map_err(code)?;
    let rows: Vec<Value> =
        read.records.iter().map(|known| json!([known.id, known.created_at, known.resolved_at])).collect();
    Ok((json!(rows), json!(codes(&read.findings))))
}

/// The expected rows with their times in seconds.
fn in_seconds(rows: &Value) -> Value {
    let cell = |cell: &Value| match cell.as_str().and_then(|text| parse(text, None).ok()) {
        Some(seconds) if cell.as_str().is_some_and(|text| text.contains('T')) => json!(seconds),
        _ => cell.clone(),
    };
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(cell).collect::<Value>())
        .collect()
}

#[test]
fn every_kind_of_export_is_read_rightly_or_refused_with_its_own_advice() {
    let mut as_they_come = 0;
    for export in exports() {
        let name = export["name"].as_str().unwrap();
        match (read(&export), export["error"].as_str()) {
            (Ok((rows, warnings)), None) => {
                assert_eq!(rows, in_seconds(&export["expect"]), "{name}");
                let expected = export.get("warnings").cloned().unwrap_or_else(|| json!([]));
                assert_eq!(warnings, expected, "{name}");
                as_they_come += usize::from(export["zone"].is_null() && export["more"].is_null());
            }
            (Err(code), Some(expected)) => assert_eq!(code, expected, "{name}"),
            (found, expected) => panic!("{name}: {found:?} instead of {expected:?}"),
        }
    }
    // Of 36 kinds; `more` marks a second file of a kind. Six hold local times, one says nowhere how it ended.
    assert_eq!(as_they_come, 29);
}

#[test]
fn every_shape_of_a_system_is_tried() {
    assert!(SHAPES.shapes.len() > 30);
    let tried: BTreeSet<String> =
        exports().iter().map(|export| export["name"].as_str().unwrap().to_lowercase()).collect();
    for shape in SHAPES.shapes.iter().filter(|shape| !shape.is_own()) {
        assert!(shape.page.is_empty() || shape.page.starts_with("https://"), "{}", shape.system);
        let system = shape.system.trim_start_matches("AWS ").to_lowercase();
        let system = if system == "github" { "gh ".to_owned() } else { system };
        assert!(tried.iter().any(|name| name.contains(&system)), "{system}");
    }
}

#[test]
fn a_local_time_of_an_export_is_refused_with_the_option_that_helps() {
    for export in exports().iter().filter(|export| export["zone"].is_string()) {
        let mut without = export.clone();
        without["zone"] = Value::Null;
        assert_eq!(read(&without).unwrap_err(), "records.no-zone", "{}", export["name"]);
    }
}

#[test]
fn columns_and_words_of_an_unknown_export_are_mapped() {
    let text = "Ticket,Gone live,Verdict,Where\n1,2026-01-05T09:00:00Z,fine,prod-eu\n2,2026-01-06T09:00:00Z,bad,prod-us\n3,2026-01-06T09:00:00Z,fine,test\n";
    assert_eq!(
        deployments(text, &Reading::default()).unwrap_err().findings[0].message.id,
        "records.no-column"
    );
    let columns =
        [("id", "Ticket"), ("finished_at", "Gone live"), ("result", "Verdict"), ("environment", "where")];
    let mut reading = Reading {
        columns: columns.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())).to_vec(),
        environments: vec![glob::Pattern::new("prod-*").unwrap()],
        ..Reading::default()
    };
    assert_eq!(deployments(text, &reading).unwrap_err().findings[0].message.id, "records.result");
    reading.results = vec![("fine".to_owned(), Outcome::Success), ("BAD".to_owned(), Outcome::Failure)];
    let read = deployments(text, &reading).unwrap();
    let results: Vec<_> = read.records.iter().map(|known| (known.id.as_str(), known.result)).collect();
    assert_eq!(results, [("1", Outcome::Success), ("2", Outcome::Failure)]);
    reading.columns[0].1 = "Tickt".to_owned();
    assert_eq!(deployments(text, &reading).unwrap_err().findings[0].message.id, "records.no-column");
}
