//! The chapter you are in: the closest one, what stands beside it, and what that company did next.

use std::collections::BTreeSet;

use minijinja::Value;
use serde::Serialize;

use super::parts::{Holes, Key, Sheet};
use super::series::Series;
use super::sources::FactView;
use crate::comparison::{self, what_came_next};
use crate::content::ToldStory;
use crate::error::Result;
use crate::language::Words;
use crate::render::chart::strip_x;
use crate::render::numbers;
use crate::report::{ComparisonPart, QuestionPart, Report};
use crate::story::{Chapter, Stage};

/// A chapter is compared with others only from this many shared traits on (design, section 5).
const ENOUGH_SHARED: usize = 6;
/// Below this many shared traits the page says that the choice rests on little.
const MANY_SHARED: usize = 10;
/// The most traits that are named as what made a difference.
const NAMED_TRAITS: usize = 3;
/// How many chapters stand beside the closest one.
const RUNNERS_UP: usize = 2;

/// The section; nothing in it where there is no closest chapter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChapterView {
    /// The company.
    pub(crate) company: String,
    /// The number of its mark.
    pub(crate) mark: usize,
    /// The years of the chapter.
    pub(crate) years: String,
    /// What kind of organisation it was.
    pub(crate) organisation: String,
    /// Whom it is a good peer for.
    pub(crate) peer_for: String,
    /// The mean difference in levels.
    pub(crate) distance: String,
    /// The traits it shares with the team.
    pub(crate) shared: usize,
    /// How many chapters could have been chosen.
    pub(crate) candidates: usize,
    /// Whether it shares few traits.
    pub(crate) few_shared: bool,
    /// Chapters that are nearly as close.
    pub(crate) equals: Vec<OtherChapter>,
    /// The next in distance that are no near ties.
    pub(crate) runners_up: Vec<OtherChapter>,
    /// The story in two or three sentences.
    pub(crate) summary: String,
    /// The numbers of the sources that the summary rests on.
    pub(crate) summary_sources: BTreeSet<usize>,
    /// What the company did next, if a later chapter is told.
    pub(crate) next: Option<NextChapter>,
    /// What still lies between, where this is the last chapter.
    pub(crate) between: Vec<Between>,
    /// Trouble, and the price of the approach.
    pub(crate) difficulties: Value,
}

/// Trouble that a company had, and the price of its approach.
#[derive(Clone, Debug, Serialize)]
struct Difficulties<'a> {
    company: &'a str,
    facts: Vec<FactView>,
}

/// A chapter beside the closest one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OtherChapter {
    /// The company.
    pub(crate) company: String,
    /// The years.
    pub(crate) years: String,
    /// The mean difference in levels.
    pub(crate) distance: String,
    /// The traits it shares with the team.
    pub(crate) shared: usize,
    /// The names of the traits on which the closest chapter is nearer.
    pub(crate) made_by: Vec<String>,
}

/// The company's later chapter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NextChapter {
    /// Its years.
    pub(crate) years: String,
    /// How many traits rose.
    pub(crate) rose: usize,
    /// These traits, the largest rise first.
    pub(crate) rises: Value,
    /// How many traits both chapters have a level for.
    pub(crate) both: usize,
}

/// A trait that rose from one chapter to the next.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rise {
    /// Its name.
    pub(crate) name: String,
    /// The number of the company's mark.
    pub(crate) mark: usize,
    /// The level it rose from.
    pub(crate) from: u8,
    /// The year of that.
    pub(crate) from_year: String,
    /// The level it rose to.
    pub(crate) to: u8,
    /// The year of that.
    pub(crate) to_year: String,
    /// Where the first level stands on the strip.
    pub(crate) from_x: String,
    /// Where the second one stands.
    pub(crate) to_x: String,
    /// The team's level.
    pub(crate) team: Option<u8>,
    /// Where that stands.
    pub(crate) team_x: Option<String>,
    /// What shows it.
    pub(crate) facts: Vec<FactView>,
}

/// A trait on which the team is lower than the chapter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Between {
    /// Its name.
    pub(crate) name: String,
    /// The team's level.
    pub(crate) team: u8,
    /// The company's level.
    pub(crate) company: u8,
}

