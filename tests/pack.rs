//! The built-in pack beside the fact base it was carried over from: counts, levels and shares as published there.

#![expect(clippy::unwrap_used, reason = "a test stops where the pack cannot be read")]

use std::collections::{BTreeMap, BTreeSet};

use diditwork::content::Content;
use diditwork::language::Language;
use diditwork::pack::check::check_pack;
use diditwork::pack::{Choice, Pack, languages, words};
use diditwork::questionnaire::{Axis, Questionnaire, RequirementKind};
use diditwork::story::{Chapter, Confidence, Rating, Stage, Story};

/// Facts by the letters that their ids begin with: company, of confidence A, B and C.
const FACTS: [(&str, &str, [usize; 3]); 19] = [
    ("AMZ", "amazon", [15, 15, 1]),
    ("NFX", "netflix", [17, 17, 1]),
    ("ETS", "etsy", [30, 18, 0]),
    ("TGT", "target", [7, 3, 1]),
    ("JPL", "nasa-jpl", [3, 4, 1]),
    ("HTZ", "hertz", [1, 1, 0]),
    ("KP", "kaiser-permanente", [1, 5, 0]),
    ("IBM", "ibm", [3, 7, 0]),
    ("HP", "hp-laserjet", [0, 6, 2]),
    ("CO", "capital-one", [8, 3, 1]),
    ("FB", "facebook", [3, 2, 1]),
    ("SO", "stack-overflow", [5, 0, 1]),
    ("GOV", "govuk", [9, 0, 0]),
    ("MON", "monzo", [5, 2, 0]),
    ("FLI", "etsy", [0, 1, 0]), // the talk from Flickr that Etsy's story begins with
    ("KNI", "knight-capital", [0, 5, 1]),
    ("GLB", "gitlab", [6, 2, 1]),
    ("TSB", "tsb", [4, 4, 0]),
    ("LES", "", [0, 10, 0]), // what the lesson says, spread over the stories of its three companies
];

/// The ratings of every chapter: the level and the weakest confidence of its facts by trait, T01 to T24 in the order
/// of the questionnaire, a later rating behind a stroke, and how many traits are rated.
const RATINGS: &str = "\
chapter                  stage        T01 T02 T03 T04 T05 T06 T07 T08 T09 T10 T11 T12 T13 T14 T15 T16 T17 T18 T19 T20 T21 T22 T23 T24 rated
amazon                   after        3A  3B  4A  4A  4B  2A  4B  4B  -   3B  3B  3A  2B  2B  4A  4A  4A  -   3A  2A  3A  -   3A  3A  21
amazon-before            before       -   -   2A  -   -   -   -   -   -   -   -   -   -   -   -   1A  -   -   -   -   -   -   -   1A   3
netflix                  after        2A  3A  3B  3A  4B  4B  4A  4A  2B  4A  3A  3B  3B  4B  4B  3A  3A  2B  4B  -   -   3B  3A  -   21
netflix-before           before       -   1A  2A  1A  2A  -   2A  -   -   -   -   1A  -   -   -   -   1A  -   -   1A  -   -   -   1B   9
etsy                     after        4B  3B  3A  4A  4A  1A  3B  3A  4B  4B  3A  3A  4A  -   2A/3B 1B  3A  3B  3A  -   3A  4A  3A  3B  22
etsy-before              before       -   -   1B  1A  2B  -   -   1A  -   1A  -   1A  -   -   -   1A  1A  -   -   1A  -   -   -   1A  10
target                   after        -   -   -   -   4C  -   -   -   -   -   -   -   -   -   2A  2A  2A  -   2A  -   -   4A  3B  -    7
target-before            before       -   1B  -   -   -   -   -   -   -   -   -   -   -   -   0B  1B  -   -   -   -   -   -   -   0B   4
nasa-jpl                 after        -   -   -   -   -   -   -   -   -   -   -   -   -   -   3B  -   -   -   -   -   -   -   -   -    1
hertz                    after        -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -    0
kaiser-permanente        after        -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   2B  -   3B  -    2
kaiser-permanente-before before       -   -   -   -   2B  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   1B   2
ibm                      after        -   2B  -   -   1B  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   2B  -   3A  2B   5
hp-laserjet              after        3C  2C  -   -   -   -   -   -   -   -   -   -   -   -   -   2B  -   -   -   -   2B  -   2B  -    5
hp-laserjet-before       before       -   -   -   -   0B  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -    1
capital-one              after        -   3A  3A  -   3B  3A  -   -   -   -   -   2A  -   -   3B  -   2A  4A  3A  -   3B  -   3A  3A  12
capital-one-before       before       -   1A  1A  -   1A  -   -   -   -   -   -   -   -   -   -   -   0A  -   -   -   -   -   -   -    4
facebook                 after        4B  3A  3B  -   4B  -   3B  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -    5
stack-overflow           after        -   1C  3A  3A  4A  -   2A  -   -   -   -   -   -   -   -   -   -   -   -   2A  -   -   -   -    6
govuk                    after        -   3A  4A  4A  3A  4A  2A  -   -   -   -   2A  2A  -   3A  -   -   -   -   -   -   2A  2A  3A  12
govuk-before             before       -   -   2A  -   3A  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   2A   3
monzo                    after        -   -   -   3A  4A  -   -   -   -   3B  -   -   -   -   -   3B  -   3B  3B  -   3A  -   -   3A   8
knight-capital-2012      anti-pattern -   1B  0C  -   -   1B  -   0B  -   -   0B  0B  -   -   -   -   -   0B  -   -   -   -   -   0B   8
gitlab-2017              anti-pattern -   -   -   -   -   -   -   1B  -   -   2A  2B  3A  0A  -   -   -   -   -   0B  -   -   -   -    6
tsb-2018                 anti-pattern -   1B  -   -   0B  -   0B  0A  -   -   -   1B  -   1B  -   -   -   1B  -   -   -   -   0B  -    8
";

