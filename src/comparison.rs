//! An assessment beside the chapters of company stories, trait by trait, and the chapter that is closest
//! (design, section 5). A company never gets a total.

mod closest;

use std::cmp::Reverse;

use crate::fraction::Fraction;
use crate::questionnaire::{Question, Questionnaire};
use crate::score::Standing;
use crate::story::{Chapter, Confidence, Rating, Stage, Story};

pub use self::closest::{Aim, Closest, Equal, closest, with_who_stood_there};

/// A chapter is compared from this many ratings on that count; fewer make a story to read.
pub const FEWEST_RATINGS: usize = 3;

/// Traits up to this level are those that a team is shown.
const HIGHEST_TOLD_ON: i128 = 2;

/// A rating at this level or below is low, for the pattern of a failure story; our judgement.
const LOW: u8 = 1;

/// A failure story's pattern needs at least this many of its low traits to be shared.
const FEWEST_MATCHES: usize = 3;

/// Whether ratings that rest on unread facts are shown; they are not used in any score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unverified {
    /// They are left out.
    Hidden,
    /// They are shown and marked.
    Shown,
}

/// The team's level on every question, in the order of the questionnaire; several people's mean need not be whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamLevels(Vec<Option<Fraction>>);

impl TeamLevels {
    /// The levels that follow from the state of each question.
    pub fn of(questionnaire: &Questionnaire, standings: &[Standing]) -> Self {
        let level = |(question, standing): (&Question, &Standing)| {
            standing.value().map(|value| value * Fraction::whole(question.top().into()))
        };
        Self(questionnaire.questions.iter().zip(standings).map(level).collect())
    }

    fn get(&self, position: usize) -> Option<Fraction> {
        self.0.get(position).copied().flatten()
    }
}

/// A team beside one chapter.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The story.
    pub story: &'a Story,
    /// The chapter.
    pub chapter: &'a Chapter,
    /// Every rated trait that is shown, in the order of the questionnaire.
    pub traits: Vec<Compared<'a>>,
    /// Traits on which both have a level that counts.
    pub shared: usize,
    /// Of those, traits on which the team is at least half a level lower.
    pub behind: usize,
    /// Of those, traits that differ by less than half a level.
    pub level: usize,
    /// Of those, traits on which the team is at least half a level higher.
    pub ahead: usize,
    /// The mean of |team − rating| in levels; `None` if nothing is shared.
    pub distance: Option<Fraction>,
    /// The mean of max(0, rating − team) in levels; `None` if nothing is shared.
    pub shortfall: Option<Fraction>,
}

/// One trait of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The rating of the chapter.
    pub rating: &'a Rating,
    /// The team's level, if it has one.
    pub team: Option<Fraction>,
    /// How well the rating is known.
    pub confidence: Confidence,
}

impl Compared<'_> {
    /// team − rating in levels.
    pub fn difference(&self) -> Option<Fraction> {
        Some(self.team? - Fraction::whole(self.rating.level.into()))
    }

    fn counts(&self) -> bool {
        self.confidence < Confidence::C
    }
}

/// Whether a chapter has enough ratings to be compared with.
pub fn is_compared(story: &Story, chapter: &Chapter) -> bool {
    chapter.ratings.iter().filter(|rating| story.counts(rating)).count() >= FEWEST_RATINGS
}

impl<'a> Comparison<'a> {
    /// The team beside every chapter of a story that has enough ratings, in the order of the chapters.
    pub fn of_story(
        questionnaire: &Questionnaire,
        story: &'a Story,
        team: &TeamLevels,
        unverified: Unverified,
    ) -> Vec<Self> {
        let chapters = story.chapters.iter().filter(|chapter| is_compared(story, chapter));
        let traits = |chapter| compared(questionnaire, story, chapter, team);
        chapters.map(|chapter| Self::new(story, chapter, traits(chapter), unverified)).collect()
    }

    fn new(
        story: &'a Story,
        chapter: &'a Chapter,
        traits: Vec<Compared<'a>>,
        unverified: Unverified,
    ) -> Self {
        let half = Fraction::new(1, 2);
        let differences: Vec<Fraction> =
            traits.iter().filter(|compared| compared.counts()).filter_map(Compared::difference).collect();
        let shared = differences.len();
        let behind = differences.iter().filter(|difference| **difference <= Fraction::ZERO - half).count();
        let ahead = differences.iter().filter(|difference| **difference >= half).count();
        let number = Fraction::whole(i128::try_from(shared).unwrap_or(i128::MAX));
        let missing = |difference: &Fraction| (Fraction::ZERO - *difference).max(Fraction::ZERO);
        Self {
            story,
            chapter,
            shared,
            behind,
            ahead,
            level: shared - behind - ahead,
            distance: differences.iter().map(|d| d.absolute()).sum::<Fraction>().divided_by(number),
            shortfall: differences.iter().map(missing).sum::<Fraction>().divided_by(number),
            traits: traits
                .into_iter()
                .filter(|compared| compared.counts() || unverified == Unverified::Shown)
                .collect(),
        }
    }
}

fn compared<'a>(
    questionnaire: &Questionnaire,
    story: &Story,
    chapter: &'a Chapter,
    team: &TeamLevels,
) -> Vec<Compared<'a>> {
    let rated = |(position, question): (usize, &Question)| {
        let rating = chapter.ratings.iter().find(|rating| rating.trait_id == question.id)?;
        Some(Compared { rating, team: team.get(position), confidence: story.confidence(&rating.facts) })
    };
    questionnaire.questions.iter().enumerate().filter_map(rated).collect()
}