/// The section of a report.
pub(crate) fn chapter(series: &[Series], sheet: &mut Sheet<'_, '_>) -> Result<Option<ChapterView>> {
    let (report, content) = (sheet.report, sheet.content);
    let Some(closest) = &report.closest else { return Ok(None) };
    let (part, told) = (find(report, &closest.story, &closest.chapter), content.story(&closest.story));
    let (Some(part), Some(told)) = (part, told) else { return Ok(None) };
    let text = told.text.chapters.get(&closest.chapter).cloned().unwrap_or_default();
    let mark = series.iter().find(|series| series.story == part.story).map_or(0, |series| series.mark);
    let next = next_chapter((told, &closest.chapter, mark), sheet)?;
    let near = |other: &ComparisonPart| {
        closest.equals.iter().any(|tie| tie.story == other.story && tie.chapter == other.chapter)
    };
    let (equals, others): (Vec<_>, Vec<_>) =
        eligible(report, part).into_iter().partition(|other| near(other));
    let describe = |other: &&ComparisonPart| other_chapter(report, part, other);
    Ok(Some(ChapterView {
        company: part.company.clone(),
        mark,
        years: part.years.clone(),
        organisation: text.organisation,
        peer_for: text.peer_for,
        distance: numbers::distance(closest.distance),
        shared: closest.shared,
        candidates: closest.candidates,
        few_shared: closest.shared < MANY_SHARED,
        equals: equals.iter().map(describe).collect(),
        runners_up: others.iter().take(RUNNERS_UP).map(describe).collect(),
        summary: told.text.summary.clone(),
        summary_sources: summary_sources(told, sheet),
        between: if next.is_some() { Vec::new() } else { between(report, part) },
        next,
        difficulties: difficulties(told, sheet)?,
    }))
}

/// The sources of the facts that a story's summary rests on; the facts themselves are told elsewhere.
fn summary_sources(told: &ToldStory, sheet: &mut Sheet<'_, '_>) -> BTreeSet<usize> {
    told.text.summary_facts.iter().filter_map(|id| sheet.source_of(id)).collect::<BTreeSet<_>>()
}

fn difficulties(told: &ToldStory, sheet: &mut Sheet<'_, '_>) -> Result<Value> {
    let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| Difficulties {
        company: &told.text.company,
        facts: sheet.facts(&told.story.difficulties),
    };
    let key = Key::Difficulties(told.story.id.clone());
    sheet.part(("parts/difficulties.html", "difficulties", Some(key)), view)
}

fn find<'a>(report: &'a Report, story: &str, chapter: &str) -> Option<&'a ComparisonPart> {
    report.comparisons.iter().find(|part| part.story == story && part.chapter == chapter)
}

/// The other chapters that could have been chosen, nearest first.
fn eligible<'a>(report: &'a Report, closest: &ComparisonPart) -> Vec<&'a ComparisonPart> {
    let mut others: Vec<(f64, &ComparisonPart)> = report
        .comparisons
        .iter()
        .filter(|part| part.shared >= ENOUGH_SHARED && part.stage != Stage::AntiPattern)
        .filter(|part| (&part.story, &part.chapter) != (&closest.story, &closest.chapter))
        .filter_map(|part| Some((part.distance?, part)))
        .collect();
    others.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    others.into_iter().map(|(_, part)| part).collect()
}

fn other_chapter(report: &Report, closest: &ComparisonPart, other: &ComparisonPart) -> OtherChapter {
    OtherChapter {
        company: other.company.clone(),
        years: other.years.clone(),
        distance: other.distance.map_or_else(String::new, numbers::distance),
        shared: other.shared,
        made_by: made_by(closest, other).iter().map(|id| name(report, id)).collect(),
    }
}

/// The traits, rated in both chapters, on which the team is nearer to the first than to the second; the largest
/// difference first.
fn made_by(closest: &ComparisonPart, other: &ComparisonPart) -> Vec<String> {
    let mut traits: Vec<(u16, &str)> = closest
        .traits
        .iter()
        .filter_map(|rating| {
            let beside = other.traits.iter().find(|beside| beside.id == rating.id)?;
            let farther = beside.difference?.unsigned_abs().checked_sub(rating.difference?.unsigned_abs())?;
            (farther > 0).then_some((farther, &*rating.id))
        })
        .collect();
    traits.sort_by(|(a, _), (b, _)| b.cmp(a));
    traits.into_iter().take(NAMED_TRAITS).map(|(_, id)| id.to_owned()).collect()
}

