//! Anonymous mode, by enumeration: over all answers that a small team can give to a small questionnaire, whatever is
//! told leaves at least two levels possible for everybody's answer to every question, also for somebody who knows
//! all the other answers to that question.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::collections::{BTreeMap, BTreeSet};

use diditwork::answers::Form;
use diditwork::assessment::Assessment;
use diditwork::questionnaire::Questionnaire;
use diditwork::team::anonymous::Disclosure;
use diditwork::team::standing::TeamStandings;
use diditwork::team::tally::Tallies;
use diditwork::team::{Layout, Table, UNKNOWN};

const PEOPLE: u32 = 5;

/// What a question's answers come to: how many people gave a level, and the sum of the levels.
type State = (u32, u32);

/// A questionnaire with areas of these numbers of questions for the practices, and one measure.
fn questionnaire(areas: &[usize], levels: u32) -> Questionnaire {
    let mut area_list = vec![r#"{"id":"results","axis":"outcome"}"#.to_owned()];
    let mut questions = vec![r#"{"id":"result","area":"results","levels":5}"#.to_owned()];
    for (area, number) in areas.iter().enumerate() {
        area_list.push(format!(r#"{{"id":"area{area}","axis":"adoption"}}"#));
        for question in 0..*number {
            questions.push(format!(r#"{{"id":"q{area}{question}","area":"area{area}","levels":{levels}}}"#));
        }
    }
    let text = format!(
        r#"{{"schema":"diditwork/questionnaire/1","id":"small","version":"1.0.0","languages":["en"],"areas":[{}],"questions":[{}]}}"#,
        area_list.join(","),
        questions.join(",")
    );
    serde_json::from_str(&text).unwrap()
}

/// Levels of five people that come to a state; who gave none does not know.
fn answers((givers, sum): State, top: u32) -> Vec<u8> {
    let mut left = sum;
    let mut levels: Vec<u8> = (0..givers)
        .map(|_| {
            let level = left.min(top);
            left -= level;
            u8::try_from(level).unwrap()
        })
        .collect();
    levels.resize(PEOPLE as usize, UNKNOWN);
    levels
}

fn told(
    questionnaire: &Questionnaire,
    (layout, tallies): (&Layout, &Tallies<'_>),
    states: &[State],
    top: u32,
) -> String {
    let columns: Vec<Vec<u8>> = states.iter().map(|state| answers(*state, top)).collect();
    let mut table = Table::new(layout);
    for person in 0..PEOPLE as usize {
        let choices: Vec<u8> =
            std::iter::once(2).chain(columns.iter().map(|column| column[person])).collect();
        table.add(layout, &choices, Form::Full);
    }
    let standings = TeamStandings::means(questionnaire, layout, &table);
    let assessment = Assessment::of(questionnaire, standings);
    let disclosure = Disclosure::of(questionnaire, &table, &assessment).unwrap();
    // A tally tells the same and no more.
    let tally = tallies.told("team", &disclosure);
    format!("{disclosure:?} {tally}")
}

/// Every combination of states of the questions, with what is told of it.
fn outputs(
    questionnaire: &Questionnaire,
    states: &[State],
    top: u32,
) -> BTreeMap<String, Vec<BTreeSet<State>>> {
    let layout = Layout::new(questionnaire);
    let tallies = Tallies::new(questionnaire);
    let questions = questionnaire.questions.len() - 1;
    let mut outputs: BTreeMap<String, Vec<BTreeSet<State>>> = BTreeMap::new();
    let mut chosen = vec![0; questions];
    loop {
        let now: Vec<State> = chosen.iter().map(|index| states[*index]).collect();
        let output = told(questionnaire, (&layout, &tallies), &now, top);
        let possible = outputs.entry(output).or_insert_with(|| vec![BTreeSet::new(); questions]);
        possible.iter_mut().zip(&now).for_each(|(possible, state)| {
            possible.insert(*state);
        });
        let Some(next) = (0..questions).find(|question| chosen[*question] + 1 < states.len()) else {
            return outputs;
        };
        chosen[next] += 1;
        chosen[..next].fill(0);
    }
}

/// Nobody's answer can be worked out: for each way to take one person out of a state, two levels remain possible.
fn check(areas: &[usize], levels: u32, fewest_givers: u32) {
    let top = levels - 1;
    let questionnaire = questionnaire(areas, levels);
    let states: Vec<State> = (fewest_givers..=PEOPLE)
        .flat_map(|givers| (0..=givers * top).map(move |sum| (givers, sum)))
        .chain([(0, 0)])
        .collect();
    let outputs = outputs(&questionnaire, &states, top);
    assert!(outputs.len() > 1, "something is told");
    for (output, questions) in &outputs {
        for possible in questions {
            for (givers, sum) in possible.iter().filter(|(givers, _)| *givers > 0) {
                for level in 0..=top.min(*sum) {
                    let others = sum - level;
                    if others > (givers - 1) * top {
                        continue;
                    }
                    let open =
                        (0..=top).filter(|other| possible.contains(&(*givers, others + other))).count();
                    assert!(open >= 2, "{areas:?}: {output}: others {others} of {}", givers - 1);
                }
            }
            // Who gave no level might have given one: not even that is certain where all others gave theirs.
            for sum in (0..=(PEOPLE - 1) * top).filter(|sum| possible.contains(&(PEOPLE - 1, *sum))) {
                let open = (0..=top).filter(|level| possible.contains(&(PEOPLE, sum + level))).count();
                assert!(open >= 2, "{areas:?}: {output}: a silent person beside {sum}");
            }
        }
    }
}

#[test]
fn one_area_of_three_questions_keeps_everybodys_answer_open() {
    check(&[3], 5, 4);
    check(&[3], 2, 4);
}

#[test]
fn an_area_beside_one_that_is_not_shown_keeps_everybodys_answer_open() {
    check(&[3, 1], 3, 5);
    check(&[3, 2], 2, 5);
    check(&[4, 1], 2, 4);
}

#[test]
fn two_shown_areas_keep_everybodys_answer_open() {
    check(&[3, 3], 2, 5);
}

#[test]
fn a_questionnaire_of_one_or_two_practices_tells_nothing_that_gives_somebody_away() {
    let one = questionnaire(&[1], 5);
    let states: Vec<State> = (0..=20).map(|sum| (5, sum)).collect();
    assert_eq!(outputs(&one, &states, 4).len(), 1, "one question: the same is told of all answers");
}
