//! Reading of typed documents. A struct is read from an object and from nothing else: serde would take a list of its
//! fields too, which no file of ours may hold, and for which as much is compiled again. Where the reading stops is
//! known.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// Reads a whole document of a known shape.
///
/// # Errors
/// Not JSON, not of this shape, or text behind its end; with line and column.
pub fn typed<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<T> {
    typed_along(text, &Way::default())
}

/// The same; where it stops, the way ends at the node that it stopped at.
///
/// # Errors
/// Those of [`typed`].
pub(super) fn typed_along<'de, T: Deserialize<'de>>(text: &'de str, way: &Way) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let document = T::deserialize(Objects(&mut reader, way))?;
    reader.end()?;
    Ok(document)
}

/// The way to the node that is read.
#[derive(Debug, Default)]
pub(super) struct Way {
    path: RefCell<Vec<usize>>,
    is_key: Cell<bool>,
    variants: Cell<Option<&'static [&'static str]>>,
}

impl Way {
    /// The positions of the members and items from the root, and whether a key is meant.
    pub(super) fn end(&self) -> (Vec<usize>, bool) {
        (self.path.borrow().clone(), self.is_key.get())
    }

    /// The words of which one was expected there, where one was.
    pub(super) const fn variants(&self) -> Option<&'static [&'static str]> {
        self.variants.get()
    }

    /// Reads a member or item; after an error the way stays where it is.
    fn step<T, E>(&self, index: usize, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let depth = self.path.borrow().len();
        self.path.borrow_mut().push(index);
        let value = read()?;
        self.path.borrow_mut().truncate(depth);
        Ok(value)
    }
}

/// A reader, visitor, seed or access as it is, but that it reads structs from objects only, at any depth, and keeps to
/// its way.
struct Objects<'w, Inner>(Inner, &'w Way);

macro_rules! as_it_is {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(visitor)
        })*
    };
}

macro_rules! with_objects_inside {
    ($($method:ident($($name:ident: $kind:ty),*))*) => {
        $(fn $method<V: Visitor<'de>>(self, $($name: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* Objects(visitor, self.1))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Objects<'_, D> {
    type Error = D::Error;

    as_it_is! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier
        deserialize_ignored_any
    }

    with_objects_inside! {
        deserialize_any() deserialize_option() deserialize_seq() deserialize_map()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Objects(visitor, self.1))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.1.variants.set(Some(variants));
        let value = self.0.deserialize_enum(name, variants, Objects(visitor, self.1))?;
        self.1.variants.set(None);
        Ok(value)
    }
}

macro_rules! visits {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method<E: Error>(self, value: $kind) -> Result<V::Value, E> {
            self.0.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Objects<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    visits! {
        visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, visit_borrowed_str: &'de str,
        visit_string: String
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Objects(reader, self.1))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Objects(reader, self.1))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Children { inner: items, next: 0, way: self.1 })
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Children { inner: members, next: 0, way: self.1 })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Objects(variant, self.1))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Objects<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Objects(reader, self.1))
    }
}

/// The members of an object, or the items of a list.
struct Children<'w, Inner> {
    inner: Inner,
    /// The position of the next one.
    next: usize,
    way: &'w Way,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Children<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let index = self.next;
        self.next += 1;
        self.way.step(index, || self.inner.next_element_seed(Objects(seed, self.way)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Children<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.way.is_key.set(true);
        let key = self.way.step(self.next, || self.inner.next_key_seed(seed))?;
        self.way.is_key.set(false);
        Ok(key)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let index = self.next;
        self.next += 1;
        self.way.step(index, || self.inner.next_value_seed(Objects(seed, self.way)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, 'w, A: EnumAccess<'de>> EnumAccess<'de> for Objects<'w, A> {
    type Error = A::Error;
    type Variant = Objects<'w, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let (value, content) = self.0.variant_seed(seed)?;
        Ok((value, Objects(content, self.1)))
    }
}

/// The content of a variant is the one member of an object.
impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Objects<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.1.step(0, || self.0.newtype_variant_seed(Objects(seed, self.1)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.1.step(0, || self.0.tuple_variant(length, Objects(visitor, self.1)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.1.step(0, || self.0.struct_variant(fields, Objects(visitor, self.1)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::{Value, from_str, json};

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        name: String,
        #[serde(default)]
        inner: Option<Inner>,
        #[serde(default)]
        list: Vec<Inner>,
        #[serde(default)]
        map: BTreeMap<String, Inner>,
        #[serde(default)]
        rest: Value,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Inner {
        number: u8,
        share: f64,
        is: bool,
        kind: Kind,
        pair: (i16, Wrapped),
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wrapped(String);

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        One,
        Two(u8),
    }

    fn inner() -> Value {
        json!({ "number": 1, "share": 0.5, "is": true, "kind": { "two": 2 }, "pair": [-1, "x"] })
    }

    #[test]
    fn it_reads_what_the_usual_reader_reads() {
        let whole = json!({
            "name": "a \n b", "inner": inner(), "list": [inner(), inner()], "map": { "x": inner() },
            "rest": [null, 1, -1, 0.5, "", { "a": [true] }],
        });
        for document in
            [whole, json!({ "name": "", "inner": null }), json!({}), json!({ "name": 1 }), json!(1)]
        {
            let text = document.to_string();
            let (ours, theirs) = (typed::<Outer>(&text), from_str::<Outer>(&text));
            assert_eq!(ours.map_err(|error| error.to_string()), theirs.map_err(|error| error.to_string()));
        }
        for text in ["{", "{\"name\": \"\"} x", "{\"name\": \"\",\n \"other\": 1}"] {
            let (ours, theirs) = (typed::<Outer>(text), from_str::<Outer>(text));
            assert_eq!(ours.unwrap_err().to_string(), theirs.unwrap_err().to_string());
        }
    }

    #[test]
    fn a_list_is_no_struct_at_any_depth() {
        let listed = json!([1, 0.5, true, "one", [-1, "x"]]);
        for document in [
            json!([""]),
            json!({ "name": "", "inner": listed }),
            json!({ "name": "", "list": [listed] }),
            json!({ "name": "", "map": { "x": listed } }),
        ] {
            let text = document.to_string();
            assert!(from_str::<Outer>(&text).is_ok(), "{text}");
            let told = typed::<Outer>(&text).unwrap_err().to_string();
            assert!(told.starts_with("invalid type: sequence, expected struct"), "{told}");
        }
    }
}
