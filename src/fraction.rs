//! Exact numbers for scores, so that a verdict never depends on rounding or on the order of addition.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// The largest denominator that a fraction keeps. Levels, weights and up to a few thousand people stay far below it.
const LARGEST_DENOMINATOR: i128 = 1 << 52;

/// An exact fraction, always reduced, with a denominator above zero.
///
/// A team that gives the typical answer everywhere lies exactly on the line; with floating point the
/// verdict would depend on the order in which its answers are added.
///
/// Means of many people over many questions can need more digits than any machine word has. No operation wraps or
/// stops: a sum is added up exactly in 127 bits, and a result whose denominator is above 2⁵² becomes the nearest
/// multiple of 2⁻⁵², which is as near as the number that is written out.
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
        if let Some(small) = Self::small(numerator, denominator) {
            return small;
        }
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let sign = if denominator < 0 { -1 } else { 1 };
        let reduced =
            Self { numerator: sign * numerator / divisor, denominator: sign * denominator / divisor };
        if reduced.denominator > LARGEST_DENOMINATOR { reduced.narrowed() } else { reduced }
    }

    /// The same for what fits into one machine word, where dividing is many times faster: nearly everything.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the bounds are checked")]
    const fn small(numerator: i128, denominator: i128) -> Option<Self> {
        let fits = numerator >= 0 && denominator > 0 && (numerator | denominator) >> 52 == 0;
        if !fits {
            return None;
        }
        let (numerator, denominator) = (numerator as u64, denominator as u64);
        let divisor = small_divisor(numerator, denominator) as u64;
        Some(Self { numerator: (numerator / divisor) as i128, denominator: (denominator / divisor) as i128 })
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
        let inverse = Self {
            numerator: other.denominator * other.numerator.signum(),
            denominator: other.numerator.abs(),
        };
        (other.numerator != 0).then(|| self.times(inverse))
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
    pub fn floor(self) -> i128 {
        match (u64::try_from(self.numerator), u64::try_from(self.denominator)) {
            // One machine word is divided many times faster.
            (Ok(numerator), Ok(denominator)) => (numerator / denominator).into(),
            _ => self.numerator.div_euclid(self.denominator),
        }
    }

    /// The nearest floating-point number, for output.
    pub fn as_f64(self) -> f64 {
        // One machine word is converted by one instruction, and rounded in the same way.
        let float = |number: i128| i64::try_from(number).map_or(number as f64, |number| number as f64);
        float(self.numerator) / float(self.denominator)
    }

    /// The nearest multiple of 2⁻⁵²: whole part and rest apart, each small enough to be multiplied.
    const fn narrowed(self) -> Self {
        let whole = self.numerator.div_euclid(self.denominator);
        let mut rest = self.numerator.rem_euclid(self.denominator);
        let mut denominator = self.denominator;
        // Halving both keeps 74 bits of the ratio, far more than the 52 that are kept of it.
        while denominator >= 1 << 74 {
            rest /= 2;
            denominator /= 2;
        }
        let parts = (rest * LARGEST_DENOMINATOR + denominator / 2) / denominator;
        let shift = if parts == 0 { 52 } else { parts.trailing_zeros() };
        let shift = if shift > 52 { 52 } else { shift };
        let denominator = LARGEST_DENOMINATOR >> shift;
        Self { numerator: whole * denominator + (parts >> shift), denominator }
    }

    /// Reduced before it is multiplied, which keeps the numbers short: both fractions are reduced themselves, so that
    /// nothing is left to reduce behind it.
    fn times(self, other: Self) -> Self {
        let (above, their_below) = across(self.numerator, other.denominator);
        let (their_above, below) = across(other.numerator, self.denominator);
        match (above.checked_mul(their_above), below.checked_mul(their_below)) {
            (Some(numerator), Some(denominator)) if denominator <= LARGEST_DENOMINATOR => {
                Self { numerator, denominator }
            }
            (Some(numerator), Some(denominator)) => Self { numerator, denominator }.narrowed(),
            _ => Self::nearest(self.as_f64() * other.as_f64()),
        }
    }

    /// The nearest multiple of 2⁻⁵² of a number, for what is beyond every exact way.
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is the nearest there is")]
    fn nearest(number: f64) -> Self {
        let whole = number.floor();
        let parts = ((number - whole) * LARGEST_DENOMINATOR as f64).round() as i128;
        let whole = (whole as i128).clamp(-(1 << 70), 1 << 70);
        Self::new(whole * LARGEST_DENOMINATOR + parts, LARGEST_DENOMINATOR)
    }
}

/// Stein's way while both are long, since dividing long numbers is many times slower; then one division.
const fn greatest_common_divisor(a: u128, b: u128) -> i128 {
    let (mut a, mut b) = if a < b { (b, a) } else { (a, b) };
    if b == 0 {
        return if a == 0 { 1 } else { a.cast_signed() };
    }
    let shift = (a | b).trailing_zeros();
    b >>= b.trailing_zeros();
    while b >> 64 != 0 {
        a >>= a.trailing_zeros();
        if a < b {
            (a, b) = (b, a);
        }
        a -= b;
        if a == 0 {
            return (b << shift).cast_signed();
        }
    }
    small_divisor(low_half(a % b), low_half(b)) << shift
}

#[expect(clippy::cast_possible_truncation, reason = "called only where the upper half is empty")]
const fn low_half(number: u128) -> u64 {
    number as u64
}

