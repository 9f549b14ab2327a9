//! What an attack once broke, as somebody would try it. Replayed elsewhere: blank lines (`several.rs`), a git that fetches
//! (`measure/traps.rs`), an edit made meanwhile and stopping from outside (`survey/interruptions.rs`).

use diditwork::pack::Pack;
use serde_json::{Map, Value, json};

use crate::sandbox::Sandbox;

/// Answers to every question: one level for the area of culture, one for all others.
fn person(code: &str, culture: u8, others: u8) -> String {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let level = |area: &str| if area == "culture" { culture } else { others };
    let answers: Map<String, Value> = questionnaire
        .questions
        .iter()
        .map(|question| (question.id.clone(), level(&question.area).into()))
        .collect();
    json!({ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
            "team": "T", "respondent": { "code": code }, "answers": answers })
    .to_string()
}

#[test]
fn two_anonymous_reports_do_not_tell_what_the_one_who_left_said() {
    let sandbox = Sandbox::new();
    let stay =
        [("a", 3), ("b", 3), ("c", 3), ("d", 3), ("e", 2)].map(|(code, culture)| person(code, culture, 2));
    sandbox.write("five.ndjson", stay.join("\n"));
    sandbox.write("six.ndjson", [&stay[..], &[person("f", 4, 2)]].concat().join("\n"));
    let culture = |file: &str| {
        let told = sandbox.run(&format!("team {file} --anonymous --format json")).stdout;
        let told: Value = serde_json::from_str(&told).unwrap();
        let areas = told["areas"].as_array().unwrap();
        areas.iter().find(|area| area["id"] == "culture").unwrap()["band"].clone()
    };
    // The mean is 2.8 with five and 3.0 with six people: "2-3" and "3-4" would say that the sixth is above 3. Without the
    // fifth it is 3.0, and without the sixth 2.8.
    assert_eq!((culture("five.ndjson"), culture("six.ndjson")), (json!("2-4"), json!("2-4")));
}

#[test]
fn a_sample_that_cannot_be_read_is_found_by_the_check() {
    let sandbox = Sandbox::with_own_pack();
    // Saved as UTF-16, as one shell of Windows does, it can be read, and says nothing.
    for (content, code) in [
        (b"\xff\xfe{\0}\0".to_vec(), "answers.missing"),
        (b"{ \"team\": \"caf\xe9\" }".to_vec(), "file.encoding"),
        (b"\xff\xfe{\0}".to_vec(), "file.encoding"),
        (b"{ \"schema\": ".to_vec(), "json.end"),
    ] {
        sandbox.write("mine/example.json", content);
        let checked = sandbox.run("check mine --format json");
        let found: Vec<Value> = serde_json::from_str(&checked.stdout).unwrap();
        assert_eq!((checked.status, found[0]["code"].as_str()), (Some(1), Some(code)));
        assert_eq!(found[0]["file"], "mine/example.json");
        let used = sandbox.run("example --questionnaire mine -o page.html");
        assert_eq!(used.status, Some(2), "{used}");
    }
}

#[test]
fn no_part_of_a_cell_is_a_formula_where_a_semicolon_or_tab_separates() {
    let sandbox = Sandbox::new();
    let note = "a;=1+1;b\t=2+2\n=3+3;+4;@SUM(1)";
    let mut answers: Value = serde_json::from_str(&person("a", 2, 2)).unwrap();
    answers["answers"]["telemetry"] = json!({ "level": 2, "note": note });
    sandbox.write("answers.json", answers.to_string());
    let table = sandbox.run("report answers.json --format csv").output();
    assert!(table.contains("1+1") && table.contains('4') && table.contains("SUM"), "the note is there");
    for part in table.split([',', ';', '\t', '\n', '"']) {
        let is_number = part.parse::<f64>().is_ok();
        assert!(is_number || !part.trim_start().starts_with(['=', '+', '@']), "{part:?} in {table}");
    }
}

#[test]
fn members_that_nobody_knows_keep_every_digit_and_their_order() {
    let sandbox = Sandbox::new();
    let numbers = "[12345678901234567890123, 90071992547409931234, -0, 1.0, 1e400, 1E-7, 0.10]";
    let deep = format!("{}1.50{}", "[".repeat(90), "]".repeat(90));
    let unknown = format!("\"z\": {numbers}, \"a\": {{ \"y\": {deep}, \"b\": 18446744073709551616 }}");
    sandbox.write(
        "answers.json",
        format!(
            r#"{{ "schema": "diditwork/answers/1", {unknown},
                "questionnaire": {{ "id": "real-stories", "version": "2.0.0", {unknown} }},
                "respondent": {{ "role": "tester", {unknown} }},
                "answers": {{ "telemetry": {{ "level": 2, {unknown} }} }} }}"#
        ),
    );
    assert_eq!(sandbox.run("check answers.json").status, Some(0));
    assert_eq!(sandbox.run("report answers.json -o page.html --quiet").status, Some(0));
    let page = sandbox.read("page.html");
    let inside = page.split_once("<template id=\"diditwork-answers\">").unwrap().1;
    let plain: String = inside.chars().filter(|letter| !letter.is_whitespace()).collect();
    let expected: String = unknown.chars().filter(|letter| !letter.is_whitespace()).collect();
    assert_eq!(plain.matches(&expected).count(), 4, "{plain}");
}
