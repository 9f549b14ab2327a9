//! Exact numbers for scores, so that a verdict never depends on rounding or on the order of addition.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// An exact fraction, always reduced, with a denominator above zero.
///
/// A team that gives the typical answer everywhere lies exactly on the line; with floating point the
/// verdict would depend on the order in which its answers are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The fraction `numerator / denominator`; a denominator of zero counts as one.
    pub const fn new(numerator: i128, denominator: i128) -> Self {
        let denominator = if denominator == 0 { 1 } else { denominator };
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let sign = if denominator < 0 { -1 } else { 1 };
        Self { numerator: sign * numerator / divisor, denominator: sign * denominator / divisor }
    }

    /// A whole number.
    pub const fn whole(number: i128) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// The nearest fraction in thousandths of a decimal number such as `0.7`; for numbers that people write
    /// into a questionnaire, where three decimals are all that is meant.
    #[expect(clippy::cast_possible_truncation, reason = "a questionnaire's decimals are small and validated")]
    pub fn from_decimal(number: f64) -> Self {
        Self::new((number * 1000.0).round() as i128, 1000)
    }

    /// `self / other`; nothing where `other` is zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        (other.numerator != 0)
            .then(|| Self::new(self.numerator * other.denominator, self.denominator * other.numerator))
    }

    /// The distance from zero.
    #[must_use]
    pub const fn absolute(self) -> Self {
        Self { numerator: self.numerator.abs(), denominator: self.denominator }
    }

    /// What stands above the line, once reduced.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// What stands below the line, once reduced: above zero.
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
}

const fn greatest_common_divisor(a: u128, b: u128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a.cast_signed() }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
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
    fn mul(self, other: Self) -> Self {
        Self::new(self.numerator * other.numerator, self.denominator * other.denominator)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
