//! `diditwork trend`, and what `report` does with earlier answers and with levels that are asked for.

#![expect(clippy::disallowed_methods, reason = "tests read files themselves")]

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::{PACK, Sandbox};

fn json(sandbox: &Sandbox, arguments: &str) -> Value {
    serde_json::from_str(&sandbox.run(arguments).output()).unwrap()
}

/// Answers to three questions, one of a version of the questionnaire.
fn answers(version: &str, date: &str, answers: &str) -> String {
    format!(
        r#"{{"schema": "diditwork/answers/1", "questionnaire": {{"id": "real-stories", "version": "{version}"}},
  "team": "Checkout", "date": "{date}", "answers": {{{answers}}}}}"#
    )
}

#[test]
fn six_quarters_are_told_from_a_folder() {
    let sandbox = Sandbox::with_history();
    assert_snapshot!(sandbox.run("trend history").lines(1..=36), @"
    status 0
    ---- stdout
    Practices rose by 1.1, results rose by 1.0 in 15 months. The verdict changed:
    Neither yet → Working without it.

    Booking (invented) · booking service of an imaginary ferry line

    Both answers over time
    ──────────────────────
    Date        adopted       range  worked       range
    2025-03-27      1.0  0.9 to 1.2     1.2  0.8 to 2.0
    2025-06-26      1.1  1.0 to 1.2     0.9  0.7 to 1.5
    2025-09-25      1.3  1.3 to 1.4     1.4  1.1 to 1.9
    2025-12-18      1.7  1.6 to 1.8     1.7  1.6 to 2.0
    2026-03-26      1.8           –     2.2           –
    2026-06-25      2.1  2.0 to 2.2     2.2           –

      - 2025-03-27 to 2025-09-25: Neither yet (practices firm, results firm)
      - 2025-12-18: Neither yet (practices firm, results leaning)
      - 2026-03-26 to 2026-06-25: Working without it (practices firm, results
        leaning)

    Only questions with a level at both the first and the last date, so that new
    answers do not change the figures:
      - Have you adopted DevOps? 1.0 then, 2.2 now, on 20 questions.
      - Did it work? 1.2 then, 2.3 now, on 7 questions.

    Could it be chance?
    ───────────────────
    Each date has one set of answers, from one person or agreed by a team. With one
    set, no statistic can tell a real change from a different mood on another day.

    What changed from the first date to the last
    ────────────────────────────────────────────
    Higher
      - Trunk-based development: 1 → 3
      - Automated testing: 1 → 3
      - Deployment automation: 1 → 3
    ");
}

#[test]
fn two_dates_are_told_in_markdown_without_what_happened_between() {
    let sandbox = Sandbox::with_history();
    assert_snapshot!(
        sandbox.run("trend history/2026-Q1.json history/2026-Q2.json --format markdown"),
        @"
        status 0
        ---- stdout
        # Practices rose by 0.3, results stayed the same in 3 months. Practices are 0.4 below the line.

        _Booking (invented) · booking service of an imaginary ferry line_

        ## Both answers over time

        | Date       | adopted | range      | worked | range |
        | ---------- | ------: | ---------: | -----: | --: |
        | 2026-03-26 | 1.8     | –          | 2.2    | – |
        | 2026-06-25 | 2.1     | 2.0 to 2.2 | 2.2    | – |

        - 2026-03-26 to 2026-06-25: Working without it (practices firm, results leaning)

        Only questions with a level at both the first and the last date, so that new answers do not change the figures:

        - Have you adopted DevOps? 1.8 then, 2.1 now, on 23 questions.
        - Did it work? 2.2 then, 2.2 now, on 10 questions.

        ## Could it be chance?

        Each date has one set of answers, from one person or agreed by a team. With one set, no statistic can tell a real change from a different mood on another day.

        ## What changed from the first date to the last

        Higher

        - Automated testing: 2 → 3
        - Self-service deployment: 1 → 2
        - Small batches: 2 → 3
        - Fast recovery: 2 → 3
        - Resilience testing: 0 → 1
        - Loosely coupled architecture: 1 → 2
        - Paved road: 1 → 2
        - Outcome measurement: 1 → 2
        - Failed deployment recovery: 3 → 4

        Lower

        - On-call ownership: 2 → 1
        - Leadership: 2 → 1
        - Well-being: 3 → 2

        No longer known

        - Feature flags: 1 → don't know

        ## Earlier next steps: reached or still open

        | Suggested  | Next step                        | By the next date |
        | ---------- | -------------------------------- | --- |
        | 2026-03-26 | Automated testing: from level 2 to 3 | reached |
        | 2026-03-26 | Resilience testing: from level 0 to 1 | reached |
        | 2026-03-26 | Loosely coupled architecture: from level 1 to 2 | reached |

        A step counts as reached if the next answers are at its level or above; the answers do not say who did it or why.

        ## Measured numbers and answers

        | Measure                    | 2026-03-26 | 2026-06-25 |
        | -------------------------- | ---------: | --: |
        | Deployment frequency       | 2.1 a week | 2.6 a week |
        | Change lead time           | 6.3 days   | 4 days |
        | Failed deployment recovery | 30 hours   | 9 hours |
        | Change fail rate           | 15%        | 12% |
        | Deployment rework rate     | 14%        | 11% |
        | Unplanned work             | 30%        | 28% |

        ## Closest chapter over time

        | Date       | Closest chapter           | distance | nearly as good |
        | ---------- | ------------------------- | -------: | --: |
        | 2026-03-26 | Amazon 1998 to about 2009 | 1.2      | 1 |
        | 2026-06-25 | Slack 2017-2022           | 0.9      | 0 |

        From Amazon 1998 to about 2009 towards Slack 2017-2022. What Amazon did next, 2006-2022: 1.6 levels away then, 1.4 now. Chapters share different practices with you, so their order is approximate; “nearly as good” counts other chapters that fit almost as well.

        _diditwork 0.1.0 · questionnaire real-stories 2.0.0 · facts from published sources; distributions by DORA 2025, CC BY 4.0_
        "
    );
}

#[test]
fn the_data_has_the_members_of_the_contract() {
    let sandbox = Sandbox::with_history();
    let trend = json(&sandbox, "trend history/2025-Q1.json history/2026-Q2.json --format json");
    assert_eq!(trend["schema"], "diditwork/trend/1");
    assert_eq!(trend["dates"], serde_json::json!(["2025-03-27", "2026-06-25"]));
    assert_eq!(trend["test"], Value::Null, "one voice, no statistics");
    assert_eq!(trend["axes"][0]["adoption"]["answered"], 21);
    let changes: Vec<String> = trend["changes"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_snapshot!(changes.join("\n"), @r#"
    {"from":1,"id":"trunk-based-development","kind":"rose","to":3}
    {"from":1,"id":"automated-testing","kind":"rose","to":3}
    {"from":1,"id":"deployment-automation","kind":"rose","to":3}
    {"from":1,"id":"self-service-deployment","kind":"rose","to":2}
    {"from":1,"id":"small-batches","kind":"rose","to":3}
    {"from":0,"id":"immutable-artifacts","kind":"rose","to":3}
    {"from":0,"id":"progressive-delivery","kind":"rose","to":1}
    {"from":1,"id":"fast-recovery","kind":"rose","to":3}
    {"from":0,"id":"feature-flags","kind":"became-unknown","to":"unknown"}
    {"from":1,"id":"telemetry","kind":"rose","to":3}
    {"from":"unknown","id":"actionable-alerting","kind":"became-known","to":2}
    {"from":1,"id":"blameless-learning","kind":"rose","to":3}
    {"from":"unknown","id":"resilience-testing","kind":"became-known","to":1}
    {"from":1,"id":"loosely-coupled-architecture","kind":"rose","to":2}
    {"from":2,"id":"team-ownership","kind":"rose","to":3}
    {"from":"not-applicable","id":"paved-road","kind":"applies-again","to":2}
    {"from":0,"id":"database-change","kind":"rose","to":2}
    {"from":1,"id":"outcome-measurement","kind":"rose","to":2}
    {"from":2,"id":"leadership","kind":"fell","to":1}
    {"from":1,"id":"deployment-frequency","kind":"rose","to":3}
    {"from":1,"id":"change-lead-time","kind":"rose","to":3}
    {"from":2,"id":"failed-deployment-recovery-time","kind":"rose","to":4}
    {"from":"unknown","id":"change-fail-rate","kind":"became-known","to":3}
    {"from":"unknown","id":"deployment-rework-rate","kind":"became-known","to":3}
    {"from":1,"id":"reliability-targets","kind":"rose","to":2}
    {"from":0,"id":"unplanned-work","kind":"rose","to":2}
    {"from":3,"id":"well-being","kind":"fell","to":2}
    {"from":"unknown","id":"customer-outcomes","kind":"became-known","to":2}
    {"from":1,"id":"business-goals","kind":"rose","to":2}
    "#);
}

#[test]
fn rows_hold_every_level_at_every_date() {
    let sandbox = Sandbox::with_history();
    let rows = sandbox.run("trend history --format csv").output();
    assert_eq!(rows.lines().count(), 1 + 6 * (2 + 34));
    let of_one: Vec<&str> = rows.lines().filter(|row| row.contains(",resilience-testing,")).collect();
    assert_snapshot!(of_one.join("\n"), @"
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2025-03-27,unknown,5,,,,
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2025-06-26,unknown,5,,,,
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2025-09-25,unknown,5,,,,
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2025-12-18,unknown,5,,,,
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2026-03-26,0,5,0,,,became-known
    real-stories,2.0.0,resilience-testing,Resilience testing,operate,adoption,2026-06-25,1,5,0.25,,,rose
    ");
    let rows = rows.strip_prefix('\u{feff}').unwrap();
    assert_snapshot!(rows.lines().take(3).collect::<Vec<_>>().join("\n"), @"
    questionnaire,version,id,name,area,axis,date,level,levels,score,low,high,change
    real-stories,2.0.0,adoption,Have you adopted DevOps?,,adoption,2025-03-27,,,0.23809523809523808,0.21739130434782608,0.30434782608695654,
    real-stories,2.0.0,outcome,Did it work?,,outcome,2025-03-27,,,0.29285714285714287,0.205,0.505,
    ");
}

#[test]
fn the_page_stands_by_itself_and_is_replaced_without_force() {
    let sandbox = Sandbox::with_history();
    assert_snapshot!(sandbox.run("trend history --format html"), @"
    status 0
    ---- stderr
    The report is in diditwork-trend.html.
    Next: diditwork report --format tasks (the steps to take now)
    ");
    let page = sandbox.read("diditwork-trend.html");
    assert!(page.contains("over-time") && !page.contains("<script"), "a drawing and no script");
    assert!(!page.contains("diditwork-answers"), "no answers inside");
    let again = sandbox.run("trend history --format html --quiet");
    assert_eq!(again.status, Some(0), "a report of ours: {again}");
    for format in ["json", "markdown", "csv", "text"] {
        for _ in 0..2 {
            let told = sandbox.run(&format!("trend history --format {format} -o again --quiet"));
            assert_eq!(told.status, Some(0), "{told}");
        }
    }
    let told = sandbox.run("trend history -o history/2025-Q1.json --format json");
    assert_eq!(told.status, Some(3), "answers are never replaced: {told}");
}

#[test]
fn nothing_changed_against_itself_and_swapped_dates_mirror_every_change() {
    let sandbox = Sandbox::with_history();
    let of = |pair: &str| json(&sandbox, &format!("trend {pair} --format json"))["changes"].clone();
    assert_eq!(of("history/2025-Q3.json history/2025-Q3.json"), serde_json::json!([]));
    let forth = of("history/2025-Q1.json history/2026-Q2.json");
    let back = of("history/2026-Q2.json history/2025-Q1.json");
    for (forth, back) in forth.as_array().unwrap().iter().zip(back.as_array().unwrap()) {
        assert_eq!((&forth["id"], &forth["from"], &forth["to"]), (&back["id"], &back["to"], &back["from"]));
    }
    let told = sandbox.run("trend history/2026-Q2.json history/2025-Q1.json").output();
    assert!(told.contains("The dates are not in order (2026-06-25, 2025-03-27)"));
}

#[test]
fn another_version_is_followed_and_the_rest_is_not_comparable() {
    let sandbox = Sandbox::with_own_pack();
    sandbox.edit("mine/questionnaire.json", "\"version\": \"2.0.0\"", "\"version\": \"2.1.0\"");
    sandbox.edit(
        "mine/questionnaire.json",
        "\"id\": \"telemetry\",",
        "\"id\": \"telemetry\", \"formerly\": [\"monitoring\"],",
    );
    sandbox.write("old.json", answers("2.0.0", "2025-11", r#""monitoring": 1, "flow": "unknown""#));
    sandbox.write("new.json", answers("2.1.0", "2026-11", r#""telemetry": 3, "flow": 2, "leadership": 2"#));
    assert_snapshot!(sandbox.run("trend old.json new.json --questionnaire mine"), @r#"
    status 0
    ---- stdout
    There is no level at either date: too few answers.

    Checkout

    Please note
    ───────────
      - The answers are for different versions of the questionnaire (2.0.0, 2.1.0).
        Questions that both have are compared, also renamed ones; a question may
        have been reworded in between.

    Both answers over time
    ──────────────────────
    Date     adopted       range  worked       range
    2025-11        –  0.0 to 3.9       –  0.0 to 4.0
    2026-11        –  0.3 to 3.8       –  0.0 to 4.0

      - 2025-11 to 2026-11: Not enough answers (practices open, results open)

    Only questions with a level at both the first and the last date, so that new
    answers do not change the figures:
      - Have you adopted DevOps? 1.0 then, 3.0 now, on 1 question.

    Could it be chance?
    ───────────────────
    Each date has one set of answers, from one person or agreed by a team. With one
    set, no statistic can tell a real change from a different mood on another day.

    What changed from the first date to the last
    ────────────────────────────────────────────
    Higher
      - Telemetry: 1 → 3

    Newly known
      - Change approval: don't know → 2

    Earlier next steps: reached or still open
    ─────────────────────────────────────────
    Suggested  Next step                     By the next date
    2025-11    Telemetry: from level 1 to 2  reached

    A step counts as reached if the next answers are at its level or above; the
    answers do not say who did it or why.

    What cannot be compared
    ───────────────────────
    Asked or answered in only one of the two forms or versions:

    Leadership

    diditwork 0.1.0 · questionnaire real-stories 2.1.0 · facts from published
    sources; distributions by DORA 2025, CC BY 4.0
    ---- stderr
    warning: old.json:1:86: these answers are for version 2.0.0 of the questionnaire; the version in use is 2.1.0. Renamed questions are matched.
      1 | : {"id": "real-stories", "version": "2.0.0"},
        |                                     ^
    warning: the answers are for different versions of the questionnaire (2.0.0, 2.1.0). Questions that both have are compared, also renamed ones; a question may have been reworded in between.
    "#);
}

#[test]
fn what_cannot_be_compared_at_all_is_refused_with_the_reason() {
    let sandbox = Sandbox::with_history();
    assert_snapshot!(sandbox.run("trend history/2025-Q1.json"), @"
    status 2
    ---- stderr
    error: a trend needs answers of at least two dates; found 1.
      hint: give several answers files, or a folder with one team's files by date.
    ");
    assert_snapshot!(sandbox.run("trend"), @"
    status 2
    ---- stderr
    error: <PATHS>... is missing.
      hint: add --help to the command to see its arguments.
    ");
    let foreign = answers("2.0.0", "2026-11", "").replace("real-stories", "our-own");
    sandbox.write("foreign.json", foreign);
    assert_snapshot!(sandbox.run("trend history/2025-Q1.json foreign.json"), @r#"
    status 2
    ---- stderr
    error: foreign.json:1:59: these answers are for the questionnaire "our-own"; the one in use is "real-stories".
      1 | answers/1", "questionnaire": {"id": "our-own", "version": "2.0.0"},
        |                                     ^
      hint: name the folder of that questionnaire with --questionnaire DIR.
    "#);
}

#[test]
fn a_report_tells_what_changed_since_earlier_answers() {
    let sandbox = Sandbox::with_history();
    let report = "report history/2026-Q2.json --before history/2026-Q1.json";
    let data = json(&sandbox, &format!("{report} --format json"));
    let alone = json(&sandbox, "trend history/2026-Q1.json history/2026-Q2.json --format json");
    assert_eq!(data["trend"], alone);
    assert!(json(&sandbox, "report history/2026-Q2.json --format json").get("trend").is_none());
    for format in ["text", "markdown", "html -o -"] {
        let told = sandbox.run(&format!("{report} --format {format}")).output();
        assert!(told.contains("What changed since then") && told.contains("No longer known"), "{format}");
    }
}

#[test]
fn a_level_that_is_not_reached_ends_with_one_line_after_the_report_is_written() {
    let sandbox = Sandbox::with_history();
    let report = "report history/2025-Q4.json -o report.html";
    assert_snapshot!(sandbox.run(&format!("{report} --fail-under adoption=2.5,outcome=2.0")), @"
    status 1
    ---- stderr
    The report is in report.html.
    Next: diditwork form (ask your colleagues, then combine the answers with
    diditwork team)
    error: not met: adoption is at level 1.7, 0.8 below 2.5; outcome is at level 1.7, 0.3 below 2.0.
    ");
    assert_eq!(sandbox.files(), ["history", "report.html"]);
    assert_eq!(sandbox.run(&format!("{report} --fail-under outcome=1.5")).status, Some(0));
    assert_snapshot!(sandbox.run(&format!("{report} --quiet --fail-if-worse history/2026-Q2.json")), @"
    status 1
    ---- stderr
    error: not met: adoption is at level 1.7, 0.4 below the 2.1 of 2026-06-25; outcome is at level 1.7, 0.5 below the 2.2 of 2026-06-25.
    ");
    assert_eq!(sandbox.run(&format!("{report} --fail-if-worse history/2025-Q3.json")).status, Some(0));
    assert_eq!(sandbox.run(&format!("{report} --fail-if-worse history/2025-Q4.json")).status, Some(0));
}

#[test]
fn a_level_is_compared_exactly() {
    let sandbox = Sandbox::new();
    let all = |level: &str| {
        let questionnaire: Value =
            serde_json::from_str(&std::fs::read_to_string(format!("{PACK}/questionnaire.json")).unwrap())
                .unwrap();
        let ids = questionnaire["questions"].as_array().unwrap().iter();
        ids.map(|question| format!("\"{}\": {level}", question["id"].as_str().unwrap()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    sandbox.write("two.json", answers("2.0.0", "2026-11", &all("2")));
    let gate = |level: &str| {
        sandbox.run(&format!("report two.json -q -o r.html --fail-under adoption={level}")).status
    };
    assert_eq!([gate("2"), gate("2.0"), gate("2.000")], [Some(0); 3]);
    assert_snapshot!(sandbox.run("report two.json -q -o r.html --fail-under adoption=2.001"), @"
    status 1
    ---- stderr
    error: not met: adoption is at level 2.000, 0.001 below 2.001.
    ");
    sandbox.write("unknown.json", answers("2.0.0", "2026-11", &all("\"unknown\"")));
    assert_snapshot!(sandbox.run("report unknown.json -q -o r.html --fail-under adoption=1"), @"
    status 1
    ---- stderr
    error: not met: adoption has too few answers for a level, and 1.0 is required.
    ");
}

#[test]
fn a_level_that_is_no_level_is_wrong_usage() {
    let sandbox = Sandbox::with_history();
    let report = "report history/2025-Q4.json -o report.html";
    assert_snapshot!(sandbox.run(&format!("{report} --fail-under speed=2")), @r#"
    status 2
    ---- stderr
    error: "speed=2" is not a valid minimum level.
      hint: write adoption=LEVEL, outcome=LEVEL or both, separated by a comma. Levels go from 0 to 4, with up to three decimals.
    "#);
    assert_snapshot!(sandbox.run(&format!("{report} --fail-under adoption=2,adoption=3")), @"
    status 2
    ---- stderr
    error: the level of adoption is given twice.
    ");
    assert_snapshot!(sandbox.run(&format!("{report} --fail-under adoption=2 --what-if flow=4")), @"
    status 2
    ---- stderr
    error: --fail-under <AXIS=LEVEL> cannot be used with --what-if <ID=LEVEL>.
    ");
    sandbox.edit("history/2025-Q1.json", "\"full\"", "\"short\"");
    assert_snapshot!(sandbox.run(&format!("{report} --fail-if-worse history/2025-Q1.json")), @r#"
    status 2
    ---- stderr
    warning: 2025-Q1.json:10:11: answers to questions outside the short form, kept but not used: 22.
      10 |   "form": "short",
         |           ^
      hint: to use them, write "form": "full". "diditwork survey" asks the questions that the short form leaves out.
    error: 2025-Q1.json: the earlier answers use the other form (short or full), so the two levels are based on different questions.
      hint: compare short with short, and full with full.
    "#);
    for level in ["adoption", "adoption=", "adoption=4.1", "adoption=-1", "adoption=2.5.0", "=2"] {
        let told = sandbox.run(&format!("{report} --fail-under {level}"));
        assert_eq!(told.status, Some(2), "{level}: {told}");
    }
    assert_eq!(sandbox.files(), ["history"], "nothing is written");
}

/// Answers of people to every question, one file each in a folder: the code (a space is none) and the level of each.
fn people(sandbox: &Sandbox, (folder, date): (&str, &str), codes: &str, levels: &[u8]) {
    let questionnaire: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{PACK}/questionnaire.json")).unwrap())
            .unwrap();
    std::fs::create_dir_all(sandbox.path(folder)).unwrap();
    for (number, (code, level)) in codes.chars().zip(levels).enumerate() {
        let ids = questionnaire["questions"].as_array().unwrap().iter();
        let all: Vec<String> =
            ids.map(|question| format!("\"{}\": {level}", question["id"].as_str().unwrap())).collect();
        let text = answers("2.0.0", date, &all.join(", "));
        let respondent = format!("\"respondent\": {{\"code\": \"{code}\"}}, \"team\"");
        let text = if code == ' ' { text } else { text.replacen("\"team\"", &respondent, 1) };
        sandbox.write(&format!("{folder}/{number}.json"), text);
    }
}

#[test]
fn six_people_with_codes_are_held_against_themselves() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("all/2025-Q4", "2025-12"), "abcdef", &[1, 1, 2, 1, 0, 2]);
    people(&sandbox, ("all/2026-Q1", "2026-03"), "fedcba", &[3, 1, 2, 3, 2, 2]);
    let trend = json(&sandbox, "trend all --format json");
    assert_eq!(trend["axes"][1]["respondents"], 6);
    assert_eq!(
        trend["test"]["adoption"],
        serde_json::json!({ "p": 0.03125, "smallest_p": 0.03125, "respondents": 6, "paired": true, "exact": true })
    );
    assert_eq!(json(&sandbox, "trend all/2025-Q4 all/2026-Q1 --format json"), trend, "folders in order");
    assert_snapshot!(sandbox.run("trend all --format text").lines(1..=32), @"
    status 0
    ---- stdout
    Practices rose by 1.0, results rose by 0.9 in 3 months. Results went from firm
    to leaning.

    Checkout

    Both answers over time
    ──────────────────────
    Date     people  adopted  range  worked  range
    2025-12       6      1.2      –     1.0      –
    2026-03       6      2.2      –     1.9      –

      - 2025-12: Neither yet (practices firm, results firm)
      - 2026-03: Neither yet (practices firm, results leaning)

    Only questions with a level at both the first and the last date, so that new
    answers do not change the figures:
      - Have you adopted DevOps? 1.2 then, 2.2 now, on 24 questions.
      - Did it work? 1.0 then, 1.9 now, on 10 questions.

    Could it be chance?
    ───────────────────
      - Have you adopted DevOps? More than chance alone would often produce: p =
        0.031 (6 people, each compared with their own earlier answers by code; all
        permutations counted).
      - Did it work? More than chance alone would often produce: p = 0.031 (6
        people, each compared with their own earlier answers by code; all
        permutations counted).

    One two-sided permutation test per axis, from the first date to the last, on
    each person's score. There is none per question, because with many questions
    some always seem to have moved. The test separates change from chance; it does
    not show causes.
    ");
    // The same people in files of other names.
    people(&sandbox, ("again/then", "2025-12"), "fedcba", &[2, 0, 1, 2, 1, 1]);
    people(&sandbox, ("again/now", "2026-03"), "abcdef", &[2, 2, 3, 2, 1, 3]);
    assert_eq!(json(&sandbox, "trend again --format json"), trend, "order changes nothing");
}

#[test]
fn another_team_is_no_later_date() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("one", "2026-01-01"), " ", &[1]);
    people(&sandbox, ("two", "2026-04-01"), " ", &[2]);
    sandbox.edit("two/0.json", "Checkout", "Other");
    assert_snapshot!(sandbox.run("trend one/0.json two/0.json"), @"
    status 2
    ---- stderr
    error: these answers are from 2 teams: Checkout, Other.
      hint: compare answers of one team. If it was renamed, write the same name into all its files.
    ");
    for run in [
        "trend one two --anonymous",
        "report two/0.json --before one/0.json -o r.html",
        "report two/0.json --since one/0.json --format tasks -o r.html",
        "report two/0.json --fail-if-worse one/0.json -o r.html",
    ] {
        let told = sandbox.run(run);
        assert_eq!(told.status, Some(2), "{run}: {told}");
        assert!(told.stderr.contains("from 2 teams: Checkout, Other"), "{run}: {told}");
    }
    assert_eq!(sandbox.files(), ["one", "two"], "nothing is written");
    std::fs::copy(sandbox.path("two/0.json"), sandbox.path("one/1.json")).unwrap();
    assert_eq!(sandbox.run("trend one").status, Some(2), "in one folder too");
}

#[test]
fn who_answered_stands_behind_each_date_and_other_people_are_named() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("flat", "2026-01-01"), "ab", &[1, 2]);
    for (file, code, date, level) in [("x", "a", "2026-04-01", 2), ("y", "b", "2026-04-02", 3)] {
        people(&sandbox, ("part", date), code, &[level]);
        std::fs::rename(sandbox.path("part/0.json"), sandbox.path(&format!("flat/{file}.json"))).unwrap();
    }
    assert_snapshot!(sandbox.run("trend flat").lines(1..=26), @"
    status 0
    ---- stdout
    Practices rose by 1.5, results rose by 1.3 in 3 months. The verdict changed:
    Neither yet → Adopted and working.

    Checkout

    Please note
    ───────────
      - Not the same people answered at every date (2026-01-01: 2, 2026-04-01: 1,
        2026-04-02: 1). A change may lie in who answered.

    Both answers over time
    ──────────────────────
    Date        people  adopted  range  worked  range
    2026-01-01       2      1.5      –     1.3      –
    2026-04-01       1      2.0      –     1.7      –
    2026-04-02       1      3.0      –     2.6      –

      - 2026-01-01: Neither yet (practices firm, results firm)
      - 2026-04-01: Neither yet (practices firm, results leaning)
      - 2026-04-02: Adopted and working (practices firm, results firm)

    Only questions with a level at both the first and the last date, so that new
    answers do not change the figures:
      - Have you adopted DevOps? 1.5 then, 3.0 now, on 24 questions.
      - Did it work? 1.3 then, 2.6 now, on 10 questions.

    ---- stderr
    warning: not the same people answered at every date (2026-01-01: 2, 2026-04-01: 1, 2026-04-02: 1). A change may lie in who answered.
    ");
    let told = sandbox.run("trend flat").output();
    assert!(told.contains("there is only one set of answers"), "{told}");
    let trend = json(&sandbox, "trend flat --format json");
    let people: Vec<&Value> =
        trend["axes"].as_array().unwrap().iter().map(|axes| &axes["respondents"]).collect();
    assert_eq!(people, [2, 1, 1]);
    let others = json(&sandbox, "trend flat/x.json flat/y.json --format json");
    assert_eq!(others["warnings"][0]["code"], "trend.people", "anna, then ben");
    let gate = sandbox.run("report flat/y.json --fail-if-worse flat/x.json -o r.html");
    assert!(gate.stderr.contains("not the same people"), "{gate}");
    let same = json(&sandbox, "trend flat/0.json flat/x.json --format json");
    assert_eq!(same["warnings"], serde_json::json!([]), "anna, then anna");
}

#[test]
fn what_was_asked_first_at_the_later_date_is_no_change_of_the_headline() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("a", "2026-01"), " ", &[2]);
    people(&sandbox, ("b", "2026-02"), " ", &[2]);
    sandbox.edit("a/0.json", "\"team\"", "\"form\": \"short\", \"team\"");
    let told = sandbox.run("trend a/0.json b/0.json").output();
    assert!(told.starts_with("Both stayed the same (like for like) in one month."), "{told}");
    let korean = sandbox.run("trend a/0.json b/0.json --language ko").output();
    assert!(korean.starts_with("한 달 동안 두 축 모두 그대로(같은 질문끼리 비교)."), "{korean}");
}

#[test]
fn one_date_twice_and_months_in_one_date_are_said() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("a", "2026-01-05"), "a", &[2]);
    people(&sandbox, ("b", "2026-04-02"), "ab", &[2, 2]);
    std::fs::copy(sandbox.path("a/0.json"), sandbox.path("b/old.json")).unwrap();
    sandbox.edit("b/old.json", "\"code\": \"a\"", "\"code\": \"c\"");
    let codes = |run: &str| -> Vec<String> {
        let trend = json(&sandbox, &format!("trend {run} --format json"));
        trend["warnings"].as_array().unwrap().iter().map(|one| one["code"].to_string()).collect()
    };
    assert_eq!(codes("a/0.json a/0.json"), ["\"trend.same\""]);
    let mut twice = sandbox.read("b/1.json").replace("\"code\": \"b\"", "\"code\": \"a\"");
    twice = twice.replace(": 2,", ": 3,");
    sandbox.write("a/1.json", twice.replace("2026-04-02", "2026-01-05"));
    assert!(sandbox.run("trend a b").stderr.contains("none of which is dated later (a)"));
    assert_eq!(codes("a/0.json b"), ["\"trend.people\"", "\"trend.stretched\""]);
}

#[test]
fn three_people_without_codes_are_too_few_to_tell() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("flat", "2025-12"), "   ", &[0, 0, 1]);
    for number in 0..3 {
        std::fs::rename(
            sandbox.path(&format!("flat/{number}.json")),
            sandbox.path(&format!("flat/then{number}.json")),
        )
        .unwrap();
    }
    people(&sandbox, ("flat", "2026-03"), "   ", &[3, 3, 4]);
    let test = json(&sandbox, "trend flat --format json")["test"]["outcome"].clone();
    assert_eq!(test["p"], 0.1);
    let told = sandbox.run("trend flat").output();
    let told: Vec<&str> =
        told.lines().skip_while(|line| !line.starts_with("Can it be told")).take(10).collect();
    assert_snapshot!(told.join("\n"), @"");
}

#[test]
fn anonymous_people_are_told_of_in_bands_and_only_where_three_differ() {
    let sandbox = Sandbox::new();
    people(&sandbox, ("all/then", "2025-12"), "abcdef", &[1, 1, 2, 1, 0, 2]);
    people(&sandbox, ("all/now", "2026-03"), "abcdxy", &[3, 1, 2, 3, 2, 2]);
    assert_snapshot!(sandbox.run("trend all --anonymous"), @"
    status 2
    ---- stderr
    error: fewer than 3 respondents differ between two of these dates. A comparison would reveal individual answers.
      hint: agree to be named and leave out --anonymous, or leave out one of the two dates.
    ");
    people(&sandbox, ("all/now", "2026-03"), "abcd  ", &[3, 1, 2, 3, 2, 2]);
    assert!(sandbox.run("trend all --anonymous").stderr.contains("let everyone choose a code"));
    people(&sandbox, ("all/now", "2026-03"), "abcxyz", &[3, 1, 2, 3, 2, 2]);
    let trend = json(&sandbox, "trend all --anonymous --format json");
    let members: Vec<&String> = trend["axes"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["adoption", "areas", "date", "label", "outcome", "respondents", "verdict"]);
    for absent in ["changes", "test", "steps", "chapters", "values"] {
        assert_eq!(trend.get(absent), None, "{absent}");
    }
    for format in ["markdown", "html -o -", "csv", "text"] {
        let told = sandbox.run(&format!("trend all --anonymous --format {format}")).output();
        assert!(told.contains("1-2") && !told.contains("Trunk"), "{format}");
    }
    people(&sandbox, ("all/now", "2026-03"), "uvw", &[3, 1, 2]);
    for number in 3..6 {
        std::fs::remove_file(sandbox.path(&format!("all/now/{number}.json"))).unwrap();
    }
    assert_snapshot!(sandbox.run("trend all --anonymous"), @"
    status 2
    ---- stderr
    error: an anonymous report needs answers of at least 5 people.
      hint: wait for more answers, or agree to be named and leave out --anonymous.
    ");
    sandbox.edit("all/then/0.json", ": 1", ": 9");
    let told = sandbox.run("trend all --anonymous");
    assert_eq!(told.status, Some(2));
    assert!(!told.stderr.contains('9'), "what stands in a file is not told: {told}");
}
