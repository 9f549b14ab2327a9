//! The few statistics that the metrics need, each by one stated rule.

use crate::delivery::HOUR;

/// The quantile of sorted numbers by R's type 7: linear between the closest ranks, rank (n − 1)·share counted from 0
/// (Hyndman and Fan, "Sample quantiles in statistical packages", 1996). `share` is in 0..1; nothing for no numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank lies within the numbers")]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let rank = last as f64 * share;
    let below = rank.floor();
    let lower = sorted[below as usize];
    let upper = sorted[(below as usize + 1).min(last)];
    Some(lower + (upper - lower) * (rank - below))
}

/// The 95 % interval of a share by Wilson's score (Wilson 1927), each end in 0..1. `count` is at most `of`; nothing
/// where `of` is 0.
pub fn wilson(count: usize, of: usize) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return None;
    }
    let (count, of) = (count as f64, of as f64);
    let share = count / of;
    let square = Z * Z / of;
    let middle = share + square / 2.0;
    let half = Z * (share * (1.0 - share) / of + square / (4.0 * of)).sqrt();
    let end = |value: f64| (value / (1.0 + square)).clamp(0.0, 1.0);
    let low = if count == 0.0 { 0.0 } else { end(middle - half) };
    let high = if count >= of { 1.0 } else { end(middle + half) };
    Some((low, high))
}

/// Seconds as hours.
pub fn hours(seconds: i64) -> f64 {
    seconds as f64 / HOUR as f64
}

/// The numbers in ascending order.
pub fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_type_seven() {
        let numbers = [1.0, 2.0, 4.0, 8.0];
        let quartiles = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(&numbers, share).unwrap());
        let expected = [1.0, 1.75, 3.0, 5.0, 8.0];
        assert!(quartiles.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    }

    #[test]
    fn wilson_gives_the_published_intervals() {
        let (low, high) = wilson(3, 20).unwrap();
        assert!((low - 0.0524).abs() < 1e-4 && (high - 0.3604).abs() < 1e-4, "{low} {high}");
        let (low, high) = wilson(0, 4).unwrap();
        assert!(low == 0.0 && (high - 0.489_890_836_5).abs() < 1e-9, "{low} {high}");
        assert!(wilson(4, 4).unwrap().1 >= 1.0);
        assert_eq!(wilson(0, 0), None);
    }
}
