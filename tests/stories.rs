//! The stories of the built-in pack: their counts in `questionnaires/README.md`, their sources, and what every rating
//! rests on.
//!
//! `UPDATE_STORIES=1 cargo test --test stories` writes the table anew.

#![expect(clippy::unwrap_used, reason = "a test stops where the pack cannot be read")]
#![allow(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::collections::BTreeSet;
use std::fs;

use diditwork::answers::Answers;
use diditwork::content::{Content, ToldStory};
use diditwork::language::Language;
use diditwork::pack::{Choice, Pack, peers, words};
use diditwork::questionnaire::Questionnaire;
use diditwork::story::{Confidence, Fact, Rating, Stage, Story};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/README.md");

/// The lines between which the table stands.
const BEGIN: &str = "<!-- stories: begin -->\n";
const END: &str = "<!-- stories: end -->";

fn content(language: &Language) -> Content {
    Pack::BuiltIn.content(&words(language).unwrap(), Choice::All).unwrap()
}

fn stories() -> Vec<Story> {
    content(&Language::english()).stories.into_iter().map(|told| told.story).collect()
}

fn questionnaire() -> Questionnaire {
    Pack::BuiltIn.questionnaire().unwrap()
}

/// The last year that a date names, if any.
fn last_year(date: &str) -> Option<u16> {
    let years = date.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|digits| digits.parse().ok()).max()
}

/// One row for a story: chapters, facts of confidence A, B and C, ratings that count, the newest year of its facts.
fn row(story: &Story) -> String {
    let facts = |confidence| story.facts.iter().filter(|fact| fact.confidence == confidence).count();
    let ratings = story.chapters.iter().map(|chapter| {
        let counting = chapter.ratings.iter().filter(|rating| story.counts(rating)).count();
        format!("{} {counting}", chapter.id)
    });
    let newest = story.facts.iter().filter_map(|fact| last_year(&fact.as_of)).max();
    format!(
        "| {} | {} | {} | {} | {} | {} |\n",
        story.id,
        ratings.collect::<Vec<_>>().join(", "),
        facts(Confidence::A),
        facts(Confidence::B),
        facts(Confidence::C),
        newest.map_or_else(String::new, |year| year.to_string()),
    )
}

fn table() -> String {
    let stories = stories();
    let facts = |confidence| {
        stories.iter().flat_map(|story| &story.facts).filter(|fact| fact.confidence == confidence).count()
    };
    let ratings = stories
        .iter()
        .flat_map(|story| {
            story.chapters.iter().flat_map(|chapter| &chapter.ratings).map(move |rating| (story, rating))
        })
        .filter(|(story, rating)| story.counts(rating))
        .count();
    let head = "| story | ratings that count, by chapter | A | B | C | newest |\n| --- | --- | --: | --: | --: | --: |\n";
    let rows: String = stories.iter().map(row).collect();
    let (a, b, c) = (facts(Confidence::A), facts(Confidence::B), facts(Confidence::C));
    format!("{head}{rows}| {} stories | {ratings} | {a} | {b} | {c} | |\n", stories.len())
}

