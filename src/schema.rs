//! The JSON Schemas below `questionnaires/schema`, generated from the types and kept current here. Only tests build this,
//! so that the program carries nothing of it.
//!
//! `UPDATE_SCHEMAS=1 cargo test --lib schema` writes them anew.
#![expect(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

mod documents;

use std::borrow::Cow;
use std::path::Path;

use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::answers::read::{ANSWER_FIELDS, TOP_FIELDS};
use crate::delivery::Metrics;
use crate::fraction::Fraction;
use crate::language::Language;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::{Questionnaire, Version};
use crate::schema::documents::{Answers, Organisation, Several, Trend};
use crate::story::{Story, StoryText};
use crate::{answers, delivery, questionnaire, report, story};

/// A file below `questionnaires/schema`: its name, the format by its name where files carry one, and the schema.
type Described = (&'static str, Option<&'static str>, Schema);

/// Every schema. What the program only writes is described as it is written, everything else as it is read.
fn all() -> Vec<Described> {
    vec![
        ("questionnaire", Some(questionnaire::SCHEMA), read::<Questionnaire>()),
        ("questionnaire-text", None, read::<QuestionnaireText>()),
        ("story", Some(story::SCHEMA), read::<Story>()),
        ("story-text", None, read::<StoryText>()),
        ("answers", Some(answers::SCHEMA), read::<Answers>()),
        ("metrics", Some(delivery::metrics::SCHEMA), read::<Metrics>()),
        ("report", Some(report::SCHEMA), written::<report::Report>()),
        ("team", Some(report::team::SCHEMA), written::<Several>()),
        ("org", Some(report::org::SCHEMA), written::<Organisation>()),
        ("trend", Some(report::trend::SCHEMA), written::<Trend>()),
    ]
}

fn read<T: JsonSchema>() -> Schema {
    generated::<T>(Contract::Deserialize)
}

fn written<T: JsonSchema>() -> Schema {
    generated::<T>(Contract::Serialize)
}

fn generated<T: JsonSchema>(contract: Contract) -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.contract = contract);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    plain(&mut schema);
    schema
}

/// Takes out what is about Rust and not about the file: the names of its numbers, and links between its items.
fn plain(schema: &mut Schema) {
    schema.remove("format");
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::String(told)) = schema.get("description") {
        let told = told.replace(['[', ']', '`'], "").replace('\n', " ");
        schema.insert("description".to_owned(), told.into());
    }
    transform_subschemas(&mut plain, schema);
}

/// The text of a schema's file: titled with the format's name, which its `schema` member must hold.
fn text((name, format, schema): &Described) -> String {
    let mut schema = schema.clone().to_value();
    schema["title"] = format.unwrap_or(name).into();
    if let Some(format) = format {
        fix(&mut schema, format);
    }
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

/// Puts the one value that it may have in the place of the member `schema`: of the document, of every form that it may
/// have, and of a trend inside of a report.
fn fix(schema: &mut Value, format: &str) {
    let forms = schema["anyOf"].as_array().cloned().unwrap_or_default();
    let forms = forms.iter().filter_map(|form| form["$ref"].as_str()?.strip_prefix("#").map(str::to_owned));
    let places = forms.map(|form| (form, format)).collect::<Vec<_>>();
    let inner = ("/$defs/TrendPart".to_owned(), report::trend::SCHEMA);
    for (place, format) in [inner, (String::new(), format)].into_iter().chain(places) {
        if let Some(known) = schema.pointer_mut(&(place + "/properties/schema")) {
            *known =
                json!({ "const": format, "description": "The name of the format and its major version." });
        }
    }
}

impl JsonSchema for Fraction {
    fn schema_name() -> Cow<'static, str> {
        f64::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        f64::json_schema(generator)
    }
    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A version: the first part changes when a question is removed, the second when a question, level or weight changes.",
            "type": "string",
            "pattern": r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$",
            "examples": ["1.0.0"],
        })
    }
}

impl JsonSchema for Language {
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A language tag such as en or ko.",
            "type": "string",
            "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$",
            "examples": ["en"],
        })
    }
}

#[test]
fn the_schemas_are_what_the_types_say_today() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/schema");
    let update = std::env::var_os("UPDATE_SCHEMAS").is_some();
    let mut outdated = Vec::new();
    for described in all() {
        let file = folder.join(format!("{}.json", described.0));
        let text = text(&described);
        if std::fs::read_to_string(&file).is_ok_and(|known| known == text) {
            continue;
        }
        if update {
            std::fs::write(&file, text).unwrap();
        } else {
            outdated.push(described.0);
        }
    }
    assert!(
        outdated.is_empty(),
        "not current in questionnaires/schema: {outdated:?}. Run UPDATE_SCHEMAS=1 cargo test --lib schema and look at the change"
    );
}

#[test]
fn the_schema_of_answers_names_the_fields_that_are_read() {
    let schema = read::<Answers>().to_value();
    let names =
        |node: &Value| -> Vec<String> { node["properties"].as_object().unwrap().keys().cloned().collect() };
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    let mut top: Vec<String> = names(&schema);
    top.retain(|name| name != "$schema");
    assert_eq!(top, sorted(&TOP_FIELDS));
    assert_eq!(names(&schema["$defs"]["Detailed"]), sorted(&ANSWER_FIELDS));
}
