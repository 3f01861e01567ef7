//! Decoding of vectors and of other sequences of values.

use alloc::vec::Vec;
use core::mem::{self, ManuallyDrop};

use super::{Deserialize, Reader};
use crate::error::{Error, ErrorKind};
use crate::field_path::{NO_FIELD, PathStep};
use crate::wire_constants::VECTOR_ID;

impl Reader<'_> {
    /// Decodes a `Vector<T>` from the start of the remaining bytes, up to its end or up to the first item with an error.
    ///
    /// An item of an unknown constructor, as a newer layer may have it, has no known end. The items after it are lost; ask
    /// the server for them again. For updates, `updates.getDifference` brings the state back.
    ///
    /// ```
    /// use tl_runtime::{BOOL_TRUE_ID, Reader, VECTOR_ID};
    ///
    /// let words = [VECTOR_ID, 3, BOOL_TRUE_ID, 0xbad, BOOL_TRUE_ID];
    /// let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    /// let (items, error) = Reader::new(&bytes).read_vector_until_error::<bool>();
    /// assert_eq!(items, [true]);
    /// assert_eq!(error.unwrap().to_string(), "unexpected constructor id #00000bad at byte 12 in `[1]`");
    /// ```
    pub fn read_vector_until_error<T: Deserialize>(&mut self) -> (Vec<T>, Option<Error>) {
        let count = self.vector_header();
        let n_items = self.enter_items(count, T::LEAST_SIZE, size_of::<T>());
        let mut items = Vec::with_capacity(n_items);
        for index in 0..n_items {
            let start = self.begin_step();
            let item = T::deserialize(self);
            self.end_step(start, PathStep::item(index));
            if self.error.is_some() {
                break;
            }
            items.push(item);
        }
        self.leave();
        let error = self.error.as_ref().map(|(_, error)| error.clone().named_by(T::NAMES));
        (items, error)
    }

    /// Decodes `count` items with `read`, each of at least `least_size` bytes. A panic of `read` drops the items.
    pub(crate) fn items<T>(&mut self, count: u32, least_size: usize, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let n_items = self.enter_items(count, least_size, size_of::<T>());
        let mut items = Vec::with_capacity(n_items);
        for index in 0..n_items {
            let start = self.begin_step();
            let item = read(self);
            self.end_step(start, PathStep::item(index));
            // The condition is always true. It tells rustc that the vector never grows.
            if items.len() < items.capacity() {
                items.push(item);
            }
            if self.error.is_some() {
                break;
            }
        }
        self.leave();
        items
    }

    /// Like [`items`](Self::items), without unwinding: a panic of `read` ends the process.
    ///
    /// So there is no code that drops the items. That code would be compiled with the types, beside the code of a
    /// program that drops the same types. A program that decodes `messages.Messages` would have 1,412 kB instead of
    /// 1,174.
    pub(super) extern "C" fn items_without_unwinding<T>(
        &mut self,
        count: u32,
        least_size: usize,
        mut read: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let n_items = self.enter_items(count, least_size, size_of::<T>());
        let mut items = ManuallyDrop::new(Vec::with_capacity(n_items));
        for index in 0..n_items {
            let start = self.begin_step();
            let item = read(self);
            self.end_step(start, PathStep::item(index));
            // The condition is always true. It tells rustc that the vector never grows.
            if items.len() < items.capacity() {
                items.push(item);
            } else {
                mem::forget(item);
            }
            if self.error.is_some() {
                break;
            }
        }
        self.leave();
        ManuallyDrop::into_inner(items)
    }

    /// Decodes `count` items of a generated type.
    #[doc(hidden)]
    #[inline]
    pub extern "C" fn items_of_generated_type<T: Deserialize>(&mut self, count: u32) -> Vec<T> {
        self.items_without_unwinding(count, T::LEAST_SIZE, |r| T::deserialize(r))
    }

    /// Decodes an array of `N` items with `read`.
    pub(crate) fn array_items<T, const N: usize>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> [T; N] {
        self.enter();
        let items = core::array::from_fn(|index| {
            let start = self.begin_step();
            let item = read(self);
            self.end_step(start, PathStep::item(index));
            item
        });
        self.leave();
        items
    }

    /// Checks the count of a vector against the remaining bytes and the limits, and enters one nesting level, which the
    /// caller leaves. Returns the number of items; 0 after an error.
    pub(super) extern "C" fn enter_items(&mut self, count: u32, least_size: usize, item_size: usize) -> usize {
        let left = self.rest.len();
        // Items without any bytes on the wire pass this test with any count. Their memory is charged below.
        let is_possible = |n_items: &usize| n_items.saturating_mul(least_size) <= left;
        let n_items = usize::try_from(count).ok().filter(is_possible);
        let n_items = n_items.unwrap_or_else(|| self.items_beyond_input(count));
        if n_items > self.max_items {
            self.fail(ErrorKind::TooManyItems { len: n_items });
        } else {
            self.charge(n_items.saturating_mul(item_size), NO_FIELD);
        }
        self.enter();
        // After an error there are no items, not even items of zero bytes.
        if self.error.is_some() { 0 } else { n_items }
    }

    /// Decodes the number of items of a vector or repetition.
    #[inline]
    pub(super) extern "C" fn count(&mut self, field: u32) -> u32 {
        match self.rest.split_first_chunk() {
            Some((count, rest)) => {
                self.rest = rest;
                u32::from_le_bytes(*count)
            }
            None => self.missing_count(field),
        }
    }

    /// Decodes the count of a vector, without its id. [`enter_items`](Self::enter_items) checks it against the input.
    #[inline]
    pub(super) extern "C" fn vector_count(&mut self) -> u32 {
        self.count(NO_FIELD)
    }

    /// Decodes the id and the count of a vector. Returns 0 after an error.
    #[inline(never)]
    pub(crate) extern "C" fn vector_header(&mut self) -> u32 {
        match self.word(NO_FIELD) {
            VECTOR_ID => self.vector_count(),
            id => self.count_after_other_id(id),
        }
    }
}
