//! The trait of all types that can be encoded.

use alloc::vec::Vec;
use core::mem;

use super::Writer;
use crate::error::Result;
use crate::observe::Observer;
use crate::visit::Visitor;

/// A type that can be encoded.
///
/// The encoding of a boxed type is a constructor id followed by the fields.
pub trait Serialize {
    /// Writes the value.
    fn serialize(&self, w: &mut Writer);

    /// Passes the parts of the value to an observer.
    fn observe(&self, o: &mut dyn Observer);

    /// Passes the value to a visitor, as the field with this index.
    #[doc(hidden)]
    #[inline]
    fn visit_field<V: Visitor>(&self, field: u32, v: &mut V)
    where
        Self: Sized,
    {
        v.object(field, self);
    }

    /// Writes consecutive values.
    fn serialize_items(items: &[Self], w: &mut Writer)
    where
        Self: Sized,
    {
        for item in items {
            item.serialize(w);
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
        let (bytes, error) = (w.out, w.error);
        *out = bytes;
        match error {
            None => Ok(()),
            Some(error) => {
                out.truncate(len_before);
                Err(error)
            }
        }
    }

    /// Size of the encoded value, in bytes. The value is encoded for it.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    fn serialized_len(&self) -> Result<usize> {
        self.to_bytes().map(|bytes| bytes.len())
    }
}
