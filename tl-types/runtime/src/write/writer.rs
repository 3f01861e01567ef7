//! The visitor that encodes the values it visits.

use alloc::vec::Vec;

use bytes::Bytes;

use super::Serialize;
use super::string::put_words_and_string;
use super::word_buffer::WordBuffer;
use crate::combinator::Combinator;
use crate::error::{Error, ErrorKind, Result};
use crate::field_path::NO_FIELD;
use crate::int53::is_int53;
use crate::limits::Limits;
use crate::observe::ListForm;
use crate::visit::Visitor;
use crate::wire_constants::{VECTOR_ID, bool_id};

/// A visitor that encodes the values it visits.
///
/// For one value with default limits, [`Serialize::to_bytes`] or [`Serialize::append_to`] suffices. A writer is for
/// other limits, and for values that follow each other:
///
/// ```
/// use tl_runtime::{Limits, Writer};
///
/// let mut out = Vec::new();
/// Writer::append(&mut out, Limits::default().with_depth(8), |mut w| {
///     w.write(&7_i32);
///     w.write(&vec![1_i64, 2]);
/// })?;
/// assert_eq!(out.len(), 4 + 8 + 16);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
///
/// A writer consists of two references, and functions take it by value, so that both stay in registers.
#[derive(Debug)]
pub struct Writer<'a> {
    pub(super) out: &'a mut Vec<u8>,
    pub(super) state: &'a mut WriterState,
}

/// Everything in a writer except for the bytes.
#[derive(Debug)]
pub(super) struct WriterState {
    /// The length of the vector before encoding.
    start: usize,
    depth_left: u32,
    max_items: usize,
    error: Option<Error>,
}

/// A flags field on the wire, to which the bits of the conditional fields after it are added at the end.
#[derive(Debug)]
pub struct PendingFlags {
    /// Bits of the present conditional fields that were visited after the flags field.
    bits: u32,
    /// Position of the field's first byte in the output.
    position: usize,
}

impl PendingFlags {
    #[inline(always)]
    pub(super) fn new(position: usize) -> Self {
        Self { bits: 0, position }
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, bits: u32) {
        self.bits |= bits;
    }
}

impl WriterState {
    /// Records an error at this position in the vector, unless there was an error before.
    #[cold]
    #[inline(never)]
    pub(super) fn fail_at(&mut self, position: usize, kind: ErrorKind) {
        let offset = position - self.start;
        self.error.get_or_insert_with(|| Error::new(kind, offset));
    }
}

