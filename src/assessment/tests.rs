use super::*;
use crate::answers::Answer;
use crate::questionnaire::{Contradiction, LevelRange, Question};
use crate::testing::{Team, built_in, drawn};
use crate::text::Word;

const HALF: Fraction = Fraction::new(1, 2);

fn assessed(questionnaire: &Questionnaire, team: Team<'_>) -> Assessment {
    Assessment::of(questionnaire, team.standings)
}

/// Four traits and two measures of five levels of which the middle one is typical.
fn small() -> Questionnaire {
    drawn(&["a", "b", "c", "d"], &[("m", 5, 2), ("n", 5, 2)])
}

#[test]
fn the_typical_team_is_exactly_on_the_line_and_on_the_line_is_yes() {
    // 2/5 + 3/5 + 4/5 + 3/6 + 3/6 + five times 2/4 = 53/10 over ten measures.
    let questionnaire = built_in();
    let assessment = assessed(&questionnaire, Team::of(&questionnaire).practising(4).typical());
    assert_eq!(assessment.axes.outcome.score.score, Some(Fraction::new(53, 100)));
    assert_eq!(assessment.axes.outcome.line, Some(Fraction::new(53, 100)));
    assert_eq!(assessment.axes.outcome.line_of_applicable, Some(Fraction::new(53, 100)));
    assert_eq!(assessment.verdict.code, VerdictCode::AdoptedAndWorking);
    assert_eq!(assessment.verdict.dora_only, VerdictCode::AdoptedAndWorking, "14/25 on both sides");
    assert_eq!(assessment.verdict.why, [Reason::NearLine]);
    assert!(!assessment.verdict.certain);
}

#[test]
fn one_level_below_typical_on_one_measure_is_below_the_line() {
    let questionnaire = built_in();
    let team = Team::of(&questionnaire).practising(4).typical();
    for measure in questionnaire.on_axis(Axis::Outcome) {
        let level = measure.typical.as_ref().unwrap().level - 1;
        let below = assessed(&questionnaire, team.clone().at(&[(&measure.id, level)]));
        assert_eq!(below.verdict.code, VerdictCode::AdoptedNotWorking, "{}", measure.id);
    }
}

#[test]
fn practices_at_two_and_a_half_of_four_are_on_the_line() {
    // Twelve traits at 2 and twelve at 3: 60 of 96.
    let questionnaire = built_in();
    let mut team = Team::of(&questionnaire).practising(2).typical();
    for question in questionnaire.on_axis(Axis::Adoption).take(12) {
        team = team.at(&[(&question.id, 3)]);
    }
    let assessment = assessed(&questionnaire, team.clone());
    assert_eq!(assessment.axes.adoption.score.score, Some(ADOPTION_LINE));
    assert_eq!(assessment.verdict.code, VerdictCode::AdoptedAndWorking);
    let below = assessed(&questionnaire, team.at(&[("flow", 1)]));
    assert_eq!(below.verdict.code, VerdictCode::WorkingWithoutAdoption);
}

#[test]
fn the_lines_part_the_four_verdicts() {
    let questionnaire = small();
    for (practices, results, code) in [
        (4, 4, VerdictCode::AdoptedAndWorking),
        (4, 0, VerdictCode::AdoptedNotWorking),
        (0, 4, VerdictCode::WorkingWithoutAdoption),
        (0, 0, VerdictCode::NotAdopted),
    ] {
        let team = Team::of(&questionnaire).practising(practices).at(&[("m", results), ("n", results)]);
        let verdict = assessed(&questionnaire, team).verdict;
        assert_eq!(
            verdict,
            Verdict {
                code,
                certain: true,
                why: Vec::new(),
                dora_only: VerdictCode::CannotTell,
                proposals: 0
            }
        );
    }
}

#[test]
fn where_nothing_applies_there_is_no_number_and_no_verdict() {
    let questionnaire = built_in();
    let team = Axis::ALL
        .into_iter()
        .fold(Team::of(&questionnaire), |team, axis| team.all(axis, |_| Standing::NotApplicable));
    let assessment = assessed(&questionnaire, team);
    for axis in Axis::ALL {
        let AxisScore { score, counts, .. } = assessment.axes.get(axis);
        assert_eq!((score.score, score.low, score.high, score.coverage), (None, None, None, None));
        assert_eq!(counts.not_applicable, counts.asked);
    }
    assert_eq!(assessment.axes.outcome.line, None);
    assert_eq!(assessment.axes.adoption.line, Some(ADOPTION_LINE));
    assert_eq!(assessment.verdict.code, VerdictCode::CannotTell);
    assert!(!assessment.verdict.certain);
    assert_eq!(assessment.verdict.why, []);
}

