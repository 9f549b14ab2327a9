//! The chapter that a team is in, told in sentences: how sure that is, and what the company did next.

use crate::comparison::{self, FEWEST_SHARED, Rise};
use crate::content::{Content, ToldStory};
use crate::render::numbers;
use crate::render::text::chapter_title;
use crate::report::{ClosestPart, ComparisonPart, Report};
use crate::story::{Chapter, Stage};

/// At most this many chapters are named behind the closest one.
const RUNNERS_UP: usize = 2;

/// At most this many traits are told of what came next.
const MOST_TRAITS: usize = 5;

/// Below this many shared traits the choice of a chapter is shaky; our judgement, half of the traits.
const FEW_SHARED: usize = 12;

/// The closest chapter in one sentence.
pub fn closest_line(closest: &ClosestPart, report: &Report, content: &Content) -> String {
    let values = [
        ("chapter", chapter_title(&closest.chapter, report)),
        ("shared", closest.shared.to_string()),
        ("distance", numbers::distance(closest.distance)),
        ("candidates", closest.candidates.to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    content.words.fill("text.closest", &values)
}

/// What is to be said of the closest chapter, a sentence each: how close, what is nearly as close, and how sure.
pub fn closest_lines(closest: &ClosestPart, report: &Report, content: &Content) -> Vec<String> {
    let words = &content.words;
    let mut lines = vec![closest_line(closest, report, content)];
    let with_distance = |chapter: &str, distance: f64| {
        format!("{} ({})", chapter_title(chapter, report), numbers::distance(distance))
    };
    let ties: Vec<String> =
        closest.equals.iter().map(|tie| with_distance(&tie.chapter, tie.distance)).collect();
    if !ties.is_empty() {
        lines.push(words.fill("text.closest.ties", &[("chapters", &ties.join(", "))]));
    }
    let others: Vec<String> = runners_up(closest, report)
        .into_iter()
        .filter_map(|other| Some(with_distance(&other.chapter, other.distance?)))
        .collect();
    if ties.is_empty() && !others.is_empty() {
        lines.push(words.fill("text.closest.others", &[("chapters", &others.join(", "))]));
    }
    if closest.shared < FEW_SHARED {
        lines.push(words.say("text.closest.few"));
    }
    lines
}

/// The chapters that come behind the closest one.
fn runners_up<'r>(closest: &ClosestPart, report: &'r Report) -> Vec<&'r ComparisonPart> {
    let mut others: Vec<&ComparisonPart> = report
        .comparisons
        .iter()
        .filter(|other| other.shared >= FEWEST_SHARED && other.stage != Stage::AntiPattern)
        .filter(|other| other.chapter != closest.chapter && other.distance.is_some())
        .collect();
    others.sort_by(|a, b| a.distance.unwrap_or_default().total_cmp(&b.distance.unwrap_or_default()));
    others.truncate(RUNNERS_UP);
    others
}

/// What the company of the closest chapter did next, trait by trait; for its last chapter, what lies between.
pub fn next_lines(closest: &ClosestPart, report: &Report, content: &Content) -> Vec<String> {
    let Some(told) = content.story(&closest.story) else { return Vec::new() };
    let chapter = told.story.chapters.iter().find(|chapter| chapter.id == closest.chapter);
    match chapter.and_then(|chapter| comparison::what_came_next(&told.story, chapter)) {
        Some((later, rises)) => rise_lines(told, (later, &rises), content),
        None => between_lines(closest, report, content),
    }
}

fn rise_lines(told: &ToldStory, (later, rises): (&Chapter, &[Rise<'_>]), content: &Content) -> Vec<String> {
    let words = &content.words;
    let years = words.date(told.text.date(&later.years));
    let head = words.fill("text.next.rose", &[("company", &told.text.company), ("years", &years)]);
    let rise = |rise: &Rise<'_>| {
        let claim =
            rise.to.facts.first().and_then(|id| told.text.facts.get(id)).map(|fact| fact.claim.as_str());
        let values = [
            ("trait", content.name_of(&rise.to.trait_id)),
            ("from", rise.from.level.to_string()),
            ("to", rise.to.level.to_string()),
            ("year", words.date(told.text.date(&rise.to.year))),
            ("claim", claim.unwrap_or_default().to_owned()),
            ("facts", rise.to.facts.join(", ")),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.fill("text.next.rise", &values)
    };
    std::iter::once(head).chain(rises.iter().take(MOST_TRAITS).map(rise)).collect()
}

fn between_lines(closest: &ClosestPart, report: &Report, content: &Content) -> Vec<String> {
    let chosen = report.comparisons.iter().find(|comparison| comparison.chapter == closest.chapter);
    let Some(chosen) = chosen.filter(|chosen| chosen.behind > 0) else { return Vec::new() };
    let mut behind: Vec<_> = chosen
        .traits
        .iter()
        .filter_map(|compared| Some((compared.difference.filter(|difference| *difference < 0)?, compared)))
        .collect();
    behind.sort_by_key(|(difference, _)| *difference);
    let gap = |(_, compared): (i16, &crate::report::TraitPart)| {
        let values = [
            ("trait", content.name_of(&compared.id)),
            ("team", compared.team.map(|level| level.to_string()).unwrap_or_default()),
            ("company", compared.company.to_string()),
            ("year", compared.year.to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        content.words.fill("text.next.gap", &values)
    };
    let head = content.words.fill("text.next.between", &[("company", &chosen.company)]);
    std::iter::once(head).chain(behind.into_iter().take(MOST_TRAITS).map(gap)).collect()
}
