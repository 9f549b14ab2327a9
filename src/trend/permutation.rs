//! Permutation tests of two axis scores: how often mere chance would give so large a difference of the means.
//!
//! Both are two-sided and count arrangements whose difference is at least as large as the one found, so they need
//! no assumption about how answers are spread (`measurement.md` 5.2 in the research behind this project). Scores are
//! brought to whole numbers first: ties are ties, whatever the order in which they are added.

use crate::fraction::Fraction;

/// All arrangements are counted up to this many; above it some are drawn.
pub const MOST_COUNTED: u64 = 200_000;

/// How many arrangements are drawn where there are too many to count.
pub const DRAWN: u32 = 100_000;

/// Above this a test of so few people could not show anything, whatever they answered.
pub const TELLING: f64 = 0.05;

/// The seed of the draws, fixed so that the same answers give the same p.
const SEED: u64 = 0x6469_6469_7477_6f72;

/// What a permutation test found; both p are in 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// How often chance alone would give a difference at least as large.
    pub p: f64,
    /// The smallest p that so many people could give, whatever they answer.
    pub smallest_p: f64,
    /// Whether every arrangement was counted; else 100,000 were drawn with a fixed seed.
    pub is_exact: bool,
}

/// The test of two groups of scores whose people cannot be paired: every way of dealing the scores out to two groups
/// of these sizes is as likely as the one found. `None` if a group is empty.
///
/// The smallest p is 2 over the number of arrangements, since the mirror image of two groups of one size counts too,
/// and 1 over it where the groups differ in size.
pub fn unpaired(before: &[Fraction], after: &[Fraction]) -> Option<Test> {
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let scores = whole_numbers(&[before, after].concat());
    let (size, all) = (before.len(), scores.len());
    let deviation = |sum: i128| (wide(all) * sum - wide(size) * scores.iter().sum::<i128>()).abs();
    let found = deviation(scores[..size].iter().sum());
    // Sorted, so that the order of the people changes `None` if arrangements are drawn.
    let mut sorted = scores.clone();
    sorted.sort_unstable();
    Some(match arrangements(all, size).filter(|count| *count <= MOST_COUNTED) {
        Some(count) => {
            let mirrored = if 2 * size == all { 2 } else { 1 };
            let extreme = counted_groups(&sorted, size, 0, &|sum| deviation(sum) >= found);
            exact(extreme, mirrored, count)
        }
        None => drawn(|random| {
            for place in 0..size {
                sorted.swap(place, place + random.below(all - place));
            }
            deviation(sorted[..size].iter().sum()) >= found
        }),
    })
}

/// The test of the same people at two dates: each person's difference is as likely to have the other sign. Nothing
/// without pairs. The smallest p is 2 over the number of arrangements: six people are the fewest that suffice.
pub fn paired(pairs: &[(Fraction, Fraction)]) -> Option<Test> {
    if pairs.is_empty() {
        return None;
    }
    let differences: Vec<Fraction> = pairs.iter().map(|(before, after)| *after - *before).collect();
    let mut differences = whole_numbers(&differences);
    let found = differences.iter().sum::<i128>().abs();
    // The sign that a difference has is one of the two it could have: only its size matters, and the order of sizes.
    for difference in &mut differences {
        *difference = difference.abs();
    }
    differences.sort_unstable();
    let count = u32::try_from(differences.len()).ok().and_then(|number| 1u64.checked_shl(number));
    Some(match count.filter(|count| *count <= MOST_COUNTED) {
        Some(count) => {
            let sum = |signs: u64| -> i128 { signed(&differences, |place| signs >> place & 1 == 1) };
            let extreme = (0..count).filter(|signs| sum(*signs).abs() >= found).count();
            exact(extreme as u64, 2, count)
        }
        None => drawn(|random| signed(&differences, |_| random.below(2) == 1).abs() >= found),
    })
}

fn signed(differences: &[i128], mut is_negative: impl FnMut(usize) -> bool) -> i128 {
    let signed = differences.iter().enumerate();
    signed.map(|(place, difference)| if is_negative(place) { -difference } else { *difference }).sum()
}

fn exact(extreme: u64, fewest: u64, count: u64) -> Test {
    let share = |part: u64| part.min(count) as f64 / count as f64;
    Test { p: share(extreme), smallest_p: share(fewest), is_exact: true }
}

/// The arrangement found counts as one of those drawn, so that p is never 0.
fn drawn(mut is_extreme: impl FnMut(&mut Random) -> bool) -> Test {
    let mut random = Random(SEED);
    let extreme = (0..DRAWN).filter(|_| is_extreme(&mut random)).count();
    let all = f64::from(DRAWN) + 1.0;
    Test { p: (extreme as f64 + 1.0) / all, smallest_p: 1.0 / all, is_exact: false }
}

