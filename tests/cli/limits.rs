//! Input that is far larger, deeper or stranger than any that people write: refused with a clear error, and never read
//! for ever. Each of these would take minutes if its time grew with the square of its size.

use std::fmt::Write;

use crate::sandbox::{Outcome, Sandbox};

const HEAD: &str =
    r#""schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" }"#;

/// So many faults that looking through the file for each would never end.
const MANY: usize = 200_000;

fn repeated(item: impl Fn(usize) -> String, separator: &str) -> String {
    let mut text = String::new();
    for number in 0..MANY {
        let _ = write!(text, "{}{}", if number == 0 { "" } else { separator }, item(number));
    }
    text
}

fn checked(name: &str, content: &str) -> Outcome {
    let sandbox = Sandbox::new();
    sandbox.write(name, content);
    sandbox.run(&format!("check {name}"))
}

/// A check that lists a hundred errors and counts all others.
fn tells_a_hundred_of(name: &str, content: &str, code: &str) {
    let sandbox = Sandbox::new();
    sandbox.write(name, content);
    let told = sandbox.run(&format!("check {name} --format json"));
    let findings: Vec<serde_json::Value> = serde_json::from_str(&told.stdout).unwrap();
    assert_eq!(findings.len(), 101, "{code}");
    assert!(findings[..100].iter().all(|finding| finding["code"] == code), "{}", findings[0]);
    assert_eq!(findings[100]["code"], "finding.more");
    let more: usize =
        findings[100]["text"].as_str().unwrap().replace(|c: char| !c.is_ascii_digit(), "").parse().unwrap();
    assert!(more >= MANY - 101, "{more}");
}

#[test]
fn of_very_many_faults_a_hundred_are_told() {
    let unknown = repeated(|number| format!("\"k{number}\": 1"), ",");
    tells_a_hundred_of(
        "unknown.json",
        &format!("{{ {HEAD}, \"answers\": {{}}, {unknown} }}"),
        "answers.field",
    );
    tells_a_hundred_of(
        "questions.json",
        &format!("{{ {HEAD}, \"answers\": {{ {unknown} }} }}"),
        "answers.question",
    );
    let twice = repeated(|_| "\"goal\": \"x\"".to_owned(), ",\n");
    tells_a_hundred_of(
        "twice.json",
        &format!("{{ {HEAD}, \"answers\": {{}}, {twice} }}"),
        "answers.repeated",
    );
    let rows = repeated(|number| format!("k{number},a"), "\n");
    tells_a_hundred_of("sheet.csv", &format!("id,answer\n{rows}\n"), "answers.question");
    let lines = repeated(|_| "{}".to_owned(), "\n");
    tells_a_hundred_of("lines.ndjson", &lines, "answers.missing");
}

#[test]
fn what_is_nested_too_deeply_or_holds_too_much_is_refused() {
    for (content, said) in [
        ("[".repeat(10_000_000), "error: x.json:1:2000001: the document has more than 2000000 values."),
        ("{\"a\":".repeat(100_000), "error: x.json:1:636: lists and objects are nested too deeply."),
        ("1".repeat(10_000_000), "error: x.json:1:1: expected an object, found 1111"),
        ("1e999999999".to_owned(), "error: x.json:1:1: expected an object, found 1e999999999."),
    ] {
        let told = checked("x.json", &content);
        assert_eq!(told.status, Some(1));
        assert!(told.stderr.starts_with(said), "{}", &told.stderr[..200.min(told.stderr.len())]);
    }
}

#[test]
fn nothing_long_is_told_at_length() {
    let long = "긴말".repeat(500_000);
    for content in [
        format!("{{ {HEAD}, \"answers\": {{ \"{long}\": 1 }} }}"),
        format!("{{ {HEAD}, \"{long}\": 1, \"answers\": {{ \"flow\": 77 }} }}"),
        format!("{{ {HEAD}, \"answers\": {{ \"flow\": \"{long}\" }} }}"),
        format!("\"{long}"),
        format!("id,answer\nflow,\"{long}\"\n"),
    ] {
        let told = checked("x.json", &content);
        assert_eq!(told.status, Some(1), "{}", &told.stderr[..200]);
        assert!(told.stderr.len() < 20_000, "{} bytes are told", told.stderr.len());
    }
}

