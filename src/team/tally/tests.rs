use super::*;
use crate::answers::{Form, Role};
use crate::pack::Pack;
use crate::team::Record;
use crate::team::anonymous::{AreaBand, Band};
use crate::team::gathered::{Roles, Roster};
use crate::testing::drawn;
use proptest::prelude::*;

/// A person: team, code, role, day, short form, consensus file, and what was chosen.
type Person = (u8, u8, u8, u8, bool, bool, Vec<u8>);

fn questionnaire() -> Questionnaire {
    Pack::BuiltIn.questionnaire().unwrap()
}

fn roster(questionnaire: &Questionnaire) -> Roster {
    Roster::new(Layout::new(questionnaire), Roles::Apart, None)
}

fn add(roster: &mut Roster, questionnaire: &Questionnaire, person: &Person) {
    let (team, code, role, day, is_short, agreed, levels) = person;
    let choices: Vec<u8> = questionnaire
        .questions
        .iter()
        .zip(levels)
        .map(|(question, level)| match level {
            0..=6 => level % question.levels,
            7 => UNKNOWN,
            8 => NOT_APPLICABLE,
            _ => UNANSWERED,
        })
        .collect();
    let (team, date) = (["", "a", "b"][usize::from(*team)], format!("2026-11-{:02}", day + 1));
    let code = if *code == 0 { String::new() } else { format!("code-{code}") };
    let record = Record {
        team,
        scope: ["shop", "bank"][usize::from(*day % 2)],
        code: &code,
        role: Role::ALL.get(usize::from(*role)).copied(),
        date: &date,
        form: if *is_short { Form::Short } else { Form::Full },
        agreed: *agreed,
        choices: &choices,
    };
    roster.add(&record);
}

fn lines(questionnaire: &Questionnaire, roster: Roster) -> Vec<String> {
    let tallies = Tallies::new(questionnaire);
    roster.tally().iter().map(|(name, team)| tallies.counts(name, team)).collect()
}

/// The tally of these lines, read back.
fn merged<'a>(questionnaire: &Questionnaire, lines: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let tallies = Tallies::new(questionnaire);
    let mut roster = roster(questionnaire);
    lines.into_iter().for_each(|line| roster.add_part(tallies.read(line).unwrap()));
    self::lines(questionnaire, roster)
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let choices = prop::collection::vec(0..10u8, 34);
    let person = (0..3u8, 0..5u8, 0..9u8, 0..9u8, any::<bool>(), prop::bool::weighted(0.1), choices);
    prop::collection::vec(person, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn parts_merge_to_the_whole_in_any_order_and_grouping(people in people(), parts in 1..4usize) {
        let questionnaire = questionnaire();
        let mut whole = roster(&questionnaire);
        let mut apart: Vec<Roster> = (0..parts).map(|_| roster(&questionnaire)).collect();
        for (number, person) in people.iter().enumerate() {
            add(&mut whole, &questionnaire, person);
            // A person with a code is in one part.
            let part = if person.1 == 0 { number } else { usize::from(person.1) };
            add(&mut apart[part % parts], &questionnaire, person);
        }
        let whole = lines(&questionnaire, whole);
        let apart: Vec<Vec<String>> = apart.into_iter().map(|part| lines(&questionnaire, part)).collect();
        prop_assert_eq!(&merged(&questionnaire, apart.iter().flatten()), &whole);
        prop_assert_eq!(&merged(&questionnaire, apart.iter().rev().flatten()), &whole, "commutative");
        let grouped = apart.iter().fold(Vec::new(), |before, part| merged(&questionnaire, before.iter().chain(part)));
        prop_assert_eq!(&grouped, &whole, "associative");
        prop_assert_eq!(&merged(&questionnaire, &whole), &whole, "reading and writing changes nothing");
    }
}

