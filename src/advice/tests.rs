use proptest::prelude::*;

use super::*;
use crate::testing::{Team, built_in, drawn};

const HALF: Fraction = Fraction::new(1, 2);

/// A step as the tests name it: what to do with which trait.
fn named(step: &NextStep) -> (Action, &str) {
    (step.action, step.trait_id.as_deref().unwrap_or_default())
}

fn ids(steps: &[NextStep]) -> Vec<&str> {
    steps.iter().map(|step| named(step).1).collect()
}

fn ranked(questionnaire: &Questionnaire, team: &Team<'_>) -> Vec<NextStep> {
    ranked_steps(questionnaire, &team.standings)
}

/// The step of a trait.
fn step<'s>(steps: &'s [NextStep], id: &str) -> Option<&'s NextStep> {
    steps.iter().find(|step| step.trait_id.as_deref() == Some(id))
}

/// "top" waits for "middle", which waits for "bottom", each for the first level.
fn chain() -> Questionnaire {
    drawn(&["top", "middle", "bottom"], &[])
        .worth("published", 0.7, &["middle"])
        .worth("practitioner", 0.4, &["bottom"])
        .requiring(("top", 1), &[("middle", 1)])
        .requiring(("middle", 1), &[("bottom", 1)])
}

#[test]
fn a_step_is_worth_its_gap_by_its_leverage() {
    let questionnaire =
        drawn(&["a", "b", "c"], &[]).worth("published", 0.7, &["b"]).worth("practitioner", 0.4, &["c"]);
    let steps = ranked(&questionnaire, &Team::of(&questionnaire).at(&[("a", 3), ("b", 2), ("c", 0)]));
    let priorities: Vec<(&str, Fraction)> = steps.iter().map(|step| (named(step).1, step.priority)).collect();
    // 1/4 · 1, 2/4 · 0.7, 4/4 · 0.4
    let expected = [("c", Fraction::new(2, 5)), ("b", Fraction::new(7, 20)), ("a", Fraction::new(1, 4))];
    assert_eq!(priorities, expected);
}

#[test]
fn what_waits_lends_half_of_its_worth_at_each_step_of_the_way() {
    // bottom: 0.4 of its own, 0.7/2 from middle, 1/4 from top.
    let questionnaire = chain();
    let steps = ranked(&questionnaire, &Team::of(&questionnaire).practising(0));
    assert_eq!(steps.len(), 1, "the others are not ready");
    assert_eq!(named(&steps[0]), (Action::Do { from: 0 }, "bottom"));
    assert_eq!(steps[0].priority, Fraction::ONE);
    assert_eq!(steps[0].unblocks, ["top", "middle"]);
}

#[test]
fn a_met_prerequisite_ends_the_way() {
    // middle has what top needs: top is ready, and bottom gets only what middle's next level asks for, nothing.
    let questionnaire = chain();
    let steps =
        ranked(&questionnaire, &Team::of(&questionnaire).at(&[("top", 0), ("middle", 1), ("bottom", 0)]));
    assert_eq!(ids(&steps), ["top", "middle", "bottom"]);
    assert_eq!(steps[2].priority, Fraction::new(2, 5));
    assert_eq!(steps[2].unblocks, [""; 0]);
}

#[test]
fn a_candidate_lends_once_and_by_the_shortest_way() {
    // a waits for d directly and over b and c: d gets a half of a once, and a half each of b and c.
    let questionnaire = drawn(&["a", "b", "c", "d"], &[])
        .requiring(("a", 1), &[("b", 1), ("c", 1), ("d", 1)])
        .requiring(("b", 1), &[("d", 1)])
        .requiring(("c", 1), &[("d", 1)]);
    let steps = ranked(&questionnaire, &Team::of(&questionnaire).practising(0));
    assert_eq!(step(&steps, "d").unwrap().priority, Fraction::new(5, 2));
    let without_short_cut = drawn(&["a", "b", "c", "d"], &[])
        .requiring(("a", 1), &[("b", 1)])
        .requiring(("a", 1), &[("c", 1)])
        .requiring(("b", 1), &[("d", 1)])
        .requiring(("c", 1), &[("d", 1)]);
    let steps = ranked(&without_short_cut, &Team::of(&without_short_cut).practising(0));
    assert_eq!(step(&steps, "d").unwrap().priority, Fraction::new(9, 4), "1 + 1/2 + 1/2 + 1/4");
}

