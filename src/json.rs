//! Strict JSON with places: repeated keys are seen, and every value knows where it begins.

pub mod shape;

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Bounded, Finding, Message, Place, Unplaced};

/// One JSON value, and how many bytes of its text are before it.
#[derive(Clone, Debug)]
pub struct Node {
    pub tree: Tree,
    pub at: usize,
}

/// What a JSON value is; an object keeps its members in their order, also those whose key is repeated.
#[derive(Clone, Debug)]
pub enum Tree {
    Null,
    Boolean(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    pub key: String,
    /// How many bytes of the text are before the key.
    pub key_at: usize,
    pub value: Node,
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

/// A key as it is in a JSON pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

impl Node {
    /// The members of an object; anything else has none.
    pub fn members(&self) -> &[Member] {
        if let Tree::Object(members) = &self.tree { members } else { &[] }
    }

    /// The items of a list; anything else has none.
    pub fn items(&self) -> &[Self] {
        if let Tree::List(items) = &self.tree { items } else { &[] }
    }

    /// The value of an object's member, the first of its key.
    pub fn member(&self, key: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The values of an object with their keys, or the items of a list.
    pub fn children(&self) -> impl Iterator<Item = (Option<&str>, &Self)> {
        let members = self.members().iter().map(|member| (Some(member.key.as_str()), &member.value));
        members.chain(self.items().iter().map(|item| (None, item)))
    }

    /// The node to which a JSON pointer leads, or the last one on the way that exists.
    pub fn follow(&self, pointer: &str) -> &Self {
        let mut node = self;
        for step in pointer.split('/').skip(1) {
            let key = step.replace("~1", "/").replace("~0", "~");
            let item = || node.items().get(step.parse::<usize>().ok()?);
            let Some(child) = node.member(&key).or_else(item) else { break };
            node = child;
        }
        node
    }

    /// Whether another document has a node where this one has its node behind so many bytes, by the same keys and
    /// positions.
    pub fn is_in(&self, other: &Self, at: usize) -> bool {
        let same = |index: usize, key: Option<&str>| match key {
            Some(key) => other.member(key),
            None => other.items().get(index),
        };
        let is_below = |(index, (key, child)): (usize, (Option<&str>, &Self))| {
            same(index, key).is_some_and(|there| child.is_in(there, at))
        };
        self.at == at || self.children().enumerate().any(is_below)
    }
}

impl From<Tree> for Node {
    /// A value that is in no text.
    fn from(tree: Tree) -> Self {
        Self { tree, at: 0 }
    }
}

impl FromIterator<Tree> for Tree {
    fn from_iter<T: IntoIterator<Item = Self>>(items: T) -> Self {
        Self::List(items.into_iter().map(Node::from).collect())
    }
}

impl FromIterator<(String, Tree)> for Tree {
    fn from_iter<T: IntoIterator<Item = (String, Self)>>(members: T) -> Self {
        let member = |(key, tree): (String, Self)| Member { key, key_at: 0, value: tree.into() };
        Self::Object(members.into_iter().map(member).collect())
    }
}

impl PartialEq for Tree {
    /// The same is what is written the same, wherever it is.
    fn eq(&self, other: &Self) -> bool {
        self.written() == other.written()
    }
}

impl Tree {
    fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The value as JSON on one line, cut to forty characters; for messages that name what was found.
    pub fn shown(&self) -> String {
        let whole = self.written();
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

/// Reads one JSON document. A byte-order mark is accepted, and places count from behind it.
///
/// # Errors
/// A finding with its place: not JSON, text after the end, nested more than 127 deep, more than two million values.
pub fn parse(text: &str) -> Result<Node, Finding> {
    may_be_held(text)?;
    let text = without_mark(text);
    node(text, text, 0).map_err(|error| {
        // The error of a part counts lines from the beginning of that part.
        let whole = serde_json::from_str::<serde_json::Value>(text).err();
        syntax_finding(text, &whole.unwrap_or(error))
    })
}

/// Reads JSON documents one behind the other.
///
/// # Errors
/// Those of [`parse`].
pub fn parse_all(text: &str) -> Result<Vec<Node>, Finding> {
    may_be_held(text)?;
    let documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    documents.map(|raw| node(text, raw?.get(), 0)).collect::<serde_json::Result<_>>().map_err(|error| {
        let mut whole = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
        syntax_finding(text, &whole.find_map(Result::err).unwrap_or(error))
    })
}

/// The value of a part of a text.
fn node(text: &str, part: &str, depth: usize) -> serde_json::Result<Node> {
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let part = part.trim_ascii_start();
    let tree = match part.as_bytes().first() {
        Some(b'{' | b'[') if depth >= MOST_DEEP => Err(serde::de::Error::custom("recursion limit")),
        Some(b'{') => {
            let Members(members) = serde_json::from_str(part)?;
            let member = |(key, value): (&RawValue, &RawValue)| {
                let value = node(text, value.get(), depth + 1)?;
                Ok(Member { key: serde_json::from_str(key.get())?, key_at: at(key.get()), value })
            };
            members.into_iter().map(member).collect::<serde_json::Result<_>>().map(Tree::Object)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(part)?;
            let items = items.into_iter().map(|item| node(text, item.get(), depth + 1));
            items.collect::<serde_json::Result<_>>().map(Tree::List)
        }
        Some(b'"') => serde_json::from_str(part).map(Tree::Text),
        Some(b'-' | b'0'..=b'9') => {
            serde_json::from_str(part).map(|raw: &RawValue| Tree::Number(Number(raw.get().to_owned())))
        }
        _ => serde_json::from_str(part).map(|value: Option<bool>| value.map_or(Tree::Null, Tree::Boolean)),
    };
    Ok(Node { tree: tree?, at: at(part) })
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
            let message = Message::new("json.many").with("most", MOST_VALUES);
            return Err(Finding::error(message).behind(text, offset));
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

/// Adds an error for every member whose key its object has already: one of its values would be lost.
pub fn repeated(node: &Node, found: &mut Bounded<Unplaced>) {
    let mut seen = BTreeSet::new();
    for member in node.members() {
        if !seen.insert(&member.key) {
            found.error(member.key_at, Message::new("answers.repeated").with("key", &member.key));
        }
    }
    node.children().for_each(|(_, child)| repeated(child, found));
}

/// The members of an object in their order; a repeated key is there twice.
pub struct Members<K, V>(pub Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Members<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor<K, V>(PhantomData<(K, V)>);
        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<K, V> {
            type Value = Members<K, V>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(map.size_hint().unwrap_or(40));
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor(PhantomData))
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
            Self::List(items) => serializer.collect_seq(items.iter().map(|item| &item.tree)),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|member| (&member.key, &member.value.tree)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_key_is_kept() {
        let tree = parse(r#"{"a": 1, "a": 2}"#).unwrap().tree;
        assert_eq!(serde_json::to_string(&tree).unwrap(), r#"{"a":1,"a":2}"#);
    }

    #[test]
    fn every_key_and_value_knows_where_it_begins() {
        let text = "{\n  \"팀\": 1,\n  \"b\": [10, {\"x\": true}]\n}";
        let document = parse(text).unwrap();
        let place = |at: usize| {
            let place = Place::START.behind(&text[..at]);
            (place.line, place.column)
        };
        let keys: Vec<_> = document.members().iter().map(|member| place(member.key_at)).collect();
        assert_eq!(keys, [(2, 3), (3, 3)]);
        let follow = |pointer: &str| place(document.follow(pointer).at);
        assert_eq!(follow("/팀"), (2, 8));
        assert_eq!(follow("/b/1/x"), (3, 19));
        assert_eq!(follow("/b/7"), (3, 8), "the last that is there");
        assert_eq!(follow(""), (1, 1));
        let odd = parse(r#"{"a/b~": {"0": 1}, "~1": 2}"#).unwrap();
        let at = |key: &str| odd.follow(&format!("/{}", escaped(key))).at;
        assert_eq!([at("a/b~"), odd.follow("/a~1b~0/0").at, at("~1")], [9, 15, 25]);
    }

    #[test]
    fn a_node_is_in_another_document_by_its_keys_and_positions() {
        let [document, other] = [r#"{"a": [1, {"b": {}}]}"#, r#"{"x": 1, "a": [{}, {"b": []}]}"#]
            .map(|text| parse(text).unwrap());
        let node = |pointer: &str| document.follow(pointer).at;
        assert!(document.is_in(&other, node("/a/1/b")));
        let [brief, empty] = [r#"{"a": [1]}"#, "[]"].map(|text| parse(text).unwrap());
        assert!(!document.is_in(&brief, node("/a/1")));
        assert!(document.is_in(&brief, node("/a/0")));
        assert!(document.is_in(&empty, node("")), "the whole");
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
        let list = parse(text).unwrap();
        assert_eq!(serde_json::to_string(&list.tree).unwrap(), text);
        let read = list.items().iter().map(|item| match &item.tree {
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
        assert_eq!(parse("\u{feff} []").map(|list| (list.tree, list.at)), Ok((Tree::List(Vec::new()), 1)));
    }
}
