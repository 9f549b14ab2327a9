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

/// What is publicly known of the practices of this questionnaire where five people answered.
fn structure(questionnaire: &Questionnaire) -> Structure<'_> {
    let areas = questionnaire.areas.iter().enumerate().filter(|(_, area)| area.axis == Axis::Adoption);
    let questions =
        |area: &Area| questionnaire.questions.iter().filter(|asked| asked.area == area.id).collect();
    Structure {
        areas: areas.map(|(position, area)| (position, questions(area))).collect(),
        adoption_line: Some(crate::assessment::ADOPTION_LINE.as_f64()),
        people: 5.0,
    }
}

fn target<'a>(structure: &Structure<'a>, area: usize, question: usize) -> Target<'a> {
    let (area, questions) = &structure.areas[area];
    Target { area: *area, question: questions[question] }
}

fn view(band: Option<Band>, areas: &[(usize, Option<Band>)]) -> View {
    View { band, reached: None, areas: areas.to_vec() }
}

#[test]
fn a_step_is_one_level_of_one_person_at_the_heaviest_question_and_a_little_more() {
    // One of four levels of one of five people moves a sum by a twentieth, at weight 2 by a tenth.
    let step = structure(&two_areas()).step();
    assert!(step > 0.05 && step < 0.050_001, "{step}");
    let step = structure(&two_areas().changing("e", |question| question.weight = 2)).step();
    assert!(step > 0.1 && step < 0.100_001, "{step}");
}

#[test]
fn the_target_and_as_few_others_as_explain_the_view_have_a_level() {
    let questionnaire = two_areas();
    let structure = structure(&questionnaire);
    let known = |band, area_band, area: usize| -> Vec<&str> {
        let view = view(band, &[(0, area_band), (2, area_band)]);
        let known = structure.known(&view, area, target(&structure, 0, 1));
        known.iter().map(|question| question.id.as_str()).collect()
    };
    // The axis has a band: all of an area with one, else one question less than the two thirds that give it one.
    assert_eq!(known(Some(Upper), Some(Upper), 0), ["b", "a", "c"]);
    assert_eq!(known(Some(Upper), Some(Upper), 2), ["d", "e", "f", "g"]);
    assert_eq!(known(Some(Upper), None, 0), ["b"]);
    assert_eq!(known(Some(Upper), None, 2), ["d", "e"]);
    // It has none: two thirds of another area with a band, of the rest the target alone.
    assert_eq!(known(None, Some(Upper), 0), ["b", "a", "c"]);
    assert_eq!(known(None, Some(Upper), 2), ["d", "e", "f"]);
    assert_eq!(known(None, None, 0), ["b"]);
    assert!(known(None, None, 2).is_empty());
}

#[test]
fn a_sum_reaches_as_far_as_the_bands_of_its_areas_let_it() {
    let questionnaire = two_areas();
    let structure = structure(&questionnaire);
    let reach = |area_band| {
        let view = view(None, &[(0, None), (2, area_band)]);
        let known = &structure.areas;
        let reach = structure.reach(&view, known, (target(&structure, 0, 0), 0.15)).unwrap();
        [reach.weight, reach.low, reach.high].map(|number| (number * 1000.0).round() / 1000.0)
    };
    // 0.15 to 2.15 of three, and of four 0 to 4, or what lies a step of 0.05 inside the band.
    let near = |found: [f64; 3], wanted: [f64; 3]| {
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-6), "{found:?}");
    };
    near(reach(None), [7.0, 0.15, 6.15]);
    near(reach(Some(Lowest)), [7.0, 0.15, 3.1]);
    near(reach(Some(Lower)), [7.0, 1.2, 4.1]);
    near(reach(Some(Highest)), [7.0, 3.2, 6.15]);
}

#[test]
fn a_band_that_is_narrower_than_a_step_is_reached_by_nothing_and_its_lower_bound_belongs_to_it() {
    // Yes or no, of weight 4: one of five people moves the sum by 0.8. A band of three questions is 0.75 wide.
    let at = |weight: u32| {
        let questionnaire = two_areas().changing("d", |question| {
            question.levels = 2;
            question.weight = weight;
        });
        let structure = structure(&questionnaire);
        let view = view(None, &[(0, Some(Lower)), (2, None)]);
        structure.reach(&view, &structure.areas, (target(&structure, 1, 0), 0.5)).is_some()
    };
    assert_eq!([at(3), at(4)], [true, false]);
    // Nobody has the first of four: the other three are 3 of 4, where the highest band begins.
    let questionnaire = drawn(&FOUR, &[]);
    let structure = structure(&questionnaire);
    let view = view(Some(Highest), &[(0, Some(Highest))]);
    assert!(structure.reach(&view, &structure.areas, (target(&structure, 0, 0), 0.0)).is_some());
}

#[test]
fn a_question_is_open_where_the_band_of_the_axis_has_room_for_all_and_for_none() {
    // Four questions of yes and no in two areas too small for a band: all five say yes to one, and the sum is 1 already.
    let mut questionnaire = drawn(&FOUR, &[]);
    questionnaire.areas.push(Area { id: "more".to_owned(), axis: Axis::Adoption });
    let questionnaire =
        FOUR.into_iter().fold(questionnaire, |all, id| all.changing(id, |question| question.levels = 2));
    let questionnaire = ["c", "d"]
        .into_iter()
        .fold(questionnaire, |all, id| all.changing(id, |question| question.area = "more".to_owned()));
    let structure = structure(&questionnaire);
    let open = |band| structure.leaves_open(&view(Some(band), &[]), target(&structure, 0, 0));
    assert_eq!(Band::ALL.map(open), [false, true, true, true]);
}

#[test]
fn what_is_left_of_a_band_below_the_line_must_be_as_wide_as_a_step() {
    // Of weight 6 the upper band is 3 to 3.75 below the line. The lighter question has room for all and for none, but
    // one of five people moves the heavier one by 0.8.
    let heavy = |weight: u32| {
        let questionnaire = drawn(&["a", "b"], &[]);
        let questionnaire =
            [("a", weight), ("b", 6 - weight)].into_iter().fold(questionnaire, |all, (id, weight)| {
                all.changing(id, |question| {
                    question.levels = 2;
                    question.weight = weight;
                })
            });
        let structure = structure(&questionnaire);
        let view = View { band: Some(Upper), reached: Some(false), areas: Vec::new() };
        structure.leaves_open(&view, target(&structure, 0, 1))
    };
    assert_eq!([heavy(3), heavy(4)], [true, false]);
}

#[test]
fn of_two_areas_that_tell_too_much_together_the_one_of_fewer_questions_is_withheld() {
    // Two of three and three of four are five of seven, with which the axis would have a score; either alone is not.
    let questionnaire = two_areas();
    let told = structure(&questionnaire).made_safe(view(None, &[(0, Some(Upper)), (2, Some(Upper))]));
    assert_eq!(told.areas, [(0, None), (2, Some(Upper))]);
}
