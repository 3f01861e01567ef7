//! Views: values that borrow from their input, without allocation (feature `views`).
//!
//! A view of a constructor holds its numbers, its strings as [`Str`], and nested values as [`View`]s and [`Items`].
//! Nested views borrow parts of the same input and are parsed on access. Creating the outermost view checks the whole
//! input once, as strictly as a [`Reader`] does.
//!
//! Parsing a nested view repeats no checks, except that [`Str::as_str`] checks UTF-8 again. Iterating over a vector is
//! one pass over its bytes; each nesting level that is entered is another pass.
//!
//! Invalid input is parsed a second time, to find the error that decoding the owned type would return. Only that error
//! is allocated. All [`Limits`] apply except those of memory.
//!
//! ```
//! use tl_runtime::views::{OwnedView, Viewable};
//! use tl_runtime::{Bytes, Serialize, Text};
//!
//! let bytes = vec![Text::from("a"), Text::from("b")].to_bytes()?;
//! let items = Vec::<Text>::view(&bytes)?;
//! assert_eq!(items.iter().map(|item| item.as_str()).collect::<Vec<&str>>(), ["a", "b"]);
//! assert_eq!(items.to_vec(), ["a", "b"]);
//!
//! // An owned view can be stored, or sent to another task.
//! let view = OwnedView::<Vec<Text>>::from_bytes(Bytes::from(bytes))?;
//! assert_eq!(view.view().len(), 2);
//! # Ok::<(), tl_runtime::Error>(())
//! ```

mod bare;
mod cursor;
mod impls;
mod items;
mod owned_view;
mod parser;
mod skip_mode;
mod string;

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

pub use self::bare::{BareOf, BareVec, ViewableFields};
pub(crate) use self::cursor::Cursor;
pub use self::items::{Items, Iter};
pub use self::owned_view::OwnedView;
pub use self::parser::Parser;
pub(crate) use self::parser::sealed;
use self::skip_mode::Trusted;
pub(crate) use self::skip_mode::{CheckSettings, Checked};
pub use self::skip_mode::{Rest, SkipMode};
pub use self::string::Str;
use bytes::Bytes;

use crate::error::Result;
use crate::limits::Limits;
use crate::read::{Deserialize, Reader};

/// A type whose values can be viewed inside their encoding, without an owned value.
///
/// Owned types implement this trait for their boxed form. [`BareOf`] and [`BareVec`] are marker types of bare forms.
pub trait Viewable {
    /// The type of decoded values, which own their data.
    type Owned: Deserialize;

    /// The view type: the fields of the value, with views of nested values.
    type View<'a>: Copy + fmt::Debug;

    /// Minimum size of a value on the wire, in bytes.
    const LEAST_SIZE: usize;

    /// Decodes the owned value.
    fn read_owned(r: &mut Reader<'_>) -> Self::Owned;

    /// Parses the value, and moves past it.
    ///
    /// After invalid input, the result is a placeholder.
    fn parse<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a>;

    /// Skips the value at the start of `rest`. Returns the bytes after the value.
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_>;

    /// Skips `n_items` consecutive values. Returns the bytes after them.
    fn skip_items<M: SkipMode>(rest: &[u8], n_items: usize, mode: M) -> Rest<'_> {
        let mut rest = rest;
        for _ in 0..n_items {
            rest = Self::skip(rest, mode)?;
        }
        Some(rest)
    }

    /// Returns a view of a value that takes all of `bytes`, with the default [`Limits`]. Use a [`Reader`] for other
    /// limits.
    ///
    /// # Errors
    ///
    /// If the bytes aren't a value of this type, if bytes are left over, or if the value exceeds the limits.
    fn view(bytes: &[u8]) -> Result<Self::View<'_>>
    where
        Self: Sized,
    {
        Reader::new(bytes).view_all::<Self>()
    }
}

/// A checked but unparsed value in the input.
///
/// Two views are equal if their bytes are equal.
pub struct View<'a, T> {
    bytes: &'a [u8],
    marker: PhantomData<fn() -> T>,
}

impl<'a, T> View<'a, T> {
    /// Wraps bytes that were checked before: they must be exactly one value.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, marker: PhantomData }
    }

    /// The bytes of the encoded value.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a, T: Viewable> View<'a, T> {
    /// Checks that `bytes` are exactly one value, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`Viewable::view`].
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self> {
        Reader::new(bytes).check_all::<T>()
    }

    /// Parses the value. Its nested values are parsed on access.
    #[inline]
    #[must_use]
    pub fn get(self) -> T::View<'a> {
        T::parse(&mut Cursor::new(self.bytes, Trusted))
    }

    /// Decodes the owned value.
    #[must_use]
    pub fn to_value(self) -> T::Owned {
        decode_checked(self.bytes, None, T::read_owned)
    }
}

