//! How a reader creates byte strings: by copying, by sharing its input, or for arbitrary values.

use bytes::Bytes;

#[cfg(feature = "arbitrary")]
use super::Reader;

/// How a [`Reader`](super::Reader) creates the [`Bytes`] that it returns. Sealed.
pub trait Sharing: sealed::Sealed {
    /// Whether the input consists of random choices, from which arbitrary values are generated.
    #[doc(hidden)]
    const IS_ARBITRARY: bool = false;

    /// Creates a byte string from `part`, a part of the input.
    fn take(&self, part: &[u8]) -> Bytes;

    /// Memory that [`take`](Self::take) allocates for a part of this length, in bytes.
    fn allocation(&self, len: usize) -> usize;
}

/// The input is a slice: byte strings are copied.
#[derive(Clone, Copy, Debug)]
pub struct Copied;

/// The input is a [`Bytes`]: byte strings share its memory.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a>(pub(crate) &'a Bytes);

mod sealed {
    /// Prevents implementations of [`Sharing`](super::Sharing) in other crates.
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

/// The input consists of random choices, from which arbitrary values are generated.
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
    /// A reader that generates arbitrary values from the bytes `choices`. Any number of bytes is enough.
    pub(crate) fn arbitrary(choices: &'a [u8]) -> Self {
        Self::with_sharing(choices, ArbitraryInput)
    }
}
