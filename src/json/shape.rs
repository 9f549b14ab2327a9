//! What is wrong with the shape of a document by its JSON Schema. It knows those words of the language that the schemas
//! in `questionnaires/schema` use: a library that knows them all would add six megabytes to the program.

use std::collections::HashMap;

use regex_lite::Regex;
use serde_json::Value;

use crate::error::{Bounded, Finding, Message, Severity, Unplaced};
use crate::json::{self, Member, Node, Tree, without_mark};

/// A JSON Schema.
#[derive(Clone, Debug)]
pub struct Schema(Value);

impl Schema {
    /// The schema of this text; what is no JSON allows everything.
    pub fn new(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// Every fault of a document, repeated keys among them.
    pub fn faults(&self, document: &Node) -> Bounded<Unplaced> {
        let mut walk = Walk { root: &self.0, found: Bounded::default(), patterns: HashMap::new() };
        json::repeated(document, &mut walk.found);
        walk.node(document, &self.0);
        walk.found
    }

    /// The first fault of a document, at its place.
    pub fn first_fault(&self, text: &str, document: &Node) -> Option<Finding> {
        self.faults(document).placed(without_mark(text)).into_iter().next()
    }
}

/// The walk through a document beside its schema.
struct Walk<'s> {
    root: &'s Value,
    found: Bounded<Unplaced>,
    /// The patterns met so far, each read once.
    patterns: HashMap<&'s str, Option<Regex>>,
}

impl<'s> Walk<'s> {
    fn node(&mut self, node: &Node, schema: &'s Value) {
        if let Some(definition) = schema["$ref"].as_str() {
            if let Some(definition) = self.root.pointer(definition.trim_start_matches('#')) {
                self.node(node, definition);
            }
            return;
        }
        if let Some(branches) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
            return self.branches(node, branches);
        }
        if let Some(expected) = schema["const"].as_str() {
            if !matches!(&node.tree, Tree::Text(text) if text == expected) {
                let found = node.tree.shown();
                let message = Message::new("pack.schema").with("found", found.trim_matches('"'));
                self.found.error(node.at, message.with("expected", expected));
            }
            return;
        }
        if let Some(expected) = other_type(&node.tree, &schema["type"]) {
            return self.wrong_type(node, expected);
        }
        match &node.tree {
            Tree::Object(members) => self.object(node.at, members, schema),
            Tree::List(items) => self.list(node.at, items, schema),
            Tree::Number(number) => self.bounds(node.at, number, schema),
            Tree::Text(text) => self.pattern(node.at, text, schema),
            Tree::Null | Tree::Boolean(_) => {}
        }
    }

    fn object(&mut self, at: usize, members: &[Member], schema: &'s Value) {
        let known = schema["properties"].as_object();
        let mut meant = Vec::new();
        for Member { key, key_at, value } in members {
            match known.and_then(|known| known.get(key)).unwrap_or(&schema["additionalProperties"]) {
                Value::Bool(false) => {
                    let near =
                        self.found.nearest(key, known.into_iter().flatten().map(|(name, _)| name.as_str()));
                    let message = Message::new("pack.field").with("key", key);
                    self.found.error(*key_at, message.with("near", near.unwrap_or_default()));
                    meant.extend(near);
                }
                inner => self.node(value, inner),
            }
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            // A field with a slip in its name is not missing as well.
            if !meant.contains(&key) && !members.iter().any(|known| known.key == key) {
                self.found.error(at, Message::new("pack.missing").with("key", key));
            }
        }
    }

    fn list(&mut self, at: usize, items: &[Node], schema: &'s Value) {
        let most = schema["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok());
        if let Some(most) = most.filter(|most| items.len() > *most) {
            self.found.error(at, Message::new("pack.many").with("found", items.len()).with("most", most));
            return;
        }
        for item in items {
            self.node(item, &schema["items"]);
        }
    }

    fn bounds(&mut self, at: usize, number: &json::Number, schema: &Value) {
        let value = number.as_f64();
        let bound = |name: &str, breaks: fn(f64, f64) -> bool| {
            let bound = schema[name].as_f64()?;
            value.is_none_or(|value| breaks(value, bound)).then(|| schema[name].to_string())
        };
        let message = |id, bound| Message::new(id).with("bound", bound).with("found", number);
        if let Some(least) = bound("minimum", |value, bound| value < bound) {
            self.found.error(at, message("pack.least", least));
        } else if let Some(most) = bound("maximum", |value, bound| value > bound) {
            self.found.error(at, message("pack.most", most));
        }
    }

    fn pattern(&mut self, at: usize, text: &str, schema: &'s Value) {
        let Some(pattern) = schema["pattern"].as_str() else { return };
        let pattern = self.patterns.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
        if pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
            let example = schema["examples"][0].as_str().unwrap_or_default();
            self.found.error(at, Message::new("pack.pattern").with("example", example).with("found", text));
        }
    }

    /// One of several schemas: one of several words, or the faults of the form that comes nearest.
    fn branches(&mut self, node: &Node, branches: &'s [Value]) {
        let words: Option<Vec<&str>> = branches.iter().map(|branch| branch["const"].as_str()).collect();
        match (words, &node.tree) {
            (Some(words), Tree::Text(word)) if !words.contains(&word.as_str()) => {
                let near = self.found.nearest(word, words.iter().copied()).unwrap_or_default();
                let message = Message::new("pack.word").with("found", word).with("known", words.join(", "));
                self.found.error(node.at, message.with("near", near));
            }
            (Some(_), Tree::Text(_)) => {}
            (Some(_), _) => self.wrong_type(node, "json.kind.text"),
            (None, tree) => {
                // What may be left out as null is of its other form wherever it is there.
                let forms =
                    branches.iter().filter(|form| (form["type"] == "null") == matches!(tree, Tree::Null));
                let faults = forms.map(|form| {
                    let before = std::mem::take(&mut self.found);
                    self.node(node, form);
                    std::mem::replace(&mut self.found, before)
                });
                let nearest = faults.min_by_key(|found| found.kept.len());
                nearest.into_iter().flat_map(|found| found.kept).for_each(|fault| {
                    self.found.add(Severity::Error, fault);
                });
            }
        }
    }

    fn wrong_type(&mut self, node: &Node, expected: &'static str) {
        let message = Message::new("pack.shape").with_sentence("expected", expected);
        self.found.error(node.at, message.with("found", node.tree.shown()));
    }
}

/// The sentence of the kind of value that was expected, if this is none of the kinds.
fn other_type(node: &Tree, types: &Value) -> Option<&'static str> {
    let kind = |name: &str| match name {
        "null" => (matches!(node, Tree::Null), "json.kind.null"),
        "boolean" => (matches!(node, Tree::Boolean(_)), "json.kind.boolean"),
        "integer" => (matches!(node, Tree::Number(number) if number.is_whole()), "json.kind.whole"),
        "number" => (matches!(node, Tree::Number(_)), "json.kind.number"),
        "string" => (matches!(node, Tree::Text(_)), "json.kind.text"),
        "array" => (matches!(node, Tree::List(_)), "json.kind.list"),
        _ => (matches!(node, Tree::Object(_)), "json.kind.object"),
    };
    let names: Vec<&str> = match types {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let kinds: Vec<_> = names.into_iter().map(kind).collect();
    let expected = kinds.first()?.1;
    (!kinds.iter().any(|(fits, _)| *fits)).then_some(expected)
}

#[cfg(test)]
mod tests;
