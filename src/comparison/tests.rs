use super::closest::most_like;
use super::*;
use crate::assessment::Assessment;
use crate::questionnaire::Questionnaire;
use crate::story::{Fact, LaterRating};
use crate::testing::{Team, drawn};

/// A trait, a level and the confidence of its fact.
type Rated<'a> = (&'a str, u8, Confidence);

use Confidence::{A, B, C};

const NINE: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

fn chapter(id: &str, stage: Stage, ratings: &[Rated<'_>]) -> Chapter {
    let ratings = ratings.iter().map(|(trait_id, level, confidence)| Rating {
        trait_id: (*trait_id).to_owned(),
        level: *level,
        year: "2010".to_owned(),
        facts: vec![format!("{confidence:?}")],
        later: None,
    });
    Chapter { id: id.to_owned(), stage, years: "2010".to_owned(), ratings: ratings.collect() }
}

/// A story with one fact of each confidence.
fn story(id: &str, chapters: Vec<Chapter>) -> Story {
    let fact = |confidence: Confidence| Fact {
        id: format!("{confidence:?}"),
        as_of: "2010".to_owned(),
        confidence,
        source: String::new(),
        traits: Vec::new(),
        outcomes: Vec::new(),
        lesson: None,
    };
    Story {
        json_schema: None,
        schema: crate::story::SCHEMA.to_owned(),
        id: id.to_owned(),
        chapters,
        facts: [A, B, C].map(fact).to_vec(),
        difficulties: Vec::new(),
        lesson: Vec::new(),
        sources: Vec::new(),
    }
}

/// One chapter that rates the first traits at these levels.
fn rated(id: &str, stage: Stage, levels: &[u8]) -> Story {
    let ratings: Vec<Rated<'_>> = NINE.iter().zip(levels).map(|(id, level)| (*id, *level, A)).collect();
    story(id, vec![chapter(id, stage, &ratings)])
}

fn team(questionnaire: &Questionnaire, levels: &[(&str, u8)]) -> TeamLevels {
    TeamLevels::of(questionnaire, &Team::of(questionnaire).at(levels).standings)
}

/// A team at these levels on the first traits.
fn levels(questionnaire: &Questionnaire, levels: &[u8]) -> TeamLevels {
    let named: Vec<(&str, u8)> = NINE.iter().copied().zip(levels.iter().copied()).collect();
    team(questionnaire, &named)
}

fn beside<'a>(story: &'a Story, team: &TeamLevels) -> Vec<Comparison<'a>> {
    Comparison::of_story(&drawn(&NINE, &[]), story, team, Unverified::Hidden)
}

fn closest_of(stories: &[Story], team: &TeamLevels) -> Option<(String, Closest)> {
    let all: Vec<Comparison<'_>> = stories.iter().flat_map(|story| beside(story, team)).collect();
    let found = most_like(&all)?;
    Some((found.story.clone(), found))
}

#[test]
fn distance_and_shortfall_are_the_means_worked_out_by_hand() {
    // Differences −2, +1, 0, −3: distance 6/4, shortfall 5/4.
    let questionnaire = drawn(&NINE, &[]);
    let told = rated("x", Stage::After, &[4, 2, 3, 4]);
    let compared = &beside(&told, &levels(&questionnaire, &[2, 3, 3, 1]))[0];
    assert_eq!((compared.shared, compared.behind, compared.level, compared.ahead), (4, 2, 1, 1));
    assert_eq!(compared.distance, Some(Fraction::new(3, 2)));
    assert_eq!(compared.shortfall, Some(Fraction::new(5, 4)));
}

#[test]
fn one_level_off_on_one_of_four_traits_is_a_quarter() {
    let questionnaire = drawn(&NINE, &[]);
    let told = rated("x", Stage::After, &[3, 3, 3, 3]);
    let below = &beside(&told, &levels(&questionnaire, &[3, 3, 3, 2]))[0];
    let above = &beside(&told, &levels(&questionnaire, &[3, 3, 3, 4]))[0];
    let quarter = Some(Fraction::new(1, 4));
    assert_eq!((below.distance, below.shortfall), (quarter, quarter));
    assert_eq!((above.distance, above.shortfall), (quarter, Some(Fraction::ZERO)));
}

