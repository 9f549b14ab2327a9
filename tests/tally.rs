//! Tallies end to end: parts that were counted apart give the bytes of the whole, and what does not fit is refused.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test stops where it cannot go on")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TEAM: &str = include_str!("answers/team.ndjson");
const ORGANISATION: &str = include_str!("answers/organisation.ndjson");

fn command(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(arguments).current_dir(folder).env("LC_ALL", "C");
    command
}

fn output(arguments: &[&str], folder: &Path) -> Output {
    command(arguments, folder).output().unwrap()
}

/// The standard output of a run that succeeds.
fn done(arguments: &[&str], folder: &Path) -> String {
    let output = output(arguments, folder);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The standard error of a run that is refused.
fn refused(arguments: &[&str], folder: &Path) -> String {
    let output = output(arguments, folder);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// The documents of every third line, and what a tally of them says in a file of its own.
fn tallied(folder: &Path, documents: &str, options: &[&str]) -> Vec<String> {
    let part = |number: usize| {
        let lines: String = documents.split_inclusive('\n').skip(number).step_by(3).collect();
        let (name, tally) = (format!("part-{number}.ndjson"), format!("tally-{number}.json"));
        write(folder, &name, &lines);
        done(&[&["tally", &name, "-o", &tally, "--quiet"], options].concat(), folder);
        tally
    };
    (0..3).map(part).collect()
}

#[test]
fn parts_of_an_organisation_give_the_bytes_of_the_whole_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "whole.ndjson", ORGANISATION);
    let parts = tallied(folder, ORGANISATION, &[]);
    let parts: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
    for options in [&["--format", "json"][..], &["--format", "csv"], &["--format", "html", "-o", "-"]] {
        for mode in [&[][..], &["--anonymous"]] {
            let run = |paths: &[&str]| done(&[&["org", "--quiet"], paths, options, mode].concat(), folder);
            assert_eq!(run(&parts), run(&["whole.ndjson"]), "{options:?} {mode:?}");
        }
    }
    // In one stream, as an engine hands partitions over; a tally of tallies; and a tally beside documents.
    let whole = done(&["org", "whole.ndjson", "--format", "json"], folder);
    let lines: String =
        parts.iter().map(|part| std::fs::read_to_string(folder.join(part)).unwrap()).collect();
    let mut child = command(&["org", "-", "--format", "json"], folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), whole);
    let merged = done(&["tally", parts[0], parts[1]], folder);
    write(folder, "merged.ndjson", &merged);
    assert_eq!(done(&["org", parts[2], "merged.ndjson", "--format", "json"], folder), whole);
    assert_eq!(
        done(&["org", "part-0.ndjson", "tally-1.json", "tally-2.json", "--format", "json"], folder),
        whole
    );
    assert_eq!(done(&["tally", "whole.ndjson"], folder), done(&["tally", "merged.ndjson", parts[2]], folder));
}

#[test]
fn parts_of_a_team_give_the_bytes_of_the_whole_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "whole.ndjson", TEAM);
    let parts = tallied(folder, TEAM, &[]);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    for format in ["html", "markdown", "json", "csv", "text"] {
        for mode in [&[][..], &["--anonymous"]] {
            let options = ["--format", format, "-o", "-"];
            let run = |paths: &[&str]| done(&[&["team", "--quiet"], paths, &options, mode].concat(), folder);
            let whole = run(&["whole.ndjson"]);
            assert_eq!(run(&parts), whole, "{format} {mode:?}");
        }
    }
}

#[test]
fn an_anonymous_tally_says_what_an_anonymous_report_says_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "whole.ndjson", ORGANISATION);
    // Each team whole in one part.
    let (first, second): (Vec<&str>, Vec<&str>) = ORGANISATION
        .split_inclusive('\n')
        .partition(|line| line.split_once("\"team\":\"").is_some_and(|(_, team)| team < "Ident"));
    assert!(!first.is_empty() && !second.is_empty());
    for (name, lines) in [("a", first), ("b", second)] {
        write(folder, &format!("{name}.ndjson"), &lines.concat());
        let tally = done(&["tally", "--anonymous", &format!("{name}.ndjson")], folder);
        for counts in ["cells", "givers", "codes", "date", "scope", "counts", "role"] {
            assert!(!tally.contains(&format!("\"{counts}\"")), "{tally}");
        }
        write(folder, &format!("{name}.tally"), &tally);
    }
    for format in ["json", "csv", "html"] {
        let run = |paths: &[&str]| {
            done(&[&["org", "--anonymous", "--format", format, "-o", "-"], paths].concat(), folder)
        };
        assert_eq!(run(&["b.tally", "a.tally"]), run(&["whole.ndjson"]), "{format}");
    }
    let both = done(&["tally", "--anonymous", "a.tally", "b.tally"], folder);
    assert_eq!(both, done(&["tally", "--anonymous", "whole.ndjson"], folder));
    // One team of them.
    let told = both.lines().find_map(|line| line.split_once("\"team\":\"")?.1.split('"').next()).unwrap();
    write(folder, "both.ndjson", &both);
    let run = |path: &str| done(&["team", path, "--anonymous", "--team", told, "--format", "json"], folder);
    assert_eq!(run("both.ndjson"), run("whole.ndjson"));
    assert!(refused(&["team", "both.ndjson", "--anonymous"], folder).contains("--team"));
    // Pages of every team that is shown.
    done(&["org", "both.ndjson", "--anonymous", "--format", "csv", "--reports", "told"], folder);
    done(&["org", "whole.ndjson", "--anonymous", "--format", "csv", "--reports", "counted"], folder);
    for entry in std::fs::read_dir(folder.join("counted")).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |of: &str| std::fs::read_to_string(folder.join(of).join(&name)).unwrap();
        assert_eq!(read("told"), read("counted"));
    }
}

