//! Values that are read where they lie: the feature `views`.
//!
//! A view of a constructor holds its numbers, its strings as [`Str`], and what is nested as [`View`]s and [`Items`]:
//! parts of the same input, looked into when they are asked for. Reading checks the whole input once, as strictly as
//! a [`Reader`] does, and allocates nothing; what is behind a [`View`] has passed those checks.
//!
//! Looking into a view finds where its fields end, and checks nothing again but the UTF-8 of strings of which a `&str`
//! is asked for. Items of a vector are gone through in one pass; each level of nesting is another one over its bytes.
//!
//! What was wrong with bytes that are refused is found by reading them as the owned type, so that errors are the same.
//! The limits of [`Limits`] count, but for those of allocation.
//!
//! ```
//! use tl_runtime::views::{OwnedView, Viewable};
//! use tl_runtime::{Bytes, Serialize, Text};
//!
//! let bytes = vec![Text::from("a"), Text::from("b")].to_bytes()?;
//! let items = Vec::<Text>::view(&bytes)?;
//! assert_eq!(items.iter().map(|item| item.as_str()).collect::<Vec<&str>>(), ["a", "b"]);
//! assert_eq!(items.to_owned(), ["a", "b"]);
//!
//! // Held on to, for another task.
//! let held = OwnedView::<Vec<Text>>::from_bytes(Bytes::from(bytes))?;
//! assert_eq!(held.view().len(), 2);
//! # Ok::<(), tl_runtime::Error>(())
//! ```

mod bare;
mod cursor;
mod impls;
mod items;
mod mode;
mod owned_view;
mod string;

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

pub use self::bare::{BareOf, BareVec, ViewableFields};
pub use self::cursor::Cursor;
pub use self::items::{Items, Iter};
use self::mode::Trusted;
pub(crate) use self::mode::{Checked, Rules};
pub use self::mode::{Mode, Rest};
pub use self::owned_view::OwnedView;
pub use self::string::Str;
use crate::error::Result;
use crate::limits::Limits;
use crate::read::{Copied, Reader, Sharing};

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
    fn read_owned<S: Sharing>(r: &mut Reader<'_, S>) -> Self::Owned;

    /// Looks at the value that stands at the cursor, and moves behind it.
    ///
    /// If there is none, the cursor is at its end, and what comes from here is made up.
    fn parse<'a, M: Mode>(r: &mut Cursor<'a, M>) -> Self::View<'a>;

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
        T::parse(&mut Cursor::new(self.bytes, Trusted))
    }

    /// The owned value.
    #[must_use]
    pub fn to_owned(self) -> T::Owned {
        owned(self.bytes, Copied, T::read_owned)
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

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{BareVec, OwnedView, Str, View, Viewable};
    use crate::{Bytes, ErrorKind, Limits, Reader, Serialize, Text};

    /// A vector of so many vectors inside each other.
    fn nested(n_levels: u32) -> Vec<u8> {
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
        let bytes = nested(3);
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
    fn items_are_gone_through_and_counted() {
        let bytes = [&2_u32.to_le_bytes()[..], &7_i64.to_le_bytes(), &(-1_i64).to_le_bytes()].concat();
        let items = BareVec::<i64>::view(&bytes).expect("two numbers");
        let mut iter = items.iter();
        assert_eq!((iter.len(), iter.next(), iter.len()), (2, Some(7), 1));
        assert_eq!((iter.next(), iter.next(), iter.next()), (Some(-1), None, None));
        assert_eq!((items.get(1), items.get(2), items.get(usize::MAX)), (Some(-1), None, None));
        assert_eq!(items.to_owned(), [7, -1]);
        assert_eq!(items.bytes(), &bytes[4..]);
        assert!(!items.is_empty());
    }

    #[test]
    fn what_is_held_goes_everywhere() {
        fn goes_everywhere<T: Clone + Send + Sync + 'static>(_: &T) {}
        let bytes = Bytes::from(Vec::from([Text::from("a")]).to_bytes().expect("it is short"));
        let held = OwnedView::<Vec<Text>>::from_bytes(bytes.clone()).expect("a vector");
        goes_everywhere(&held);
        assert_eq!(held.view().get(0).map(Str::as_str), Some("a"));
        assert_eq!(Reader::shared(&bytes).owned_view_all().as_ref(), Ok(&held));
        let view = View::from_bytes(&bytes).expect("a vector");
        assert_eq!(OwnedView::from(view), held);
        assert_eq!(std::format!("{held:?} {view:?}"), r#"["a"] ["a"]"#);
        assert!(OwnedView::<Vec<i64>>::from_bytes(bytes).is_err());
    }
}
