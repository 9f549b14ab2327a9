//! The interview as a state machine, by examples and by properties.

use proptest::prelude::*;

use super::*;
use crate::answers::read;
use crate::error::Kind;
use crate::questionnaire::Contradiction;

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
fn nothing_stands_between_the_first_screen_and_the_first_question_but_the_rule() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    assert_eq!((interview.station(), interview.back()), (Station::Start, false));
    interview.forward();
    assert_eq!(interview.station(), Station::Rule);
    interview.forward();
    assert_eq!((here(&interview), interview.number()), ("a1", 1));
    assert!(interview.back() && interview.back());
    assert_eq!(interview.station(), Station::Start);
}

#[test]
fn behind_the_last_question_come_the_answer_and_what_is_said_about_the_team() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Short);
    interview.go_to("c1");
    interview.back_to = None;
    interview.forward();
    assert_eq!(interview.station(), Station::Answer);
    interview.forward();
    assert_eq!(interview.station(), Station::About);
    assert!(interview.back() && interview.back());
    assert_eq!(here(&interview), "c1");
}

#[test]
fn single_questions_begin_at_once_and_have_nothing_before_them() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Only(vec!["b1".to_owned()]));
    assert_eq!((here(&interview), interview.back()), ("b1", false));
}

#[test]
fn an_answer_changed_from_the_last_page_leads_back_to_it() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.finish();
    interview.go_to("b2");
    interview.record(Some(level(2)));
    interview.forward();
    assert_eq!(interview.station(), Station::Answer);
    interview.go_to("b2");
    assert!(interview.back());
    assert_eq!(interview.station(), Station::Answer);
    interview.back();
    assert_eq!(here(&interview), "c2");
}

#[test]
fn a_question_gone_to_from_another_is_followed_by_those_behind_it() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    interview.go_to("b2");
    interview.forward();
    assert_eq!(here(&interview), "c1");
}

#[test]
fn a_later_sitting_goes_on_behind_the_last_answer() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    assert_eq!(here(&interview), "a1");
    interview.go_to("b1");
    interview.record(Some(level(1)));
    assert_eq!(interview.resumes_at().map(|question| question.id.as_str()), Some("b2"));
    interview.go_on();
    assert_eq!(here(&interview), "b2");
    interview.go_to("c2");
    interview.record(Some(level(1)));
    interview.go_on();
    assert_eq!(interview.station(), Station::Answer);
}

#[test]
fn filling_asks_only_what_is_open() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    for id in ["a1", "b1", "c2"] {
        interview.go_to(id);
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
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.ask_about(Scope::Short).unwrap();
    assert_eq!((ids(&interview), interview.answers().form), (vec!["a2", "c1"], Form::Short));
    interview.go_to("a2");
    interview.record(Some(level(1)));
    interview.ask_about(Scope::Full).unwrap();
    assert_eq!(interview.answers().form, Form::Short);
    interview.go_to("a1");
    interview.record(Some(level(1)));
    assert_eq!(interview.answers().form, Form::Full);
}

#[test]
fn an_answer_of_any_kind_is_given() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    for (id, choice) in [("a1", Choice::Level(4)), ("a2", Choice::Unknown), ("b1", Choice::NotApplicable)] {
        interview.go_to(id);
        interview.record(Some(Answer::bare(choice)));
    }
    assert_eq!((interview.questions().count(), interview.given()), (6, 3));
}

/// The same questionnaire, in which a1 at 4 and b1 at 0 or 1 cannot both be true.
fn contradicting() -> Questionnaire {
    let range = |id: &str, from, to| LevelRange { id: id.to_owned(), from, to };
    let contradictions = vec![Contradiction { a: range("a1", 4, 4), b: range("b1", 0, 1) }];
    Questionnaire { contradictions, ..questionnaire() }
}

fn place(questionnaire: &Questionnaire, id: &str) -> usize {
    questionnaire.questions.iter().position(|question| question.id == id).unwrap()
}

fn answer(interview: &mut Interview<'_>, chosen: u8) {
    interview.record(Some(level(chosen)));
    interview.forward();
}

#[test]
fn a_contradiction_is_named_at_once_and_either_answer_can_be_changed() {
    let questionnaire = contradicting();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    answer(&mut interview, 4);
    answer(&mut interview, 2);
    answer(&mut interview, 1);
    let conflict = Station::Conflict(Conflict { pair: 0, now: place(&questionnaire, "b1") });
    assert_eq!(interview.station(), conflict);
    interview.go_to("a1");
    assert_eq!(here(&interview), "a1");
    interview.back();
    assert_eq!(interview.station(), conflict, "a look that changes nothing asks again");
    interview.back();
    assert_eq!(here(&interview), "b1", "back is to the question that was answered last");
    interview.forward();
    interview.go_to("a1");
    answer(&mut interview, 3);
    assert_eq!(here(&interview), "b2", "on to what follows the question at which it was found");
    interview.go_to("b1");
    answer(&mut interview, 2);
    assert_eq!(here(&interview), "b2");
}

