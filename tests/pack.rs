//! The built-in pack beside the fact base it was carried over from: counts, levels and shares as published there.

#![expect(clippy::unwrap_used, reason = "a test stops where the pack cannot be read")]

use std::collections::BTreeSet;

use diditwork::pack::check::check_pack;
use diditwork::pack::{Choice, Pack, languages, words};
use diditwork::questionnaire::{Axis, Questionnaire, RequirementKind};

fn questionnaire() -> Questionnaire {
    Pack::BuiltIn.questionnaire().unwrap()
}

#[test]
fn the_pack_keeps_every_rule() {
    assert_eq!(check_pack(&Pack::BuiltIn, None), []);
}

/// The questions with the number of their levels.
const TRAITS: [&str; 24] = [
    "trunk-based-development",
    "automated-testing",
    "deployment-automation",
    "self-service-deployment",
    "small-batches",
    "immutable-artifacts",
    "progressive-delivery",
    "fast-recovery",
    "feature-flags",
    "telemetry",
    "actionable-alerting",
    "on-call-ownership",
    "blameless-learning",
    "resilience-testing",
    "elastic-infrastructure",
    "loosely-coupled-architecture",
    "team-ownership",
    "built-in-security",
    "paved-road",
    "database-change",
    "outcome-measurement",
    "knowledge-sharing",
    "leadership",
    "flow",
];

const MEASURES: [(&str, u8, u8); 10] = [
    ("deployment-frequency", 6, 2),
    ("change-lead-time", 6, 3),
    ("failed-deployment-recovery-time", 6, 4),
    ("change-fail-rate", 7, 3),
    ("deployment-rework-rate", 7, 3),
    ("reliability-targets", 5, 2),
    ("unplanned-work", 5, 2),
    ("well-being", 5, 2),
    ("customer-outcomes", 5, 2),
    ("business-goals", 5, 2),
];

#[test]
fn the_questions_are_those_of_the_contract_in_its_order() {
    let questionnaire = questionnaire();
    assert_eq!(questionnaire.version.to_string(), "2.0.0");
    assert_eq!(questionnaire.questions.len(), 34);
    let traits: Vec<(&str, u8)> =
        questionnaire.on_axis(Axis::Adoption).map(|known| (known.id.as_str(), known.levels)).collect();
    assert_eq!(traits, TRAITS.map(|id| (id, 5)));
    let measures: Vec<(&str, u8, u8)> = questionnaire
        .on_axis(Axis::Outcome)
        .map(|known| (known.id.as_str(), known.levels, known.typical.as_ref().unwrap().level))
        .collect();
    assert_eq!(measures, MEASURES);
    let dora: Vec<&str> =
        questionnaire.questions.iter().filter(|known| known.dora).map(|known| known.id.as_str()).collect();
    assert_eq!(dora, MEASURES[..5].iter().map(|(id, ..)| *id).collect::<Vec<_>>());
    assert!(questionnaire.questions.iter().all(|known| known.weight == 1));
}

#[test]
fn leverage_stands_in_three_classes_of_ten_nine_and_five_traits() {
    let questionnaire = questionnaire();
    for (class, worth, traits) in [("core", 1.0, 10), ("published", 0.7, 9), ("practitioner", 0.4, 5)] {
        assert!((questionnaire.leverage[class] - worth).abs() < f64::EPSILON, "{class}");
        let of_class =
            questionnaire.questions.iter().filter(|known| known.leverage.as_deref() == Some(class));
        assert_eq!(of_class.count(), traits, "{class}");
    }
}

#[test]
fn one_trait_repeats_a_measure_with_its_whole_scale() {
    let questionnaire = questionnaire();
    let repeating: Vec<&str> = questionnaire
        .questions
        .iter()
        .filter(|known| known.repeats_a_measure())
        .map(|known| known.id.as_str())
        .collect();
    assert_eq!(repeating, ["small-batches"]);
}

#[test]
fn the_short_form_has_a_trait_of_every_practice_area_and_measures_of_every_result_area() {
    let questionnaire = questionnaire();
    let expected = [
        "automated-testing",
        "deployment-automation",
        "telemetry",
        "blameless-learning",
        "elastic-infrastructure",
        "loosely-coupled-architecture",
        "flow",
        "change-lead-time",
        "change-fail-rate",
        "reliability-targets",
        "well-being",
        "customer-outcomes",
    ];
    assert_eq!(questionnaire.short_form, expected);
    let areas: BTreeSet<&str> =
        expected.iter().map(|id| questionnaire.question(id).unwrap().area.as_str()).collect();
    assert_eq!(areas.len(), questionnaire.areas.len());
}

#[test]
fn a_third_of_the_requirements_is_published_and_each_of_those_names_its_source() {
    let questionnaire = questionnaire();
    let published = |kind| questionnaire.requires.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(questionnaire.requires.len(), 65);
    assert_eq!((published(RequirementKind::Published), published(RequirementKind::Judgement)), (20, 45));
    for entry in &questionnaire.requires {
        assert_eq!(entry.sources.is_empty(), entry.kind == RequirementKind::Judgement, "{}", entry.id);
    }
}

