//! What is shown of a team whose people stay anonymous (design, section 7): bands in place of scores, and only what
//! would be the same with any one person left out.
//!
//! Everything follows from the counts. The person left out takes at most one answer away from each question, so each
//! question is looked at with each answer taken away in turn, and every set of questions with the worst of them
//! together. That covers every person who can be behind the counts, also one who is not there.

use serde::{Deserialize, Serialize};

use crate::assessment::{ADOPTION_LINE, VerdictCode};
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::score::{Standing, quarter};
use crate::team::standing;
use crate::team::{Layout, Table, Tally};

/// A team of fewer people is not shown, nor a band to which fewer gave a level; the default of Viva Insights too.
pub const FEWEST_ANONYMOUS: u32 = 5;

/// An area of fewer questions has no band.
pub const FEWEST_QUESTIONS: usize = 3;

/// A quarter of the scale, or two neighbouring ones together. The upper bound belongs to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Band {
    #[serde(rename = "0-1")]
    Lowest,
    #[serde(rename = "1-2")]
    Lower,
    #[serde(rename = "2-3")]
    Upper,
    #[serde(rename = "3-4")]
    Highest,
    #[serde(rename = "0-2")]
    LowerHalf,
    #[serde(rename = "1-3")]
    Middle,
    #[serde(rename = "2-4")]
    UpperHalf,
}

impl Band {
    /// The quarters, lowest first.
    pub const QUARTERS: [Self; 4] = [Self::Lowest, Self::Lower, Self::Upper, Self::Highest];
    const HALVES: [Self; 3] = [Self::LowerHalf, Self::Middle, Self::UpperHalf];

    /// The band of all scores of 0..1 in a range; `None` if they lie in three or more quarters.
    pub fn of(low: Fraction, high: Fraction) -> Option<Self> {
        let (from, to) = (quarter(low), quarter(high));
        match to.saturating_sub(from) {
            0 => Self::QUARTERS.get(from).copied(),
            1 => Self::HALVES.get(from).copied(),
            _ => None,
        }
    }

    /// The lower and the upper level of 4.
    pub const fn levels(self) -> [u8; 2] {
        match self {
            Self::Lowest => [0, 1],
            Self::Lower => [1, 2],
            Self::Upper => [2, 3],
            Self::Highest => [3, 4],
            Self::LowerHalf => [0, 2],
            Self::Middle => [1, 3],
            Self::UpperHalf => [2, 4],
        }
    }
}

/// All that is shown of an anonymous team besides its name, as a tally writes it; a band is `None` if it is withheld.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    #[serde(rename = "n")]
    pub respondents: u32,
    /// How many documents said the same as another one and were not counted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub set_aside: u32,
    /// "Cannot tell" also where the verdict would not be the same with any one person left out.
    pub verdict: VerdictCode,
    pub adoption: Option<Band>,
    pub outcome: Option<Band>,
    /// The areas of three or more questions, in the order of the questionnaire.
    pub areas: Vec<AreaBand>,
}

/// The band of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaBand {
    pub id: String,
    pub band: Option<Band>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Disclosure {
    /// The bands of both axes.
    pub const fn axes(&self) -> [Option<Band>; 2] {
        [self.adoption, self.outcome]
    }

    /// What is shown; `None` if fewer than five people answered.
    pub fn of(questionnaire: &Questionnaire, layout: &Layout, table: &Table) -> Option<Self> {
        if table.respondents() < FEWEST_ANONYMOUS {
            return None;
        }
        let outlook = |(position, question): (usize, &Question)| {
            let line = match questionnaire.axis(question) {
                Axis::Adoption => ADOPTION_LINE,
                Axis::Outcome => question.typical_score(),
            };
            Outlook::of(question, line, table.tally(layout, position))
        };
        let outlooks: Vec<Option<Outlook>> =
            questionnaire.questions.iter().enumerate().map(outlook).collect();
        let set = |belongs: &dyn Fn(&Question) -> bool| -> Vec<&Outlook> {
            let pairs = questionnaire.questions.iter().zip(&outlooks);
            pairs
                .filter(|(question, _)| belongs(question))
                .filter_map(|(_, outlook)| outlook.as_ref())
                .collect()
        };
        let axes = Axis::ALL.map(|axis| {
            let set = set(&|question| questionnaire.axis(question) == axis);
            let band = band(&set, table.axis_givers(axis)).filter(|_| half_applies(&set));
            (band, band.and_then(|_| reached(&set)))
        });
        let areas = questionnaire.areas.iter().enumerate().map(|(position, area)| {
            let set = set(&|question| question.area == area.id);
            let band = || band(&set, table.area_givers(position));
            (set.len() >= FEWEST_QUESTIONS).then(|| AreaBand { id: area.id.clone(), band: band() })
        });
        let [(adoption, adopted), (outcome, works)] = axes;
        Some(Self {
            respondents: table.respondents(),
            set_aside: 0,
            verdict: VerdictCode::of(adopted, works),
            adoption,
            outcome,
            areas: areas.flatten().collect(),
        })
    }
}

