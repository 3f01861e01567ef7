//! Skipping of encoded values. Skipping an untrusted value also checks it.
//!
//! A skip takes the remaining bytes by value and returns the bytes after the skipped value, so the slice stays in
//! registers. It reports no details of an error. Invariants: no panic, no allocation.
//!
//! Methods that call the code of another type are `inline`, not `inline(always)`: without optimisation, each inlined
//! copy would enlarge the stack frame of every level.

use super::Viewable;
use super::bare::ViewableFields;
use crate::int53::is_int53;
use crate::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};

/// The bytes after a skipped value; `None` if the value is invalid.
pub type Rest<'a> = Option<&'a [u8]>;

/// How values are skipped: with all checks, or without them if the input was checked before. Sealed.
pub trait SkipMode: Copy + sealed::Sealed {
    /// Whether the input is untrusted, so that all checks are made.
    const CHECKS: bool;

    /// The same mode, one nesting level deeper; `None` at the depth limit.
    fn deeper(self) -> Option<Self>;

    /// Whether unknown bits of flags fields are accepted.
    fn accepts_unknown_flags(self) -> bool;

    /// Whether a vector may have this number of items.
    fn accepts_item_count(self, n_items: usize) -> bool;

    /// Skips `n_bytes` bytes of any content.
    #[inline(always)]
    fn fixed(self, rest: &[u8], n_bytes: u32) -> Rest<'_> {
        rest.get(n_bytes as usize..)
    }

    /// Reads a flags field. `known` is the mask of bits that belong to a field.
    #[inline(always)]
    fn flags(self, rest: &[u8], known: u32) -> Option<(u32, &[u8])> {
        let (flags, rest) = word(rest)?;
        let is_taken = !Self::CHECKS || flags & !known == 0 || self.accepts_unknown_flags();
        is_taken.then_some((flags, rest))
    }

    /// Reads a constructor id.
    #[inline(always)]
    fn constructor_id(self, rest: &[u8]) -> Option<(u32, &[u8])> {
        word(rest)
    }

    /// Skips a value of type `int53`.
    #[inline(always)]
    fn int53(self, rest: &[u8]) -> Rest<'_> {
        let (value, rest) = rest.split_first_chunk()?;
        (!Self::CHECKS || is_int53(i64::from_le_bytes(*value))).then_some(rest)
    }

    /// Skips a value of type `Bool`.
    #[inline(always)]
    fn boolean(self, rest: &[u8]) -> Rest<'_> {
        let (id, rest) = word(rest)?;
        (!Self::CHECKS || matches!(id, BOOL_TRUE_ID | BOOL_FALSE_ID)).then_some(rest)
    }

    /// Skips a value of type `string`.
    #[inline(always)]
    fn string(self, rest: &[u8]) -> Rest<'_> {
        if Self::CHECKS { skip_checked_string(rest) } else { Some(slice::<false>(rest)?.1) }
    }

    /// Skips a value of type `bytes`.
    #[inline(always)]
    fn bytes(self, rest: &[u8]) -> Rest<'_> {
        if Self::CHECKS { skip_checked_bytes(rest) } else { Some(slice::<false>(rest)?.1) }
    }

    /// The content of a string, and the bytes after its padding.
    #[inline(always)]
    fn split_string(self, rest: &[u8]) -> Option<(&[u8], &[u8])> {
        if Self::CHECKS { checked_string(rest) } else { slice::<false>(rest) }
    }

    /// The content of a byte string, and the bytes after its padding.
    #[inline(always)]
    fn split_bytes(self, rest: &[u8]) -> Option<(&[u8], &[u8])> {
        if Self::CHECKS { slice::<true>(rest) } else { slice::<false>(rest) }
    }

    /// Skips a field with a boxed value.
    #[inline]
    fn object<T: Viewable>(self, rest: &[u8]) -> Rest<'_> {
        T::skip(rest, self.deeper()?)
    }

    /// Skips a field with a bare value: the fields of a constructor, without its id.
    #[inline]
    fn bare<T: ViewableFields>(self, rest: &[u8]) -> Rest<'_> {
        T::skip_fields(rest, self.deeper()?)
    }

    /// Skips the fields of the constructor whose id was read last.
    #[inline]
    fn fields<T: ViewableFields>(self, rest: &[u8]) -> Rest<'_> {
        T::skip_fields(rest, self)
    }

    /// Skips a value of type `Vector<T>`.
    #[inline]
    fn vector<T: Viewable>(self, rest: &[u8]) -> Rest<'_> {
        let (id, rest) = word(rest)?;
        if Self::CHECKS && id != VECTOR_ID {
            return None;
        }
        self.bare_vector::<T>(rest)
    }

    /// Skips a value of type `vector<T>`.
    #[inline]
    fn bare_vector<T: Viewable>(self, rest: &[u8]) -> Rest<'_> {
        let (count, rest) = word(rest)?;
        let n_items = self.check_count::<T>(count, rest.len())?;
        T::skip_items(rest, n_items, self.deeper()?)
    }

    /// The count of a vector as a number of items. `None` if `left` bytes can't hold them, or if they exceed the limit.
    #[inline]
    fn check_count<T: Viewable>(self, count: u32, left: usize) -> Option<usize> {
        let n_items = usize::try_from(count).ok()?;
        let is_admitted =
            !Self::CHECKS || n_items.saturating_mul(T::LEAST_SIZE.max(1)) <= left && self.accepts_item_count(n_items);
        is_admitted.then_some(n_items)
    }

    /// Skips a conditional field: runs `skip` if `bit` isn't zero.
    #[inline]
    fn when<'a>(self, bit: u32, rest: &'a [u8], skip: impl FnOnce(Self, &'a [u8]) -> Rest<'a>) -> Rest<'a> {
        if bit == 0 { Some(rest) } else { skip(self, rest) }
    }
}

