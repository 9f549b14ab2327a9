//! The one formula: how a set of questions becomes a score with its bounds and its coverage (design, section 4).

use serde::Serialize;

use crate::fraction::{Fraction, Total};

/// The state of a question, for one person or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has a score, 0..1.
    Known(Fraction),
    /// "Don't know".
    Unknown,
    /// No answer.
    Unanswered,
    /// It does not apply.
    NotApplicable,
    /// The short form does not ask it.
    NotAsked,
}

/// The state of each question, in the order of the questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings {
    /// For the scores and the comparison; several people's mean need not be a whole level.
    pub scores: Vec<Standing>,
    /// For the next steps, which start from whole levels: several people's median, rounded down.
    pub steps: Vec<Standing>,
}

/// A question as the formula sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// How much it counts, above 0.
    pub weight: u32,
    /// Its state.
    pub standing: Standing,
}

/// What the set of questions is; an axis needs more to have a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// A group of questions.
    Area,
    /// All questions of an axis.
    Axis,
}

/// How many questions are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    pub asked: usize,
    /// With a level.
    pub answered: usize,
    /// Asked, without those that do not apply.
    pub applicable: usize,
    /// Questions answered "don't know".
    pub unknown: usize,
    pub unanswered: usize,
    pub not_applicable: usize,
}

/// The score of a set of questions; all fractions are in 0..1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RowScore"))]
pub struct Score {
    /// The score, where there are enough answers.
    pub score: Option<Fraction>,
    /// The score if everything without a level were at the bottom.
    pub low: Option<Fraction>,
    /// The score if everything without a level were at the top.
    pub high: Option<Fraction>,
    /// Answered of applicable, 0..1.
    pub coverage: Option<Fraction>,
}

impl Score {
    /// The score of a set of questions, Σ weight·value / Σ weight over the answered, and how many are in each state.
    ///
    /// It exists only if at least two thirds of the applicable questions are answered (by count), and for an
    /// axis only if at least half of the asked questions are applicable.
    pub fn of(set: Set, items: impl IntoIterator<Item = Item>) -> (Self, Counts) {
        let mut counts = Counts::default();
        // Σ weight·value and Σ weight over the answered, and Σ weight over those without a level.
        let (mut reached, mut answered, mut open) = (Total::ZERO, 0, 0);
        for Item { weight, standing } in items {
            counts.add(standing);
            if let Standing::Known(value) = standing {
                reached.add(if weight == 1 { value } else { Fraction::whole(weight.into()) * value });
                answered += i128::from(weight);
            } else if standing.is_open() {
                open += i128::from(weight);
            }
        }
        let (reached, whole) = (reached.sum(), Fraction::whole(answered + open));
        let is_enough = 3 * counts.answered >= 2 * counts.applicable
            && (set == Set::Area || 2 * counts.applicable >= counts.asked);
        let score = Self {
            score: reached.divided_by(Fraction::whole(answered)).filter(|_| is_enough),
            low: reached.divided_by(whole),
            high: (reached + Fraction::whole(open)).divided_by(whole),
            coverage: (counts.applicable > 0)
                .then(|| Fraction::new(counts.answered as i128, counts.applicable as i128)),
        };
        (score, counts)
    }

    /// The score alone, if there are enough answers.
    pub fn value(set: Set, items: impl IntoIterator<Item = Item>) -> Option<Fraction> {
        Self::of(set, items).0.score
    }
}

/// The quarter of the scale that a score of 0..1 lies in, from 0 to 3; the upper bound belongs to the next one.
pub fn quarter(score: Fraction) -> usize {
    usize::try_from((score * Fraction::whole(4)).floor()).unwrap_or_default().min(3)
}

impl Standing {
    /// The score, where there is one.
    pub const fn value(self) -> Option<Fraction> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Whether there is a score.
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Whether the question applies and has no level.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::Unanswered)
    }

    /// Whether the question was asked and applies.
    pub const fn is_applicable(self) -> bool {
        matches!(self, Self::Known(_) | Self::Unknown | Self::Unanswered)
    }
}

impl Counts {
    /// How many apply and have no level.
    pub const fn open(&self) -> usize {
        self.applicable - self.answered
    }

