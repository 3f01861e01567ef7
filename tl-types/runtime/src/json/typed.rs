//! Typed values as JSON: a value is encoded, and its bytes are walked by the table of its protocol.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::read::{self, JsonError, JsonErrorKind};
use super::{ReadOptions, WriteOptions, to_json};
use crate::error::{Error, ErrorKind, Result};
use crate::interpret::Halt;
use crate::read::Deserialize;
use crate::table::{Table, TypeRef};
use crate::write::Serialize;

/// A type with a constructor id, whose declaration is in a table. Generated code implements it.
pub trait JsonValue {
    /// The table of the protocol.
    const TABLE: &'static Table<'static>;
}

/// The JSON of a value, on one line.
///
/// # Errors
///
/// As [`Serialize::to_bytes`].
pub fn value_to_json<T: JsonValue + Serialize>(value: &T) -> Result<String> {
    let bytes = value.to_bytes()?;
    to_json(T::TABLE, TypeRef::ANY, &bytes, &WriteOptions::default()).map_err(error_of_walk)
}

/// The value in a JSON text.
///
/// # Errors
///
/// [`JsonError`] with path, line and column, if the text isn't the JSON of a value of the type.
pub fn value_from_json<T: JsonValue + Deserialize>(text: &str) -> core::result::Result<T, JsonError> {
    value_from_json_with(text, &ReadOptions::default())
}

/// Like [`value_from_json`], with other limits or with unknown keys ignored.
///
/// # Errors
///
/// As [`value_from_json`].
pub fn value_from_json_with<T: JsonValue + Deserialize>(
    text: &str,
    options: &ReadOptions,
) -> core::result::Result<T, JsonError> {
    let bytes = read::from_json_by_ids(T::TABLE, T::IDS, text, options)?;
    decode(bytes).map_err(|error| {
        let message = error.to_string();
        JsonError::new(JsonErrorKind::Decoding { message }, "$".into(), 0, 0)
    })
}

pub(super) fn decode<T: Deserialize>(bytes: Vec<u8>) -> Result<T> {
    T::from_shared(&bytes.into())
}

/// The error for bytes that a type wrote and its table refuses, as a type by hand may do.
#[cold]
pub(super) fn error_of_walk(halt: Halt) -> Error {
    match halt {
        Halt::Invalid(error) => Error::new(error.kind, error.offset),
        Halt::Stopped => Error::new(ErrorKind::InvalidValue { reason: "no JSON" }, 0),
    }
}

/// Implements [`JsonValue`] for a type, in generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_json {
    ($root:ident, $($name:ident)::+ $(<$($param:ident),+>)?) => {
        impl $(<$($param),+>)? $crate::json::JsonValue for $($name)::+ $(<$($param),+>)? {
            const TABLE: &'static $crate::table::Table<'static> = &$root::TABLE;
        }
        $crate::impl_serde_serialize!($($name)::+ $(<$($param),+>)?);
    };
}

/// Implements reading of JSON for a type that can be decoded, in generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_json_reading {
    ($root:ident, $($name:ident)::+ $(<$($param:ident),+>)?) => {
        $crate::impl_serde_deserialize!($($name)::+ $(<$($param),+>)?);
    };
}

/// Expands to nothing, because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde_serialize {
    ($($ignored:tt)*) => {};
}

/// Expands to nothing, because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde_deserialize {
    ($($ignored:tt)*) => {};
}
