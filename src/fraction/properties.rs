//! Fractions beside the formulas that everybody learns, which are slower and hold for short numbers only.

use proptest::prelude::*;

use super::*;

/// Σ above/below over the product of all that stands below: what every other way of adding must give.
fn by_the_book(numbers: &[(i128, i128)]) -> Fraction {
    let product: i128 = numbers.iter().map(|(_, below)| below).product();
    let sum = numbers.iter().map(|(above, below)| above * (product / below)).sum();
    Fraction::new(sum, product)
}

fn total(numbers: &[(i128, i128)]) -> Fraction {
    numbers.iter().map(|(above, below)| Fraction::new(*above, *below)).sum()
}

fn some(most: i128) -> impl Strategy<Value = (i128, i128)> {
    (-most..=most, 1..=most)
}

/// Numbers of any length, and those beside the ends of one machine word and of two.
fn of_any_length() -> impl Strategy<Value = i128> {
    let ends = [0, i64::MIN.into(), i64::MAX.into(), u64::MAX.into(), 1 << 52, 1 << 74, i128::MIN, i128::MAX];
    let beside =
        (prop::sample::select(ends.to_vec()), -2..=2i128).prop_map(|(end, by)| end.saturating_add(by));
    prop_oneof![beside, (any::<i128>(), 0..128u32).prop_map(|(number, by)| number >> by)]
}

/// Euclid's algorithm, on two machine words throughout.
fn by_euclid(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { by_euclid(b, a % b) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_common_divisor_is_that_of_the_book_for_numbers_of_any_length(
        a in of_any_length(), b in of_any_length(), times in of_any_length()
    ) {
        for (a, b) in [(a, b), (a.saturating_mul(times >> 64), b.saturating_mul(times >> 64)), (a, 0), (0, b)] {
            if a != i128::MIN && b != i128::MIN && (a, b) != (0, 0) {
                let expected = by_euclid(a.unsigned_abs(), b.unsigned_abs());
                prop_assert_eq!(common_divisor(a, b).unsigned_abs(), expected);
            }
        }
    }

    #[test]
    fn a_product_is_reduced_and_narrowed_like_any_other_fraction(
        one in (of_any_length(), of_any_length()), other in (of_any_length(), of_any_length())
    ) {
        let [ours, theirs] = [one, other].map(|(above, below)| Fraction::new(above, below));
        let found = ours * theirs;
        prop_assert_eq!(found, Fraction::new(found.numerator, found.denominator));
        let whole = ours.numerator.checked_mul(theirs.numerator).zip(ours.denominator.checked_mul(theirs.denominator));
        if let Some((above, below)) = whole {
            prop_assert_eq!(found, Fraction::new(above, below));
        }
    }

    #[test]
    fn a_sum_is_that_of_the_book_for_few_people_and_for_many(
        few in prop::collection::vec(some(60), 0..12),
        many in prop::collection::vec((0..2000i128, 1..2000i128), 0..9),
    ) {
        prop_assert_eq!(total(&few), by_the_book(&few));
        prop_assert_eq!(total(&many), by_the_book(&many));
    }

    #[test]
    fn products_and_quotients_are_those_of_the_book(one in some(1 << 30), other in some(1 << 30)) {
        let [ours, theirs] = [one, other].map(|(above, below)| Fraction::new(above, below));
        prop_assert_eq!(ours * theirs, Fraction::new(one.0 * other.0, one.1 * other.1));
        let quotient = (other.0 != 0).then(|| Fraction::new(one.0 * other.1, one.1 * other.0));
        prop_assert_eq!(ours.divided_by(theirs), quotient);
        prop_assert_eq!(ours.cmp(&theirs), (one.0 * other.1).cmp(&(other.0 * one.1)));
        prop_assert_eq!(ours.floor(), one.0.div_euclid(one.1));
        prop_assert_eq!(ours - theirs, Fraction::new(one.0 * other.1 - other.0 * one.1, one.1 * other.1));
    }
}

#[test]
fn the_common_divisor_of_numbers_beyond_one_word_by_hand() {
    let (one, two) = (1 << 64, (1 << 64) - 1);
    assert_eq!([common_divisor(0, 0), common_divisor(0, -one), common_divisor(-one, 0)], [1, one, one]);
    assert_eq!([common_divisor(one, two), common_divisor(two, two), common_divisor(-two, 15)], [1, two, 15]);
    assert_eq!(common_divisor(6 * one, 9 * one), 3 * one);
    assert_eq!(common_divisor(6 * one, 9), 3);
    assert_eq!(common_divisor(i128::MAX, i128::MAX - 1), 1);
}

#[test]
fn a_product_that_is_the_smallest_number_of_all_keeps_an_opposite() {
    let smallest = Fraction::whole(-(1 << 63)) * Fraction::whole(1 << 64);
    assert_eq!((smallest.numerator(), smallest.absolute().numerator()), (-i128::MAX, i128::MAX));
}

#[test]
fn a_sum_grows_beyond_one_machine_word_by_hand() {
    // The denominator is the product of seven primes, about 2⁶⁹, from the seventh on; 1/2 − 1/2 leaves it there.
    let primes = [1009, 1013, 1019, 1021, 1031, 1033, 1039];
    let mut numbers: Vec<(i128, i128)> = primes.map(|prime| (1, prime)).to_vec();
    numbers.extend(primes.map(|prime| (-1, prime)));
    assert_eq!(total(&numbers), Fraction::ZERO);
    numbers.extend([(1, 2), (1, 1009), (2, 3)]);
    assert_eq!(total(&numbers), Fraction::new(7 * 1009 + 6, 6 * 1009));
}

#[test]
fn a_whole_number_is_added_and_taken_away() {
    let third = Fraction::new(1, 3);
    assert_eq!(third + Fraction::whole(2), Fraction::new(7, 3));
    assert_eq!(Fraction::whole(2) + third, Fraction::new(7, 3));
    assert_eq!(third - Fraction::whole(2), Fraction::new(-5, 3));
    assert_eq!(Fraction::whole(5) - Fraction::whole(5), Fraction::ZERO);
}

#[test]
fn what_is_too_large_to_be_multiplied_is_compared_by_its_whole_part() {
    // (2¹⁰⁰ + 1)/(2⁵² − 1) is just above 2⁴⁸.
    let large = Fraction::new((1 << 100) + 1, (1 << 52) - 1);
    assert!(large > Fraction::whole(1 << 48) && large < Fraction::whole((1 << 48) + 1));
    assert!(large < Fraction::new((1 << 100) + 3, (1 << 52) - 1));
    assert!(Fraction::ZERO - large > Fraction::whole(-(1 << 48) - 1));
}

#[test]
fn quotients_by_numbers_below_zero_keep_their_sign_above() {
    let quotient = Fraction::new(3, 4).divided_by(Fraction::new(-9, 8)).unwrap();
    assert_eq!((quotient.numerator(), quotient.denominator()), (-2, 3));
}
