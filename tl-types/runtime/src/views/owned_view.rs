//! A value and its bytes in one, for code that keeps it.

use core::fmt;
use core::marker::PhantomData;

use bytes::Bytes;

use super::mode::Trusted;
use super::{Cursor, View, Viewable};
use crate::error::Result;
use crate::read::{Reader, Shared};

/// The bytes of a value that passed all checks, held on to: for tasks, queues and caches.
///
/// It borrows nothing and is shared by clones. Each [`view`](Self::view) skips through the bytes without checking them
/// again; who asks for several things asks one view for them.
///
/// Two of them are equal if their bytes are.
pub struct OwnedView<T> {
    bytes: Bytes,
    of: PhantomData<fn() -> T>,
}

impl<T: Viewable> OwnedView<T> {
    /// Checks that all of `bytes` are one value, with the default [`Limits`](crate::Limits).
    ///
    /// # Errors
    ///
    /// As [`Viewable::view`].
    pub fn from_bytes(bytes: Bytes) -> Result<Self> {
        Reader::new(&bytes).check_all::<T>()?;
        Ok(Self::new(bytes))
    }

    /// Looks at the value.
    #[must_use]
    pub fn view(&self) -> T::View<'_> {
        T::parse(&mut Cursor::new(&self.bytes, Trusted))
    }

    /// The owned value, whose fields of type `bytes` share the memory of this one.
    #[must_use]
    pub fn to_owned(&self) -> T::Owned {
        super::owned(&self.bytes, Shared(&self.bytes), T::read_owned)
    }
}

impl<T> OwnedView<T> {
    /// `bytes` are a value and nothing else.
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self { bytes, of: PhantomData }
    }

    /// The bytes of the value.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl<T> Clone for OwnedView<T> {
    fn clone(&self) -> Self {
        Self::new(self.bytes.clone())
    }
}

impl<T> PartialEq for OwnedView<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for OwnedView<T> {}

/// Copies the bytes of a value that was looked at where it lay.
impl<T> From<View<'_, T>> for OwnedView<T> {
    fn from(view: View<'_, T>) -> Self {
        Self::new(Bytes::copy_from_slice(view.bytes()))
    }
}

impl<T: Viewable> fmt::Debug for OwnedView<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
