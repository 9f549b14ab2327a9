//! Reading a known shape out of a document with every fault at once. The reader stops at a fault; what is wrong there is
//! told, a stand-in takes its place, and the reading begins again, until it comes to the end.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{DeserializeOwned, Error as _};

use crate::error::{Bounded, Finding, Message, Severity, nearest};
use crate::json::object::{Way, typed_along};
use crate::json::{self, Part, Step, Tree, Unplaced};

/// What came of reading a document of a known shape.
#[derive(Debug)]
pub struct Shaped<T> {
    /// What it says, with stand-ins in its gaps; nothing where the faults were too many.
    pub value: Option<T>,
    /// What is wrong.
    pub found: Bounded<Unplaced>,
    /// The ways to what was set aside or is missing; that to the root where all of it is in doubt.
    pub gaps: Vec<Vec<Step>>,
}

/// Texts of which one stands in where a type refuses most texts: any text, a version, a language.
const TEXTS: [&str; 3] = ["", "0.0.0", "und"];

/// So many stand-ins are tried at one place: nothing, one of the right kind, and every text.
const MOST_TRIED: usize = 2 + TEXTS.len();

/// After so many bytes no further reading begins. A large file would be read anew for each of its faults.
const MOST_BYTES: usize = 1 << 27;

/// Reads a type that names all of its fields: what it does not name is a fault. Without a document everything is a
/// stand-in. What is missing and stands in the document that fills this one is worth a warning.
pub fn read<T: DeserializeOwned>(tree: Option<&Tree>, filled: Option<&Tree>) -> Shaped<T> {
    let mut value = None;
    let mut mending = Mending::new(tree, filled);
    mending.run(&mut |text, way| {
        value = Some(typed_along(text, way)?);
        Ok(())
    });
    if tree.is_none() || value.is_none() || mending.found.is_full() {
        mending.gaps = vec![Vec::new()];
    }
    Shaped { value, found: mending.found, gaps: mending.gaps }
}

/// Reads a file of a known shape.
///
/// # Errors
/// The first finding with its place: not JSON, or of another shape.
pub fn typed<T: DeserializeOwned>(text: &str) -> Result<T, Finding> {
    json::may_be_held(text)?;
    json::typed(json::without_mark(text)).map_err(|error| {
        let found = json::parse(text).map(|tree| read::<T>(Some(&tree), None).found.kept).unwrap_or_default();
        let first = json::place_all(text, found).into_iter().next();
        first.unwrap_or_else(|| json::syntax_finding(text, &error))
    })
}

/// What is wrong with the shape of a file, from what its reader says: fields in words of ours, the rest as a detail
/// in which no type of the program stands.
fn misshapen(detail: &str) -> Message {
    const KINDS: [(&str, &str); 10] = [
        ("a sequence", "a list"),
        ("a map", "an object"),
        ("sequence", "list"),
        ("map", "object"),
        ("u8", "a whole number"),
        ("u16", "a whole number"),
        ("i16", "a whole number"),
        ("u32", "a whole number"),
        ("f64", "a number"),
        ("floating point", "number"),
    ];
    match Cause::of(detail) {
        Cause::Unknown(key, near) => {
            return Message::new("pack.field").with("key", key).with("near", near.unwrap_or_default());
        }
        Cause::Missing(key) => return Message::new("pack.missing").with("key", key),
        Cause::Refused => {}
    }
    let (found, expected) = detail.split_once(", expected ").unwrap_or((detail, ""));
    let expected = match expected.split_once(' ') {
        Some(("struct" | "tuple", _)) => "an object",
        _ => KINDS.iter().find(|(known, _)| *known == expected).map_or(expected, |(_, kind)| kind),
    };
    let detail = if expected.is_empty() { found.to_owned() } else { format!("{found}, expected {expected}") };
    Message::new("pack.shape").with("detail", detail)
}

/// Why a reading stopped, as its detail says.
enum Cause<'a> {
    /// At a field that the type does not know, and the nearest that it does.
    Unknown(&'a str, Option<&'a str>),
    /// At a type that needs this field.
    Missing(&'a str),
    /// At a value.
    Refused,
}

impl<'a> Cause<'a> {
    fn of(detail: &'a str) -> Self {
        let mut quoted = detail.split('`').skip(1).step_by(2);
        match (detail.split('`').next(), quoted.next()) {
            (Some("unknown field "), Some(key)) => Self::Unknown(key, nearest(key, quoted)),
            (Some("missing field "), Some(key)) => Self::Missing(key),
            _ => Self::Refused,
        }
    }
}