#[test]
fn a_team_without_answers_gets_no_verdict_but_its_bounds() {
    let questionnaire = built_in();
    let assessment = assessed(&questionnaire, Team::of(&questionnaire));
    let AxisScore { score, counts, .. } = assessment.axes.adoption;
    assert_eq!((score.score, score.coverage), (None, Some(Fraction::ZERO)));
    assert_eq!((score.low, score.high), (Some(Fraction::ZERO), Some(Fraction::ONE)));
    assert_eq!((counts.asked, counts.unanswered), (24, 24));
    assert_eq!(assessment.verdict.code, VerdictCode::CannotTell);
    assert_eq!(assessment.verdict.why, [Reason::Missing]);
}

#[test]
fn sixteen_of_twenty_four_practices_are_enough_and_fifteen_are_not() {
    let questionnaire = built_in();
    let mut team = Team::of(&questionnaire).typical();
    for question in questionnaire.on_axis(Axis::Adoption).take(15) {
        team = team.at(&[(&question.id, 4)]);
    }
    assert_eq!(assessed(&questionnaire, team.clone()).axes.adoption.score.score, None);
    assert_eq!(
        assessed(&questionnaire, team.at(&[("flow", 4)])).axes.adoption.score.score,
        Some(Fraction::ONE),
        "the levels of the answered, not of all"
    );
}

#[test]
fn weights_count_on_both_sides_of_the_outcome_line() {
    // Score (3·1 + 0)/4 = 3/4; line (3·1/2 + 1/4)/4 = 7/16.
    let questionnaire = drawn(&["a"], &[("m", 5, 2), ("n", 5, 1)]).changing("m", |m| m.weight = 3);
    let assessment =
        assessed(&questionnaire, Team::of(&questionnaire).practising(4).at(&[("m", 4), ("n", 0)]));
    assert_eq!(assessment.axes.outcome.score.score, Some(Fraction::new(3, 4)));
    assert_eq!(assessment.axes.outcome.line, Some(Fraction::new(7, 16)));
}

#[test]
fn a_measure_without_a_typical_answer_is_held_against_the_middle() {
    let questionnaire = drawn(&["a"], &[("m", 6, 1)]).changing("m", |m| m.typical = None);
    let assessment = assessed(&questionnaire, Team::of(&questionnaire).practising(4).at(&[("m", 3)]));
    assert_eq!(assessment.axes.outcome.line, Some(HALF));
}

#[test]
fn missing_is_named_where_an_open_answer_could_carry_an_axis_across_its_line() {
    let questionnaire = small();
    let reasons = |levels: [u8; 3]| {
        let levels = [("a", levels[0]), ("b", levels[1]), ("c", levels[2]), ("m", 4), ("n", 4)];
        assessed(&questionnaire, Team::of(&questionnaire).at(&levels)).verdict.why
    };
    // d is open: (4+4+4)/16 = 12/16 at the least, (3+3+3)/16 = 9/16 and 13/16, (4+4+2)/16 is the line itself.
    assert_eq!(reasons([4, 4, 4]), []);
    assert_eq!(reasons([4, 4, 3]), []);
    assert_eq!(reasons([4, 4, 2]), [], "the line itself is yes on both sides");
    assert!(reasons([3, 3, 3]).contains(&Reason::Missing));
    assert!(reasons([2, 2, 2]).contains(&Reason::Missing), "(6+4)/16 is the line");
    assert_eq!(reasons([1, 2, 2]), [], "(5+4)/16 stays below, and 5/12 is 0.21 below");
}

#[test]
fn missing_holds_the_bounds_against_the_line_of_all_applicable_measures() {
    // The line of the answered is 0, of all three measures 1/3; the bounds are 1/6 and 1/2.
    let questionnaire = drawn(&["a"], &[("m", 5, 0), ("n", 5, 0), ("o", 5, 4)]);
    let team = Team::of(&questionnaire).practising(4).at(&[("m", 1), ("n", 1)]);
    let open = assessed(&questionnaire, team.clone());
    assert_eq!(open.axes.outcome.line, Some(Fraction::ZERO));
    assert_eq!(open.axes.outcome.line_of_applicable, Some(Fraction::new(1, 3)));
    assert_eq!(
        (open.axes.outcome.score.low, open.axes.outcome.score.high),
        (Some(Fraction::new(1, 6)), Some(HALF))
    );
    assert_eq!(open.verdict.code, VerdictCode::AdoptedAndWorking);
    assert_eq!(open.verdict.why, [Reason::Missing]);
    let settled = assessed(&questionnaire, team.standing("o", Standing::NotApplicable));
    assert_eq!(settled.axes.outcome.line_of_applicable, Some(Fraction::ZERO));
    assert!(!settled.verdict.why.contains(&Reason::Missing));
}

