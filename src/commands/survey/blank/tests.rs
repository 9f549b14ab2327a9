//! Forms to fill in, read again blank and filled in.

use super::{document, sheet};
use crate::answers::{Answers, Choice, csv, read};
use crate::content::Content;
use crate::interview::{Interview, Scope};
use crate::language::Language;
use crate::pack::{self, Pack};

fn content() -> Content {
    let words = pack::words(&Language::english()).unwrap();
    Pack::BuiltIn.content(&words, pack::Choice::None).unwrap()
}

#[test]
fn a_form_to_fill_in_reads_as_unanswered_and_as_what_was_filled_in() {
    let content = content();
    let interview =
        Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &Scope::Full).unwrap();
    let blank = document(&content, &interview);
    let reading = read::read(&blank, &content.questionnaire);
    assert_eq!((reading.findings, reading.answers.unwrap().given), (vec![], vec![]));
    assert!(blank.contains("\"4\": \"Anything we ask, because everybody on the team"));
    let filled =
        blank.replacen("\"level\": null", "\"level\": 3", 1).replacen("\"team\": null", "\"team\": \"A\"", 1);
    let answers = read::read(&filled, &content.questionnaire).answers.unwrap();
    assert_eq!((answers.given.len(), answers.team.as_deref()), (1, Some("A")));
}

#[test]
fn a_sheet_reads_as_unanswered_and_as_what_was_filled_in() {
    let content = content();
    let questionnaire = &content.questionnaire;
    let interview = Interview::new(questionnaire, Answers::empty(questionnaire), &Scope::Short).unwrap();
    let blank = sheet(&content, &interview);
    let reading = csv::read(&blank, questionnaire);
    assert_eq!((reading.findings, reading.answers.unwrap().given), (vec![], vec![]));
    let filled: Vec<String> = blank
        .lines()
        .map(|line| match line.split(',').next() {
            Some("telemetry") => line.replace("last 90 days,,", "last 90 days,B,"),
            Some("flow") => line.replace("last 90 days,,", "last 90 days,unknown,"),
            Some("change-lead-time") => line.replace(",,,,,", ",,72,,,"),
            _ => line.to_owned(),
        })
        .collect();
    let reading = csv::read(&filled.join("\r\n"), questionnaire);
    let answers = reading.answers.unwrap_or_else(|| panic!("{:?}", reading.findings));
    let choice = |id: &str| answers.get(id).map(|answer| answer.choice);
    assert_eq!(choice("telemetry"), Some(Choice::Level(1)));
    assert_eq!(choice("flow"), Some(Choice::Unknown));
    assert_eq!(choice("change-lead-time"), Some(Choice::Level(3)));
    assert_eq!(answers.given.len(), 3);
}

#[test]
fn a_sheet_of_answers_reads_back_the_same() {
    let content = content();
    let text = Pack::BuiltIn.example(&Language::english()).unwrap().unwrap().1;
    let mut answers = read::read(&text, &content.questionnaire).answers.unwrap().without_schema();
    if let Some((_, answer)) = answers.given.first_mut() {
        answer.note = Some("=HYPERLINK(\"x\"), \"quoted\"; 메모".to_owned());
        answer.evidence = vec!["https://a.example".to_owned(), "wiki, page three".to_owned()];
    }
    let interview = Interview::new(&content.questionnaire, answers.clone(), &Scope::Full).unwrap();
    let sheet = sheet(&content, &interview);
    assert!(sheet.contains("'=HYPERLINK"));
    let reading = csv::read(&sheet, &content.questionnaire);
    assert_eq!(reading.answers, Some(answers), "{:?}", reading.findings);
}

#[test]
fn what_is_wrong_in_a_sheet_is_named_with_its_place() {
    let content = content();
    let find = |text: &str| {
        let findings = csv::read(text, &content.questionnaire).findings;
        findings
            .iter()
            .map(|finding| (finding.message.id, finding.place.map(|place| (place.line, place.column))))
            .collect::<Vec<_>>()
    };
    let version = "_questionnaire,real-stories 2.0.0\n";
    assert_eq!(find("id,answr\n"), [("csv.column", Some((1, 1)))]);
    assert_eq!(find(&format!("id,answer\n{version}telemetry,z\n")), [("csv.answer", Some((3, 11)))]);
    assert_eq!(
        find("id;answer\n_questionnaire;real-stories 2.0.0\ntelemtry;a\nflow;a\nflow;b"),
        [("answers.question", Some((3, 1))), ("answers.repeated", Some((5, 1)))]
    );
    assert_eq!(
        find(&format!("id,answer,value\n{version}change-fail-rate,,150%\n")),
        [("answers.value-share", Some((3, 19)))]
    );
    assert_eq!(
        find(&format!("id,answer\n{version}flow,not-applicable\n")),
        [("answers.reason", Some((3, 6)))]
    );
}