#[test]
fn a_step_needs_only_what_its_own_level_requires() {
    let questionnaire = drawn(&["a", "b"], &[]).requiring(("a", 3), &[("b", 2)]);
    let ready = |a, b| {
        let steps = ranked(&questionnaire, &Team::of(&questionnaire).at(&[("a", a), ("b", b)]));
        step(&steps, "a").is_some()
    };
    assert!(ready(1, 0), "level 2 needs nothing");
    assert!(!ready(2, 1), "level 3 needs 2");
    assert!(ready(2, 2));
    assert!(ready(3, 0), "level 4 needs nothing but 3");
}

#[test]
fn what_does_not_apply_counts_as_met() {
    let questionnaire = chain();
    let team = Team::of(&questionnaire).practising(0).standing("middle", Standing::NotApplicable);
    let steps = ranked(&questionnaire, &team);
    assert_eq!(ids(&steps), ["top", "bottom"]);
    assert_eq!(steps[1].priority, Fraction::new(2, 5), "nothing waits for it");
}

#[test]
fn an_unknown_prerequisite_is_to_be_found_out_and_worth_what_waits_for_it() {
    let questionnaire = chain();
    for open in [Standing::Unknown, Standing::Unanswered] {
        let team = Team::of(&questionnaire).practising(0).standing("middle", open);
        let steps = ranked(&questionnaire, &team);
        assert_eq!(ids(&steps), ["middle", "bottom"]);
        assert_eq!(steps[0].action, Action::FindOut);
        assert_eq!(steps[0].priority, HALF, "half of top, nothing of its own");
        assert_eq!(steps[0].unblocks, ["top"]);
        assert_eq!(steps[1].priority, Fraction::new(2, 5), "the way ends at what is not known");
    }
}

#[test]
fn what_nothing_waits_for_need_not_be_found_out() {
    let questionnaire = chain();
    let team = Team::of(&questionnaire).practising(0).standing("top", Standing::Unknown);
    assert_eq!(ids(&ranked(&questionnaire, &team)), ["bottom"]);
    assert!(ranked(&questionnaire, &Team::of(&questionnaire)).is_empty(), "without any answer");
}

/// Two traits, the second worth this much of the first and tied to the only result.
fn tied(worth: f64) -> Questionnaire {
    drawn(&["first", "second"], &[("result", 5, 2)])
        .worth("other", worth, &["second"])
        .changing("result", |result| result.improved_by = vec!["second".to_owned()])
}

#[test]
fn among_steps_within_a_fifth_of_the_best_those_tied_to_the_worst_result_come_first() {
    for (worth, result, expected) in [
        (0.8, 1, ["second", "first"]),
        (0.79, 1, ["first", "second"]),
        (0.8, 4, ["first", "second"]), // a result at its top needs nothing
    ] {
        let questionnaire = tied(worth);
        let team = Team::of(&questionnaire).practising(0).at(&[("result", result)]);
        assert_eq!(ids(&ranked(&questionnaire, &team)), expected, "{worth} {result}");
    }
    let questionnaire = tied(0.8);
    let team = Team::of(&questionnaire).practising(0).standing("result", Standing::Unknown);
    assert_eq!(ids(&ranked(&questionnaire, &team)), ["first", "second"], "no result is known");
}

#[test]
fn only_the_worst_result_prefers_its_steps_and_equally_bad_ones_do_so_together() {
    let questionnaire = drawn(&["a", "b", "c"], &[("m", 5, 2), ("n", 5, 2)])
        .changing("m", |m| m.improved_by = vec!["b".to_owned()])
        .changing("n", |n| n.improved_by = vec!["c".to_owned()]);
    let order = |m, n| {
        let team = Team::of(&questionnaire).practising(0).at(&[("m", m), ("n", n)]);
        ids(&ranked(&questionnaire, &team)).join("")
    };
    assert_eq!(order(0, 1), "bac");
    assert_eq!(order(1, 0), "cab");
    assert_eq!(order(1, 1), "bca");
}

