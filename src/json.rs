//! Strict JSON with places: repeated keys are seen, and every node can be found again as line and column.

mod place;
pub mod shape;

use std::collections::BTreeSet;
use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Finding, Message, Place};

pub use self::place::{Members, Unplaced, at, has_alike, path_of, place_all};

/// One JSON value; an object keeps its members in their order, also those whose key is repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Boolean(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    /// An object, member by member.
    Object(Vec<(String, Tree)>),
}

/// A number as it is written, so that it can be written back without the loss of a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The number if it is whole, not negative and has neither fraction nor exponent.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The nearest number of 64 bits; `None` beyond their range.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Whether it is written without fraction and exponent.
    pub fn is_whole(&self) -> bool {
        !self.0.contains(['.', 'e', 'E']) && self.0 != "-0"
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(number.to_string())
    }
}

/// Which part of an object's member is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Key,
    Value,
}

impl Tree {
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

/// How deep lists and objects may be nested.
const MOST_DEEP: usize = 127;

/// Reads one JSON document. A byte-order mark is accepted.
///
/// # Errors
/// A finding with its place: not JSON, text after the end, nested more than 127 deep, more than two million values.
pub fn parse(text: &str) -> Result<Tree, Finding> {
    may_be_held(text)?;
    let text = without_mark(text);
    tree(text, 0).map_err(|error| {
        // The error of a part counts lines from the beginning of that part.
        let whole = serde_json::from_str::<serde_json::Value>(text).err();
        syntax_finding(text, &whole.unwrap_or(error))
    })
}

/// Reads JSON documents one behind the other, each with the number of bytes before it.
///
/// # Errors
/// Those of [`parse`].
pub fn parse_all(text: &str) -> Result<Vec<(usize, Tree)>, Finding> {
    may_be_held(text)?;
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut trees = Vec::new();
    let error = loop {
        let offset = stream.byte_offset();
        match stream.next().map(|raw| raw.and_then(|raw| tree(raw.get(), 0))) {
            None => return Ok(trees),
            Some(Ok(tree)) => trees.push((offset, tree)),
            Some(Err(error)) => break error,
        }
    };
    let mut whole = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    Err(syntax_finding(text, &whole.find_map(Result::err).unwrap_or(error)))
}

fn tree(text: &str, depth: usize) -> serde_json::Result<Tree> {
    let inner = |raw: &RawValue| tree(raw.get(), depth + 1);
    match text.trim_ascii_start().as_bytes().first() {
        Some(b'{' | b'[') if depth >= MOST_DEEP => Err(serde::de::Error::custom("recursion limit")),
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text)?;
            let read =
                |(key, value): (&RawValue, &RawValue)| Ok((serde_json::from_str(key.get())?, inner(value)?));
            members.into_iter().map(read).collect::<serde_json::Result<_>>().map(Tree::Object)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            items.into_iter().map(inner).collect::<serde_json::Result<_>>().map(Tree::List)
        }
        Some(b'"') => serde_json::from_str(text).map(Tree::Text),
        Some(b'-' | b'0'..=b'9') => {
            serde_json::from_str(text).map(|raw: &RawValue| Tree::Number(Number(raw.get().to_owned())))
        }
        _ => serde_json::from_str(text).map(|value: Option<bool>| value.map_or(Tree::Null, Tree::Boolean)),
    }
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

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.clone()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, value))),
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
            ("[\n\"\\ud800\"]", "json.escape", 2, 8),
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
    fn numbers_are_written_back_as_they_were() {
        let text = "[90071992547409931234,-0,1.0,1e400,1E-7,{\"a\":12345678901234567890123.50}]";
        let tree = parse(text).unwrap();
        assert_eq!(serde_json::to_string(&tree).unwrap(), text);
        let Tree::List(items) = tree else { panic!("a list") };
        let read = items.iter().map(|item| match item {
            Tree::Number(number) => (number.as_u64(), number.as_f64(), number.is_whole()),
            _ => (None, None, false),
        });
        let big = 90_071_992_547_409_931_234.0;
        let expected = [
            (None, Some(big), true),
            (None, Some(-0.0), false),
            (None, Some(1.0), false),
            (None, None, false),
            (None, Some(1e-7), false),
            (None, None, false),
        ];
        assert_eq!(read.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_byte_order_mark_is_accepted() {
        assert_eq!(parse("\u{feff}[]"), Ok(Tree::List(Vec::new())));
    }
}