impl Writer<'_> {
    /// Appends to `out` what `write` encodes, within [`Limits::depth`] and [`Limits::items`], so that a reader with the
    /// same limits accepts it.
    ///
    /// # Errors
    ///
    /// The first error, if a value could not be encoded. `out` has its former length then.
    #[inline]
    pub fn append(out: &mut Vec<u8>, limits: Limits, write: impl FnOnce(Writer<'_>)) -> Result<()> {
        let start = out.len();
        let mut state = WriterState { start, depth_left: limits.depth, max_items: limits.items, error: None };
        write(Writer { out, state: &mut state });
        match state.error {
            None => Ok(()),
            Some(error) => {
                out.truncate(start);
                Err(error)
            }
        }
    }

    /// Encodes a value.
    #[inline(always)]
    pub fn write<T: Serialize>(&mut self, value: &T) {
        value.serialize(self.reborrow());
    }

    /// The same writer, for a function that takes one by value.
    #[inline(always)]
    pub fn reborrow(&mut self) -> Writer<'_> {
        Writer { out: self.out, state: self.state }
    }

    /// Records an error; the first one counts. The bytes of the value never reach the caller.
    #[inline]
    pub fn fail(&mut self, kind: ErrorKind) {
        self.state.fail_at(self.out.len(), kind);
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    #[inline(always)]
    pub(crate) fn put_id(&mut self, id: u32) {
        self.put(&id.to_le_bytes());
    }

    /// The number of items as a word. If a reader would refuse that number, records an error and returns 0.
    ///
    /// `n_buffered` bytes that haven't been written yet precede the word.
    #[inline(always)]
    pub(super) fn checked_item_count(&mut self, n_buffered: usize, len: usize) -> u32 {
        match u32::try_from(len) {
            Ok(count) if len <= self.state.max_items => count,
            _ => {
                self.state.fail_at(self.out.len() + n_buffered, ErrorKind::TooManyItems { len });
                0
            }
        }
    }

    /// Writes the header of a list. A repetition has none, but its length is checked.
    #[inline(always)]
    pub(crate) fn list_header(&mut self, field: u32, form: ListForm, len: usize) {
        match form {
            ListForm::Boxed => {
                let count = self.checked_item_count(0, len).to_le_bytes();
                self.put([VECTOR_ID.to_le_bytes(), count].as_flattened());
            }
            ListForm::Bare => {
                let count = self.checked_item_count(0, len).to_le_bytes();
                self.put(&count);
            }
            ListForm::Repetition(n) => self.check_repetition(field, n, len),
        }
    }

    /// Writes the items of a vector.
    #[inline(never)]
    pub(super) fn items<T: Serialize>(mut self, items: &[T]) {
        if self.enter() {
            T::serialize_items(items, self.reborrow());
            self.leave();
        }
    }

    /// Records an error if the length of a repetition isn't `expected`, or exceeds the limit.
    fn check_repetition(&mut self, field: u32, expected: u32, len: usize) {
        match u32::try_from(len) {
            Ok(found) if len <= self.state.max_items => self.check_agreement(field, expected, found),
            _ => self.fail(ErrorKind::TooManyItems { len }),
        }
    }

    /// Enters one nesting level; returns whether the level was entered. At the limit, records an error instead.
    #[inline(always)]
    pub(crate) fn enter(&mut self) -> bool {
        // A subtraction in memory; `checked_sub` would load and store.
        let (left, is_beyond_limit) = self.state.depth_left.overflowing_sub(1);
        self.state.depth_left = left;
        if is_beyond_limit {
            self.state.depth_left = 0;
            self.fail(ErrorKind::TooDeep);
        }
        !is_beyond_limit
    }

    #[inline(always)]
    pub(crate) fn leave(&mut self) {
        self.state.depth_left += 1;
    }

    /// Runs `write` one nesting level deeper. At the limit, records an error instead.
    #[inline(always)]
    fn write_nested(&mut self, write: impl FnOnce(&mut Self)) {
        if self.enter() {
            write(self);
            self.leave();
        }
    }

    /// Enters a field with a value of a declared type, which is one nesting level. A value that is no field adds no
    /// level. Returns whether the value is to be written.
    #[inline(always)]
    fn enter_field(&mut self, field: u32) -> bool {
        field == NO_FIELD || self.enter()
    }

    #[inline(always)]
    fn leave_field(&mut self, field: u32) {
        if field != NO_FIELD {
            self.leave();
        }
    }

    /// Writes a combinator: the id, unless it is `None`, and the fields.
    #[inline]
    fn write_combinator<T: Combinator>(self, id: Option<u32>, value: &T) {
        WordBuffer::write_combinator(self, id, value);
    }

    /// Writes consecutive items of type `int`.
    pub(crate) fn ints(mut self, items: &[i32]) {
        self.put_numbers(items, i32::to_le_bytes);
    }

    /// Writes consecutive items of type `long`.
    pub(crate) fn longs(mut self, items: &[i64]) {
        self.put_numbers(items, i64::to_le_bytes);
    }

    /// Writes numbers of `N` bytes in batches; batches of 512 are as fast as a copy.
    fn put_numbers<T: Copy, const N: usize>(&mut self, items: &[T], to_bytes: impl Fn(T) -> [u8; N]) {
        let (large, rest) = items.as_chunks::<512>();
        let (small, rest) = rest.as_chunks::<4>();
        large.iter().for_each(|batch| self.put(batch.map(&to_bytes).as_flattened()));
        small.iter().for_each(|batch| self.put(batch.map(&to_bytes).as_flattened()));
        rest.iter().for_each(|item| self.put(&to_bytes(*item)));
    }
}

