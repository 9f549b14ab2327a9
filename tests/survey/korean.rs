//! Everything in Korean in a narrow and a usual terminal: lines break between words, columns line up.

use insta::assert_snapshot;

use crate::answers;
use crate::harness::{ENTER, Setup, Terminal};

/// Korean, with room for everything that is printed.
const fn korean(columns: u16, rows: u16) -> Setup {
    Setup { columns, rows, environment: &[("LANG", "ko_KR.UTF-8"), ("NO_COLOR", "1")] }
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/real-stories/text/ko/example.json");

/// What a command prints at this width. No line is wider than the terminal, but for a link that stands alone.
fn printed(columns: u16, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(SAMPLE, folder.path().join("answers.json")).unwrap();
    let mut terminal = Terminal::start_in(folder.path(), arguments, korean(columns, 1500));
    let screen = terminal.printed();
    for line in terminal.broken_lines() {
        // What is typed stands on one line, as it is typed.
        let is_usage = line.starts_with("사용법:");
        assert!(is_usage || is_one_word(&line), "{arguments:?} at {columns}: {line}");
    }
    screen
}

/// Whether a line is a single word, such as a link, behind a list mark.
fn is_one_word(line: &str) -> bool {
    !line.trim().trim_start_matches("- ").contains(' ')
}

#[test]
fn no_line_of_any_command_is_wider_than_the_terminal() {
    let commands: [&[&str]; 12] = [
        &["report", "--format", "text", "-o", "-"],
        &["report", "--format", "text", "-o", "-", "--what-if", "telemetry=4"],
        &["compare"],
        &["stories"],
        &["stories", "etsy"],
        &["explain"],
        &["explain", "change-fail-rate"],
        &["--help"],
        &["survey", "--help"],
        &["report", "--help"],
        &["report", "nowhere.json"],
        &["explain", "telemtry"],
    ];
    for arguments in commands {
        for columns in [40, 80] {
            printed(columns, arguments);
        }
    }
}

#[test]
fn reports_comparisons_and_help_read_well_in_korean() {
    for columns in [40, 80] {
        let report = printed(columns, &["report", "--format", "text", "-o", "-"]);
        assert_snapshot!(format!("report_{columns}"), report);
        assert_snapshot!(format!("compare_{columns}"), printed(columns, &["compare", "--with", "etsy"]));
        assert_snapshot!(format!("stories_{columns}"), printed(columns, &["stories", "--with", "etsy"]));
        assert_snapshot!(format!("explain_{columns}"), printed(columns, &["explain", "change-fail-rate"]));
        assert_snapshot!(format!("help_{columns}"), printed(columns, &["--help"]));
        assert_snapshot!(format!("error_{columns}"), printed(columns, &["report", "nowhere.json"]));
    }
}

#[test]
fn a_name_in_decomposed_hangul_is_one_word_in_the_survey_and_in_the_report() {
    const NAME: &str = "\u{1100}\u{1167}\u{11af}\u{110c}\u{1166}";
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start_in(folder.path(), &["--short"], korean(40, 50));
    terminal.see("Enter 시작");
    terminal.press(ENTER, "낮은 쪽을 고르십시오");
    terminal.press(ENTER, "1/12 ·");
    // A keyboard set to Korean sends its own letters: these are u and g.
    terminal.press("ㅕ", "2/12 ·");
    terminal.press("ㅎ", "어느 질문입니까?");
    terminal.press("결과로", "> 결과로 가기");
    terminal.press(ENTER, "보고서 만들기");
    terminal.press("3", "Enter 보고서 만들기");
    terminal.press("1", "어느 팀에 대한 답변입니까?");
    terminal.press(&format!("{NAME}\r"), "팀에 대하여");
    terminal.see(&format!("팀: {NAME}"));
    assert_eq!(terminal.broken_lines(), [""; 0], "{}", terminal.screen());
    terminal.press(ENTER, "answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(answers(folder.path())["team"], NAME);
}
