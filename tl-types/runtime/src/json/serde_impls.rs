//! `serde` for generated types: JSON in readable formats, TL bytes in all others.
//!
//! Each type has two impls of one line, which call the functions of this file. Reading is compiled once for each format.

use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{self, Deserializer, SeqAccess, Visitor};
use serde_core::ser::{self, Serialize as _, Serializer};

use super::ReadOptions;
use super::tokens::{Tokens, ValueAt};
use super::typed::{JsonValue, decode};
use super::writer::TokenWriter;
use crate::interpret::walk;
use crate::limits::Limits;
use crate::read::Deserialize;
use crate::table::{Table, TypeRef};
use crate::write::Serialize;

/// The traits of serde, for generated code.
#[doc(hidden)]
pub use serde_core;

/// Serializes a value.
#[doc(hidden)]
pub fn serialize<T: JsonValue + Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let bytes = value.to_bytes().map_err(ser::Error::custom)?;
    serialize_bytes(T::TABLE, &bytes, serializer)
}

fn serialize_bytes<S: Serializer>(table: &Table<'_>, bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if !serializer.is_human_readable() {
        return serializer.serialize_bytes(bytes);
    }
    let mut writer = TokenWriter { sink: Tokens::default() };
    walk(table, TypeRef::ANY, bytes, &Limits::default(), &mut writer).map_err(ser::Error::custom)?;
    ValueAt::start_of(&writer.sink).serialize(serializer)
}

/// Deserializes a value.
#[doc(hidden)]
pub fn deserialize<'de, T: JsonValue + Deserialize, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let bytes = deserialize_bytes(T::TABLE, T::IDS, deserializer)?;
    decode(bytes).map_err(de::Error::custom)
}

fn deserialize_bytes<'de, D: Deserializer<'de>>(
    table: &Table<'_>,
    ids: &[u32],
    deserializer: D,
) -> Result<Vec<u8>, D::Error> {
    if deserializer.is_human_readable() {
        super::read::read_by_ids(table, ids, deserializer, &ReadOptions::default())
    } else {
        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

/// Takes the bytes of a value.
struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a TL value")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = items.next_element()? {
            bytes.push(byte);
        }
        Ok(bytes)
    }
}

/// Implements `serde::Serialize` for a type, in generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde_serialize {
    ($($name:ident)::+ $(<$($param:ident),+>)?) => {
        impl $(<$($param),+>)? $crate::json::serde_core::Serialize for $($name)::+ $(<$($param),+>)?
        $(where $($param: $crate::Serialize),+, Self: $crate::Serialize)?
        {
            fn serialize<S: $crate::json::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::json::serialize(self, serializer)
            }
        }
    };
}

/// Implements `serde::Deserialize` for a type, in generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde_deserialize {
    ($($name:ident)::+ $(<$($param:ident),+>)?) => {
        impl<'de $($(, $param)+)?> $crate::json::serde_core::Deserialize<'de> for $($name)::+ $(<$($param),+>)?
        $(where $($param: $crate::Deserialize),+, Self: $crate::Deserialize)?
        {
            fn deserialize<D: $crate::json::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::json::deserialize(deserializer)
            }
        }
    };
}
