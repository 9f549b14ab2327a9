//! Strict JSON with places: repeated keys are seen, and every node can be found again as line and column.

mod object;
mod place;
pub mod shape;

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::error::{Finding, Message, Place};

pub use self::object::typed;
pub use self::place::{Unplaced, at, path_of, place_all};

/// One JSON value; an object keeps its members in their order, also those whose key is repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, member by member.
    Object(Vec<(String, Tree)>),
}

/// Which part of an object's member is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

impl Tree {
    /// The name of this kind of value in the text files.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "json.kind.null",
            Self::Boolean(_) => "json.kind.boolean",
            Self::Number(_) => "json.kind.number",
            Self::Text(_) => "json.kind.text",
            Self::List(_) => "json.kind.list",
            Self::Object(_) => "json.kind.object",
        }
    }

    /// The value of an object's member, the first of its key.
    pub fn member(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The value as JSON on one line, cut to forty characters; for messages that name what was found.
    pub fn shown(&self) -> String {
        let whole = serde_json::to_string(self).unwrap_or_default();
        match whole.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &whole[..end]),
            None => whole,
        }
    }
}

/// The most values in a document, keys among them. In memory an empty list takes ten times as much as in a file.
const MOST_VALUES: usize = 2_000_000;

/// Reads one JSON document. A byte-order mark is accepted.
///
/// # Errors
/// A finding with its place: not JSON, text after the end, a number out of range, nested more than 127 deep, more than
/// two million values.
pub fn parse(text: &str) -> Result<Tree, Finding> {
    may_be_held(text)?;
    serde_json::from_str(without_mark(text)).map_err(|error| syntax_finding(text, &error))
}

/// Refuses a document of more values than a tree of them may take memory for.
///
/// # Errors
/// A finding with the place of the first value that is too much.
pub fn may_be_held(text: &str) -> Result<(), Finding> {
    // Every value but the last has a comma, colon or bracket behind it.
    if text.len() <= MOST_VALUES {
        return Ok(());
    }
    let (mut values, mut in_text, mut is_escaped) = (0, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b':' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
        if values > MOST_VALUES {
            let before = &text.as_bytes()[..offset];
            let line = before.split(|byte| *byte == b'\n').count();
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
            let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
            let message = Message::new("json.many").with("most", MOST_VALUES);
            return Err(Finding::error(message).at(text, Place { line, column }));
        }
    }
    Ok(())
}

/// The text without a byte-order mark, which some editors write.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The finding for an error of the JSON reader, in our words.
pub fn syntax_finding(text: &str, error: &serde_json::Error) -> Finding {
    const KNOWN: &[(&str, &str)] = &[
        ("EOF while parsing", "json.end"),
        ("trailing characters", "json.trailing"),
        ("trailing comma", "json.comma"),
        ("control character", "json.control"),
        ("invalid escape", "json.escape"),
        ("number out of range", "json.range"),
        ("recursion limit", "json.deep"),
        ("key must be a string", "json.key"),
        ("lone leading surrogate", "json.escape"),
        ("unexpected end of hex escape", "json.escape"),
        ("invalid number", "json.number"),
    ];
    let told = error.to_string();
    let text = without_mark(text);
    let known = KNOWN.iter().find(|(start, _)| told.starts_with(start)).map_or("json.syntax", |(_, id)| id);
    let id = if text.trim().is_empty() { "json.empty" } else { known };
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
    let found =
        line.get(before.len()..).and_then(|rest| rest.chars().next()).map_or(String::new(), String::from);
    let place = Place { line: error.line().max(1), column: before.chars().count() + 1 };
    Finding::error(Message::new(id).with("found", found)).at(text, place)
}

/// The ways to all members whose key their object has already, with the key: one of its values would be lost.
pub fn repeated(tree: &Tree) -> Vec<(Vec<usize>, String)> {
    let mut found = Vec::new();
    collect_repeated(tree, &mut Vec::new(), &mut found);
    found
}

fn collect_repeated(tree: &Tree, path: &mut Vec<usize>, found: &mut Vec<(Vec<usize>, String)>) {
    let children: Vec<&Tree> = match tree {
        Tree::Object(members) => {
            let mut seen = BTreeSet::new();
            for (index, (key, _)) in members.iter().enumerate().filter(|(_, (key, _))| !seen.insert(key)) {
                found.push(([path.as_slice(), &[index]].concat(), key.clone()));
            }
            members.iter().map(|(_, child)| child).collect()
        }
        Tree::List(items) => items.iter().collect(),
        _ => return,
    };
    for (index, child) in children.into_iter().enumerate() {
        path.push(index);
        collect_repeated(child, path, found);
        path.pop();
    }
}

/// One step of the way to a node: a member by its key, or an item by its position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The member of this key.
    Key(String),
    /// The item at this position.
    Item(usize),
    /// Every member or item, in a way that stands for many.
    Every,
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(position: usize) -> Self {
        Self::Item(position)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Boolean(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        serde_json::Number::from_f64(value).map(Tree::Number).ok_or_else(|| E::custom("number out of range"))
    }
    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_key_is_kept() {
        let tree = parse(r#"{"a": 1, "a": 2}"#).unwrap();
        assert_eq!(serde_json::to_string(&tree).unwrap(), r#"{"a":1,"a":2}"#);
    }

    #[test]
    fn each_kind_of_broken_text_has_its_code_and_place() {
        for (text, code, line, column) in [
            ("{\"a\": 1", "json.end", 1, 7),
            ("{} x", "json.trailing", 1, 4),
            ("{\"a\": 1,}", "json.comma", 1, 9),
            ("{\n\"a\": NaN}", "json.syntax", 2, 6),
            ("[1e999]", "json.range", 1, 6),
            ("{1: 2}", "json.key", 1, 2),
            ("", "json.empty", 1, 1),
            ("\u{feff}", "json.empty", 1, 1),
        ] {
            let finding = parse(text).unwrap_err();
            let place = finding.place.unwrap();
            assert_eq!((finding.message.id, place.line, place.column), (code, line, column), "{text}");
        }
    }

    #[test]
    fn nesting_and_the_number_of_values_are_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(&nested(127)).is_ok());
        let finding = parse(&nested(128)).unwrap_err();
        assert_eq!((finding.message.id, finding.place), ("json.deep", Some(Place { line: 1, column: 128 })));
        assert_eq!(parse(&"[".repeat(10_000_000)).unwrap_err().message.id, "json.many");
        assert_eq!(parse(&"{\"a\":".repeat(300_000)).unwrap_err().message.id, "json.deep");
        let zeros = |values: usize| format!("[{}0]", "0,".repeat(values - 1));
        assert!(parse(&zeros(MOST_VALUES)).is_ok());
        let finding = parse(&zeros(MOST_VALUES + 1)).unwrap_err();
        assert_eq!(finding.message.id, "json.many");
        assert_eq!(finding.place, Some(Place { line: 1, column: 2 * MOST_VALUES + 1 }));
        let text = format!("\"{}\\\"[\"", "[,:".repeat(MOST_VALUES));
        assert!(parse(&text).is_ok(), "what stands in a text is no value");
    }

    #[test]
    fn a_byte_order_mark_is_accepted() {
        assert_eq!(parse("\u{feff}[]"), Ok(Tree::List(Vec::new())));
    }
}
