//! Answers in every form they come in, and what people type as amounts and times.

use diditwork::answers::Answers;
use diditwork::answers::csv::{self, BEFORE, BEHIND, Field};
use diditwork::answers::document;
use diditwork::answers::read::Reading;
use diditwork::answers::rules::is_date;
use diditwork::history::time;
use diditwork::interview::amount::{UnitWords, read};
use diditwork::language::Language;
use diditwork::pack::words;
use diditwork::questionnaire::Unit;
use diditwork::render::numbers;
use diditwork::team::Record;
use diditwork::team::quick::QuickReader;
use diditwork::text::Word;

use super::{content, told};

/// An answers file, a sheet or a page: whatever is read is written such that it reads back the same.
pub(super) fn document(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let questionnaire = &content().questionnaire;
    let reading = document::read(&text, questionnaire);
    told(&reading.findings);
    quick(&text, &reading);
    let Some(answers) = reading.answers else { return };
    let written = answers.to_json();
    assert_eq!(document::read(&written, questionnaire).answers.as_ref(), Some(&answers), "{written}");
    quick(&written, &document::read(&written, questionnaire));
    if answers.version == questionnaire.version {
        as_sheet(&answers);
    }
}

/// What the quick reader takes, the strict reader takes without a word, and both say the same of it.
fn quick(text: &str, reading: &Reading) {
    let questionnaire = &content().questionnaire;
    let mut choices = vec![0; questionnaire.questions.len()];
    let mut strict = choices.clone();
    let reader = QuickReader::new(questionnaire);
    if let Some(record) = reader.read(text, &mut choices) {
        assert_eq!(reading.findings, [], "the quick reader took it");
        let answers = reading.answers.as_ref().expect("the quick reader took it");
        let expected = Record::of(answers, questionnaire, &mut strict);
        assert_eq!(format!("{record:?}"), format!("{expected:?}"));
    }
}

/// The rows of a sheet with these answers.
fn sheet(answers: &Answers) -> String {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let mut rows = vec![texts(&[BEFORE.as_slice(), BEHIND.as_slice()].concat())];
    for field in Field::ALL {
        let mut row = texts(&[&format!("_{}", field.word()), "", "", ""]);
        row.push(field.of(answers));
        rows.push(row);
    }
    for (id, answer) in &answers.given {
        let mut row = texts(&[id, "", "", "", &csv::choice_cell(answer.choice)]);
        row.extend(csv::cells_behind(answer));
        rows.push(row);
    }
    csv::write(&rows)
}

/// A sheet has no room for everything, such as blanks around a note; what it says once it says again.
fn as_sheet(answers: &Answers) {
    let questionnaire = &content().questionnaire;
    let read = |answers: &Answers| {
        let sheet = sheet(answers);
        let reading = document::read(&sheet, questionnaire);
        reading.answers.unwrap_or_else(|| panic!("{:?}\n{sheet}", reading.findings))
    };
    let once = read(answers);
    let key = |answers: &Answers| {
        let given = answers.given.iter().map(|(id, answer)| (id.clone(), answer.choice, answer.value));
        given.collect::<Vec<_>>()
    };
    assert_eq!(key(&once), key(answers));
    assert_eq!(read(&once), once);
}

/// What people type for a share, a duration or a frequency, a day or a time.
pub(super) fn amounts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for tag in ["en", "ko"] {
        let words = Language::from_tag(tag).as_ref().and_then(words).expect("the words are built in");
        let units = UnitWords::new(|name| words.say(&format!("survey.unit.{name}")));
        for unit in [Unit::Share, Unit::Hours, Unit::PerWeek] {
            if let Some(value) = read(&text, unit, &units) {
                assert!(value.is_finite() && value >= 0.0, "{value}");
                assert!(unit != Unit::Share || value <= 1.0, "{value}");
                assert!(!numbers::value(value, unit, &words).is_empty());
            }
        }
    }
    let zone = time::zone(&text);
    for zone in [None, zone.as_ref()] {
        if let Ok(second) = time::parse(&text, zone) {
            assert!(time::edge(&text, zone).is_ok_and(|edge| edge.since == second && edge.end > second));
        }
    }
    if is_date(&text) {
        assert!(text.len() == 7 || time::edge(&text, None).is_ok(), "{text}");
        assert!(!content().words.date(&text).is_empty());
    }
}
