//! Rules that are broken, each with its place.

use std::collections::BTreeSet;

use crate::error::{Bounded, Message, nearest};

/// A rule that is broken: what, and where in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A JSON pointer.
    pub place: String,
    /// What is wrong; its id is the code.
    pub message: Message,
}

/// Collects problems; every place is a JSON pointer.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds a problem at a place.
    pub fn add(&mut self, place: impl Into<String>, message: Message) {
        self.0.push(Problem { place: place.into(), message });
    }

    /// Adds a problem for what is there twice.
    pub fn twice(&mut self, place: impl Into<String>, id: &str) {
        self.add(place, Message::new("pack.repeated").with("id", id));
    }

    /// Adds a problem for every id of a list that is there twice.
    pub fn repeated<'a>(&mut self, list: &str, ids: impl IntoIterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                self.twice(format!("{list}/{at}"), id);
            }
        }
    }

    /// Adds a problem for every id of a list that is not among those known.
    pub fn strangers<'a>(
        &mut self,
        list: &str,
        ids: &[String],
        known: &(impl IntoIterator<Item = &'a str> + Clone),
    ) {
        for (at, id) in ids.iter().enumerate() {
            self.unknown(format!("{list}/{at}"), id, known.clone());
        }
    }

    /// Adds a problem where an id is not among those known.
    pub fn unknown<'a>(
        &mut self,
        place: impl Into<String>,
        id: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) {
        if known.clone().into_iter().any(|known| known == id) {
            return;
        }
        // Not looked for if nobody will see it.
        let is_told = self.0.len() < Bounded::<Problem>::MOST;
        let near = if is_told { nearest(id, known).unwrap_or_default() } else { "" };
        self.add(place, Message::new("pack.unknown").with("id", id).with("near", near));
    }

    /// Adds a problem where a list has another number of items.
    pub fn number(&mut self, place: impl Into<String>, found: usize, expected: usize) {
        if found != expected {
            self.add(place, Message::new("pack.number").with("found", found).with("expected", expected));
        }
    }

    /// Adds a problem where a level is above the top of its question.
    pub fn level(&mut self, place: impl Into<String>, found: u8, top: u8) {
        if found > top {
            self.add(place, Message::new("pack.level").with("found", found).with("top", top));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_id_is_looked_for_as_long_as_it_is_told() {
        let mut problems = Problems::default();
        (0..=Bounded::<Problem>::MOST).for_each(|_| problems.unknown("", "flwo", ["flow"]));
        let near = crate::error::Value::Text("flow".to_owned());
        let told = |problem: &&Problem| problem.message.values.contains(&("near", near.clone()));
        assert_eq!(problems.0.iter().filter(told).count(), Bounded::<Problem>::MOST);
    }
}
