//! The chapter to name beside a team: who was once where it is and moved up, or who is most like it (design, section 5).

use std::cmp::Reverse;

use serde::Serialize;

use super::Comparison;
use crate::assessment::{AxisScore, Sure};
use crate::fraction::Fraction;
use crate::story::Stage;

/// The chapter most like a team shares at least this many traits with it.
pub(super) const FEWEST_SHARED: usize = 6;

/// A chapter at most this much farther away than the nearest, in levels, is as good a choice.
pub(super) const EQUAL: Fraction = Fraction::new(1, 5);

/// A chapter in which a company was where the team is shows at least this many traits.
const FEWEST_TOLD_ON: usize = 3;

/// The chapter to name beside the team: for a team below the adoption line who was once there and moved up, else who is
/// most like it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ClosestPart"))]
pub struct Closest {
    pub story: String,
    pub chapter: String,
    /// The traits on which the company stood within one level of the team and rose; empty if the chapter was chosen by
    /// its distance.
    pub told_on: Vec<String>,
    /// The mean difference in levels, without direction.
    pub distance: Fraction,
    /// The traits it shares with the team.
    pub shared: usize,
    /// How many chapters could have been chosen.
    pub candidates: usize,
    /// Chapters that are as good a choice.
    pub equals: Vec<Equal>,
}

/// A chapter that is as good a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Equal {
    pub story: String,
    pub chapter: String,
    pub distance: Fraction,
}

/// What a team is compared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// It is below the adoption line: who was once there and moved up.
    Rise,
    /// It is firmly at or above it: who is most like it.
    Likeness,
}

impl Aim {
    /// What a team with these practices is compared for.
    pub fn of(adoption: &AxisScore) -> Self {
        if adoption.reached() == Some(true) && adoption.sure == Sure::Firm {
            Self::Likeness
        } else {
            Self::Rise
        }
    }
}

/// The chapter to name beside a team (design, section 5). A team that only leans to "adopted" and finds nobody who
/// rose from the same level gets the chapter most like it.
pub fn closest(comparisons: &[Comparison<'_>], adoption: &AxisScore) -> Option<Closest> {
    let risen = (Aim::of(adoption) == Aim::Rise).then(|| stood_there(comparisons)).flatten();
    if risen.is_some() || adoption.reached() != Some(true) { risen } else { most_like(comparisons) }
}

/// The chosen comparisons and, for a team below the line for which none of them names a company that was once at its
/// levels, those with the story among the others that does.
pub fn with_who_stood_there<'a>(
    mut chosen: Vec<Comparison<'a>>,
    others: impl FnOnce() -> Vec<Comparison<'a>>,
    adoption: &AxisScore,
) -> Vec<Comparison<'a>> {
    if Aim::of(adoption) == Aim::Rise && stood_there(&chosen).is_none() {
        let others = others();
        if let Some(found) = stood_there(&others) {
            chosen.extend(others.into_iter().filter(|other| other.story.id == found.story));
        }
    }
    chosen
}

/// A chapter that could be named, with what it is chosen by and its distance.
type Candidate<'c, K> = (K, Fraction, &'c Comparison<'c>);

/// The first of these, and those that are as good a choice.
fn first<K>(
    candidates: &[Candidate<'_, K>],
    is_equal: impl Fn(&Candidate<'_, K>, &Candidate<'_, K>) -> bool,
) -> Option<Closest> {
    let (chosen, others) = candidates.split_first()?;
    let equals = others.iter().filter(|other| is_equal(chosen, other)).map(|(_, distance, other)| Equal {
        story: other.story.id.clone(),
        chapter: other.chapter.id.clone(),
        distance: *distance,
    });
    let (_, distance, comparison) = chosen;
    Some(Closest {
        story: comparison.story.id.clone(),
        chapter: comparison.chapter.id.clone(),
        told_on: Vec::new(),
        distance: *distance,
        shared: comparison.shared,
        candidates: candidates.len(),
        equals: equals.collect(),
    })
}

/// The "before" chapter with a later one that shows most traits, at least three; ties go to the smaller distance,
/// then to the order given.
fn stood_there(comparisons: &[Comparison<'_>]) -> Option<Closest> {
    let before = comparisons.iter().filter(|comparison| comparison.chapter.stage == Stage::Before);
    let mut candidates: Vec<Candidate<'_, usize>> = before
        .filter_map(|comparison| Some((comparison.told_on().len(), comparison.distance?, comparison)))
        .filter(|(told_on, ..)| *told_on >= FEWEST_TOLD_ON)
        .collect();
    candidates.sort_by_key(|(told_on, distance, _)| (Reverse(*told_on), *distance));
    let closest = first(&candidates, |chosen, other| other.0 == chosen.0)?;
    let (.., chosen) = candidates.first()?;
    Some(Closest { told_on: chosen.told_on().into_iter().map(str::to_owned).collect(), ..closest })
}

/// The chapter of the smallest distance among those of at least six shared traits that are not an anti-pattern;
/// ties go to more shared traits, then to the order given.
pub(super) fn most_like(comparisons: &[Comparison<'_>]) -> Option<Closest> {
    let candidates = comparisons.iter().filter(|comparison| {
        comparison.shared >= FEWEST_SHARED && comparison.chapter.stage != Stage::AntiPattern
    });
    let mut candidates: Vec<Candidate<'_, Reverse<usize>>> = candidates
        .filter_map(|comparison| Some((Reverse(comparison.shared), comparison.distance?, comparison)))
        .collect();
    candidates.sort_by_key(|(shared, distance, _)| (*distance, *shared));
    first(&candidates, |chosen, other| other.1 - chosen.1 <= EQUAL)
}
