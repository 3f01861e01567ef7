//! A cursor that parses the fields of views, for generated code.

use core::marker::PhantomData;

use super::bare::ViewableFields;
use super::mode::{self, Rest};
use super::{BareOf, Items, Mode, Str, View, Viewable};
use crate::int53::is_int53;
use crate::wire::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};

/// A position in the input, from which fields are parsed.
///
/// On invalid input the cursor moves to the end and remembers that it failed. From then on it returns placeholders:
/// zeros and empty values. A caller with untrusted input checks for failure at the end.
#[derive(Clone, Debug)]
pub struct Cursor<'a, M> {
    rest: &'a [u8],
    has_failed: bool,
    mode: M,
}

impl<'a, M: Mode> Cursor<'a, M> {
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

    /// Parses a constructor id.
    #[inline(always)]
    pub fn constructor_id(&mut self) -> u32 {
        self.nat()
    }

    /// Fails if `id`, which was parsed last, isn't `expected`.
    #[inline(always)]
    pub fn expect_id(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.fail();
        }
    }

    /// Parses a flags field. `known` is the mask of bits that belong to a field.
    #[inline(always)]
    pub fn flags(&mut self, known: u32) -> u32 {
        let found = self.mode.flags(self.rest, known);
        self.advance(found)
    }

    /// Parses a value of type `#`.
    #[inline(always)]
    pub fn nat(&mut self) -> u32 {
        u32::from_le_bytes(self.chunk())
    }

    /// Parses a value of type `int`.
    #[inline(always)]
    pub fn int(&mut self) -> i32 {
        i32::from_le_bytes(self.chunk())
    }

    /// Parses a value of type `long`.
    #[inline(always)]
    pub fn long(&mut self) -> i64 {
        i64::from_le_bytes(self.chunk())
    }

    /// Parses a value of type `int53`.
    #[inline]
    pub fn int53(&mut self) -> i64 {
        let value = self.long();
        if !is_int53(value) {
            self.fail();
        }
        value
    }

    /// Parses a value of type `double`.
    #[inline(always)]
    pub fn double(&mut self) -> f64 {
        f64::from_le_bytes(self.chunk())
    }

    /// Parses a value of type `float`, a type of VK's TL.
    #[inline(always)]
    pub fn float(&mut self) -> f32 {
        f32::from_le_bytes(self.chunk())
    }

    /// Parses a value of type `int128`.
    #[inline(always)]
    pub fn int128(&mut self) -> [u8; 16] {
        self.chunk()
    }

    /// Parses a value of type `int256`.
    #[inline(always)]
    pub fn int256(&mut self) -> [u8; 32] {
        self.chunk()
    }

    /// Parses a value of type `Bool`.
    #[inline]
    pub fn boolean(&mut self) -> bool {
        match self.nat() {
            BOOL_TRUE_ID => true,
            BOOL_FALSE_ID => false,
            _ => {
                self.fail();
                false
            }
        }
    }

    /// Parses a value of type `string`.
    #[inline]
    pub fn string(&mut self) -> Str<'a> {
        let found = self.mode.split_string(self.rest);
        Str(self.advance(found))
    }

    /// Parses a value of type `bytes`.
    #[inline]
    pub fn bytes(&mut self) -> &'a [u8] {
        let found = self.mode.split_bytes(self.rest);
        self.advance(found)
    }

    /// Parses a boxed value.
    #[inline]
    pub fn object<T: Viewable>(&mut self) -> View<'a, T> {
        View::new(self.take_skipped(M::object::<T>))
    }

    /// Parses a boxed value that the owned type puts into a Rust `Box`.
    #[inline]
    pub fn object_indirect<T: Viewable>(&mut self) -> View<'a, T> {
        View::new(self.take_skipped(M::object_indirect::<T>))
    }

    /// Parses the fields of a constructor, without its id.
    #[inline]
    pub fn bare<T: ViewableFields>(&mut self) -> View<'a, BareOf<T>> {
        View::new(self.take_skipped(M::bare::<T>))
    }

    /// Parses the fields of a constructor, without its id, that the owned type puts into a Rust `Box`.
    #[inline]
    pub fn bare_indirect<T: ViewableFields>(&mut self) -> View<'a, BareOf<T>> {
        View::new(self.take_skipped(M::bare_indirect::<T>))
    }

    /// Parses a value of type `Vector<T>`.
    #[inline]
    pub fn vector<T: Viewable>(&mut self) -> Items<'a, T> {
        let id = self.constructor_id();
        self.expect_id(id, VECTOR_ID);
        self.bare_vector()
    }

    /// Parses a value of type `vector<T>`.
    #[inline]
    pub fn bare_vector<T: Viewable>(&mut self) -> Items<'a, T> {
        let whole = self.take_skipped(M::bare_vector::<T>);
        let (count, bytes) = mode::word(whole).unwrap_or_default();
        Items { bytes, count, marker: PhantomData }
    }

    /// Parses the fields of the constructor whose id was parsed last.
    #[inline(always)]
    pub fn fields<T: ViewableFields>(&mut self) -> T::View<'a> {
        T::parse_fields(self)
    }

    /// Like [`fields`](Self::fields), for fields that the owned type puts into a Rust `Box`.
    #[inline(always)]
    pub fn fields_indirect<T: ViewableFields>(&mut self) -> T::View<'a> {
        let outer = self.mode;
        match outer.deeper() {
            Some(inner) => self.mode = inner,
            None => self.fail(),
        }
        let fields = T::parse_fields(self);
        self.mode = outer;
        fields
    }

    /// Parses a conditional field: runs `parse` if `bit` isn't zero.
    #[inline(always)]
    pub fn when<T>(&mut self, bit: u32, parse: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if bit == 0 { None } else { Some(parse(self)) }
    }
}
