use super::*;
use crate::answers::Choice;
use crate::questionnaire::{Bound, Unit, ValueScale};
use crate::testing::drawn;

const HEAD: &str =
    r#"{"schema": "diditwork/answers/1", "questionnaire": {"id": "drawn", "version": "1.2.3"},"#;

fn asked() -> Questionnaire {
    drawn(&["telemetry", "flow"], &[])
}

fn page(document: &str) -> String {
    format!("<!doctype html>\n<p>3 < 4 & \"x\"</p>\n  {OPENING}{document}</template>\n<p>\"flow\": 0</p>\n")
}

fn found(text: &str) -> Vec<(&'static str, Option<(usize, usize)>)> {
    let place = |finding: &Finding| finding.place.map(|place| (place.line, place.column));
    read(text, &asked()).findings.iter().map(|finding| (finding.message.id, place(finding))).collect()
}

#[test]
fn the_answers_in_a_report_page_are_read() {
    let document = format!("{HEAD}\n\"answers\": {{\"telemetry\": 3}}}}");
    for text in
        [document.clone(), page(&document), format!("\u{feff}{}", page(&document)), format!("\n {document}")]
    {
        let read = read(&text, &asked()).answers.unwrap();
        assert_eq!(read.given.len(), 1);
        assert_eq!(read.get("telemetry").unwrap().choice, Choice::Level(3));
    }
}

#[test]
fn a_finding_in_a_page_has_its_place_and_line_in_the_page() {
    let document = format!("{HEAD}\n\"answers\": {{\"telemetry\": 9}}}}");
    let page_with_error = page(&document);
    assert_eq!(found(&page_with_error), [("answers.level", Some((4, 26)))]);
    let first_line = page(&format!("{{\"x\": 1, {}", &document[1..]).replace('9', "1"));
    assert_eq!(first_line.lines().nth(2).unwrap().find("\"x\""), Some(2 + OPENING.len() + 1));
    assert_eq!(found(&first_line), [("answers.field", Some((3, 2 + OPENING.len() + 2)))]);
    for text in [page_with_error, first_line, format!("\u{feff}{}", page("["))] {
        let finding = &read(&text, &asked()).findings[0];
        let line = finding.place.unwrap().line;
        assert_eq!(finding.excerpt.as_deref(), text.lines().nth(line - 1), "the caret stands in this line");
    }
}

#[test]
fn a_page_without_answers_and_one_that_was_cut_off_are_refused() {
    assert_eq!(found("<html></html>"), [("answers.page", None)]);
    assert_eq!(
        found(&format!("<html>{OPENING}{{\"schema\"")),
        [("json.end", Some((1, 6 + OPENING.len() + 9)))]
    );
}

#[test]
fn a_byte_order_mark_in_front_of_a_page_moves_no_place() {
    let text = format!("\u{feff}<html>{OPENING}[]</template>");
    assert_eq!(found(&text), [("answers.type", Some((1, 6 + OPENING.len() + 1)))]);
}

#[test]
fn the_same_rules_hold_for_a_document_and_for_a_sheet() {
    let mut questionnaire = asked();
    questionnaire.questions[0].formerly = vec!["old".to_owned()];
    questionnaire.short_form = vec!["telemetry".to_owned()];
    let codes = |text: &str| -> Vec<&'static str> {
        read(text, &questionnaire).findings.iter().map(|finding| finding.message.id).collect()
    };
    for (fields, answers, rows, code) in [
        ("\"date\": \"2026-02-30\",", "", "_date,2026-02-30", "answers.date"),
        ("\"form\": \"shrt\",", "", "_form,shrt", "answers.word"),
        ("\"respondent\": {\"role\": \"tstr\"},", "", "_role,tstr", "answers.word"),
        ("", "\"flwo\": 1", "flwo,b", "answers.question"),
        ("", "\"telemetry\": 1, \"old\": 2", "telemetry,b\nold,c", "answers.repeated"),
        ("", "\"flow\": \"not-applicable\"", "flow,not-applicable", "answers.reason"),
        ("\"form\": \"short\",", "\"flow\": 1", "_form,short\nflow,b", "answers.beyond-short"),
        ("", "\"flow\": {\"level\": 1, \"value\": 7}", "flow,b,7", "answers.value-unused"),
        ("", "\"flow\": {\"level\": 1, \"value\": -7}", "flow,b,-7", "answers.value"),
    ] {
        assert_eq!(codes(&format!("{HEAD} {fields} \"answers\": {{{answers}}}}}")), [code], "{answers}");
        let sheet = format!("id,answer,value\n_questionnaire,drawn 1.2.3\n{rows}\n");
        assert_eq!(codes(&sheet), [code], "{rows}");
    }
    for (id, version, code) in [
        ("other", "1.2.3", "answers.questionnaire"),
        ("drawn", "1.2", "answers.version"),
        ("drawn", "2.0.0", "answers.version-major"),
        ("drawn", "0.9.0", "answers.version-former"),
        ("drawn", "1.3.0", "answers.version-newer"),
        ("drawn", "1.2.2", "answers.version-older"),
    ] {
        let document = format!(
            r#"{{"schema": "diditwork/answers/1", "questionnaire": {{"id": "{id}", "version": "{version}"}}, "answers": {{}}}}"#
        );
        assert_eq!(codes(&document), [code], "{version}");
        assert_eq!(codes(&format!("id,answer\n_questionnaire,{id} {version}\n")), [code], "{version}");
    }
}

