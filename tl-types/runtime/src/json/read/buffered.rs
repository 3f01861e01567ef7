//! JSON in memory: an object whose `@type` comes late, or a value that depends on a number after it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::{MapDeserializer, SeqDeserializer};
use serde_core::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::keys::TextSeed;
use super::reading::Reading;

/// A JSON value.
#[derive(Debug)]
pub(super) enum Buffered<'de> {
    Null,
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Double(f64),
    String(Cow<'de, str>),
    Array(Vec<Self>),
    Object(Members<'de>),
}

/// The members of an object, in the order of the text.
pub(super) type Members<'de> = Vec<(Cow<'de, str>, Buffered<'de>)>;

/// Reads a value into memory, within the limits.
pub(super) struct BufferSeed<'r, 't>(pub(super) &'r mut Reading<'t>);

impl<'de> DeserializeSeed<'de> for BufferSeed<'_, '_> {
    type Value = Buffered<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Buffered<'de>, D::Error> {
        self.0.charge(size_of::<(Cow<'de, str>, Buffered<'de>)>())?;
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BufferSeed<'_, '_> {
    type Value = Buffered<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<Buffered<'de>, D::Error> {
        json.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Buffered<'de>, E> {
        Ok(Buffered::Double(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Buffered<'de>, E> {
        Ok(Buffered::String(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Buffered<'de>, E> {
        self.0.charge(value.len())?;
        Ok(Buffered::String(Cow::Owned(value.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Buffered<'de>, A::Error> {
        self.0.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = array.next_element_seed(BufferSeed(self.0))? {
            items.push(item);
        }
        self.0.shallower();
        Ok(Buffered::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Buffered<'de>, A::Error> {
        self.0.deeper()?;
        let mut members = Vec::new();
        self.0.buffer_members(&mut members, &mut object)?;
        self.0.shallower();
        Ok(Buffered::Object(members))
    }
}

impl Reading<'_> {
    /// Reads the remaining members of an object into memory.
    pub(super) fn buffer_members<'de, A: MapAccess<'de>>(
        &mut self,
        members: &mut Members<'de>,
        object: &mut A,
    ) -> Result<(), A::Error> {
        while let Some(key) = object.next_key_seed(TextSeed)? {
            self.charge(key.len())?;
            let value = object.next_value_seed(BufferSeed(self))?;
            members.push((key, value));
        }
        Ok(())
    }
}

/// Reads a buffered value like one of a text.
pub(super) struct BufferedJson<'b, 'de, E> {
    value: &'b Buffered<'de>,
    error: PhantomData<E>,
}

impl<'b, 'de, E: Error> IntoDeserializer<'b, E> for &'b Buffered<'de> {
    type Deserializer = BufferedJson<'b, 'de, E>;

    fn into_deserializer(self) -> BufferedJson<'b, 'de, E> {
        BufferedJson { value: self, error: PhantomData }
    }
}

/// Members as the object that they were read from.
pub(super) fn object_of_members<'b, E: Error>(members: &'b Members<'_>) -> impl MapAccess<'b, Error = E> {
    MapDeserializer::new(members.iter().map(|(key, value)| (&**key, value)))
}

impl<'de, E: Error> Deserializer<'de> for BufferedJson<'de, '_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.value {
            Buffered::Null => visitor.visit_unit(),
            Buffered::Boolean(value) => visitor.visit_bool(*value),
            Buffered::Signed(value) => visitor.visit_i64(*value),
            Buffered::Unsigned(value) => visitor.visit_u64(*value),
            Buffered::Double(value) => visitor.visit_f64(*value),
            Buffered::String(value) => visitor.visit_borrowed_str(value),
            Buffered::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Buffered::Object(members) => visitor.visit_map(object_of_members(members)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
