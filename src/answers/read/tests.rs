use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::answers::{Answer, Choice, StepMark};
use crate::error::Place;
use crate::json::Tree;
use crate::testing::drawn;

/// Two traits, of which the first once had another name, a share and a duration.
fn asked() -> Questionnaire {
    let scale = |unit: &str| {
        let reach = json!([{ "at_most": 0.5 }, { "at_most": 0.2 }, { "at_most": 0.1 }, { "at_most": 0.01 }]);
        serde_json::from_value(json!({ "unit": unit, "reach": reach })).unwrap()
    };
    drawn(&["telemetry", "flow"], &[("rate", 5, 2), ("time", 5, 2)])
        .changing("telemetry", |telemetry| {
            telemetry.formerly = vec!["monitoring".to_owned(), "metrics".to_owned()];
        })
        .changing("rate", |rate| rate.value = Some(scale("share")))
        .changing("time", |time| time.value = Some(scale("hours")))
}

/// A file with these answers, and with these members in front of them.
fn file(members: &str, answers: &str) -> String {
    format!(
        "{{ \"schema\": \"diditwork/answers/1\", \"questionnaire\": {{ \"id\": \"drawn\", \"version\": \"1.2.3\" }},\n\
         {members}\"answers\": {{\n{answers}\n}} }}\n"
    )
}

/// What is found in a text: code, line and column.
fn found(text: &str) -> Vec<(&'static str, usize, usize)> {
    let place = |finding: &Finding| finding.place.map_or((0, 0), |place| (place.line, place.column));
    let told = |finding: &Finding| (finding.message.id, place(finding).0, place(finding).1);
    read(text, &asked()).findings.iter().map(told).collect()
}

/// Where ▸ stands in a text, and the text without it.
fn marked(text: &str) -> (String, Place) {
    let (before, after) = text.split_once('▸').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (format!("{before}{after}"), Place { line, column })
}

/// Reading a text finds exactly this, at the mark.
fn finds(text: &str, code: &str, severity: Severity) {
    let (text, place) = marked(text);
    let reading = read(&text, &asked());
    let told: Vec<_> =
        reading.findings.iter().map(|known| (known.message.id, known.place, known.severity)).collect();
    assert_eq!(told, [(code, Some(place), severity)], "{text}");
    assert_eq!(reading.answers.is_some(), severity == Severity::Warning, "{text}");
    let line = text.lines().nth(place.line - 1).map(str::to_owned);
    assert_eq!(reading.findings[0].excerpt, line, "the line that the place is in");
}

fn answers(text: &str) -> Answers {
    let reading = read(text, &asked());
    reading.answers.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

#[test]
fn the_example_of_the_contract_is_read_whole() {
    let text = r#"{
        "schema": "diditwork/answers/1",
        "questionnaire": { "id": "drawn", "version": "1.2.3" },
        "team": "Checkout", "scope": "checkout service, in the web shop",
        "respondent": { "role": "developer", "code": "k7-otter" },
        "date": "2026-11-22", "form": "full", "agreed": true,
        "answers": {
            "rate": { "level": 3, "value": 0.08, "note": "measured" },
            "flow": { "level": "not-applicable", "reason": "no approval" },
            "telemetry": 2,
            "time": "unknown"
        }
    }"#;
    let read = answers(text);
    assert_eq!(found(text), []);
    assert_eq!(read.team.as_deref(), Some("Checkout"));
    assert_eq!(read.scope.as_deref(), Some("checkout service, in the web shop"));
    assert_eq!(read.respondent.role, Some(Role::Developer));
    assert_eq!(read.respondent.code.as_deref(), Some("k7-otter"));
    assert_eq!((read.date.as_deref(), read.form, read.agreed), (Some("2026-11-22"), Form::Full, true));
    let ids: Vec<&str> = read.given.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["telemetry", "flow", "rate", "time"], "in the order of the questionnaire");
    let choices: Vec<Choice> = read.given.iter().map(|(_, answer)| answer.choice).collect();
    assert_eq!(choices, [Choice::Level(2), Choice::NotApplicable, Choice::Level(3), Choice::Unknown]);
    let rate = read.get("rate").unwrap();
    assert_eq!((rate.value, rate.note.as_deref()), (Some(0.08), Some("measured")));
    assert_eq!(read.get("flow").unwrap().reason.as_deref(), Some("no approval"));
}

