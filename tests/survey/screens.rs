//! What is on the screen, and what each key does there, in three sizes and both languages.

use serde_json::Value;

use crate::answers;
use crate::harness::{DOWN, ENTER, ESC, Setup, Terminal, flat};

/// Sizes and languages in which every key is tried, with what a screen says there.
const KINDS: [(u16, u16); 3] = [(40, 20), (80, 24), (200, 50)];
const ENGLISH: &[(&str, &str)] = &[("LANG", "en_GB.UTF-8")];
const KOREAN: &[(&str, &str)] = &[("LANG", "ko_KR.UTF-8")];

#[test]
fn every_key_does_what_the_line_of_keys_says() {
    let english = [
        "1 of 2 ·",
        "2 of 2 ·",
        "Why we ask",
        "Note:",
        "Links",
        "Now choose",
        "The number:",
        "Why does it not",
        "Which question?",
        "Write the report",
    ];
    let korean = [
        "1/2 ·",
        "2/2 ·",
        "묻는 이유",
        "메모:",
        "근거 링크:",
        "이제 답변을",
        "수치:",
        "왜 해당하지",
        "어느 질문입니까?",
        "보고서 만들기",
    ];
    for (columns, rows) in KINDS {
        for (environment, told) in [(ENGLISH, english), (KOREAN, korean)] {
            try_every_key(Setup { columns, rows, environment }, told);
        }
    }
}