#[test]
fn the_worst_result_is_the_lowest_score_whatever_the_number_of_levels() {
    // 2 of 6 is lower than 2 of 4.
    let questionnaire = drawn(&["a", "b"], &[("m", 5, 2), ("n", 7, 3)])
        .changing("m", |m| m.improved_by = vec!["a".to_owned()])
        .changing("n", |n| n.improved_by = vec!["b".to_owned()]);
    let team = Team::of(&questionnaire).practising(0).at(&[("m", 2), ("n", 2)]);
    assert_eq!(ids(&ranked(&questionnaire, &team)), ["b", "a"]);
}

#[test]
fn equal_steps_stand_by_lower_level_and_then_in_the_order_of_the_questionnaire() {
    // 2/4 · 1 and 4/4 · 0.5 are the same.
    let questionnaire = drawn(&["a", "b", "c"], &[]).worth("half", 0.5, &["b", "c"]);
    let team = Team::of(&questionnaire).at(&[("a", 2), ("b", 0), ("c", 0)]);
    assert_eq!(ids(&ranked(&questionnaire, &team)), ["b", "c", "a"]);
}

#[test]
fn at_most_three_steps_are_shown() {
    let questionnaire = drawn(&["a", "b", "c", "d"], &[]);
    let team = Team::of(&questionnaire).practising(1);
    assert_eq!(ids(&next_steps(&questionnaire, &team.standings, VerdictCode::NotAdopted)), ["a", "b", "c"]);
}

#[test]
fn at_the_top_everywhere_there_is_nothing_left() {
    let questionnaire = built_in();
    let team = Team::of(&questionnaire).practising(4).typical();
    assert!(next_steps(&questionnaire, &team.standings, VerdictCode::AdoptedAndWorking).is_empty());
}

#[test]
fn high_practices_and_low_results_ask_to_measure_first() {
    let questionnaire = drawn(&["a", "b", "c"], &[]);
    let team = Team::of(&questionnaire).practising(3);
    let steps = next_steps(&questionnaire, &team.standings, VerdictCode::AdoptedNotWorking);
    assert_eq!(steps[0].action, Action::Measure);
    assert_eq!(steps[0].trait_id, None);
    assert_eq!(ids(&steps), ["", "a", "b"]);
    let top = Team::of(&questionnaire).practising(4);
    let steps = next_steps(&questionnaire, &top.standings, VerdictCode::AdoptedNotWorking);
    assert_eq!(steps.iter().map(|step| step.action).collect::<Vec<_>>(), [Action::Measure]);
}

#[test]
fn a_mean_of_several_people_is_rounded_down() {
    let questionnaire = drawn(&["a"], &[]);
    let position = |top, bottom| {
        Position::of(
            &questionnaire.questions[0],
            Standing::Known(Fraction::new(top, bottom) * Fraction::new(1, 4)),
        )
    };
    assert_eq!(position(11, 4), Position::At(2));
    assert_eq!(position(3, 1), Position::At(3));
    assert_eq!(position(299, 100), Position::At(2));
}

#[test]
fn as_many_steps_are_ready_as_a_computation_written_apart_counts() {
    let questionnaire = built_in();
    for (level, ready) in [(0, 23), (1, 23), (2, 20), (3, 23), (4, 0)] {
        let team = Team::of(&questionnaire).practising(level);
        assert_eq!(ranked(&questionnaire, &team).len(), ready, "all traits at {level}");
    }
}

/// Every step of a team that always takes the one that is chosen, until nothing is left.
fn walk(from: u8, choose: impl Fn(&Questionnaire, Vec<NextStep>) -> Option<NextStep>) -> Vec<String> {
    let questionnaire = built_in();
    let mut team = Team::of(&questionnaire).practising(from);
    let mut taken = Vec::new();
    while let Some(step) = choose(&questionnaire, ranked(&questionnaire, &team)) {
        let (Action::Do { from }, id) = named(&step) else { panic!("{step:?}") };
        taken.push(format!("{id} {}", from + 1));
        team = team.at(&[(id, from + 1)]);
    }
    assert_eq!(team.standings, Team::of(&questionnaire).practising(4).standings, "all are at the top");
    taken
}

/// "Start here".
fn first(_: &Questionnaire, steps: Vec<NextStep>) -> Option<NextStep> {
    steps.into_iter().next()
}