/// What a question comes to, with everybody and with any one person left out.
#[derive(Clone, Copy, Debug)]
struct Outlook {
    weight: Fraction,
    /// The score from which the answer is yes.
    line: Fraction,
    /// The lowest and the highest score, if it ever has one.
    scores: Option<(Fraction, Fraction)>,
    always_known: bool,
    always_applies: bool,
    may_apply: bool,
}

impl Outlook {
    /// `None` if nobody was asked.
    fn of(question: &Question, line: Fraction, tally: Tally<'_>) -> Option<Self> {
        let asked = tally.asked.checked_sub(1)?;
        let mut outlook = Self {
            weight: Fraction::whole(question.weight.into()),
            line,
            scores: None,
            always_known: true,
            always_applies: true,
            may_apply: false,
        };
        let mut note = |tally: Tally<'_>| outlook.note(standing::mean(question, tally));
        note(tally);
        let less = Tally { asked, ..tally };
        let mut levels = tally.levels.to_vec();
        let given = |count: &u32| *count > 0;
        let ends = [levels.iter().position(given), levels.iter().rposition(given)];
        for end in ends.into_iter().flatten() {
            levels[end] -= 1;
            note(Tally { levels: &levels, ..less });
            levels[end] += 1;
        }
        if tally.unknown > 0 {
            note(Tally { unknown: tally.unknown - 1, ..less });
        }
        if tally.not_applicable > 0 {
            note(Tally { not_applicable: tally.not_applicable - 1, ..less });
        }
        if tally.asked > tally.given() + tally.unknown + tally.not_applicable {
            note(less);
        }
        Some(outlook)
    }

    fn note(&mut self, standing: Standing) {
        match standing {
            Standing::Known(score) => {
                let (low, high) = self.scores.unwrap_or((score, score));
                self.scores = Some((low.min(score), high.max(score)));
                self.may_apply = true;
            }
            Standing::Unknown | Standing::Unanswered => {
                self.always_known = false;
                self.may_apply = true;
            }
            Standing::NotApplicable | Standing::NotAsked => {
                self.always_known = false;
                self.always_applies = false;
            }
        }
    }
}

fn count(set: &[&Outlook], is_meant: impl Fn(&Outlook) -> bool) -> usize {
    set.iter().filter(|outlook| is_meant(outlook)).count()
}

/// Whether at least half of the questions apply, whichever person is left out.
fn half_applies(set: &[&Outlook]) -> bool {
    2 * count(set, |outlook| outlook.always_applies) >= set.len()
}

/// The band of a set of questions to which so many people gave a level, if it has a score whichever person is left out.
fn band(set: &[&Outlook], givers: u32) -> Option<Band> {
    let known = count(set, |outlook| outlook.always_known);
    let applicable = count(set, |outlook| outlook.may_apply);
    if givers < FEWEST_ANONYMOUS || known == 0 || 3 * known < 2 * applicable {
        return None;
    }
    let low = lowest(set, |(low, _)| low);
    let high = Fraction::ONE - lowest(set, |(_, high)| Fraction::ONE - high);
    Band::of(low, high)
}

/// The lowest weighted mean of these scores. A question that somebody's leaving takes out counts where it lowers it.
fn lowest(set: &[&Outlook], score: impl Fn((Fraction, Fraction)) -> Fraction) -> Fraction {
    let mut scores: Vec<(bool, Fraction, Fraction)> = set
        .iter()
        .filter_map(|outlook| Some((!outlook.always_known, score(outlook.scores?), outlook.weight)))
        .collect();
    scores.sort_by_key(|(is_optional, score, _)| (*is_optional, *score));
    let (mut sum, mut weights) = (Fraction::ZERO, Fraction::ZERO);
    for (is_optional, score, weight) in scores {
        if !is_optional || score * weights < sum {
            sum = sum + score * weight;
            weights = weights + weight;
        }
    }
    sum.divided_by(weights).unwrap_or(Fraction::ZERO)
}

/// Whether the line is reached, if that is the same whichever person is left out.
fn reached(set: &[&Outlook]) -> Option<bool> {
    let sum = |distance: &dyn Fn(&Outlook, (Fraction, Fraction)) -> Fraction| {
        let distances =
            set.iter().filter_map(|outlook| Some(distance(outlook, outlook.scores?) * outlook.weight));
        distances.fold(Fraction::ZERO, |sum, distance| sum + distance)
    };
    let least = sum(&|outlook, (low, _)| {
        let distance = low - outlook.line;
        if outlook.always_known { distance } else { distance.min(Fraction::ZERO) }
    });
    let most = sum(&|outlook, (_, high)| {
        let distance = high - outlook.line;
        if outlook.always_known { distance } else { distance.max(Fraction::ZERO) }
    });
    match (least >= Fraction::ZERO, most >= Fraction::ZERO) {
        (true, true) => Some(true),
        (false, false) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
