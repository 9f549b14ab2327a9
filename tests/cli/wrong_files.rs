//! Files that cannot be used: what is said about them, and that nothing is written.

use insta::assert_snapshot;

use crate::sandbox::{Outcome, Sandbox};

/// A sound answers file with its parts to be replaced.
fn answers(from: &str, to: &str) -> String {
    let sound = r#"{
  "schema": "diditwork/answers/1",
  "questionnaire": { "id": "real-stories", "version": "2.0.0" },
  "answers": { "telemetry": 2, "flow": { "level": 3 } }
}
"#;
    assert!(sound.contains(from), "{from}");
    sound.replacen(from, to, 1)
}

fn report_of(content: impl AsRef<[u8]>) -> Outcome {
    let sandbox = Sandbox::new();
    sandbox.write("a.json", content);
    let outcome = sandbox.run("report a.json --format json");
    assert_eq!(sandbox.files(), ["a.json"], "a wrong file writes nothing");
    outcome
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    assert_eq!(report_of("\u{feff}".to_owned() + &answers("2", "2")), report_of(answers("2", "2")));
}

#[test]
fn a_repeated_key_is_refused() {
    assert_snapshot!(report_of(answers("\"flow\"", "\"telemetry\"")), @r#"
    status 2
    ---- stderr
    error: a.json:4:32: "telemetry" appears twice.
      4 |   "answers": { "telemetry": 2, "telemetry": { "level": 3 } }
        |                                ^
      hint: remove one of the two; the program cannot know which one is meant.
    "#);
}

#[test]
fn text_after_the_end_is_refused() {
    assert_snapshot!(report_of(answers("\n}\n", "\n}\n{}\n")), @r#"
    status 2
    ---- stderr
    error: a.json:6:1: there is more text after the end of the document, starting with "{".
      6 | {}
        | ^
      hint: a file contains one document. Several, one a line, are read from a file that ends in .ndjson, or from - (standard input).
    "#);
}

#[test]
fn a_level_out_of_range_is_refused() {
    assert_snapshot!(report_of(answers("3", "5")), @r#"
    status 2
    ---- stderr
    error: a.json:4:51: "flow" takes a whole number from 0 to 4, "unknown" or "not-applicable"; found 5.
      4 |  "telemetry": 2, "flow": { "level": 5 } }
        |                                     ^
      hint: "diditwork explain flow" shows what each level looks like.
    "#);
}

#[test]
fn another_schema_is_refused() {
    assert_snapshot!(report_of(answers("diditwork/answers/1", "somebody/answers/1")), @r#"
    status 2
    ---- stderr
    error: a.json:2:13: this is not an answers file: its schema is "somebody/answers/1", expected "diditwork/answers/1".
      2 |   "schema": "somebody/answers/1",
        |             ^
      hint: answers files begin with "schema": "diditwork/answers/1".
    "#);
    assert_snapshot!(report_of(answers("diditwork/answers/1", "diditwork/answers/2")), @r#"
    status 2
    ---- stderr
    error: a.json:2:13: the schema "diditwork/answers/2" is newer than this program, which reads "diditwork/answers/1".
      2 |   "schema": "diditwork/answers/2",
        |             ^
      hint: use a newer version of diditwork.
    "#);
}

#[test]
fn another_questionnaire_or_a_newer_major_version_is_refused() {
    assert_snapshot!(report_of(answers("\"real-stories\"", "\"house-rules\"")), @r#"
    status 2
    ---- stderr
    error: a.json:3:28: these answers are for the questionnaire "house-rules"; the one in use is "real-stories".
      3 |   "questionnaire": { "id": "house-rules", "version": "2.0.0" },
        |                            ^
      hint: name the folder of that questionnaire with --questionnaire DIR.
    "#);
    assert_snapshot!(report_of(answers("2.0.0", "3.0.0")), @r#"
    status 2
    ---- stderr
    error: a.json:3:55: these answers are for version 3.0.0 of the questionnaire. The version in use is 2.0.0, which may lack some of the questions.
      3 |  { "id": "real-stories", "version": "3.0.0" },
        |                                     ^
      hint: use a newer version of diditwork.
    "#);
}

#[test]
fn a_newer_minor_version_is_a_warning() {
    assert_snapshot!(report_of(answers("2.0.0", "2.7.0")).lines(1..=1), @r#"
    status 0
    ---- stdout
    {
    ---- stderr
    warning: a.json:3:55: these answers are for version 2.7.0 of the questionnaire; the version in use is 2.0.0.
      3 |  { "id": "real-stories", "version": "2.7.0" },
        |                                     ^
    "#);
}

#[test]
fn an_unknown_question_comes_with_the_nearest_known_one() {
    assert_snapshot!(report_of(answers("\"telemetry\"", "\"telemetri\"")), @r#"
    status 2
    ---- stderr
    error: a.json:4:16: there is no question "telemetri".
      4 |   "answers": { "telemetri": 2, "flow": { "level": 3
        |                ^
      hint: did you mean "telemetry"? "diditwork explain" lists all questions.
    "#);
}

#[test]
fn what_is_no_json_is_shown_at_its_place() {
    assert_snapshot!(report_of(answers("2,", "2")), @r#"
    status 2
    ---- stderr
    error: a.json:4:31: this is not valid JSON: unexpected """.
      4 |   "answers": { "telemetry": 2 "flow": { "level": 3 } }
        |                               ^
      hint: a comma, colon, bracket or quotation mark is missing before this point.
    "#);
    assert_snapshot!(report_of(answers("3", "NaN")), @r#"
    status 2
    ---- stderr
    error: a.json:4:51: this is not valid JSON: unexpected "N".
      4 |  "telemetry": 2, "flow": { "level": NaN } }
        |                                     ^
      hint: a comma, colon, bracket or quotation mark is missing before this point.
    "#);
    assert_snapshot!(report_of(""), @r#"
    status 2
    ---- stderr
    error: a.json:1:1: the file is empty.
      1 | 
        | ^
      hint: name a file with content; "diditwork survey --blank -o answers.json" writes one to fill in.
    "#);
}

#[test]
fn what_is_not_utf_8_is_refused_with_its_place() {
    assert_snapshot!(report_of(b"{\n  \"team\": \"caf\xe9\"\n}\n"), @r#"
    status 2
    ---- stderr
    error: a.json:2:15: this is not UTF-8 text.
      hint: save the file as UTF-8 (PowerShell: Out-File -Encoding utf8; Excel: "CSV UTF-8").
    "#);
}

/// What `report` says of a sheet of these bytes, in two lines.
fn report_of_sheet(bytes: &[u8]) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("a.csv", bytes);
    let outcome = sandbox.run("report a.csv --format json");
    outcome.stderr.lines().take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_error_about_a_sheet_speaks_of_the_sheet() {
    assert_snapshot!(report_of_sheet(b"DevOps survey Q4,,\ntelemetry,2,\n"), @r#"error: a.csv:1:1: this looks like a spreadsheet, but no row has the heading "id".   1 | DevOps survey Q4,,"#);
    assert_snapshot!(report_of_sheet(b"PK\x03\x04\x14\x00"), @r#"error: a.csv: this is a workbook, not text.   hint: save it in Excel as "CSV UTF-8 (Comma delimited)", in other programs as CSV."#);
    assert_snapshot!(report_of_sheet(b"id,answer\ntelemetry,c,too much\n"), @"error: a.csv:2:13: this row has 3 cells, but the heading has 2.   2 | telemetry,c,too much");
}

#[test]
fn sheets_are_read_as_spreadsheets_save_them() {
    let sheet = "Survey Q4;\r\nid;answer\r\n_team;결제\r\ntelemetry;c\r\n;\r\nflow\r\n";
    let utf_16 =
        |order: fn(u16) -> [u8; 2]| format!("\u{feff}{sheet}").encode_utf16().flat_map(order).collect();
    // 결제 in CP949.
    let (before, behind) = sheet.split_once("결제").unwrap();
    let korean = [before.as_bytes(), b"\xb0\xe1\xc1\xa6", behind.as_bytes()].concat();
    let files: [Vec<u8>; 6] = [
        sheet.into(),
        format!("\u{feff}sep=;\n{sheet}").into(),
        sheet.replace("\r\n", "\r").replace(';', "\t").into(),
        utf_16(u16::to_le_bytes),
        utf_16(u16::to_be_bytes),
        korean,
    ];
    for (number, bytes) in files.into_iter().enumerate() {
        let sandbox = Sandbox::new();
        sandbox.write("a.csv", bytes);
        let json = sandbox.run("report a.csv --format json").output();
        assert!(json.contains("\"team\": \"결제\"") && json.contains("\"level\": 2"), "{number}: {json}");
    }
}

#[test]
fn a_file_that_is_missing_or_a_folder_is_another_status() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("report"), @r#"
    status 3
    ---- stderr
    error: answers.json could not be read: no such file or folder.
      hint: "diditwork" runs the survey and writes answers.json; "diditwork example" writes a sample report.
    "#);
    assert_snapshot!(sandbox.run("report . --format json"), @r#"
    status 3
    ---- stderr
    error: . could not be read: it is a folder.
      hint: "diditwork" runs the survey and writes answers.json; "diditwork example" writes a sample report.
    "#);
    assert_snapshot!(sandbox.run("check strong.json"), @r#"
    status 3
    ---- stdout
    Errors: 1. Warnings: 0.
    ---- stderr
    error: strong.json could not be read: no such file or folder.
      hint: "diditwork" runs the survey and writes answers.json; "diditwork example" writes a sample report.
    "#);
}

#[test]
fn a_questionnaire_folder_that_is_missing_is_a_file_that_cannot_be_read() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run("explain --questionnaire nodir"), @r#"
    status 3
    ---- stderr
    error: there is no questionnaire folder nodir.
      hint: "diditwork init DIR" writes the built-in questionnaire to a folder to edit.
    "#);
}

#[test]
fn an_option_that_is_given_twice_is_named_as_that() {
    let twice = Sandbox::new().run("example --format json --format csv");
    assert_eq!(twice.status, Some(2));
    assert!(twice.stderr.contains("--format") && twice.stderr.contains("is given twice."), "{twice}");
}

#[test]
fn a_mistyped_level_and_a_size_below_0_say_what_to_write() {
    for (members, told) in [
        ("\"answers\": { \"flow\": { \"Level\": 3 } }", "hint: write \"level\" instead of \"Level\"."),
        ("\"answers\": { \"flow\": { \"answer\": 3 } }", "hint: write \"level\" instead of \"answer\"."),
        ("\"size\": -3, \"answers\": {}", "expected a whole number, 0 or greater, found -3."),
    ] {
        let head = r#""schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" }"#;
        let outcome = report_of(format!("{{ {head}, {members} }}"));
        assert!(outcome.stderr.contains(told), "{outcome}");
    }
}
