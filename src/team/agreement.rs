//! How far people agree on one question (design, section 7; `LeBreton` & Senter 2008 for the measures, checked against
//! the R package `multilevel`). All from counts, all exact up to the one square root.

use serde::Serialize;

use crate::fraction::Fraction;
use crate::team::Tally;

/// How far people agree on one question; levels are on its own scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AgreementPart"))]
pub struct Agreement {
    pub id: String,
    /// How many people gave a level.
    pub n: u32,
    /// How many gave each level, lowest first.
    pub counts: Vec<u32>,
    pub unknown: u32,
    /// How many say that it does not apply.
    pub not_applicable: u32,
    pub mean: Option<Fraction>,
    pub median: Option<Fraction>,
    /// The standard deviation with n − 1.
    pub sd: Option<f64>,
    /// The mean distance from the mean.
    pub ad: Option<Fraction>,
    /// Agreement beside chance: 1 is full, 0 as by chance, below 0 less.
    pub r_wg: Option<Fraction>,
    /// Whether to talk about it first.
    pub talk_first: bool,
}

impl Agreement {
    /// The agreement on the question of this id, which has as many options A as the tally has levels.
    ///
    /// The median of an even number of people is the mean of the two middle levels. `r_wg` = 1 − s²/((A² − 1)/12) is not
    /// capped. A question is to be talked about first where AD > A/6 or the range is at least three quarters of the scale.
    pub fn of(id: &str, tally: Tally<'_>) -> Self {
        let counts = tally.levels;
        let n = tally.given();
        let options = whole(counts.len());
        let weighted =
            |power: u32| -> i128 { levels(counts).map(|(level, count)| count * level.pow(power)).sum() };
        let (people, sum, squares) = (i128::from(n), weighted(1), weighted(2));
        let distances: i128 = levels(counts).map(|(level, count)| count * (people * level - sum).abs()).sum();
        let ad = (n > 0).then(|| Fraction::new(distances, people * people));
        let variance = (n > 1).then(|| Fraction::new(people * squares - sum * sum, people * (people - 1)));
        let by_chance = Fraction::new(options * options - 1, 12);
        let given = || counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(level, _)| level);
        let range = given().next_back().unwrap_or(0) - given().next().unwrap_or(0);
        let spread = ad.is_some_and(|ad| ad > Fraction::new(options, 6));
        let wide = range > 0 && 4 * range >= 3 * counts.len().saturating_sub(1);
        Self {
            id: id.to_owned(),
            n,
            counts: counts.to_vec(),
            unknown: tally.unknown,
            not_applicable: tally.not_applicable,
            mean: (n > 0).then(|| Fraction::new(sum, people)),
            median: middles(counts).map(|[below, above]| Fraction::new(whole(below) + whole(above), 2)),
            sd: variance.map(|variance| variance.as_f64().sqrt()),
            ad,
            r_wg: variance.and_then(|variance| Some(Fraction::ONE - variance.divided_by(by_chance)?)),
            talk_first: spread || wide,
        }
    }

    /// The two groups of a question on which people agree less than by chance: its mean says nothing.
    pub fn split(&self) -> Option<Groups> {
        self.r_wg.filter(|r_wg| *r_wg < Fraction::ZERO)?;
        let given =
            (0u8..).zip(&self.counts).filter(|(_, count)| **count > 0).map(|(level, count)| (level, *count));
        let (lower, upper) =
            given.partition(|(level, _)| Some(Fraction::whole((*level).into())) <= self.mean);
        Some(Groups { lower, upper })
    }

    /// The mean distance from the mean as a share of the options: by it disagreements are put in order.
    pub fn spread(&self) -> Fraction {
        let options = Fraction::whole(whole(self.counts.len()));
        self.ad.and_then(|ad| ad.divided_by(options)).unwrap_or(Fraction::ZERO)
    }
}

/// Every level with the number of people who gave it.
fn levels(counts: &[u32]) -> impl Iterator<Item = (i128, i128)> {
    (0i128..).zip(counts.iter().map(|count| i128::from(*count)))
}

fn whole(number: usize) -> i128 {
    i128::try_from(number).unwrap_or(i128::MAX)
}

/// The middle level of counted ones, rounded down; `None` without an answer.
pub fn middle(counts: &[u32]) -> Option<usize> {
    middles(counts).map(|[below, above]| usize::midpoint(below, above))
}

/// The two middle levels, of an odd number of people the same one twice.
fn middles(counts: &[u32]) -> Option<[usize; 2]> {
    let n: u32 = counts.iter().sum();
    let at = |rank: u32| {
        let mut passed = 0;
        counts.iter().position(|count| {
            passed += count;
            passed > rank
        })
    };
    Some([at(n.checked_sub(1)? / 2)?, at(n / 2)?])
}

