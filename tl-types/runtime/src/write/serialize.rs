//! The trait of all types that can be encoded.

use alloc::vec::Vec;
use core::mem;

use super::Writer;
use super::sink::ByteCount;
use crate::error::Result;
use crate::visit::Visitor;

/// A type that can be encoded.
///
/// The encoding of a boxed type is a constructor id followed by the fields.
pub trait Serialize {
    /// Passes the value to a visitor.
    fn serialize<V: Visitor>(&self, v: &mut V);

    /// Passes consecutive values to a visitor.
    fn serialize_items<V: Visitor>(items: &[Self], v: &mut V)
    where
        Self: Sized,
    {
        for item in items {
            item.serialize(v);
        }
    }

    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// [`StringTooLong`](crate::ErrorKind::StringTooLong) or [`TooManyItems`](crate::ErrorKind::TooManyItems) if a
    /// length doesn't fit its field on the wire. [`TooDeep`](crate::ErrorKind::TooDeep) if a reader with default
    /// [`Limits`](crate::Limits) would refuse the nesting depth.
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut w = Writer::new(Vec::new());
        self.serialize(&mut w);
        w.finish()
    }

    /// Appends the encoded value to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then. (After a panic, which only a hand-written
    /// [`Serialize`] can cause, `out` is empty.)
    fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let len_before = out.len();
        let mut w = Writer::new(mem::take(out));
        self.serialize(&mut w);
        let (bytes, error) = (w.sink, w.error);
        *out = bytes;
        match error {
            None => Ok(()),
            Some(error) => {
                out.truncate(len_before);
                Err(error)
            }
        }
    }

    /// Size of the encoded value, in bytes.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    fn serialized_len(&self) -> Result<usize> {
        let mut w = Writer::new(ByteCount(0));
        self.serialize(&mut w);
        let ByteCount(len) = w.finish()?;
        Ok(len)
    }
}