/// Decodes checked bytes, without limits. Checked bytes always decode, so the result is no placeholder.
fn decode_checked<T>(bytes: &[u8], shared: Option<&Bytes>, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
    let limits = Limits::default().with_depth(u32::MAX).with_items(usize::MAX).with_allocation(usize::MAX, usize::MAX);
    read(&mut Reader::with_input(bytes, shared).with_limits(limits))
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

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{BareVec, OwnedView, Str, View, Viewable};
    use crate::{Bytes, ErrorKind, Limits, Reader, Serialize, Text};

    /// The encoding of `n_levels` nested vectors.
    fn nested_vectors(n_levels: u32) -> Vec<u8> {
        let around = [crate::VECTOR_ID.to_le_bytes(), 1_u32.to_le_bytes()].concat();
        let mut bytes = around.repeat(n_levels as usize - 1);
        bytes.extend(Vec::<i32>::new().to_bytes().expect("it is short"));
        bytes
    }

    #[test]
    fn strings_are_checked_as_by_a_reader() {
        let cases: &[&[u8]] = &[
            &[0, 0, 0, 0],
            &[1, b'a', 0, 0],
            &[1, b'a', 0, 1],
            &[1, b'a', 1, 0],
            &[2, 0xc3, 0xa9, 0],
            &[2, 0xc3, 0xa9, 1],
            &[1, 0xc3, 0, 0],
            &[3, b'a', b'b', b'c'],
            &[4, b'a', b'b', b'c', b'd', 0, 0, 0],
            &[4, b'a', b'b', b'c', b'd', 0, 0, 9],
            &[4, b'a', b'b', b'c'],
            &[254, 1, 0, 0, b'a', 0, 0, 0],
            &[255, 0, 0, 0],
            &[1, b'a'],
            &[],
            &[0, 0, 0, 0, 0],
        ];
        let long = [&[254, 254, 0, 0][..], &[b'x'; 254], &[0, 0]].concat();
        let long_and_odd = [&[254, 254, 0, 0][..], &[b'x'; 254], &[0, 1]].concat();
        for bytes in cases.iter().copied().chain([&long[..], &long_and_odd]) {
            let text: crate::Result<Text> = Reader::new(bytes).read_all();
            assert_eq!(Text::view(bytes).map(Text::from), text, "{bytes:?}");
            let read: crate::Result<Bytes> = Reader::new(bytes).read_all();
            assert_eq!(Bytes::view(bytes).map(Bytes::copy_from_slice), read, "{bytes:?}");
        }
    }

    #[test]
    fn limits_are_those_of_the_reader() {
        type Nested = Vec<Vec<Vec<i32>>>;
        let bytes = nested_vectors(3);
        let with_depth = |depth| Reader::new(&bytes).with_limits(Limits::default().with_depth(depth));
        assert!(with_depth(3).view_all::<Nested>().is_ok());
        let error = with_depth(2).view_all::<Nested>().expect_err("one level too many");
        assert_eq!(Err(error), with_depth(2).read_all::<Nested>());
        let error = with_depth(2).check_all::<Nested>().expect_err("one level too many");
        assert_eq!((error.kind(), error.offset()), (ErrorKind::TooDeep, 24));

        let bytes = Vec::from([1_i64, 2, 3]).to_bytes().expect("it is short");
        let with_items = |items| Reader::new(&bytes).with_limits(Limits::default().with_items(items));
        assert!(with_items(3).view_all::<Vec<i64>>().is_ok());
        let error = with_items(2).view_all::<Vec<i64>>().expect_err("one item too many");
        assert_eq!(error.kind(), ErrorKind::TooManyItems { len: 3 });
    }

    #[test]
    fn items_are_iterated_and_counted() {
        let bytes = [&2_u32.to_le_bytes()[..], &7_i64.to_le_bytes(), &(-1_i64).to_le_bytes()].concat();
        let items = BareVec::<i64>::view(&bytes).expect("two numbers");
        let mut iter = items.iter();
        assert_eq!((iter.len(), iter.next(), iter.len()), (2, Some(7), 1));
        assert_eq!((iter.next(), iter.next(), iter.next()), (Some(-1), None, None));
        assert_eq!((items.get(1), items.get(2), items.get(usize::MAX)), (Some(-1), None, None));
        assert_eq!(items.to_vec(), [7, -1]);
        assert_eq!(items.bytes(), &bytes[4..]);
        assert!(!items.is_empty());
    }

    /// `to_owned` of the standard library would return a view here, because views are `Clone`.
    #[test]
    fn views_behind_references_are_decoded() {
        let bytes = Vec::from([7_i64, -1]).to_bytes().expect("it is short");
        let view = View::<Vec<i64>>::from_bytes(&bytes).expect("a vector");
        let (view, items, owned): (&View<'_, _>, &_, &OwnedView<_>) = (&view, &view.get(), &view.into());
        assert_eq!(
            (view.to_value(), items.to_vec(), owned.to_value()),
            ([7, -1].into(), [7, -1].into(), [7, -1].into())
        );
    }

    #[test]
    fn owned_views_are_send_and_static() {
        fn is_send_and_static<T: Clone + Send + Sync + 'static>(_: &T) {}
        let bytes = Bytes::from(Vec::from([Text::from("a")]).to_bytes().expect("it is short"));
        let owned = OwnedView::<Vec<Text>>::from_bytes(bytes.clone()).expect("a vector");
        is_send_and_static(&owned);
        assert_eq!(owned.view().get(0).map(Str::as_str), Some("a"));
        assert_eq!(Reader::shared(&bytes).owned_view_all().as_ref(), Ok(&owned));
        let view = View::from_bytes(&bytes).expect("a vector");
        assert_eq!(OwnedView::from(view), owned);
        assert_eq!(std::format!("{owned:?} {view:?}"), r#"["a"] ["a"]"#);
        assert!(OwnedView::<Vec<i64>>::from_bytes(bytes).is_err());
    }
}