#[test]
fn near_line_ends_exactly_at_three_tenths_by_the_root_of_the_answers() {
    // Four traits in tenths: 0.3/√4 = 0.15, so 0.475 and 0.775 are just far enough, 0.5 and 0.75 are not.
    let tenths = |known: &mut Question| known.levels = 11;
    let questionnaire = ["a", "b", "c", "d"].into_iter().fold(small(), |all, id| all.changing(id, tenths));
    for (levels, near) in
        [([8, 8, 8, 7], false), ([8, 8, 7, 7], true), ([5, 5, 5, 5], true), ([5, 5, 5, 4], false)]
    {
        let [a, b, c, d] = levels;
        let levels = [("a", a), ("b", b), ("c", c), ("d", d), ("m", 4), ("n", 4)];
        let why = assessed(&questionnaire, Team::of(&questionnaire).at(&levels)).verdict.why;
        assert_eq!(why.contains(&Reason::NearLine), near, "{levels:?}");
    }
}

#[test]
fn near_line_counts_the_answers_and_looks_at_both_axes() {
    // Two measures: 0.3/√2 is about 0.212; 3/4 and 2/4 give 0.625, which is 0.125 above the line of 0.5.
    let questionnaire = small();
    let team = Team::of(&questionnaire).practising(4);
    let near = |m, n| assessed(&questionnaire, team.clone().at(&[("m", m), ("n", n)])).verdict.why;
    assert_eq!(near(3, 2), [Reason::NearLine]);
    assert_eq!(near(3, 3), [], "0.25 above");
    assert_eq!(near(1, 1), [], "0.25 below");
}

#[test]
fn just_as_far_from_the_line_as_the_noise_is_no_longer_near_it() {
    // Nine practices: 0.3/√9 is a tenth. Eight at 3/4 and the last at 0.525 are the line of 5/8 and a
    // tenth; a hair less is near it.
    let practices = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let questionnaire = drawn(&practices, &[]);
    let near = |last: Fraction| {
        // 8 · 3/4 + last = 9 · (5/8 + 1/10) = 6.525
        let mut standings = vec![Standing::Known(Fraction::new(3, 4)); 8];
        standings.push(Standing::Known(last));
        Assessment::of(&questionnaire, standings).verdict.why.contains(&Reason::NearLine)
    };
    assert!(!near(Fraction::new(525, 1000)));
    assert!(near(Fraction::new(525, 1000) - Fraction::new(1, 1 << 40)));
}

#[test]
fn overlap_is_named_where_the_verdict_hangs_on_a_repeated_measure() {
    // 4, 2, 2, 2 are 10/16, the line; without the first they are 1/2.
    let questionnaire = small().repeating("a", "m");
    let team = Team::of(&questionnaire).at(&[("a", 4), ("b", 2), ("c", 2), ("d", 2), ("m", 4), ("n", 4)]);
    let assessment = assessed(&questionnaire, team.clone());
    assert_eq!(assessment.verdict.code, VerdictCode::AdoptedAndWorking);
    assert_eq!(assessment.verdict.why, [Reason::NearLine, Reason::Overlap]);
    let more = assessed(&questionnaire, team.at(&[("b", 4), ("c", 4)]));
    assert_eq!(more.verdict.why, [], "14/16, and 10/12 without it");
}

#[test]
fn the_second_reading_takes_the_delivery_metrics_alone() {
    let questionnaire = small().changing("m", |m| m.dora = true);
    let reading = |m, n| {
        let team = Team::of(&questionnaire).practising(4).at(&[("m", m), ("n", n)]);
        let verdict = assessed(&questionnaire, team).verdict;
        (verdict.code, verdict.dora_only)
    };
    assert_eq!(reading(1, 4), (VerdictCode::AdoptedAndWorking, VerdictCode::AdoptedNotWorking));
    assert_eq!(reading(4, 0), (VerdictCode::AdoptedAndWorking, VerdictCode::AdoptedAndWorking));
    assert_eq!(reading(2, 0), (VerdictCode::AdoptedNotWorking, VerdictCode::AdoptedAndWorking));
}

