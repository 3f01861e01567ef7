//! A cursor that parses the fields of views, and skips nested values.

use core::marker::PhantomData;

use super::bare::ViewableFields;
use super::parser::sealed::Sealed;
use super::skip_mode::{self, Rest};
use super::{BareOf, Items, Parser, SkipMode, Str, View, Viewable};
use crate::field_path::NO_FIELD;
use crate::int53::is_int53;
use crate::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};

/// A position in the input, from which fields are parsed.
///
/// On invalid input the cursor moves to the end and remembers that it failed. From then on it returns placeholders:
/// zeros and empty values. A caller with untrusted input checks for failure at the end.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a, M> {
    rest: &'a [u8],
    has_failed: bool,
    mode: M,
}

impl<'a, M: SkipMode> Cursor<'a, M> {
    pub(crate) fn new(rest: &'a [u8], mode: M) -> Self {
        Self { rest, has_failed: false, mode }
    }

    /// The bytes after the parsed fields; `None` if parsing failed.
    pub(crate) fn finish(self) -> Rest<'a> {
        (!self.has_failed).then_some(self.rest)
    }

    /// Skips `n_items` consecutive values.
    pub(super) fn skip_items<T: Viewable>(&mut self, n_items: usize) {
        self.take_skipped(|mode, rest| T::skip_items(rest, n_items, mode));
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self) {
        self.rest = &[];
        self.has_failed = true;
    }

    /// Returns the value in `found`, and moves to the bytes after it. Fails if `found` is `None`.
    #[inline(always)]
    fn advance<T: Default>(&mut self, found: Option<(T, &'a [u8])>) -> T {
        match found {
            Some((found, rest)) => {
                self.rest = rest;
                found
            }
            None => {
                self.fail();
                T::default()
            }
        }
    }

    /// Moves past the value that `skip` skips, and returns its bytes.
    #[inline(always)]
    fn take_skipped(&mut self, skip: impl FnOnce(M, &'a [u8]) -> Rest<'a>) -> &'a [u8] {
        let before = self.rest;
        let found = skip(self.mode, before);
        self.advance(found.and_then(|rest| Some((before.get(..before.len().checked_sub(rest.len())?)?, rest))))
    }

    #[inline(always)]
    fn chunk<const N: usize>(&mut self) -> [u8; N] {
        match self.rest.split_first_chunk() {
            Some((chunk, rest)) => {
                self.rest = rest;
                *chunk
            }
            None => {
                self.fail();
                [0; N]
            }
        }
    }
}

impl<M: SkipMode> Sealed for Cursor<'_, M> {}

impl<'a, M: SkipMode> Parser<'a> for Cursor<'a, M> {
    #[inline(always)]
    fn constructor_id(&mut self) -> u32 {
        self.nat(NO_FIELD)
    }

    #[inline(always)]
    fn expect_id(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.fail();
        }
    }

    #[inline(always)]
    fn flags(&mut self, _field: u32, known: u32) -> u32 {
        let found = self.mode.flags(self.rest, known);
        self.advance(found)
    }

    #[inline(always)]
    fn nat(&mut self, _field: u32) -> u32 {
        u32::from_le_bytes(self.chunk())
    }

    #[inline(always)]
    fn int(&mut self, _field: u32) -> i32 {
        i32::from_le_bytes(self.chunk())
    }

    #[inline(always)]
    fn long(&mut self, _field: u32) -> i64 {
        i64::from_le_bytes(self.chunk())
    }

    #[inline]
    fn int53(&mut self, field: u32) -> i64 {
        let value = self.long(field);
        if !is_int53(value) {
            self.fail();
        }
        value
    }

    #[inline(always)]
    fn double(&mut self, _field: u32) -> f64 {
        f64::from_le_bytes(self.chunk())
    }

    #[inline(always)]
    fn float(&mut self, _field: u32) -> f32 {
        f32::from_le_bytes(self.chunk())
    }

    #[inline(always)]
    fn int128(&mut self, _field: u32) -> [u8; 16] {
        self.chunk()
    }

    #[inline(always)]
    fn int256(&mut self, _field: u32) -> [u8; 32] {
        self.chunk()
    }

    #[inline]
    fn boolean(&mut self, _field: u32) -> bool {
        match self.nat(NO_FIELD) {
            BOOL_TRUE_ID => true,
            BOOL_FALSE_ID => false,
            _ => {
                self.fail();
                false
            }
        }
    }

    #[inline]
    fn string(&mut self, _field: u32) -> Str<'a> {
        let found = self.mode.split_string(self.rest);
        Str(self.advance(found))
    }

    #[inline]
    fn bytes(&mut self, _field: u32) -> &'a [u8] {
        let found = self.mode.split_bytes(self.rest);
        self.advance(found)
    }

    #[inline]
    fn object<T: Viewable>(&mut self, _field: u32) -> View<'a, T> {
        View::new(self.take_skipped(M::object::<T>))
    }

    #[inline]
    fn bare<T: ViewableFields>(&mut self, _field: u32) -> View<'a, BareOf<T>> {
        View::new(self.take_skipped(M::bare::<T>))
    }

    #[inline]
    fn vector<T: Viewable>(&mut self, _field: u32) -> Items<'a, T> {
        let id = self.constructor_id();
        self.expect_id(id, VECTOR_ID);
        self.bare_vector(NO_FIELD)
    }

    #[inline]
    fn bare_vector<T: Viewable>(&mut self, _field: u32) -> Items<'a, T> {
        let whole = self.take_skipped(M::bare_vector::<T>);
        let (count, bytes) = skip_mode::word(whole).unwrap_or_default();
        Items { bytes, count, marker: PhantomData }
    }

    #[inline(always)]
    fn fields<T: ViewableFields>(&mut self) -> T::View<'a> {
        T::parse_fields(self)
    }
}