#[test]
fn records_and_metrics_with_very_many_fields_are_refused_at_the_first_faults() {
    let sandbox = Sandbox::new();
    let twice = repeated(|_| "\"id\": 1".to_owned(), ",");
    sandbox.write("records.json", format!("[{{ \"finished_at\": \"2026-01-01T00:00:00Z\", {twice} }}]"));
    sandbox.write("records.csv", format!("finished_at,{}\n", repeated(|number| format!("c{number}"), ",")));
    sandbox.write("quotes.csv", format!("finished_at\n\"{}\n", "\"\"".repeat(2_000_000)));
    sandbox.write("metrics.json", format!("{{ \"schema\": \"diditwork/metrics/1\", {twice} }}"));
    sandbox.write("strong.json", include_str!("../answers/strong.json"));
    for (arguments, status) in [
        ("measure --deployments records.json", 2),
        ("measure --deployments records.csv", 0),
        ("measure --deployments quotes.csv", 2),
        ("report strong.json --measured metrics.json -o x.html", 2),
    ] {
        let told = sandbox.run(arguments);
        assert_eq!(told.status, Some(status), "{arguments}: {}", &told.stderr[..300.min(told.stderr.len())]);
        assert!(told.stderr.len() < 50_000, "{arguments}: {} bytes are told", told.stderr.len());
    }
}

#[test]
fn a_pack_has_at_most_as_many_questions_as_people_can_answer() {
    let sandbox = Sandbox::with_own_pack();
    let questions = |number: usize| {
        let mut pack: serde_json::Value =
            serde_json::from_str(&sandbox.read("mine/questionnaire.json")).unwrap();
        let list = pack["questions"].as_array_mut().unwrap();
        while list.len() < number {
            list.push(serde_json::json!({ "id": format!("q{}", list.len()), "area": "build", "levels": 5 }));
        }
        sandbox.write("mine/questionnaire.json", pack.to_string());
        sandbox.run("check mine")
    };
    let at_the_limit = questions(300);
    assert!(!at_the_limit.stderr.contains("entries"), "{at_the_limit}");
    let beyond = questions(301);
    assert_eq!(beyond.status, Some(1));
    assert!(beyond.stderr.contains("this list has 301 entries; at most 300 are read."), "{beyond}");
    assert!(beyond.stdout.starts_with("Errors: 1."), "nothing else is looked at: {beyond}");
}

#[test]
fn a_pack_reads_no_file_outside_of_its_folder() {
    let sandbox = Sandbox::with_own_pack();
    sandbox.write("secret.json", "{ \"secret\": 1 }");
    sandbox.edit("mine/questionnaire.json", r#""id": "etsy""#, r#""id": "../../secret""#);
    let told = sandbox.run("check mine");
    assert_eq!(told.status, Some(1));
    assert!(
        told.stderr.contains("\"../../secret\" is not a valid id.") && !told.stderr.contains("\"secret\": 1"),
        "{told}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn what_never_ends_is_not_read_for_ever() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    for arguments in
        ["report /dev/zero -o x.html", "check /dev/zero", "measure --deployments /dev/zero", "org /dev/zero"]
    {
        let told = sandbox.run(arguments);
        assert!(told.stderr.contains("/dev/zero is larger than 64 MiB and was not read."), "{told}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_may_hold_links_in_circles_and_pipes() {
    let sandbox = Sandbox::with_own_pack();
    std::fs::create_dir_all(sandbox.path("people/inner")).unwrap();
    for (person, answers) in include_str!("../answers/team.ndjson").lines().enumerate() {
        sandbox.write(&format!("people/inner/{person}.json"), answers);
    }
    std::os::unix::fs::symlink("..", sandbox.path("people/inner/loop")).unwrap();
    std::os::unix::fs::symlink("itself", sandbox.path("people/inner/itself")).unwrap();
    let told = sandbox.run("team people -o team.html --quiet");
    assert_eq!(told.status, Some(0), "{told}");
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(sandbox.path(name)).status().unwrap();
        assert!(made.success());
    };
    pipe("people/inner/pipe.json");
    for arguments in ["team people", "org people", "check people", "trend people/inner"] {
        let told = sandbox.run(arguments);
        assert_eq!(told.status, Some(3), "{told}");
        assert!(
            told.stderr.contains("pipe.json could not be read: it is neither a file nor a folder."),
            "{told}"
        );
    }
    std::fs::remove_file(sandbox.path("mine/text/en/questionnaire.json")).unwrap();
    pipe("mine/text/en/questionnaire.json");
    let told = sandbox.run("--questionnaire mine explain");
    assert!(told.stderr.contains("it is neither a file nor a folder"), "{told}");
}
