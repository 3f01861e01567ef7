//! The Rust type of TL's `string`: immutable UTF-8, cheap to create, clone and store.
//!
//! The representation is private, so that it can be changed without breaking callers.

mod comparisons;
mod conversions;

use alloc::string::String;
use core::fmt;
use core::mem::ManuallyDrop;
use core::ops::Deref;

use smol_str::SmolStr;

/// The content of a TL `string`.
///
/// Up to 23 bytes are stored inline; longer strings are on the heap and shared between clones. `Text` dereferences to
/// [`str`] and is created from `&str`, `String`, `Cow<str>`, `char` and others with [`into`](Into::into). It can hold
/// more than [`MAX_STRING_LEN`](crate::MAX_STRING_LEN) bytes, but such a string can't be encoded.
///
/// A `Text` can't be changed. A changed string is a `String` that is converted:
///
/// ```
/// use tl_runtime::Text;
///
/// let mut caption = Text::from("Rust");
/// caption = format!("{caption} and TL").into();
/// let mut string = caption.into_string();
/// string.push('!');
/// assert_eq!(string, "Rust and TL!");
/// ```
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

    /// The content as a `String`, which allocates.
    #[must_use]
    pub fn into_string(self) -> String {
        self.into()
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::boxed::Box;
    use std::collections::HashMap;
    use std::format;
    use std::string::{String, ToString as _};
    use std::sync::Arc;
    use std::vec::Vec;

    use super::Text;
    use crate::Bytes;

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
    fn converts_from_and_into_every_type_of_string() {
        for content in ["", "short", "a string that is too long to be inside"] {
            let text = Text::from(content);
            let from: [Text; 9] = [
                String::from(content).into(),
                (&String::from(content)).into(),
                Cow::Borrowed(content).into(),
                Cow::<str>::Owned(content.into()).into(),
                Box::<str>::from(content).into(),
                Arc::<str>::from(content).into(),
                format_args!("{content}").into(),
                content.parse().unwrap(),
                (&text).into(),
            ];
            assert!(from.iter().all(|other| *other == text && other == content), "{content}");
            let into: [String; 4] = [text.clone().into(), (&text).into(), text.to_string(), text.clone().into_string()];
            assert!(into.iter().all(|other| other == content), "{content}");
            assert_eq!(*Box::<str>::from(text.clone()), *content);
            assert_eq!(*Arc::<str>::from(text.clone()), *content);
            assert_eq!((Cow::from(&text), Cow::from(text.clone())), (content.into(), content.into()));
            assert_eq!((Vec::from(text.clone()), Bytes::from(text.clone())), (content.into(), content.into()));
            assert_eq!(AsRef::<[u8]>::as_ref(&text), content.as_bytes());
            let collected: [Text; 3] = [
                content.chars().collect(),
                content.split_inclusive(' ').collect(),
                content.split_inclusive(' ').map(String::from).collect(),
            ];
            assert!(collected.iter().all(|other| *other == text), "{content}");
        }
        assert_eq!(Text::from('\u{1f600}'), "\u{1f600}");
    }

    #[test]
    fn compares_with_every_type_of_string() {
        let text = Text::from("b");
        let (string, cow) = (String::from("b"), Cow::Borrowed("b"));
        assert_eq!(text, "b");
        assert_eq!("b", text);
        assert_eq!(text, *"b");
        assert_eq!(*"b", text);
        assert_eq!(text, string);
        assert_eq!(text, cow);
        assert!(text > *"a" && text < "c");
        assert_eq!(HashMap::from([(text, 1)]).get("b"), Some(&1));
    }

    #[test]
    fn text_takes_24_bytes() {
        assert_eq!(size_of::<Text>(), 24);
        assert_eq!(size_of::<Option<Text>>(), 24);
    }
}
