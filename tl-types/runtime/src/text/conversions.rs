//! Conversions between `Text` and the other types of strings.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::convert::Infallible;
use core::fmt;
use core::mem;
use core::str::FromStr;

use bytes::Bytes;
use smol_str::{SmolStr, ToSmolStr as _};

use super::{INLINE_CONSTRUCTORS, Text};

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
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

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl From<Box<str>> for Text {
    fn from(text: Box<str>) -> Self {
        Self::from_smol(text)
    }
}

impl From<Arc<str>> for Text {
    fn from(text: Arc<str>) -> Self {
        Self::from_smol(text)
    }
}

impl From<char> for Text {
    fn from(character: char) -> Self {
        (&*character.encode_utf8(&mut [0; 4])).into()
    }
}

impl From<fmt::Arguments<'_>> for Text {
    fn from(text: fmt::Arguments<'_>) -> Self {
        Self::from_smol(text.to_smolstr())
    }
}

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl From<Text> for String {
    fn from(mut text: Text) -> Self {
        mem::take(&mut *text.0).into()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().into()
    }
}

impl From<Text> for Box<str> {
    fn from(text: Text) -> Self {
        text.as_str().into()
    }
}

impl From<Text> for Arc<str> {
    fn from(mut text: Text) -> Self {
        mem::take(&mut *text.0).into()
    }
}

impl From<Text> for Cow<'_, str> {
    fn from(text: Text) -> Self {
        Cow::Owned(text.into())
    }
}

impl<'a> From<&'a Text> for Cow<'a, str> {
    fn from(text: &'a Text) -> Self {
        Cow::Borrowed(text)
    }
}

impl From<Text> for Vec<u8> {
    fn from(text: Text) -> Self {
        text.into_string().into_bytes()
    }
}

impl From<Text> for Bytes {
    fn from(text: Text) -> Self {
        text.into_string().into()
    }
}

macro_rules! collect {
    ($($part:ty),*) => {$(
        impl<'a> FromIterator<$part> for Text {
            fn from_iter<I: IntoIterator<Item = $part>>(parts: I) -> Self {
                Self::from_smol(parts.into_iter().collect::<SmolStr>())
            }
        }
    )*};
}

collect!(char, &'a str, &'a String, String);