#[test]
fn where_nothing_is_shared_there_is_no_distance() {
    let questionnaire = drawn(&NINE, &[]);
    let told = rated("x", Stage::After, &[3, 3, 3]);
    let compared = &beside(&told, &team(&questionnaire, &[("h", 3)]))[0];
    assert_eq!((compared.shared, compared.behind, compared.level, compared.ahead), (0, 0, 0, 0));
    assert_eq!((compared.distance, compared.shortfall), (None, None));
    assert_eq!(compared.traits.len(), 3, "the ratings are still shown");
}

#[test]
fn no_rating_is_never_a_zero() {
    let questionnaire = drawn(&NINE, &[]);
    let told = rated("x", Stage::After, &[3, 3, 3]);
    let compared = &beside(&told, &levels(&questionnaire, &[3, 3, 3, 4, 4, 4]))[0];
    assert_eq!((compared.shared, compared.distance), (3, Some(Fraction::ZERO)));
}

#[test]
fn a_rating_on_an_unread_fact_is_shown_on_demand_and_never_counts() {
    let questionnaire = drawn(&NINE, &[]);
    let ratings = [("a", 3, A), ("b", 3, B), ("c", 3, A), ("d", 0, C)];
    let told = story("x", vec![chapter("x", Stage::After, &ratings)]);
    let team = levels(&questionnaire, &[3, 3, 3, 4]);
    for (unverified, shown) in [(Unverified::Hidden, 3), (Unverified::Shown, 4)] {
        let compared = &Comparison::of_story(&questionnaire, &told, &team, unverified)[0];
        assert_eq!((compared.shared, compared.distance), (3, Some(Fraction::ZERO)));
        assert_eq!(compared.traits.len(), shown);
    }
}

#[test]
fn one_unread_fact_is_enough_to_discount_a_rating() {
    let mut told = rated("x", Stage::After, &[1, 1, 1]);
    told.chapters[0].ratings[0].facts.push("C".to_owned());
    told.chapters[0].ratings[1].facts = vec!["not there".to_owned()];
    told.chapters[0].ratings[2].facts = Vec::new();
    assert!(told.chapters[0].ratings.iter().all(|rating| !told.counts(rating)));
}

