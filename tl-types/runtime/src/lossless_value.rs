//! Decoding and encoding that preserves every byte: non-canonical parts are stored beside the value, by field path.

use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use bytes::Bytes;

use crate::error::Result;
use crate::limits::Limits;
use crate::lossless_encoder::LosslessEncoder;
use crate::oddity::OddityTree;
use crate::read::{Deserialize, Reader};
use crate::write::{Serialize, Writer};

/// A value together with the non-canonical parts of its input, so that encoding reproduces the same bytes.
///
/// Preserved are: unknown bits of flags fields, length prefixes in a longer form, non-zero padding, invalid UTF-8 (the
/// value shows U+FFFD instead), and bytes after the end. Other invalid input is an error, as with any [`Reader`].
///
/// The value can be edited; an edit changes only the bytes of the edited field and of its flags field. A preserved
/// string is used while its content is unchanged, and unknown flags while the constructor is the same. Vector items are
/// identified by index, so after a removal the preserved parts of later items no longer match.
///
/// Preserved parts have a memory budget of their own, as large as the default [`Limits`] are for values: 72 bytes for
/// each byte of input and 8 KiB. It suffices for every input that a strict reader accepts, except for vectors of bare
/// values that consist of another bare value and nothing else. While the parts are collected, twice their size may be
/// allocated.
///
/// ```
/// use tl_runtime::Lossless;
///
/// // A 1-byte string with a 4-byte length prefix, and 4 trailing bytes.
/// let bytes = [254, 1, 0, 0, b'a', 0, 0, 0, 1, 2, 3, 4];
/// let text = Lossless::<tl_runtime::Text>::from_bytes(&bytes)?;
/// assert_eq!(*text, "a");
/// assert_eq!(text.to_bytes()?, bytes);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lossless<T> {
    value: T,
    oddities: OddityTree,
    trailing: Vec<u8>,
}

impl<T: Deserialize> Lossless<T> {
    /// Decodes a value from the start of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes don't start with a value of type `T`, or if decoding it exceeds the limits.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(Reader::new(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but fields of type `bytes` share the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        Self::read(Reader::shared(bytes))
    }

    /// Decodes the remaining bytes of a reader, with the reader's limits.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn read(reader: Reader<'_>) -> Result<Self> {
        let mut reader = reader.into_lossless();
        let value = T::deserialize(&mut reader);
        let (oddities, trailing) = reader.finish_lossless(T::NAMES)?;
        Ok(Self { value, oddities, trailing: trailing.into() })
    }
}

impl<T: Serialize> Lossless<T> {
    /// Encodes the value with its preserved parts.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.to_bytes_with(Limits::default())
    }

    /// Like [`to_bytes`](Self::to_bytes), with other limits. Use the limits with which the value was decoded.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    pub fn to_bytes_with(&self, limits: Limits) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Writer::append(&mut bytes, limits, |out| {
            let mut encoder = LosslessEncoder::new(out, &self.oddities);
            self.value.observe(&mut encoder);
        })?;
        bytes.extend_from_slice(&self.trailing);
        Ok(bytes)
    }
}

impl<T> Lossless<T> {
    /// Whether the input was canonical, that is, whether a strict reader would have accepted the same bytes.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.oddities.is_empty() && self.trailing.is_empty()
    }

    /// The bytes after the end of the value.
    #[must_use]
    pub fn trailing(&self) -> &[u8] {
        &self.trailing
    }

    /// Returns the value, and discards its preserved parts.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Lossless<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Lossless<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