fn name(report: &Report, id: &str) -> String {
    report
        .questions
        .iter()
        .find(|question| question.id == id)
        .map_or_else(|| id.to_owned(), |found| found.name.clone())
}

/// The chapter that follows in the story, and what rose until then.
fn next_chapter(
    (told, id, mark): (&ToldStory, &str, usize),
    sheet: &mut Sheet<'_, '_>,
) -> Result<Option<NextChapter>> {
    let Some(earlier) = told.story.chapters.iter().find(|chapter| chapter.id == id) else { return Ok(None) };
    let Some((later, rises)) = what_came_next(&told.story, earlier) else { return Ok(None) };
    let rated =
        |chapter: &Chapter, trait_id: &str| chapter.ratings.iter().any(|rating| rating.trait_id == trait_id);
    let (report, words) = (sheet.report, &sheet.content.words);
    let mut text = String::new();
    for (place, risen) in rises.iter().enumerate() {
        // One fact says what was done; all of them stand in the comparison above.
        let fact = risen.to.facts.first();
        let question = report.questions.iter().find(|question| question.id == risen.from.trait_id);
        let has_told = fact.is_some_and(|fact| sheet.has_told(fact));
        let key = Key::Rise {
            story: told.story.id.clone(),
            chapter: id.to_owned(),
            place,
            team: question.and_then(|question| question.level),
            told: has_told,
        };
        let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| Rise {
            facts: fact
                .and_then(|id| sheet.fact(id))
                .map(|fact| FactView { told: has_told, ..fact })
                .into_iter()
                .collect(),
            ..rise((told, words, mark), question, risen)
        };
        sheet.put(&mut text, ("parts/rise.html", "rise", Some(key)), (&[], view))?;
    }
    Ok(Some(NextChapter {
        years: words.date(told.text.date(&later.years)),
        both: earlier.ratings.iter().filter(|rating| rated(later, &rating.trait_id)).count(),
        rose: rises.len(),
        rises: Value::from_safe_string(text),
    }))
}

/// A trait that rose, without what shows it.
fn rise(
    (told, words, mark): (&ToldStory, &Words, usize),
    question: Option<&QuestionPart>,
    comparison::Rise { from, to }: &comparison::Rise<'_>,
) -> Rise {
    let top = question.map_or(4, |question| question.levels.saturating_sub(1));
    let at = |level: u8| strip_x(f64::from(level), f64::from(top));
    let team = question.and_then(|question| question.level);
    Rise {
        name: question.map_or_else(|| from.trait_id.clone(), |question| question.name.clone()),
        mark,
        from: from.level,
        from_year: words.date(told.text.date(&from.year)),
        to: to.level,
        to_year: words.date(told.text.date(&to.year)),
        from_x: at(from.level),
        to_x: at(to.level),
        team,
        team_x: team.map(at),
        facts: Vec::new(),
    }
}

fn between(report: &Report, part: &ComparisonPart) -> Vec<Between> {
    part.traits
        .iter()
        .filter_map(|rating| {
            let team = rating.team.filter(|team| *team < rating.company)?;
            Some(Between { name: name(report, &rating.id), team, company: rating.company })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::TraitPart;
    use crate::story::Confidence;

    fn part(differences: &[(&str, i16)]) -> ComparisonPart {
        let traits = differences
            .iter()
            .map(|(id, difference)| TraitPart {
                id: (*id).into(),
                team: Some(2),
                company: 2,
                year: "2011".into(),
                difference: Some(*difference),
                facts: [].into(),
                confidence: Confidence::A,
            })
            .collect();
        ComparisonPart {
            story: "story".to_owned(),
            chapter: "chapter".to_owned(),
            company: "Company".to_owned(),
            years: "2011".to_owned(),
            stage: Stage::After,
            shared: differences.len(),
            behind: 0,
            level: 0,
            ahead: 0,
            distance: None,
            shortfall: None,
            traits,
        }
    }

    #[test]
    fn the_traits_that_made_the_difference_come_largest_first() {
        let closest = part(&[("a", 0), ("b", 1), ("c", -1), ("d", 0)]);
        let other = part(&[("a", -1), ("b", -3), ("c", 0), ("e", 4)]);
        assert_eq!(made_by(&closest, &other), ["b", "a"]);
    }
}