/// How many groups of `size` of these scores have a sum that is extreme, together with the sum of those taken already.
fn counted_groups(scores: &[i128], size: usize, taken: i128, is_extreme: &dyn Fn(i128) -> bool) -> u64 {
    if size == 0 {
        return u64::from(is_extreme(taken));
    }
    let last = scores.len().saturating_sub(size);
    (0..=last)
        .filter_map(|first| Some((scores.get(first)?, &scores[first + 1..])))
        .map(|(score, rest)| counted_groups(rest, size - 1, taken + score, is_extreme))
        .sum()
}

/// In how many ways `size` of `all` can be chosen; `None` if there are more than can be counted.
fn arrangements(all: usize, size: usize) -> Option<u64> {
    let size = size.min(all - size);
    (0..size).try_fold(1u64, |count, chosen| {
        let next = count.checked_mul((all - chosen) as u64)? / (chosen as u64 + 1);
        (next <= 1 << 40).then_some(next)
    })
}

/// The numbers over one denominator, so that they add up exactly. Where that denominator would become too large,
/// which no questionnaire of ordinary weights comes near, they are taken to twelve decimals.
fn whole_numbers(numbers: &[Fraction]) -> Vec<i128> {
    const LARGEST: i128 = 1_000_000_000_000_000;
    let common = numbers.iter().try_fold(1i128, |common, number| {
        // Reduced, the second fraction has what is still missing in the common denominator on top.
        let missing = Fraction::new(number.denominator(), common).numerator();
        common.checked_mul(missing).filter(|joined| *joined <= LARGEST)
    });
    let scale = common.unwrap_or(1_000_000_000_000);
    let half = Fraction::new(1, 2);
    numbers.iter().map(|number| (*number * Fraction::whole(scale) + half).floor()).collect()
}

const fn wide(number: usize) -> i128 {
    number as i128
}