#[test]
fn every_error_in_an_answer_is_told_at_its_place() {
    for (answer, code) in [
        ("\"telemetry\": ▸5", "answers.level"),
        ("\"telemetry\": ▸256", "answers.level"),
        ("\"telemetry\": ▸-1", "answers.level"),
        ("\"telemetry\": ▸3.5", "answers.level"),
        ("\"telemetry\": ▸\"3\"", "answers.level"),
        ("\"telemetry\": ▸\"Unknown\"", "answers.level"),
        ("\"telemetry\": ▸true", "answers.level"),
        ("\"telemetry\": ▸[3]", "answers.level"),
        ("\"telemetry\": { \"level\": ▸5 }", "answers.level"),
        ("\"telemetry\": ▸{ \"note\": \"later\" }", "answers.missing"),
        ("\"telemetry\": ▸{}", "answers.missing"),
        ("\"telemetry\": { \"level\": 1, \"note\": ▸7 }", "answers.type"),
        ("\"telemetry\": { \"level\": 1, \"reason\": ▸[] }", "answers.type"),
        ("\"telemetry\": { \"level\": 1, \"evidence\": ▸\"x\" }", "answers.type"),
        ("\"telemetry\": { \"level\": 1, \"evidence\": [\"x\", ▸1] }", "answers.type"),
        ("\"rate\": { \"level\": 1, \"value\": ▸\"12 %\" }", "answers.type"),
        ("\"rate\": { \"level\": 1, \"value\": ▸12 }", "answers.value-share"),
        ("\"rate\": { \"level\": 1, \"value\": ▸-0.1 }", "answers.value-share"),
        ("\"time\": { \"level\": 1, \"value\": ▸-1 }", "answers.value"),
        ("▸\"telemetri\": 1", "answers.question"),
        ("▸\"telemetri\": null", "answers.question"),
        ("\"telemetry\": 1, ▸\"telemetry\": 2", "answers.repeated"),
        ("\"telemetry\": 1, ▸\"monitoring\": 2", "answers.repeated"),
        ("\"monitoring\": 1, ▸\"telemetry\": 2", "answers.repeated"),
        ("\"monitoring\": 1, ▸\"metrics\": 2", "answers.repeated"),
        ("\"telemetry\": { \"level\": 1, \"note\": \"a\", ▸\"note\": \"b\" }", "answers.repeated"),
    ] {
        finds(&file("", answer), code, Severity::Error);
    }
}

#[test]
fn every_error_around_the_answers_is_told_at_its_place() {
    for (member, code) in [
        ("\"team\": ▸3,\n", "answers.type"),
        ("\"scope\": ▸[],\n", "answers.type"),
        ("\"respondent\": ▸\"developer\",\n", "answers.type"),
        ("\"respondent\": { \"role\": ▸\"boss\" },\n", "answers.word"),
        ("\"respondent\": { \"code\": ▸7 },\n", "answers.type"),
        ("\"date\": ▸\"22.11.2026\",\n", "answers.date"),
        ("\"date\": ▸\"2026-02-30\",\n", "answers.date"),
        ("\"date\": ▸\"2026-13\",\n", "answers.date"),
        ("\"date\": ▸2026,\n", "answers.type"),
        ("\"form\": ▸\"long\",\n", "answers.word"),
        ("\"agreed\": ▸\"yes\",\n", "answers.type"),
        ("\"team\": \"A\", ▸\"team\": \"B\",\n", "answers.repeated"),
        ("\"more\": { \"x\": [{ \"y\": 1, ▸\"y\": 2 }] }, \"_help\": 1,\n", "answers.repeated"),
    ] {
        let (text, place) = marked(&file(member, ""));
        let errors: Vec<_> = read(&text, &asked())
            .findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| (finding.message.id, finding.place))
            .collect();
        assert_eq!(errors, [(code, Some(place))], "{member}");
    }
}

