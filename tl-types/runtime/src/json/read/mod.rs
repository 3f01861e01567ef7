//! Reading JSON: a text becomes the bytes of a value, by the table of its schema.
//!
//! Values are read while the text is parsed. Only an object whose `@type` is not its first key, and a value that depends on
//! a number after it, are kept in memory first. Invariant: the bytes are a value of the type, or there is an error.

mod buffered;
mod error;
mod fields;
mod keys;
mod locate;
mod names;
mod nearest;
mod numbers;
mod object;
mod reading;
mod value;

use alloc::string::ToString as _;
use alloc::vec::Vec;

use serde_core::de::{DeserializeSeed as _, Deserializer};
use serde_json::de::StrRead;

pub use self::error::{JsonError, JsonErrorKind};
use self::names::Fitting;
use self::reading::Reading;
use self::value::{Found, Place, RootSeed, ValueSeed};
use super::ReadOptions;
use crate::interpret::Scope;
use crate::table::{Table, TypeRef};

/// The bytes of the value in a JSON text.
///
/// # Errors
///
/// [`JsonError`] with path, line and column, if the text isn't the JSON of a value of the type.
pub fn from_json(table: &Table<'_>, ty: TypeRef, text: &str, options: &ReadOptions) -> Result<Vec<u8>, JsonError> {
    read_text(table, text, options, |reading, json| read_value(reading, ty, json))
}

/// Like [`from_json`], for a value whose constructor or function has one of these ids.
pub(super) fn from_json_by_ids(
    table: &Table<'_>,
    ids: &[u32],
    text: &str,
    options: &ReadOptions,
) -> Result<Vec<u8>, JsonError> {
    read_text(table, text, options, |reading, json| {
        RootSeed { reading, fitting: Fitting::with_ids(table, ids) }.deserialize(json)
    })
}

fn read_text<'t>(
    table: &'t Table<'t>,
    text: &str,
    options: &ReadOptions,
    read: impl FnOnce(&mut Reading<'t>, &mut serde_json::Deserializer<StrRead<'_>>) -> serde_json::Result<()>,
) -> Result<Vec<u8>, JsonError> {
    let mut reading = Reading::new(table, text.len(), options);
    let mut json = serde_json::Deserializer::from_str(text);
    // The depth is limited by `Reading`.
    json.disable_recursion_limit();
    match read(&mut reading, &mut json).and_then(|()| json.end()) {
        Ok(()) => Ok(reading.out),
        Err(error) => Err(json_error(&reading, text, &error)),
    }
}

/// The same for any format. Its errors contain the path.
#[cfg(feature = "serde")]
pub(super) fn read_by_ids<'de, D: Deserializer<'de>>(
    table: &Table<'_>,
    ids: &[u32],
    json: D,
    options: &ReadOptions,
) -> Result<Vec<u8>, D::Error> {
    // The size of the input is unknown, and it is in memory already.
    let mut reading = Reading::new(table, 1 << 20, options);
    RootSeed { reading: &mut reading, fitting: Fitting::with_ids(table, ids) }.deserialize(json)?;
    Ok(reading.out)
}

fn read_value<'de, D: Deserializer<'de>>(reading: &mut Reading<'_>, ty: TypeRef, json: D) -> Result<(), D::Error> {
    let place = Place { scope: &Scope::NONE, first_flags: usize::MAX };
    let seed = ValueSeed { reading: &mut *reading, ty, place, is_outermost: true };
    match seed.deserialize(json)? {
        Found::Value => Ok(()),
        Found::Nothing => Err(reading.fail(JsonErrorKind::WrongValue { expected: "a value", found: "`null`" })),
    }
}

/// The error of reading, with its place.
fn json_error(reading: &Reading<'_>, text: &str, error: &serde_json::Error) -> JsonError {
    let path = reading.path_text();
    let (mut line, mut column) = (error.line(), error.column());
    let Some(kind) = reading.fault.clone() else {
        // The place is no part of the message.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().into();
        return JsonError::new(JsonErrorKind::Syntax { message }, path, line, column);
    };
    if reading.is_buffered
        && let Some(place) = locate::locate(text, &reading.path, &kind)
    {
        (line, column) = place;
    }
    if line == 0 {
        // The outermost value is complete, so that the parser knows no place.
        let last_line = text.rsplit('\n').next().unwrap_or_default();
        (line, column) = (text.split('\n').count(), last_line.len());
    }
    JsonError::new(kind, path, line, column)
}
