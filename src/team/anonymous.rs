//! What may be told of a team whose people stay anonymous (design, section 7): bands in place of scores, and only
//! those from which nobody's answer to a question can be worked out, also by somebody who knows all the others' answers
//! to it.
//!
//! Whether a band may be told is decided from what would be told alone, never from the answers behind it: for every
//! question and every mean that it may have, there must be answers to the other questions with which the same is told.
//! What fails is withheld, and withheld looks like "too few answers", for which such answers must exist as well. So
//! withholding reveals nothing either.

use serde::{Deserialize, Serialize};

use crate::assessment::{Assessment, VerdictCode};
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::score::{Score, Standing};
use crate::team::Table;

/// Fewer people than this are never shown without their names agreed; the default of Viva Insights too.
pub const FEWEST_ANONYMOUS: u32 = 5;

/// An area of fewer questions than this has no band.
pub const FEWEST_QUESTIONS: usize = 3;

/// A quarter of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Band {
    /// From 0 to below 1 of 4.
    #[serde(rename = "0-1")]
    Lowest,
    /// From 1 to below 2.
    #[serde(rename = "1-2")]
    Lower,
    /// From 2 to below 3.
    #[serde(rename = "2-3")]
    Upper,
    /// From 3 to 4.
    #[serde(rename = "3-4")]
    Highest,
}

impl Band {
    /// All bands, lowest first.
    pub const ALL: [Self; 4] = [Self::Lowest, Self::Lower, Self::Upper, Self::Highest];

    /// The band of a score of 0..1; the upper bound belongs to the next one.
    fn of(score: &Score) -> Option<Self> {
        let quarter = score.score?;
        let position = (quarter * crate::fraction::Fraction::whole(4)).floor();
        Self::ALL.get(usize::try_from(position).ok()?.min(3)).copied()
    }

    /// Its bounds as scores of 0..1; the last has none above.
    fn bounds(self) -> (f64, f64) {
        let low = f64::from(self as u8) / 4.0;
        (low, if self == Self::Highest { f64::INFINITY } else { low + 0.25 })
    }

    /// How it is written: the lower and the upper level of 4.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lowest => "0-1",
            Self::Lower => "1-2",
            Self::Upper => "2-3",
            Self::Highest => "3-4",
        }
    }
}

/// All that is told of an anonymous team besides its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// How many people answered.
    pub respondents: u32,
    /// The verdict; "cannot tell" also where the band of an axis is withheld.
    pub verdict: VerdictCode,
    /// The band of each axis.
    pub axes: [Option<Band>; 2],
    /// The band of each area of three or more questions, by its position in the questionnaire.
    pub areas: Vec<(usize, Option<Band>)>,
}

impl Disclosure {
    /// What may be told; nothing where fewer than five people answered.
    pub fn of(questionnaire: &Questionnaire, table: &Table, assessment: &Assessment) -> Option<Self> {
        if table.respondents() < FEWEST_ANONYMOUS {
            return None;
        }
        let views = Axis::ALL.map(|axis| {
            let structure = Structure::of(questionnaire, axis, (table, assessment));
            let view = structure.view(table, assessment, axis);
            structure.made_safe(view)
        });
        let [adoption, outcome] = &views;
        let verdict = match (adoption.reached, outcome.reached) {
            (Some(true), Some(true)) => VerdictCode::AdoptedAndWorking,
            (Some(true), Some(false)) => VerdictCode::AdoptedNotWorking,
            (Some(false), Some(true)) => VerdictCode::WorkingWithoutAdoption,
            (Some(false), Some(false)) => VerdictCode::NotAdopted,
            _ => VerdictCode::CannotTell,
        };
        let axes = [adoption.band, outcome.band];
        let mut areas: Vec<(usize, Option<Band>)> = views.into_iter().flat_map(|view| view.areas).collect();
        areas.sort_by_key(|(position, _)| *position);
        Some(Self { respondents: table.respondents(), verdict, axes, areas })
    }
}

/// What would be told of one axis.
#[derive(Clone, Debug, PartialEq)]
struct View {
    band: Option<Band>,
    /// Whether the line is reached; told by the verdict.
    reached: Option<bool>,
    areas: Vec<(usize, Option<Band>)>,
}

