//! Encoding into a list of pieces, which share the memory of long byte strings instead of copying it.

use alloc::vec::Vec;

use bytes::Bytes;

use super::string::{long_bytes_header, put_padding};
use super::{Serialize, Writer};
use crate::error::Result;
use crate::limits::Limits;
use crate::lossless_encoder::LosslessEncoder;
use crate::oddity::OddityTree;

/// Least length of a byte string that becomes a piece of its own, in bytes. A copy of fewer bytes costs less than a
/// piece.
pub(crate) const LEAST_LEN_APART: usize = 1024;

/// A byte string that is missing in an encoding.
#[derive(Debug)]
pub(crate) struct PartApart {
    /// The position of the byte string in the encoding.
    position: usize,
    bytes: Bytes,
}

impl Writer<'_> {
    /// Writes length and padding of a long byte string, and adds its bytes to `parts`.
    pub(crate) fn put_apart(&mut self, value: &Bytes, parts: &mut Vec<PartApart>) {
        match long_bytes_header(value.len()) {
            Ok(header) => self.put(&header),
            Err(error) => return self.fail(error),
        }
        parts.push(PartApart { position: self.out.len(), bytes: value.clone() });
        put_padding(self.out, value.len().wrapping_neg() % 4);
    }
}

/// The encoding of a value as consecutive pieces.
pub(super) fn to_pieces<T: Serialize + ?Sized>(value: &T) -> Result<Vec<Bytes>> {
    let (mut out, mut parts) = (Vec::new(), Vec::new());
    let no_oddities = OddityTree::default();
    Writer::append(&mut out, Limits::default(), |w| {
        let mut encoder = LosslessEncoder::new(w, &no_oddities).keep_long_bytes_apart();
        value.observe(&mut encoder);
        parts = encoder.into_parts_apart();
    })?;
    let mut rest = Bytes::from(out);
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut n_taken = 0;
    for part in parts {
        pieces.push(rest.split_to(part.position - n_taken));
        n_taken = part.position;
        pieces.push(part.bytes);
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}
