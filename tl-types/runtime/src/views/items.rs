//! Vectors that are read where they lie.

use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use super::mode::Trusted;
use super::{Cursor, Viewable};
use crate::read::Copied;

/// The items of a vector in the input, which passed all checks.
pub struct Items<'a, T> {
    /// The items, without id and count.
    pub(super) bytes: &'a [u8],
    pub(super) count: u32,
    pub(super) of: PhantomData<fn() -> T>,
}

impl<'a, T> Items<'a, T> {
    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        // As many bytes are in memory, one for each item at least.
        self.count as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    /// The bytes of the items, one after the other, without id and count of the vector.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a, T: Viewable> Items<'a, T> {
    /// A look at each.
    #[must_use]
    pub fn iter(self) -> Iter<'a, T> {
        Iter { cursor: Cursor::new(self.bytes, Trusted), left: self.count, of: PhantomData }
    }

    /// A look at the item of this index; those before it are skipped.
    #[must_use]
    pub fn get(self, index: usize) -> Option<T::View<'a>> {
        self.iter().nth(index)
    }

    /// The owned items.
    #[must_use]
    pub fn to_owned(self) -> Vec<T::Owned> {
        super::owned(self.bytes, Copied, |r| (0..self.count).map(|_| T::read_owned(r)).collect())
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

/// Looks at the items of a vector, one after the other.
pub struct Iter<'a, T> {
    cursor: Cursor<'a, Trusted>,
    left: u32,
    of: PhantomData<fn() -> T>,
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
        Self { cursor: self.cursor.clone(), left: self.left, of: PhantomData }
    }
}

impl<T: Viewable> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
