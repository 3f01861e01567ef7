//! The Rust type of TL's `string`: immutable UTF-8, cheap to create, clone and store.
//!
//! The representation is private, so that it can be changed without breaking callers.

use alloc::string::String;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::mem::{self, ManuallyDrop};
use core::ops::Deref;

use smol_str::SmolStr;

/// The content of a TL `string`.
///
/// Up to 23 bytes are stored inline; longer strings are on the heap and shared between clones. `Text` dereferences to
/// [`str`] and is created from `&str` and `String` with [`into`](Into::into). It can hold more than
/// [`MAX_STRING_LEN`](crate::MAX_STRING_LEN) bytes, but such a string can't be encoded.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(ManuallyDrop<SmolStr>);

macro_rules! inline_constructors_for {
    ($($len:literal)*) => { [$(inline_text::<$len>),*] };
}

/// Functions that create a `Text`, one for each length that fits inline. With a length known at compile time, the bytes
/// are copied without a call to `memcpy`.
const INLINE_CONSTRUCTORS: [fn(&str) -> Text; size_of::<Text>()] =
    inline_constructors_for!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23);

fn inline_text<const LEN: usize>(text: &str) -> Text {
    match text.get(..LEN) {
        Some(text) => Text(ManuallyDrop::new(SmolStr::new_inline(text))),
        None => Text::from_smol(text),
    }
}

impl Text {
    /// The empty string.
    #[must_use]
    pub const fn new() -> Self {
        Self(ManuallyDrop::new(SmolStr::new_static("")))
    }

    fn from_smol(text: impl Into<SmolStr>) -> Self {
        Self(ManuallyDrop::new(text.into()))
    }

    /// Heap memory of a string of `len` bytes, in bytes: 0 if the string fits inline, else `len` and a header of two
    /// counters.
    pub(crate) const fn heap_size(len: usize) -> usize {
        if len < size_of::<Self>() { 0 } else { len + 2 * size_of::<usize>() }
    }

    #[inline(never)]
    fn release(&mut self) {
        *self.0 = SmolStr::new_static("");
    }

    /// The content as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Releases heap memory out of line, which makes the drop code of large structs several times smaller.
impl Drop for Text {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_heap_allocated() {
            self.release();
        }
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.0.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for Text {
    #[inline(never)]
    fn from(text: &str) -> Self {
        match INLINE_CONSTRUCTORS.get(text.len()) {
            Some(inline) => inline(text),
            None => Self::from_smol(text),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from_smol(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(mut text: Text) -> Self {
        mem::take(&mut *text.0).into()
    }
}

impl FromIterator<char> for Text {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        Self::from_smol(chars.into_iter().collect::<SmolStr>())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

macro_rules! impl_equality_with {
    ($($other:ty),*) => {$(
        impl PartialEq<$other> for Text {
            fn eq(&self, other: &$other) -> bool {
                *self.as_str() == **other
            }
        }

        impl PartialEq<Text> for $other {
            fn eq(&self, other: &Text) -> bool {
                **self == *other.as_str()
            }
        }
    )*};
}

impl_equality_with!(&str, String);

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialOrd<str> for Text {
    fn partial_cmp(&self, other: &str) -> Option<Ordering> {
        self.as_str().partial_cmp(other)
    }
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::String;

    use super::Text;

    #[test]
    fn compares_and_converts_like_str() {
        let text = Text::from("a string that is too long to be inside");
        assert_eq!(text, "a string that is too long to be inside");
        assert_eq!(String::from(text.clone()), text);
        assert_eq!(format!("{text:?} {text}"), format!("{0:?} {0}", text.as_str()));
        assert!(text.starts_with("a string"));
        assert!(Text::new().is_empty());
    }

    #[test]
    fn text_takes_24_bytes() {
        assert_eq!(size_of::<Text>(), 24);
        assert_eq!(size_of::<Option<Text>>(), 24);
    }
}