impl Visitor for Writer<'_> {
    type Flags = PendingFlags;
    type Conditional = Self;

    #[inline]
    fn flags(&mut self, _field: u32, bits: u32) -> PendingFlags {
        let position = self.out.len();
        self.put_id(bits);
        PendingFlags::new(position)
    }

    #[inline(always)]
    fn present<'a, 'v, T>(
        &'v mut self,
        flags: &mut PendingFlags,
        bit: u32,
        value: &'a Option<T>,
    ) -> Option<(&'a T, &'v mut Self)> {
        let value = value.as_ref()?;
        flags.add(bit);
        Some((value, self))
    }

    #[inline]
    fn finish_flags(&mut self, flags: PendingFlags) {
        if let Some(word) = self.out.get_mut(flags.position..).and_then(<[u8]>::first_chunk_mut) {
            *word = (u32::from_le_bytes(*word) | flags.bits).to_le_bytes();
        }
    }

    #[inline]
    fn nat(&mut self, _field: u32, value: u32) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn int(&mut self, _field: u32, value: i32) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn long(&mut self, _field: u32, value: i64) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn int53(&mut self, field: u32, value: i64) {
        if !is_int53(value) {
            self.fail(ErrorKind::OutOfRange { value });
        }
        self.long(field, value);
    }

    #[inline]
    fn double(&mut self, _field: u32, value: f64) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn int128(&mut self, _field: u32, value: &[u8; 16]) {
        self.put(value);
    }

    #[inline]
    fn int256(&mut self, _field: u32, value: &[u8; 32]) {
        self.put(value);
    }

    #[inline]
    fn boolean(&mut self, _field: u32, value: bool) {
        self.put_id(bool_id(value));
    }

    #[inline]
    fn string(&mut self, _field: u32, value: &str) {
        put_words_and_string::<0>(self, 0, value.as_bytes());
    }

    #[inline]
    fn bytes(&mut self, _field: u32, value: &Bytes) {
        put_words_and_string::<0>(self, 0, value);
    }

    #[inline]
    fn byte_slice(&mut self, _field: u32, value: &[u8]) {
        put_words_and_string::<0>(self, 0, value);
    }

    #[inline(always)]
    fn object<T: Serialize>(&mut self, field: u32, value: &T) {
        if self.enter_field(field) {
            self.write(value);
            self.leave_field(field);
        }
    }

    #[inline(always)]
    fn bare<T: Combinator>(&mut self, field: u32, value: &T) {
        if self.enter_field(field) {
            self.reborrow().write_combinator(None, value);
            self.leave_field(field);
        }
    }

    #[inline(always)]
    fn list<T: Serialize>(&mut self, field: u32, form: ListForm, items: &[T]) {
        self.list_header(field, form, items.len());
        self.reborrow().items(items);
    }

    fn list_with<T>(&mut self, field: u32, form: ListForm, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.list_header(field, form, items.len());
        self.write_nested(|w| items.iter().for_each(|item| visit_item(item, w)));
    }

    #[inline]
    fn check_agreement(&mut self, _field: u32, expected: u32, found: u32) {
        if expected != found {
            self.fail(ErrorKind::Disagreement { expected, found });
        }
    }

    #[inline(always)]
    fn combinator<T: Combinator>(&mut self, value: &T) {
        self.reborrow().write_combinator(Some(T::ID), value);
    }

    #[inline]
    fn unit(&mut self, id: u32, _name: &'static str) {
        self.put_id(id);
    }
}
