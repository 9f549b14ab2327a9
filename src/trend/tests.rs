use proptest::prelude::*;

use super::*;
use crate::answers::{Answer, Choice};
use crate::pack::Pack;
use crate::text::Word;

fn questionnaire() -> Questionnaire {
    Pack::BuiltIn.questionnaire().unwrap()
}

/// Answers from one choice for each question; `None` leaves it out.
fn answers(questionnaire: &Questionnaire, choices: &[Option<Choice>]) -> Answers {
    let mut answers = Answers::empty(questionnaire);
    for (question, choice) in questionnaire.questions.iter().zip(choices) {
        let fits = |choice: Choice| match choice {
            Choice::Level(level) => Choice::Level(level.min(question.top())),
            other => other,
        };
        answers.set(questionnaire, &question.id, choice.map(|choice| Answer::bare(fits(choice))));
    }
    answers
}

fn kinds(questionnaire: &Questionnaire, before: &Point, after: &Point) -> Vec<(usize, ChangeKind)> {
    let place = |id: &str| questionnaire.questions.iter().position(|question| question.id == id);
    changes(questionnaire, before, after)
        .into_iter()
        .map(|change| (place(&change.id).unwrap_or(usize::MAX), change.kind))
        .collect()
}

#[test]
fn every_kind_of_change_is_told_in_the_order_of_the_questionnaire() {
    use Choice::{Level, NotApplicable, Unknown};
    let questionnaire = questionnaire();
    let then = [
        Some(Level(1)),
        Some(Level(3)),
        Some(Unknown),
        Some(Level(2)),
        Some(Level(2)),
        Some(NotApplicable),
        Some(Unknown),
        Some(NotApplicable),
        Some(Level(2)),
    ];
    let now = [
        Some(Level(2)),
        Some(Level(0)),
        Some(Level(1)),
        None,
        Some(NotApplicable),
        Some(Unknown),
        None,
        Some(NotApplicable),
        Some(Level(2)),
    ];
    let point = |choices: &[Option<Choice>]| Point::of(&questionnaire, &answers(&questionnaire, choices), "");
    assert_eq!(
        kinds(&questionnaire, &point(&then), &point(&now)),
        [
            (0, ChangeKind::Rose),
            (1, ChangeKind::Fell),
            (2, ChangeKind::BecameKnown),
            (3, ChangeKind::BecameUnknown),
            (4, ChangeKind::StoppedApplying),
            (5, ChangeKind::AppliesAgain),
        ]
    );
}

#[test]
fn what_one_form_or_version_does_not_ask_is_not_compared() {
    let questionnaire = questionnaire();
    let all = vec![Some(Choice::Level(2)); questionnaire.questions.len()];
    let full = answers(&questionnaire, &all);
    let short = Answers { form: Form::Short, ..full.clone() };
    let (full_point, short_point) =
        (Point::of(&questionnaire, &full, ""), Point::of(&questionnaire, &short, ""));
    let found = changes(&questionnaire, &short_point, &full_point);
    assert_eq!(found.len(), questionnaire.questions.len() - questionnaire.short_form.len());
    assert!(found.iter().all(|change| change.kind == ChangeKind::OnlyInOne));

    let mut older = answers(&questionnaire, &all[2..]);
    older.set(&questionnaire, &questionnaire.questions[0].id, Some(Answer::bare(Choice::Level(1))));
    older.set(&questionnaire, &questionnaire.questions[1].id, None);
    older.version = Version { major: 0, minor: 9, patch: 0 };
    let older = Point::of(&questionnaire, &older, "");
    let last = questionnaire.questions.len() - 1;
    assert_eq!(
        kinds(&questionnaire, &older, &full_point),
        [
            (0, ChangeKind::Rose),
            (1, ChangeKind::OnlyInOne),
            (last - 1, ChangeKind::OnlyInOne),
            (last, ChangeKind::OnlyInOne),
        ]
    );
}

#[test]
fn like_for_like_leaves_out_what_became_known() {
    use Choice::{Level, Unknown};
    let questionnaire = questionnaire();
    let point = |choices: &[Option<Choice>]| Point::of(&questionnaire, &answers(&questionnaire, choices), "");
    let before = point(&[Some(Level(1)), Some(Level(2)), Some(Unknown)]);
    let after = point(&[Some(Level(2)), Some(Level(2)), Some(Level(4))]);
    assert_eq!(
        like_for_like(&questionnaire, Axis::Adoption, &before, &after),
        Some(LikeForLike { questions: 2, from: Fraction::new(3, 8), to: Fraction::new(1, 2) })
    );
    assert_eq!(like_for_like(&questionnaire, Axis::Outcome, &before, &after), None);
}