#[test]
fn the_short_form_asks_seven_practices_and_five_results_and_counts_no_others() {
    let questionnaire = built_in();
    let mut answers = Answers { form: Form::Short, ..Answers::empty(&questionnaire) };
    for id in questionnaire.short_form.clone() {
        answers.set(&questionnaire, &id, Some(Answer::bare(Choice::Level(3))));
    }
    // An answer that the short form does not ask for changes nothing.
    answers.set(&questionnaire, "leadership", Some(Answer::bare(Choice::Level(0))));
    let standings = standings(&questionnaire, &answers);
    assert_eq!(standings.iter().filter(|standing| **standing == Standing::NotAsked).count(), 22);
    let assessment = Assessment::of(&questionnaire, standings);
    assert_eq!(assessment.axes.adoption.counts.asked, 7);
    assert_eq!(assessment.axes.adoption.score.score, Some(Fraction::new(3, 4)));
    assert_eq!(assessment.axes.outcome.counts.asked, 5);
    // 3/5 + 3/6 + three times 3/4 = 67/20; typical: 3/5 + 3/6 + three times 2/4 = 13/5, over five measures.
    assert_eq!(assessment.axes.outcome.score.score, Some(Fraction::new(67, 100)));
    assert_eq!(assessment.axes.outcome.line, Some(Fraction::new(13, 25)));
    assert_eq!(assessment.verdict.code, VerdictCode::AdoptedAndWorking);
    let culture = questionnaire.areas.iter().position(|area| area.id == "culture").unwrap();
    let (culture, counts) = assessment.areas[culture];
    assert_eq!((counts.asked, culture.score), (1, Some(Fraction::new(3, 4))));
}

#[test]
fn every_choice_has_its_standing() {
    let questionnaire = drawn(&["a", "b", "c", "d"], &[]);
    let mut answers = Answers::empty(&questionnaire);
    for (id, choice) in [("a", Choice::Level(1)), ("b", Choice::Unknown), ("c", Choice::NotApplicable)] {
        answers.set(&questionnaire, id, Some(Answer::bare(choice)));
    }
    let quarter = Standing::Known(Fraction::new(1, 4));
    let expected = [quarter, Standing::Unknown, Standing::NotApplicable, Standing::Unanswered];
    assert_eq!(standings(&questionnaire, &answers), expected);
}

#[test]
fn missing_is_named_where_answers_lack_even_if_none_of_them_could_carry_the_axis() {
    // Three of five at 0 are too few for a score, and with the other two at the top 2/5 stays below the line of 5/8.
    let questionnaire = drawn(&["a", "b", "c", "d", "e"], &[("m", 5, 2), ("n", 5, 2)]);
    let team = Team::of(&questionnaire).at(&[("a", 0), ("b", 0), ("c", 0), ("m", 4), ("n", 4)]);
    let assessment = assessed(&questionnaire, team);
    assert_eq!(
        (assessment.axes.adoption.score.score, assessment.axes.adoption.score.high),
        (None, Some(Fraction::new(2, 5)))
    );
    assert_eq!(assessment.verdict.code, VerdictCode::CannotTell);
    assert_eq!(assessment.verdict.why, [Reason::Missing]);
}

#[test]
fn the_words_of_verdicts_and_reasons_are_those_of_the_files() {
    for code in VerdictCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.word());
    }
    for reason in [Reason::Missing, Reason::NearLine, Reason::Overlap, Reason::Contradiction] {
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.word());
    }
}

/// A contradiction between levels of two questions.
fn contradicting(questionnaire: Questionnaire, a: (&str, u8, u8), b: (&str, u8, u8)) -> Questionnaire {
    let range = |(id, from, to): (&str, u8, u8)| LevelRange { id: id.to_owned(), from, to };
    let contradictions = vec![Contradiction { a: range(a), b: range(b) }];
    Questionnaire { contradictions, ..questionnaire }
}

#[test]
fn a_contradiction_makes_the_axes_of_both_answers_lean() {
    let questionnaire = contradicting(small(), ("a", 3, 4), ("m", 0, 1));
    let team = Team::of(&questionnaire).practising(4).at(&[("m", 4), ("n", 4)]);
    let agreeing = assessed(&questionnaire, team.clone());
    assert_eq!((agreeing.contradictions.len(), agreeing.verdict.certain), (0, true));
    let sure = |assessment: &Assessment| [assessment.axes.adoption.sure, assessment.axes.outcome.sure];
    assert_eq!(sure(&agreeing), [Sure::Firm; 2]);
    // Results (1 + 4)/8 against 4/8: the second reason is that 1/8 is nearer than 0.3/√2.
    let found = assessed(&questionnaire, team.at(&[("m", 1)]));
    assert_eq!(found.contradictions, [0]);
    assert_eq!(found.axes.adoption.why, [Reason::Contradiction]);
    assert_eq!(found.verdict.why, [Reason::NearLine, Reason::Contradiction]);
    assert_eq!(sure(&found), [Sure::Leaning; 2]);
    assert!(!found.verdict.certain);
}