impl<'a> Comparison<'a> {
    /// The ids of the traits that the story shows this team: the team is at 2 or lower, the company once stood
    /// within one level of it, and its later chapter is above the team.
    pub fn told_on(&self) -> Vec<&'a str> {
        let Some((_, rises)) = what_came_next(self.story, self.chapter) else { return Vec::new() };
        let half = Fraction::new(1, 2);
        let is_told = |compared: &&Compared<'a>| {
            let Some((team, difference)) = compared.team.zip(compared.difference()) else { return false };
            let later = rises.iter().find(|rise| rise.from.trait_id == compared.rating.trait_id);
            compared.counts()
                && team <= Fraction::whole(HIGHEST_TOLD_ON)
                && difference.absolute() <= Fraction::ONE
                && later.is_some_and(|rise| Fraction::whole(rise.to.level.into()) - team >= half)
        };
        self.traits.iter().filter(is_told).map(|compared| compared.rating.trait_id.as_str()).collect()
    }
}

/// When a company rose above a level at which it once stood, and what shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rose<'a> {
    /// The year of the higher level.
    pub year: &'a str,
    /// The ids of the facts that show it.
    pub facts: &'a [String],
}

/// When a company first rose above this level of a trait from it or from the level below.
pub fn rose<'a>(story: &'a Story, trait_id: &str, from: u8) -> Option<Rose<'a>> {
    let stood = |level: u8| level <= from && level + 1 >= from;
    let counts = |facts: &[String]| story.confidence(facts) < Confidence::C;
    story.chapters.iter().filter(|chapter| chapter.stage != Stage::AntiPattern).find_map(|chapter| {
        let here = chapter.ratings.iter().find(|rating| rating.trait_id == trait_id)?;
        if !stood(here.level) || !counts(&here.facts) {
            return None;
        }
        let again = here.later.as_ref().map(|later| (later.level, later.year.as_str(), &later.facts));
        let next = later_chapter(story, chapter)
            .and_then(|later| later.ratings.iter().find(|rating| rating.trait_id == trait_id))
            .map(|rating| (rating.level, rating.year.as_str(), &rating.facts));
        let higher =
            again.into_iter().chain(next).find(|(level, _, facts)| *level > from && counts(facts))?;
        Some(Rose { year: higher.1, facts: higher.2 })
    })
}

/// The chapter after this one, anti-patterns left out.
fn later_chapter<'a>(story: &'a Story, chapter: &Chapter) -> Option<&'a Chapter> {
    let behind = story.chapters.iter().skip_while(|known| known.id != chapter.id).skip(1);
    behind.into_iter().find(|known| known.stage != Stage::AntiPattern)
}

/// A trait that rose from one chapter of a company to its later one.
#[derive(Clone, Copy, Debug)]
pub struct Rise<'a> {
    /// The rating in the earlier chapter.
    pub from: &'a Rating,
    /// The rating in the later chapter.
    pub to: &'a Rating,
}

/// The company's later chapter and the traits that rose towards it, most levels first; `None` for the last chapter.
pub fn what_came_next<'a>(story: &'a Story, chapter: &Chapter) -> Option<(&'a Chapter, Vec<Rise<'a>>)> {
    let later = later_chapter(story, chapter)?;
    let earlier = story.chapter(&chapter.id)?;
    let counting = |rating: &&Rating| story.counts(rating);
    let mut rises: Vec<Rise<'a>> = earlier
        .ratings
        .iter()
        .filter(counting)
        .filter_map(|from| {
            let to = later.ratings.iter().filter(counting).find(|to| to.trait_id == from.trait_id)?;
            (to.level > from.level).then_some(Rise { from, to })
        })
        .collect();
    rises.sort_by_key(|rise| Reverse(rise.to.level - rise.from.level));
    Some((later, rises))
}

/// A failure story whose low traits the team shares: a pattern on named traits, not a forecast.
#[derive(Clone, Debug)]
pub struct FailurePattern<'a> {
    /// The story.
    pub story: &'a Story,
    /// The chapter.
    pub chapter: &'a Chapter,
    /// The low ratings that the team shares or undercuts.
    pub matches: Vec<&'a Rating>,
    /// How many of the low ratings the team has a level on.
    pub answered: usize,
}

/// The failure story that the team shares most with, if any: at least three of its low traits at the same level or
/// lower, and at least two thirds of those that the team answered.
pub fn failure_pattern<'a>(
    questionnaire: &Questionnaire,
    stories: impl Iterator<Item = &'a Story>,
    team: &TeamLevels,
) -> Option<FailurePattern<'a>> {
    let mut best: Option<FailurePattern<'a>> = None;
    for story in stories {
        for chapter in story.chapters.iter().filter(|chapter| chapter.stage == Stage::AntiPattern) {
            let low: Vec<Compared<'a>> = compared(questionnaire, story, chapter, team)
                .into_iter()
                .filter(|compared| {
                    compared.counts() && compared.rating.level <= LOW && compared.team.is_some()
                })
                .collect();
            let shared = |compared: &&Compared<'a>| compared.difference() <= Some(Fraction::ZERO);
            let matches: Vec<&'a Rating> =
                low.iter().filter(shared).map(|compared| compared.rating).collect();
            let holds = matches.len() >= FEWEST_MATCHES && 3 * matches.len() >= 2 * low.len();
            if holds && best.as_ref().is_none_or(|best| matches.len() > best.matches.len()) {
                best = Some(FailurePattern { story, chapter, matches, answered: low.len() });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests;