/// What stands in for a value that was refused with this detail, after so many others were tried there.
fn stand_in(found: &Tree, detail: &str, tried: usize) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let (_, expected) = detail.split_once("expected ").unwrap_or_default();
    if detail.starts_with("unknown variant") {
        return text(expected.split('`').nth(1).unwrap_or_default());
    }
    let listed = expected.rsplit_once("of size ").and_then(|(_, length)| length.parse().ok());
    match (expected, found) {
        (_, _) if listed.is_some() => Tree::List(vec![Tree::Null; listed.unwrap_or_default()]),
        ("a sequence", _) => Tree::List(Vec::new()),
        ("a boolean", _) => Tree::Boolean(false),
        ("u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64", _) => {
            Tree::Number(0.into())
        }
        ("newtype variant", Tree::Text(word)) => Tree::Object(vec![(word.clone(), Tree::Null)]),
        ("unit variant", Tree::Object(members)) => text(members.first().map_or("", |(word, _)| word)),
        _ if expected == "a map" || expected.starts_with("struct ") => Tree::Object(Vec::new()),
        _ => text(TEXTS.get(tried.saturating_sub(1)).copied().unwrap_or_default()),
    }
}

/// One reading after the other, each of a document that is mended further.
struct Mending<'a> {
    document: Option<&'a Tree>,
    filled: Option<&'a Tree>,
    mended: Tree,
    found: Bounded<Unplaced>,
    gaps: Vec<Vec<Step>>,
    /// Where stand-ins are, and how many were tried there.
    tried: BTreeMap<Vec<Step>, usize>,
    /// The last stand-in of every kind of place, where items of a list are of one kind.
    alike: BTreeMap<Vec<Step>, Vec<Step>>,
    /// The fields that were meant where another one has a slip in its name.
    meant: BTreeSet<Vec<Step>>,
    bytes: usize,
}

impl<'a> Mending<'a> {
    fn new(document: Option<&'a Tree>, filled: Option<&'a Tree>) -> Self {
        let mut mending = Self {
            document,
            filled,
            mended: document.map_or(Tree::Object(Vec::new()), |tree| tree.clone().with_first_members()),
            found: Bounded::default(),
            gaps: Vec::new(),
            tried: BTreeMap::new(),
            alike: BTreeMap::new(),
            meant: BTreeSet::new(),
            bytes: 0,
        };
        if document.is_none() {
            mending.tried.insert(Vec::new(), 1);
        }
        for (path, key) in document.map(json::repeated).unwrap_or_default() {
            let message = Message::new("answers.repeated").with("key", key);
            // The first value counts, and nobody knows whether it is the one that was meant.
            mending.gaps.push(document.map(|tree| way_of(tree, &path)).unwrap_or_default());
            mending
                .found
                .add(Severity::Error, Unplaced { path, part: Part::Key, finding: Finding::error(message) });
        }
        mending
    }

    fn run(&mut self, read: &mut dyn FnMut(&str, &Way) -> serde_json::Result<()>) {
        loop {
            let text = serde_json::to_string(&self.mended).unwrap_or_default();
            self.bytes += text.len();
            let way = Way::default();
            let Err(error) = read(&text, &way) else { return };
            let is_known = self.mend(&error, &way);
            if self.found.is_beyond() || self.bytes > MOST_BYTES || !is_known {
                self.found.stop();
                return;
            }
        }
    }

    /// Tells of what the reading stopped at, and puts a stand-in there; whether that may help.
    fn mend(&mut self, error: &serde_json::Error, way: &Way) -> bool {
        let (mut path, is_key) = way.end();
        // What a word alone lacks would stand behind it.
        path.truncate(self.mended.depth(&path));
        let at = way_of(&self.mended, &path);
        let shown = || self.mended.at(&path).map(Tree::shown).unwrap_or_default();
        let told = match way.variants().filter(|_| !error.is_data()) {
            // Whoever reads a word stops before anything else as if it were no JSON.
            Some(variants) => serde_json::Error::unknown_variant(&shown(), variants).to_string(),
            None => error.to_string(),
        };
        let detail = told.rsplit_once(" at line ").map_or(told.as_str(), |(detail, _)| detail);
        match Cause::of(detail) {
            Cause::Unknown(_, near) if is_key => {
                self.tell(Severity::Error, (&at, Part::Key), detail);
                let object = at.split_last().map_or(&[][..], |(_, object)| object);
                self.meant.extend(near.map(|near| [object, &[near.into()]].concat()));
                self.mended.remove(&path);
                true
            }
            Cause::Missing(field) => {
                let member = [&at[..], &[field.into()]].concat();
                if !self.stands_in(&at) {
                    // A field with a slip in its name is not missing as well.
                    if !self.meant.contains(&member) {
                        let is_filled = self.filled.is_some_and(|tree| tree.reaches(&member));
                        let severity = if is_filled { Severity::Warning } else { Severity::Error };
                        self.tell(severity, (&at, Part::Value), detail);
                    }
                    self.gaps.push(member.clone());
                }
                let value = self.alike(&member).unwrap_or(Tree::Null);
                self.tried.insert(member, 0);
                self.mended.insert(&path, field, value);
                true
            }
            _ => {
                let is_own = !self.stands_in(&at);
                if is_own {
                    self.tell(Severity::Error, (&at, Part::Value), detail);
                    self.gaps.push(at.clone());
                }
                let found = self.mended.at(&path).cloned().unwrap_or(Tree::Null);
                let value = is_own.then(|| self.alike(&at)).flatten();
                let tried = self.tried.entry(at).or_default();
                *tried += 1;
                let may_help = *tried <= MOST_TRIED;
                let value = value.unwrap_or_else(|| stand_in(&found, detail, *tried));
                self.mended.replace(&path, value);
                may_help
            }
        }
    }

