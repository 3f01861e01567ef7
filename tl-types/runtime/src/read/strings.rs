//! Decoding of strings and byte strings.

use alloc::string::String;
use core::str::Utf8Chunk;

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
            Err(_) => self.not_utf8(before, slice, field),
        }
    }

    #[cold]
    #[inline(never)]
    extern "C" fn not_utf8(&mut self, before: &[u8], slice: &[u8], field: u32) -> Text {
        if self.is_arbitrary() {
            return (&*String::from_utf8_lossy(slice)).into();
        }
        if self.oddities.is_none() {
            self.fail_at(ErrorKind::InvalidUtf8, self.len - before.len(), field);
            return Text::new();
        }
        let whole = &before[..before.len() - self.rest.len()];
        self.record_oddity(field, whole.len(), || WireForm::String(whole.into()));
        // `from_utf8_lossy` replaces each invalid part by one character of three bytes.
        let len_of = |chunk: Utf8Chunk<'_>| chunk.valid().len() + if chunk.invalid().is_empty() { 0 } else { 3 };
        let is_affordable = self.charge(Text::heap_size(slice.utf8_chunks().map(len_of).sum()), field);
        if is_affordable { (&*String::from_utf8_lossy(slice)).into() } else { Text::new() }
    }

    /// Decodes a value of type `bytes`.
    #[inline(never)]
    pub extern "C" fn bytes(&mut self, field: u32) -> Bytes {
        let slice = self.slice(field);
        self.byte_string(slice, field)
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
        if !self.is_arbitrary()
            && let Some(&len @ 0..254) = self.rest.first()
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
        if self.is_arbitrary() {
            let longest = if self.choose(32) == 0 { 1 << 10 } else { 32 };
            let len = self.choose(longest).min(self.rest.len());
            let (slice, rest) = self.rest.split_at(len);
            self.rest = rest;
            return slice;
        }
        let Some(&[first, b0, b1, b2]) = self.rest.first_chunk::<4>() else {
            self.too_short(4, field);
            return &[];
        };
        let is_lossless = self.oddities.is_some();
        let mut is_odd = false;
        let (start, len) = if first < 254 {
            (1, usize::from(first))
        } else {
            let len = usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16;
            is_odd = len < 254;
            if first == 255 || is_odd && !is_lossless {
                self.fail_at(ErrorKind::NonCanonicalLength, self.offset(), field);
                return &[];
            }
            (4, len)
        };
        let n_bytes = (start + len).next_multiple_of(4);
        let Some((whole, rest)) = self.rest.split_at_checked(n_bytes) else {
            self.too_short(n_bytes, field);
            return &[];
        };
        if !ends_in_zeros(whole, start + len) {
            is_odd = true;
            if !is_lossless {
                self.fail_at(ErrorKind::NonZeroPadding, self.offset(), field);
                return &[];
            }
        }
        self.rest = rest;
        // The oddity is recorded after the reader has moved past the slice. If the oddity exceeds the memory budget,
        // the reader moves to the end of the input and must stay there.
        if is_odd {
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