/// The best, ties by the order of the questionnaire alone.
fn first_by_order(questionnaire: &Questionnaire, steps: Vec<NextStep>) -> Option<NextStep> {
    let order = |step: &NextStep| questionnaire.questions.iter().position(|known| known.id == named(step).1);
    steps.into_iter().min_by_key(|step| (std::cmp::Reverse(step.priority), order(step)))
}

// The first twelve steps of each walk, by a computation written apart from this program.
const FROM_NOTHING: [&str; 12] = [
    "trunk-based-development 1",
    "automated-testing 1",
    "deployment-automation 1",
    "small-batches 1",
    "telemetry 1",
    "blameless-learning 1",
    "elastic-infrastructure 1",
    "loosely-coupled-architecture 1",
    "database-change 1",
    "flow 1",
    "trunk-based-development 2",
    "automated-testing 2",
];

const FROM_ONE: [&str; 12] = [
    "deployment-automation 2",
    "trunk-based-development 2",
    "automated-testing 2",
    "small-batches 2",
    "telemetry 2",
    "blameless-learning 2",
    "elastic-infrastructure 2",
    "loosely-coupled-architecture 2",
    "self-service-deployment 2",
    "flow 2",
    "database-change 2",
    "flow 3",
];

#[test]
fn the_priorities_lead_the_same_way_where_ties_go_by_order_alone() {
    let from_nothing = walk(0, first_by_order);
    let from_one = walk(1, first_by_order);
    assert_eq!((from_nothing.len(), from_one.len()), (96, 72));
    assert_eq!(from_nothing[..12], FROM_NOTHING);
    assert_eq!(from_one[..12], FROM_ONE);
}

#[test]
fn from_nothing_start_here_leads_to_the_top_in_ninety_six_steps() {
    let steps = walk(0, first);
    assert_eq!(steps.len(), 96);
    assert_eq!(steps[..12], FROM_NOTHING);
}

#[test]
fn from_one_everywhere_start_here_leads_to_the_top_in_seventy_two_steps() {
    let steps = walk(1, first);
    assert_eq!(steps.len(), 72);
    assert_eq!(steps[..12], FROM_ONE);
}

/// Teams that stand anywhere on the built-in traits, with and without results.
fn any_standings() -> impl Strategy<Value = Vec<Standing>> {
    let standing = prop_oneof![
        7 => (0..=4u8).prop_map(|level| Standing::Known(Fraction::new(level.into(), 4))),
        2 => prop_oneof![Just(Standing::Unknown), Just(Standing::Unanswered)],
        1 => Just(Standing::NotApplicable),
    ];
    prop::collection::vec(standing, 34)
}

fn position(questionnaire: &Questionnaire, standings: &[Standing], id: &str) -> Position {
    let index = questionnaire.questions.iter().position(|question| question.id == id).unwrap();
    Position::of(&questionnaire.questions[index], standings[index])
}

/// What a trait's next level still needs, read directly from the requirements.
fn unmet_needs<'q>(questionnaire: &'q Questionnaire, standings: &[Standing], id: &str) -> Vec<&'q Need> {
    let Position::At(level) = position(questionnaire, standings, id) else { return Vec::new() };
    let next = questionnaire.requires.iter().filter(|entry| entry.trait_id == id && entry.level == level + 1);
    next.flat_map(|entry| &entry.needs)
        .filter(|need| match position(questionnaire, standings, &need.trait_id) {
            Position::At(known) => known < need.level,
            Position::Open => true,
            Position::NotApplicable => false,
        })
        .collect()
}