fn told() -> Content {
    let words = words(&Language::english()).unwrap();
    Pack::BuiltIn.content(&words, Choice::All).unwrap()
}

fn stories() -> Vec<Story> {
    told().stories.into_iter().map(|told| told.story).collect()
}

fn questionnaire() -> Questionnaire {
    Pack::BuiltIn.questionnaire().unwrap()
}

#[test]
fn the_pack_keeps_every_rule() {
    assert_eq!(check_pack(&Pack::BuiltIn, None), []);
}

#[test]
fn there_are_as_many_facts_of_each_company_and_confidence_as_in_the_fact_base() {
    let mut found: BTreeMap<(String, String), [usize; 3]> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for story in stories() {
        for fact in &story.facts {
            assert!(ids.insert(fact.id.clone()), "{} is there twice", fact.id);
            let prefix = fact.id.split('-').next().unwrap().to_owned();
            let of_lesson = prefix == "LES";
            let company = if of_lesson { String::new() } else { story.id.clone() };
            assert!(!of_lesson || ["amazon", "netflix", "etsy"].contains(&story.id.as_str()), "{}", fact.id);
            found.entry((prefix, company)).or_default()[fact.confidence as usize] += 1;
        }
    }
    let expected: BTreeMap<(String, String), [usize; 3]> = FACTS
        .into_iter()
        .map(|(prefix, company, counts)| ((prefix.to_owned(), company.to_owned()), counts))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(ids.len(), 233);
}

#[test]
fn there_are_as_many_sources_as_in_the_fact_base() {
    let stories = stories();
    let mut sources: BTreeSet<&str> =
        stories.iter().flat_map(|story| &story.sources).map(|source| source.id.as_str()).collect();
    assert_eq!(sources.len(), 140);
    // DORA's list of capabilities is the source of no fact; it stands with the questionnaire.
    let questionnaire = questionnaire();
    sources.extend(questionnaire.sources.iter().map(|source| source.id.as_str()).filter(|id| *id == "DORA"));
    assert_eq!(sources.len(), 141);
}

#[test]
fn every_source_has_a_title_a_publisher_and_but_for_two_an_address() {
    let stories = stories();
    let sources = || stories.iter().flat_map(|story| &story.sources);
    assert!(sources().all(|source| !source.title.is_empty() && !source.publisher.is_empty()));
    let without: BTreeSet<&str> =
        sources().filter(|source| !source.url.starts_with("http")).map(|source| source.id.as_str()).collect();
    assert_eq!(without, BTreeSet::from(["KNOWN", "TGT-HB"]), "as in the fact base");
}

/// A level with the letter of its confidence; none is rated on facts that are not there.
fn shown(story: &Story, level: u8, facts: &[String]) -> String {
    assert!(!facts.is_empty() && facts.iter().all(|id| story.fact(id).is_some()), "{}: {facts:?}", story.id);
    format!("{level}{:?}", story.confidence(facts))
}

fn cell(story: &Story, rating: Option<&Rating>) -> String {
    let Some(rating) = rating else { return "-".to_owned() };
    let level = shown(story, rating.level, &rating.facts);
    match &rating.later {
        Some(later) => format!("{level}/{}", shown(story, later.level, &later.facts)),
        None => level,
    }
}

fn row(questionnaire: &Questionnaire, story: &Story, chapter: &Chapter) -> Vec<String> {
    let stage = match chapter.stage {
        Stage::Before => "before",
        Stage::After => "after",
        Stage::AntiPattern => "anti-pattern",
    };
    let rating = |id: &str| chapter.ratings.iter().find(|rating| rating.trait_id == id);
    let cells = questionnaire.on_axis(Axis::Adoption).map(|question| cell(story, rating(&question.id)));
    [chapter.id.clone(), stage.to_owned()]
        .into_iter()
        .chain(cells)
        .chain([chapter.ratings.len().to_string()])
        .collect()
}