#[test]
fn the_shares_are_those_of_the_published_table() {
    let questionnaire = questionnaire();
    // Worst option first; percent of those asked in 2025.
    for (id, shares) in [
        ("deployment-frequency", vec![3.6, 20.3, 31.5, 21.9, 6.5, 16.2]),
        ("change-lead-time", vec![2.0, 13.2, 28.3, 31.9, 15.0, 9.4]),
        ("failed-deployment-recovery-time", vec![1.0, 4.9, 9.4, 28.0, 35.3, 21.3]),
        ("change-fail-rate", vec![5.9, 12.5, 19.5, 26.0, 19.6, 8.1, 8.5]),
    ] {
        let known = questionnaire.question(id).unwrap().distribution.as_ref().unwrap();
        assert_eq!((&known.shares, known.year), (&shares, 2025), "{id}");
        let source = questionnaire.sources.iter().find(|source| source.id == known.source).unwrap();
        assert!(source.licence.as_deref().is_some_and(|licence| licence.contains("CC BY")), "{id}");
    }
    let with_shares = questionnaire.questions.iter().filter(|known| known.distribution.is_some()).count();
    assert_eq!(with_shares, 4, "the table for rework is unreliable, and the others have none");
}

#[test]
fn the_typical_answer_of_a_published_distribution_is_its_middle_respondent() {
    for question in questionnaire().questions {
        let Some(known) = &question.distribution else { continue };
        let typical = question.typical.as_ref().unwrap().level;
        let half = known.at_or_above(0) / 2.0;
        assert!(
            known.at_or_above(typical) >= half && known.at_or_above(typical + 1) < half,
            "{}",
            question.id
        );
    }
}

#[test]
fn shares_at_or_above_an_option_add_up_as_published() {
    let questionnaire = questionnaire();
    for (id, level, share) in [
        ("deployment-frequency", 2, 76.1),
        ("deployment-frequency", 3, 44.6),
        ("change-lead-time", 3, 56.3),
        ("failed-deployment-recovery-time", 4, 56.6),
        ("change-fail-rate", 3, 62.2),
        ("change-fail-rate", 0, 100.1),
    ] {
        let known = questionnaire.question(id).unwrap().distribution.as_ref().unwrap();
        assert!((known.at_or_above(level) - share).abs() < 1e-9, "{id} {level}");
    }
}

#[test]
fn a_real_number_gives_the_level_that_the_contract_says() {
    let questionnaire = questionnaire();
    let week = 168.0;
    for (id, levels) in [
        (
            "deployment-frequency",
            vec![
                (14.0, 5),
                (13.9, 4),
                (7.0, 4),
                (1.0, 3),
                (week / 730.0, 2),
                (0.23, 1),
                (week / 4380.0, 1),
                (0.038, 0),
                (0.0, 0),
            ],
        ),
        (
            "change-lead-time",
            vec![
                (0.9, 5),
                (1.0, 4),
                (23.9, 4),
                (24.0, 3),
                (168.0, 3),
                (168.1, 2),
                (730.0, 2),
                (4380.0, 1),
                (4381.0, 0),
            ],
        ),
        ("failed-deployment-recovery-time", vec![(0.0, 5), (1.0, 4), (24.0, 3), (730.1, 1)]),
        (
            "change-fail-rate",
            vec![(0.0, 6), (0.02, 6), (0.04, 5), (0.08, 4), (0.16, 3), (0.32, 2), (0.64, 1), (0.65, 0)],
        ),
        ("deployment-rework-rate", vec![(0.02, 6), (0.021, 5), (1.0, 0)]),
    ] {
        let scale = questionnaire.question(id).unwrap().value.as_ref().unwrap();
        for (value, level) in levels {
            assert_eq!(scale.level(value), level, "{id} {value}");
        }
    }
}

#[test]
fn every_question_is_told_whole_in_every_language() {
    let questionnaire = questionnaire();
    for language in &questionnaire.languages {
        let content = Pack::BuiltIn.content(&words(language).unwrap(), Choice::None).unwrap();
        for question in &questionnaire.questions {
            let text = &content.text.questions[&question.id];
            let id = &question.id;
            for sentence in [&text.name, &text.question, &text.why, &text.look_at, &text.window] {
                assert!(!sentence.trim().is_empty(), "{language} {id}");
            }
            assert!(text.name.chars().count() <= 30, "{language} {id}");
            assert_eq!(text.levels.len(), usize::from(question.levels), "{language} {id}");
            assert!(text.levels.iter().all(|level| !level.trim().is_empty()), "{language} {id}");
            let is_trait = questionnaire.axis(question) == Axis::Adoption;
            assert_eq!(text.steps.len(), if is_trait { 4 } else { 0 }, "{language} {id}");
            for step in &text.steps {
                assert!(!step.week.is_empty() && !step.watch.trim().is_empty(), "{language} {id}");
            }
        }
        for entry in &questionnaire.requires {
            assert!(!content.text.requires[&entry.id].trim().is_empty(), "{language} {}", entry.id);
        }
    }
}

#[test]
fn the_program_speaks_every_language_of_the_pack() {
    for language in questionnaire().languages {
        assert!(languages().contains(&language), "{language}");
    }
}
