//! Everything in Korean in a narrow and a usual terminal: lines break between words, columns line up.

use std::path::Path;

use insta::assert_snapshot;

use crate::answers;
use crate::harness::{DOWN, ENTER, Setup, Terminal};

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

/// A survey of two questions: every kind of screen, none with a line that the terminal broke.
fn survey(folder: &Path, columns: u16) -> Vec<String> {
    let arguments = ["--only", "telemetry,deployment-frequency"];
    let mut terminal = Terminal::start_in(folder, &arguments, korean(columns, 50));
    let mut screens = vec![terminal.see("Ctrl-C: 중단]")];
    terminal.choose("자세히", "Enter: 질문으로 돌아가기");
    terminal.press(ENTER, "Ctrl-C: 중단]");
    terminal.choose("디스크, 메모리", "2/2");
    terminal.choose("실제 수치 입력", "(Enter: 목록)");
    screens.push(terminal.press("2주\r", "얼마인지 분명하지 않습니다"));
    screens.push(terminal.press("2주에 한 번\r", "보고서 쓰기"));
    assert_eq!(terminal.broken_lines(), [""; 0], "{}", terminal.screen());
    terminal.press(ENTER, "answers.html");
    assert_eq!(terminal.end().code(), Some(0));
    screens
}

#[test]
fn the_survey_reads_well_in_korean() {
    for columns in [40, 80] {
        let folder = tempfile::tempdir().unwrap();
        let screens = survey(folder.path(), columns);
        assert_snapshot!(format!("survey_{columns}"), screens.join("\n\n════\n\n"));
        assert_eq!(answers(folder.path())["answers"]["deployment-frequency"]["value"], 0.5);
    }
}

#[test]
fn a_name_in_decomposed_hangul_is_one_word_in_the_survey_and_in_the_report() {
    const NAME: &str = "\u{1100}\u{1167}\u{11af}\u{110c}\u{1166}";
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start_in(folder.path(), &[], korean(40, 50));
    let screen = terminal.see("어느 팀에 대한 답변입니까?");
    assert_snapshot!("opening_40", screen);
    terminal.press(&format!("{NAME}\r"), "팀의 주 서비스는 무엇입니까?");
    terminal.press(ENTER, "역할:");
    terminal.press(ENTER, "무엇을 개선하고 싶습니까?");
    terminal.press(ENTER, "Ctrl-C: 중단]");
    terminal.press(DOWN, "일부 코드가 버전");
    terminal.choose("모름", "· 2/34");
    assert_eq!(terminal.broken_lines(), [""; 0], "{}", terminal.screen());
    assert_eq!(answers(folder.path())["team"], NAME);
}