#[test]
fn every_rating_has_the_level_and_confidence_of_the_fact_base() {
    let questionnaire = questionnaire();
    let mut expected: BTreeMap<&str, Vec<&str>> = RATINGS
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .map(|cells| (cells[0], cells))
        .collect();
    assert_eq!(expected.len(), 25);
    for story in stories() {
        for chapter in &story.chapters {
            let expected = expected.remove(chapter.id.as_str());
            assert_eq!(
                Some(row(&questionnaire, &story, chapter)),
                expected.map(|row| row.into_iter().map(str::to_owned).collect())
            );
        }
    }
    assert!(expected.is_empty(), "{:?}", expected.keys());
}

#[test]
fn there_are_one_hundred_and_eighty_six_ratings_with_the_one_that_came_later() {
    let stories = stories();
    let ratings = || stories.iter().flat_map(|story| &story.chapters).flat_map(|chapter| &chapter.ratings);
    let later = ratings().filter(|rating| rating.later.is_some()).count();
    assert_eq!((ratings().count() + later, later), (186, 1));
}

#[test]
fn every_rating_has_its_reason_and_every_fact_its_claim_in_every_language() {
    for language in questionnaire().languages {
        let content = Pack::BuiltIn.content(&words(&language).unwrap(), Choice::All).unwrap();
        for told in &content.stories {
            for chapter in &told.story.chapters {
                for rating in &chapter.ratings {
                    let reason =
                        told.text.ratings.get(&chapter.id).and_then(|known| known.get(&rating.trait_id));
                    assert!(
                        reason.is_some_and(|reason| !reason.is_empty()),
                        "{language} {} {}",
                        chapter.id,
                        rating.trait_id
                    );
                }
            }
            for fact in &told.story.facts {
                let text = told.text.facts.get(&fact.id);
                assert!(text.is_some_and(|text| !text.claim.is_empty()), "{language} {}", fact.id);
            }
        }
    }
}

#[test]
fn the_chapters_that_are_compared_are_those_with_three_ratings_that_count() {
    let stories = stories();
    let compared = stories.iter().flat_map(|story| {
        story.chapters.iter().filter(|chapter| diditwork::comparison::is_compared(story, chapter))
    });
    let compared: Vec<&str> = compared.map(|chapter| chapter.id.as_str()).collect();
    let expected = [
        "amazon-before",
        "amazon",
        "netflix-before",
        "netflix",
        "etsy-before",
        "etsy",
        "target-before",
        "target",
        "ibm",
        "hp-laserjet",
        "capital-one-before",
        "capital-one",
        "facebook",
        "stack-overflow",
        "govuk-before",
        "govuk",
        "monzo",
        "knight-capital-2012",
        "gitlab-2017",
        "tsb-2018",
    ];
    assert_eq!(compared, expected);
}

#[test]
fn the_stories_of_the_lesson_come_first_and_are_the_default() {
    let questionnaire = questionnaire();
    let ids: Vec<&str> = questionnaire.stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids[..3], ["amazon", "netflix", "etsy"]);
    assert_eq!(questionnaire.default_stories, ["amazon", "netflix", "etsy"]);
    assert_eq!(questionnaire.warning_stories, ["knight-capital", "gitlab", "tsb"]);
    assert_eq!(ids.len(), 17);
    for tag in ["regulated", "small", "public", "embedded", "failure"] {
        assert!(
            questionnaire.stories.iter().any(|story| story.tags.iter().any(|known| known == tag)),
            "{tag}"
        );
    }
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

/// Whether the levels that a story rates in one chapter contradict a requirement, pair by pair.
#[test]
fn no_chapter_of_a_story_contradicts_a_requirement() {
    let questionnaire = questionnaire();
    let mut pairs = 0;
    for story in stories() {
        for chapter in story.chapters.iter().filter(|chapter| chapter.stage != Stage::AntiPattern) {
            let level = |id: &str| {
                let rating = chapter.ratings.iter().find(|rating| rating.trait_id == id);
                rating.filter(|rating| story.counts(rating)).map(|rating| rating.level)
            };
            for entry in &questionnaire.requires {
                if level(&entry.trait_id).is_none_or(|reached| reached < entry.level) {
                    continue;
                }
                for (need, known) in
                    entry.needs.iter().filter_map(|need| Some((need, level(&need.trait_id)?)))
                {
                    assert!(known >= need.level, "{} in {}", entry.id, chapter.id);
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs >= 100, "{pairs} pairs of ratings say something about a requirement");
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
fn facts_of_confidence_c_are_kept_and_marked() {
    let stories = stories();
    let unread: Vec<&str> = stories
        .iter()
        .flat_map(|story| &story.facts)
        .filter(|fact| fact.confidence == Confidence::C)
        .map(|fact| fact.id.as_str())
        .collect();
    assert_eq!(unread.len(), 11);
}

#[test]
fn the_program_speaks_every_language_of_the_pack() {
    for language in questionnaire().languages {
        assert!(languages().contains(&language), "{language}");
    }
}
