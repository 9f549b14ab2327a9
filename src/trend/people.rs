//! The people behind two team assessments: whom they can be paired with, one test for each axis, and when an anonymous
//! team's assessments must not be compared.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::answers::Answers;
use crate::assessment::{Assessment, standings};
use crate::fraction::Fraction;
use crate::questionnaire::{Axes, Axis, Questionnaire};
use crate::trend::permutation::{self, Test};

/// Two anonymous assessments are compared only if at least this many respondents differ; with fewer the difference
/// reveals single answers.
pub const FEWEST_DIFFERENT: usize = 3;

/// One respondent of a team assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The code they chose, by which two of their files are paired.
    pub code: Option<String>,
    /// Their score on each axis, 0..1.
    pub scores: Axes<Option<Fraction>>,
}

impl Person {
    /// The respondent who gave these answers.
    pub fn of(questionnaire: &Questionnaire, answers: &Answers) -> Self {
        let assessment = Assessment::of(questionnaire, standings(questionnaire, answers));
        Self {
            code: answers.respondent.code.clone(),
            scores: Axes::map(|axis| assessment.axes.get(axis).score.score),
        }
    }
}

/// The documents of one date that speak for a person: without what several agreed on, and of two with the same code the
/// later one, so that nobody counts twice. Of the same date the one with the greater contents stays, so that the order
/// of reading decides nothing.
pub fn persons(documents: Vec<Answers>) -> Vec<Answers> {
    let (mut persons, mut coded) = (Vec::new(), BTreeMap::new());
    for answers in documents.into_iter().filter(|answers| !answers.agreed) {
        let Some(code) = answers.respondent.code.clone() else {
            persons.push(answers);
            continue;
        };
        let rank = (answers.date.clone(), answers.to_json());
        let known =
            coded.remove(&code).filter(|(known, _): &((Option<String>, String), Answers)| *known > rank);
        coded.insert(code, known.unwrap_or((rank, answers)));
    }
    persons.extend(coded.into_values().map(|(_, answers)| answers));
    persons
}

/// The codes of which two documents say different things, and no date says which of them is the later one.
pub fn disputed(documents: &[Answers]) -> BTreeSet<&str> {
    let coded = |answers: &'_ Answers| answers.respondent.code.is_some() && !answers.agreed;
    let is_unclear = |one: &Answers, other: &Answers| {
        let [one, other] = [one, other].map(|answers| answers.date.as_deref().unwrap_or_default());
        one.starts_with(other) || other.starts_with(one)
    };
    let others = |place: usize, one: &Answers| {
        documents[place + 1..].iter().filter(|other| coded(other)).any(|other| {
            other.respondent.code == one.respondent.code && other.given != one.given && is_unclear(one, other)
        })
    };
    let found = documents.iter().enumerate().filter(|(place, one)| coded(one) && others(*place, one));
    found.filter_map(|(_, one)| one.respondent.code.as_deref()).collect()
}

/// The permutation test of one axis; both p are in 0..1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AxisTestPart"))]
pub struct AxisTest {
    /// How often chance alone would give a difference at least as large.
    pub p: f64,
    /// The smallest p that so many people could give; above 0.05 nothing can be concluded.
    pub smallest_p: f64,
    /// How many people's scores entered it: pairs where paired, else both dates together.
    pub respondents: usize,
    /// Whether people were paired by their codes.
    pub paired: bool,
    /// Whether every arrangement was counted; else 100,000 were drawn with a fixed seed.
    pub exact: bool,
}

impl AxisTest {
    const fn new(test: Test, paired: bool, respondents: usize) -> Self {
        Self { p: test.p, smallest_p: test.smallest_p, respondents, paired, exact: test.is_exact }
    }
}

