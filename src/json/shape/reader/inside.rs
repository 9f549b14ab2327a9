//! What stands inside of a value, as serde asks for it: items, members, and what a word carries.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};

use super::{Fault, Node, Way};
use crate::json::Tree;

/// The items of a list.
pub(super) struct Items<'a> {
    pub(super) list: Node<'a>,
    pub(super) items: std::iter::Enumerate<std::slice::Iter<'a, Tree>>,
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
pub(super) struct Members<'a> {
    pub(super) above: Option<&'a Way<'a>>,
    pub(super) given: std::vec::IntoIter<(&'a str, usize, Node<'a>)>,
    pub(super) next: Option<(&'a str, usize, Node<'a>)>,
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
pub(super) struct Variant<'a> {
    pub(super) of: Node<'a>,
    pub(super) word: &'static str,
    pub(super) content: Option<&'a Tree>,
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
