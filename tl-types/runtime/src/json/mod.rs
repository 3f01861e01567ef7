//! Values as JSON, by the table of their schema: nothing is compiled for a type.
#![doc = include_str!("json.md")]

mod read;
#[cfg(feature = "serde")]
mod serde_impls;
mod sink;
mod text_sink;
#[cfg(feature = "serde")]
mod tokens;
mod typed;
mod writer;

use alloc::string::String;

pub use self::read::{JsonError, JsonErrorKind, from_json};
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use self::serde_impls::{deserialize, serde_core, serialize};
pub use self::typed::{JsonValue, value_from_json, value_from_json_with, value_to_json};
pub use self::writer::JsonWriter;
use crate::interpret::{Halt, walk, walk_lossless};
use crate::limits::Limits;
use crate::table::{Table, TypeRef};

/// The key of the name of a constructor or function.
const TYPE_KEY: &str = "@type";

/// The name of an object whose constructor is unknown, and its keys.
const UNKNOWN_TYPE: &str = "@unknown";
const ID_KEY: &str = "id";
const UNKNOWN_BYTES_KEY: &str = "bytes";

/// The key of the contents of a string that isn't UTF-8.
const BYTES_KEY: &str = "@bytes";

/// The key of all bytes of a string in a form that no TL writer produces.
const ENCODED_KEY: &str = "@encoded";

/// The key of the value inside of a wrapper, which the wrapper's own fields contain too.
const CONTENT_KEY: &str = "@content";

/// The keys with which clients mark requests and answers.
const PASSED_OVER_AT_THE_TOP: [&str; 2] = ["@extra", "@client_id"];

/// How values are written as JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// The limits of the bytes.
    pub limits: Limits,
    /// Whether strings in a form that no TL writer produces are kept. They are an error otherwise.
    pub is_lossless: bool,
    /// Whether each member and item has a line of its own.
    pub is_pretty: bool,
}

/// How JSON is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The limits of nesting depth, items, and memory for buffered objects.
    pub limits: Limits,
    /// Whether unknown keys are ignored. They are an error otherwise.
    pub ignores_unknown_keys: bool,
}

/// The JSON of a value.
///
/// # Errors
///
/// [`Halt::Invalid`] if the bytes aren't a value of the type within the limits.
pub fn to_json(table: &Table<'_>, ty: TypeRef, bytes: &[u8], options: &WriteOptions) -> Result<String, Halt> {
    let mut json = JsonWriter::new(String::with_capacity(2 * bytes.len()));
    if options.is_pretty {
        json = json.pretty();
    }
    let walk = if options.is_lossless { walk_lossless } else { walk };
    walk(table, ty, bytes, &options.limits, &mut json)?;
    Ok(json.into_inner())
}