/// A sheet with these rows behind the one of the questionnaire, in columns separated by commas.
fn sheet(heading: &str, rows: &str) -> String {
    format!("{heading}\n_questionnaire,drawn 1.2.3\n{rows}\n")
}

/// The same questionnaire with a question that takes hours.
fn timed() -> Questionnaire {
    let reach = vec![Bound::AtMost(730.0), Bound::AtMost(168.0), Bound::Under(24.0)];
    asked().changing("flow", |question| question.value = Some(ValueScale { unit: Unit::Hours, reach }))
}

#[test]
fn a_number_that_may_be_in_thousands_is_refused_in_a_sheet() {
    let value = |text: &str| -> Result<f64, &'static str> {
        let reading = read(text, &timed());
        let flow = reading.answers.map(|answers| answers.get("flow").unwrap().value.unwrap());
        flow.ok_or_else(|| reading.findings.last().unwrap().message.id)
    };
    let head = "_questionnaire;drawn 1.2.3;";
    for (cell, separator, expected) in [
        ("\"1,200\"", ',', Err("csv.value-grouped")),
        ("\"1,200,000\"", ',', Err("csv.value-grouped")),
        ("\"1,200.5\"", ',', Err("answers.value")),
        ("1.125", ',', Ok(1.125)),
        ("\"0,125\"", ',', Ok(0.125)),
        ("\"1,25\"", ',', Ok(1.25)),
        ("1200", ',', Ok(1200.0)),
        ("1.000", ';', Err("csv.value-grouped")),
        ("1,200", ';', Err("csv.value-grouped")),
        ("1,5", ';', Ok(1.5)),
        ("0.125", ';', Ok(0.125)),
        ("1.000", '\t', Err("csv.value-grouped")),
    ] {
        let text = format!("id;answer;value\n{head}\nflow;;CELL\n").replace(';', &separator.to_string());
        assert_eq!(value(&text.replace("CELL", cell)), expected, "{cell} {separator}");
    }
}

#[test]
fn a_column_that_is_there_twice_is_refused_and_one_that_is_not_read_is_named() {
    assert_eq!(found(&sheet("id,answer,Answer", "telemetry,,c")), [("csv.column-twice", Some((1, 11)))]);
    assert_eq!(found(&sheet("id,answer,a,a", "telemetry,a")), [("csv.column-twice", Some((1, 13)))]);
    for (heading, near) in [("Value (hours)", ""), ("Notes", "note"), ("e", ""), ("f", "")] {
        let reading = read(&sheet(&format!("id,answer,{heading}"), "telemetry,c,7"), &asked());
        let findings = if heading == "e" { &[][..] } else { &["csv.column-unknown"] };
        let ids: Vec<&str> = reading.findings.iter().map(|finding| finding.message.id).collect();
        assert_eq!(ids, findings, "{heading}: options have the letters a to e");
        let named = reading.findings.iter().all(|finding| {
            let near = Message::new("csv.column-unknown").with("column", heading).with("near", near);
            finding.message == near
        });
        assert!(named || heading == "f", "{:?}", reading.findings);
        assert_eq!(reading.answers.unwrap().choice("telemetry"), Some(Choice::Level(2)));
    }
    assert_eq!(found(&sheet("id,answer,Notes,", "telemetry,c,,")), [], "says nothing");
}

#[test]
fn what_a_sheet_holds_beside_the_answers_is_kept_or_named() {
    let heading = "id,answer,value,reason,note,evidence";
    for rows in ["flow,,,,n,", "flow,,,r,,", "flow,,,,,https://a.example", "flow,,7,,,"] {
        let reading = read(&sheet(heading, rows), &asked());
        assert_eq!(reading.findings[0].message.id, "csv.no-answer", "{rows}");
        let drafts = reading.answers.unwrap().drafts;
        assert!(drafts[0].0 == "flow" && !drafts[0].1.is_bare(), "{rows}");
    }
    assert_eq!(found(&sheet(heading, "_total,7")), [("csv.field", Some((3, 1)))]);
    assert_eq!(found(&sheet(heading, "_team,A,,,n")), [("csv.beside", Some((3, 11)))]);
    assert_eq!(found("id,answer\ntelemetry,c\n"), [("csv.version", Some((1, 1)))]);
}

