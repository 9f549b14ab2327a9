//! Questionnaires of another kind, through every command: `tests/packs/platform-check` (two axes, no stories, words for
//! verdicts of its own) and `tests/packs/kurz` (German only, one axis, no stories, no steps, no words for verdicts).

use std::fmt::Write;

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

const KURZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/kurz");
const PLATFORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/platform-check");

/// Answers to the short German questionnaire: three levels that vary, one not known, one that does not apply.
fn answers(date: &str, [first, second, third]: [u8; 3]) -> String {
    format!(
        r#"{{ "schema": "diditwork/answers/1", "questionnaire": {{ "id": "kurz", "version": "0.3.0" }},
  "team": "Team Blau", "date": "{date}", "answers": {{ "gespraech": {first}, "widerspruch": {second}, "ziel": {third},
  "arbeit": "unknown", "fehler": 2, "zeit": {{ "level": "not-applicable", "reason": "keine" }} }} }}"#
    )
}

/// A folder with answers of two dates, of six people, and of the sample platform.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old.json", answers("2026-10-01", [1, 2, 1]));
    sandbox.write("new.json", answers("2026-11-01", [3, 3, 1]));
    let mut lines = String::new();
    for number in 0..6 {
        let line = answers("2026-11-01", [number % 4, 2, 4 - number % 5]).replace('\n', " ");
        writeln!(lines, "{line}").unwrap();
    }
    sandbox.write("team.ndjson", lines);
    sandbox
}

/// What must stand nowhere: sentences that are missing, and what the questionnaire has nothing of.
fn silly(text: &str) -> Vec<&str> {
    let words =
        ["<verdict.", "<leverage.", "<typical.", "0 of 0", "0/0", "DORA", "chapter", "companies", "# \n"];
    let behind_style = text.split("</style>").last().unwrap_or(text);
    words.into_iter().filter(|word| behind_style.contains(word)).collect()
}

/// Commands on answers to the short German questionnaire.
const ON_ANSWERS: &[&str] = &[
    "explain",
    "explain ziel",
    "check new.json",
    "survey --blank",
    "survey --blank -o blank.csv",
    "form -o -",
    "report new.json --format text",
    "report new.json --format text --short",
    "report new.json --format markdown",
    "report new.json --format csv",
    "report new.json --format html -o -",
    "report new.json --before old.json --what-if ziel=3 --format text",
    "report new.json --before old.json --what-if ziel=3 --format html -o -",
    "team team.ndjson --format text",
    "team team.ndjson --format markdown",
    "team team.ndjson --format html -o -",
    "team team.ndjson --anonymous --format text",
    "team team.ndjson --anonymous --format html -o -",
    "org team.ndjson --format csv",
    "org team.ndjson --format html -o -",
    "org team.ndjson --anonymous --format html -o -",
    "trend old.json new.json",
    "trend old.json new.json --format csv",
    "trend old.json new.json --format markdown",
    "trend old.json new.json --format html -o -",
];

const ON_THE_SAMPLE: &[&str] = &[
    "explain",
    "explain guide",
    "explain recommended",
    "survey --blank --short",
    "form -o -",
    "example --format text",
    "example --format markdown",
    "example --format html -o -",
];

#[test]
fn every_command_speaks_only_of_what_the_questionnaire_has() {
    // What is about the axis that is not asked about.
    let of_results: &[&str] = &["Did it work", "“Works”", "“works”", "better results"];
    let of_practices: &[&str] = &["Have you adopted", "“Adopted”", "better results"];
    for (pack, commands, not_asked) in
        [(KURZ, ON_ANSWERS, of_results), ("mine", ON_ANSWERS, of_practices), (PLATFORM, ON_THE_SAMPLE, &[])]
    {
        let sandbox = sandbox();
        copy(KURZ, &sandbox);
        let results = sandbox.read("mine/questionnaire.json").replace("\"adoption\"", "\"outcome\"");
        sandbox.write("mine/questionnaire.json", results);
        for command in commands {
            let told = sandbox.run(&format!("{command} --quiet --questionnaire {pack}")).output();
            assert_eq!(silly(&told), [""; 0], "{command}\n{told}");
            let found: Vec<&&str> = not_asked.iter().filter(|words| told.contains(**words)).collect();
            assert_eq!(found, [&""; 0], "{command} with {pack}\n{told}");
        }
    }
}

