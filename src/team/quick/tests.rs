use super::*;
use crate::answers::read;
use crate::language::Language;
use crate::pack::Pack;
use proptest::prelude::*;

/// Whatever the quick reader takes, the strict one takes without a word, and both say the same.
fn agrees(questionnaire: &Questionnaire, text: &str) -> bool {
    let reader = QuickReader::new(questionnaire).unwrap();
    let mut choices = vec![0; questionnaire.questions.len()];
    let mut line_choices = choices.clone();
    let one_line = text.split('\n').next().unwrap_or_default();
    let is_taken = reader.read(one_line, &mut choices).is_some();
    let behind = format!("{one_line}\n{text}");
    let line = reader.line(&behind, &mut line_choices);
    assert_eq!(line.map(|(_, length)| length), is_taken.then_some(one_line.len() + 1), "{text}");
    let Some(record) = reader.read(text, &mut choices) else { return false };
    let strict = read::read(text, questionnaire);
    assert_eq!(strict.findings, [], "{text}");
    let answers = strict.answers.unwrap();
    let mut expected = vec![0; questionnaire.questions.len()];
    assert_eq!(record, Record::of(&answers, questionnaire, &mut expected), "{text}");
    true
}

const WHOLE: &str = r#"{"schema":"diditwork/answers/1","questionnaire":{"id":"real-stories","version":"2.0.0"},"team":"Checkout","scope":"shop","respondent":{"role":"tester","code":"k7"},"date":"2026-11-22","form":"full","agreed":false,"answers":{"telemetry":2,"flow":{"level":"unknown"},"database-change":{"level":"not-applicable","reason":"none"},"change-fail-rate":{"level":3,"value":0.12,"note":"a \" \u00e4 \n 팀","evidence":["x",""]},"leadership":{ "level" : 4 }}}"#;

#[test]
fn what_our_own_writer_and_the_form_write_is_taken() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    assert!(agrees(&questionnaire, WHOLE));
    let example = Pack::BuiltIn.example(&Language::english()).unwrap().unwrap().1;
    let example = read::read(&example, &questionnaire).answers.unwrap().without_schema();
    assert!(agrees(&questionnaire, &example.to_json()));
}

#[test]
fn whatever_is_unusual_is_left_to_the_strict_reader() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    for (from, to) in [
        ("\"telemetry\":2", "\"telemetry\":5"),
        ("\"telemetry\":2", "\"telemetry\":2.0"),
        ("\"telemetry\":2", "\"telemetry\":\"not-applicable\""),
        ("\"telemetry\":2", "\"telemetry\":2,\"telemetry\":2"),
        ("\"telemetry\":2", "\"telemetrx\":2"),
        ("\"reason\":\"none\"", "\"reason\":\" \""),
        ("0.12", "0.5"),
        ("0.12", "00.12"),
        ("0.12", "1.2e-1"),
        ("2026-11-22", "2026-02-30"),
        ("\\u00e4", "\\ud800"),
        ("\\u00e4", "\\u+0e4"),
        ("\"level\" : 4 }}}", "\"level\" : 4 }}} x"),
        ("\"level\" : 4 }}}", "\"level\" : 4 ,}}}"),
        ("2.0.0", "2.1.0"),
        ("\"tester\"", "\"boss\""),
        ("\"scope\"", "\"scopes\""),
        ("\"full\"", "\"short\""),
    ] {
        let text = WHOLE.replace(from, to);
        assert_ne!(text, WHOLE, "{from}");
        assert!(!agrees(&questionnaire, &text), "{to}");
    }
}

proptest! {
    #[test]
    fn after_any_damage_both_readers_still_say_the_same(
        cut in 0..WHOLE.len(), length in 0usize..8, put in "[\"\\\\{}:,0-9a-e \n\u{e4}\\[\\]]{0,4}"
    ) {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        let end = (cut + length).min(WHOLE.len());
        if let (Some(before), Some(after)) = (WHOLE.get(..cut), WHOLE.get(end..)) {
            agrees(&questionnaire, &format!("{before}{put}{after}"));
        }
    }
}
