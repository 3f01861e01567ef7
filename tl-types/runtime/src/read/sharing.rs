//! What becomes of byte strings: copies, parts of a shared input, or choices.

use bytes::Bytes;

#[cfg(feature = "arbitrary")]
use super::Reader;

/// How a [`Reader`](super::Reader) makes [`Bytes`] of a part of its input. Sealed.
pub trait Sharing: sealed::Sealed {
    /// Whether the input is a source of choices, and every input is one for a value.
    #[doc(hidden)]
    const IS_ARBITRARY: bool = false;

    /// Makes `part`, which is a part of the input, into a value of its own.
    fn take(&self, part: &[u8]) -> Bytes;

    /// Bytes that [`take`](Self::take) allocates for a part of this length.
    fn allocation(&self, len: usize) -> usize;
}

/// The input is a slice: byte strings are copied.
#[derive(Clone, Copy, Debug)]
pub struct Copied;

/// The input is shareable: byte strings hold on to it.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a>(pub(crate) &'a Bytes);

mod sealed {
    /// Keeps [`Sharing`](super::Sharing) to this crate.
    pub trait Sealed {}
    impl Sealed for super::Copied {}
    impl Sealed for super::Shared<'_> {}
    #[cfg(feature = "arbitrary")]
    impl Sealed for super::ArbitraryInput {}
}

impl Sharing for Copied {
    #[inline]
    fn take(&self, part: &[u8]) -> Bytes {
        Bytes::copy_from_slice(part)
    }

    #[inline]
    fn allocation(&self, len: usize) -> usize {
        len
    }
}

impl Sharing for Shared<'_> {
    #[inline]
    fn take(&self, part: &[u8]) -> Bytes {
        self.0.slice_ref(part)
    }

    #[inline]
    fn allocation(&self, _len: usize) -> usize {
        0
    }
}

/// The input is a source of choices, from which values are made up.
#[cfg(feature = "arbitrary")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArbitraryInput;

#[cfg(feature = "arbitrary")]
impl Sharing for ArbitraryInput {
    const IS_ARBITRARY: bool = true;

    fn take(&self, part: &[u8]) -> Bytes {
        Bytes::copy_from_slice(part)
    }

    fn allocation(&self, len: usize) -> usize {
        len
    }
}

#[cfg(feature = "arbitrary")]
impl<'a> Reader<'a, ArbitraryInput> {
    /// Makes values of `choices`, however many there are.
    pub(crate) fn arbitrary(choices: &'a [u8]) -> Self {
        Self::with_sharing(choices, ArbitraryInput)
    }
}
