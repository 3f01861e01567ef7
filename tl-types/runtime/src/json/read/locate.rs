//! The place of a value that was read from memory: the text is searched again along the path.

use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::error::JsonErrorKind;
use super::keys::TextSeed;
use super::reading::PathPart;

/// The line and column of the end of the value at a path, or of its key if the key is at fault.
pub(super) fn locate(text: &str, path: &[PathPart<'_>], kind: &JsonErrorKind) -> Option<(usize, usize)> {
    let n_skipped = usize::from(matches!(kind, JsonErrorKind::RepeatedKey { .. }));
    let is_key = matches!(kind, JsonErrorKind::RepeatedKey { .. } | JsonErrorKind::UnknownKey { .. });
    let mut json = serde_json::Deserializer::from_str(text);
    json.disable_recursion_limit();
    let found = Search { path, is_key, n_skipped }.deserialize(&mut json);
    found.err().map(|error| (error.line(), error.column()))
}

/// Ends with an error at the end of the path.
#[derive(Clone, Copy)]
struct Search<'p> {
    path: &'p [PathPart<'p>],
    is_key: bool,
    /// How many keys with the last name are passed.
    n_skipped: usize,
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            json.deserialize_any(IgnoredAny)?;
            return Err(D::Error::custom("found"));
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let Some((PathPart::Item(wanted), path)) = self.path.split_first() else { return Ok(()) };
        for _ in 0..*wanted {
            array.next_element::<IgnoredAny>()?;
        }
        array.next_element_seed(Self { path, ..self }).map(|_| ())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        let Some((wanted, path)) = self.path.split_first() else { return Ok(()) };
        while let Some(key) = object.next_key_seed(TextSeed)? {
            let is_wanted = match wanted {
                PathPart::Field(name) => *name == key,
                PathPart::Key(name) => *name == key,
                PathPart::Position(index) => key.parse() == Ok(*index),
                PathPart::Item(_) => false,
            };
            if !is_wanted || path.is_empty() && core::mem::take(&mut self.n_skipped) > 0 {
                object.next_value::<IgnoredAny>()?;
            } else if path.is_empty() && self.is_key {
                return Err(A::Error::custom("found"));
            } else {
                return object.next_value_seed(Self { path, ..self });
            }
        }
        Ok(())
    }
}
