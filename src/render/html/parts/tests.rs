//! Kept parts change no page, whatever pages they were made for, and are never more than is allowed.

use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Filling, Hole, Key, MOST_KEPT, Part, Parts, Sheet};
use crate::answers::Form;
use crate::comparison::Unverified;
use crate::content::Content;
use crate::language::Language;
use crate::pack::{self, Choice, Pack};
use crate::render::html::team::page;
use crate::report::Report;
use crate::report::build::Ground;
use crate::report::team::{People, TeamReport, build};
use crate::team::gathered::{Roles, Roster};
use crate::team::{Layout, NOT_APPLICABLE, Record, UNANSWERED, UNKNOWN};

fn content(tag: &str) -> Content {
    let words = pack::words(&Language::from_tag(tag).expect("a tag")).expect("words");
    Pack::BuiltIn.content(&words, Choice::Default).expect("content")
}

/// The report of a team of these people; a level above the top of a scale counts as the top.
fn report(
    ground: &mut Ground<'_>,
    content: &Content,
    (name, people, form): (&str, &[Vec<u8>], Form),
) -> TeamReport {
    let layout = Layout::new(&content.questionnaire);
    let mut roster = Roster::new(layout.clone(), Roles::Together, None);
    let (scope, code, date) = ("", "", "2026-11-22");
    for choices in people {
        let record = Record { team: name, scope, code, role: None, date, form, agreed: false, choices };
        roster.add(&record, || 0);
    }
    let teams = roster.finish();
    build(ground, People { name: Some(name), gathered: &teams[name], layout: &layout }, &[])
}

/// The page of a team with nothing kept before.
fn alone(content: &Content, team: (&str, &[Vec<u8>], Form)) -> String {
    let report = report(&mut Ground::new(content, Unverified::Hidden), content, team);
    page(report, &mut Parts::of(content)).expect("a page")
}

/// The report of one person who chose the same level everywhere.
fn even(content: &Content) -> Report {
    let people = [vec![2; content.questionnaire.questions.len()]];
    report(&mut Ground::new(content, Unverified::Hidden), content, ("team", &people, Form::Full)).report
}

/// What somebody may have chosen: mostly a level near that of the team.
fn choice(level: u8) -> impl Strategy<Value = u8> {
    prop_oneof![
        6 => Just(level),
        2 => 0..7_u8,
        1 => Just(UNKNOWN),
        1 => Just(NOT_APPLICABLE),
        1 => Just(UNANSWERED),
    ]
}

/// The choices of some people of one team.
fn people() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let questions = crate::testing::built_in().questions.len();
    (0..7_u8, 1..13_usize).prop_flat_map(move |(level, number)| vec(vec(choice(level), questions), number))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_page_from_kept_parts_is_the_page_made_alone(
        teams in vec((people(), any::<bool>()), 2..7),
        tag in prop_oneof![Just("en"), Just("ko")],
    ) {
        let content = content(tag);
        let mut kept = Parts::of(&content);
        let mut ground = Ground::new(&content, Unverified::Hidden);
        for (number, (people, is_short)) in teams.iter().enumerate() {
            let form = if *is_short { Form::Short } else { Form::Full };
            let name = format!("<b>team</b> {number}");
            let team = (name.as_str(), people.as_slice(), form);
            let report = report(&mut ground, &content, team);
            prop_assert_eq!(page(report, &mut kept).expect("a page"), alone(&content, team));
        }
    }
}

#[test]
fn what_is_filled_in_is_escaped_and_forges_no_hole() {
    let part = Part::of("a \u{1}o0\u{1}, \u{1}o1\u{1} of \u{1}x1\u{1}", Vec::new());
    assert_eq!(part.holes, [(2, Hole::Own(0)), (4, Hole::Own(1))]);
    let content = content("en");
    let report = even(&content);
    let mut parts = Parts::of(&content);
    let mut text = String::new();
    let fillings = [Filling::Text("<\u{1}o1\u{1}>".to_owned()), Filling::Number(7)];
    Sheet::new(&report, &mut parts).fill(&mut text, &part, &fillings);
    assert_eq!(text, "a &lt;\u{fffd}o1\u{fffd}&gt;, 7 of x1");
}

#[test]
fn no_more_parts_are_kept_than_is_allowed() {
    let content = content("en");
    let report = even(&content);
    let mut parts = Parts::of(&content);
    let part = Rc::new(Part::of("", Vec::new()));
    parts.kept = (0..MOST_KEPT).map(|number| (("", Key::Source(number)), Rc::clone(&part))).collect();
    let fixed = ("parts/marks.html", "marks", Some(Key::Fixed));
    Sheet::new(&report, &mut parts).part(fixed, |_, _| ()).expect("a part");
    assert_eq!(parts.kept.len(), 1, "they began anew");
}