impl View {
    /// Nothing of the axis is told.
    fn withheld(&self) -> Self {
        Self {
            band: None,
            reached: None,
            areas: self.areas.iter().map(|(position, _)| (*position, None)).collect(),
        }
    }

    fn band_of(&self, area: usize) -> Option<Band> {
        self.areas.iter().find(|(position, _)| *position == area)?.1
    }
}

/// What is publicly known of an axis: its questions and how many people answered.
struct Structure<'a> {
    /// The areas with their asked questions.
    areas: Vec<(usize, Vec<&'a Question>)>,
    adoption_line: Option<f64>,
    people: f64,
}

/// A question whose answer somebody would work out.
#[derive(Clone, Copy)]
struct Target<'a> {
    area: usize,
    question: &'a Question,
}

/// What a set of questions can add up to: its weight, and bounds of the smallest and the largest sum.
#[derive(Clone, Copy, Default)]
struct Reach {
    weight: f64,
    low: f64,
    high: f64,
}

impl<'a> Structure<'a> {
    fn of(questionnaire: &'a Questionnaire, axis: Axis, (table, assessment): (&Table, &Assessment)) -> Self {
        let of_area = |(position, area): (usize, &crate::questionnaire::Area)| {
            let asked = questionnaire.questions.iter().zip(&assessment.standings);
            let asked = asked
                .filter(|(question, standing)| question.area == area.id && **standing != Standing::NotAsked);
            (position, asked.map(|(question, _)| question).collect())
        };
        let areas = questionnaire.areas.iter().enumerate().filter(|(_, area)| area.axis == axis);
        Self {
            areas: areas.map(of_area).collect(),
            adoption_line: (axis == Axis::Adoption).then(|| crate::assessment::ADOPTION_LINE.as_f64()),
            people: f64::from(table.respondents()),
        }
    }

    /// What the answers would tell if nothing had to be withheld for safety.
    fn view(&self, table: &Table, assessment: &Assessment, axis: Axis) -> View {
        let scored = assessment.axis(axis);
        let enough = table.axis_givers(axis) >= FEWEST_ANONYMOUS;
        let band = Band::of(&scored.score).filter(|_| enough);
        let reached = scored.score.score.zip(scored.line).map(|(score, line)| score >= line);
        let area_band = |position: usize| {
            let enough = table.area_givers(position) >= FEWEST_ANONYMOUS;
            Band::of(&assessment.areas[position]).filter(|_| enough)
        };
        let areas = self.areas.iter().filter(|(_, questions)| questions.len() >= FEWEST_QUESTIONS);
        let areas = areas.map(|(position, _)| (*position, area_band(*position))).collect();
        View { band, reached: reached.filter(|_| band.is_some()), areas }
    }

    /// The view itself where it is safe; else with areas withheld, those of few questions first; else nothing.
    fn made_safe(&self, mut view: View) -> View {
        let mut order: Vec<usize> = (0..view.areas.len()).collect();
        let questions = |area: usize| {
            self.areas
                .iter()
                .find(|(position, _)| *position == area)
                .map_or(0, |(_, questions)| questions.len())
        };
        order.sort_by_key(|index| questions(view.areas[*index].0));
        while !self.is_safe(&view) {
            let without = |index: usize| {
                let mut less = view.clone();
                less.areas[index].1 = None;
                less
            };
            let shown: Vec<usize> =
                order.iter().copied().filter(|index| view.areas[*index].1.is_some()).collect();
            let Some(smallest) = shown.first() else { return view.withheld() };
            let enough = shown.iter().map(|index| without(*index)).find(|less| self.is_safe(less));
            view = enough.unwrap_or_else(|| without(*smallest));
        }
        view
    }

    /// Whether every question may have any mean, as far as the view tells: then whoever knows all answers to it but
    /// one still has at least two levels to choose from for that one.
    fn is_safe(&self, view: &View) -> bool {
        self.areas.iter().all(|(area, questions)| {
            questions.iter().all(|question| self.leaves_open(view, Target { area: *area, question }))
        })
    }

