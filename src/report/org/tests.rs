use super::overall::Moments;
use super::*;

#[test]
fn the_mean_and_deviation_of_counts_by_hand() {
    // 2 3 4 5 3 on a scale from 1.
    let (n, mean, sd) = mean_and_deviation(&[0, 1, 2, 1, 1]);
    assert_eq!((n, mean), (5, Some(2.4)));
    assert!((sd.unwrap() - 1.3f64.sqrt()).abs() < 1e-15);
    assert_eq!(mean_and_deviation(&[0; 5]), (0, None, None));
    assert_eq!(mean_and_deviation(&[1, 0, 0]), (1, Some(0.0), None));
}

#[test]
fn sums_that_need_more_than_one_machine_word_are_whole_too() {
    // Half of them at 0 and half at 10: the mean is 5, and all are 5 away from it.
    let mut counts = [0; 11];
    (counts[0], counts[10]) = (u32::MAX, u32::MAX);
    let (_, mean, sd) = mean_and_deviation(&counts);
    assert_eq!(mean, Some(5.0));
    assert!((sd.unwrap() - 5.0).abs() < 1e-8);
}

#[test]
fn moments_give_the_deviation_of_the_teams() {
    let mut moments = Moments::default();
    for value in [0.25, 0.5, 1.0] {
        moments.add(value);
    }
    // Mean 7/12; squares 16/144, 1/144, 25/144; half of their sum is 42/288.
    assert!((moments.deviation().unwrap() - (42.0f64 / 288.0).sqrt()).abs() < 1e-12);
    assert_eq!(Moments::default().deviation(), None);
}
