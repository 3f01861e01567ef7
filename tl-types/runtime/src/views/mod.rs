//! Values that are read where they lie: the feature `views`.
//!
//! A view of a constructor holds its numbers, its strings as `&str`, and what is nested as [`View`]s and [`Items`]:
//! parts of the same input, looked into when they are asked for. Reading checks the whole input once, as strictly as
//! a [`Reader`] does, and allocates nothing; what is behind a [`View`] has passed those checks.
//!
//! Looking into a view finds where its fields end and checks only the UTF-8 of its own strings again, as `&str` can't be
//! made without. Items of a vector are gone through in one pass; each level of nesting is another one over its bytes.
//!
//! What was wrong with bytes that are refused is found by reading them as the owned type, so that errors are the same.
//! The limits of [`Limits`](crate::Limits) count, but for those of allocation.
//!
//! ```
//! use tl_runtime::views::{Held, Viewable};
//! use tl_runtime::{Bytes, Serialize, Text};
//!
//! let bytes = vec![Text::from("a"), Text::from("b")].to_bytes()?;
//! let items = Vec::<Text>::view(&bytes)?;
//! assert_eq!(items.iter().collect::<Vec<&str>>(), ["a", "b"]);
//! assert_eq!(items.to_owned(), ["a", "b"]);
//!
//! // Held on to, for another task.
//! let held = Held::<Vec<Text>>::from_bytes(Bytes::from(bytes))?;
//! assert_eq!(held.view().len(), 2);
//! # Ok::<(), tl_runtime::Error>(())
//! ```

mod bare;
mod cursor;
mod held;
mod items;
mod leaves;
mod mode;

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

pub use self::bare::{BareOf, BareVec, ViewableFields};
pub use self::cursor::Cursor;
pub use self::held::Held;
pub use self::items::{Items, Iter};
use self::mode::Trusted;
pub(crate) use self::mode::{Checked, Rules};
pub use self::mode::{Mode, Rest};
use crate::read::{Copied, Reader, Sharing};
use crate::{Limits, Result};

/// How a value stands on the wire, with what it looks like there.
///
/// The owned types stand for themselves, boxed; [`BareOf`] and [`BareVec`] for what has no id.
pub trait Viewable {
    /// The owned value.
    type Owned;

    /// A look at the value where it lies: its own fields, and views of what is nested.
    type View<'a>: Copy + fmt::Debug;

    /// Least number of bytes that a value takes on the wire.
    const LEAST_SIZE: usize;

    /// Reads the owned value.
    fn owned<S: Sharing>(r: &mut Reader<'_, S>) -> Self::Owned;

    /// Looks at the value that stands at the cursor, and moves behind it.
    ///
    /// If there is none, the cursor is at its end, and what comes from here is made up.
    fn look<'a, M: Mode>(r: &mut Cursor<'a, M>) -> Self::View<'a>;

    /// Skips a value.
    fn skip<M: Mode>(rest: &[u8], mode: M) -> Rest<'_>;

    /// Skips values that stand one after the other.
    fn skip_items<M: Mode>(rest: &[u8], n_items: usize, mode: M) -> Rest<'_> {
        let mut rest = rest;
        for _ in 0..n_items {
            rest = Self::skip(rest, mode)?;
        }
        Some(rest)
    }

    /// Looks at one value that takes all of `bytes`, with the default [`Limits`]; a [`Reader`] takes others.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, if bytes are left over, or if the value costs more than the limits allow.
    fn view(bytes: &[u8]) -> Result<Self::View<'_>>
    where
        Self: Sized,
    {
        Reader::new(bytes).view_all::<Self>()
    }
}

/// A value in the input that passed all checks, not looked into yet.
///
/// Two of them are equal if their bytes are.
pub struct View<'a, T> {
    bytes: &'a [u8],
    of: PhantomData<fn() -> T>,
}

impl<'a, T> View<'a, T> {
    /// `bytes` are a value and nothing else.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, of: PhantomData }
    }

    /// The bytes of the value.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a, T: Viewable> View<'a, T> {
    /// Checks that all of `bytes` are one value, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`Viewable::view`].
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        Reader::new(bytes).check_all::<T>()
    }

    /// Looks into it.
    #[inline]
    #[must_use]
    pub fn get(self) -> T::View<'a> {
        T::look(&mut Cursor::new(self.bytes, Trusted))
    }

    /// The owned value.
    #[must_use]
    pub fn to_owned(self) -> T::Owned {
        owned(self.bytes, Copied, T::owned)
    }
}

/// Reads what passed all checks. With nothing to refuse, it can't be made up.
fn owned<T, S: Sharing>(bytes: &[u8], sharing: S, read: impl FnOnce(&mut Reader<'_, S>) -> T) -> T {
    let limits = Limits::default().with_depth(u32::MAX).with_items(usize::MAX).with_allocation(usize::MAX, usize::MAX);
    read(&mut Reader::with_sharing(bytes, sharing).with_limits(limits))
}

impl<T> Clone for View<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for View<'_, T> {}

impl<T> PartialEq for View<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for View<'_, T> {}

impl<T> Hash for View<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl<T: Viewable> fmt::Debug for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
