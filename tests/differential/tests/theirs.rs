//! The types of `grammers-tl-types` as a table (see `build.rs`), and what they need to take an id before their fields.

use grammers_tl_types::deserialize::{Error, Result};
use grammers_tl_types::{Cursor, Deserializable, Identifiable, Serializable};

/// A combinator and the type that reads and writes it.
pub(crate) struct Theirs {
    /// The tree that the type for the same purpose is in here: `types`, `constructors` or `functions`.
    pub(crate) tree: &'static str,
    /// The TL name of the combinator, and then of the functions that it calls.
    pub(crate) calls: &'static [&'static str],
    /// [`back`] of the type.
    pub(crate) back: fn(&[u8]) -> Result<Vec<u8>>,
}

pub(crate) const API: &[Theirs] = include!(concat!(env!("OUT_DIR"), "/api.rs"));
pub(crate) const MTPROTO: &[Theirs] = include!(concat!(env!("OUT_DIR"), "/mtproto.rs"));

/// Decodes bytes and encodes the value again.
fn back<T: Deserializable + Serializable>(bytes: &[u8]) -> Result<Vec<u8>> {
    T::from_bytes(bytes).map(|value| value.to_bytes())
}

/// A constructor, which their `types` read and write without its id.
struct Identified<T>(T);

/// A function, which their `functions` write with its id and read without.
struct Call<F>(F);

fn after_id<T: Deserializable + Identifiable>(cursor: &mut Cursor<'_>) -> Result<T> {
    let id = u32::deserialize(cursor)?;
    if id == T::CONSTRUCTOR_ID { T::deserialize(cursor) } else { Err(Error::UnexpectedConstructor { id }) }
}

impl<T: Deserializable + Identifiable> Deserializable for Identified<T> {
    fn deserialize(cursor: &mut Cursor<'_>) -> Result<Self> {
        after_id(cursor).map(Self)
    }
}

impl<T: Serializable + Identifiable> Serializable for Identified<T> {
    fn serialize(&self, out: &mut impl Extend<u8>) {
        T::CONSTRUCTOR_ID.serialize(out);
        self.0.serialize(out);
    }
}

impl<F: Deserializable + Identifiable> Deserializable for Call<F> {
    fn deserialize(cursor: &mut Cursor<'_>) -> Result<Self> {
        after_id(cursor).map(Self)
    }
}

impl<F: Serializable> Serializable for Call<F> {
    fn serialize(&self, out: &mut impl Extend<u8>) {
        self.0.serialize(out);
    }
}
