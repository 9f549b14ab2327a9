//! `reports/examples/` shows the product to whoever browses the repository, and is kept current here.
//!
//! `UPDATE_EXAMPLES=1 cargo test --test examples` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the message")]
#![allow(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::path::Path;
use std::process::Command;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// The reports: the name of their files, the language, and where the answers are.
const REPORTS: [(&str, &str, &str); 3] = [
    ("example", "en", "questionnaires/real-stories/example.json"),
    ("example.ko", "ko", "questionnaires/real-stories/text/ko/example.json"),
    ("strong", "en", "tests/answers/strong.json"),
];

/// The format and the ending of its files. Data is the same in every language but for its sentences.
const FORMATS: [(&str, &str); 5] =
    [("html", "html"), ("markdown", "md"), ("text", "txt"), ("json", "json"), ("csv", "csv")];

/// How many of the formats are for people.
const FOR_PEOPLE: usize = 3;

/// The report of a team, as the program writes it.
fn rendered(answers: &str, language: &str, format: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(["report", answers, "--language", language, "--quiet", "-o", "-", "--format", format]);
    command.current_dir(REPOSITORY).env_clear().env("LANG", "en_US.UTF-8").env("COLUMNS", "80");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_examples_are_what_the_program_writes_today() {
    let folder = Path::new(REPOSITORY).join("reports/examples");
    let update = std::env::var_os("UPDATE_EXAMPLES").is_some();
    let mut outdated = Vec::new();
    for (name, language, answers) in REPORTS {
        let formats = if language == "en" { FORMATS.len() } else { FOR_PEOPLE };
        for (format, ending) in FORMATS.into_iter().take(formats) {
            let file = folder.join(format!("{name}.{ending}"));
            let report = rendered(answers, language, format);
            if std::fs::read_to_string(&file).is_ok_and(|known| known == report) {
                continue;
            }
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&file, report).unwrap();
            } else {
                outdated.push(format!("{name}.{ending}"));
            }
        }
    }
    assert!(
        outdated.is_empty(),
        "not current in reports/examples: {}. Run UPDATE_EXAMPLES=1 cargo test --test examples and look at the change",
        outdated.join(", ")
    );
}