mod sealed {
    /// Prevents implementations of [`Mode`](super::Mode) in other crates.
    pub trait Sealed {}
    impl Sealed for super::Checked<'_> {}
    impl Sealed for super::Trusted {}
}

/// The settings of a reader that apply to views of untrusted input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CheckSettings {
    pub(crate) refuses_unknown_flags: bool,
    pub(crate) max_items: usize,
}

/// The mode for untrusted input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked<'r> {
    pub(crate) rules: &'r CheckSettings,
    pub(crate) depth_left: u32,
}

/// The mode for input that passed all checks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trusted;

impl SkipMode for Checked<'_> {
    const CHECKS: bool = true;

    #[inline(always)]
    fn deeper(self) -> Option<Self> {
        let depth_left = self.depth_left.checked_sub(1)?;
        Some(Self { depth_left, ..self })
    }

    #[inline(always)]
    fn accepts_unknown_flags(self) -> bool {
        !self.rules.refuses_unknown_flags
    }

    #[inline(always)]
    fn accepts_item_count(self, n_items: usize) -> bool {
        n_items <= self.rules.max_items
    }
}

impl SkipMode for Trusted {
    const CHECKS: bool = false;

    #[inline(always)]
    fn deeper(self) -> Option<Self> {
        Some(self)
    }

    #[inline(always)]
    fn accepts_unknown_flags(self) -> bool {
        true
    }

    #[inline(always)]
    fn accepts_item_count(self, _n_items: usize) -> bool {
        true
    }
}

#[inline(always)]
pub(super) fn word(rest: &[u8]) -> Option<(u32, &[u8])> {
    let (word, rest) = rest.split_first_chunk()?;
    Some((u32::from_le_bytes(*word), rest))
}

/// The content of a length-prefixed slice, and the bytes after its padding. The layout is the one that
/// [`Reader`](crate::Reader) decodes.
#[inline(always)]
pub(super) fn slice<const CHECKS: bool>(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let &[first, b0, b1, b2] = rest.first_chunk()?;
    let (start, len) = match first {
        ..254 => (1, usize::from(first)),
        _ => (4, usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16),
    };
    if CHECKS && (first == 255 || start == 4 && len < 254) {
        return None;
    }
    let (whole, rest) = rest.split_at_checked((start + len).next_multiple_of(4))?;
    let (body, padding) = whole.get(start..)?.split_at_checked(len)?;
    if CHECKS && !has_zero_padding(whole, padding.len()) {
        return None;
    }
    Some((body, rest))
}

/// Whether the last `n_bytes` bytes of `words` are zero; `n_bytes` is below 4.
#[inline(always)]
fn has_zero_padding(words: &[u8], n_bytes: usize) -> bool {
    let last = words.last_chunk().map_or(0, |last| u32::from_le_bytes(*last));
    u64::from(last) >> (32 - 8 * n_bytes) == 0
}

#[inline]
fn checked_string(before: &[u8]) -> Option<(&[u8], &[u8])> {
    let (body, rest) = slice::<true>(before)?;
    // In a short ASCII string, prefix and padding are ASCII too, and checking whole words is faster.
    let words = before.get(..before.len().checked_sub(rest.len())?)?;
    let is_valid = body.len() < 128 && is_ascii(words) || simdutf8::basic::from_utf8(body).is_ok();
    is_valid.then_some((body, rest))
}

#[inline(never)]
fn skip_checked_string(rest: &[u8]) -> Rest<'_> {
    Some(checked_string(rest)?.1)
}

#[inline(never)]
fn skip_checked_bytes(rest: &[u8]) -> Rest<'_> {
    Some(slice::<true>(rest)?.1)
}

/// Whether all bytes are ASCII. The length of `words` is a multiple of 4.
#[inline(always)]
fn is_ascii(words: &[u8]) -> bool {
    let (pairs, last) = words.as_chunks();
    let pairs = pairs.iter().fold(0, |all, pair| all | u64::from_le_bytes(*pair));
    let last = last.first_chunk().map_or(0, |last| u32::from_le_bytes(*last));
    (pairs | u64::from(last)) & 0x8080_8080_8080_8080 == 0
}
