//! Exact numbers for scores, so that a verdict never depends on rounding or on the order of addition.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};

/// The largest denominator that a fraction keeps. Levels, weights and up to a few thousand people stay far below it.
const LARGEST_DENOMINATOR: i128 = 1 << 52;

/// An exact fraction, always reduced, with a denominator above zero.
///
/// A team that gives the typical answer everywhere is exactly on the line; with floating point the
/// verdict would depend on the order in which its answers are added.
///
/// Means of many people over many questions can need more digits than any machine word has. No operation wraps or
/// panics: a sum is added up exactly in 127 bits, and a result whose denominator is above 2⁵² becomes the nearest
/// multiple of 2⁻⁵², which is as near as the number that is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The fraction `numerator / denominator`; a denominator of zero counts as one.
    pub const fn new(numerator: i128, denominator: i128) -> Self {
        let denominator = if denominator == 0 { 1 } else { denominator };
        Self { numerator, denominator }.reduced().short()
    }

    /// A whole number.
    pub const fn whole(number: i128) -> Self {
        Self { numerator: with_opposite(number), denominator: 1 }
    }

    /// The nearest fraction in thousandths of a decimal number such as `0.7`; for numbers that people write
    /// into a questionnaire, where three decimals are all that is meant.
    #[expect(clippy::cast_possible_truncation, reason = "a questionnaire's decimals are small and validated")]
    pub fn from_decimal(number: f64) -> Self {
        Self::new((number * 1000.0).round() as i128, 1000)
    }

    /// `self / other`; `None` if `other` is zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        let inverse = Self {
            numerator: other.denominator * other.numerator.signum(),
            denominator: other.numerator.abs(),
        };
        (other.numerator != 0).then(|| self * inverse)
    }

    #[must_use]
    pub const fn absolute(self) -> Self {
        Self { numerator: self.numerator.abs(), denominator: self.denominator }
    }

    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The largest whole number that is not above it.
    pub const fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The nearest floating-point number, for output.
    pub fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Without common divisors, the sign above the line.
    const fn reduced(self) -> Self {
        let (above, below) = (with_opposite(self.numerator), with_opposite(self.denominator));
        let divisor = common_divisor(above, below) * below.signum();
        if divisor == 1 {
            return Self { numerator: above, denominator: below };
        }
        Self { numerator: above / divisor, denominator: below / divisor }
    }

    /// A reduced fraction as it is, or narrowed if its denominator is above the largest.
    const fn short(self) -> Self {
        if self.denominator > LARGEST_DENOMINATOR { self.narrowed() } else { self }
    }

    /// The nearest multiple of 2⁻⁵²: whole part and rest apart, each small enough to be multiplied.
    const fn narrowed(self) -> Self {
        let whole = self.floor();
        let mut rest = self.numerator.rem_euclid(self.denominator);
        let mut denominator = self.denominator;
        // Halving both keeps 74 bits of the ratio, far more than the 52 that are kept of it.
        while denominator >= 1 << 74 {
            rest /= 2;
            denominator /= 2;
        }
        let parts = (rest * LARGEST_DENOMINATOR + denominator / 2) / denominator;
        Self { numerator: whole * LARGEST_DENOMINATOR + parts, denominator: LARGEST_DENOMINATOR }.reduced()
    }

    /// The nearest multiple of 2⁻⁵² of a number, for what is beyond every exact way.
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is the nearest there is")]
    fn nearest(number: f64) -> Self {
        let whole = number.floor();
        let parts = ((number - whole) * LARGEST_DENOMINATOR as f64).round() as i128;
        let whole = (whole as i128).clamp(-(1 << 70), 1 << 70);
        Self::new(whole * LARGEST_DENOMINATOR + parts, LARGEST_DENOMINATOR)
    }

    /// The sum, reduced but not narrowed; `None` if 127 bits are not enough.
    fn checked_add(self, other: Self) -> Option<Self> {
        let divisor = common_divisor(self.denominator, other.denominator);
        let (ours, theirs) = (other.denominator / divisor, self.denominator / divisor);
        let numerator =
            self.numerator.checked_mul(ours)?.checked_add(other.numerator.checked_mul(theirs)?)?;
        Some(Self { numerator, denominator: self.denominator.checked_mul(ours)? })
    }
}

/// The smallest number of all has no opposite: its neighbour has.
const fn with_opposite(number: i128) -> i128 {
    if number == i128::MIN { -i128::MAX } else { number }
}

