//! Rules of single values that more than one file has: ids, links, shares and bounds.

use crate::error::Message;
use crate::questionnaire::validate::problems::Problems;
use crate::questionnaire::{Bound, Question};

/// What the shares of all who were asked may come to, since published tables are rounded.
const WHOLE: std::ops::RangeInclusive<f64> = 95.0..=105.0;

/// Whether a text can be an id. Ids are used in lists, addresses and names of files, and none may lead out of a folder.
pub fn is_id(id: &str) -> bool {
    let is_inner = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    id.starts_with(char::is_alphanumeric) && id.chars().all(is_inner)
}

/// Adds a problem for a text that cannot be an id.
pub fn id(problems: &mut Problems, place: String, id: &str) {
    if !is_id(id) {
        problems.add(place, Message::new("pack.id").with("id", id));
    }
}

/// Adds a problem for an address that is no link; an empty one says that there is none.
pub fn link(problems: &mut Problems, place: String, url: &str) {
    if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://") {
        problems.add(place, Message::new("pack.link").with("url", url));
    }
}

/// Adds a problem for shares that are not those of everybody.
pub(super) fn shares(problems: &mut Problems, place: String, question: &Question) {
    // Where their number is wrong, their sum says nothing more.
    let known = question.distribution.as_ref();
    let Some(known) = known.filter(|known| known.shares.len() == usize::from(question.levels)) else {
        return;
    };
    let sum: f64 = known.shares.iter().sum();
    let in_range = known.shares.iter().all(|share| (0.0..=100.0).contains(share));
    if !in_range || !WHOLE.contains(&sum) {
        let found = (10.0 * sum).round() / 10.0;
        let message = Message::new("pack.shares").with("id", &question.id).with("found", found);
        problems.add(place, message);
    }
}

/// Adds a problem for bounds that a better value does not fulfil one after the other.
pub(super) fn reach(problems: &mut Problems, place: String, question: &Question) {
    let Some(scale) = &question.value else { return };
    // Whether higher values are better, and the bound, turned so that it has to rise.
    let turned = |bound: &Bound| match *bound {
        Bound::AtLeast(bound) | Bound::Over(bound) => (true, bound),
        Bound::AtMost(bound) | Bound::Under(bound) => (false, -bound),
    };
    let bounds: Vec<(bool, f64)> = scale.reach.iter().map(turned).collect();
    if bounds.windows(2).any(|pair| pair[0].0 != pair[1].0 || pair[0].1 >= pair[1].1) {
        let message = Message::new("pack.reach").with("id", &question.id);
        problems.add(place, message);
    }
}
