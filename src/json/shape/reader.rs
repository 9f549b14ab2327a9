//! A reader of serde over a tree that never stops at a fault it can set aside.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{At, Fault, Field, STAND_INS, State, Type};
use crate::error::{Finding, Message, Severity, nearest};
use crate::json::{Part, Step, Tree, Unplaced};

/// A value of the document, or a stand-in for one.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    tree: Option<&'a Tree>,
    /// What fills this place where the document says nothing.
    filled: Option<&'a Tree>,
    way: Option<&'a Way<'a>>,
    /// The field that it stands in for.
    stands_in: Option<Field>,
    state: &'a RefCell<State>,
}

/// The way to a value: its place among the members or items of what holds it, and so on up to the root.
struct Way<'a> {
    above: Option<&'a Way<'a>>,
    index: usize,
    key: Option<&'a str>,
}

impl<'a> Node<'a> {
    pub(super) const fn root(
        tree: Option<&'a Tree>,
        filled: Option<&'a Tree>,
        state: &'a RefCell<State>,
    ) -> Self {
        Self { tree, filled, way: None, stands_in: None, state }
    }

    /// The positions of the way, or its steps.
    fn path<S>(&self, step: impl Fn(&Way<'_>) -> S) -> Vec<S> {
        let mut path: Vec<S> = std::iter::successors(self.way, |way| way.above).map(step).collect();
        path.reverse();
        path
    }

    /// Adds a finding here, or at the key of a member; beyond those that are told it is only counted.
    fn add(&self, severity: Severity, key: Option<usize>, fault: impl FnOnce() -> Fault) {
        let mut state = self.state.borrow_mut();
        let (mut path, mut finding) = (Vec::new(), Finding::error(Message::new("pack.shape")));
        if !state.found.is_full() {
            path = self.path(|way| way.index);
            path.extend(key);
            finding = Finding { severity, ..fault().finding() };
        }
        let part = if key.is_some() { Part::Key } else { Part::Value };
        state.found.add(severity, Unplaced { path, part, finding });
    }

    /// Notes that nothing is known of what stands here, or of a member that does not.
    fn leave_gap(&self, member: Option<&str>) {
        let mut state = self.state.borrow_mut();
        // A file of more faults than are told is in doubt as a whole.
        if !state.found.is_full() {
            let step = |way: &Way<'_>| way.key.map_or(Step::Item(way.index), Step::from);
            let mut gap = self.path(step);
            gap.extend(member.map(Step::from));
            state.gaps.push(gap);
        }
    }

    /// Sets the value aside, if it is one of the document.
    fn refuse(&self, fault: impl FnOnce(&'a Tree) -> Fault) {
        if let Some(tree) = self.tree {
            self.add(Severity::Error, None, || fault(tree));
            self.leave_gap(None);
        }
    }

    fn refuse_kind(&self, expected: &dyn Expected) {
        self.refuse(|found| Fault::kind(found, expected));
    }

    /// Where a fault is that has no place yet.
    fn placed(&self, fault: Fault) -> Fault {
        let own = || match self.stands_in {
            Some(field) => Some(At::StandIn(field)),
            None => self.tree.map(|tree| At::Value(std::ptr::from_ref(tree) as usize)),
        };
        Fault { at: fault.at.or_else(own), ..fault }
    }

    /// Reads a value; a fault that is none of the shape gets its place here.
    fn give<'de, S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        self.state.borrow_mut().values += 1;
        seed.deserialize(self).map_err(|fault| self.placed(fault))
    }

    /// Why the type refused this value in a reading before, and the text that stands in for it now.
    fn stand_in(&self) -> (Option<String>, &'static str) {
        let state = self.state.borrow();
        let address = self.tree.map(|tree| std::ptr::from_ref(tree) as usize);
        let refused = address.and_then(|address| state.refused.get(&address));
        let of_field = |(of, field): Field| state.required.get(&of)?.get(field).copied();
        let number = refused.map(|(number, _)| *number).or_else(|| of_field(self.stands_in?)).unwrap_or(0);
        (refused.map(|(_, detail)| detail.clone()), STAND_INS.get(number).copied().unwrap_or_default())
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (refused, stand_in) = self.stand_in();
        match (self.tree, refused) {
            (Some(Tree::Text(text)), None) => return visitor.visit_str(text),
            (Some(Tree::Text(_)), Some(detail)) => self.refuse(|_| Fault::new(detail)),
            _ => self.refuse_kind(&visitor),
        }
        visitor.visit_str(stand_in)
    }

    /// The members that a type gets: those of its fields that are there, and stand-ins for those it needs.
    fn fields(self, of: Type, fields: &'static [&'static str], members: &'a [(String, Tree)]) -> Members<'a> {
        let mut given: Vec<(&str, usize, Node<'a>)> = Vec::new();
        let mut meant = Vec::new();
        for (index, (key, tree)) in members.iter().enumerate() {
            if let Some(field) = fields.iter().find(|field| *field == key) {
                if given.iter().any(|(known, ..)| known == field) {
                    // The first value counts, and nobody knows whether it is the one that was meant.
                    self.leave_gap(Some(field));
                } else {
                    let filled = self.filled.and_then(|filled| filled.member(field));
                    given.push((*field, index, Node { tree: Some(tree), filled, stands_in: None, ..self }));
                }
                continue;
            }
            if !self.state.borrow().found.is_full() {
                meant.extend(nearest(key, fields.iter().copied()));
            }
            self.add(Severity::Error, Some(index), || Fault::unknown_field(key, fields));
        }
        let required = self.state.borrow().required.get(&of).cloned().unwrap_or_default();
        let is_absent = |field: &&&str| !given.iter().any(|(known, ..)| known == *field);
        let absent: Vec<&'static str> = required.keys().filter(is_absent).copied().collect();
        for field in absent {
            // A field with a slip in its name is not missing as well.
            if self.tree.is_some() && !meant.contains(&field) {
                let is_filled = self.filled.is_some_and(|filled| filled.member(field).is_some());
                let severity = if is_filled { Severity::Warning } else { Severity::Error };
                self.add(severity, None, || Fault::missing_field(field));
            }
            if self.tree.is_some() {
                self.leave_gap(Some(field));
            }
            given.push((field, 0, Node { tree: None, stands_in: Some((of, field)), ..self }));
        }
        Members { above: self.way, given: given.into_iter(), next: None }
    }
}

impl Fault {
    fn new(detail: String) -> Self {
        Self { detail, missing: None, at: None }
    }

    fn kind(found: &Tree, expected: &dyn Expected) -> Self {
        let unexpected = match found {
            Tree::Null => Unexpected::Unit,
            Tree::Boolean(value) => Unexpected::Bool(*value),
            Tree::Number(number) => unexpected(number),
            Tree::Text(text) => Unexpected::Str(text),
            Tree::List(_) => Unexpected::Seq,
            Tree::Object(_) => Unexpected::Map,
        };
        Self::invalid_type(unexpected, expected)
    }
}

/// A number as serde speaks of it.
fn unexpected(number: &serde_json::Number) -> Unexpected<'_> {
    let whole = number.as_u64().map(Unexpected::Unsigned).or_else(|| number.as_i64().map(Unexpected::Signed));
    whole.unwrap_or_else(|| Unexpected::Float(number.as_f64().unwrap_or_default()))
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.detail)
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: fmt::Display>(detail: T) -> Self {
        Self::new(detail.to_string())
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        // In the words of the reader of files that stop at the first fault.
        Self::new(serde_json::Error::invalid_type(unexpected, expected).to_string())
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(serde_json::Error::invalid_value(unexpected, expected).to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: Some(field), ..Self::new(serde_json::Error::missing_field(field).to_string()) }
    }
}

