//! The JSON Schemas below `questionnaires/schema` against the files they describe: every real one passes, wrong ones do not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the message")]
#![allow(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document(path: &str) -> Value {
    serde_json::from_str(&text(&Path::new(REPOSITORY).join(path))).unwrap()
}

/// The validator of a schema; it is itself checked against the schema of schemas.
fn validator(name: &str) -> Validator {
    let schema = document(&format!("questionnaires/schema/{name}.json"));
    assert!(jsonschema::meta::is_valid(&schema), "{name} is no JSON Schema");
    jsonschema::draft202012::new(&schema).unwrap()
}

/// What a schema finds wrong with a document.
fn wrong(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// All JSON files below a folder, by path.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in inner.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_file_of_a_pack_names_its_schema_and_keeps_it() {
    let packs =
        ["questionnaires/real-stories", "tests/packs"].map(|folder| Path::new(REPOSITORY).join(folder));
    let mut seen = 0;
    for file in packs.iter().flat_map(|pack| below(pack)) {
        if file.ends_with("text/glossary.json") {
            continue; // For translators; the program does not read it.
        }
        let document: Value = serde_json::from_str(&text(&file)).unwrap();
        let named =
            document["$schema"].as_str().unwrap_or_else(|| panic!("{} names no schema", file.display()));
        let schema: Value = serde_json::from_str(&text(&file.with_file_name(named))).unwrap();
        let found = wrong(&jsonschema::draft202012::new(&schema).unwrap(), &document);
        assert!(found.is_empty(), "{}: {found:#?}", file.display());
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn every_sample_of_answers_keeps_the_schema() {
    let answers = validator("answers");
    let folder = Path::new(REPOSITORY).join("tests/answers");
    let files = below(&folder).into_iter().map(|file| text(&file));
    let lines = ["team.ndjson", "organisation.ndjson"].map(|name| text(&folder.join(name)));
    let lines = lines.iter().flat_map(|text| text.lines().map(str::to_owned));
    for document in files.chain(lines) {
        let found = wrong(&answers, &serde_json::from_str(&document).unwrap());
        assert!(found.is_empty(), "{found:#?}\n{document}");
    }
}

#[test]
fn everything_that_the_program_writes_keeps_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| -> Value {
        let file = folder.path().join("written.json");
        let mut program = Command::new(env!("CARGO_BIN_EXE_diditwork"));
        program.current_dir(REPOSITORY).env_clear().args(arguments).args(["--quiet", "-o"]).arg(&file);
        let output = program.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let document = serde_json::from_str(&text(&file)).unwrap();
        std::fs::remove_file(&file).unwrap();
        document
    };
    let records = [
        "--deployments",
        "tests/measure/example/deployments.csv",
        "--incidents",
        "tests/measure/example/incidents.csv",
    ];
    let metrics = folder.path().join("metrics.json");
    let measured = run(&[["measure", "--format", "json"].as_slice(), &records].concat());
    std::fs::write(&metrics, measured.to_string()).unwrap();
    let report = ["report", "tests/answers/history/2026-Q2.json", "--format", "json"];
    let more = [
        "--with",
        "all",
        "--unverified",
        "--what-if",
        "telemetry=1",
        "--before",
        "tests/answers/history/2025-Q1.json",
    ];
    let (team, many) = ("tests/answers/team.ndjson", "tests/answers/organisation.ndjson");
    let history = ["trend", "tests/answers/history", "--format", "json"];
    let written = [
        ("metrics", measured),
        ("answers", run(&["survey", "--blank"])),
        ("report", run(&report)),
        ("report", run(&[report.as_slice(), &more, &["--measured", metrics.to_str().unwrap()]].concat())),
        ("team", run(&["team", team, "--format", "json"])),
        ("team", run(&["team", team, "--format", "json", "--anonymous"])),
        ("org", run(&["org", many, "--format", "json"])),
        ("org", run(&["org", many, "--format", "json", "--anonymous"])),
        ("trend", run(&history)),
    ];
    for (name, document) in written {
        let found = wrong(&validator(name), &document);
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn the_examples_keep_their_schemas() {
    for (file, schema) in [
        ("example", "report"),
        ("strong", "report"),
        ("team", "team"),
        ("team-anonymous", "team"),
        ("organisation", "org"),
        ("history", "trend"),
    ] {
        let found = wrong(&validator(schema), &document(&format!("reports/examples/{file}.json")));
        assert!(found.is_empty(), "{file}: {found:#?}");
    }
}

#[test]
fn wrong_files_are_refused_at_the_right_place() {
    let pack = "questionnaires/real-stories";
    let questionnaire = format!("{pack}/questionnaire.json");
    let sentences = format!("{pack}/text/en/questionnaire.json");
    let story = format!("{pack}/stories/etsy.json");
    let story_text = format!("{pack}/text/en/stories/etsy.json");
    let (strong, report) = ("tests/answers/strong.json", "reports/examples/example.json");
    let cases: [(&str, &str, &str, Value); 18] = [
        ("questionnaire", &questionnaire, "/questions/0/levels", json!(1)),
        ("questionnaire", &questionnaire, "/questions/0/weight", json!(0)),
        ("questionnaire", &questionnaire, "/questions/0/wieght", json!(2)),
        ("questionnaire", &questionnaire, "/areas/0/axis", json!("practice")),
        ("questionnaire", &questionnaire, "/version", json!("1.0")),
        ("questionnaire", &questionnaire, "/languages/0", json!("English")),
        ("questionnaire", &questionnaire, "/schema", json!("diditwork/questionnaire/2")),
        ("questionnaire-text", &sentences, "/title", json!(null)),
        ("questionnaire-text", &sentences, "/questions/telemetry/levels", json!("one")),
        ("story", &story, "/chapters/0/stage", json!("later")),
        ("story", &story, "/facts/0/confidence", json!("D")),
        ("story-text", &story_text, "/chapters/etsy/name", json!("x")),
        ("answers", strong, "/date", json!("today")),
        ("answers", strong, "/answers/telemetry", json!(11)),
        ("answers", strong, "/answers/telemetry", json!({ "note": "no level" })),
        ("answers", strong, "/respondent", json!({ "role": "king" })),
        ("report", report, "/verdict/code", json!("good")),
        ("report", report, "/axes/adoption/score", json!("0.5")),
    ];
    for (schema, file, place, value) in cases {
        let mut changed = document(file);
        let (parent, member) = place.rsplit_once('/').unwrap();
        match changed.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.insert(member.to_owned(), value)),
            Value::Array(items) => items[member.parse::<usize>().unwrap()] = value,
            other => panic!("{place} leads to {other}"),
        }
        let found = wrong(&validator(schema), &changed);
        assert_eq!(found.len(), 1, "{place}: {found:#?}");
        let at = found[0].split(": ").next().unwrap();
        assert!(place.starts_with(at) && at.len() >= parent.len(), "{place}: {found:#?}");
    }
}