#[test]
fn a_contradiction_between_practices_says_nothing_against_the_results() {
    let questionnaire = contradicting(small(), ("a", 3, 4), ("b", 3, 4));
    let team = Team::of(&questionnaire).practising(4).at(&[("m", 4), ("n", 4)]);
    let found = assessed(&questionnaire, team);
    assert_eq!((found.axes.adoption.why, found.axes.outcome.why), (vec![Reason::Contradiction], Vec::new()));
}

#[test]
fn only_levels_within_both_ranges_contradict_each_other() {
    let questionnaire = contradicting(small(), ("a", 1, 2), ("b", 3, 3));
    let holds = |a, b| {
        !assessed(&questionnaire, Team::of(&questionnaire).at(&[("a", a), ("b", b)]))
            .contradictions
            .is_empty()
    };
    let found: Vec<(u8, u8)> =
        (0..=4).flat_map(|a| (0..=4).map(move |b| (a, b))).filter(|(a, b)| holds(*a, *b)).collect();
    assert_eq!(found, [(1, 3), (2, 3)]);
}

#[test]
fn an_axis_is_open_where_an_open_answer_could_carry_it_and_names_the_weightiest() {
    // Practices 4, 4, 4 of 4 with d open: 12/16 at least, above 10/16. Results: m at 2 of 4, n open.
    let questionnaire = small().changing("c", |c| c.weight = 2);
    let team = Team::of(&questionnaire).practising(4).at(&[("m", 2)]);
    let one_open = assessed(&questionnaire, team.clone().standing("d", Standing::Unknown));
    assert_eq!((one_open.axes.adoption.sure, one_open.axes.adoption.decides), (Sure::Firm, None));
    // a and b at 2 of 4, c (weight 2) and d open: 4/20 to 16/20 around 12.5/20.
    let two_open = ["c", "d"]
        .into_iter()
        .fold(team.at(&[("a", 2), ("b", 2)]), |team, id| team.standing(id, Standing::Unanswered));
    let two_open = assessed(&questionnaire, two_open);
    let found = |axis: &AxisScore| (axis.sure, axis.decides.clone());
    assert_eq!(found(&two_open.axes.adoption), (Sure::Open, Some("c".to_owned())));
    assert_eq!(found(&two_open.axes.outcome), (Sure::Open, Some("n".to_owned())));
}

#[test]
fn an_axis_of_which_too_little_applies_is_open_and_nothing_decides_it() {
    let questionnaire = small();
    let team = ["b", "c", "d"]
        .into_iter()
        .fold(Team::of(&questionnaire).practising(4), |team, id| team.standing(id, Standing::NotApplicable));
    let adoption = assessed(&questionnaire, team).axes.adoption;
    assert_eq!((adoption.score.score, adoption.sure, adoption.decides), (None, Sure::Open, None));
}

#[test]
fn a_verdict_with_proposals_leans_at_most() {
    let questionnaire = small();
    let team = Team::of(&questionnaire).practising(4).at(&[("m", 4), ("n", 4)]);
    let mut answers = Answers::empty(&questionnaire);
    let proposed = Answer { proposed: true, ..Answer::bare(Choice::Level(4)) };
    answers.set(&questionnaire, "a", Some(proposed));
    answers.set(&questionnaire, "b", Some(Answer::bare(Choice::Level(4))));
    let found = assessed(&questionnaire, team).with_proposals_of(&questionnaire, &answers);
    assert_eq!((found.verdict.code, found.verdict.certain), (VerdictCode::AdoptedAndWorking, false));
    assert_eq!(
        (found.verdict.proposals, found.axes.adoption.sure, found.axes.outcome.sure),
        (1, Sure::Leaning, Sure::Firm)
    );
    assert_eq!(found.verdict.why, []);
}

#[test]
fn the_words_of_how_sure_an_axis_is_are_those_of_the_files() {
    for sure in [Sure::Firm, Sure::Leaning, Sure::Open] {
        assert_eq!(serde_json::to_value(sure).unwrap(), sure.word());
    }
}
