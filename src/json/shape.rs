//! Reading a known shape out of a document with every fault at once: what is wrong is set aside with its way, and a
//! neutral stand-in takes its place, so that the reading goes on.

mod reader;

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use self::reader::Node;
use crate::error::{Bounded, Finding, Message, Severity, nearest};
use crate::json::{self, Part, Step, Tree, Unplaced};

/// What came of reading a document of a known shape.
#[derive(Debug)]
pub struct Shaped<T> {
    /// What it says, with stand-ins in its gaps; nothing where the faults were too many to find stand-ins for.
    pub value: Option<T>,
    /// What is wrong.
    pub found: Bounded<Unplaced>,
    /// The ways to what was set aside or is missing; that to the root where all of it is in doubt.
    pub gaps: Vec<Vec<Step>>,
}

/// Texts of which one stands in where a type refuses most texts: any text, a version, a language.
const STAND_INS: [&str; 3] = ["", "0.0.0", "und"];

/// After so many values no further reading begins. A large file full of refused texts would take one for each.
const MOST_VALUES: usize = 20_000_000;

/// Reads a type that names all of its fields: what it does not name is a fault. Without a document everything is a
/// stand-in. What is missing and stands in the document that fills this one is worth a warning.
pub fn read<T: DeserializeOwned>(tree: Option<&Tree>, filled: Option<&Tree>) -> Shaped<T> {
    let repeated = tree.map(json::repeated).unwrap_or_default();
    let mut state = State::default();
    loop {
        state.found = Bounded::default();
        state.gaps.clear();
        for (path, key) in &repeated {
            let finding = Finding::error(Message::new("answers.repeated").with("key", key));
            state.add(Unplaced { path: path.clone(), part: Part::Key, finding });
        }
        let cell = RefCell::new(state);
        let value = T::deserialize(Node::root(tree, filled, &cell));
        state = cell.into_inner();
        let value = match value {
            Ok(value) => Some(value),
            Err(fault) if state.learn(&fault) => continue,
            Err(fault) => {
                state.add(Unplaced { path: Vec::new(), part: Part::Value, finding: fault.finding() });
                None
            }
        };
        if tree.is_none() || value.is_none() || state.found.is_full() {
            state.gaps = vec![Vec::new()];
        }
        return Shaped { value, found: state.found, gaps: state.gaps };
    }
}

/// Reads a file of a known shape.
///
/// # Errors
/// The first finding with its place: not JSON, or of another shape.
pub fn typed<T: DeserializeOwned>(text: &str) -> Result<T, Finding> {
    json::may_be_held(text)?;
    json::typed(json::without_mark(text)).map_err(|error| {
        let stopped = json::syntax_finding(text, &error);
        if !error.is_data() {
            return stopped;
        }
        let found = json::parse(text).map(|tree| read::<T>(Some(&tree), None).found.kept).unwrap_or_default();
        let told = error.to_string();
        let detail = told.rsplit_once(" at line ").map_or(told.as_str(), |(detail, _)| detail);
        let first = json::place_all(text, found).into_iter().next();
        first.unwrap_or_else(|| Finding { message: misshapen(detail), ..stopped })
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
    let mut quoted = detail.split('`').skip(1).step_by(2);
    if let Some(key) = quoted.next() {
        let near = || nearest(key, quoted.clone()).unwrap_or_default().to_owned();
        match detail.split('`').next().unwrap_or_default() {
            "unknown field " => return Message::new("pack.field").with("key", key).with("near", near()),
            "missing field " => return Message::new("pack.missing").with("key", key),
            "duplicate field " => return Message::new("answers.repeated").with("key", key),
            _ => {}
        }
    }
    let (found, expected) = detail.split_once(", expected ").unwrap_or((detail, ""));
    let expected = match expected.split_once(' ') {
        Some(("struct" | "tuple", _)) => "an object",
        _ => KINDS.iter().find(|(known, _)| *known == expected).map_or(expected, |(_, kind)| kind),
    };
    let detail = if expected.is_empty() { found.to_owned() } else { format!("{found}, expected {expected}") };
    Message::new("pack.shape").with("detail", detail)
}

/// A type with fields: its name, and where the list of its fields lies, since two types may have one name.
type Type = (&'static str, usize);

/// A field of a type.
type Field = (Type, &'static str);

/// What is found in one reading, and what the next one knows better.
#[derive(Default)]
struct State {
    /// The fields that types cannot do without, each with its stand-in, if it is a text.
    required: BTreeMap<Type, BTreeMap<&'static str, usize>>,
    /// The values that were refused by what they hold, by their address: the stand-in, and why.
    refused: BTreeMap<usize, (usize, String)>,
    /// The stand-in that was tried last where a reason was given.
    tried: BTreeMap<String, usize>,
    found: Bounded<Unplaced>,
    gaps: Vec<Vec<Step>>,
    /// How many values were read, in all readings.
    values: usize,
}

impl State {
    fn add(&mut self, unplaced: Unplaced) {
        self.found.add(Severity::Error, unplaced);
    }

    /// Takes in why a reading stopped; whether another one gets further.
    fn learn(&mut self, fault: &Fault) -> bool {
        let next = match fault.at {
            Some(At::Missing((of, field))) => {
                self.required.entry(of).or_default().insert(field, 0).is_none().then_some(0)
            }
            Some(At::StandIn((of, field))) => {
                let stand_in = self.required.entry(of).or_default().entry(field).or_default();
                *stand_in += 1;
                Some(*stand_in)
            }
            Some(At::Value(address)) => {
                let before = self.refused.get(&address).map(|(stand_in, _)| stand_in + 1);
                let next = before.or_else(|| self.tried.get(&fault.detail).copied()).unwrap_or(0);
                self.tried.insert(fault.detail.clone(), next);
                self.refused.insert(address, (next, fault.detail.clone()));
                Some(next)
            }
            None => None,
        };
        next.is_some_and(|next| next < STAND_INS.len())
            && self.values < MOST_VALUES
            && self.refused.len() <= Bounded::<Unplaced>::MOST
    }
}

/// Why a reading stopped.
#[derive(Debug)]
struct Fault {
    detail: String,
    missing: Option<&'static str>,
    at: Option<At>,
}

/// Where a reading stopped.
#[derive(Clone, Copy, Debug)]
enum At {
    /// At a type of which a field is missing.
    Missing(Field),
    /// At what stands in for a field.
    StandIn(Field),
    /// At the value with this address.
    Value(usize),
}

impl Fault {
    fn finding(&self) -> Finding {
        Finding::error(misshapen(&self.detail))
    }
}

#[cfg(test)]
mod tests;
