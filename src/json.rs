//! Strict JSON with places: repeated keys are seen, and every node can be found again as line and column.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use crate::error::{Finding, Message, Place};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// The value as JSON on one line, cut to forty characters; for messages that name what was found.
    pub fn shown(&self) -> String {
        let whole = serde_json::to_string(self).unwrap_or_default();
        match whole.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &whole[..end]),
            None => whole,
        }
    }
}

/// Reads one JSON document. A byte-order mark is accepted.
///
/// # Errors
/// A finding with its place: not JSON, text after the end, a number out of range, nested too deeply.
pub fn parse(text: &str) -> Result<Tree, Finding> {
    serde_json::from_str(without_mark(text)).map_err(|error| syntax_finding(text, &error))
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
    Finding {
        place: Some(Place { line: error.line().max(1), column: before.chars().count() + 1 }),
        excerpt: Some(line.to_owned()),
        ..Finding::error(Message::new(id).with("found", found))
    }
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
            let mut seen = std::collections::BTreeSet::new();
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

/// Where the innermost key or value begins that holds a place; a reader names the place where it stopped, which is
/// behind what it did not like.
pub fn begin_of(text: &str, place: Place) -> Place {
    let line_start: usize = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
    let rest = text.get(line_start..).unwrap_or_default();
    let column = rest.char_indices().nth(place.column - 1).map_or(rest.len(), |(at, _)| at);
    let mut at = line_start + column;
    // A number or word is known to be over only once what follows it was seen.
    let behind = text.as_bytes().get(at.saturating_sub(1)).copied().unwrap_or_default();
    if at > 0 && !behind.is_ascii_whitespace() && b",]}".contains(text.as_bytes().get(at).unwrap_or(&b' ')) {
        at -= 1;
    }
    let Some(mut node) = text.get(at..).map(|_| text) else { return place };
    let mut start = offset(text, text.trim_start_matches([' ', '\t', '\n', '\r']));
    let holds = |part: &&str| (offset(text, part)..offset(text, part) + part.len()).contains(&at);
    while let Some(child) = parts(node).into_iter().find(holds) {
        start = offset(text, child);
        if child.len() == node.len() {
            break;
        }
        node = child;
    }
    let before = &text[..start.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The keys and values of an object, or the items of a list, as they stand in the text.
fn parts(node: &str) -> Vec<&str> {
    if node.trim_start().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(node).unwrap_or_default();
        return items.into_iter().map(RawValue::get).collect();
    }
    let members: Option<Members<'_>> = serde_json::from_str(node).ok();
    let members = members.map(|members| members.0).unwrap_or_default();
    members.into_iter().flat_map(|(key, value)| [key.get(), value.get()]).collect()
}

/// The finding at a node of the document: `path` counts the members or items from the root.
pub fn at(text: &str, path: &[usize], part: Part, mut finding: Finding) -> Finding {
    let text = without_mark(text);
    let place = locate(text, path, part);
    finding.excerpt = text.lines().nth(place.line - 1).map(str::to_owned);
    finding.place = Some(place);
    finding
}

/// One step of the way to a node: a member by its key, or an item by its position.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The finding at the node that a way by names leads to, or at the last node of it that exists.
pub fn at_way(text: &str, way: &[Step], finding: Finding) -> Finding {
    let mut path = Vec::new();
    let parsed = parse(text);
    let mut node = parsed.as_ref().ok();
    for step in way {
        let found = match (node, step) {
            (Some(Tree::Object(members)), Step::Key(key)) => {
                members.iter().position(|(known, _)| known == key)
            }
            (Some(Tree::List(items)), Step::Item(position)) => (*position < items.len()).then_some(*position),
            _ => None,
        };
        let Some(index) = found else { break };
        path.push(index);
        node = match node {
            Some(Tree::Object(members)) => members.get(index).map(|(_, value)| value),
            Some(Tree::List(items)) => items.get(index),
            _ => None,
        };
    }
    at(text, &path, Part::Value, finding)
}

/// Where a node of a valid document begins.
fn locate(text: &str, path: &[usize], part: Part) -> Place {
    let mut node = text;
    let mut start = offset(text, text.trim_start_matches([' ', '\t', '\n', '\r']));
    for (depth, &index) in path.iter().enumerate() {
        let wanted = if depth + 1 == path.len() { part } else { Part::Value };
        let Some(child) = child(node, index, wanted) else { break };
        start = offset(text, child);
        node = child;
    }
    let before = &text[..start.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// How many bytes of `text` lie before `part`, which is a piece of it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn child(node: &str, index: usize, part: Part) -> Option<&str> {
    if node.trim_start().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(node).ok()?;
        return items.get(index).map(|item| item.get());
    }
    let Members(members) = serde_json::from_str(node).ok()?;
    let (key, value) = members.get(index)?;
    Some(match part {
        Part::Key => key.get(),
        Part::Value => value.get(),
    })
}

/// The members of an object as they stand in the text.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
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

    fn place(text: &str, path: &[usize], part: Part) -> (usize, usize) {
        let place = locate(text, path, part);
        (place.line, place.column)
    }

    #[test]
    fn every_node_is_found_again() {
        let text = "{\n  \"팀\": 1,\n  \"b\": [10, {\"x\": true}]\n}";
        assert_eq!(place(text, &[0], Part::Key), (2, 3));
        assert_eq!(place(text, &[0], Part::Value), (2, 8));
        assert_eq!(place(text, &[1, 1, 0], Part::Key), (3, 14));
        assert_eq!(place(text, &[1, 1, 0], Part::Value), (3, 19));
    }

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
    fn a_byte_order_mark_is_accepted() {
        assert_eq!(parse("\u{feff}[]"), Ok(Tree::List(Vec::new())));
    }
}