/// Stein's way, which needs no division; `b` is above zero.
const fn small_divisor(a: u64, b: u64) -> i128 {
    if a == 0 {
        return b as i128;
    }
    let shift = (a | b).trailing_zeros();
    let (mut a, mut b) = (a >> a.trailing_zeros(), b);
    while b != 0 {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
    }
    (a << shift) as i128
}

/// Two numbers without what both can be divided by. Mostly one is far smaller than the other.
fn across(above: i128, below: i128) -> (i128, i128) {
    let divisor = match (u64::try_from(above), u64::try_from(below)) {
        (Ok(1), _) | (_, Ok(1)) => 1,
        (Ok(above @ 1..), Ok(below)) if above > below => small_divisor(above % below, below),
        (Ok(above @ 1..), Ok(below)) => small_divisor(below % above, above),
        _ => greatest_common_divisor(above.unsigned_abs(), below.unsigned_abs()),
    };
    (quotient(above, divisor), quotient(below, divisor))
}

/// A sum that is reduced once, at its end.
#[derive(Clone, Copy, Debug)]
struct Running {
    numerator: i128,
    denominator: i128,
}

impl Running {
    /// The sum with one more number; nothing where 127 bits are not enough.
    fn plus(self, number: Fraction) -> Option<Self> {
        if let Some(sum) = self.plus_small(number) {
            return Some(sum);
        }
        let (numerator, denominator) = (number.numerator, number.denominator);
        let times = quotient(self.denominator, denominator);
        let rest = self.denominator - times * denominator;
        // Soon the denominator is a multiple of nearly all that come.
        if rest == 0 {
            let numerator = self.numerator.checked_add(numerator.checked_mul(times)?)?;
            return Some(Self { numerator, ..self });
        }
        let (ours, theirs) = across(denominator, self.denominator);
        let numerator = self.numerator.checked_mul(ours)?.checked_add(numerator.checked_mul(theirs)?)?;
        Some(Self { numerator, denominator: self.denominator.checked_mul(ours)? })
    }

    /// The same where the denominator stays as it is and everything fits into one machine word: nearly always for a
    /// few people.
    fn plus_small(self, number: Fraction) -> Option<Self> {
        let word = |number: i128| u64::try_from(number).ok();
        let (sum, ours) = (word(self.numerator)?, word(self.denominator)?);
        let (numerator, theirs) = (word(number.numerator)?, word(number.denominator)?);
        let times = if ours == theirs { 1 } else { ours / theirs };
        let sum = sum.checked_add(numerator.checked_mul(times)?)?;
        (times * theirs == ours).then_some(Self { numerator: sum.into(), ..self })
    }
}

/// One number divided by another: within one machine word where that is enough.
fn quotient(number: i128, divisor: i128) -> i128 {
    match (u64::try_from(number), u64::try_from(divisor)) {
        (_, Ok(1)) => number,
        (Ok(number), Ok(divisor)) => (number / divisor).into(),
        _ => number / divisor,
    }
}

/// Adds numbers one by one: a sum that grows, reduced once, at its end.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    running: Running,
    /// What no longer fitted into the running sum.
    apart: Fraction,
}

impl Total {
    /// The sum of nothing.
    pub const ZERO: Self = Self { running: Running { numerator: 0, denominator: 1 }, apart: Fraction::ZERO };

    /// Adds a number.
    pub fn add(&mut self, number: Fraction) {
        if let Some(sum) = self.running.plus(number) {
            self.running = sum;
        } else {
            self.apart = self.apart + Fraction::new(self.running.numerator, self.running.denominator);
            self.running = Running { numerator: number.numerator, denominator: number.denominator };
        }
    }

    /// The sum.
    pub fn sum(self) -> Fraction {
        let last = Fraction::new(self.running.numerator, self.running.denominator);
        if self.apart == Fraction::ZERO { last } else { self.apart + last }
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        // A whole number leaves a fraction reduced.
        if other.denominator == 1
            && let Some(more) = other.numerator.checked_mul(self.denominator)
            && let Some(numerator) = self.numerator.checked_add(more)
        {
            return Self { numerator, ..self };
        }
        let running = Running { numerator: self.numerator, denominator: self.denominator };
        match running.plus(other) {
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
    fn mul(self, other: Self) -> Self {
        self.times(other)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    /// Where the products are too large: whole parts first, then what is left, which is below the denominator.
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

#[cfg(test)]
mod properties;
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
    fn the_greatest_common_divisor_is_that_of_euclid() {
        let euclid = |mut a: u128, mut b: u128| {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a.max(1).cast_signed()
        };
        let some = [
            0,
            1,
            2,
            6,
            35,
            1 << 40,
            (1 << 61) - 1,
            1 << 64,
            3 << 70,
            15 << 90,
            (1 << 100) + 6,
            7u128.pow(40),
        ];
        for (a, b) in some.into_iter().flat_map(|a| some.map(|b| (a, b))) {
            assert_eq!(greatest_common_divisor(a, b), euclid(a, b), "{a} {b}");
            assert_eq!(greatest_common_divisor(a * 9, b * 21), euclid(a * 9, b * 21), "{a} {b}");
        }
    }

    #[test]
    fn what_is_beyond_every_exact_way_is_the_nearest_there_is() {
        // About 2⁴⁸ by 2⁻¹²; the product of what stands on top has 140 bits.
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
