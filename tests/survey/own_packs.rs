//! Questionnaires of another kind, answered whole in the terminal: what was saved is read back and reported.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::answers;
use crate::harness::{ENTER, Terminal, flat};

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs");

fn json(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Answers every question with one level after the other, and gives the levels by question.
fn answer_all(terminal: &Terminal, pack: &str, language: &str) -> Vec<(String, usize)> {
    let questions = json(&format!("{pack}/questionnaire.json"))["questions"].clone();
    let texts = json(&format!("{pack}/text/{language}/questionnaire.json"))["questions"].clone();
    let questions = questions.as_array().unwrap();
    let mut given = Vec::new();
    for (place, question) in questions.iter().enumerate() {
        let id = question["id"].as_str().unwrap();
        let levels = texts[id]["levels"].as_array().unwrap();
        let level = place % levels.len();
        let then = match place + 2 {
            next if next <= questions.len() => format!("{next} of {} ·", questions.len()),
            _ => "Write the report".to_owned(),
        };
        let screen = terminal.press(&(level + 1).to_string(), &then);
        assert!(!flat(&screen).contains('<'), "a sentence is missing: {screen}");
        given.push((id.to_owned(), level));
    }
    given
}

/// Answers a pack whole in a terminal, and gives the report of the file that was saved and all that was said.
fn surveyed(name: &str, language: &str) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let pack = format!("{PACKS}/{name}");
    let mut terminal = Terminal::start(folder.path(), &["survey", "--full", "--questionnaire", &pack]);
    terminal.see("q quit");
    terminal.press(ENTER, "Enter begin");
    terminal.press(ENTER, "1 of ");
    let given = answer_all(&terminal, &pack, language);
    terminal.press("1", "Enter write the report");
    terminal.press(ENTER, "Report answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    let saved = answers(folder.path());
    assert_eq!(saved["questionnaire"]["id"], name);
    let saved = saved["answers"].as_object().unwrap();
    assert_eq!(saved.len(), given.len());
    for (id, level) in &given {
        assert_eq!(saved[id], *level, "{id}");
    }
    let page = std::fs::read_to_string(folder.path().join("answers.html")).unwrap();
    assert!(!page.contains("DORA"), "it asks for no metric of theirs");
    (report(folder.path(), &pack), flat(&terminal.heard()))
}

/// The report of the answers in a folder, as data.
fn report(folder: &Path, pack: &str) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(["report", "answers.json", "--format", "json", "--questionnaire", pack]).current_dir(folder);
    let output = command.env_clear().env("LANG", "en_GB.UTF-8").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_questionnaire_of_another_kind_is_answered_saved_and_reported() {
    let (report, _) = surveyed("platform-check", "en");
    // Levels 0 to 4, one after the other: eight practices come to 0 1 2 3 4 0 1 2, four results to 3 4 0 1.
    assert_eq!(report["axes"]["adoption"]["answered"], 8);
    assert_eq!(report["axes"]["adoption"]["score"], 13.0 / 32.0);
    assert_eq!(report["axes"]["outcome"]["answered"], 4);
    assert_eq!(report["axes"]["outcome"]["score"], 8.0 / 16.0);
}

#[test]
fn a_questionnaire_on_one_axis_in_another_language_is_answered_saved_and_reported() {
    let (report, said) = surveyed("kurz", "de");
    // 0 1 2 3 4 0
    assert_eq!(report["axes"]["adoption"]["answered"], 6);
    assert_eq!(report["axes"]["adoption"]["score"], 10.0 / 24.0);
    assert_eq!(report["axes"]["outcome"]["asked"], 0);
    assert!(!said.contains("Did it work"), "{said}");
}
