use super::*;
use crate::answers::Form;
use crate::questionnaire::Area;
use crate::team::standing::TeamStandings;
use crate::team::{Layout, UNKNOWN};
use crate::testing::drawn;

use Band::{Highest, Lower, Lowest, Upper};

const FOUR: [&str; 4] = ["a", "b", "c", "d"];
/// Four measures of five levels, the middle one typical.
const MEASURES: [(&str, u8, u8); 4] = [("m", 5, 2), ("n", 5, 2), ("o", 5, 2), ("p", 5, 2)];

/// What is told of people with these answers.
fn told_in(form: Form, questionnaire: &Questionnaire, people: &[Vec<u8>]) -> Option<Disclosure> {
    let layout = Layout::new(questionnaire);
    let mut table = Table::new(&layout);
    for choices in people {
        table.add(&layout, choices, form);
    }
    let standings = TeamStandings::means(questionnaire, &layout, &table);
    Disclosure::of(questionnaire, &table, &Assessment::of(questionnaire, standings))
}

/// What is told of five people who all gave these answers.
fn told(questionnaire: &Questionnaire, answers: &[u8]) -> Disclosure {
    told_in(Form::Full, questionnaire, &vec![answers.to_vec(); 5]).unwrap()
}

/// The band of the practices where five people are at one level at so many of them, in one area.
fn practices(number: usize, level: u8) -> Option<Band> {
    let told = told(&drawn(&FOUR[..number], &[]), &vec![level; number]);
    let of_area = (number >= 3).then_some((0, told.axes[0]));
    assert_eq!(told.areas, of_area.into_iter().collect::<Vec<_>>(), "the area is the axis");
    told.axes[0]
}

/// Practices a to c in one area and d to g in another.
fn two_areas() -> Questionnaire {
    let mut questionnaire = drawn(&["a", "b", "c", "d", "e", "f", "g"], &[]);
    questionnaire.areas.push(Area { id: "more".to_owned(), axis: Axis::Adoption });
    ["d", "e", "f", "g"]
        .into_iter()
        .fold(questionnaire, |all, id| all.changing(id, |question| question.area = "more".to_owned()))
}

#[test]
fn fewer_than_five_people_are_told_nothing_of() {
    let questionnaire = drawn(&FOUR, &MEASURES);
    let people = |number: usize| told_in(Form::Full, &questionnaire, &vec![vec![3; 8]; number]);
    assert_eq!(people(4), None);
    assert_eq!(people(5).unwrap().respondents, 5);
    assert_eq!(people(6).unwrap().respondents, 6);
}

#[test]
fn bands_and_verdict_are_those_of_the_scores() {
    let questionnaire = drawn(&FOUR, &MEASURES);
    for (levels, bands, verdict) in [
        ([3, 2], [Highest, Upper], VerdictCode::AdoptedAndWorking),
        ([4, 1], [Highest, Lower], VerdictCode::AdoptedNotWorking),
        ([2, 4], [Upper, Highest], VerdictCode::WorkingWithoutAdoption),
        ([1, 0], [Lower, Lowest], VerdictCode::NotAdopted),
    ] {
        let told = told(&questionnaire, &[[levels[0]; 4], [levels[1]; 4]].concat());
        let bands = bands.map(Some);
        assert_eq!((told.axes, told.verdict), (bands, verdict));
        assert_eq!(told.areas, [(0, bands[0]), (1, bands[1])]);
    }
    assert_eq!(Band::ALL.map(Band::word), ["0-1", "1-2", "2-3", "3-4"]);
    assert_eq!(serde_json::to_value(Band::ALL).unwrap(), serde_json::json!(Band::ALL.map(Band::word)));
}

#[test]
fn of_three_questions_only_the_inner_bands_leave_every_answer_open() {
    // One person of five moves a mean of 0.15 to 0.85 at the most unknown question. Two others at the top and one at
    // 0.15 are 2.15 of 3, below the 2.25 of the highest band; one at 0.85 is above the 0.75 of the lowest.
    assert_eq!(
        [0, 1, 2, 3, 4].map(|level| practices(3, level)),
        [None, Some(Lower), Some(Upper), None, None]
    );
    // Of four they are 3.15, above 3, and 0.85, below 1.
    assert_eq!(
        [0, 1, 2, 3, 4].map(|level| practices(4, level)),
        [Lowest, Lower, Upper, Highest, Highest].map(Some)
    );
    // Of two they are 0.85 to 1.15, which the band of 1 to 1.25 below the line cuts; of one they are beside it.
    assert_eq!([1, 2].map(|number| practices(number, 2)), [None, Some(Upper)]);
}

