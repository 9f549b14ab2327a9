//! What is wrong with the shape of a document by its JSON Schema. It knows those words of the language that the schemas
//! in `questionnaires/schema` use: a library that knows them all would add six megabytes to the program.

use std::collections::HashMap;

use regex_lite::Regex;
use serde_json::Value;

use crate::error::{Bounded, Finding, Message, Severity};
use crate::json::{self, Part, Tree, Unplaced};

/// A JSON Schema.
#[derive(Clone, Debug)]
pub struct Schema(Value);

impl Schema {
    /// The schema of this text; what is no JSON allows everything.
    pub fn new(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// Every fault of a document, repeated keys among them.
    pub fn faults(&self, tree: &Tree) -> Bounded<Unplaced> {
        let mut walk =
            Walk { root: &self.0, path: Vec::new(), found: Bounded::default(), patterns: HashMap::new() };
        for (path, key) in json::repeated(tree) {
            let finding = Finding::error(Message::new("answers.repeated").with("key", key));
            walk.found.add(Severity::Error, Unplaced { path, part: Part::Key, finding });
        }
        walk.node(tree, &self.0);
        walk.found
    }

    /// The first fault of a document, at its place.
    pub fn first_fault(&self, text: &str, tree: &Tree) -> Option<Finding> {
        json::place_all(text, self.faults(tree).kept).into_iter().next()
    }
}

/// The walk through a document beside its schema.
struct Walk<'s> {
    root: &'s Value,
    /// The way to the node that is looked at.
    path: Vec<usize>,
    found: Bounded<Unplaced>,
    /// The patterns met so far, each read once.
    patterns: HashMap<&'s str, Option<Regex>>,
}

impl<'s> Walk<'s> {
    fn node(&mut self, node: &Tree, schema: &'s Value) {
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
            if *node != Tree::Text(expected.to_owned()) {
                let found = node.shown();
                let found = found.trim_matches('"');
                self.add(
                    Part::Value,
                    Message::new("pack.schema").with("found", found).with("expected", expected),
                );
            }
            return;
        }
        if let Some(expected) = other_type(node, &schema["type"]) {
            return self.wrong_type(node, expected);
        }
        match node {
            Tree::Object(members) => self.object(members, schema),
            Tree::List(items) => self.list(items, schema),
            Tree::Number(number) => self.bounds(number, schema),
            Tree::Text(text) => self.pattern(text, schema),
            Tree::Null | Tree::Boolean(_) => {}
        }
    }

    fn object(&mut self, members: &[(String, Tree)], schema: &'s Value) {
        let known = schema["properties"].as_object();
        let mut meant = Vec::new();
        for (index, (key, value)) in members.iter().enumerate() {
            self.path.push(index);
            match known.and_then(|known| known.get(key)).unwrap_or(&schema["additionalProperties"]) {
                Value::Bool(false) => {
                    let near =
                        self.found.nearest(key, known.into_iter().flatten().map(|(name, _)| name.as_str()));
                    let message = Message::new("pack.field").with("key", key);
                    self.add(Part::Key, message.with("near", near.unwrap_or_default()));
                    meant.extend(near);
                }
                inner => self.node(value, inner),
            }
            self.path.pop();
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            // A field with a slip in its name is not missing as well.
            if !meant.contains(&key) && !members.iter().any(|(known, _)| known == key) {
                self.add(Part::Value, Message::new("pack.missing").with("key", key));
            }
        }
    }

    fn list(&mut self, items: &[Tree], schema: &'s Value) {
        let most = schema["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok());
        if let Some(most) = most.filter(|most| items.len() > *most) {
            self.add(Part::Value, Message::new("pack.many").with("found", items.len()).with("most", most));
            return;
        }
        for (index, item) in items.iter().enumerate() {
            self.path.push(index);
            self.node(item, &schema["items"]);
            self.path.pop();
        }
    }

    fn bounds(&mut self, number: &json::Number, schema: &Value) {
        let value = number.as_f64();
        let bound = |name: &str, breaks: fn(f64, f64) -> bool| {
            let bound = schema[name].as_f64()?;
            value.is_none_or(|value| breaks(value, bound)).then(|| schema[name].to_string())
        };
        let message = |id, bound| Message::new(id).with("bound", bound).with("found", number);
        if let Some(least) = bound("minimum", |value, bound| value < bound) {
            self.add(Part::Value, message("pack.least", least));
        } else if let Some(most) = bound("maximum", |value, bound| value > bound) {
            self.add(Part::Value, message("pack.most", most));
        }
    }

    fn pattern(&mut self, text: &str, schema: &'s Value) {
        let Some(pattern) = schema["pattern"].as_str() else { return };
        let pattern = self.patterns.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
        if pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
            let example = schema["examples"][0].as_str().unwrap_or_default();
            self.add(Part::Value, Message::new("pack.pattern").with("example", example).with("found", text));
        }
    }

    /// One of several schemas: one of several words, or the faults of the form that comes nearest.
    fn branches(&mut self, node: &Tree, branches: &'s [Value]) {
        let words: Option<Vec<&str>> = branches.iter().map(|branch| branch["const"].as_str()).collect();
        match (words, node) {
            (Some(words), Tree::Text(word)) if !words.contains(&word.as_str()) => {
                let near = self.found.nearest(word, words.iter().copied()).unwrap_or_default();
                let message = Message::new("pack.word").with("found", word).with("known", words.join(", "));
                self.add(Part::Value, message.with("near", near));
            }
            (Some(_), Tree::Text(_)) => {}
            (Some(_), _) => self.wrong_type(node, "json.kind.text"),
            (None, node) => {
                // What may be left out as null is of its other form wherever it is there.
                let forms = branches.iter().filter(|form| (form["type"] == "null") == (*node == Tree::Null));
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

    fn wrong_type(&mut self, node: &Tree, expected: &'static str) {
        let message = Message::new("pack.shape").with_sentence("expected", expected);
        self.add(Part::Value, message.with("found", node.shown()));
    }

    fn add(&mut self, part: Part, message: Message) {
        let finding = Finding::error(message);
        self.found.add(Severity::Error, Unplaced { path: self.path.clone(), part, finding });
    }
}

/// The sentence of the kind of value that was expected, if this is none of the kinds.
fn other_type(node: &Tree, types: &Value) -> Option<&'static str> {
    let kind = |name: &str| match name {
        "null" => (*node == Tree::Null, "json.kind.null"),
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
