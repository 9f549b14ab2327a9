use super::*;
use crate::questionnaire::Area;
use crate::testing::drawn;

/// Three questions in three areas, two of practices; the short form leaves the second question out.
fn questionnaire() -> Questionnaire {
    let mut questionnaire = drawn(&["a", "b"], &[("m", 3, 1)]).changing("b", |b| b.area = "more".to_owned());
    questionnaire.areas.push(Area { id: "more".to_owned(), axis: Axis::Adoption });
    questionnaire.short_form = vec!["a".to_owned(), "m".to_owned()];
    questionnaire
}

const FULL: [[u8; 3]; 3] = [[3, UNKNOWN, 2], [0, NOT_APPLICABLE, UNANSWERED], [9, 2, UNKNOWN]];
/// What the short form does not ask stands in the middle, and counts nowhere.
const SHORT: [u8; 3] = [1, 2, 0];

#[test]
fn everybody_is_counted_once_at_every_question_they_were_asked() {
    let layout = Layout::new(&questionnaire());
    assert_eq!(layout.slots.len(), 3);
    let mut table = Table::new(&layout);
    for choices in &FULL {
        table.add(&layout, choices, Form::Full);
    }
    table.add(&layout, &SHORT, Form::Short);
    assert_eq!(table.respondents(), 4);
    let tally = |asked, levels, unknown, not_applicable| Tally { asked, levels, unknown, not_applicable };
    assert_eq!(table.tally(&layout, 0), tally(4, &[1, 1, 0, 1, 1], 0, 0), "a level above the top is the top");
    assert_eq!(table.tally(&layout, 1), tally(3, &[0, 0, 1, 0, 0], 1, 1));
    assert_eq!(table.tally(&layout, 2), tally(4, &[1, 0, 1], 1, 0));
    assert_eq!([0, 1, 2].map(|area| table.area_givers(area)), [4, 2, 1]);
    assert_eq!(Axis::ALL.map(|axis| table.axis_givers(axis)), [4, 2]);
}

#[test]
fn two_tables_put_together_are_the_table_of_all() {
    let layout = Layout::new(&questionnaire());
    let table = |full: &[[u8; 3]]| {
        let mut table = Table::new(&layout);
        for choices in full {
            table.add(&layout, choices, Form::Full);
        }
        table.add(&layout, &SHORT, Form::Short);
        table
    };
    let mut merged = table(&FULL[..1]);
    merged.merge(&table(&FULL[1..]));
    let mut all = table(&FULL);
    all.add(&layout, &SHORT, Form::Short);
    assert_eq!(merged, all);
}

#[test]
fn a_team_had_the_short_form_only_where_nobody_had_the_full_one() {
    let layout = Layout::new(&questionnaire());
    let mut table = Table::new(&layout);
    assert_eq!(table.form(), Form::Full, "nobody had any");
    table.add(&layout, &SHORT, Form::Short);
    assert_eq!(table.form(), Form::Short);
    table.add(&layout, &FULL[0], Form::Full);
    assert_eq!(table.form(), Form::Full);
}

#[test]
fn every_choice_of_a_document_has_its_byte() {
    let questionnaire = questionnaire();
    let mut answers = Answers { form: Form::Short, agreed: true, ..Answers::empty(&questionnaire) };
    answers.team = Some("Team".to_owned());
    answers.scope = Some("service".to_owned());
    answers.date = Some("2026-05-04".to_owned());
    answers.respondent.code = Some("k7".to_owned());
    answers.respondent.role = Some(Role::Operations);
    for (id, choice) in [("a", Choice::Level(4)), ("b", Choice::Unknown)] {
        answers.set(&questionnaire, id, Some(crate::answers::Answer::bare(choice)));
    }
    let mut choices = [0; 3];
    let record = Record::of(&answers, &questionnaire, &mut choices);
    assert_eq!(record.choices, [4, UNKNOWN, UNANSWERED]);
    assert_eq!(
        (record.team, record.scope, record.code, record.date),
        ("Team", "service", "k7", "2026-05-04")
    );
    assert_eq!((record.role, record.form, record.agreed), (Some(Role::Operations), Form::Short, true));
    answers.set(&questionnaire, "a", Some(crate::answers::Answer::bare(Choice::NotApplicable)));
    assert_eq!(
        Record::of(&answers, &questionnaire, &mut [0; 3]).choices,
        [NOT_APPLICABLE, UNKNOWN, UNANSWERED]
    );
}

#[test]
fn areas_and_questions_may_be_many() {
    let ids: Vec<String> = (0..40).map(|number| format!("q{number}")).collect();
    let mut questionnaire = drawn(&ids.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    questionnaire.areas =
        ids.iter().map(|id| Area { id: format!("of-{id}"), axis: Axis::Adoption }).collect();
    for question in &mut questionnaire.questions {
        question.area = format!("of-{}", question.id);
    }
    let layout = Layout::new(&questionnaire);
    let mut table = Table::new(&layout);
    let choices: Vec<u8> = (0..40).map(|number| if number < 30 { UNANSWERED } else { 2 }).collect();
    table.add(&layout, &choices, Form::Full);
    let givers: Vec<u32> = (0..40).map(|area| table.area_givers(area)).collect();
    assert_eq!(givers, [vec![0; 30], vec![1; 10]].concat());
    assert_eq!(Axis::ALL.map(|axis| table.axis_givers(axis)), [1, 0]);
}
