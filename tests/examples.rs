//! `reports/examples/` shows the product to whoever browses the repository, and is kept current here.
//!
//! `UPDATE_EXAMPLES=1 cargo test --test examples` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the message")]
#![allow(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::path::Path;
use std::process::Command;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// The name of the examples, the command that makes them, and what it works on.
const EXAMPLES: [(&str, &str, &str); 3] = [
    ("example", "report", "questionnaires/real-stories/example.json"),
    ("strong", "report", "tests/answers/strong.json"),
    ("history", "trend", "tests/answers/history"),
];

/// The format and the ending of its files.
const FORMATS: [(&str, &str); 5] =
    [("html", "html"), ("markdown", "md"), ("json", "json"), ("csv", "csv"), ("text", "txt")];

/// What a command makes of answers, as the program writes it.
fn rendered((command, answers): (&str, &str), format: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    program.args([command, answers, "--quiet", "-o", "-", "--format", format]);
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
    for (name, command, answers) in EXAMPLES {
        for (format, ending) in FORMATS {
            let file = folder.join(format!("{name}.{ending}"));
            let report = rendered((command, answers), format);
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