#[test]
fn a_sheet_whose_rows_are_single_cells_is_named() {
    assert_eq!(found("\"id,answer\"\n\"telemetry,b\"\n"), [("csv.row-quoted", Some((1, 1)))]);
    let upright = read("id|answer\ntelemetry|b\n", &asked()).answers.unwrap();
    assert_eq!(upright.choice("telemetry"), Some(Choice::Level(1)));
}

#[test]
fn a_number_beside_an_open_level_gives_the_level_and_everything_else_is_kept() {
    let document = |flow: &str| format!("{HEAD} \"answers\": {{ \"flow\": {flow} }}}}");
    let members = r#""value": 30, "note": "n", "reason": "r", "evidence": ["e"], "zz": 1"#;
    let reading = read(&document(&format!("{{ \"level\": null, {members} }}")), &timed());
    assert_eq!(
        reading.findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>(),
        ["answers.field"]
    );
    // 30 hours are at most a week and not under a day.
    let answers = reading.answers.unwrap();
    assert_eq!(
        (answers.choice("flow"), answers.get("flow").unwrap().value),
        (Some(Choice::Level(2)), Some(30.0))
    );
    let kept = read(&document(&format!("{{ \"level\": null, {members} }}")), &asked());
    let ids: Vec<&str> = kept.findings.iter().map(|finding| finding.message.id).collect();
    assert_eq!(ids, ["answers.value-unused", "answers.field"], "no question takes a number");
    let written: serde_json::Value = serde_json::from_str(&kept.answers.unwrap().to_json()).unwrap();
    let all = serde_json::json!({ "level": null, "value": 30.0, "note": "n", "reason": "r", "evidence": ["e"], "zz": 1 });
    assert_eq!(written["answers"]["flow"], all);
}

#[test]
fn a_second_page_and_whatever_else_is_behind_a_page_is_named() {
    let document = format!("{HEAD} \"answers\": {{\"telemetry\": 3}}}}");
    let whole = format!("{}</html>\n", page(&document));
    assert_eq!(found(&whole), []);
    assert_eq!(found(&format!("{whole}<!-- saved -->\n")), []);
    for more in [&whole, &document, &format!("\u{feff}{whole}")] {
        assert_eq!(found(&format!("{whole}{more}")), [("answers.page-more", Some((6, 1)))]);
    }
    let others = "<html></html>";
    assert_eq!(found(&format!("{others}{whole}")), [("answers.page-more", Some((1, 14)))]);
    assert_eq!(found("<!doctype html>\n<p>half"), [("answers.page-cut", None)]);
}

#[test]
fn a_line_is_one_document_or_one_code() {
    let questionnaire = asked();
    let document = format!("{HEAD} \"answers\": {{\"telemetry\": 3}}}}");
    let code = code::encode(&questionnaire, &read(&document, &questionnaire).answers.unwrap());
    let ids = |line: &str| -> Vec<&'static str> {
        read_line(line, &questionnaire).findings.iter().map(|finding| finding.message.id).collect()
    };
    assert_eq!((ids(&document), ids(&code)), (vec![], vec![]));
    for line in ["id,answer", "telemetry,b", "# comment", "<html></html>", &format!("{code},{code}")] {
        assert_eq!(ids(line), ["answers.line"], "{line}");
    }
    for (text, line) in [
        (format!("Anna: {code}\nBen: {code}\n"), 1),
        (format!("{code}, {code}\n"), 1),
        (format!("{code};{code}\n"), 1),
    ] {
        assert_eq!(found(&text), [("answers.line", Some((line, 1)))], "{text}");
    }
}

#[test]
fn names_that_look_the_same_are_the_same() {
    // 결 as one character, and as ㄱ, ㅕ and ㄹ, as files of macOS have it.
    for name in ["결제", "\u{1100}\u{1167}\u{11af}제", " 결제\u{a0}"] {
        let document = format!(
            "{HEAD} \"team\": \"{name}\", \"respondent\": {{\"code\": \"{name}\"}}, \"answers\": {{}}}}"
        );
        for text in [document, sheet("id,answer", &format!("_team,{name}\n_code,{name}"))] {
            let answers = read(&text, &asked()).answers.unwrap();
            assert_eq!(answers.team.as_deref(), Some("결제"));
            assert_eq!(answers.respondent.code.as_deref(), Some("결제"));
        }
    }
    let blank = format!("{HEAD} \"team\": \" \", \"answers\": {{}}}}");
    assert_eq!(read(&blank, &asked()).answers.unwrap().team, None);
}