proptest! {
    #[test]
    fn the_advice_names_no_trait_at_its_top_and_no_step_with_an_unmet_prerequisite(standings in any_standings()) {
        let questionnaire = built_in();
        for step in ranked_steps(&questionnaire, &standings) {
            let (action, id) = named(&step);
            match action {
                Action::Do { from } => {
                    prop_assert_eq!(position(&questionnaire, &standings, id), Position::At(from));
                    prop_assert!(from < questionnaire.question(id).unwrap().top());
                    prop_assert_eq!(unmet_needs(&questionnaire, &standings, id), Vec::<&Need>::new());
                }
                Action::FindOut => {
                    prop_assert_eq!(position(&questionnaire, &standings, id), Position::Open);
                    prop_assert!(!step.unblocks.is_empty());
                }
                Action::Measure => prop_assert!(false, "measuring is not ranked"),
            }
            prop_assert!(step.priority > Fraction::ZERO);
        }
    }

    #[test]
    fn there_are_never_more_than_three_steps(standings in any_standings()) {
        for verdict in VerdictCode::ALL {
            prop_assert!(next_steps(&built_in(), &standings, verdict).len() <= MOST_STEPS);
        }
    }

    #[test]
    fn a_team_is_without_a_step_only_where_no_answered_trait_is_below_its_top(standings in any_standings()) {
        let questionnaire = built_in();
        let below = questionnaire.on_axis(Axis::Adoption).any(|question| {
            matches!(position(&questionnaire, &standings, &question.id), Position::At(level) if level < question.top())
        });
        prop_assert_eq!(!ranked_steps(&questionnaire, &standings).is_empty(), below);
    }

    #[test]
    fn nearly_finished_teams_are_never_stuck(below in prop::collection::btree_set(0..24usize, 0..4)) {
        let questionnaire = built_in();
        let mut team = Team::of(&questionnaire).practising(4);
        for &index in &below {
            team.standings[index] = Standing::Known(Fraction::new(3, 4));
        }
        prop_assert_eq!(ranked(&questionnaire, &team).is_empty(), below.is_empty());
    }

    /// Let a trait wait for another, directly or over others. When that other rises by one level, the one that
    /// waited needs nothing new, is ready if it was ready, and its priority is not lower. (It cannot be: the
    /// prerequisite would have to wait for it too, and the graph has no circle.)
    #[test]
    fn improving_what_blocks_a_step_never_sets_the_step_back(standings in any_standings(), raised in 0..24usize) {
        let questionnaire = built_in();
        let blocking = questionnaire.questions[raised].id.clone();
        let Position::At(level) = position(&questionnaire, &standings, &blocking) else { return Ok(()) };
        prop_assume!(level < 4);
        let mut after = standings.clone();
        after[raised] = Standing::Known(Fraction::new(i128::from(level) + 1, 4));
        let (graph, graph_after) = (Graph::new(&questionnaire, &standings), Graph::new(&questionnaire, &after));
        let ((priorities, _), (priorities_after, _)) = (graph.worth(), graph_after.worth());
        for (waiting, node) in graph.traits.iter().enumerate() {
            let waits = graph.lends_to(waiting).iter().any(|(prerequisite, _)| *prerequisite == raised);
            if !waits {
                continue;
            }
            let unmet_after = &graph_after.traits[waiting].unmet;
            prop_assert!(unmet_after.iter().all(|need| node.unmet.contains(need)), "{}", node.question.id);
            prop_assert!(priorities_after[waiting] >= priorities[waiting], "{}", node.question.id);
        }
    }

    /// Seen from outside: a step that was ready stays ready, unless it is the one that was taken.
    #[test]
    fn taking_one_step_leaves_every_other_ready_step_ready(standings in any_standings(), taken in any::<prop::sample::Index>()) {
        let questionnaire = built_in();
        let before = ranked_steps(&questionnaire, &standings);
        let ready: Vec<(Action, &str)> =
            before.iter().map(named).filter(|(action, _)| matches!(action, Action::Do { .. })).collect();
        prop_assume!(!ready.is_empty());
        let (Action::Do { from }, id) = ready[taken.index(ready.len())] else { return Ok(()) };
        let index = questionnaire.questions.iter().position(|question| question.id == id).unwrap();
        let mut after = standings.clone();
        after[index] = Standing::Known(Fraction::new(i128::from(from) + 1, 4));
        let later = ranked_steps(&questionnaire, &after);
        for other in ready.iter().filter(|(_, other)| *other != id) {
            prop_assert!(later.iter().any(|step| named(step) == *other), "{other:?}");
        }
    }
}

#[test]
fn a_step_keeps_its_id_as_long_as_it_is_the_same() {
    let questionnaire = chain();
    let steps = |team: Team<'_>| ranked(&questionnaire, &team).iter().map(NextStep::id).collect::<Vec<_>>();
    assert_eq!(steps(Team::of(&questionnaire).practising(0)), ["bottom-0-1"]);
    let open = Team::of(&questionnaire).practising(0).standing("bottom", Standing::Unknown);
    assert_eq!(steps(open), ["bottom-find-out"]);
}
