//! The values that a reader returns where the input isn't canonical: a choice for arbitrary values, a non-canonical
//! part for lossless ones, a replaced string, and otherwise a placeholder and an error.
//!
//! All functions here are cold: the strict path calls them only for a part that it refuses, so it contains no test for
//! the other kinds of readers.

use alloc::string::String;

use super::Reader;
use super::random_choices::RandomChoices;
use crate::error::ErrorKind;
use crate::field_path::NO_FIELD;
use crate::oddity::WireForm;
use crate::text::Text;

impl<'a> Reader<'a> {
    /// The choices of an arbitrary value; `None` for readers of bytes.
    #[inline(always)]
    pub(super) fn choices(&mut self) -> Option<&mut RandomChoices<'a>> {
        #[cfg(feature = "arbitrary")]
        return self.choices.as_mut();
        #[cfg(not(feature = "arbitrary"))]
        None
    }

    /// `N` bytes that the input lacks.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_chunk<const N: usize>(&mut self, field: u32) -> [u8; N] {
        if let Some(choices) = self.choices() {
            return choices.chunk();
        }
        self.fail_too_short(N, field);
        [0; N]
    }

    /// A constructor id that the input lacks, one of `ids`.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_id(&mut self, ids: &'static [u32]) -> u32 {
        if let Some(choices) = self.choices() {
            return choices.choose_id(ids);
        }
        self.fail_too_short(4, NO_FIELD);
        0
    }

    /// A number of items that the input lacks.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_count(&mut self, field: u32) -> u32 {
        let number = u32::from_le_bytes(self.missing_chunk(field));
        self.choices().map_or(0, |choices| choices.item_count(number))
    }

    /// The value of a `Bool` with another id than those of its two constructors.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn boolean_of_other_id(&mut self, id: u32, field: u32) -> bool {
        if self.choices().is_some() {
            return id & 1 == 1;
        }
        self.fail_unexpected_id(id, field);
        false
    }

    /// The number of items of a vector with another id than that of vectors.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn count_after_other_id(&mut self, id: u32) -> u32 {
        if let Some(choices) = self.choices() {
            return choices.item_count(id);
        }
        self.fail_unexpected_id(id, NO_FIELD);
        0
    }

    /// The number of items that are decoded although the rest of the input is too short for `count` items.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn items_beyond_input(&mut self, count: u32) -> usize {
        if self.choices().is_some() {
            return count as usize;
        }
        self.fail(ErrorKind::VectorTooLong { count, left: self.rest.len() });
        0
    }

    /// `len` bytes of numbers that the input lacks. There may be fewer.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_numbers(&mut self, len: usize) -> &'a [u8] {
        self.choices().map_or(&[], |choices| choices.bytes(len))
    }

    /// A length-prefixed slice that the input lacks.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_slice(&mut self, field: u32) -> &'a [u8] {
        if let Some(choices) = self.choices() {
            return choices.string_content();
        }
        self.fail_too_short(4, field);
        &[]
    }

    /// The rest of an input that lacks even a constructor id.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn missing_rest(&mut self) -> &'a [u8] {
        if let Some(choices) = self.choices() {
            return choices.bytes(usize::MAX);
        }
        self.fail_too_short(4, NO_FIELD);
        &[]
    }

    /// Enters a nesting level although none is left.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn enter_beyond_limit(&mut self) {
        match self.choices().map(RandomChoices::take_reserved_levels) {
            Some(Some(levels)) => self.depth_left = levels - 1,
            _ => self.fail(ErrorKind::TooDeep),
        }
    }

    /// A number of type `int53` in place of one out of range, which was decoded last.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn value_beyond_int53(&mut self, value: i64, field: u32) -> i64 {
        if self.choices().is_some() {
            return value >> 11;
        }
        self.fail_at(ErrorKind::OutOfRange { value }, self.offset().saturating_sub(8), field);
        0
    }

    /// A string that isn't UTF-8. `before` is the input from the start of the string.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn text_of_invalid_utf8(&mut self, before: &[u8], slice: &[u8], field: u32) -> Text {
        if self.choices().is_some() {
            return (&*String::from_utf8_lossy(slice)).into();
        }
        let offset = self.len - before.len();
        if self.is_lossless() {
            let whole = &before[..before.len() - self.rest.len()];
            self.record_oddity(field, whole.len(), || WireForm::String(whole.into()));
        } else if !self.record_replacement(offset, field) {
            self.fail_at(ErrorKind::InvalidUtf8, offset, field);
            return Text::new();
        }
        self.replaced_text(slice, field)
    }
}