#[test]
fn a_chapter_is_compared_from_three_ratings_that_count() {
    let questionnaire = drawn(&NINE, &[]);
    let team = levels(&questionnaire, &[3, 3, 3, 3]);
    let with =
        |ratings: &[Rated<'_>]| beside(&story("x", vec![chapter("x", Stage::After, ratings)]), &team).len();
    assert_eq!(with(&[("a", 1, A), ("b", 1, B), ("c", 1, A)]), 1);
    assert_eq!(with(&[("a", 1, A), ("b", 1, B)]), 0);
    assert_eq!(with(&[("a", 1, A), ("b", 1, B), ("c", 1, C)]), 0);
}

#[test]
fn a_mean_that_differs_by_less_than_half_a_level_counts_as_level() {
    let questionnaire = drawn(&NINE, &[]);
    let told = rated("x", Stage::After, &[2, 2, 2, 2]);
    let mean = |level: Fraction| Standing::Known(level * Fraction::new(1, 4));
    let team = [(3, 2), (8, 5), (12, 5), (5, 2)]
        .into_iter()
        .zip(NINE)
        .fold(Team::of(&questionnaire), |team, ((top, bottom), id)| {
            team.standing(id, mean(Fraction::new(top, bottom)))
        });
    let compared = &beside(&told, &TeamLevels::of(&questionnaire, &team.standings))[0];
    assert_eq!(
        (compared.behind, compared.level, compared.ahead),
        (1, 2, 1),
        "1.5, 1.6, 2.4 and 2.5 beside 2"
    );
    assert_eq!(compared.distance, Some(Fraction::new(9, 20)));
    assert_eq!(compared.shortfall, Some(Fraction::new(9, 40)));
}

#[test]
fn most_like_is_the_chapter_of_the_smallest_distance() {
    let questionnaire = drawn(&NINE, &[]);
    let stories = [rated("far", Stage::After, &[4; 6]), rated("near", Stage::Before, &[1; 6])];
    let (id, found) = closest_of(&stories, &levels(&questionnaire, &[1, 1, 1, 1, 1, 2])).unwrap();
    assert_eq!((id.as_str(), found.candidates), ("near", 2));
    assert_eq!(found.equals, [], "2 5/6 is far from 1/6");
}

#[test]
fn most_like_shares_six_traits_at_least() {
    let questionnaire = drawn(&NINE, &[]);
    let stories = [rated("five", Stage::After, &[1; 5]), rated("six", Stage::After, &[4; 6])];
    let (id, found) = closest_of(&stories, &levels(&questionnaire, &[1; 6])).unwrap();
    assert_eq!((id.as_str(), found.candidates), ("six", 1));
    assert_eq!(closest_of(&stories[..1], &levels(&questionnaire, &[1; 6])), None);
    assert_eq!(closest_of(&stories, &levels(&questionnaire, &[1; 5])), None, "five of six are answered");
}

#[test]
fn a_failure_is_never_most_like() {
    let questionnaire = drawn(&NINE, &[]);
    let stories = [rated("failure", Stage::AntiPattern, &[1; 6]), rated("other", Stage::After, &[4; 6])];
    let (id, found) = closest_of(&stories, &levels(&questionnaire, &[1; 6])).unwrap();
    assert_eq!((id.as_str(), found.candidates), ("other", 1));
}

#[test]
fn at_the_same_distance_more_shared_traits_win_and_then_the_order() {
    let questionnaire = drawn(&NINE, &[]);
    let six = rated("six", Stage::After, &[2; 6]);
    let nine = rated("nine", Stage::After, &[2; 9]);
    let team = levels(&questionnaire, &[1; 9]);
    assert_eq!(closest_of(&[six.clone(), nine.clone()], &team).unwrap().0, "nine");
    let again = Story { id: "again".to_owned(), ..nine.clone() };
    assert_eq!(closest_of(&[six, again, nine], &team).unwrap().0, "again");
}

#[test]
fn an_equal_is_at_most_a_fifth_of_a_level_farther() {
    // Ten traits: distances 1/10, 3/10 and 4/10.
    let ten: Vec<String> = (0..10).map(|number| format!("t{number}")).collect();
    let ids: Vec<&str> = ten.iter().map(String::as_str).collect();
    let questionnaire = drawn(&ids, &[]);
    let told = |id: &str, off: usize| {
        let ratings: Vec<Rated<'_>> =
            ids.iter().enumerate().map(|(at, id)| (*id, if at < off { 3 } else { 2 }, A)).collect();
        story(id, vec![chapter(id, Stage::After, &ratings)])
    };
    let stories = [told("four", 4), told("one", 1), told("three", 3)];
    let team = TeamLevels::of(&questionnaire, &Team::of(&questionnaire).practising(2).standings);
    let all: Vec<Comparison<'_>> = stories
        .iter()
        .flat_map(|story| Comparison::of_story(&questionnaire, story, &team, Unverified::Hidden))
        .collect();
    let found = most_like(&all).unwrap();
    let equal = |id: &str, tenths: i128| Equal {
        story: id.to_owned(),
        chapter: id.to_owned(),
        distance: Fraction::new(tenths, 10),
    };
    let Equal { story, chapter, distance } = equal("one", 1);
    let (told_on, equals) = (Vec::new(), vec![equal("three", 3)]);
    assert_eq!(found, Closest { story, chapter, told_on, distance, shared: 10, candidates: 3, equals });
}

/// A story of a company that stood at these levels of the first traits and came to those.
fn rising(id: &str, from: &[u8], to: &[u8]) -> Story {
    let of = |id: &str, stage, levels: &[u8]| {
        let ratings: Vec<Rated<'_>> = NINE.iter().zip(levels).map(|(id, level)| (*id, *level, A)).collect();
        chapter(id, stage, &ratings)
    };
    story(id, vec![of("early", Stage::Before, from), of("late", Stage::After, to)])
}

/// The chapter to name beside a team at these levels of the first traits, and the traits it shows.
fn named(stories: &[Story], at: &[u8]) -> Option<(String, String, Vec<String>)> {
    let questionnaire = drawn(&NINE, &[]);
    let given: Vec<(&str, u8)> = NINE.iter().copied().zip(at.iter().copied()).collect();
    let standings = Team::of(&questionnaire).at(&given).standings;
    let team = TeamLevels::of(&questionnaire, &standings);
    let all: Vec<Comparison<'_>> = stories.iter().flat_map(|story| beside(story, &team)).collect();
    let found = closest(&all, &Assessment::of(&questionnaire, standings).axes.adoption)?;
    Some((found.story, found.chapter, found.told_on))
}

#[test]
fn a_team_below_the_line_is_told_of_who_stood_there_and_rose() {
    // Below 2.5 of 4. "near" is nearer and rose on two of its traits; "told" rose on a, b, c: the team is one above
    // it on a, level on b, one below on c. d is 3 and never told, e did not rise above the team, f is two levels off.
    let near = rising("near", &[1, 1, 1, 3, 2, 2], &[2, 2, 1, 3, 2, 2]);
    let told = rising("told", &[0, 1, 2, 3, 1, 4], &[3, 3, 2, 4, 2, 4]);
    let at = [1, 1, 1, 3, 2, 2];
    let expected = ("told".to_owned(), "early".to_owned(), ["a", "b", "c"].map(str::to_owned).to_vec());
    let c_rises = rising("told", &[0, 1, 2, 3, 1, 4], &[3, 3, 3, 4, 2, 4]);
    assert_eq!(named(&[near.clone(), c_rises], &at), Some(expected));
    assert_eq!(named(&[near, told], &at), None, "c stayed where it was: two are too few");
}

#[test]
fn who_rose_on_as_much_is_chosen_by_distance_and_then_by_order() {
    let far = rising("far", &[0, 0, 0, 4], &[3, 3, 3, 4]);
    let near = rising("near", &[1, 1, 1, 1], &[3, 3, 3, 1]);
    let again = Story { id: "again".to_owned(), ..near.clone() };
    let chosen = |stories: &[Story]| named(stories, &[1, 1, 1, 1, 1, 1, 1, 1, 1]).map(|found| found.0);
    assert_eq!(chosen(&[far.clone(), near.clone()]).as_deref(), Some("near"));
    assert_eq!(chosen(&[again, far, near]).as_deref(), Some("again"));
}

#[test]
fn a_team_below_the_line_that_nobody_tells_of_gets_no_chapter() {
    let after = rated("after", Stage::After, &[1; 9]);
    assert_eq!(named(&[after], &[1; 9]), None);
}

#[test]
fn a_team_firmly_above_the_line_gets_the_chapter_most_like_it() {
    let told = rising("told", &[2, 2, 2, 3, 3, 3, 3, 3, 3], &[4; 9]);
    let like = rated("like", Stage::After, &[4; 9]);
    let found = named(&[told.clone(), like.clone()], &[4; 9]).unwrap();
    assert_eq!(
        (found.0.as_str(), found.1.as_str(), found.2.len()),
        ("told", "late", 0),
        "both are at distance 0"
    );
    // (2+2+2+3·6)/9 = 8/3 of 4, 1/24 above the line: within 0.3/√9 = 0.1 of it, so it leans.
    let leaning = [2, 2, 2, 3, 3, 3, 3, 3, 3];
    let found = named(&[like.clone(), told], &leaning).unwrap();
    assert_eq!((found.0.as_str(), found.2), ("told", ["a", "b", "c"].map(str::to_owned).to_vec()));
    let found = named(&[like], &leaning).unwrap();
    assert_eq!((found.0.as_str(), found.2.len()), ("like", 0), "nobody rose from there");
}

#[test]
fn a_company_rose_from_the_level_or_the_one_below() {
    let told = rising("x", &[1, 0, 2, 0], &[3, 2, 3, 1]);
    let year = |id, from| rose(&told, id, from).map(|rose| (rose.year, rose.facts.len()));
    assert_eq!(year("a", 1), Some(("2010", 1)), "from 1");
    assert_eq!(year("b", 1), Some(("2010", 1)), "from 0, one below");
    assert_eq!(year("c", 1), None, "it began above");
    assert_eq!(year("d", 1), None, "it never came above 1");
    assert_eq!(year("a", 3), None);
    assert_eq!(year("i", 0), None, "not rated");
}

#[test]
fn a_later_rating_of_the_same_chapter_is_a_rise_and_an_unread_one_is_none() {
    let mut told = rated("x", Stage::After, &[1, 1, 1]);
    let later =
        |facts: &str| Some(LaterRating { level: 2, year: "2020".to_owned(), facts: vec![facts.to_owned()] });
    told.chapters[0].ratings[0].later = later("B");
    told.chapters[0].ratings[1].later = later("C");
    assert_eq!(rose(&told, "a", 1).map(|rose| rose.year), Some("2020"));
    assert_eq!(rose(&told, "b", 1), None);
}

#[test]
fn what_came_next_are_the_traits_that_rose_most_first() {
    let before = chapter(
        "before",
        Stage::Before,
        &[("a", 0, A), ("b", 1, A), ("c", 2, A), ("d", 0, C), ("e", 3, A), ("g", 3, A)],
    );
    let after = chapter(
        "after",
        Stage::After,
        &[("g", 4, A), ("a", 2, A), ("b", 4, B), ("c", 2, A), ("d", 4, A), ("f", 4, A)],
    );
    let told = story("x", vec![before, after]);
    let (later, rises) = what_came_next(&told, &told.chapters[0]).unwrap();
    assert_eq!(later.id, "after");
    let rises: Vec<(&str, u8, u8)> =
        rises.iter().map(|rise| (rise.to.trait_id.as_str(), rise.from.level, rise.to.level)).collect();
    assert_eq!(
        rises,
        [("b", 1, 4), ("a", 0, 2), ("g", 3, 4)],
        "not level ones, not unread ones, not those rated once"
    );
    assert!(what_came_next(&told, &told.chapters[1]).is_none(), "it is the last chapter");
}

#[test]
fn a_failure_is_not_what_came_next() {
    let chapters =
        ["before", "failure", "after"].into_iter().zip([Stage::Before, Stage::AntiPattern, Stage::After]);
    let told = story("x", chapters.map(|(id, stage)| chapter(id, stage, &[("a", 1, A)])).collect());
    assert_eq!(what_came_next(&told, &told.chapters[0]).unwrap().0.id, "after");
}

fn pattern(stories: &[Story], team: &TeamLevels) -> Option<(String, usize, usize)> {
    let found = failure_pattern(&drawn(&NINE, &[]), stories.iter(), team)?;
    Some((found.story.id.clone(), found.matches.len(), found.answered))
}

#[test]
fn a_failure_pattern_needs_three_shared_low_traits() {
    let questionnaire = drawn(&NINE, &[]);
    let told = [rated("f", Stage::AntiPattern, &[1, 0, 1, 3])];
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 0, 0, 0])), Some(("f".to_owned(), 3, 3)));
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 1, 1, 0])), None, "above 0 where it was 0");
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 0])), None, "two are answered");
}

