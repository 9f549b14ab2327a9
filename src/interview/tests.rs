//! The interview as a state machine, by examples and by properties.

use proptest::prelude::*;

use super::*;
use crate::answers::read;

/// Three areas on both axes; the order of the questions is not that of the areas.
fn questionnaire() -> Questionnaire {
    let question = |id: &str, area: &str| format!(r#"{{ "id": "{id}", "area": "{area}", "levels": 5 }}"#);
    let questions = ["a1 a", "b1 b", "a2 a", "c1 c", "b2 b", "c2 c"].map(|pair| {
        let (id, area) = pair.split_once(' ').unwrap();
        question(id, area)
    });
    let text = format!(
        r#"{{ "schema": "diditwork/questionnaire/1", "id": "small", "version": "1.0.0", "languages": ["en"],
             "areas": [{{ "id": "a", "axis": "adoption" }}, {{ "id": "b", "axis": "adoption" }},
                       {{ "id": "c", "axis": "outcome" }}],
             "questions": [{}], "short_form": ["a2", "c1"] }}"#,
        questions.join(",")
    );
    serde_json::from_str(&text).unwrap()
}

fn interview<'q>(questionnaire: &'q Questionnaire, scope: &Scope) -> Interview<'q> {
    Interview::new(questionnaire, Answers::empty(questionnaire), scope).unwrap()
}

fn level(level: u8) -> Answer {
    Answer::bare(Choice::Level(level))
}

fn ids<'q>(interview: &Interview<'q>) -> Vec<&'q str> {
    interview.questions().map(|question| question.id.as_str()).collect()
}

fn here<'q>(interview: &Interview<'q>) -> &'q str {
    interview.question().map_or("", |question| &question.id)
}

#[test]
fn questions_come_area_by_area_and_a_scope_leaves_the_others_out() {
    let questionnaire = questionnaire();
    assert_eq!(ids(&interview(&questionnaire, &Scope::Full)), ["a1", "a2", "b1", "b2", "c1", "c2"]);
    assert_eq!(ids(&interview(&questionnaire, &Scope::Short)), ["a2", "c1"]);
    let only = Scope::Only(vec!["c2".to_owned(), "b1".to_owned()]);
    let interview = interview(&questionnaire, &only);
    assert_eq!(ids(&interview), ["b1", "c2"]);
    assert_eq!(here(&interview), "b1");
}

#[test]
fn an_id_that_names_no_question_is_refused_with_the_nearest_one() {
    let questionnaire = questionnaire();
    let only = Scope::Only(vec!["a11".to_owned()]);
    let error = Interview::new(&questionnaire, Answers::empty(&questionnaire), &only).unwrap_err();
    assert_eq!(error.kind, Kind::Input);
    assert!(format!("{error:?}").contains("a1"));
}

#[test]
fn there_is_nothing_before_the_beginning() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    assert!(!interview.back());
    assert_eq!(interview.station(), Station::Team);
}

#[test]
fn leaving_an_area_names_it() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    assert_eq!(interview.forward(), None);
    assert_eq!(interview.forward(), Some("a"));
    assert_eq!((here(&interview), interview.number()), ("b1", 3));
}

#[test]
fn an_answer_changed_from_the_last_page_leads_back_to_it() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.review();
    interview.go_to_question("b2");
    interview.record(Some(level(2)));
    interview.forward();
    assert_eq!(interview.station(), Station::Review);
    interview.go_to_question("b2");
    assert!(interview.back());
    assert_eq!(interview.station(), Station::Review);
    interview.back();
    assert_eq!(here(&interview), "c2");
}

#[test]
fn a_later_sitting_goes_on_behind_the_last_answer() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    assert_eq!(here(&interview), "a1");
    interview.go_to_question("b1");
    interview.record(Some(level(1)));
    interview.go_on();
    assert_eq!(here(&interview), "b2");
    interview.go_to_question("c2");
    interview.record(Some(level(1)));
    interview.go_on();
    assert_eq!(interview.station(), Station::Review);
}

#[test]
fn filling_asks_only_what_is_open() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    for id in ["a1", "b1", "c2"] {
        interview.go_to_question(id);
        interview.record(Some(level(1)));
    }
    let mut asked = Vec::new();
    interview.fill();
    while interview.question().is_some() {
        asked.push(here(&interview));
        interview.record(Some(level(3)));
        interview.forward();
    }
    assert_eq!(asked, ["a2", "b2", "c1"]);
}