    /// Whether a stand-in is here or around.
    fn stands_in(&self, at: &[Step]) -> bool {
        (0..=at.len()).any(|depth| self.tried.contains_key(&at[..depth]))
    }

    /// What stood in at a place of the same kind, and notes this one.
    fn alike(&mut self, at: &[Step]) -> Option<Tree> {
        let every = |step: &Step| if matches!(step, Step::Item(_)) { Step::Every } else { step.clone() };
        let before = self.alike.insert(at.iter().map(every).collect(), at.to_vec())?;
        let path = json::path_of(&self.mended, &before);
        self.mended.at(&path).filter(|_| path.len() == before.len()).cloned()
    }

    fn tell(&mut self, severity: Severity, (at, part): (&[Step], Part), detail: &str) {
        let path = self.document.map(|tree| json::path_of(tree, at)).unwrap_or_default();
        let finding = Finding { severity, ..Finding::error(misshapen(detail)) };
        self.found.add(severity, Unplaced { path, part, finding });
    }
}

/// The way by names along a path.
fn way_of(tree: &Tree, path: &[usize]) -> Vec<Step> {
    let mut node = Some(tree);
    let mut way = Vec::with_capacity(path.len());
    for index in path {
        let (step, next) = match node {
            Some(Tree::Object(members)) => match members.get(*index) {
                Some((key, child)) => (key.as_str().into(), Some(child)),
                None => break,
            },
            Some(Tree::List(items)) => (Step::Item(*index), items.get(*index)),
            _ => break,
        };
        way.push(step);
        node = next;
    }
    way
}

/// What mending does to a tree.
impl Tree {
    /// Without members whose key is there before them, at any depth.
    fn with_first_members(self) -> Self {
        match self {
            Self::Object(members) => {
                let mut seen = BTreeSet::new();
                let first = members.into_iter().filter(|(key, _)| seen.insert(key.clone()));
                Self::Object(first.map(|(key, child)| (key, child.with_first_members())).collect())
            }
            Self::List(items) => Self::List(items.into_iter().map(Self::with_first_members).collect()),
            other => other,
        }
    }

    /// How many steps of a path lead to a node.
    fn depth(&self, path: &[usize]) -> usize {
        (0..path.len()).take_while(|depth| self.at(&path[..=*depth]).is_some()).count()
    }

    fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |node, index| match node {
            Self::Object(members) => members.get(*index).map(|(_, child)| child),
            Self::List(items) => items.get(*index),
            _ => None,
        })
    }

    fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, index| match node {
            Self::Object(members) => members.get_mut(*index).map(|(_, child)| child),
            Self::List(items) => items.get_mut(*index),
            _ => None,
        })
    }

    fn reaches(&self, way: &[Step]) -> bool {
        json::path_of(self, way).len() == way.len()
    }

    fn replace(&mut self, path: &[usize], value: Self) {
        if let Some(node) = self.at_mut(path) {
            *node = value;
        }
    }

    fn insert(&mut self, path: &[usize], key: &str, value: Self) {
        if let Some(Self::Object(members)) = self.at_mut(path) {
            members.push((key.to_owned(), value));
        }
    }

    fn remove(&mut self, path: &[usize]) {
        let Some((index, object)) = path.split_last() else { return };
        if let Some(Self::Object(members)) = self.at_mut(object)
            && *index < members.len()
        {
            members.remove(*index);
        }
    }
}

#[cfg(test)]
mod tests;
