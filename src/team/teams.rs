//! The teams by name. Ten thousand tables are more than a processor keeps near, and every document goes to another one,
//! so what is looked up first is kept small: names and dates lie where they are looked up, not somewhere else.

use std::collections::HashMap;

use crate::team::gathered::Gathered;

/// A longer text has a place of its own in memory.
const LONGEST: usize = 23;

/// A short text that needs no other place in memory. The order is that of the bytes, as of any text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Short {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Short {
    /// The text, where it is short enough: 23 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, length: u8::try_from(text.len()).ok()? })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// Teams by name, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    short: HashMap<Short, usize>,
    long: HashMap<Box<str>, usize>,
    all: Vec<(Box<str>, Gathered)>,
}

impl Teams {
    /// The team of this name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Gathered> {
        let position = match Short::of(name) {
            Some(short) => self.short.get(&short),
            None => self.long.get(name),
        };
        position.and_then(|position| self.all.get_mut(*position)).map(|(_, team)| team)
    }

    /// Adds a team that is not there yet.
    pub fn insert(&mut self, name: Box<str>, team: Gathered) {
        match Short::of(&name) {
            Some(short) => self.short.insert(short, self.all.len()),
            None => self.long.insert(name.clone(), self.all.len()),
        };
        self.all.push((name, team));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The teams with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Gathered)> {
        self.all.iter().map(|(name, team)| (&**name, team))
    }
}

impl IntoIterator for Teams {
    type Item = (Box<str>, Gathered);
    type IntoIter = std::vec::IntoIter<(Box<str>, Gathered)>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_the_text_and_keeps_its_order() {
        let texts = ["", "2026-11", "2026-11-02", "2026-12", "a", "a ", "팀", "23 bytes, not one more.."];
        for text in texts.into_iter().take(7) {
            assert_eq!(Short::of(text).unwrap().as_str(), text);
        }
        assert_eq!(Short::of(texts[7]), None, "24 bytes");
        assert!(texts.windows(2).take(6).all(|pair| Short::of(pair[0]) < Short::of(pair[1])));
    }
}
