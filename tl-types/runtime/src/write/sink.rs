//! Destinations of encoded bytes.

use alloc::vec::Vec;

/// A destination of encoded bytes.
pub trait Sink {
    /// Appends bytes.
    fn put(&mut self, bytes: &[u8]);

    /// Appends `count` zero bytes, 3 at most.
    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        self.put([0; 3].get(..count).unwrap_or_default());
    }

    /// Sets bits of the little-endian word at `position`, which counts like [`position`](Self::position). No bit is
    /// cleared.
    ///
    /// This back-patches flags fields, so a sink must keep all bytes of a value until it has been encoded.
    fn set_bits(&mut self, position: usize, bits: u32);

    /// Number of bytes appended so far.
    fn position(&self) -> usize;
}

impl Sink for Vec<u8> {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        let end = self.len() + count;
        // With a constant length, the copy compiles to one instruction.
        if self.capacity() - self.len() >= 4 {
            self.extend_from_slice(&[0; 4]);
            self.truncate(end);
        } else {
            self.resize(end, 0);
        }
    }

    #[inline(always)]
    fn set_bits(&mut self, position: usize, bits: u32) {
        set_bits(self, position, bits);
    }

    fn position(&self) -> usize {
        self.len()
    }
}

impl Sink for bytes::BytesMut {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    #[inline(always)]
    fn set_bits(&mut self, position: usize, bits: u32) {
        set_bits(self, position, bits);
    }

    fn position(&self) -> usize {
        self.len()
    }
}

impl<W: Sink + ?Sized> Sink for &mut W {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        (**self).put(bytes);
    }

    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        (**self).put_padding(count);
    }

    #[inline(always)]
    fn set_bits(&mut self, position: usize, bits: u32) {
        (**self).set_bits(position, bits);
    }

    fn position(&self) -> usize {
        (**self).position()
    }
}

#[inline(always)]
fn set_bits(bytes: &mut [u8], position: usize, bits: u32) {
    if let Some(word) = bytes.get_mut(position..).and_then(<[u8]>::first_chunk_mut) {
        *word = (u32::from_le_bytes(*word) | bits).to_le_bytes();
    }
}

/// A sink that counts bytes and stores none.
pub(super) struct ByteCount(pub(super) usize);

impl Sink for ByteCount {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.0 = self.0.saturating_add(bytes.len());
    }

    fn set_bits(&mut self, _position: usize, _bits: u32) {}

    fn position(&self) -> usize {
        self.0
    }
}