#[test]
fn a_month_is_a_date() {
    for date in ["2026-11", "2024-02-29", "1999-12-31"] {
        assert!(rules::is_date(date), "{date}");
    }
    for text in ["", "2026", "2026-1-1", "2026-11-2", "2023-02-29", "٢٠٢٦-11", "2026-11-22T00:00", "-026-11"]
    {
        assert!(!rules::is_date(text), "{text}");
    }
}

#[test]
fn what_the_team_says_of_itself_is_read_and_written_back() {
    let read = answers(&file("\"size\": 60, \"field\": \"finance\", \"country\": \"korea\",\n", ""));
    assert_eq!(
        (read.size, read.field.as_deref(), read.country.as_deref()),
        (Some(60), Some("finance"), Some("korea"))
    );
    assert_eq!(answers(&read.to_json()), read);
    for size in ["-1", "1.5", "\"60\"", "5000000000"] {
        finds(&file(&format!("\"size\": ▸{size},\n"), ""), "answers.type", Severity::Error);
    }
}

#[test]
fn another_document_is_refused_with_what_it_is() {
    let reference = r#""questionnaire": {"id": "drawn", "version": "1.2.3"}, "answers": {}}"#;
    for (schema, code) in [
        ("▸\"diditwork/answers/2\"", "answers.schema-newer"),
        ("▸\"diditwork/answers/0\"", "answers.schema"),
        ("▸\"diditwork/report/1\"", "answers.schema"),
        ("▸\"\"", "answers.schema"),
        ("▸1", "answers.type"),
    ] {
        finds(&format!("{{\"schema\": {schema}, {reference}"), code, Severity::Error);
    }
    let schema = r#""schema": "diditwork/answers/1""#;
    for (reference, code) in [
        (r#"{"id": ▸"other", "version": "1.2.3"}"#, "answers.questionnaire"),
        (r#"{"id": "drawn", "version": ▸"2.0.0"}"#, "answers.version-major"),
        (r#"{"id": "drawn", "version": ▸"1.2"}"#, "answers.version"),
        (r#"{"id": "drawn", "version": ▸1}"#, "answers.type"),
        (r#"▸{"id": "drawn"}"#, "answers.missing"),
        (r#"▸{"version": "1.2.3"}"#, "answers.missing"),
        (r#"▸"drawn""#, "answers.type"),
    ] {
        finds(
            &format!("{{{schema}, \"questionnaire\": {reference}, \"answers\": {{}}}}"),
            code,
            Severity::Error,
        );
    }
    finds("▸[]", "answers.type", Severity::Error);
    finds(&format!("\n ▸{{{schema}, \"answers\": {{}}}}"), "answers.missing", Severity::Error);
    assert_eq!(found("{}"), [("answers.missing", 1, 1); 3]);
}

#[test]
fn everything_wrong_is_told_at_once_in_the_order_of_the_file() {
    let text = file("\"date\": \"x\",\n", "\"flow\": 9,\n\"nonsense\": 1,\n\"telemetry\": \"?\"");
    let expected = [
        ("answers.date", 2, 9),
        ("answers.level", 4, 9),
        ("answers.question", 5, 1),
        ("answers.level", 6, 14),
    ];
    assert_eq!(found(&text), expected);
}

#[test]
fn the_nearest_known_name_is_told() {
    let near = |text: &str| {
        let reading = read(text, &asked());
        let values = reading.findings[0].message.values.clone();
        values.into_iter().find(|(name, _)| *name == "near").map(|(_, value)| value)
    };
    let text = |text: &str| Some(crate::error::Value::Text(text.to_owned()));
    assert_eq!(near(&file("", "\"telemetri\": 1")), text("telemetry"));
    assert_eq!(near(&file("", "\"kubernetes\": 1")), text(""));
    assert_eq!(near(&file("\"tem\": \"A\",\n", "")), text("team"));
    assert_eq!(near(&file("\"respondent\": { \"role\": \"develper\" },\n", "")), text("developer"));
}

#[test]
fn warnings_leave_the_answers_usable() {
    let newer = file("", "").replace("1.2.3", "1.3.0");
    assert_eq!(found(&newer), [("answers.version-newer", 1, 81)]);
    assert_eq!(answers(&newer).version.to_string(), "1.3.0");
    assert_eq!(found(&file("", "").replace("1.2.3", "1.2.2")), [("answers.version-older", 1, 81)]);
    for (text, code) in [
        (file("▸\"tem\": \"A\",\n", ""), "answers.field"),
        (file("\"respondent\": { ▸\"age\": 40 },\n", ""), "answers.field"),
        (file("", "\"flow\": { \"level\": 1, ▸\"nte\": \"x\" }"), "answers.field"),
        (file("", "\"flow\": ▸\"not-applicable\""), "answers.reason"),
        (file("", "\"flow\": ▸{ \"level\": \"not-applicable\", \"reason\": \" \" }"), "answers.reason"),
        (file("", "\"flow\": ▸{ \"level\": 1, \"value\": 2 }"), "answers.value-unused"),
        (file("", "\"rate\": ▸{ \"level\": 3, \"value\": 0.3 }"), "answers.value-level"),
    ] {
        finds(&text, code, Severity::Warning);
    }
    assert_eq!(found(&file("", "\"rate\": { \"level\": 3, \"value\": 0.1 }")), [], "0.1 is level 3");
    assert_eq!(found(&file("", "\"rate\": { \"level\": \"unknown\", \"value\": 0.1 }")), []);
}

#[test]
fn help_and_the_schema_for_editors_are_silent() {
    let members = "\"$schema\": \"x\", \"_help\": \"fill in\",\n";
    let text = file(members, "\"_help\": \"choose\",\n\"flow\": { \"_help\": \"0 is\", \"level\": 1 }");
    assert_eq!(found(&text), []);
    assert_eq!(answers(&text).given.len(), 1);
}

#[test]
fn what_a_form_leaves_open_is_unanswered() {
    let text =
        file("\"team\": null,\n", "\"telemetry\": null, \"flow\": { \"level\": null, \"note\": null }");
    assert_eq!(found(&text), []);
    assert_eq!(answers(&text), Answers::empty(&asked()));
}

#[test]
fn a_former_name_is_followed_and_the_new_one_written() {
    let read = answers(&file("", "\"metrics\": 3"));
    assert_eq!(read.get("telemetry").map(|answer| answer.choice), Some(Choice::Level(3)));
    assert!(read.to_json().contains("\"telemetry\": 3"));
}

#[test]
fn what_is_not_known_is_kept_and_written_back() {
    let members =
        "\"colour\": { \"deep\": [1, 2.5, null] },\n\"respondent\": { \"role\": \"data\", \"age\": 40 },\n";
    let text = file(members, "\"flow\": { \"level\": 1, \"mood\": \"good\" }")
        .replace("\"version\": \"1.2.3\"", "\"version\": \"1.2.3\", \"edition\": \"blue\"");
    let written = answers(&text).to_json();
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(value["colour"], json!({ "deep": [1, 2.5, null] }));
    assert_eq!(value["respondent"], json!({ "role": "data", "age": 40 }));
    assert_eq!(value["answers"]["flow"], json!({ "level": 1, "mood": "good" }));
    assert_eq!(value["questionnaire"], json!({ "id": "drawn", "version": "1.2.3", "edition": "blue" }));
}

#[test]
fn a_bare_answer_is_written_bare() {
    let text = file("", "\"telemetry\": { \"level\": 2 }, \"flow\": { \"level\": \"unknown\" }");
    let value: serde_json::Value = serde_json::from_str(&answers(&text).to_json()).unwrap();
    assert_eq!(value["answers"], json!({ "telemetry": 2, "flow": "unknown" }));
}

#[test]
fn text_that_is_not_strict_json_is_refused_with_its_place() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for (text, code, line, column) in [
        (file("", "\"flow\": NaN"), "json.syntax", 3, 9),
        (file("", "\"flow\": 1e999"), "answers.level", 3, 9),
        (file("", "") + "x", "json.trailing", 5, 1),
        (file("", "") + "{}", "json.trailing", 5, 1),
        (file("", "\"flow\": 1,"), "json.comma", 4, 1),
        ("{".to_owned(), "json.end", 1, 1),
        (String::new(), "json.empty", 1, 1),
        (deep, "json.deep", 1, 128),
    ] {
        assert_eq!(found(&text), [(code, line, column)], "{text}");
    }
}

#[test]
fn of_a_file_with_another_schema_nothing_else_is_expected() {
    let text = "{ \"schema\": \"diditwork/report/1\", \"questionnaire\": 7, \"axes\": {} }";
    assert_eq!(found(text), [("answers.schema", 1, 13)]);
}

#[test]
fn a_mistyped_level_is_named_with_the_missing_one() {
    let text = file("", "\"flow\": { \"levl\": 2, \"note\": 3 }");
    let all = [("answers.missing", 3, 9), ("answers.field", 3, 11), ("answers.type", 3, 30)];
    assert_eq!(found(&text), all);
}

#[test]
fn what_stands_beside_a_wrong_level_is_looked_at_too() {
    let text = file("", "\"rate\": { \"level\": 9, \"value\": 7, \"evidence\": [\"a\", 1], \"note\": 3 }");
    let all =
        [("answers.level", 20), ("answers.value-share", 32), ("answers.type", 53), ("answers.type", 65)];
    assert_eq!(found(&text), all.map(|(code, column)| (code, 3, column)));
}

#[test]
fn answers_that_the_short_form_does_not_ask_are_not_passed_over_in_silence() {
    let mut asked = asked();
    asked.short_form = vec!["flow".to_owned()];
    let told = |form: &str, given: &str| -> Vec<_> {
        let reading = read(&file(&format!("\"form\": \"{form}\",\n"), given), &asked);
        assert!(reading.answers.is_some());
        reading.findings.iter().map(|finding| finding.message.id).collect()
    };
    assert_eq!(told("short", "\"flow\": 1, \"telemetry\": 2"), ["answers.beyond-short"]);
    assert!(told("short", "\"flow\": 1").is_empty());
    assert!(told("full", "\"flow\": 1, \"telemetry\": 2").is_empty());
}

#[test]
fn deeply_nested_members_are_read_or_refused_and_never_break_anything() {
    for depth in [1, 100, 120, 126, 127, 200, 100_000] {
        let text = file(&format!("\"x\": {}{},\n", "[".repeat(depth), "]".repeat(depth)), "");
        let reading = read(&text, &asked());
        assert_eq!(reading.answers.is_some(), depth <= 126, "{depth}");
        assert_eq!(reading.findings.len(), 1, "{depth}");
    }
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    assert_eq!(found(&format!("\u{feff}{}", file("", "\"flow\": 9"))), [("answers.level", 3, 9)]);
    assert_eq!(found("\u{feff}[]"), [("answers.type", 1, 1)]);
}

fn any_tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Boolean),
        // Numbers beyond every type of the machine, with exponents, are kept digit by digit.
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?".prop_map(|number| json::parse(
            &number
        )
        .unwrap()
        .tree),
        any::<String>().prop_map(Tree::Text),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| items.into_iter().collect()),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Members that no version knows.
fn unknown() -> impl Strategy<Value = Vec<(String, Tree)>> {
    prop::collection::btree_map("x-[a-z]{1,3}", any_tree(), 0..3)
        .prop_map(|members| members.into_iter().collect())
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let choice = prop_oneof![
        4 => (0..=4u8).prop_map(Choice::Level),
        1 => Just(Choice::Unknown),
        1 => Just(Choice::NotApplicable),
    ];
    let text = || prop::option::of(any::<String>());
    let value = prop::option::of(0.0..=1.0f64);
    let evidence = prop::collection::vec(any::<String>(), 0..3);
    (choice, any::<bool>(), value, text(), text(), evidence, unknown()).prop_map(
        |(choice, proposed, value, note, reason, evidence, unknown)| Answer {
            choice,
            proposed,
            value,
            note,
            reason,
            evidence,
            unknown,
        },
    )
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let text = || prop::option::of(any::<String>());
    let role = prop::option::of(prop::sample::select(Role::ALL.to_vec()));
    let date = prop::option::of(prop_oneof!["20[0-9]{2}-0[1-9]-[12][0-8]", "19[0-9]{2}-1[0-2]"]);
    let given = ["telemetry", "flow", "rate", "time"].map(|id| {
        prop::option::of(any_answer()).prop_map(move |answer| answer.map(|answer| (id.to_owned(), answer)))
    });
    // Names that look the same are read as the same.
    let name = || text().prop_map(|name| name.and_then(|name| rules::name(&name)));
    let respondent =
        (role, name(), unknown()).prop_map(|(role, code, unknown)| Respondent { role, code, unknown });
    let form = prop_oneof![Just(Form::Full), Just(Form::Short)];
    let mark = prop::sample::select(StepMark::ALL.to_vec());
    let steps = prop::collection::btree_map("[a-z]{1,5}-[0-9]", mark, 0..3);
    let unknown = (unknown(), unknown(), steps);
    (name(), text(), text(), respondent, date, form, any::<bool>(), given, unknown).prop_map(
        |(team, scope, goal, respondent, date, form, agreed, given, (unknown, beside, steps))| Answers {
            steps: steps.into_iter().collect(),
            questionnaire_unknown: beside,
            team,
            scope,
            goal,
            respondent,
            date,
            form,
            agreed,
            given: given.into_iter().flatten().collect(),
            unknown,
            ..Answers::empty(&asked())
        },
    )
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same(written in any_answers()) {
        let reading = read(&written.to_json(), &asked());
        let errors: Vec<_> =
            reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
        prop_assert_eq!(reading.answers, Some(written));
    }

    #[test]
    fn the_order_of_the_keys_changes_nothing(written in any_answers()) {
        fn reversed(tree: Tree) -> Tree {
            let Tree::Object(members) = tree else { return tree };
            members.into_iter().rev().map(|member| (member.key, reversed(member.value.tree))).collect()
        }
        let other = serde_json::to_string(&reversed(json::parse(&written.to_json()).unwrap().tree)).unwrap();
        let again = read(&other, &asked()).answers;
        let bare = |given: &[(String, Answer)]| given.iter().map(|(id, answer)| (id.clone(), answer.choice)).collect::<Vec<_>>();
        prop_assert_eq!(again.as_ref().map(|again| bare(&again.given)), Some(bare(&written.given)));
        prop_assert_eq!(again.map(|again| (again.team, again.form)), Some((written.team, written.form)));
    }

    #[test]
    fn no_text_whatever_breaks_the_reader(text in any::<String>(), at in any::<prop::sample::Index>()) {
        let mut broken = file("\"team\": \"A\",\n", "\"telemetry\": 3, \"rate\": { \"level\": 1, \"value\": 0.5 }");
        let at = (0..=broken.len()).rev().find(|end| *end <= at.index(broken.len()) && broken.is_char_boundary(*end));
        broken.insert_str(at.unwrap(), &text);
        let lines = broken.lines().count();
        for finding in read(&broken, &asked()).findings {
            prop_assert!(finding.place.is_some_and(|place| place.line >= 1 && place.line <= lines.max(1) + 1));
        }
    }
}