/// Euclid's; of zero and zero it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is left fits into one word"
)]
const fn common_divisor(a: i128, b: i128) -> i128 {
    const WORD: i128 = u64::MAX as i128;
    let (mut a, mut b) = (a.abs(), b.abs());
    while b > WORD {
        (a, b) = (b, a % b);
    }
    if b == 0 {
        return if a == 0 { 1 } else { a };
    }
    // One machine word is divided several times faster than two.
    let rest = if a > WORD { (a % b) as u64 } else { a as u64 % b as u64 };
    let (mut a, mut b) = (b as u64, rest);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a as i128
}

/// Adds numbers one by one: a sum that grows, reduced once, at its end.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    running: Fraction,
    /// What no longer fitted into the running sum.
    apart: Fraction,
}

impl Total {
    pub const ZERO: Self = Self { running: Fraction::ZERO, apart: Fraction::ZERO };

    pub fn add(&mut self, number: Fraction) {
        if let Some(sum) = self.running.checked_add(number) {
            self.running = sum;
        } else {
            *self = Self { running: number, apart: self.sum() };
        }
    }

    pub fn sum(self) -> Fraction {
        let running = Fraction::new(self.running.numerator, self.running.denominator);
        if self.apart == Fraction::ZERO { running } else { self.apart + running }
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        match self.checked_add(other) {
            Some(sum) => Self::new(sum.numerator, sum.denominator),
            None => Self::nearest(self.as_f64() + other.as_f64()),
        }
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self { numerator: -other.numerator, denominator: other.denominator }
    }
}

impl Mul for Fraction {
    type Output = Self;
    /// Reduced crosswise before it is multiplied, which keeps the numbers short and leaves nothing to reduce.
    fn mul(self, other: Self) -> Self {
        let [one, two] = [
            Self { numerator: self.numerator, denominator: other.denominator },
            Self { numerator: other.numerator, denominator: self.denominator },
        ]
        .map(Self::reduced);
        match (one.numerator.checked_mul(two.numerator), one.denominator.checked_mul(two.denominator)) {
            (Some(numerator), Some(denominator)) => {
                Self { numerator: with_opposite(numerator), denominator }.short()
            }
            _ => Self::nearest(self.as_f64() * other.as_f64()),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    /// If the products are too large: whole parts first, then what is left, which is below the denominator.
    fn cmp(&self, other: &Self) -> Ordering {
        let products =
            (self.numerator.checked_mul(other.denominator), other.numerator.checked_mul(self.denominator));
        if let (Some(ours), Some(theirs)) = products {
            return ours.cmp(&theirs);
        }
        let rest = |number: &Self| number.numerator.rem_euclid(number.denominator);
        self.floor()
            .cmp(&other.floor())
            .then_with(|| (rest(self) * other.denominator).cmp(&(rest(other) * self.denominator)))
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        let mut total = Total::ZERO;
        numbers.for_each(|number| total.add(number));
        total.sum()
    }
}

impl From<Fraction> for f64 {
    fn from(number: Fraction) -> Self {
        number.as_f64()
    }
}

/// As its nearest floating-point number.
impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_f64().fmt(formatter)
    }
}