    fn leaves_open(&self, view: &View, target: Target<'_>) -> bool {
        let known: Vec<(usize, Vec<&Question>)> =
            self.areas.iter().map(|(area, _)| (*area, self.known(view, *area, target))).collect();
        let total: usize = self.areas.iter().map(|(_, questions)| questions.len()).sum();
        let answered: usize = known.iter().map(|(_, questions)| questions.len()).sum();
        let has_score = 3 * answered >= 2 * total;
        if has_score != view.band.is_some() {
            return false;
        }
        let top = f64::from(target.question.top().max(1));
        let least = (top - 1.0) / (top * self.people);
        let [Some(low), Some(high)] =
            [least, 1.0 - least].map(|mean| self.reach(view, &known, (target, mean)))
        else {
            return false;
        };
        let (from, to) = self.wanted(view, &known);
        let (from, to) = (from * low.weight, to * low.weight);
        view.band.is_none() || (high.low < to && low.high >= from && to - from >= self.step())
    }

    /// The questions of an area that have a level in the answers with which the view is explained.
    fn known(&self, view: &View, area: usize, target: Target<'_>) -> Vec<&'a Question> {
        let Some((_, questions)) = self.areas.iter().find(|(position, _)| *position == area) else {
            return Vec::new();
        };
        let number = questions.len();
        let enough = (2 * number).div_ceil(3);
        let holds_target = target.area == area;
        let told = number >= FEWEST_QUESTIONS;
        let wanted = match (view.band.is_some(), told, view.band_of(area).is_some()) {
            (true, true, true) | (true, false, _) => number,
            (true, true, false) => enough - 1,
            (false, true, true) if holds_target => number,
            (false, true, true) => enough,
            (false, ..) => usize::from(holds_target),
        };
        let is_target = |question: &&&Question| holds_target && question.id == target.question.id;
        let first = questions.iter().filter(is_target);
        let others = questions.iter().filter(|question| !is_target(question));
        first.chain(others).take(wanted).copied().collect()
    }

    /// What the sum over the axis can be while one question has this mean; nothing where an area's band excludes it.
    fn reach(
        &self,
        view: &View,
        known: &[(usize, Vec<&Question>)],
        (target, mean): (Target<'_>, f64),
    ) -> Option<Reach> {
        let mut whole = Reach::default();
        for (area, questions) in known {
            let weight: f64 = questions.iter().map(|question| f64::from(question.weight)).sum();
            let (fixed, free) = if target.area == *area {
                let fixed = f64::from(target.question.weight);
                (fixed * mean, weight - fixed)
            } else {
                (0.0, weight)
            };
            let (mut low, mut high) = (fixed, fixed + free);
            if let Some(band) = view.band_of(*area) {
                let (from, to) = band.bounds();
                let (from, to) = (from * weight, to * weight);
                if low >= to || high < from || to - from < self.step() {
                    return None;
                }
                low = if low < from { from + self.step() } else { low };
                high = if high >= to { to - self.step() } else { high };
            }
            whole.weight += weight;
            whole.low += low;
            whole.high += high;
        }
        Some(whole)
    }

    /// Between which scores the axis lies, as far as the view tells.
    fn wanted(&self, view: &View, known: &[(usize, Vec<&Question>)]) -> (f64, f64) {
        let (from, to) = view.band.map_or((0.0, f64::INFINITY), Band::bounds);
        let line = self.adoption_line.unwrap_or_else(|| {
            let questions = || known.iter().flat_map(|(_, questions)| questions);
            let typical = |question: &&&Question| {
                let score = question.typical.as_ref().map(|typical| question.score(typical.level).as_f64());
                f64::from(question.weight) * score.unwrap_or(0.5)
            };
            let weight: f64 = questions().map(|question| f64::from(question.weight)).sum();
            questions().map(|question| typical(&question)).sum::<f64>() / weight.max(1.0)
        });
        match view.reached {
            Some(true) => (from.max(line), to),
            Some(false) => (from, to.min(line)),
            None => (from, to),
        }
    }

    /// The most that a sum changes when one person gives one level more, with room for rounding.
    fn step(&self) -> f64 {
        let questions = self.areas.iter().flat_map(|(_, questions)| questions);
        let largest = questions.map(|question| f64::from(question.weight) / f64::from(question.top().max(1)));
        largest.fold(0.0, f64::max) / self.people + 1e-9
    }
}

#[cfg(test)]
mod tests;