/// Whole numbers of each size.
macro_rules! whole_numbers {
    ($($read:ident $visit:ident $type:ty,)*) => {$(
        fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let Some(Tree::Number(number)) = self.tree else {
                self.refuse_kind(&visitor);
                return visitor.$visit(0);
            };
            let whole = number.as_u64().map(i128::from).or_else(|| number.as_i64().map(i128::from));
            if let Some(fitting) = whole.and_then(|whole| <$type>::try_from(whole).ok()) {
                return visitor.$visit(fitting);
            }
            match whole {
                Some(_) => self.refuse(|_| Fault::invalid_value(unexpected(number), &visitor)),
                None => self.refuse_kind(&visitor),
            }
            visitor.$visit(0)
        }
    )*};
}

impl<'de, 'a> Deserializer<'de> for Node<'a> {
    type Error = Fault;

    whole_numbers! {
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64,
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Some(Tree::Number(number)) = self.tree {
            return visitor.visit_f64(number.as_f64().unwrap_or_default());
        }
        self.refuse_kind(&visitor);
        visitor.visit_f64(0.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Some(Tree::Boolean(value)) = self.tree {
            return visitor.visit_bool(*value);
        }
        self.refuse_kind(&visitor);
        visitor.visit_bool(false)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.tree {
            None | Some(Tree::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = if let Some(Tree::List(items)) = self.tree {
            items.as_slice()
        } else {
            self.refuse_kind(&visitor);
            &[]
        };
        visitor.visit_seq(Items { list: self, items: items.iter().enumerate() })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut given = Vec::new();
        if let Some(Tree::Object(members)) = self.tree {
            let mut seen = BTreeSet::new();
            let is_first = |(_, (key, _)): &(usize, &'a (String, Tree))| {
                let is_first = seen.insert(key);
                if !is_first {
                    self.leave_gap(Some(key));
                }
                is_first
            };
            let members = members.iter().enumerate().filter(is_first);
            let filled: BTreeMap<&str, &Tree> = match self.filled {
                Some(Tree::Object(members)) => {
                    members.iter().map(|(key, tree)| (key.as_str(), tree)).collect()
                }
                _ => BTreeMap::new(),
            };
            let node = |key: &'a String, tree| Node {
                tree: Some(tree),
                filled: filled.get(key.as_str()).copied(),
                stands_in: None,
                ..self
            };
            given = members.map(|(index, (key, tree))| (key.as_str(), index, node(key, tree))).collect();
        } else {
            self.refuse_kind(&visitor);
        }
        visitor.visit_map(Members { above: self.way, given: given.into_iter(), next: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let of = (name, fields.as_ptr() as usize);
        let members = if let Some(Tree::Object(members)) = self.tree {
            self.fields(of, fields, members)
        } else {
            self.refuse_kind(&visitor);
            Node { tree: None, filled: None, ..self }.fields(of, fields, &[])
        };
        visitor.visit_map(members).map_err(|fault| {
            let at = fault.missing.map(|field| At::Missing((of, field)));
            Fault { at: fault.at.or(at), ..fault }
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let known = |word: &str| variants.iter().find(|known| **known == word).copied();
        let (word, content) = match self.tree {
            Some(Tree::Text(word)) => (known(word), None),
            Some(Tree::Object(members)) if members.len() == 1 => (known(&members[0].0), Some(&members[0].1)),
            _ => (None, None),
        };
        let Some(word) = word else {
            self.refuse(|found| match found {
                Tree::Text(word) => Fault::unknown_variant(word, variants),
                Tree::Object(members) if members.len() == 1 => {
                    Fault::unknown_variant(&members[0].0, variants)
                }
                _ => Fault::unknown_variant(&found.shown(), variants),
            });
            let word = variants.first().copied().unwrap_or_default();
            return visitor.visit_enum(Variant { of: Node { tree: None, ..self }, word, content: None });
        };
        visitor.visit_enum(Variant { of: self, word, content })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.tree {
            None | Some(Tree::Null) => visitor.visit_unit(),
            Some(Tree::Boolean(value)) => visitor.visit_bool(*value),
            Some(Tree::Number(_)) => self.deserialize_f64(visitor),
            Some(Tree::Text(text)) => visitor.visit_str(text),
            Some(Tree::List(_)) => self.deserialize_seq(visitor),
            Some(Tree::Object(_)) => self.deserialize_map(visitor),
        }
    }

    forward_to_deserialize_any! {
        f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The items of a list.
struct Items<'a> {
    list: Node<'a>,
    items: std::iter::Enumerate<std::slice::Iter<'a, Tree>>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some((index, tree)) = self.items.next() else { return Ok(None) };
        let way = Way { above: self.list.way, index, key: None };
        let filled = match self.list.filled {
            Some(Tree::List(items)) => items.get(index),
            _ => None,
        };
        let item = Node { tree: Some(tree), filled, way: Some(&way), stands_in: None, ..self.list };
        item.give(seed).map(Some)
    }
}

/// The members of an object, each with its key, its place, and its value or what stands in for it.
struct Members<'a> {
    above: Option<&'a Way<'a>>,
    given: std::vec::IntoIter<(&'a str, usize, Node<'a>)>,
    next: Option<(&'a str, usize, Node<'a>)>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.next = self.given.next();
        let Some((key, ..)) = self.next else { return Ok(None) };
        let key: StrDeserializer<'_, Fault> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((key, index, node)) = self.next.take() else { return Err(Fault::new(String::new())) };
        let way = Way { above: self.above, index, key: Some(key) };
        Node { way: Some(&way), ..node }.give(seed)
    }
}

/// One of several words, with what stands behind it.
struct Variant<'a> {
    of: Node<'a>,
    word: &'static str,
    content: Option<&'a Tree>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Fault;
    type Variant = Variant<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let word: StrDeserializer<'_, Fault> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if self.content.is_some_and(|content| *content != Tree::Null) {
            self.of.refuse(|_| Fault::invalid_type(Unexpected::NewtypeVariant, &"a text"));
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        if self.content.is_none() {
            self.of.refuse(|_| Fault::invalid_type(Unexpected::UnitVariant, &"newtype variant"));
        }
        let way = Way { above: self.of.way, index: 0, key: Some(self.word) };
        Node { tree: self.content, filled: None, way: Some(&way), ..self.of }.give(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        Err(Fault::invalid_type(Unexpected::TupleVariant, &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        Err(Fault::invalid_type(Unexpected::StructVariant, &visitor))
    }
}