/// The test of an axis between two dates; people without a score on it are left out. `None` if one date has none.
///
/// People are paired only if everybody at both dates carries a code of their own and at least half of the larger group
/// is there at both: fewer pairs would throw most answers away.
pub fn test(axis: Axis, before: &[Person], after: &[Person]) -> Option<AxisTest> {
    if let Some(pairs) = pairs(before, after) {
        let scores: Vec<(Fraction, Fraction)> = pairs
            .iter()
            .filter_map(|(then, now)| Some(((*then.scores.get(axis))?, (*now.scores.get(axis))?)))
            .collect();
        let test = permutation::paired(&scores)?;
        return Some(AxisTest::new(test, true, scores.len()));
    }
    let scores = |people: &[Person]| -> Vec<Fraction> {
        people.iter().filter_map(|person| *person.scores.get(axis)).collect()
    };
    let (then, now) = (scores(before), scores(after));
    let test = permutation::unpaired(&then, &now)?;
    Some(AxisTest::new(test, false, then.len() + now.len()))
}

fn pairs<'a>(before: &'a [Person], after: &'a [Person]) -> Option<Vec<(&'a Person, &'a Person)>> {
    let (then, now) = (by_code(before)?, by_code(after)?);
    let pairs: Vec<_> = then.iter().filter_map(|(code, person)| Some((*person, *now.get(code)?))).collect();
    (!pairs.is_empty() && 2 * pairs.len() >= before.len().max(after.len())).then_some(pairs)
}

/// The people by code; `None` if somebody has none or two share one.
fn by_code(people: &[Person]) -> Option<BTreeMap<&str, &Person>> {
    let coded = people
        .iter()
        .filter_map(|person| Some((person.code.as_deref()?, person)))
        .collect::<BTreeMap<_, _>>();
    (coded.len() == people.len()).then_some(coded)
}

/// How many who answered at one date certainly did not at the other. Without codes only the numbers of people show that.
pub fn different(before: &[Person], after: &[Person]) -> usize {
    match (by_code(before), by_code(after)) {
        (Some(then), Some(now)) => {
            let left = then.keys().filter(|code| !now.contains_key(*code)).count();
            let joined = now.keys().filter(|code| !then.contains_key(*code)).count();
            left.max(joined)
        }
        _ => before.len().abs_diff(after.len()),
    }
}