#[test]
fn the_table_in_the_readme_is_current() {
    let readme = fs::read_to_string(README).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let expected = table();
    if found != expected && std::env::var_os("UPDATE_STORIES").is_some() {
        fs::write(README, format!("{before}{BEGIN}{expected}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(found, expected, "run UPDATE_STORIES=1 cargo test --test stories and look at the change");
}

#[test]
fn the_readme_counts_stories_and_companies_that_are_compared() {
    let stories = stories();
    let enough = |story: &&Story| {
        let counting = |ratings: &[Rating]| ratings.iter().filter(|rating| story.counts(rating)).count();
        story
            .chapters
            .iter()
            .any(|chapter| counting(&chapter.ratings) >= diditwork::comparison::FEWEST_RATINGS)
    };
    let compared = stories.iter().filter(enough).count();
    let counted =
        format!("with the {compared} companies that published enough for one, and {} stories", stories.len());
    assert!(include_str!("../README.md").contains(&counted), "{counted}");
}

#[test]
fn no_id_of_a_fact_or_chapter_is_used_twice() {
    let mut seen = BTreeSet::new();
    for story in stories() {
        let facts = story.facts.iter().map(|fact| fact.id.clone());
        for id in facts.chain(story.chapters.iter().map(|chapter| chapter.id.clone())) {
            assert!(seen.insert(id.clone()), "{id} in {}", story.id);
        }
    }
}

#[test]
fn every_source_has_a_title_a_publisher_and_an_https_address() {
    for story in stories() {
        for source in &story.sources {
            assert!(!source.title.is_empty() && !source.publisher.is_empty(), "{}", source.id);
            assert!(source.url.starts_with("https://"), "{}: {}", source.id, source.url);
        }
    }
}

/// Sites that keep copies, digests or redirects of what others published.
const COPIES: [&str; 25] = [
    "awesomes.directory",
    "besthub.dev",
    "booksandbarks.org",
    "cloudfront.net",
    "coggle.it",
    "devguis.com",
    "dmitralex.ru",
    "docslib.org",
    "engineering.fyi",
    "expertsmind.com",
    "fdocuments.in",
    "forge.edgy.social",
    "go.f5.net",
    "lagos.0flips.com",
    "log4dev.com",
    "mailinvest.blog",
    "pdfslide.us",
    "sambuz.com",
    "slidelegend.com",
    "streetinsider.com",
    "subtitlesdownloader.com",
    "sysdesign-wiki.pages.dev",
    "thousandrobots.com",
    "wikibin.org",
    "wp-ecommerce.org",
];

#[test]
fn no_fact_of_confidence_a_rests_on_a_copy() {
    for story in stories() {
        let is_a = |fact: &&Fact| fact.confidence == Confidence::A;
        for fact in story.facts.iter().filter(is_a) {
            let source = story.source(&fact.source).unwrap();
            let copy = COPIES.iter().find(|site| source.url.contains(*site));
            assert_eq!(copy, None, "{} rests on {}", fact.id, source.url);
        }
    }
}

/// Every rating cites facts that are there, and says in every language why it has its level.
#[test]
fn every_rating_has_its_facts_and_its_reason_in_every_language() {
    for language in questionnaire().languages {
        for ToldStory { story, text, .. } in content(&language).stories {
            for chapter in &story.chapters {
                for rating in &chapter.ratings {
                    let at = format!("{language} {} {}", chapter.id, rating.trait_id);
                    let later = rating.later.iter().flat_map(|later| &later.facts);
                    let facts: Vec<&String> = rating.facts.iter().chain(later).collect();
                    assert!(
                        !rating.facts.is_empty() && facts.iter().all(|id| story.fact(id).is_some()),
                        "{at}"
                    );
                    let reason = text.ratings.get(&chapter.id).and_then(|known| known.get(&rating.trait_id));
                    assert!(reason.is_some_and(|reason| !reason.is_empty()), "{at}");
                }
            }
            for fact in &story.facts {
                let told = text.facts.get(&fact.id);
                assert!(told.is_some_and(|told| !told.claim.is_empty()), "{language} {}", fact.id);
            }
            let dates = story
                .facts
                .iter()
                .map(|fact| &fact.as_of)
                .chain(story.chapters.iter().map(|known| &known.years));
            let worded = |date: &&String| date.chars().any(|letter| letter.is_ascii_alphabetic());
            for date in dates.filter(worded).filter(|_| language != Language::english()) {
                assert!(
                    text.dates.contains_key(date),
                    "{language} {}: no words for the date {date}",
                    story.id
                );
            }
        }
    }
}

#[test]
fn the_stories_of_the_lesson_come_first_and_are_the_default() {
    let questionnaire = questionnaire();
    let ids: Vec<&str> = questionnaire.stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids[..3], ["amazon", "netflix", "etsy"]);
    assert_eq!(questionnaire.default_stories, ["amazon", "netflix", "etsy"]);
    for id in &questionnaire.warning_stories {
        let story = stories().into_iter().find(|story| story.id == *id).unwrap();
        assert!(story.chapters.iter().any(|chapter| chapter.stage == Stage::AntiPattern), "{id}");
    }
}

/// A story of a company that rose is worth comparing where both of its chapters rate enough traits.
#[test]
fn at_least_eight_stories_rate_six_traits_before_and_six_after() {
    let most = |story: &Story, stage: Stage| {
        let chapters = story.chapters.iter().filter(|chapter| chapter.stage == stage);
        chapters.map(|known| known.ratings.iter().filter(|rating| story.counts(rating)).count()).max()
    };
    let whole = |story: &Story| {
        [Stage::Before, Stage::After]
            .into_iter()
            .all(|stage| most(story, stage).is_some_and(|count| count >= 6))
    };
    let ids: Vec<String> = stories().into_iter().filter(whole).map(|story| story.id).collect();
    assert!(ids.len() >= 8, "{ids:?}");
}

/// The years that the facts of these stories are about last, in order.
fn years(stories: &[Story], ids: &[&str]) -> Vec<u16> {
    let facts =
        stories.iter().filter(|story| ids.contains(&story.id.as_str())).flat_map(|story| &story.facts);
    let mut years: Vec<u16> = facts.filter_map(|fact| last_year(&fact.as_of)).collect();
    years.sort_unstable();
    years
}

/// The middle one; of an even number, the later of the two.
fn middle(years: &[u16]) -> u16 {
    years.get(years.len() / 2).copied().unwrap()
}

/// Where two stories fit a team as well, the one with newer facts is to come first.
#[test]
fn stories_beside_the_default_and_the_warnings_are_listed_by_the_middle_year_of_their_facts() {
    let questionnaire = questionnaire();
    let stories = stories();
    let others = questionnaire.stories.iter().map(|entry| entry.id.as_str()).filter(|id| {
        let left_out = questionnaire.default_stories.iter().chain(&questionnaire.warning_stories);
        left_out.into_iter().all(|known| known != id)
    });
    let listed: Vec<u16> = others.map(|id| middle(&years(&stories, &[id]))).collect();
    assert!(listed.is_sorted_by(|left, right| left >= right), "{listed:?}");
}

#[test]
fn the_facts_behind_the_peers_of_three_sample_teams_are_mostly_of_2018_or_later() {
    let questionnaire = questionnaire();
    let stories = stories();
    for (size, field, country, language) in [
        (60, "finance", "korea", "ko"),
        (300, "public", "europe", "en"),
        (200, "embedded industry", "europe", "en"),
    ] {
        let mut answers = Answers::empty(&questionnaire);
        (answers.size, answers.field, answers.country) =
            (Some(size), Some(field.into()), Some(country.into()));
        let chosen = peers::of(&questionnaire, &answers, &Language::from_tag(language).unwrap());
        let years = years(&stories, &chosen);
        assert!(middle(&years) >= 2018, "{field}: {chosen:?} {years:?}");
    }
}

/// Chapters in which a company had a practice without what the questionnaire asks for first, or where its facts do not
/// show that it had it (who may take a change back at GOV.UK, that nobody tests by hand at Slack).
const WITHOUT: [(&str, &str); 5] = [
    ("netflix-before", "progressive-delivery-2-deployment-automation"),
    ("govuk", "deployment-automation-4-fast-recovery"),
    ("github-before", "fast-recovery-3-database-change"),
    ("slack", "deployment-automation-4-automated-testing"),
    ("shopify", "deployment-automation-4-automated-testing"),
];

#[test]
fn chapters_contradict_no_requirement_but_those_named() {
    let questionnaire = questionnaire();
    let mut found = Vec::new();
    for story in stories() {
        for chapter in story.chapters.iter().filter(|chapter| chapter.stage != Stage::AntiPattern) {
            let level = |id: &str| {
                let rating: Option<&Rating> = chapter.ratings.iter().find(|rating| rating.trait_id == id);
                rating.filter(|rating| story.counts(rating)).map(|rating| rating.level)
            };
            for entry in &questionnaire.requires {
                let reached = level(&entry.trait_id).is_some_and(|reached| reached >= entry.level);
                let lacks = entry
                    .needs
                    .iter()
                    .any(|need| level(&need.trait_id).is_some_and(|known| known < need.level));
                if reached && lacks {
                    found.push((chapter.id.clone(), entry.id.clone()));
                }
            }
        }
    }
    let expected: Vec<(String, String)> =
        WITHOUT.iter().map(|(chapter, entry)| ((*chapter).to_owned(), (*entry).to_owned())).collect();
    assert_eq!(found, expected);
}