    fn add(&mut self, standing: Standing) {
        let place = match standing {
            Standing::Known(_) => &mut self.answered,
            Standing::Unknown => &mut self.unknown,
            Standing::Unanswered => &mut self.unanswered,
            Standing::NotApplicable => &mut self.not_applicable,
            Standing::NotAsked => return,
        };
        *place += 1;
        self.asked += 1;
        self.applicable += usize::from(standing != Standing::NotApplicable);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(numerator: i128, denominator: i128) -> Item {
        Item { weight: 1, standing: Standing::Known(Fraction::new(numerator, denominator)) }
    }

    fn item(standing: Standing) -> Item {
        Item { weight: 1, standing }
    }

    fn of(set: Set, items: &[Item]) -> Score {
        Score::of(set, items.iter().copied()).0
    }

    #[test]
    fn the_published_vector_is_reproduced() {
        // Answers 1, .5, .5, 0, 1, don't know, don't know, not applicable: mean 3/5, coverage 5/7, bounds 3/7 and 5/7.
        let mut items =
            [(1, 1), (1, 2), (1, 2), (0, 1), (1, 1)].map(|(top, bottom)| known(top, bottom)).to_vec();
        items.extend([Standing::Unknown, Standing::Unknown, Standing::NotApplicable].map(item));
        let score = of(Set::Area, &items);
        assert_eq!(score.score, Some(Fraction::new(3, 5)));
        assert_eq!(score.coverage, Some(Fraction::new(5, 7)));
        assert_eq!((score.low, score.high), (Some(Fraction::new(3, 7)), Some(Fraction::new(5, 7))));
    }

    #[test]
    fn every_question_stands_in_one_place() {
        let standings = [
            Standing::Known(Fraction::ONE),
            Standing::Known(Fraction::ZERO),
            Standing::Unknown,
            Standing::Unknown,
            Standing::Unanswered,
            Standing::Unanswered,
            Standing::NotApplicable,
            Standing::NotApplicable,
            Standing::NotApplicable,
            Standing::NotAsked,
        ];
        let (_, counts) = Score::of(Set::Area, standings.map(item));
        let expected =
            Counts { asked: 9, applicable: 6, answered: 2, unknown: 2, unanswered: 2, not_applicable: 3 };
        assert_eq!(counts, expected);
    }

    #[test]
    fn weights_count() {
        let items = [Item { weight: 3, ..known(1, 1) }, known(0, 1)];
        assert_eq!(of(Set::Axis, &items).score, Some(Fraction::new(3, 4)));
    }

    #[test]
    fn two_thirds_are_enough_and_less_is_not() {
        let mut items = vec![known(1, 2), known(1, 2), item(Standing::Unknown)];
        assert_eq!(of(Set::Axis, &items).score, Some(Fraction::new(1, 2)));
        items.extend([known(1, 2), item(Standing::Unanswered)]);
        assert_eq!(of(Set::Axis, &items).score, None, "three of five");
    }

    #[test]
    fn an_axis_needs_half_of_its_questions_to_apply_and_an_area_does_not() {
        let items = [known(1, 1), item(Standing::NotApplicable), item(Standing::NotApplicable)];
        assert_eq!(of(Set::Axis, &items).score, None);
        assert_eq!(of(Set::Area, &items).score, Some(Fraction::ONE));
        let half = [known(1, 1), item(Standing::NotApplicable)];
        assert_eq!(of(Set::Axis, &half).score, Some(Fraction::ONE));
    }

    #[test]
    fn with_nothing_applicable_there_is_no_number_at_all() {
        let (score, counts) = Score::of(Set::Axis, [item(Standing::NotApplicable); 3]);
        assert_eq!((score.score, score.low, score.high, score.coverage), (None, None, None, None));
        assert_eq!(counts.not_applicable, 3);
    }

    #[test]
    fn what_the_short_form_does_not_ask_counts_nowhere() {
        let items =
            [known(1, 4), item(Standing::NotAsked), item(Standing::NotAsked), item(Standing::NotAsked)];
        let (score, counts) = Score::of(Set::Axis, items);
        assert_eq!((score.score, counts.asked), (Some(Fraction::new(1, 4)), 1));
    }

    fn any_item() -> impl Strategy<Value = Item> {
        let standing = prop_oneof![
            6 => (0..=4i128).prop_map(|level| Standing::Known(Fraction::new(level, 4))),
            1 => Just(Standing::Unknown),
            1 => Just(Standing::Unanswered),
            1 => Just(Standing::NotApplicable),
        ];
        (1..4u32, standing).prop_map(|(weight, standing)| Item { weight, standing })
    }

    proptest! {
        #[test]
        fn the_score_lies_between_its_bounds(items in prop::collection::vec(any_item(), 0..30)) {
            let score = of(Set::Area, &items);
            if let (Some(value), Some(low), Some(high)) = (score.score, score.low, score.high) {
                prop_assert!(low <= value && value <= high);
                prop_assert!(Fraction::ZERO <= low && high <= Fraction::ONE);
            }
        }

        #[test]
        fn raising_one_answer_never_lowers_a_score(items in prop::collection::vec(any_item(), 1..30), at in any::<prop::sample::Index>()) {
            let before = of(Set::Axis, &items);
            let mut raised = items.clone();
            if let Standing::Known(value) = &mut raised[at.index(items.len())].standing {
                *value = Fraction::ONE;
            }
            let after = of(Set::Axis, &raised);
            prop_assert!(after.score >= before.score && after.low >= before.low && after.high >= before.high);
        }

        #[test]
        fn order_changes_nothing(items in prop::collection::vec(any_item(), 0..30)) {
            let reversed: Vec<Item> = items.iter().rev().copied().collect();
            prop_assert_eq!(of(Set::Axis, &items), of(Set::Axis, &reversed));
        }
    }
}
