//! Objects: boxed values of any type, decoded if the type is known.

use alloc::vec::Vec;

use tl_runtime::{Bytes, Deserialize, RawObject, Reader, Serialize};

use crate::{Error, Result};

/// A boxed value that takes the whole input. If its constructor isn't one of `T`, its bytes are preserved.
///
/// The length of an unknown value is known only at the outermost level: as a message body, a result or an unpacked
/// object. An unknown constructor inside a value is therefore an error, with its path.
#[derive(Clone, Debug, PartialEq)]
pub enum Object<T> {
    /// A value of type `T`.
    Known(T),
    /// A value of another type.
    Unknown {
        /// The constructor id of the value.
        id: u32,
        /// The bytes of the value, including the id: at least 4, and a multiple of 4.
        bytes: Bytes,
    },
}

impl<T: Deserialize> Object<T> {
    /// Decodes an object that takes all of `bytes`. The object is unknown if its id isn't one of
    /// [`T::IDS`](Deserialize::IDS). A type without ids, such as `i32`, is always decoded.
    ///
    /// # Errors
    ///
    /// [`Error::Codec`] if the id is known and the object is invalid; [`Error::ObjectLength`] if the id is unknown and
    /// the length isn't a positive multiple of 4.
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

    /// Decodes an object from all remaining bytes of a reader, with its limits.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read(reader: Reader<'_>) -> Result<Self> {
        match unknown_id::<T>(reader.remaining())? {
            None => Ok(Self::Known(reader.read_all()?)),
            Some(id) => {
                let RawObject(bytes) = reader.read_all()?;
                Ok(Self::Unknown { id, bytes })
            }
        }
    }
}

impl<T: Serialize> Object<T> {
    /// Encodes the object. An unknown object is copied unchanged.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`]; for an unknown object [`Error::ObjectLength`] if its length is impossible, and
    /// [`Error::UnexpectedId`] if its bytes start with another id.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the encoded object to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then.
    pub fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Known(value) => value.append_to(out)?,
            Self::Unknown { id: expected, bytes } => {
                checked_object_len(bytes.len(), 0)?;
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

/// The constructor id at the start of an object; `None` if the object has fewer than 4 bytes.
#[must_use]
pub fn id(object: &[u8]) -> Option<u32> {
    object.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The id of an object that isn't a `T`; `None` if the object should be decoded as a `T`.
fn unknown_id<T: Deserialize>(object: &[u8]) -> Result<Option<u32>> {
    let unknown = id(object).filter(|id| !T::IDS.is_empty() && !T::IDS.contains(id));
    if unknown.is_some() {
        checked_object_len(object.len(), 0)?;
    }
    Ok(unknown)
}

/// Returns the length of an object if it is a positive multiple of 4. `offset` is the position in an error.
pub(super) fn checked_object_len(len: usize, offset: usize) -> Result<usize> {
    if len > 0 && len.is_multiple_of(4) { Ok(len) } else { Err(object_length_error(len, offset)) }
}

/// The error of an impossible object length.
pub(super) fn object_length_error(len: usize, offset: usize) -> Error {
    Error::ObjectLength { offset, len: i64::try_from(len).unwrap_or(i64::MAX) }
}
