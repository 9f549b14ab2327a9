//! Rules that are broken, each with its place.

use std::collections::BTreeSet;

use crate::error::{Bounded, Message, nearest};
use crate::json::Step;

/// A rule that is broken: what, and the way to the place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The way from the root of the document.
    pub way: Vec<Step>,
    /// What is wrong; its id is the code.
    pub message: Message,
}

/// Collects problems.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds a problem at a place.
    pub fn add(&mut self, way: &[Step], message: Message) {
        self.0.push(Problem { way: way.to_vec(), message });
    }

    /// Adds a problem for every id that is there twice.
    pub fn repeated<'a>(&mut self, list: &str, ids: impl IntoIterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (position, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                self.add(&[list.into(), position.into()], Message::new("pack.repeated").with("id", id));
            }
        }
    }

    /// Adds a problem for every id of a list that is not among those known.
    pub fn strangers<'a>(
        &mut self,
        list: &[Step],
        ids: &[String],
        known: &(impl IntoIterator<Item = &'a str> + Clone),
    ) {
        for (position, id) in ids.iter().enumerate() {
            self.unknown(&[list, &[position.into()]].concat(), id, known.clone());
        }
    }

    /// Adds a problem where an id is not among those known.
    pub fn unknown<'a>(&mut self, way: &[Step], id: &str, known: impl IntoIterator<Item = &'a str> + Clone) {
        if known.clone().into_iter().any(|known| known == id) {
            return;
        }
        // Not looked for if nobody will see it.
        let is_told = self.0.len() < Bounded::<Problem>::MOST;
        let near = if is_told { nearest(id, known).unwrap_or_default() } else { "" };
        self.add(way, Message::new("pack.unknown").with("id", id).with("near", near));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_id_is_looked_for_as_long_as_it_is_told() {
        let mut problems = Problems::default();
        (0..=Bounded::<Problem>::MOST).for_each(|_| problems.unknown(&[], "flwo", ["flow"]));
        let near = crate::error::Value::Text("flow".to_owned());
        let told = |problem: &&Problem| problem.message.values.contains(&("near", near.clone()));
        assert_eq!(problems.0.iter().filter(told).count(), Bounded::<Problem>::MOST);
    }
}