#[test]
fn a_contradiction_that_was_kept_is_named_once() {
    let questionnaire = contradicting();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.go_on();
    answer(&mut interview, 4);
    interview.go_to("b1");
    answer(&mut interview, 0);
    assert_eq!(
        interview.station(),
        Station::Conflict(Conflict { pair: 0, now: place(&questionnaire, "b1") })
    );
    interview.forward();
    assert_eq!(here(&interview), "b2");
    interview.back();
    answer(&mut interview, 1);
    assert_eq!(here(&interview), "b2");
}

#[test]
fn proposals_and_open_questions_are_walked_through_and_confirmed_ones_are_not() {
    let questionnaire = questionnaire();
    let mut answers = Answers::empty(&questionnaire);
    answers.set(&questionnaire, "a1", Some(level(1)));
    for id in ["a2", "b1", "b2"] {
        answers.set(&questionnaire, id, Some(Answer { proposed: true, ..level(2) }));
    }
    let mut interview = Interview::new(&questionnaire, answers, &Scope::Full).unwrap();
    assert_eq!(interview.proposals(), 3);
    let mut asked = Vec::new();
    interview.fill();
    while interview.question().is_some() {
        asked.push(here(&interview));
        answer(&mut interview, 2);
    }
    assert_eq!((asked, interview.proposals()), (vec!["a2", "b1", "b2", "c1", "c2"], 0));
}

#[test]
fn earlier_steps_come_first_and_can_be_passed() {
    let questionnaire = questionnaire();
    let mut interview = interview(&questionnaire, &Scope::Full);
    interview.ask_about_steps(vec!["a1-0-1".to_owned(), "measure".to_owned()]);
    assert_eq!((interview.station(), interview.mark()), (Station::Step(0), None));
    interview.set_mark(Some(StepMark::Done));
    interview.forward();
    interview.set_mark(Some(StepMark::Dropped));
    interview.set_mark(Some(StepMark::UnderWay));
    interview.forward();
    assert_eq!(interview.station(), Station::Start);
    interview.back();
    assert_eq!((interview.station(), interview.mark()), (Station::Step(1), Some(StepMark::UnderWay)));
    interview.pass_steps();
    let marks =
        [("a1-0-1", StepMark::Done), ("measure", StepMark::UnderWay)].map(|(id, mark)| (id.to_owned(), mark));
    assert_eq!((interview.station(), &interview.answers().steps[..]), (Station::Start, &marks[..]));
    let mut part =
        Interview::new(&questionnaire, Answers::empty(&questionnaire), &Scope::Only(vec!["b1".to_owned()]))
            .unwrap();
    part.ask_about_steps(vec!["measure".to_owned()]);
    part.forward();
    assert_eq!(here(&part), "b1");
}

/// One thing that can happen to an interview.
#[derive(Clone, Debug)]
enum Deed {
    Record(Choice),
    TakeBack,
    Forward,
    Back,
    Question(usize),
    Scope(Scope),
    Finish,
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
        1 => scope().prop_map(Deed::Scope),
        1 => Just(Deed::Finish),
        1 => Just(Deed::GoOn),
        1 => Just(Deed::Fill),
    ]
}

fn apply(interview: &mut Interview<'_>, deed: &Deed) {
    match deed {
        Deed::Record(choice) => interview.record(Some(Answer::bare(*choice))),
        Deed::TakeBack => interview.record(None),
        Deed::Forward => interview.forward(),
        Deed::Back => drop(interview.back()),
        Deed::Question(index) => interview.go_to(&interview.questionnaire.questions[*index].id),
        Deed::Scope(scope) => interview.ask_about(scope.clone()).unwrap(),
        Deed::Finish => interview.finish(),
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
        prop_assert!(interview.number() <= interview.questions().count());
    }

    #[test]
    fn going_forward_always_reaches_the_end(deeds in prop::collection::vec(deed(), 0..60)) {
        let questionnaire = questionnaire();
        let mut interview = interview(&questionnaire, &Scope::Full);
        for deed in &deeds {
            apply(&mut interview, deed);
        }
        for _ in 0..12 {
            interview.forward();
        }
        prop_assert_eq!(interview.station(), Station::About);
    }

    #[test]
    fn going_back_always_reaches_the_beginning(deeds in prop::collection::vec(deed(), 0..60)) {
        let questionnaire = questionnaire();
        let mut interview = interview(&questionnaire, &Scope::Full);
        for deed in &deeds {
            apply(&mut interview, deed);
        }
        interview.ask_about(Scope::Full).unwrap();
        for _ in 0..16 {
            interview.back();
        }
        prop_assert_eq!(interview.station(), Station::Start);
    }
}