#[test]
fn the_short_form_ends_with_the_first_answer_outside_it() {
    let questionnaire = questionnaire();
    let short = Answers { form: Form::Short, ..Answers::empty(&questionnaire) };
    let mut interview = Interview::new(&questionnaire, short, &Scope::Full).unwrap();
    interview.go_to_question("a2");
    interview.record(Some(level(1)));
    assert_eq!(interview.answers().form, Form::Short);
    interview.go_to_question("a1");
    interview.record(Some(level(1)));
    assert_eq!(interview.answers().form, Form::Full);
}

#[test]
fn a_tally_counts_each_kind() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    for (id, choice) in [("a1", Choice::Level(4)), ("a2", Choice::Unknown), ("b1", Choice::NotApplicable)] {
        interview.go_to_question(id);
        interview.record(Some(Answer::bare(choice)));
    }
    let all = interview.tally(None);
    assert_eq!((all.asked, all.levels, all.unknown, all.not_applicable, all.open()), (6, 1, 1, 1, 3));
    assert_eq!(interview.tally(Some("b")).given(), 1);
}

/// One thing that can happen to an interview.
#[derive(Clone, Debug)]
enum Deed {
    Record(Choice),
    TakeBack,
    Forward,
    Back,
    Question(usize),
    Area(usize),
    Review,
    Opening,
    GoOn,
    Fill,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0u8..5).prop_map(|level| Deed::Record(Choice::Level(level))),
        1 => Just(Deed::Record(Choice::Unknown)),
        1 => Just(Deed::Record(Choice::NotApplicable)),
        1 => Just(Deed::TakeBack),
        6 => Just(Deed::Forward),
        4 => Just(Deed::Back),
        1 => (0usize..6).prop_map(Deed::Question),
        1 => (0usize..3).prop_map(Deed::Area),
        1 => Just(Deed::Review),
        1 => Just(Deed::Opening),
        1 => Just(Deed::GoOn),
        1 => Just(Deed::Fill),
    ]
}

fn apply(interview: &mut Interview<'_>, deed: &Deed) {
    match deed {
        Deed::Record(choice) => interview.record(Some(Answer::bare(*choice))),
        Deed::TakeBack => interview.record(None),
        Deed::Forward => drop(interview.forward()),
        Deed::Back => drop(interview.back()),
        Deed::Question(index) => interview.go_to_question(&interview.questionnaire.questions[*index].id),
        Deed::Area(index) => interview.go_to_area(&interview.questionnaire.areas[*index].id),
        Deed::Review => interview.review(),
        Deed::Opening => interview.go_to_opening(),
        Deed::GoOn => interview.go_on(),
        Deed::Fill => interview.fill(),
    }
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::Full), Just(Scope::Short), Just(Scope::Only(vec!["b1".to_owned()])),]
}

proptest! {
    #[test]
    fn any_deeds_end_in_a_valid_file(scope in scope(), deeds in prop::collection::vec(deed(), 0..60)) {
        let questionnaire = questionnaire();
        let mut interview = interview(&questionnaire, &scope);
        for deed in &deeds {
            apply(&mut interview, deed);
        }
        let written = interview.answers().to_json();
        let back = read::read(&written, &questionnaire).answers;
        prop_assert_eq!(back.as_ref(), Some(interview.answers()));
        prop_assert!(interview.number() <= interview.tally(None).asked);
    }

    #[test]
    fn back_and_forward_again_changes_nothing(deeds in prop::collection::vec(deed(), 0..60)) {
        let questionnaire = questionnaire();
        let mut interview = interview(&questionnaire, &Scope::Full);
        for deed in &deeds {
            apply(&mut interview, deed);
        }
        let before = interview.clone();
        let moved = interview.back();
        interview.forward();
        prop_assert_eq!(interview.answers(), before.answers());
        // Whoever amends or fills gaps gets back to the page of all answers, or to the next gap, as announced.
        if moved && before.course == Course::Straight {
            prop_assert_eq!(interview.station(), before.station());
        }
    }

    #[test]
    fn going_forward_always_reaches_the_last_page(deeds in prop::collection::vec(deed(), 0..60)) {
        let questionnaire = questionnaire();
        let mut interview = interview(&questionnaire, &Scope::Full);
        for deed in &deeds {
            apply(&mut interview, deed);
        }
        for _ in 0..12 {
            interview.forward();
        }
        prop_assert_eq!(interview.station(), Station::Review);
    }
}