#[test]
fn a_copied_tally_and_people_of_another_team_are_counted_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let lines: Vec<&str> = ORGANISATION.lines().collect();
    let line =
        done(&["tally", "-o", "-", &write(folder, "a.ndjson", lines[0]).display().to_string()], folder);
    let other = line.replace("\"team\":\"", "\"team\":\"Another ");
    write(folder, "part.ndjson", &line);
    write(folder, "copy.ndjson", &line);
    let said = |arguments: &[&str]| {
        let output = output(&[&["--language", "en"], arguments, &["-o", "out"]].concat(), folder);
        String::from_utf8(output.stderr).unwrap()
    };
    let told = said(&["org", "part.ndjson", "copy.ndjson"]);
    let is_coded = !line.contains("\"codes\":[]");
    assert!(
        told.contains("identical to another one: 1") || is_coded && told.contains("counted twice"),
        "{told}"
    );
    // Five people of another team are five people, not one line.
    let five = other.replace("\"n\":1", "\"n\":5");
    write(folder, "five.ndjson", &five);
    let name = serde_json::from_str::<serde_json::Value>(&line).unwrap()["team"].as_str().unwrap().to_owned();
    let told = said(&["team", "part.ndjson", "five.ndjson", "--team", &name]);
    assert!(told.contains("left out: 5."), "{told}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "whole.ndjson", ORGANISATION);
    write(folder, "counts.ndjson", &done(&["tally", "whole.ndjson"], folder));
    write(folder, "bands.ndjson", &done(&["tally", "--anonymous", "whole.ndjson"], folder));
    let anonymous = refused(&["org", "bands.ndjson", "--format", "json"], folder);
    assert!(anonymous.contains("--anonymous"), "{anonymous}");
    for other in ["counts.ndjson", "whole.ndjson"] {
        let mixed = refused(&["org", "--anonymous", "bands.ndjson", other, "--format", "json"], folder);
        assert!(mixed.contains("cannot be combined"), "{mixed}");
    }
    write(folder, "again.ndjson", &std::fs::read_to_string(folder.join("bands.ndjson")).unwrap());
    let twice = refused(&["org", "--anonymous", "bands.ndjson", "again.ndjson", "--format", "json"], folder);
    assert!(twice.contains("two tallies"), "{twice}");
    let counts = std::fs::read_to_string(folder.join("counts.ndjson")).unwrap();
    let second = counts.lines().nth(1).unwrap();
    write(
        folder,
        "other.ndjson",
        &counts.replace(second, &second.replace("\"digest\":\"", "\"digest\":\"0")),
    );
    let other = refused(&["org", "other.ndjson", "--format", "json"], folder);
    assert!(other.contains("other.ndjson:2:") && other.contains("another questionnaire"), "{other}");
    // With --skip-invalid the part is left out and counted, as a broken document is.
    let skipped = output(&["org", "other.ndjson", "--skip-invalid", "--format", "json"], folder);
    assert!(skipped.status.success());
    let said = String::from_utf8(skipped.stderr).unwrap();
    assert!(said.contains("documents left out: 1 of 12"), "{said}");
    // Nothing is replaced that is not ours; a tally of ours is.
    write(folder, "mine.txt", "notes");
    assert_eq!(output(&["tally", "whole.ndjson", "-o", "mine.txt"], folder).status.code(), Some(3));
    done(&["tally", "whole.ndjson", "-o", "counts.ndjson"], folder);
    assert_eq!(output(&["tally", "whole.ndjson", "-o", "whole.ndjson"], folder).status.code(), Some(3));
}