#[test]
fn a_question_of_much_weight_needs_more_beside_it() {
    // Weights 2, 1, 1, 1: 2·0.15 + 3 = 3.3 is below 3.75 of 5, and 2·0.85 = 1.7 above 1.25, but below 2.5.
    let questionnaire = drawn(&FOUR, &[]).changing("a", |a| a.weight = 2);
    let bands = [0, 1, 2, 3].map(|level| told(&questionnaire, &[level; 4]).axes[0]);
    assert_eq!(bands, [None, Some(Lower), Some(Upper), None]);
}

#[test]
fn where_the_line_cuts_a_band_both_sides_of_it_must_leave_every_answer_open() {
    // Three measures in tenths; one of five people leaves a mean of 0.18 at least, so 2.18 of 3 can be reached. Levels
    // of 7, 7 and 8 are 2.2 of 3: where that is the line, having reached it tells too much.
    let band = |typical: [u8; 3], levels: [u8; 3]| {
        let [m, n, o] = typical;
        told(&drawn(&[], &[("m", 11, m), ("n", 11, n), ("o", 11, o)]), &levels).axes[1]
    };
    assert_eq!(band([7, 7, 8], [7, 7, 8]), None);
    assert_eq!(band([7, 7, 8], [7, 7, 7]), Some(Upper), "below the line there is room");
    assert_eq!(band([7, 7, 7], [7, 7, 8]), Some(Upper), "2.1 of 3 can be reached");
}

#[test]
fn an_area_that_would_tell_too_much_is_withheld_alone() {
    let questionnaire = two_areas();
    let told = told(&questionnaire, &[4; 7]);
    assert_eq!(told.axes[0], Some(Highest));
    assert_eq!(told.areas, [(0, None), (2, Some(Highest))]);
}

#[test]
fn an_axis_without_a_score_may_have_an_area_with_one() {
    // Three of seven are answered: too few for the axis, all of the area.
    let questionnaire = two_areas();
    let at = |level: u8| told(&questionnaire, &[[level; 3].as_slice(), &[UNKNOWN; 4]].concat());
    assert_eq!((at(2).axes, at(2).areas), ([None, None], vec![(0, Some(Upper)), (2, None)]));
    assert_eq!(at(2).verdict, VerdictCode::CannotTell);
    assert_eq!(at(4).areas, [(0, None), (2, None)], "the highest band of three questions tells too much");
}

#[test]
fn an_area_in_which_four_people_gave_a_level_has_no_band() {
    let mut questionnaire = drawn(&["a", "b", "c", "d", "e", "f", "g", "h"], &[]);
    questionnaire.areas.push(Area { id: "more".to_owned(), axis: Axis::Adoption });
    let questionnaire = ["e", "f", "g", "h"]
        .into_iter()
        .fold(questionnaire, |all, id| all.changing(id, |question| question.area = "more".to_owned()));
    let mut people = vec![vec![4; 8]; 5];
    let areas = |people: &[Vec<u8>]| told_in(Form::Full, &questionnaire, people).unwrap().areas;
    assert_eq!(areas(&people), [(0, Some(Highest)), (2, Some(Highest))]);
    people[0][4..].fill(UNKNOWN);
    assert_eq!(areas(&people), [(0, Some(Highest)), (2, None)]);
    people[0].fill(UNKNOWN);
    assert_eq!(areas(&people), [(0, None), (2, None)]);
    assert_eq!(told_in(Form::Full, &questionnaire, &people).unwrap().axes, [None, None]);
}

#[test]
fn questions_that_the_short_form_does_not_ask_hide_nobody() {
    let mut questionnaire = drawn(&FOUR, &[]);
    let band = |questionnaire: &Questionnaire| {
        told_in(Form::Short, questionnaire, &vec![vec![4; 4]; 5]).unwrap().axes[0]
    };
    questionnaire.short_form = FOUR.map(str::to_owned).to_vec();
    assert_eq!(band(&questionnaire), Some(Highest));
    questionnaire.short_form.pop();
    assert_eq!(band(&questionnaire), None, "three questions");
}