fn try_every_key(setup: Setup, told: [&str; 10]) {
    let [first, second, why, note, links, waits, number, reason, which, report] = told;
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--only", "change-fail-rate,telemetry"];
    let mut terminal = Terminal::start_in(folder.path(), &arguments, setup);
    // Questions come in the order of the areas: telemetry is the first.
    let given = |id: &str| answers(folder.path())["answers"][id].clone();
    terminal.see(first);
    terminal.press("s", second);
    terminal.press("b", first);
    terminal.press("s", second);
    terminal.press(ESC, first);
    terminal.press("?", why);
    terminal.press("b", first);
    terminal.press("n", note);
    terminal.press("abc\r", links);
    terminal.press(ENTER, waits);
    terminal.press("u", second);
    assert_eq!(given("telemetry")["level"], "unknown");
    assert_eq!(given("telemetry")["note"], "abc");
    terminal.press("b", first);
    terminal.send("t");
    terminal.wait("the answer to be removed", |_| given("telemetry").is_null());
    terminal.press("x", reason);
    terminal.press(ENTER, second);
    assert_eq!(given("telemetry")["level"], "not-applicable");
    terminal.press("v", number);
    terminal.press("7%\r", report);
    assert_eq!(given("change-fail-rate"), serde_json::json!({ "level": 4, "value": 0.07 }));
    terminal.press("b", second);
    terminal.marks(5);
    terminal.press("g", which);
    terminal.press(ESC, second);
    terminal.press("b", first);
    terminal.press("2", second);
    assert_eq!(given("telemetry")["level"], 1);
    terminal.send("q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.printed();
    assert!(terminal.is_usable());
}

/// The texts of the questions in a language, in the order in which they are asked.
fn questions(language: &str) -> Vec<Value> {
    const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/real-stories");
    let read =
        |path: String| -> Value { serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    let known = read(format!("{PACK}/questionnaire.json"));
    let texts = read(format!("{PACK}/text/{language}/questionnaire.json"));
    let areas = known["areas"].as_array().unwrap().iter();
    let of_area = |area: &Value| {
        let questions = known["questions"].as_array().unwrap().iter();
        questions
            .filter(|question| question["area"] == area["id"])
            .map(|question| question["id"].clone())
            .collect::<Vec<_>>()
    };
    areas.flat_map(of_area).map(|id| texts["questions"][id.as_str().unwrap()].clone()).collect()
}

/// Shows every question one after the other, and looks at each.
fn each_question(setup: Setup, language: &str, look: impl Fn(&Terminal, &Value)) {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start_in(folder.path(), &["--full"], setup);
    terminal.see("q ");
    terminal.send(ENTER);
    terminal.wait("the rule", |screen| screen.contains("   b "));
    terminal.send(ENTER);
    let questions = questions(language);
    assert_eq!(questions.len(), 34);
    for (place, question) in questions.iter().enumerate() {
        let number = place + 1;
        let progress =
            if language == "ko" { format!("{number}/34 ·") } else { format!("{number} of 34 ·") };
        terminal.see(&progress);
        look(&terminal, question);
        terminal.send("s");
    }
}

/// A language with its environment, and what is below every question: the rule and the last of the keys.
struct Told {
    language: &'static str,
    environment: &'static [(&'static str, &'static str)],
    below: [&'static str; 2],
}

const LANGUAGES: [Told; 2] = [
    Told {
        language: "en",
        environment: ENGLISH,
        below: ["Between two? Take the lower one. “I don't know” is an answer too.", "q save and quit"],
    },
    Told {
        language: "ko",
        environment: KOREAN,
        below: ["둘 사이라면 낮은 쪽을 고르십시오. 모름도 답변입니다.", "q 저장하고 종료"],
    },
];

fn levels(question: &Value) -> Vec<&str> {
    question["levels"].as_array().unwrap().iter().map(|level| level.as_str().unwrap()).collect()
}

#[test]
fn every_question_fits_eighty_columns_and_twenty_four_rows_whole() {
    for Told { language, environment, below } in LANGUAGES {
        each_question(Setup { columns: 80, rows: 24, environment }, language, |terminal, question| {
            let screen = terminal.screen();
            assert!(!screen.contains(['↑', '↓']), "something is out of sight: {screen}");
            let screen = flat(&screen);
            let told = [&question["question"], &question["window"]].map(|text| text.as_str().unwrap());
            for text in told.into_iter().chain(levels(question)).chain(below) {
                assert!(screen.contains(text), "{text} in {screen}");
            }
        });
    }
}

#[test]
fn on_forty_columns_and_twenty_rows_every_option_scrolls_into_sight_whole() {
    for Told { language, environment, below } in LANGUAGES {
        each_question(Setup { columns: 40, rows: 20, environment }, language, |terminal, question| {
            for (place, level) in levels(question).into_iter().enumerate() {
                terminal.send(DOWN);
                let screen = flat(&terminal.marks(place + 1));
                for text in below.into_iter().chain([level]) {
                    assert!(screen.contains(text), "{text} in {screen}");
                }
            }
        });
    }
}

fn try_other_keys(setup: Setup, told: [&str; 10]) {
    let [start, example, rule, first, second, result, question, about, team, again] = told;
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start_in(folder.path(), &[], setup);
    terminal.see(start);
    terminal.press("3", example);
    terminal.press(ENTER, start);
    terminal.send(DOWN);
    terminal.marks(2);
    terminal.send("k");
    terminal.marks(1);
    terminal.send("j");
    terminal.marks(2);
    terminal.send("1");
    terminal.see(rule);
    terminal.press("b", start);
    terminal.press(ENTER, rule);
    terminal.press(ENTER, first);
    // The last row of the list leads to what the answers come to.
    let to_the_result = |terminal: &Terminal| {
        terminal.press("g", question);
        terminal.press("\x1b[6~\x1b[6~\x1b[6~\r", result);
    };
    to_the_result(&terminal);
    terminal.press("4", question);
    terminal.press(ESC, result);
    terminal.press("1", first);
    terminal.press("3", second);
    to_the_result(&terminal);
    terminal.press("3", about);
    terminal.press("1", team);
    terminal.press("Q\r", "Q");
    terminal.press("b", result);
    terminal.press("3", about);
    terminal.send("q");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(answers(folder.path())["team"], "Q");
    let mut terminal = Terminal::start_in(folder.path(), &[], setup);
    terminal.see(again);
    terminal.send("q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn every_key_of_the_other_screens_does_what_its_line_says() {
    let english = [
        "1-3 choose",
        "Enter back",
        "Enter begin",
        "1 of 12 ·",
        "2 of 12 ·",
        "1-4 choose",
        "Which question?",
        "Enter write the report",
        "Which team is it about?",
        "Look at the answers",
    ];
    let korean = [
        "1-3 선택",
        "Enter 뒤로",
        "Enter 시작",
        "1/12 ·",
        "2/12 ·",
        "1-4 선택",
        "어느 질문입니까?",
        "Enter 보고서 만들기",
        "어느 팀에",
        "처음부터 다시",
    ];
    for (columns, rows) in KINDS {
        for (environment, told) in [(ENGLISH, english), (KOREAN, korean)] {
            try_other_keys(Setup { columns, rows, environment }, told);
        }
    }
}

/// Five states of the survey as they stand on the screen: start, question, contradiction, answer, team.
fn states(setup: Setup, told: [&str; 6]) -> String {
    let [start, rule, question, result, about, conflict] = told;
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start_in(folder.path(), &[], setup);
    let mut screens = vec![terminal.see(start)];
    terminal.press(ENTER, rule);
    screens.push(terminal.press(ENTER, question));
    for _ in 0..11 {
        let before = terminal.screen();
        terminal.send("2");
        terminal.wait("the next question", |screen| screen != before);
    }
    let answered = without_date(&terminal.press("2", result));
    let last = terminal.press("2", about);
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--only", "small-batches,deployment-frequency"];
    let terminal = Terminal::start_in(folder.path(), &arguments, setup);
    terminal.see("1");
    terminal.press("5", "2");
    screens.push(terminal.press("1", conflict));
    screens.extend([answered, last]);
    screens.join("\n════\n")
}

#[test]
fn every_key_of_a_contradiction_does_what_its_line_says() {
    let english = ["1 of 2 ·", "2 of 2 ·", "Enter keep both", "Look at an answer"];
    let korean = ["1/2 ·", "2/2 ·", "Enter 둘 다 두기", "답변 보기"];
    let arguments = ["--only", "small-batches,deployment-frequency"];
    for (columns, rows) in KINDS {
        for (environment, [first, second, conflict, result]) in [(ENGLISH, english), (KOREAN, korean)] {
            let folder = tempfile::tempdir().unwrap();
            let mut terminal =
                Terminal::start_in(folder.path(), &arguments, Setup { columns, rows, environment });
            terminal.see(first);
            terminal.press("5", second);
            terminal.press("1", conflict);
            terminal.press("b", second);
            terminal.press("1", conflict);
            terminal.press("1", second);
            terminal.press("1", conflict);
            terminal.press("2", first);
            terminal.press("5", conflict);
            terminal.press(ENTER, result);
            terminal.send("q");
            assert_eq!(terminal.end().code(), Some(0));
            assert_eq!(levels_of(folder.path()), (4, 0), "both are kept");
            let folder = tempfile::tempdir().unwrap();
            let mut terminal =
                Terminal::start_in(folder.path(), &arguments, Setup { columns, rows, environment });
            terminal.see(first);
            terminal.press("5", second);
            terminal.press("1", conflict);
            terminal.send("q");
            assert_eq!(terminal.end().code(), Some(0));
            assert_eq!(levels_of(folder.path()), (4, 0), "both were saved");
        }
    }
}

/// The levels of the two questions that can contradict each other.
fn levels_of(folder: &std::path::Path) -> (u64, u64) {
    let answers = &answers(folder)["answers"];
    let level = |id: &str| answers[id]["level"].as_u64().or_else(|| answers[id].as_u64()).unwrap();
    (level("small-batches"), level("deployment-frequency"))
}

/// A screen without the line that says which day it is.
fn without_date(screen: &str) -> String {
    let is_date = |line: &&str| line.trim().starts_with("20");
    screen.lines().filter(|line| !is_date(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn five_states_stand_as_they_were_read() {
    let english =
        ["1-3 choose", "Enter begin", "1 of 12 ·", "1-3 choose", "Enter write the report", "Enter keep both"];
    let korean = ["1-3 선택", "Enter 시작", "1/12 ·", "1-3 선택", "Enter 보고서 만들기", "Enter 둘 다 두기"];
    for (columns, rows) in KINDS {
        for (language, environment, told) in [("en", ENGLISH, english), ("ko", KOREAN, korean)] {
            let name = format!("states_{language}_{columns}");
            insta::assert_snapshot!(name, states(Setup { columns, rows, environment }, told));
        }
    }
}

#[test]
fn colours_are_legible_on_light_and_on_dark_backgrounds() {
    let folder = tempfile::tempdir().unwrap();
    let environment = &[("DISPLAY", ":7")];
    let setup = Setup { columns: 80, rows: 24, environment };
    let mut terminal = Terminal::start_in(folder.path(), &["--only", "telemetry,flow"], setup);
    terminal.see("1 of 2 ·");
    terminal.send(DOWN);
    terminal.marks(1);
    terminal.press("n", "Note:");
    terminal.press(ESC, "1 of 2 ·");
    terminal.press("g", "Which question?");
    terminal.press(ESC, "1 of 2 ·");
    terminal.press("2", "2 of 2 ·");
    terminal.press("3", "Write the report");
    terminal.press("1", "Open it in the browser?");
    terminal.press("n\r", "Next: ");
    terminal.end();
    let heard = terminal.printed_bytes();
    let codes = heard.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|character: char| character.is_ascii_alphabetic())?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    let codes: std::collections::BTreeSet<String> = codes.collect();
    // Bold, dim, dark cyan as the terminal shows it, and back to the terminal's own colours: no background, no bright
    // colour, no black or white.
    let known = ["", "0", "1", "2", "22", "36", "38;5;6", "39", "49"];
    assert!(codes.iter().all(|code| known.contains(&code.as_str())), "{codes:?}");
    assert!(codes.contains("1") && codes.contains("2") && codes.contains("38;5;6"), "{codes:?}");
}
