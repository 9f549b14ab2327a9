//! Reading of typed documents. A struct is read from an object and from nothing else: serde would take a list of its
//! fields too, which no file of ours may hold, and for which as much is compiled again.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads a whole document of a known shape.
///
/// # Errors
/// Not JSON, not of this shape, or text behind its end; with line and column.
pub fn typed<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let document = T::deserialize(Objects(&mut reader))?;
    reader.end()?;
    Ok(document)
}

/// A reader, visitor, seed or access as it is, but that it reads structs from objects only, at any depth.
struct Objects<Inner>(Inner);

macro_rules! as_it_is {
    ($($method:ident)*) => {
        $(#[inline(never)]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(visitor)
        })*
    };
}

macro_rules! with_objects_inside {
    ($($method:ident($($name:ident: $kind:ty),*))*) => {
        $(#[inline(never)]
        fn $method<V: Visitor<'de>>(self, $($name: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* Objects(visitor))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Objects<D> {
    type Error = D::Error;

    as_it_is! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_ignored_any
    }

    with_objects_inside! {
        deserialize_any() deserialize_option() deserialize_seq() deserialize_map()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_identifier(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Objects(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }
}

macro_rules! visits {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method<E: Error>(self, value: $kind) -> Result<V::Value, E> {
            self.0.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Objects<V> {
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
        self.0.visit_some(Objects(reader))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Objects(reader))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Objects(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Objects(members))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Objects<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Objects(reader))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Objects<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Objects(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Objects<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Objects(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
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
