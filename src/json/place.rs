//! The place of a node of a JSON document, found again by the way to it. However many findings there are, each node on
//! their ways is taken apart once.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Part, Step, Tree, without_mark};
use crate::error::{Finding, Place};

/// A finding, and the node that it is about.
#[derive(Clone, Debug)]
pub struct Unplaced {
    /// The way to the node: the position of every member or item from the root.
    pub path: Vec<usize>,
    /// Which part of the last member is meant.
    pub part: Part,
    /// What was found there.
    pub finding: Finding,
}

/// The finding at a node of the document: `path` counts the members or items from the root.
pub fn at(text: &str, path: &[usize], part: Part, finding: Finding) -> Finding {
    let unplaced = Unplaced { path: path.to_vec(), part, finding: finding.clone() };
    place_all(text, vec![unplaced]).pop().unwrap_or(finding)
}

/// The findings at their nodes, in the order of the document.
pub fn place_all(text: &str, mut findings: Vec<Unplaced>) -> Vec<Finding> {
    let text = without_mark(text);
    findings.sort_by(|a, b| (&a.path, a.part).cmp(&(&b.path, b.part)));
    let mut offsets = Vec::with_capacity(findings.len());
    locate(text, text, 0, &findings, &mut offsets);
    let mut located: Vec<(usize, Unplaced)> = offsets.into_iter().zip(findings).collect();
    // A way that leads nowhere ends at the node before, which may lie before those of other ways.
    located.sort_by_key(|(offset, _)| *offset);
    let places = places(text, located.iter().map(|(offset, _)| *offset));
    located.into_iter().zip(places).map(|((_, known), place)| known.finding.at(text, place)).collect()
}

/// The path that a way by names leads along, as far as its nodes exist.
pub fn path_of(tree: &Tree, way: &[Step]) -> Vec<usize> {
    let (mut path, mut node) = (Vec::new(), tree);
    for step in way {
        let Some((index, next)) = child_of(node, step) else { break };
        path.push(index);
        node = next;
    }
    path
}

/// Whether another tree has a node where the path leads to in this one, by the same keys and positions.
pub fn has_alike(other: &Tree, tree: &Tree, path: &[usize]) -> bool {
    let (mut node, mut there) = (tree, other);
    for index in path {
        let (step, child) = match node {
            Tree::Object(members) => match members.get(*index) {
                Some((key, child)) => (Step::from(key.as_str()), child),
                None => return false,
            },
            Tree::List(items) => match items.get(*index) {
                Some(child) => (Step::from(*index), child),
                None => return false,
            },
            _ => return false,
        };
        let Some((_, next)) = child_of(there, &step) else { return false };
        (node, there) = (child, next);
    }
    true
}

fn child_of<'t>(node: &'t Tree, step: &Step) -> Option<(usize, &'t Tree)> {
    match (node, step) {
        (Tree::Object(members), Step::Key(key)) => {
            let index = members.iter().position(|(known, _)| known == key)?;
            Some((index, &members[index].1))
        }
        (Tree::List(items), Step::Item(position)) => Some((*position, items.get(*position)?)),
        _ => None,
    }
}

/// The bytes before the node of each finding. All findings lie in `node`, which is `depth` steps from the root.
fn locate<'t>(text: &'t str, node: &'t str, depth: usize, findings: &[Unplaced], offsets: &mut Vec<usize>) {
    let own = offset(text, node.trim_start_matches([' ', '\t', '\n', '\r']));
    let mut known = None;
    for group in findings.chunk_by(|a, b| a.path.get(depth) == b.path.get(depth)) {
        let index = group[0].path.get(depth).copied();
        let child = index.and_then(|index| known.get_or_insert_with(|| children(node)).get(index).copied());
        let Some((key, value)) = child else {
            offsets.extend(group.iter().map(|_| own));
            continue;
        };
        let is_key = |found: &Unplaced| found.part == Part::Key && found.path.len() == depth + 1;
        let keys = group.iter().take_while(|found| is_key(found)).count();
        offsets.extend(group[..keys].iter().map(|_| offset(text, key)));
        if keys < group.len() {
            locate(text, value, depth + 1, &group[keys..], offsets);
        }
    }
}

/// The places of these offsets, which must not decrease.
fn places(text: &str, offsets: impl Iterator<Item = usize>) -> Vec<Place> {
    let (mut line, mut line_start, mut done) = (1, 0, 0);
    let place = |offset: usize| {
        let offset = offset.min(text.len()).max(done);
        let passed = &text[done..offset];
        line += passed.matches('\n').count();
        line_start = passed.rfind('\n').map_or(line_start, |newline| done + newline + 1);
        done = offset;
        Place { line, column: text[line_start..offset].chars().count() + 1 }
    };
    offsets.map(place).collect()
}

/// How many bytes of `text` lie before `part`, which is a piece of it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// The members of an object, or the items of a list, each as its own key.
fn children(node: &str) -> Vec<(&str, &str)> {
    if node.trim_start().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(node).unwrap_or_default();
        return items.into_iter().map(|item| (item.get(), item.get())).collect();
    }
    let Members(members): Members<&RawValue, &RawValue> =
        serde_json::from_str(node).unwrap_or(Members(Vec::new()));
    members.into_iter().map(|(key, value)| (key.get(), value.get())).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Message;

    fn place(text: &str, path: &[usize], part: Part) -> (usize, usize) {
        let place = at(text, path, part, Finding::error(Message::new("code"))).place.unwrap();
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
    fn many_findings_are_placed_at_once_in_the_order_of_the_document() {
        let text = "{\n \"a\": [1,\n 2], \"b\": 3}";
        let ways: [(&[usize], Part); 6] = [
            (&[1], Part::Value),
            (&[0, 1], Part::Value),
            (&[0, 7], Part::Value),
            (&[0], Part::Key),
            (&[], Part::Value),
            (&[1], Part::Key),
        ];
        let unplaced = ways.map(|(path, part)| Unplaced {
            path: path.to_vec(),
            part,
            finding: Finding::error(Message::new("code")),
        });
        let places = place_all(text, unplaced.to_vec()).into_iter().filter_map(|finding| finding.place);
        let places: Vec<_> = places.map(|place| (place.line, place.column)).collect();
        assert_eq!(places, [(1, 1), (2, 2), (2, 7), (3, 2), (3, 6), (3, 11)]);
    }
}
