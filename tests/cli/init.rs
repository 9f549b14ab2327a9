//! `diditwork init`.
#![expect(clippy::disallowed_methods, reason = "the test compares files that it did not write")]

use std::path::Path;

use insta::assert_snapshot;

use crate::sandbox::{PACK, Sandbox};

/// The paths of all files below a folder.
fn below(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in inner.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                paths.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    paths.sort();
    paths
}

#[test]
fn a_copy_says_what_to_do_next_and_passes_the_check() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("init mine"), @r#"
    status 0
    ---- stderr
    mine now contains the built-in questionnaire, its stories, their texts in each
    language, and JSON Schemas that let an editor complete and check them.
    Next: give it its own "id" in questionnaire.json. Change questions there, and
    their wording in text/LANGUAGE/questionnaire.json.
    Then check it: diditwork check mine
    And use it: diditwork survey --questionnaire mine
    "#);
    assert_eq!(sandbox.run("check mine").output(), "Errors: 0. Warnings: 0.\n");
    assert_eq!(sandbox.files(), ["mine"]);
}

#[test]
fn a_copy_holds_the_built_in_files_and_their_schemas_one_folder_nearer() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    let built_in = below(Path::new(PACK));
    for path in &built_in {
        let original = std::fs::read_to_string(Path::new(PACK).join(path)).unwrap();
        let expected = original.replacen("\"$schema\": \"../", "\"$schema\": \"", 1);
        assert_eq!(sandbox.read(&format!("mine/{path}")), expected, "{path}");
    }
    let copied = below(&sandbox.path("mine"));
    assert_eq!(copied.len(), built_in.len() + 5);
    for path in copied.iter().filter(|path| !path.starts_with("schema") && !path.ends_with("glossary.json")) {
        let document: serde_json::Value =
            serde_json::from_str(&sandbox.read(&format!("mine/{path}"))).unwrap();
        let schema = sandbox.path("mine").join(path).with_file_name(document["$schema"].as_str().unwrap());
        let text = std::fs::read_to_string(&schema).unwrap_or_else(|error| panic!("{path}: {error}"));
        let ours = Path::new(PACK).with_file_name("schema").join(schema.file_name().unwrap());
        assert_eq!(text, std::fs::read_to_string(ours).unwrap());
    }
}

#[test]
fn a_copy_gives_the_same_reports() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    for command in
        ["report strong.json --with all -o -", "example -o - --language ko", "form -o -", "stories etsy"]
    {
        let own = sandbox.run(&format!("{command} --questionnaire mine")).output();
        assert!(own == sandbox.run(command).output(), "{command}");
    }
}

#[test]
fn an_empty_folder_is_filled_and_anything_else_stays_as_it_is() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init . --quiet").output(), "");
    assert_eq!(sandbox.files(), ["example.json", "questionnaire.json", "schema", "stories", "text"]);
    assert_snapshot!(sandbox.run("init ."), @"
    status 3
    ---- stderr
    error: . already exists and is not empty, so nothing was written.
      hint: name a new or an empty folder.
    ");
    assert_eq!(sandbox.run("init questionnaire.json").status, Some(3));
    assert_eq!(sandbox.files(), ["example.json", "questionnaire.json", "schema", "stories", "text"]);
}
