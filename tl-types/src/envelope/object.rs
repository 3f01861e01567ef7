//! Objects: boxed values of any type, known or not.

use alloc::vec::Vec;

use super::{Error, Result};
use crate::{Bytes, Deserialize, Reader, Serialize, Sharing, runtime};

/// A boxed value that takes all the bytes it was read from, kept whole where its constructor isn't one of `T`.
///
/// Only at the outside is an unknown constructor no error, as only there its length is known: in a message, in a
/// result, unpacked. One that stands deeper is an error with its path, as ever.
#[derive(Clone, Debug, PartialEq)]
pub enum Object<T> {
    /// A value of `T`.
    Known(T),
    /// A value of another type.
    Unknown {
        /// Id of its constructor.
        id: u32,
        /// All of its bytes, with the id: at least 4, and a multiple of 4.
        bytes: Bytes,
    },
}

impl<T: Deserialize> Object<T> {
    /// Reads an object that takes all of `bytes`. It is unknown if its id isn't one of [`T::IDS`](Deserialize::IDS); of
    /// a type without ids of its own (`bool`, `Vec<_>`) it is always known, or an error.
    ///
    /// # Errors
    ///
    /// [`Error::Codec`] if the id is known and the rest is no such value; [`Error::ObjectLength`] if the id is unknown
    /// and the length no positive multiple of 4.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(Reader::new(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but an unknown object and fields of type `bytes` share the memory of
    /// `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        Self::read(Reader::shared(bytes))
    }

    /// Reads an object that takes all that is left to a reader, with its limits.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read<S: Sharing>(reader: Reader<'_, S>) -> Result<Self> {
        match unknown_id::<T>(reader.remaining())? {
            None => Ok(Self::Known(reader.read_all()?)),
            Some(id) => {
                let runtime::RawObject(bytes) = reader.read_all()?;
                Ok(Self::Unknown { id, bytes })
            }
        }
    }
}

impl<T: Serialize> Object<T> {
    /// The bytes of the object. Those of an unknown one are what was read.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`]; [`Error::ObjectLength`] and [`Error::UnexpectedId`] if the bytes of an unknown object
    /// are none, or those of another one.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the bytes of the object to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is as before then.
    pub fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Known(value) => value.append_to(out)?,
            Self::Unknown { id: expected, bytes } => {
                checked_len(bytes.len(), 0)?;
                match id(bytes) {
                    Some(id) if id != *expected => {
                        return Err(Error::UnexpectedId { offset: 0, id, expected: *expected });
                    }
                    _ => out.extend_from_slice(bytes),
                }
            }
        }
        Ok(())
    }
}

/// The constructor id that an object starts with; none if it has fewer than 4 bytes.
#[must_use]
pub fn id(object: &[u8]) -> Option<u32> {
    object.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The id of an object that isn't a `T`; none if it is to be read as one.
fn unknown_id<T: Deserialize>(object: &[u8]) -> Result<Option<u32>> {
    let unknown = id(object).filter(|id| !T::IDS.is_empty() && !T::IDS.contains(id));
    if unknown.is_some() {
        checked_len(object.len(), 0)?;
    }
    Ok(unknown)
}

/// The length of an object, if it can be one: not 0, and a multiple of 4.
pub(super) fn checked_len(len: usize, offset: usize) -> Result<usize> {
    if len > 0 && len.is_multiple_of(4) { Ok(len) } else { Err(bad_len(len, offset)) }
}

/// The error of an object whose length cannot be.
pub(super) fn bad_len(len: usize, offset: usize) -> Error {
    Error::ObjectLength { offset, len: i64::try_from(len).unwrap_or(i64::MAX) }
}
