use super::*;
use crate::answers::Choice;
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
        assert_eq!(codes(&format!("id,answer,value\n{rows}\n")), [code], "{rows}");
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
