//! Who was once where the team is and what they did next, and how far companies are ahead: the same on pages and in
//! words.

use serde::Serialize;

use crate::comparison::{self, Rise, what_came_next};
use crate::content::{Content, ToldStory};
use crate::report::{ComparisonPart, Report, TraitPart};

/// The chapter that the report names. Chapters are positions in the report's comparisons.
#[derive(Debug, Serialize)]
pub(super) struct Closest<'a> {
    pub chapter: usize,
    pub summary: &'a str,
    /// The sources that the summary rests on.
    pub sources: Vec<&'a str>,
    /// The years of the company's later chapter.
    pub next: Option<&'a str>,
    /// What rose towards it on the traits that the choice rests on, else on all, the largest rise first.
    pub rises: Vec<Risen<'a>>,
    /// The traits on which the chapter is ahead, the largest gap first.
    pub between: Vec<Gap<'a>>,
    pub difficulties: &'a [String],
    /// Chapters that are as good a choice.
    pub equals: Vec<usize>,
}

/// A trait that rose in the company's next chapter.
#[derive(Debug, Serialize)]
pub(super) struct Risen<'a> {
    pub id: &'a str,
    pub from: u8,
    pub from_year: &'a str,
    pub to: u8,
    pub to_year: &'a str,
    pub team: Option<u8>,
    /// The first fact that shows the higher level.
    pub fact: Option<&'a str>,
}

/// A trait on which a company is ahead of the team.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Gap<'a> {
    pub id: &'a str,
    pub team: u8,
    pub company: u8,
    pub year: &'a str,
}

impl<'a> Gap<'a> {
    /// How far a company is ahead of the level that the report shows for the team. Of several people that is their
    /// median, also where the comparison itself counts with their mean.
    pub(super) fn of(rated: &'a TraitPart, report: &Report) -> Option<Self> {
        let team = report.question(&rated.id)?.level.filter(|level| *level < rated.company)?;
        Some(Self { id: &rated.id, team, company: rated.company, year: &rated.year })
    }

    /// In levels.
    pub(super) const fn size(&self) -> u8 {
        self.company - self.team
    }
}

/// The chapter that a report names; none if it names none.
pub(super) fn closest<'a>(report: &'a Report, content: &'a Content) -> Option<Closest<'a>> {
    let closest = report.closest.as_ref()?;
    let find = |story: &str, chapter: &str| {
        report.comparisons.iter().position(|part| part.story == story && part.chapter == chapter)
    };
    let chapter = find(&closest.story, &closest.chapter)?;
    let told = content.story(&closest.story)?;
    let (next, rises) = rises(report, closest, told).unzip();
    let of_fact = |id: &String| told.story.fact(id).map(|fact| fact.source.as_str());
    let mut sources: Vec<&str> = told.text.summary_facts.iter().filter_map(of_fact).collect();
    sources.sort_unstable();
    sources.dedup();
    Some(Closest {
        chapter,
        summary: &told.text.summary,
        sources,
        next,
        rises: rises.unwrap_or_default(),
        between: between(&report.comparisons[chapter], report),
        difficulties: &told.story.difficulties,
        equals: closest.equals.iter().filter_map(|other| find(&other.story, &other.chapter)).collect(),
    })
}

/// The years of the story's next chapter and what rose until then.
fn rises<'a>(
    report: &Report,
    closest: &comparison::Closest,
    told: &'a ToldStory,
) -> Option<(&'a str, Vec<Risen<'a>>)> {
    let earlier = told.story.chapter(&closest.chapter)?;
    let (later, found) = what_came_next(&told.story, earlier)?;
    let is_shown =
        |rise: &&Rise<'_>| closest.told_on.is_empty() || closest.told_on.contains(&rise.from.trait_id);
    let rises = found.iter().filter(is_shown).map(|rise| Risen {
        id: &rise.from.trait_id,
        from: rise.from.level,
        from_year: told.text.date(&rise.from.year),
        to: rise.to.level,
        to_year: told.text.date(&rise.to.year),
        team: report.question(&rise.from.trait_id).and_then(|part| part.level),
        fact: rise.to.facts.first().map(String::as_str),
    });
    Some((told.text.date(&later.years), rises.collect()))
}

fn between<'a>(part: &'a ComparisonPart, report: &Report) -> Vec<Gap<'a>> {
    let mut between: Vec<Gap<'a>> = part.traits.iter().filter_map(|rated| Gap::of(rated, report)).collect();
    between.sort_by_key(|gap| std::cmp::Reverse(gap.size()));
    between
}
