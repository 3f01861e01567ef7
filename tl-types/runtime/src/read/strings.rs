//! Decoding of strings and byte strings.

use alloc::vec::Vec;

use bytes::Bytes;

use super::Reader;
use crate::error::ErrorKind;
use crate::oddity::WireForm;
use crate::text::Text;

/// Decoding of single fields, for generated code.
#[doc(hidden)]
impl<'a> Reader<'a> {
    /// Decodes a value of type `string`.
    #[inline(never)]
    pub extern "C" fn string(&mut self, field: u32) -> Text {
        let before = self.rest;
        let slice = self.slice(field);
        match simdutf8::basic::from_utf8(slice) {
            Ok(text) if self.charge(Text::heap_size(text.len()), field) => text.into(),
            Ok(_) => Text::new(),
            Err(_) => self.text_of_invalid_utf8(before, slice, field),
        }
    }

    /// Decodes a value of type `bytes`.
    #[inline(never)]
    pub extern "C" fn bytes(&mut self, field: u32) -> Bytes {
        let slice = self.slice(field);
        self.byte_string(slice, field)
    }

    /// Decodes a value of type `bytes` into memory of its own.
    #[inline(never)]
    pub extern "C" fn byte_vec(&mut self, field: u32) -> Vec<u8> {
        let slice = self.slice(field);
        if self.charge(slice.len(), field) { slice.to_vec() } else { Vec::new() }
    }

    /// A byte string that consists of this part of the input.
    #[inline]
    pub(super) extern "C" fn byte_string(&mut self, part: &[u8], field: u32) -> Bytes {
        if let Some(input) = self.shared {
            return input.slice_ref(part);
        }
        if self.charge(part.len(), field) { Bytes::copy_from_slice(part) } else { Bytes::new() }
    }

    /// Decodes a length-prefixed slice: one byte of length below 254, or 254 and three bytes of length. Zeros pad the
    /// slice to a multiple of 4. Source: "Binary data serialization" of the TL specification.
    ///
    /// The code here is the fast path for short canonical slices. [`any_slice`](Self::any_slice) decodes all others.
    #[inline]
    pub(super) extern "C" fn slice(&mut self, field: u32) -> &'a [u8] {
        if let Some(&len @ 0..254) = self.rest.first()
            && let end = 1 + usize::from(len)
            && let Some((whole, rest)) = self.rest.split_at_checked((end + 3) & !3)
            && ends_in_zeros(whole, end)
            && let Some(slice) = whole.get(1..end)
        {
            self.rest = rest;
            return slice;
        }
        self.any_slice(field)
    }

    /// Decodes a length-prefixed slice of any length. A lossless reader accepts non-canonical slices too.
    #[inline(never)]
    extern "C" fn any_slice(&mut self, field: u32) -> &'a [u8] {
        let Some(&[first, b0, b1, b2]) = self.rest.first_chunk::<4>() else { return self.missing_slice(field) };
        let (start, len) = match first {
            0..254 => (1, usize::from(first)),
            _ => (4, usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16),
        };
        let is_canonical_length = first < 254 || len >= 254;
        if first == 255 || !is_canonical_length && !self.is_lossless() {
            self.fail_at(ErrorKind::NonCanonicalLength, self.offset(), field);
            return &[];
        }
        let n_bytes = (start + len).next_multiple_of(4);
        let Some((whole, rest)) = self.rest.split_at_checked(n_bytes) else {
            self.fail_too_short(n_bytes, field);
            return &[];
        };
        let is_canonical = is_canonical_length && ends_in_zeros(whole, start + len);
        if !is_canonical && !self.is_lossless() {
            self.fail_at(ErrorKind::NonZeroPadding, self.offset(), field);
            return &[];
        }
        self.rest = rest;
        // The oddity is recorded after the reader has moved past the slice. If the oddity exceeds its memory budget,
        // the reader moves to the end of the input and must stay there.
        if !is_canonical {
            self.record_oddity(field, whole.len(), || WireForm::String(whole.into()));
        }
        &whole[start..start + len]
    }
}

#[doc(hidden)]
impl Reader<'_> {
    /// Like [`string`](Self::string), or `None` if `bit` is zero.
    ///
    /// The function is never inlined, so an absent string costs a call too. Inlined, the optional string would be moved
    /// in two parts, and the second move would stall on the first.
    #[inline(never)]
    pub extern "C" fn string_if(&mut self, bit: u32, field: u32) -> Option<Text> {
        if bit == 0 { None } else { Some(self.string(field)) }
    }
}

/// Whether all bytes of `words` from index `end` on are zero. There are fewer than 4 such bytes.
#[inline(always)]
fn ends_in_zeros(words: &[u8], end: usize) -> bool {
    let last = words.last_chunk().map_or(0, |last| u32::from_le_bytes(*last));
    (u64::from(last) << (8 * (words.len() - end))) >> 32 == 0
}