/// Numbers as if by chance, the same every time (splitmix64, Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; its bias is below one in a million million for groups of people.
    #[expect(clippy::cast_possible_truncation, reason = "the product is shifted below the limit")]
    const fn below(&mut self, limit: usize) -> usize {
        ((self.next() as u128 * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn levels(levels: &[i128]) -> Vec<Fraction> {
        levels.iter().map(|level| Fraction::new(*level, 4)).collect()
    }

    fn pairs(before: &[i128], after: &[i128]) -> Vec<(Fraction, Fraction)> {
        levels(before).into_iter().zip(levels(after)).collect()
    }

    fn rounded(test: Option<Test>) -> Option<(f64, f64)> {
        test.map(|test| ((test.p * 1000.0).round() / 1000.0, (test.smallest_p * 1000.0).round() / 1000.0))
    }

    #[test]
    fn the_smallest_p_is_the_published_one() {
        // Groups that do not overlap at all give the smallest p there is.
        assert_eq!(rounded(unpaired(&levels(&[0, 0, 1]), &levels(&[3, 4, 4]))), Some((0.1, 0.1)));
        assert_eq!(rounded(unpaired(&levels(&[0, 0, 1, 1]), &levels(&[3, 3, 4, 4]))), Some((0.029, 0.029)));
        let six = pairs(&[0, 1, 2, 0, 1, 2], &[1, 2, 4, 2, 2, 3]);
        assert_eq!(rounded(paired(&six)), Some((0.031, 0.031)));
        assert_eq!(rounded(paired(&six[..5])), Some((0.063, 0.063)));
        let smallest = |pairs| paired(pairs).unwrap().smallest_p;
        assert!(smallest(&six) <= TELLING && smallest(&six[..5]) > TELLING);
    }

    #[test]
    fn the_published_example_of_six_people_is_reproduced() {
        // Up by 0.83 on average; t-tests of the same answers give .065 and .042 and so overstate.
        let (before, after) = ([2, 3, 3, 4, 3, 3], [4, 4, 4, 5, 3, 3]);
        assert_eq!(rounded(unpaired(&levels(&before), &levels(&after))), Some((0.145, 0.002)));
        assert_eq!(rounded(paired(&pairs(&before, &after))), Some((0.125, 0.031)));
    }

    #[test]
    fn every_way_of_the_signs_is_counted_once() {
        // Differences 1, −2 and 4 add up to 3; of ±1 ±2 ±4 six of eight are at least as far from 0.
        assert_eq!(rounded(paired(&pairs(&[0, 2, 0], &[1, 0, 4]))), Some((0.75, 0.25)));
    }

    #[test]
    fn sums_that_are_equal_are_a_tie() {
        // Thirds and halves: 1/3 + 1/3 + 1/3 is as far from the middle as 1/2 + 1/2 + 0, and 23 of 35 are that far.
        let part = |parts: &[(i128, i128)]| -> Vec<Fraction> {
            parts.iter().map(|(top, bottom)| Fraction::new(*top, *bottom)).collect()
        };
        let test = unpaired(&part(&[(1, 2), (1, 2), (0, 1)]), &part(&[(1, 3), (1, 3), (1, 3), (0, 1)]));
        assert!(test.is_some_and(|test| (test.p - 23.0 / 35.0).abs() < 1e-12), "{test:?}");
    }

    #[test]
    fn the_draws_are_those_published_for_the_generator() {
        let mut random = Random(0);
        let first = [random.next(), random.next(), random.next()];
        assert_eq!(first, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
    }

    #[test]
    fn where_arrangements_are_drawn_the_one_found_is_counted_among_them() {
        let same = levels(&[2; 11]);
        let test = unpaired(&same, &same).unwrap();
        assert!(!test.is_exact && (test.p - 1.0).abs() < 1e-12);
        assert!((test.smallest_p - 1.0 / 100_001.0).abs() < 1e-12);
    }

    #[test]
    fn few_against_many_are_counted() {
        // Two of sixty can be chosen in 1,770 ways, and so can fifty-eight.
        let (few, many) = (levels(&[4; 2]), levels(&[1; 58]));
        let share = Some(1.0 / 1770.0);
        for test in [unpaired(&few, &many), unpaired(&many, &few)] {
            assert_eq!(test.map(|test| (test.p, test.is_exact)), share.map(|share| (share, true)));
        }
    }

    #[test]
    fn groups_of_two_sizes_have_no_mirror_image() {
        assert_eq!(rounded(unpaired(&levels(&[0, 0, 0]), &levels(&[4, 4, 4, 4]))), Some((0.029, 0.029)));
        assert_eq!(rounded(unpaired(&levels(&[0]), &levels(&[1, 2]))), Some((0.667, 0.333)));
    }

    #[test]
    fn nothing_changed_is_p_one_and_nobody_is_no_test() {
        assert_eq!(rounded(unpaired(&levels(&[2, 2]), &levels(&[2, 2, 2]))), Some((1.0, 0.1)));
        assert_eq!(rounded(paired(&pairs(&[1, 2, 3], &[1, 2, 3]))), Some((1.0, 0.25)));
        assert_eq!((unpaired(&[], &levels(&[1])), paired(&[])), (None, None));
    }

    #[test]
    fn ten_and_ten_are_counted_and_eleven_and_eleven_are_drawn() {
        let (low, high) = (levels(&[1; 11]), levels(&[2; 11]));
        let counted = unpaired(&low[..10], &high[..10]).unwrap();
        assert!(counted.is_exact && (counted.p - 2.0 / 184_756.0).abs() < 1e-12);
        let drawn = unpaired(&low, &high).unwrap();
        assert!(!drawn.is_exact && drawn.p <= 3.0 / 100_001.0);
        assert_eq!(unpaired(&low, &high), Some(drawn), "the seed is fixed");
    }

    #[test]
    fn drawing_comes_near_to_counting() {
        let scores = |shift: i128| -> Vec<Fraction> {
            (0..12).map(|n| Fraction::new(7 * n % 12 + shift, 40)).collect()
        };
        let (before, after) = (scores(0), scores(3));
        // Counted elsewhere over all 2,704,156 arrangements.
        let drawn = unpaired(&before, &after).unwrap();
        assert!(!drawn.is_exact && (drawn.p - 0.0620).abs() < 0.003, "{drawn:?}");
        let pairs: Vec<_> =
            (0..18).map(|n: i128| (Fraction::ZERO, Fraction::new((5 * n) % 18 - 6, 40))).collect();
        let drawn = paired(&pairs).unwrap();
        assert!(!drawn.is_exact && (drawn.p - 0.0709).abs() < 0.005, "{drawn:?}");
    }

    #[test]
    fn scores_of_awkward_denominators_stay_comparable() {
        let awkward = [1_000_003i128, 1_000_033, 1_000_037].map(|prime| Fraction::new(prime / 2, prime));
        assert!(unpaired(&awkward, &levels(&[4, 4, 4])).is_some_and(|test| (test.p - 0.1).abs() < 1e-12));
    }

    fn any_scores() -> impl Strategy<Value = Vec<Fraction>> {
        prop::collection::vec((0..=12i128).prop_map(|part| Fraction::new(part, 12)), 1..8)
    }

    proptest! {
        #[test]
        fn order_and_direction_change_nothing(before in any_scores(), after in any_scores()) {
            let reversed = |scores: &[Fraction]| scores.iter().rev().copied().collect::<Vec<_>>();
            let test = unpaired(&before, &after);
            prop_assert_eq!(test, unpaired(&reversed(&before), &reversed(&after)));
            prop_assert_eq!(test, unpaired(&after, &before));
            let pairs: Vec<_> = before.iter().copied().zip(after.iter().copied()).collect();
            let mirrored: Vec<_> = pairs.iter().rev().map(|(before, after)| (*after, *before)).collect();
            prop_assert_eq!(paired(&pairs), paired(&mirrored));
        }

        #[test]
        fn p_is_never_below_the_smallest(before in any_scores(), after in any_scores()) {
            let test = unpaired(&before, &after).unwrap();
            prop_assert!(test.smallest_p <= test.p && test.p <= 1.0);
        }
    }
}
