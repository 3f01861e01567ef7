//! Checked values that own their bytes.

use core::fmt;
use core::marker::PhantomData;

use bytes::Bytes;

use super::skip_mode::Trusted;
use super::{Cursor, View, Viewable};
use crate::error::Result;
use crate::read::Reader;

/// The bytes of a checked value, with shared ownership, for tasks, queues and caches.
///
/// An owned view borrows nothing, and its clones share the bytes. Each call of [`view`](Self::view) parses the value
/// without checking it again; call it once to access several fields.
///
/// Two owned views are equal if their bytes are equal.
pub struct OwnedView<T> {
    bytes: Bytes,
    marker: PhantomData<fn() -> T>,
}

impl<T: Viewable> OwnedView<T> {
    /// Checks that `bytes` are exactly one value, with the default [`Limits`](crate::Limits).
    ///
    /// # Errors
    ///
    /// As [`Viewable::view`].
    pub fn from_bytes(bytes: Bytes) -> Result<Self> {
        Reader::new(&bytes).check_all::<T>()?;
        Ok(Self::new(bytes))
    }

    /// Parses the value. Its nested values are parsed on access.
    #[must_use]
    pub fn view(&self) -> T::View<'_> {
        T::parse(&mut Cursor::new(&self.bytes, Trusted))
    }

    /// Decodes the owned value. Its `bytes` fields share the memory of this view.
    #[must_use]
    pub fn to_value(&self) -> T::Owned {
        super::decode_checked(&self.bytes, Some(&self.bytes), T::read_owned)
    }
}

impl<T> OwnedView<T> {
    /// Wraps bytes that were checked before: they must be exactly one value.
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self { bytes, marker: PhantomData }
    }

    /// The bytes of the encoded value.
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

/// Copies the bytes of a checked view.
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
