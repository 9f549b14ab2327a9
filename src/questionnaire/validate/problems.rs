//! Rules that are broken, with what each rests on: a rule that rests on something unreadable says nothing.

use std::collections::BTreeSet;

use crate::error::{Bounded, Message, nearest};
use crate::json::Step;

/// What decides which ids are those of traits and of measures.
pub const ON_AXES: &[&str] = &["questions/*/id", "questions/*/area", "areas/*/id", "areas/*/axis"];

/// A rule that is broken: what, and the way to the place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The way from the root of the document.
    pub way: Vec<Step>,
    /// What is wrong; its id is the code.
    pub message: Message,
    /// What else in the document it rests on.
    here: Vec<Vec<Step>>,
    /// What it rests on in the document that this one belongs to: the questionnaire of a story, or what texts tell of.
    elsewhere: Vec<Vec<Step>>,
}

impl Problem {
    /// A problem that rests on nothing but what stands at its place.
    pub const fn new(way: Vec<Step>, message: Message) -> Self {
        Self { way, message, here: Vec::new(), elsewhere: Vec::new() }
    }

    /// Rests on these places of the document too.
    pub fn resting_on(&mut self, ways: impl IntoIterator<Item = Vec<Step>>) -> &mut Self {
        self.here.extend(ways);
        self
    }

    /// Rests on these places of the document that this one belongs to.
    pub fn resting_elsewhere(&mut self, ways: impl IntoIterator<Item = Vec<Step>>) -> &mut Self {
        self.elsewhere.extend(ways);
        self
    }

    /// Whether it stands although nothing is known of what is in these gaps of both documents.
    pub fn stands(&self, here: &[Vec<Step>], elsewhere: &[Vec<Step>]) -> bool {
        let is_known = |way: &Vec<Step>| !in_gap(here, way);
        is_known(&self.way)
            && self.here.iter().all(is_known)
            && !self.elsewhere.iter().any(|way| in_gap(elsewhere, way))
    }
}

/// Whether a place, or one of those that a way with [`Step::Every`] leads to, lies in a gap.
pub fn in_gap(gaps: &[Vec<Step>], way: &[Step]) -> bool {
    gaps.iter().any(|gap| {
        let is_same = |(gap, step): (&Step, &Step)| gap == step || *step == Step::Every;
        gap.len() <= way.len() && gap.iter().zip(way).all(is_same)
    })
}

/// The way of a pattern such as `questions/*/id`.
pub fn ways(pattern: &str) -> Vec<Step> {
    pattern.split('/').map(|step| if step == "*" { Step::Every } else { step.into() }).collect()
}

/// Where the ids stand that one may name.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// In the same document.
    Here(&'a [&'a str]),
    /// In the document that this one belongs to.
    Elsewhere(&'a [&'a str]),
}

/// Collects problems.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds a problem at a place.
    pub fn add(&mut self, way: &[Step], message: Message) -> &mut Problem {
        self.0.push(Problem::new(way.to_vec(), message));
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Adds a problem for every id that is there twice.
    pub fn repeated<'a>(&mut self, list: &str, ids: impl IntoIterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (position, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                let way = [list.into(), position.into()];
                let own = [way.as_slice(), &["id".into()]].concat();
                self.add(&way, Message::new("pack.repeated").with("id", id)).resting_on([own]);
            }
        }
    }

    /// Adds a problem for every list that has more entries than are read: the rules look at each beside each other.
    pub fn counted(&mut self, lists: &[(&str, usize, usize)]) {
        for (list, found, most) in lists.iter().filter(|(_, found, most)| found > most) {
            let message = Message::new("pack.many").with("list", list).with("found", found);
            self.add(&[(*list).into()], message.with("most", most));
        }
    }

    /// Adds a problem where an id is not among those known.
    pub fn unknown<'a>(
        &mut self,
        way: &[Step],
        id: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
        from: Known<'_>,
    ) {
        if known.clone().into_iter().any(|known| known == id) {
            return;
        }
        // Not looked for where nobody will be told.
        let is_told = self.0.len() < Bounded::<Problem>::MOST;
        let near = if is_told { nearest(id, known).unwrap_or_default() } else { "" };
        let problem = self.add(way, Message::new("pack.unknown").with("id", id).with("near", near));
        match from {
            Known::Here(patterns) => problem.resting_on(patterns.iter().map(|pattern| ways(pattern))),
            Known::Elsewhere(patterns) => {
                problem.resting_elsewhere(patterns.iter().map(|pattern| ways(pattern)))
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_may_be_as_long_as_its_bound() {
        let mut problems = Problems::default();
        problems.counted(&[("areas", 50, 50), ("stories", 501, 500)]);
        assert_eq!(
            problems.0.iter().map(|problem| problem.way.clone()).collect::<Vec<_>>(),
            [ways("stories")]
        );
    }

    #[test]
    fn the_nearest_id_is_looked_for_as_long_as_it_is_told() {
        let mut problems = Problems::default();
        (0..=Bounded::<Problem>::MOST)
            .for_each(|_| problems.unknown(&[], "flwo", ["flow"], Known::Here(&[])));
        let near = crate::error::Value::Text("flow".to_owned());
        let told = |problem: &&Problem| problem.message.values.contains(&("near", near.clone()));
        assert_eq!(problems.0.iter().filter(told).count(), Bounded::<Problem>::MOST);
    }

    #[test]
    fn a_problem_stands_unless_a_gap_holds_what_it_rests_on() {
        let gap = |way: &[&str]| vec![way.iter().map(|key| Step::from(*key)).collect::<Vec<Step>>()];
        let mut problem = Problem::new(ways("short_form/first"), Message::new("pack.unknown"));
        problem.resting_on([ways("questions/*/id")]).resting_elsewhere([ways("facts/*/id")]);
        for (here, elsewhere, stands) in [
            (gap(&["questions", "a", "levels"]), gap(&["facts", "a", "year"]), true),
            (gap(&["questions", "a", "id"]), Vec::new(), false),
            (gap(&["questions", "a"]), Vec::new(), false),
            (gap(&["short_form"]), Vec::new(), false),
            (gap(&["short_form", "first", "below"]), gap(&["questions"]), true),
            (Vec::new(), gap(&["facts", "a", "id"]), false),
            (Vec::new(), gap(&[]), false),
        ] {
            assert_eq!(problem.stands(&here, &elsewhere), stands, "{here:?} {elsewhere:?}");
        }
    }
}
