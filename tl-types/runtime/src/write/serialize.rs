//! The trait of all types that can be encoded.

use alloc::vec::Vec;

use bytes::Bytes;

use super::{Writer, pieces};
use crate::error::Result;
use crate::limits::Limits;
use crate::observe::Observer;
use crate::visit::Visitor;

/// A type that can be encoded.
///
/// The encoding of a boxed type is a constructor id followed by the fields.
///
/// The [crate documentation](crate#types-written-by-hand) has an example of an implementation by hand. A panic of such
/// a type unwinds as any other, also inside of generated types.
pub trait Serialize {
    /// Writes the value: its parts in wire order, each with [`Writer::write`]. [`Writer::fail`] records an error.
    fn serialize(&self, w: Writer<'_>);

    /// Passes the same parts to an observer, each with [`observe`](Self::observe) of the part.
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
    fn serialize_items(items: &[Self], mut w: Writer<'_>)
    where
        Self: Sized,
    {
        for item in items {
            w.write(item);
        }
    }

    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// [`StringTooLong`](crate::ErrorKind::StringTooLong) or [`TooManyItems`](crate::ErrorKind::TooManyItems) if a
    /// length doesn't fit its field on the wire. [`TooDeep`](crate::ErrorKind::TooDeep) if a reader with default
    /// [`Limits`] would refuse the nesting depth.
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.append_to(&mut out)?;
        Ok(out)
    }

    /// Appends the encoded value to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then. After a panic, which only a [`Serialize`] by hand can
    /// cause, `out` ends in a part of the value.
    #[inline]
    fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        Writer::append(out, Limits::default(), |w| self.serialize(w))
    }

    /// Encodes the value as consecutive pieces. Byte strings of 1 KiB and more are pieces that share the memory of the
    /// value, so that an upload is sent without copying its bytes.
    ///
    /// ```
    /// use tl_runtime::{Bytes, Serialize};
    ///
    /// let part = Bytes::from(vec![7; 512 * 1024]);
    /// let pieces = vec![part.clone()].to_pieces()?;
    /// assert_eq!(pieces[1].as_ptr(), part.as_ptr());
    /// assert_eq!(pieces.concat(), vec![part].to_bytes()?);
    /// # Ok::<(), tl_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    fn to_pieces(&self) -> Result<Vec<Bytes>> {
        pieces::to_pieces(self)
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