#[test]
fn a_person_with_a_code_in_two_parts_is_noticed() {
    let questionnaire = questionnaire();
    let person: Person = (1, 1, 0, 1, false, false, vec![1; 34]);
    let mut part = roster(&questionnaire);
    add(&mut part, &questionnaire, &person);
    let line = lines(&questionnaire, part).remove(0);
    let tallies = Tallies::new(&questionnaire);
    let mut twice = roster(&questionnaire);
    twice.add_part(tallies.read(&line).unwrap());
    assert!(!twice.clone().tally()["a"].is_twice);
    let mut again = twice.clone();
    again.add_part(tallies.read(&line).unwrap());
    // It stays noticed wherever the parts are put to.
    let mut others = roster(&questionnaire);
    add(&mut others, &questionnaire, &(1, 0, 0, 1, false, false, vec![1; 34]));
    others.merge(again.clone());
    assert!(again.tally()["a"].is_twice && others.tally()["a"].is_twice, "two tallies");
    add(&mut twice, &questionnaire, &person);
    assert!(twice.finish()["a"].is_twice, "a tally and a document");
}

#[test]
fn numbers_that_nobody_can_have_given_and_other_shapes_are_refused() {
    let questionnaire = questionnaire();
    let mut part = roster(&questionnaire);
    add(&mut part, &questionnaire, &(1, 0, 5, 1, false, false, vec![1; 34]));
    add(&mut part, &questionnaire, &(1, 2, 0, 1, true, false, vec![2; 34]));
    let line = lines(&questionnaire, part).remove(0);
    let tallies = Tallies::new(&questionnaire);
    assert!(tallies.read(&line).is_ok());
    let id = |line: &str| tallies.read(line).unwrap_err().message.id;
    for (from, to, expected) in [
        ("tally/1", "tally/2", "tally.schema"),
        ("real-stories", "other", "tally.questionnaire"),
        ("\"2.0.0\"", "\"2.0.1\"", "tally.questionnaire"),
        ("\"digest\":\"", "\"digest\":\"0", "tally.questionnaire"),
        ("\"people\":{\"n\":2", "\"people\":{\"n\":1", "tally.counts"),
        ("\"people\":{\"n\":2", "\"people\":{\"n\":4294967295", "tally.counts"),
        ("\"people\":{\"n\":2", "\"people\":{\"n\":4294967296", "tally.shape"),
        ("\"people\":{\"n\":2", "\"people\":{\"n\":-2", "tally.shape"),
        ("\"people\":{\"n\":2", "\"people\":{\"n\":2.0", "tally.shape"),
        ("\"short\":1", "\"short\":3", "tally.counts"),
        ("\"cells\":[0,", "\"cells\":[", "tally.counts"),
        ("\"cells\":[0,", "\"cells\":[1000000000,", "tally.counts"),
        ("\"givers\":[", "\"givers\":[0,", "tally.counts"),
        ("\"managers\":{\"n\":1", "\"managers\":{\"n\":2", "tally.counts"),
        ("\"codes\":[\"", "\"codes\":[\"0", "tally.counts"),
        ("\"codes\":[\"", "\"codes\":[\"zzzzzzzzzzzzzzzz\",\"", "tally.counts"),
        ("\"2026-11-02\"", "\"2026-11-32\"", "tally.counts"),
        ("\"replaced\":0", "\"replaced\":0,\"replaced\":0", "tally.shape"),
        ("\"replaced\":0,", "", "tally.shape"),
        ("\"replaced\":0", "\"replaced\":0,\"more\":1", "tally.shape"),
        ("\"counts\":", "\"teams_not_shown\":1,\"counts\":", "tally.counts"),
    ] {
        let other = line.replacen(from, to, 1);
        assert_ne!(other, line, "{from}");
        assert_eq!(id(&other), expected, "{from} to {to}");
    }
    let code = line.split("\"codes\":[").nth(1).unwrap().split(']').next().unwrap();
    assert_eq!(id(&line.replacen(code, &format!("{code},{code}"), 1)), "tally.counts", "a code twice");
    assert_eq!(id(&line[..line.len() / 2]), "tally.shape");
    assert_eq!(id(&format!("{} x", line.trim_end())), "tally.shape");
}