/// The two groups of a split question: the levels up to the mean, and those above it, each with its number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    pub lower: Vec<(u8, u32)>,
    pub upper: Vec<(u8, u32)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Counts of answers on a scale from 1, as they are published.
    fn counts(options: usize, answers: &[usize]) -> Vec<u32> {
        let mut counts = vec![0; options];
        for answer in answers {
            counts[answer - 1] += 1;
        }
        counts
    }

    fn agreement(counts: &[u32]) -> Agreement {
        let asked = counts.iter().sum();
        Agreement::of("question", Tally { asked, levels: counts, unknown: 0, not_applicable: 0 })
    }

    fn near(value: Option<Fraction>, expected: f64) -> bool {
        value.is_some_and(|value| (value.as_f64() - expected).abs() < 0.0005)
    }

    #[test]
    fn the_worked_examples_on_five_options_are_reproduced() {
        // Formulas as in the R package multilevel 2.8; the mean is shifted by one, since levels begin at 0.
        let examples: [(&[usize], f64, f64, f64); 5] = [
            (&[4, 4, 5, 4, 5], 4.4, 0.85, 0.48),
            (&[3, 4, 4, 5], 4.0, 0.667, 0.5),
            (&[2, 3, 4, 5, 3], 3.4, 0.35, 0.88),
            (&[1, 1, 5, 5], 3.0, -1.667, 2.0),
            (&[5, 5, 5, 5, 1], 4.2, -0.6, 1.28),
        ];
        for (answers, mean, r_wg, ad) in examples {
            let found = agreement(&counts(5, answers));
            assert!(near(found.mean, mean - 1.0), "{answers:?}");
            assert!(near(found.r_wg, r_wg), "{answers:?} {:?}", found.r_wg);
            assert!(near(found.ad, ad), "{answers:?}");
        }
    }

    #[test]
    fn what_to_talk_about_first_follows_from_distance_or_range() {
        let talk = |answers: &[usize]| agreement(&counts(5, answers)).talk_first;
        assert!(!talk(&[4, 4, 5, 4, 5]) && !talk(&[3, 4, 4, 5]));
        assert!(talk(&[2, 3, 4, 5, 3]), "AD .88 is above 5/6, and the range is 3 of 4");
        assert!(talk(&[2, 5, 5, 5, 5, 5, 5, 5, 5]), "one person three levels away");
        assert!(!talk(&[3, 5, 5, 5, 5, 5, 5, 5, 5]), "two levels away");
        assert!(agreement(&counts(7, &[2, 7])).talk_first, "five of six steps");
        assert!(!agreement(&counts(7, &[3, 5])).talk_first, "two of six steps");
        assert!(talk(&[2, 4]), "a range of 2 of 4, but AD 1 is above 5/6");
        assert!(!agreement(&counts(6, &[2, 4])).talk_first, "AD 1 is exactly 6/6");
    }

    #[test]
    fn a_split_team_shows_both_groups() {
        let split = |answers: &[usize]| agreement(&counts(5, answers)).split();
        assert_eq!(split(&[1, 1, 5, 5]), Some(Groups { lower: vec![(0, 2)], upper: vec![(4, 2)] }));
        assert_eq!(split(&[3, 3]), None);
        assert_eq!(split(&[2, 4]), None, "s² is 2, by chance it is 24/12");
    }

    #[test]
    fn where_a_figure_is_undefined_there_is_none() {
        let one = agreement(&counts(5, &[3]));
        assert_eq!((one.mean, one.median), (Some(Fraction::whole(2)), Some(Fraction::whole(2))));
        assert_eq!((one.sd, one.r_wg, one.ad), (None, None, Some(Fraction::ZERO)));
        let none = agreement(&[0; 5]);
        assert_eq!((none.n, none.mean, none.median, none.ad, none.talk_first), (0, None, None, None, false));
        let only = agreement(&[3]);
        assert_eq!((only.n, only.r_wg, only.talk_first), (3, None, false), "there is but one option");
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_two_middle_ones() {
        let median = |answers: &[usize]| agreement(&counts(5, answers)).median;
        assert_eq!(median(&[1, 2, 5]), Some(Fraction::whole(1)));
        assert_eq!(median(&[1, 2, 3, 5]), Some(Fraction::new(3, 2)));
    }

    #[test]
    fn a_standard_deviation_by_hand() {
        // 2 3 4 5 3: squares of the distances from 3.4 sum to 5.2, a quarter of it is 1.3.
        let sd = agreement(&counts(5, &[2, 3, 4, 5, 3])).sd.unwrap();
        assert!((sd - 1.3f64.sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_figures_keep_their_bounds(counts in prop::collection::vec(0u32..40, 2..11)) {
            let found = agreement(&counts);
            if let (Some(mean), Some(median), Some(ad)) = (found.mean, found.median, found.ad) {
                let top = Fraction::whole(i128::try_from(counts.len() - 1).unwrap());
                prop_assert!(Fraction::ZERO <= mean && mean <= top);
                prop_assert!(Fraction::ZERO <= median && median <= top && ad <= top);
                prop_assert!(found.r_wg.is_none_or(|r_wg| r_wg <= Fraction::ONE));
                prop_assert_eq!(middle(&counts).and_then(|level| i128::try_from(level).ok()), Some(median.floor()));
            }
        }
    }
}