#[test]
fn one_axis_alone_is_told_without_the_other() {
    let told = sandbox().run(&format!("report new.json --format text --quiet --questionnaire {KURZ}"));
    assert_snapshot!(told.lines(1..=22), @r"
    status 0
    ---- stdout
    You have not adopted these practices yet.

    Team Blau · 2026-11-01

    Have you adopted it? Not quite. 2.3 of 4; adopted starts at 2.5; with all
      answers it could be 1.8 to 2.6
    open: the answer to Angefangene Arbeit decides it.

    Start with: Ziel: from level 1 to 2. This week:

    What to do next
    ───────────────
    1. Ziel: from level 1 to 2
       - Wie klar ist allen das Ziel der nächsten Wochen? At the next level: Die
         meisten kennen es.

    2. Fehler: from level 2 to 3
       - Was geschieht nach einem Fehler? At the next level: Ursachen werden gesucht
         und notiert.

    3. Gespräch: from level 3 to 4
       - Wie oft sprecht ihr als Team über eure Zusammenarbeit? At the next level:
    ");
}

#[test]
fn results_alone_are_told_without_practices() {
    let sandbox = sandbox();
    copy(KURZ, &sandbox);
    let text = sandbox.read("mine/questionnaire.json").replace("\"adoption\"", "\"outcome\"");
    sandbox.write("mine/questionnaire.json", text);
    let told = sandbox.run("report new.json --format text --quiet --questionnaire mine");
    assert_snapshot!(told.lines(1..=16), @"
    status 0
    ---- stdout
    Your results are at or above the typical answer.

    Team Blau · 2026-11-01

    Did it work? Just about. 2.3 of 4; the typical team has 2.0; with all answers
      it could be 1.8 to 2.6
    open: the answer to Angefangene Arbeit decides it.

    What you do not know
    ────────────────────
      - Angefangene Arbeit

    What does not apply
    ───────────────────
      - Zeit zum Lernen: keine
    ");
}

#[test]
fn a_verdict_without_words_of_its_own_gets_the_programs() {
    let sandbox = Sandbox::new();
    let told = sandbox.run(&format!("example --format text --questionnaire {PLATFORM}"));
    assert_snapshot!(told.lines(1..=21), @r"
    status 0
    ---- stdout
    Its users are served well, without most of these practices.

    Example platform (invented) · 2026-11-22

    Have you adopted it? Not yet. 1.8 of 4; adopted starts at 2.5
    firm: all 8 questions are answered, and the level is not close to the line.

    Did it work? Just about. 2.0 of 4; the typical team has 2.0; with all answers
      it could be 1.5 to 2.5
    open: the answer to Recommended decides it.

    Start with: Users asked: from level 1 to 2. This week:
      - Ask three teams what cost them most time last week

    What to do next
    ───────────────
    1. Users asked: from level 1 to 2
       - How does the platform team know what its users need? At the next level: It
         asks now and then.
       - Watch: answers gathered (number, should go up)
    ");
}

#[test]
fn nothing_can_be_compared_where_there_are_no_stories() {
    let sandbox = sandbox();
    for command in ["compare new.json", "stories", "stories etsy", "report new.json --with small"] {
        let told = sandbox.run(&format!("{command} --quiet --questionnaire {KURZ}"));
        assert_eq!((told.status, told.stdout.as_str()), (Some(2), ""), "{command}");
        assert!(told.stderr.contains("has no stories"), "{command}\n{told}");
    }
    let held = sandbox.run(&format!("report new.json --fail-under outcome=2 --quiet --questionnaire {KURZ}"));
    assert_snapshot!(held, @"
    status 2
    ---- stderr
    error: outcome cannot be checked: this questionnaire has no questions about it.
    ");
}

#[test]
fn texts_come_in_the_language_that_was_asked_for() {
    let sandbox = sandbox();
    let english = sandbox.run(&format!("explain --questionnaire {KURZ}"));
    assert!(english.stderr.contains("no texts in \"en\""), "{english}");
    let german = sandbox.run(&format!("explain --language de --questionnaire {KURZ}"));
    assert_eq!((german.status, german.stderr.as_str()), (Some(0), ""));
    assert_eq!(german.stdout, english.stdout);
    assert_eq!(sandbox.run(&format!("explain --language fr --questionnaire {KURZ}")).status, Some(2));
}

/// Copies a pack into the folder `mine`.
fn copy(pack: &str, sandbox: &Sandbox) {
    for file in ["questionnaire.json", "text/de/questionnaire.json"] {
        let target = sandbox.path("mine").join(file);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(std::path::Path::new(pack).join(file), target).unwrap();
    }
}