/// As its nearest floating-point number.
impl serde::Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_number_of_all_keeps_its_sign() {
        let smallest = Fraction { numerator: i128::MIN, denominator: 1 }.reduced();
        assert_eq!((smallest.numerator, smallest.denominator), (-i128::MAX, 1));
        let below = Fraction { numerator: 1, denominator: i128::MIN }.reduced();
        assert_eq!((below.numerator, below.denominator), (-1, i128::MAX));
    }

    #[test]
    fn arithmetic_is_exact_where_floating_point_is_not() {
        let tenth = Fraction::new(1, 10);
        assert_eq!((0..10).map(|_| tenth).sum::<Fraction>(), Fraction::ONE);
        assert!((0..10).map(|_| 0.1_f64).sum::<f64>() < 1.0);
    }

    #[test]
    fn fractions_are_reduced_and_ordered() {
        assert_eq!(Fraction::new(-2, -4), Fraction::new(1, 2));
        assert!(Fraction::new(-1, 2) < Fraction::ZERO);
        assert!(Fraction::new(2, 3) > Fraction::new(5, 8));
        assert_eq!(Fraction::from_decimal(0.7), Fraction::new(7, 10));
        assert_eq!(Fraction::ONE.divided_by(Fraction::ZERO), None);
    }

    #[test]
    fn the_means_of_a_thousand_people_neither_stop_nor_drift() {
        // The mean of question i rests on 1000 − i people: no machine word holds the common denominator of 34 such.
        let mean = |i: i128| Fraction::new(1, 4 * (1000 - i));
        let sum: Fraction = (0..34).map(mean).sum();
        let expected: f64 = (0..34u32).map(|i| 0.25 / f64::from(1000 - i)).sum();
        assert!((sum.as_f64() - expected).abs() < 1e-14, "{} {expected}", sum.as_f64());
        let squared = sum * sum * Fraction::whole(34);
        assert!((squared.as_f64() - expected * expected * 34.0).abs() < 1e-13);
        assert!(sum > Fraction::ZERO && sum < Fraction::ONE);
    }

    #[test]
    fn typical_answers_of_a_thousand_people_are_exactly_typical() {
        let mean = |people: i128| Fraction::new(3 * people, 5 * people);
        let sum: Fraction = (967..=1000).map(mean).sum();
        assert_eq!(sum.divided_by(Fraction::whole(34)), Some(Fraction::new(3, 5)));
    }

    #[test]
    fn what_cancels_out_is_exact_in_spite_of_large_denominators() {
        let primes = [997, 991, 983, 977, 971, 967];
        let there = primes.map(|prime| Fraction::new(1, prime));
        let back = primes.map(|prime| Fraction::new(prime - 1, prime));
        assert_eq!(there.into_iter().chain(back).sum::<Fraction>(), Fraction::whole(6));
    }

    #[test]
    fn what_is_beyond_every_exact_way_is_the_nearest_there_is() {
        // About 2⁴⁸ by 2⁻¹²; the product of what is on top has 140 bits.
        let large = Fraction::new((1 << 100) + 1, (1 << 52) - 1);
        let small = Fraction::new((1 << 40) + 1, (1 << 52) - 3);
        let expected = 2f64.powi(36) + 2f64.powi(-4);
        for (product, sign) in [(large * small, 1.0), ((Fraction::ZERO - large) * small, -1.0)] {
            assert!((product.as_f64() - sign * expected).abs() < 1e-3, "{}", product.as_f64());
        }
        let other = Fraction::new((1 << 100) + 1, (1 << 52) - 3);
        assert!(((large + other).as_f64() - 2f64.powi(49)).abs() < 1.0, "each about 2⁴⁸");
        let largest = Fraction::whole(1 << 70);
        assert_eq!(Fraction::whole(1 << 100) * Fraction::whole(1 << 100), largest);
        assert_eq!(Fraction::whole(-(1 << 100)) * Fraction::whole(1 << 100), Fraction::ZERO - largest);
    }

    #[test]
    fn the_smallest_number_of_all_panics_nowhere() {
        let smallest = Fraction::new(i128::MIN, i128::MIN);
        assert_eq!(smallest, Fraction::ONE);
        let lowest = Fraction::whole(i128::MIN);
        assert_eq!((Fraction::ZERO - lowest).absolute(), lowest.absolute());
        assert_eq!(Fraction::new(1, i128::MIN), Fraction::ZERO);
    }

    #[test]
    fn numbers_of_more_than_one_word_are_reduced_whole() {
        assert_eq!(Fraction::new(3 << 80, 1 << 81), Fraction::new(3, 2));
        assert_eq!(Fraction::new(-(3 << 80), 1 << 81), Fraction::new(-3, 2));
        let near_one = Fraction::new((1 << 70) + 1, (1 << 70) + 3).as_f64();
        assert!((near_one - 1.0).abs() < 1e-12, "{near_one}");
    }

    #[test]
    fn a_denominator_above_the_largest_becomes_the_nearest_multiple_of_its_part() {
        let kept = |denominator: i128| Fraction::new(denominator / 2, denominator);
        assert_eq!(kept((1 << 60) + 1), Fraction::new(1, 2), "rounded, and reduced");
        let third = Fraction::new(1 << 60, 3 * (1 << 60) + 1);
        assert_eq!((third.numerator(), third.denominator()), ((1 << 52) / 3, 1 << 52));
        let two_thirds = Fraction::new((5 << 100) + 1, 3 << 100);
        assert_eq!(two_thirds, Fraction::new((5 << 52) / 3 + 1, 1 << 52), "1 and 2/3, rounded up");
    }

    #[test]
    fn negative_numbers_are_rounded_and_ordered_too() {
        let small = Fraction::new(-1, (1 << 60) + 1);
        assert!(small <= Fraction::ZERO && small > Fraction::new(-1, 1000));
        assert!(Fraction::new(-7, 3) < Fraction::new(-2, 1) && Fraction::new(-7, 3).floor() == -3);
    }

    #[test]
    fn numbers_whose_products_are_too_long_are_ordered_by_what_their_whole_parts_leave() {
        // 2¹²⁵ and a third, and a half.
        let (third, half) = (Fraction::new((3 << 125) + 1, 3), Fraction::new((1 << 126) + 1, 2));
        assert_eq!(
            [third.cmp(&half), half.cmp(&third), third.cmp(&third)],
            [Ordering::Less, Ordering::Greater, Ordering::Equal]
        );
    }
}