#[test]
fn a_failure_pattern_needs_two_thirds_of_what_was_answered() {
    let questionnaire = drawn(&NINE, &[]);
    let told = [rated("f", Stage::AntiPattern, &[1; 6])];
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 1, 1, 1, 3, 3])), Some(("f".to_owned(), 4, 6)));
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 1, 1, 3, 3])), None, "three of five");
    assert_eq!(pattern(&told, &levels(&questionnaire, &[1, 1, 1, 3])), Some(("f".to_owned(), 3, 4)));
}

#[test]
fn of_several_failure_patterns_the_one_with_most_matches_is_told() {
    let questionnaire = drawn(&NINE, &[]);
    let told = [("three", 3), ("first", 5), ("second", 5)]
        .map(|(id, ratings)| rated(id, Stage::AntiPattern, &[1; 9][..ratings]));
    assert_eq!(pattern(&told, &levels(&questionnaire, &[0; 9])), Some(("first".to_owned(), 5, 5)));
}

#[test]
fn low_ratings_on_unread_facts_and_of_other_chapters_are_no_failure_pattern() {
    let questionnaire = drawn(&NINE, &[]);
    let team = levels(&questionnaire, &[0; 9]);
    let unread = chapter("u", Stage::AntiPattern, &[("a", 0, A), ("b", 0, B), ("c", 0, C)]);
    let early = chapter("e", Stage::Before, &[("a", 0, A), ("b", 0, A), ("c", 0, A)]);
    assert_eq!(pattern(&[story("x", vec![unread, early])], &team), None);
}
