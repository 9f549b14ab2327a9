use super::*;
use crate::answers::read;
use crate::language::Language;
use crate::pack::Pack;
use proptest::prelude::*;

/// Whether the quick reader takes a document; then the strict one takes it without a finding and reads the same.
fn agrees(questionnaire: &Questionnaire, text: &str) -> bool {
    let reader = QuickReader::new(questionnaire);
    let mut choices = vec![0; questionnaire.questions.len()];
    let Some(record) = reader.read(text, &mut choices) else { return false };
    let strict = read::read(text, questionnaire);
    assert_eq!(strict.findings, [], "{text}");
    let answers = strict.answers.unwrap();
    let mut expected = vec![0; questionnaire.questions.len()];
    assert_eq!(record, Record::of(&answers, questionnaire, &mut expected), "{text}");
    true
}

const WHOLE: &str = r#"{"schema":"diditwork/answers/1","questionnaire":{"id":"real-stories","version":"VERSION"},"team":"Checkout","scope":"shop","goal":"faster","respondent":{"role":"tester","code":"k7"},"date":"2026-11-22","form":"full","agreed":false,"answers":{"telemetry":2,"flow":{"level":"unknown"},"database-change":{"level":"not-applicable","reason":"none"},"change-fail-rate":{"level":3,"value":0.12,"note":"a \" \u00e4 \n 팀","evidence":["x",""]},"leadership":{ "level" : 4 }}}"#;

const SHORT: &str = "{\n  \"answers\": {\n    \"flow\": 3,\n    \"change-fail-rate\": {\n      \"value\": 1,\n      \"level\": 0\n    }\n  },\n  \"form\": \"short\",\n  \"questionnaire\": {\n    \"version\": \"VERSION\",\n    \"id\": \"real-stories\"\n  },\n  \"schema\": \"diditwork/answers/1\",\n  \"date\": \"2026-11\",\n  \"agreed\": true\n}\n";

fn current(text: &str, questionnaire: &Questionnaire) -> String {
    text.replace("VERSION", &questionnaire.version.to_string())
}

#[test]
fn what_our_own_writer_and_the_form_write_is_taken() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    for text in [WHOLE, SHORT] {
        assert!(agrees(&questionnaire, &current(text, &questionnaire)), "{text}");
    }
    let example = Pack::BuiltIn.example(&Language::english()).unwrap().unwrap().1;
    let example = read::read(&example, &questionnaire).answers.unwrap().without_schema();
    assert!(agrees(&questionnaire, &example.to_json()));
}

#[test]
fn whatever_is_unusual_is_left_to_the_strict_reader() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let whole = current(WHOLE, &questionnaire);
    let version = questionnaire.version.to_string();
    for (from, to) in [
        ("\"telemetry\":2", "\"telemetry\":5"),
        ("\"telemetry\":2", "\"telemetry\":254"),
        ("\"telemetry\":2", "\"telemetry\":2.0"),
        ("\"telemetry\":2", "\"telemetry\":{\"level\":{\"level\":2}}"),
        ("\"telemetry\":2", "\"telemetry\":\"not-applicable\""),
        ("\"telemetry\":2", "\"telemetry\":2,\"telemetry\":2"),
        ("\"telemetry\":2", "\"telemetrx\":2"),
        ("\"reason\":\"none\"", "\"reason\":\" \""),
        ("0.12", "0.5"),
        ("0.12", "00.12"),
        ("0.12", "1.5"),
        ("\"level\" : 4 ", "\"level\" : 4, \"value\" : 1"),
        ("2026-11-22", "2026-02-30"),
        ("\\u00e4", "\\ud800"),
        ("\\u00e4", "\\u+0e4"),
        ("\"level\" : 4 }}}", "\"level\" : 4 }}} x"),
        ("\"level\" : 4 }}}", "\"level\" : 4 ,}}}"),
        (version.as_str(), "9.1.0"),
        ("\"tester\"", "\"boss\""),
        ("\"scope\"", "\"scopes\""),
        ("\"full\"", "\"short\""),
    ] {
        let text = whole.replace(from, to);
        assert_ne!(text, whole, "{from}");
        assert!(!agrees(&questionnaire, &text), "{to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn after_any_damage_both_readers_still_say_the_same(
        is_short in any::<bool>(), cut in 0..WHOLE.len(), length in 0usize..12,
        put in "[\"\\\\{}:,0-9a-e \n\u{e4}\\[\\]]{0,4}|\"unknown\"|\"not-applicable\"|null|\"flow\":1,|\"note\":\"x\",|\"reason\":null,"
    ) {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        let text = current(if is_short { SHORT } else { WHOLE }, &questionnaire);
        let (start, end) = (cut.min(text.len()), (cut + length).min(text.len()));
        if let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) {
            agrees(&questionnaire, &format!("{before}{put}{after}"));
        }
    }
}
