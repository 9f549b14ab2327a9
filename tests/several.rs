//! Several people, several teams: what comes out does not depend on order, threads or files; who counts once counts once.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test stops where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use diditwork::error::Kind;
use diditwork::intake::{self, Intake, Invalid, Request};
use diditwork::language::Language;
use diditwork::pack::Pack;
use diditwork::questionnaire::text::QuestionnaireText;
use diditwork::team::Mode;
use diditwork::team::gathered::Roles;
use proptest::prelude::*;
use wait4::Wait4;

/// A document of one person on one line.
fn document(team: &str, code: &str, date: &str, levels: &[u8]) -> String {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let answers: Vec<String> = questionnaire
        .questions
        .iter()
        .zip(levels)
        .map(|(question, level)| format!(r#""{}":{{"level":{}}}"#, question.id, level % question.levels))
        .collect();
    let code = if code.is_empty() { String::new() } else { format!(r#","code":"{code}""#) };
    format!(
        r#"{{"schema":"diditwork/answers/1","questionnaire":{{"id":"real-stories","version":"2.0.0"}},"team":"{team}","respondent":{{"role":"developer"{code}}},"date":"{date}","answers":{{{}}}}}"#,
        answers.join(",")
    )
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

fn read(paths: &[PathBuf], threads: usize, invalid: Invalid) -> diditwork::error::Result<Intake> {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let request = Request {
        paths,
        documents: &[],
        invalid,
        roles: Roles::Apart,
        mode: Mode::Workshop,
        lists_people: false,
        team: None,
        threads,
        progress: None,
    };
    intake::read(&questionnaire, request)
}

/// Everything that was gathered, team by team.
fn gathered(intake: Intake) -> String {
    let teams = intake.roster.finish();
    let told = teams.iter().map(|(name, team)| {
        format!("{name} {:?} {:?} {:?} {}", team.table, team.managers, team.practitioners, team.replaced)
    });
    told.collect::<Vec<_>>().join("\n")
}

fn program(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(arguments).current_dir(folder).env("LC_ALL", "C").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn order_files_and_threads_change_nothing(
        people in prop::collection::vec((0..3u8, 0..4u8, 1..28u8, prop::collection::vec(0..5u8, 34)), 1..30),
        turned in 0..30usize, parts in 1..5usize, threads in 2..5usize
    ) {
        let folder = folder();
        let lines: Vec<String> = people.iter().map(|(team, code, day, levels)| {
            let code = if *code == 0 { String::new() } else { format!("c{code}") };
            document(&format!("team {team}"), &code, &format!("2026-01-{day:02}"), levels)
        }).collect();
        let whole = write(folder.path(), "whole.ndjson", &lines);
        let mut other = lines.clone();
        other.rotate_left(turned % lines.len());
        other.reverse();
        let files: Vec<PathBuf> = other.chunks(other.len().div_ceil(parts)).enumerate()
            .map(|(number, lines)| write(folder.path(), &format!("{number}.ndjson"), lines)).collect();
        let one = gathered(read(&[whole], 1, Invalid::Stops).unwrap());
        let many = gathered(read(&files, threads, Invalid::Stops).unwrap());
        prop_assert_eq!(one, many);
    }
}

#[test]
fn of_the_same_code_the_later_date_counts_and_the_same_file_counts_once() {
    let folder = folder();
    let lines = [
        document("A", "k7", "2026-02-01", &[4; 34]),
        document("A", "k7", "2026-01-01", &[0; 34]),
        document("A", "", "2026-01-01", &[1; 34]),
    ];
    let path = write(folder.path(), "a.ndjson", &lines);
    let intake =
        read(&[path.clone(), folder.path().join("./a.ndjson"), folder.path().to_owned()], 1, Invalid::Stops);
    let intake = intake.unwrap();
    assert_eq!(intake.documents, 3);
    let layout = intake.roster.layout().clone();
    let teams = intake.roster.finish();
    let team = &teams["A"];
    assert_eq!((team.table.respondents(), team.replaced, &*team.date), (2, 1, "2026-02-01"));
    assert_eq!(team.table.tally(&layout, 0).levels, [0, 1, 0, 0, 1]);
}

#[test]
fn equal_contents_without_a_code_are_different_people_with_a_warning() {
    let folder = folder();
    let one = document("A", "", "2026-01-01", &[2; 34]);
    let path = write(folder.path(), "a.ndjson", &[one.clone(), one]);
    let output = program(&["team", path.to_str().unwrap(), "--format", "json"], folder.path());
    assert!(text(&output.stdout).contains("\"respondents\": 2"));
    assert!(text(&output.stderr).contains("identical to others"), "{}", text(&output.stderr));
}

#[test]
fn a_broken_line_among_many_is_named_by_line_and_column() {
    let folder = folder();
    let mut lines = vec![document("A", "", "2026-01-01", &[3; 34]); 4000];
    lines[3210] = lines[3210].replace("2026-01-01", "2026-13-01");
    let path = write(folder.path(), "many.ndjson", &lines);
    for threads in [1, 2, 4] {
        let error = read(std::slice::from_ref(&path), threads, Invalid::Stops).unwrap_err();
        let place = error.findings[0].place.unwrap();
        let column = lines[3210].find("\"2026-13").unwrap() + 1;
        assert_eq!((error.kind, place.line, place.column), (Kind::Input, 3211, column));
    }
    let intake = read(&[path], 3, Invalid::IsSkipped).unwrap();
    assert_eq!((intake.documents, intake.skipped, intake.broken[0].place.unwrap().line), (4000, 1, 3211));
}

#[test]
fn a_document_that_is_laid_out_over_lines_may_come_by_standard_input() {
    use std::io::Write;
    let folder = folder();
    let (_, example) = Pack::BuiltIn.example(&Language::english()).unwrap().unwrap();
    let one = write(folder.path(), "one.json", &[example.to_string()]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(["team", "-", one.to_str().unwrap(), "--format", "csv"]).current_dir(folder.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).env("LC_ALL", "C");
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(example.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && text(&output.stdout).contains(",2,"));
}

#[test]
fn mixed_teams_need_a_name_and_few_people_are_refused() {
    let folder = folder();
    let lines = [
        document("A", "", "2026-01-01", &[1; 34]),
        document("A", "", "2026-01-02", &[2; 34]),
        document("B", "", "2026-01-01", &[3; 34]),
    ];
    let path = write(folder.path(), "a.ndjson", &lines);
    let path = path.to_str().unwrap();
    let status = |arguments: &[&str]| program(arguments, folder.path()).status.code().unwrap();
    assert_eq!(status(&["team", path]), 2, "two teams");
    assert_eq!(status(&["team", path, "--team", "A", "-o", "a.html"]), 0);
    assert_eq!(status(&["team", path, "--team", "B"]), 2, "one person");
    assert_eq!(status(&["team", path, "--team", "A", "--anonymous"]), 2, "two people are not anonymous");
    assert_eq!(status(&["team", path, "--team", "C"]), 2, "nobody");
    assert_eq!(status(&["org", path, "--format", "text"]), 2, "no such format of an organisation");
}

#[test]
fn an_anonymous_report_tells_nothing_else_in_any_format_or_message() {
    let folder = folder();
    let mut lines: Vec<String> =
        (0..5u8).map(|person| document("A", "", "2026-01-01", &[person % 5; 34])).collect();
    lines[0] = lines[0].replace("\"level\":0", "\"level\":\"not-applicable\"");
    lines.push("{\"schema\": \"secret-note\"}".to_owned());
    let path = write(folder.path(), "a.ndjson", &lines);
    let path = path.to_str().unwrap();
    let stopped = program(&["team", path, "--anonymous", "--format", "json"], folder.path());
    let told = text(&stopped.stderr);
    assert!(told.contains("a.ndjson:6:") && !told.contains("secret-note"), "{told}");
    for format in ["json", "csv", "markdown", "text", "html"] {
        let arguments = ["team", path, "--anonymous", "--skip-invalid", "--format", format, "-o", "-"];
        let output = program(&arguments, folder.path());
        assert!(output.status.success());
        for (stream, told) in [("out", text(&output.stdout)), ("error", text(&output.stderr))] {
            for secret in
                ["2026-01-01", "developer", "mean", "median", "not-applicable", "secret-note", "telemetry"]
            {
                assert!(!told.contains(secret), "{format} {stream} tells {secret}");
            }
        }
    }
}

#[test]
fn teams_stand_in_alphabetical_order_and_small_ones_are_only_counted_where_people_are_anonymous() {
    let folder = folder();
    let mut lines = Vec::new();
    for (team, people) in [("Zebra", 6u8), ("Alpha", 4), ("Mid", 5)] {
        lines.extend((0..people).map(|person| document(team, "", "2026-01-01", &[person % 5; 34])));
    }
    let path = write(folder.path(), "a.ndjson", &lines);
    let path = path.to_str().unwrap();
    let org =
        |arguments: &[&str]| text(&program(&[&["org", path][..], arguments].concat(), folder.path()).stdout);
    let json = org(&["--format", "json"]);
    let position = |name: &str| json.find(&format!("\"team\":\"{name}\"")).unwrap();
    assert!(position("Alpha") < position("Mid") && position("Mid") < position("Zebra"));
    let anonymous = org(&["--format", "json", "--anonymous"]);
    assert!(!anonymous.contains("Alpha") && anonymous.contains("\"teams_not_shown\":1"), "{anonymous}");
    assert!(!anonymous.contains("counts") && !anonymous.contains("mean"));
    assert!(!org(&["--format", "csv", "--anonymous"]).contains("Alpha"));
    let page = org(&["--format", "html", "-o", "-"]);
    assert!(page.contains("Alpha") && page.starts_with("<!doctype html>"));
}

#[test]
fn what_nobody_talked_about_is_a_proposal_and_decisions_stay() {
    let folder = folder();
    let ids: Vec<String> =
        Pack::BuiltIn.questionnaire().unwrap().questions.into_iter().map(|question| question.id).collect();
    let person = |first: [u8; 3]| document("A", "", "2026-01-01", &[first.as_slice(), &[1; 31]].concat());
    // Apart, near each other, the same; all others the same.
    let lines = [person([1, 2, 3]), person([1, 3, 3]), person([4, 3, 3])];
    write(folder.path(), "a.ndjson", &lines);
    let agree = |file: &str| {
        let run = program(
            &["team", file, "--agree", "agreed.json", "--format", "csv", "--language", "en"],
            folder.path(),
        );
        let file = std::fs::read_to_string(folder.path().join("agreed.json")).unwrap();
        (text(&run.stderr), serde_json::from_str::<serde_json::Value>(&file).unwrap())
    };
    let (said, agreed) = agree("a.ndjson");
    assert!(said.contains("32 agreed, 1 proposed, 1 open"), "{said}");
    assert!(said.contains("Next: diditwork survey agreed.json"), "{said}");
    let answer = |agreed: &serde_json::Value, at: usize| agreed["answers"][&ids[at]].clone();
    assert_eq!(agreed["agreed"], true);
    assert_eq!(answer(&agreed, 0), serde_json::Value::Null);
    assert_eq!(answer(&agreed, 1)["proposed"], true);
    assert_eq!(answer(&agreed, 1)["note"], "The answers were 2 (×1), 3 (×2); the middle one was proposed.");
    assert_eq!(answer(&agreed, 2), 3);
    // More people: what was agreed stays, the proposal follows, and what is apart now is open.
    write(folder.path(), "b.ndjson", &[&lines[..], &[person([1, 0, 0]), person([1, 0, 0])]].concat());
    let (said, agreed) = agree("b.ndjson");
    assert!(said.contains("32 agreed, 0 proposed, 2 open"), "{said}");
    assert_eq!(answer(&agreed, 2), 3);
    assert_eq!(answer(&agreed, 1), serde_json::Value::Null);
}

#[test]
fn beside_a_company_is_the_level_that_is_shown_everywhere_else() {
    // The median of 0 0 0 0 4 4 4 is 0; their mean, 1.7, is nobody's answer.
    let folder = folder();
    let lines: Vec<String> = (0..7u8)
        .map(|person| {
            document("T", &format!("c{person}"), "2026-01-01", &[if person < 4 { 0 } else { 4 }; 34])
        })
        .collect();
    write(folder.path(), "team.ndjson", &lines);
    let told =
        program(&["--language", "en", "team", "team.ndjson", "--format", "csv", "-o", "-"], folder.path());
    assert!(text(&told.stdout).contains(",1.7142857142857142,0,"), "mean and median");
    let told = program(
        &["--language", "en", "team", "team.ndjson", "--format", "markdown", "-o", "-"],
        folder.path(),
    );
    let told = text(&told.stdout);
    let (_, table) = told.split_once("## Where companies are furthest ahead of you").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2).take(10);
    let you: Vec<&str> = rows.map(|row| row.split('|').nth(2).unwrap().trim()).collect();
    assert_eq!(you, ["0"; 10]);
}

#[test]
fn the_page_for_whoever_leads_the_talk_has_the_widest_apart_first_and_room_for_what_is_agreed() {
    let folder = folder();
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    // Two people say 0 and two say 4 of the second question (a deviation of 2.3); of the first 1, 1, 3 and 4 (1.5); all
    // others are answered alike.
    let answers = [[1, 0], [1, 0], [3, 4], [4, 4]];
    let lines = answers.map(|first| {
        let levels: Vec<u8> = first.into_iter().chain([2; 32]).collect();
        document("Basket", "", "2026-01-05", &levels)
    });
    write(folder.path(), "team.ndjson", &lines);
    let run = program(&["team", "team.ndjson", "--facilitator", "talk.html"], folder.path());
    assert!(run.status.success(), "{}", text(&run.stderr));
    let page = std::fs::read_to_string(folder.path().join("talk.html")).unwrap().replace('"', "");
    let sheets: Vec<&str> = page.split("<li class=sheet>").skip(1).collect();
    let name_of =
        |sheet: &&str| sheet.split_once("<h2>").unwrap().1.split("</h2>").next().unwrap().to_owned();
    let names: Vec<String> = sheets.iter().map(name_of).collect();
    let english = Language::english();
    let content: QuestionnaireText = Pack::BuiltIn.text("questionnaire.json", &english, &english).unwrap();
    let name = |position: usize| content.questions[&questionnaire.questions[position].id].name.clone();
    assert_eq!(names, [name(1), name(0)]);
    assert_eq!(page.matches("Agreed on option:").count(), 2, "a line to write on for each question");
    let options = [0, 1, 2, 3, 4].map(|level| sheets[0].contains(&format!("<b>{level}</b>")));
    assert_eq!(options, [true; 5], "every option can be agreed on");
    assert_eq!(sheets[0].matches("2 people").count(), 2, "both groups are named");
    assert!(page.contains(&name(2)), "what needs no talk is named too");

    let anonymous =
        program(&["team", "team.ndjson", "--facilitator", "talk.html", "--anonymous"], folder.path());
    assert_eq!(anonymous.status.code(), Some(2));
}

#[test]
fn one_code_with_two_answers_of_the_same_day_is_named() {
    let folder = folder();
    let lines =
        [("x", 1), ("x", 3), ("y", 2)].map(|(code, level)| document("A", code, "2026-05-01", &[level; 34]));
    write(folder.path(), "a.ndjson", &lines);
    for command in ["team", "org", "tally"] {
        let run = program(&[command, "a.ndjson", "-o", "out", "--language", "en"], folder.path());
        assert!(run.status.success());
        assert!(text(&run.stderr).contains("none of which is dated later (x)"), "{}", text(&run.stderr));
    }
    let others = (0..4u8).map(|person| document("A", &format!("z{person}"), "2026-05-01", &[2; 34]));
    write(folder.path(), "a.ndjson", &lines.into_iter().chain(others).collect::<Vec<_>>());
    for command in ["team", "org", "tally"] {
        let run =
            program(&[command, "a.ndjson", "--anonymous", "-o", "new", "--language", "en"], folder.path());
        assert!(text(&run.stderr).contains("none of which is dated later (1)"), "{}", text(&run.stderr));
    }
    let run = program(&["team", "a.ndjson", "-o", "out", "--language", "en"], folder.path());
    assert!(text(&run.stderr).contains("only the latest count; left out: 1"), "{}", text(&run.stderr));
}

#[test]
fn nobody_without_a_team_is_counted_in_one_report_and_not_in_another() {
    let folder = folder();
    let lines: Vec<String> = (0..6u8)
        .map(|person| {
            let team = if person == 5 { "" } else { "T" };
            document(team, &format!("c{person}"), "2026-01-01", &[person % 5; 34])
                .replace(r#""team":"","#, "")
        })
        .collect();
    write(folder.path(), "a.ndjson", &lines);
    let shown = |arguments: &[&str]| {
        let run = program(&[arguments, &["a.ndjson", "--format", "json"]].concat(), folder.path());
        serde_json::from_slice::<serde_json::Value>(&run.stdout).unwrap()
    };
    for mode in [&[][..], &["--anonymous"]] {
        let people = |command: &[&str]| shown(&[command, mode].concat())["respondents"].clone();
        assert_eq!(people(&["team"]), 6);
        assert_eq!(people(&["team", "--team", "T"]), 6);
        let organisation = shown(&[&["org"], mode].concat());
        assert_eq!(organisation["teams"].as_array().unwrap().len(), 1);
        assert_eq!(organisation["teams"][0]["n"], 6);
    }
    let tally = program(&["tally", "a.ndjson", "--anonymous"], folder.path());
    assert!(text(&tally.stdout).contains(r#""team":"T","anonymous":{"n":6,"#), "{}", text(&tally.stdout));
}

#[test]
fn more_answers_than_expected_and_a_table_of_names_are_said() {
    let folder = folder();
    let lines = [0, 1, 2].map(|level| document("A", "", "2026-01-01", &[level; 34]));
    write(folder.path(), "a.ndjson", &lines);
    write(folder.path(), "names.csv", &["name;mail".to_owned(), "Anna;anna@shop.example".to_owned()]);
    let run = |expected: &str| {
        program(&["team", "a.ndjson", "--expected", expected, "--language", "en", "-o", "-"], folder.path())
    };
    assert!(text(&run("2").stderr).contains("more answers than expected: 1"), "{}", text(&run("2").stderr));
    assert!(!text(&run("3").stderr).contains("expected"));
    let table = run("names.csv");
    assert_eq!(table.status.code(), Some(2));
    assert!(text(&table.stderr).contains("names.csv: expected one name a line"), "{}", text(&table.stderr));
}

#[test]
fn two_results_of_one_run_do_not_go_to_the_same_file() {
    let folder = folder();
    let lines = [0, 1].map(|level| document("T", "", "2026-01-01", &[level; 34]));
    write(folder.path(), "a.ndjson", &lines);
    for arguments in [
        ["team", "a.ndjson", "--facilitator", "x.html", "-o", "./x.html"],
        ["team", "a.ndjson", "--agree", "x.json", "-o", "x.json"],
        ["org", "a.ndjson", "--reports", "pages", "-o", "pages/t.html"],
        ["org", "a.ndjson", "--reports", "pages", "-o", "./pages/index.html"],
    ] {
        let run = program(&arguments, folder.path());
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(text(&run.stderr).contains("two results"), "{}", text(&run.stderr));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
}

#[test]
fn an_organisation_without_answers_is_refused() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let run = program(&["org", "empty", "-o", "-"], folder.path());
    assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0));
    assert!(text(&run.stderr).contains("no answers here"), "{}", text(&run.stderr));
}

/// The short code of one person's levels.
fn code(levels: &[u8]) -> String {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let read = diditwork::answers::read::read(&document("", "", "2026-01-01", levels), &questionnaire);
    diditwork::answers::code::encode(&questionnaire, &read.answers.unwrap())
}

/// A sheet as a spreadsheet saves it: these bytes for the text, and this separator.
fn sheet(level: char, separator: &str, bytes: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let mut rows = vec![["id", "area", "question", "window", "answer"].join(separator)];
    rows.push(format!("_questionnaire{}real-stories {}", separator.repeat(4), questionnaire.version));
    rows.push(format!("_team{}A", separator.repeat(4)));
    rows.extend(
        questionnaire
            .questions
            .iter()
            .map(|question| format!("{}{}{level}", question.id, separator.repeat(4))),
    );
    bytes(&(rows.join("\r\n") + "\r\n"))
}

#[test]
fn eight_people_who_answered_in_five_ways_are_eight() {
    let folder = folder();
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(inbox.join(name), bytes).unwrap();
    let utf_16 = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    put("anna.csv", &sheet('b', ";", |text| format!("\u{feff}{text}").into_bytes()));
    put("ben.csv", &sheet('c', "\t", utf_16));
    put("carl.json", document("A", "", "2026-01-01", &[3; 34]).as_bytes());
    let survey = document("A", "k7", "2026-01-02", &[0; 34]);
    put("dora.json", survey.as_bytes());
    put("dora.html", format!("<!doctype html><p>{survey}</p>").as_bytes());
    put("notes.txt", b"Ben is away until Monday.");
    put("photo.png", b"\x89PNG");
    let codes: Vec<String> =
        [[0, 1], [1, 2], [2, 3], [3, 3]].map(|two| code(&[two.as_slice(), &[2; 32]].concat())).into();
    put("codes.txt", format!("{}\n{}\n", codes[0].to_lowercase(), codes[1].replace('-', " ")).as_bytes());
    let run = |arguments: &[&str]| {
        let run = program(&[arguments, &["--format", "json", "--language", "en"]].concat(), folder.path());
        (text(&run.stdout), text(&run.stderr), run.status.code())
    };
    let (json, said, status) = run(&["team", "inbox", &codes[2], &codes[3]]);
    assert_eq!(status, Some(0), "{said}");
    assert!(json.contains("\"respondents\": 8"), "{said}");
    assert!(said.contains("files not read as answers (2): notes.txt, photo.png"), "{said}");
    assert!(said.contains("pages and spreadsheets not read"), "{said}");
    // Somebody did not answer, and somebody not to the end.
    put("emil.json", document("A", "e5", "2026-01-03", &[2; 30]).as_bytes());
    put("../names.txt", b"Anna\nBen\nCarl\nk7\nE5\nFrida\n");
    let (_, said, _) = run(&["team", "inbox", "--expected", "names.txt"]);
    assert!(said.contains("(1): Frida") && said.contains("e5 (4)"), "{said}");
    let (_, said, _) = run(&["team", "inbox", "--expected", "9", "--anonymous"]);
    assert!(said.contains("still missing: 2") && !said.contains("e5"), "{said}");
    // One slip in one of eight codes is named, and the other seven are kept.
    let all: Vec<String> =
        (0..8u8).map(|person| code(&[[person % 5, person / 5].as_slice(), &[1; 32]].concat())).collect();
    let slip = all[3].replacen(|character: char| character.is_ascii_digit(), "Z", 1);
    let mut typed: Vec<&str> = all.iter().map(String::as_str).collect();
    typed[3] = &slip;
    let (_, said, status) = run(&[&["team"], typed.as_slice()].concat());
    assert_eq!(status, Some(2));
    assert!(said.contains("#4:1:"), "{said}");
    let (json, said, status) = run(&[&["team", "--skip-invalid"], typed.as_slice()].concat());
    assert!(status == Some(0) && json.contains("\"respondents\": 7"), "{said}");
    assert!(said.contains("left out: 1 of 8") && said.contains("#4:1:"), "{said}");
}

/// The processor time of one command on a file.
fn cost(command: &[&str], file: &Path) -> Duration {
    let mut child = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    child.args(command).arg(file).stdout(Stdio::null()).stderr(Stdio::null());
    let used = child.spawn().unwrap().wait4().unwrap().rusage;
    used.utime + used.stime
}

#[test]
fn time_grows_as_the_input_does() {
    let folder = folder();
    let one = document("A", "", "2026-01-01", &[3; 34]);
    let start = "{\"schema\":\"diditwork/answers/1\",\"answers\":{";
    let inputs: [(&str, &dyn Fn(usize) -> String); 10] = [
        ("blank", &|bytes| "\n".repeat(bytes)),
        ("blanks and ends of lines", &|bytes| " \r\n".repeat(bytes / 3)),
        ("blank between documents", &|bytes| format!("{one}{}{one}", "\n".repeat(bytes))),
        ("short", &|bytes| "{}\n".repeat(bytes / 3)),
        ("long", &|bytes| format!("{{\"team\":\"{}\"}}", "x".repeat(bytes))),
        ("deep", &|bytes| "[".repeat(bytes)),
        ("repeated", &|bytes| format!("{start}{}", "\"flow\":1,".repeat(bytes / 9))),
        ("wide", &|bytes| {
            let members: Vec<String> = (0..bytes / 9).map(|number| format!("\"{number:05}\":1")).collect();
            format!("{start}{}}}}}", members.join(","))
        }),
        ("rows", &|bytes| "question,name,level\n".to_owned() + &"flow,,1\n".repeat(bytes / 8)),
        ("cells", &|bytes| "a,".repeat(bytes / 2)),
    ];
    let org: &[&str] = &["org", "--skip-invalid", "--format", "json"];
    let team: &[&str] = &["team", "--skip-invalid", "--format", "json"];
    let tally: &[&str] = &["tally", "--skip-invalid"];
    let measure: &[&str] = &["measure", "--deployments"];
    let readers = [
        (org, "ndjson"),
        (team, "json"),
        (tally, "ndjson"),
        (&["check"], "json"),
        (&["check"], "csv"),
        (&["check"], "html"),
        (&["trend"], "json"),
        (measure, "json"),
        (measure, "csv"),
    ];
    for (name, input) in inputs {
        for (reader, extension) in readers {
            let [small, large] = [50_000, 200_000].map(|bytes| {
                let path = write(folder.path(), &format!("{bytes}.{extension}"), &[input(bytes)]);
                cost(reader, &path)
            });
            let most = 8 * small + Duration::from_millis(300);
            assert!(large < most, "{reader:?} on {name}.{extension}: {small:?}, then {large:?}");
        }
    }
}

/// How many people the team of a folder has, and what is said about it.
fn counted(folder: &Path, arguments: &[&str]) -> (Option<u64>, String) {
    let output = program(&[&["team", ".", "--format", "json"], arguments].concat(), folder);
    let report: Option<serde_json::Value> = serde_json::from_slice(&output.stdout).ok();
    let people = report.and_then(|report| report["respondents"].as_u64());
    (people, text(&output.stderr) + &text(&output.stdout))
}

const SHEET: &str = "id,answer\n_questionnaire,real-stories 2.0.0\ntelemetry,b\n";

#[test]
fn a_sheet_beside_the_answers_made_from_it_counts_once() {
    let folder = folder();
    std::fs::write(folder.path().join("p.csv"), SHEET).unwrap();
    write(folder.path(), "p.json", &[document("", "", "2026-01-01", &[1])]);
    write(folder.path(), "q.json", &[document("", "", "2026-01-01", &[2])]);
    std::fs::write(folder.path().join("team.xlsx"), "PK").unwrap();
    let (people, told) = counted(folder.path(), &[]);
    assert_eq!(people, Some(2));
    for named in
        ["pages and spreadsheets not read", "files not read as answers (1): team.xlsx", "\"folder.unread\""]
    {
        assert!(told.contains(named), "{named} in {told}");
    }
}

#[test]
fn a_row_of_a_sheet_is_nobody_in_a_file_of_one_document_a_line() {
    let folder = folder();
    write(
        folder.path(),
        "a.ndjson",
        &[document("", "", "2026-01-01", &[1]), document("", "", "2026-01-01", &[2])],
    );
    write(folder.path(), "b.ndjson", &["id,answer".to_owned(), "telemetry,b".to_owned()]);
    let (people, told) = counted(folder.path(), &[]);
    assert!(people.is_none() && told.contains("b.ndjson:1:1: this line is not a short code"), "{told}");
    let (people, told) = counted(folder.path(), &["--skip-invalid"]);
    assert_eq!(people, Some(2));
    assert!(told.contains("left out: 2 of 4"), "{told}");
}

#[test]
fn lines_in_utf_16_and_of_any_extension_in_capitals_are_read() {
    let folder = folder();
    let lines: String = (1..4).map(|level| document("", "", "2026-01-01", &[level]) + "\r\n").collect();
    let bytes = format!("\u{feff}{lines}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    std::fs::write(folder.path().join("a.ndjson"), bytes).unwrap();
    std::fs::write(folder.path().join("b.NDJSON"), lines.replace("2026-01-01", "2026-01-02")).unwrap();
    assert_eq!(counted(folder.path(), &[]).0, Some(6));
}

#[test]
fn teams_and_people_whose_names_look_the_same_are_the_same() {
    let folder = folder();
    // 결제 as one character each, and taken apart as in names of macOS.
    let people = [("결제", "x", 1), ("\u{1100}\u{1167}\u{11af}\u{110c}\u{1166}", "x ", 2), ("결제 ", "y", 3)];
    let lines = people.map(|(team, code, day)| document(team, code, &format!("2026-01-0{day}"), &[1]));
    write(folder.path(), "a.ndjson", &lines);
    assert_eq!(counted(folder.path(), &[]).0, Some(2));
    assert_eq!(counted(folder.path(), &["--team", "\u{1100}\u{1167}\u{11af}\u{110c}\u{1166} "]).0, Some(2));
}
