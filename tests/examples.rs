//! `reports/examples/` shows the product to readers of the repository, and is kept current here.
//!
//! `UPDATE_EXAMPLES=1 cargo test --test examples` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the message")]
#![allow(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::path::Path;
use std::process::Command;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Every format, with the ending of its files.
const ALL: &[(&str, &str)] =
    &[("html", "html"), ("markdown", "md"), ("text", "txt"), ("json", "json"), ("csv", "csv")];

/// The formats for people; data is the same in every language but for its sentences.
const FOR_PEOPLE: &[(&str, &str)] = &[("html", "html"), ("markdown", "md"), ("text", "txt")];

/// The formats in which an organisation is shown.
const OF_MANY: &[(&str, &str)] = &[("html", "html"), ("json", "json"), ("csv", "csv")];

/// The name of the files, the arguments that make them, and the formats.
type Example = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const EXAMPLES: [Example; 8] = [
    ("example", &["report", "questionnaires/real-stories/example.json"], ALL),
    (
        "example.ko",
        &["report", "questionnaires/real-stories/text/ko/example.json", "--language", "ko"],
        FOR_PEOPLE,
    ),
    ("strong", &["report", "tests/answers/strong.json"], ALL),
    ("history", &["trend", "tests/answers/history"], ALL),
    ("team", &["team", "tests/answers/team.ndjson"], ALL),
    ("team-anonymous", &["team", "tests/answers/team.ndjson", "--anonymous"], ALL),
    ("organisation", &["org", "tests/answers/organisation.ndjson"], OF_MANY),
    ("organisation-anonymous", &["org", "tests/answers/organisation.ndjson", "--anonymous"], OF_MANY),
];

/// What the program writes for an example.
fn rendered(arguments: &[&str], format: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    program.args(arguments).args(["--quiet", "-o", "-", "--format", format]);
    program.current_dir(REPOSITORY).env_clear().env("LANG", "en_US.UTF-8").env("COLUMNS", "80");
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_examples_are_what_the_program_writes_today() {
    let folder = Path::new(REPOSITORY).join("reports/examples");
    let update = std::env::var_os("UPDATE_EXAMPLES").is_some();
    let mut outdated = Vec::new();
    for (name, arguments, formats) in EXAMPLES {
        for (format, ending) in formats {
            let file = folder.join(format!("{name}.{ending}"));
            let report = rendered(arguments, format);
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
