use super::*;
use crate::answers::Form;
use crate::team::UNKNOWN;
use crate::testing::drawn;
use crate::text::Word;

use Band::{Highest, Lower, LowerHalf, Lowest, Middle, Upper};

const FOUR: [&str; 4] = ["a", "b", "c", "d"];
/// Four measures of five levels, the middle one typical.
const MEASURES: [(&str, u8, u8); 4] = [("m", 5, 2), ("n", 5, 2), ("o", 5, 2), ("p", 5, 2)];

/// What is shown of people with these answers.
fn shown_in(form: Form, questionnaire: &Questionnaire, people: &[Vec<u8>]) -> Option<Disclosure> {
    let layout = Layout::new(questionnaire);
    let mut table = Table::new(&layout);
    for choices in people {
        table.add(&layout, choices, form);
    }
    Disclosure::of(questionnaire, &layout, &table)
}

fn shown(questionnaire: &Questionnaire, people: &[Vec<u8>]) -> Disclosure {
    shown_in(Form::Full, questionnaire, people).unwrap()
}

fn area(id: &str, band: Option<Band>) -> AreaBand {
    AreaBand { id: id.to_owned(), band }
}

/// The band of four practices, of which each person gave all the same level.
fn practices(levels: &[u8]) -> Option<Band> {
    let people: Vec<Vec<u8>> = levels.iter().map(|level| vec![*level; 4]).collect();
    let shown = shown(&drawn(&FOUR, &[]), &people);
    assert_eq!(shown.areas, [area("practices", shown.adoption)], "the area is the axis");
    shown.adoption
}

#[test]
fn nothing_is_shown_of_fewer_than_five_people() {
    let questionnaire = drawn(&FOUR, &MEASURES);
    let people = |number: usize| shown_in(Form::Full, &questionnaire, &vec![vec![3; 8]; number]);
    assert_eq!(people(4), None);
    assert_eq!(people(5).unwrap().respondents, 5);
    assert_eq!(people(6).unwrap().respondents, 6);
}

#[test]
fn people_who_agree_are_shown_in_the_band_and_verdict_of_their_scores() {
    let questionnaire = drawn(&FOUR, &MEASURES);
    for (levels, bands, verdict) in [
        ([3, 2], [Highest, Upper], VerdictCode::AdoptedAndWorking),
        ([4, 1], [Highest, Lower], VerdictCode::AdoptedNotWorking),
        ([2, 4], [Upper, Highest], VerdictCode::WorkingWithoutAdoption),
        ([1, 0], [Lower, Lowest], VerdictCode::NotAdopted),
    ] {
        let shown = shown(&questionnaire, &vec![[[levels[0]; 4], [levels[1]; 4]].concat(); 5]);
        let bands = bands.map(Some);
        assert_eq!((shown.axes(), shown.verdict), (bands, verdict));
        assert_eq!(shown.areas, [area("practices", bands[0]), area("results", bands[1])]);
    }
    let all = [Band::QUARTERS.as_slice(), &Band::HALVES].concat();
    let words: Vec<&str> = all.iter().map(Word::word).collect();
    assert_eq!(words, ["0-1", "1-2", "2-3", "3-4", "0-2", "1-3", "2-4"]);
    assert_eq!(serde_json::to_value(&all).unwrap(), serde_json::json!(words));
}

#[test]
fn a_band_that_one_person_less_would_change_is_shown_with_its_neighbour() {
    // 2.2 on average: 2.0 without the one at 3, 2.25 without one of the others.
    assert_eq!(practices(&[2, 2, 2, 2, 3]), Some(Upper));
    // 1.8 on average: 2.0 without the one at 1.
    assert_eq!(practices(&[2, 2, 2, 2, 1]), Some(Middle));
    // 0.8 on average: 1.0 without the one at 0.
    assert_eq!(practices(&[1, 1, 1, 1, 0]), Some(LowerHalf));
    // 1.83 on average, and 2.0 without the one at 1.
    assert_eq!(practices(&[2, 2, 2, 2, 2, 1]), Some(Middle));
    // Two at 1 keep the mean at 1.8 to 1.6, whichever person leaves.
    assert_eq!(practices(&[2, 2, 2, 2, 1, 1]), Some(Lower));
}

#[test]
fn a_band_is_withheld_where_one_person_less_moves_it_by_more() {
    // Half of six people gave a level of d: without one of them it is unknown. The mean is 9·4/12 = 3 with d, else 0.
    let questionnaire = drawn(&FOUR, &[]).changing("d", |d| d.weight = 9);
    let mut people = vec![vec![0, 0, 0, 4]; 3];
    people.extend(vec![vec![0, 0, 0, UNKNOWN]; 3]);
    assert_eq!(shown(&questionnaire, &people).adoption, None);
    // With its usual weight the mean is 4/4 = 1 with d.
    assert_eq!(shown(&drawn(&FOUR, &[]), &people).adoption, Some(LowerHalf));
}

#[test]
fn a_band_needs_five_who_gave_a_level_and_a_score_with_anybody_left_out() {
    let questionnaire = drawn(&FOUR, &[]);
    let silent = vec![UNKNOWN; 4];
    let people = |givers: usize, others: usize| {
        let people = [vec![vec![2; 4]; givers], vec![silent.clone(); others]].concat();
        shown(&questionnaire, &people).adoption
    };
    assert_eq!([people(4, 1), people(5, 1)], [None, Some(Upper)]);
    // Five of ten are half; without one of them each question is unknown.
    assert_eq!([people(5, 5), people(6, 5)], [None, Some(Upper)]);
    let two_of_four = vec![vec![2, 2, UNKNOWN, UNKNOWN]; 5];
    assert_eq!(shown(&questionnaire, &two_of_four).adoption, None, "two of four questions are too few");
}

#[test]
fn a_verdict_that_one_person_less_would_change_is_not_told() {
    let questionnaire = drawn(&FOUR, &MEASURES);
    // 2.5 of 4 is the line of adoption; the results are at 4.
    let on_the_line = vec![2, 2, 3, 3, 4, 4, 4, 4];
    let mut people = vec![on_the_line.clone(); 5];
    assert_eq!(shown(&questionnaire, &people).verdict, VerdictCode::AdoptedAndWorking);
    people.push(vec![2, 2, 2, 2, 4, 4, 4, 4]);
    assert_eq!(
        shown(&questionnaire, &people).verdict,
        VerdictCode::CannotTell,
        "without the last one it is yes"
    );
    people.push(vec![2, 2, 2, 2, 4, 4, 4, 4]);
    assert_eq!(shown(&questionnaire, &people).verdict, VerdictCode::WorkingWithoutAdoption);
}

#[test]
fn areas_of_one_or_two_asked_questions_have_no_band() {
    let mut questionnaire = drawn(&["a", "b", "c"], &MEASURES);
    let people = vec![vec![2; 7]; 5];
    let areas = |shown: Disclosure| shown.areas.into_iter().map(|area| area.id).collect::<Vec<_>>();
    assert_eq!(areas(shown(&questionnaire, &people)), ["practices", "results"]);
    questionnaire.short_form = ["a", "b", "m", "n", "o"].map(str::to_owned).to_vec();
    assert_eq!(areas(shown_in(Form::Short, &questionnaire, &people).unwrap()), ["results"]);
}