#[test]
fn a_step_is_taken_once_its_level_is_reached() {
    let questionnaire = questionnaire();
    let mut given = answers(&questionnaire, &vec![Some(Choice::Level(1)); questionnaire.questions.len()]);
    let before = Point::of(&questionnaire, &given, "");
    let ids: Vec<String> = before.steps.iter().filter_map(|step| step.trait_id.clone()).collect();
    assert_eq!(ids.len(), 3);
    given.set(&questionnaire, &ids[0], Some(Answer::bare(Choice::Level(2))));
    given.set(&questionnaire, &ids[1], Some(Answer::bare(Choice::NotApplicable)));
    let after = Point::of(&questionnaire, &given, "");
    let states: Vec<StepState> =
        step_states(&questionnaire, &before, &after).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [StepState::Taken, StepState::NoLongerApplies, StepState::Open]);
}

#[test]
fn a_step_is_what_the_team_says_unless_the_answers_show_that_it_was_taken() {
    let questionnaire = questionnaire();
    let mut given = answers(&questionnaire, &vec![Some(Choice::Level(1)); questionnaire.questions.len()]);
    let before = Point::of(&questionnaire, &given, "");
    let ids: Vec<(String, String)> =
        before.steps.iter().map(|step| (step.id(), step.trait_id.clone().unwrap_or_default())).collect();
    given.set(&questionnaire, &ids[0].1, Some(Answer::bare(Choice::Level(2))));
    let marks = [StepMark::Dropped, StepMark::UnderWay, StepMark::Done];
    given.steps = ids.iter().map(|(id, _)| id.clone()).zip(marks).collect();
    let after = Point::of(&questionnaire, &given, "");
    let states = step_states(&questionnaire, &before, &after).into_iter().map(|(_, state)| state);
    assert_eq!(states.collect::<Vec<_>>(), [StepState::Taken, StepState::UnderWay, StepState::Done]);
}

#[test]
fn what_was_asked_and_answered_at_neither_date_did_not_change() {
    let questionnaire = questionnaire();
    let nothing = Answers::empty(&questionnaire);
    let older = Answers { version: Version { major: 0, minor: 9, patch: 0 }, ..nothing.clone() };
    let short = Answers { form: Form::Short, ..nothing.clone() };
    let [nothing, older, short] = [nothing, older, short].map(|all| Point::of(&questionnaire, &all, ""));
    assert_eq!(changes(&questionnaire, &short, &nothing), []);
    assert_eq!(changes(&questionnaire, &older, &nothing), []);
}

#[test]
fn the_words_of_changes_and_steps_are_those_of_the_files() {
    for kind in ChangeKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
    }
    for state in [
        StepState::Taken,
        StepState::Open,
        StepState::NoLongerApplies,
        StepState::CannotTell,
        StepState::Done,
        StepState::UnderWay,
        StepState::Dropped,
    ] {
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
}

/// The kind that the same change has with old and new swapped.
fn mirrored(kind: ChangeKind) -> ChangeKind {
    match kind {
        ChangeKind::Rose => ChangeKind::Fell,
        ChangeKind::Fell => ChangeKind::Rose,
        ChangeKind::BecameKnown => ChangeKind::BecameUnknown,
        ChangeKind::BecameUnknown => ChangeKind::BecameKnown,
        ChangeKind::StoppedApplying => ChangeKind::AppliesAgain,
        ChangeKind::AppliesAgain => ChangeKind::StoppedApplying,
        ChangeKind::OnlyInOne => ChangeKind::OnlyInOne,
    }
}

fn any_choices() -> impl Strategy<Value = Vec<Option<Choice>>> {
    let choice = prop_oneof![
        6 => (0..=6u8).prop_map(|level| Some(Choice::Level(level))),
        1 => Just(Some(Choice::Unknown)),
        1 => Just(Some(Choice::NotApplicable)),
        1 => Just(None),
    ];
    prop::collection::vec(choice, 34)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_changed_against_itself(choices in any_choices()) {
        let questionnaire = questionnaire();
        let point = Point::of(&questionnaire, &answers(&questionnaire, &choices), "");
        prop_assert_eq!(changes(&questionnaire, &point, &point), []);
    }

    #[test]
    fn swapping_old_and_new_mirrors_every_change(then in any_choices(), now in any_choices(), older: bool, short: bool) {
        let questionnaire = questionnaire();
        let mut before = answers(&questionnaire, &then);
        if older {
            before.version = Version { major: 0, minor: 9, patch: 0 };
        }
        let after = answers(&questionnaire, &now);
        let after = Answers { form: if short { Form::Short } else { Form::Full }, ..after };
        let (before, after) = (Point::of(&questionnaire, &before, ""), Point::of(&questionnaire, &after, ""));
        let mirrored: Vec<Change> = changes(&questionnaire, &after, &before)
            .into_iter()
            .map(|change| Change { from: change.to, to: change.from, kind: mirrored(change.kind), ..change })
            .collect();
        prop_assert_eq!(changes(&questionnaire, &before, &after), mirrored);
    }
}
