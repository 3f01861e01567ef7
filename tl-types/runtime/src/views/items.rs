//! Views of vectors.

use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use super::skip_mode::Trusted;
use super::{Cursor, Viewable};

/// The checked items of a vector in the input, parsed on access.
pub struct Items<'a, T> {
    /// The encoded items, without id and count.
    pub(super) bytes: &'a [u8],
    pub(super) count: u32,
    pub(super) marker: PhantomData<fn() -> T>,
}

impl<'a, T> Items<'a, T> {
    /// Number of items.
    #[must_use]
    pub fn len(self) -> usize {
        // No truncation: the input has at least one byte for each item.
        self.count as usize
    }

    /// Whether the vector has no items.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    /// The encoded items, without id and count of the vector.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a, T: Viewable> Items<'a, T> {
    /// Iterates over views of the items.
    #[must_use]
    pub fn iter(self) -> Iter<'a, T> {
        Iter { cursor: Cursor::new(self.bytes, Trusted), left: self.count, marker: PhantomData }
    }

    /// A view of the item at `index`. Skips all items before it.
    #[must_use]
    pub fn get(self, index: usize) -> Option<T::View<'a>> {
        self.iter().nth(index)
    }

    /// Decodes all items into owned values.
    #[must_use]
    pub fn to_vec(self) -> Vec<T::Owned> {
        super::decode_checked(self.bytes, None, |r| (0..self.count).map(|_| T::read_owned(r)).collect())
    }
}

/// No items.
impl<T> Default for Items<'_, T> {
    fn default() -> Self {
        Self { bytes: &[], count: 0, marker: PhantomData }
    }
}

impl<T> Clone for Items<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Items<'_, T> {}

impl<T: Viewable> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T: Viewable> IntoIterator for Items<'a, T> {
    type Item = T::View<'a>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// Iterator over views of the items of a vector.
pub struct Iter<'a, T> {
    cursor: Cursor<'a, Trusted>,
    left: u32,
    marker: PhantomData<fn() -> T>,
}

impl<'a, T: Viewable> Iterator for Iter<'a, T> {
    type Item = T::View<'a>;

    #[inline]
    fn next(&mut self) -> Option<T::View<'a>> {
        self.left = self.left.checked_sub(1)?;
        Some(T::parse(&mut self.cursor))
    }

    fn nth(&mut self, n: usize) -> Option<T::View<'a>> {
        let n_skipped = n.min(self.len());
        self.left -= n_skipped as u32;
        self.cursor.skip_items::<T>(n_skipped);
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl<T: Viewable> ExactSizeIterator for Iter<'_, T> {}

impl<T: Viewable> FusedIterator for Iter<'_, T> {}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { cursor: self.cursor.clone(), left: self.left, marker: PhantomData }
    }
}

impl<T: Viewable> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