/// Whether two assessments of an anonymous team may be compared: at least three who answered at one date did not at the
/// other. Where that is not known, the answer is no.
pub fn may_be_compared(before: &[Person], after: &[Person]) -> bool {
    different(before, after) >= FEWEST_DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(code: Option<&str>, quarters: i128) -> Person {
        let score = Some(Fraction::new(quarters, 4));
        Person { code: code.map(str::to_owned), scores: Axes { adoption: score, outcome: score } }
    }

    fn team(codes: &str, scores: [i128; 6]) -> Vec<Person> {
        codes.chars().zip(scores).map(|(code, score)| person(Some(&code.to_string()), score)).collect()
    }

    fn summary(test: Option<AxisTest>) -> Option<(bool, usize, f64)> {
        test.map(|test| (test.paired, test.respondents, (test.p * 1000.0).round() / 1000.0))
    }

    const BEFORE: [i128; 6] = [2, 3, 3, 4, 3, 3];
    const AFTER: [i128; 6] = [4, 4, 4, 5, 3, 3];

    #[test]
    fn nobody_speaks_twice_and_a_consensus_for_nobody() {
        let questionnaire = crate::testing::drawn(&["a"], &[]);
        let document = |code: Option<&str>, date: &str, level: u8| {
            let mut answers = Answers { date: Some(date.to_owned()), ..Answers::empty(&questionnaire) };
            answers.respondent.code = code.map(str::to_owned);
            let answer = crate::answers::Answer::bare(crate::answers::Choice::Level(level));
            answers.set(&questionnaire, "a", Some(answer));
            answers
        };
        let agreed = Answers { agreed: true, ..document(None, "2026-05-01", 4) };
        let old = document(Some("k"), "2026-05-01", 3);
        let (one, other) = (document(Some("k"), "2026-05-02", 1), document(Some("k"), "2026-05-02", 2));
        let levels = |documents: &[&Answers]| -> Vec<Option<Fraction>> {
            let persons = persons(documents.iter().map(|answers| (*answers).clone()).collect());
            persons.iter().map(|answers| Person::of(&questionnaire, answers).scores.adoption).collect()
        };
        let quarters = |levels: &[i128]| -> Vec<Option<Fraction>> {
            levels.iter().map(|level| Some(Fraction::new(*level, 4))).collect()
        };
        let anybody = document(None, "2026-05-01", 0);
        assert_eq!(levels(&[&agreed, &anybody, &anybody]), quarters(&[0, 0]));
        assert_eq!(levels(&[&one, &anybody, &old]), quarters(&[0, 1]), "the later one");
        assert_eq!(
            levels(&[&old, &one, &other]),
            quarters(&[2]),
            "of one date the one with the greater contents"
        );
        assert_eq!(levels(&[&other, &one, &old]), quarters(&[2]), "in whatever order they are read");
        let disputed = |documents: &[&Answers]| {
            let documents: Vec<Answers> = documents.iter().map(|answers| (*answers).clone()).collect();
            disputed(&documents).len()
        };
        assert_eq!([disputed(&[&one, &other]), disputed(&[&other, &old, &one])], [1, 1]);
        assert_eq!(
            [disputed(&[&old, &one]), disputed(&[&one, &one]), disputed(&[&anybody, &agreed])],
            [0; 3]
        );
        assert_eq!(disputed(&[&document(Some("k"), "2026-05", 0), &one]), 1, "a day of that month");
    }

    #[test]
    fn people_are_paired_only_by_codes_of_their_own() {
        let (then, now) = (team("abcdef", BEFORE), team("abcdef", AFTER));
        assert_eq!(summary(test(Axis::Adoption, &then, &now)), Some((true, 6, 0.125)));
        let mut shuffled = now.clone();
        shuffled.reverse();
        assert_eq!(test(Axis::Adoption, &then, &shuffled), test(Axis::Adoption, &then, &now));
        let one_without = [&now[..5], &[person(None, 3)]].concat();
        assert_eq!(summary(test(Axis::Outcome, &then, &one_without)), Some((false, 12, 0.145)));
        let twice = team("aacdef", AFTER);
        assert_eq!(summary(test(Axis::Outcome, &then, &twice)), Some((false, 12, 0.145)));
    }

    #[test]
    fn a_team_that_was_mostly_exchanged_is_not_paired() {
        let then = team("abcdef", BEFORE);
        assert!(test(Axis::Adoption, &then, &team("abcxyz", AFTER)).unwrap().paired);
        assert!(!test(Axis::Adoption, &then, &team("abwxyz", AFTER)).unwrap().paired);
    }

    #[test]
    fn who_has_no_score_is_left_out() {
        let mut now = team("abcdef", AFTER);
        now[0].scores.adoption = None;
        assert_eq!(test(Axis::Adoption, &team("abcdef", BEFORE), &now).unwrap().respondents, 5);
        assert_eq!(test(Axis::Outcome, &[], &now), None);
    }

    #[test]
    fn anonymous_teams_are_compared_only_if_three_people_differ() {
        let then = team("abcdef", BEFORE);
        assert!(!may_be_compared(&then, &then), "the same people");
        assert!(!may_be_compared(&then, &team("abcdxy", AFTER)), "two exchanged");
        assert!(may_be_compared(&then, &team("abcxyz", AFTER)));
        assert!(!may_be_compared(&then, &then[..5]), "one left");
        let unknown = |number: usize| vec![person(None, 2); number];
        assert!(!may_be_compared(&unknown(6), &unknown(6)), "who they are is not known");
        assert!(may_be_compared(&unknown(6), &unknown(9)));
    }
}
