//! Views of strings.

use core::fmt;

use crate::text::Text;

/// A string in the input, known to be UTF-8.
///
/// Without `unsafe`, a `&str` can only be created by checking the bytes again, so [`as_str`](Self::as_str) does that on
/// each call. Comparing, measuring and copying bytes needs no check.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Str<'a>(pub(super) &'a [u8]);

impl<'a> Str<'a> {
    /// The content as a string slice. Each call checks the UTF-8 again, so store the result.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        // The bytes were checked when the view was created, so the default is never used.
        simdutf8::basic::from_utf8(self.0).unwrap_or_default()
    }

    /// The bytes of the string.
    #[must_use]
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether the string is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq<str> for Str<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Str<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl<'a> From<Str<'a>> for &'a str {
    fn from(text: Str<'a>) -> Self {
        text.as_str()
    }
}

impl From<Str<'_>> for Text {
    fn from(text: Str<'_>) -> Self {
        text.as_str().into()
    }
}

impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}