#[test]
fn what_is_told_of_anonymous_people_is_read_as_it_was_written() {
    let questionnaire = questionnaire();
    let tallies = Tallies::new(&questionnaire);
    let large = |position: usize| {
        let id = &questionnaire.areas[position].id;
        questionnaire.questions.iter().filter(|question| question.area == *id).count() >= FEWEST_QUESTIONS
    };
    let areas = (0..questionnaire.areas.len()).filter(|position| large(*position)).map(|position| AreaBand {
        id: questionnaire.areas[position].id.clone(),
        band: Some(Band::Upper).filter(|_| position % 2 == 0),
    });
    let told = Disclosure {
        set_aside: 0,
        respondents: 5,
        verdict: VerdictCode::CannotTell,
        adoption: Some(Band::Lower),
        outcome: None,
        areas: areas.collect(),
    };
    let line = tallies.told("팀", &told);
    match tallies.read(&line).unwrap() {
        Part::Told(name, read) => assert_eq!((&*name, read), ("팀", told)),
        other => panic!("{other:?}"),
    }
    assert!(is_tally(&line) && !is_tally(r#"{"schema":"diditwork/answers/1"}"#));
    for (from, to) in [
        ("\"n\":5", "\"n\":4"),
        ("cannot-tell", "not-adopted"),
        ("\"areas\":[{", "\"areas\":[{\"id\":\"nowhere\",\"band\":null},{"),
        ("\"areas\":[{", "\"areas\":[{\"id\":\"build\",\"band\":null},{"),
        ("\"areas\":[{", "\"areas\":[{\"id\":\"deliver\",\"band\":null},{"),
    ] {
        let other = line.replacen(from, to, 1);
        assert_ne!(other, line, "{from}");
        assert_eq!(tallies.read(&other).unwrap_err().message.id, "tally.counts", "{to}");
    }
    for teams in [0, 3, MOST_PEOPLE] {
        assert!(
            matches!(tallies.read(&tallies.not_shown(teams)), Ok(Part::NotShown(found)) if found == teams)
        );
    }
    assert_eq!(tallies.read(&tallies.not_shown(MOST_PEOPLE + 1)).unwrap_err().message.id, "tally.counts");
}

#[test]
fn what_a_team_agreed_on_fits_the_questionnaire() {
    let questionnaire = questionnaire();
    let mut part = roster(&questionnaire);
    add(&mut part, &questionnaire, &(1, 0, 9, 1, false, true, vec![1; 34]));
    let line = lines(&questionnaire, part).remove(0);
    let tallies = Tallies::new(&questionnaire);
    let read = |line: &str| match tallies.read(line) {
        Ok(Part::Counts(_, gathered)) => Ok(gathered.consensus.map(|kept| kept.choices.to_vec())),
        Ok(other) => panic!("{other:?}"),
        Err(finding) => Err(finding.message.id),
    };
    assert_eq!(read(&line), Ok(Some(vec![1; 34])));
    for (from, to) in [
        ("\"agreed\":1", "\"agreed\":0"),
        ("\"choices\":[1,", "\"choices\":["),
        ("\"choices\":[1,", "\"choices\":[1,1,"),
        ("\"choices\":[1,", "\"choices\":[9,"),
        ("\"consensus\":{\"date\":\"2026-11-02\"", "\"consensus\":{\"date\":\"2026-11-32\""),
    ] {
        let other = line.replacen(from, to, 1);
        assert_ne!(other, line, "{from}");
        assert_eq!(read(&other), Err("tally.counts"), "{to}");
    }
}

/// The test values that the authors of FNV-1a publish (draft-eastlake-fnv).
#[test]
fn a_mark_is_the_published_sum() {
    assert_eq!(mark(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(mark("a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(mark("foobar"), 0x8594_4171_f739_67e8);
}

#[test]
fn a_digest_stands_for_all_that_counts_depend_on() {
    let mut small = drawn(&["a"], &[("m", 3, 1)]);
    small.short_form = vec!["a".to_owned()];
    let written = "practices adoption\nresults outcome\na practices 5 1\nm results 3 1\na\n";
    assert_eq!(digest(&small), format!("{:016x}", mark(written)));
}
