//! The trait of all types that can be encoded.

use alloc::vec::Vec;
use core::mem;

use super::Writer;
use super::sink::ByteCount;
use crate::error::Result;
use crate::visit::Visitor;

/// A type that can be written.
///
/// For a boxed type that means its constructor id and its fields.
pub trait Serialize {
    /// Shows the value.
    fn serialize<V: Visitor>(&self, v: &mut V);

    /// Shows values one after the other.
    fn serialize_items<V: Visitor>(items: &[Self], v: &mut V)
    where
        Self: Sized,
    {
        for item in items {
            item.serialize(v);
        }
    }

    /// The bytes of the value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::StringTooLong`] or [`ErrorKind::TooManyItems`] if a length doesn't fit its position on the wire,
    /// [`ErrorKind::TooDeep`] if a reader with default [`Limits`] wouldn't follow so far.
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut w = Writer::new(Vec::new());
        self.serialize(&mut w);
        w.finish()
    }

    /// Appends the bytes of the value to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is as before then. (It is empty after a panic, which only a
    /// [`Serialize`] written by hand can cause.)
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

    /// Number of bytes that the value takes on the wire.
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
