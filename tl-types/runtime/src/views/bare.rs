//! Views of bare values: fields without an id, and vectors without an id.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::{Items, Parser, Rest, SkipMode, Viewable};
use crate::field_path::NO_FIELD;
use crate::read::{Bare, Reader};

/// A constructor whose fields have a view type.
pub trait ViewableFields: Bare {
    /// The view of the fields.
    type View<'a>: Copy + fmt::Debug;

    /// Parses the fields, without the id, and moves past them.
    fn parse_fields<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a>;

    /// Skips the fields at the start of `rest`, without an id. Returns the bytes after them.
    fn skip_fields<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_>;
}

/// A constructor is encoded as its id followed by its fields.
impl<T: ViewableFields> Viewable for T {
    type Owned = T;
    type View<'a> = <T as ViewableFields>::View<'a>;
    const LEAST_SIZE: usize = 4 + T::DECLARATION.least_size;

    fn read_owned(r: &mut Reader<'_>) -> T {
        r.object(NO_FIELD)
    }

    fn parse<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a> {
        let id = r.constructor_id();
        r.expect_id(id, T::ID);
        r.fields::<T>()
    }

    #[inline]
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_> {
        let (id, rest) = mode.constructor_id(rest)?;
        if M::CHECKS && id != T::ID {
            return None;
        }
        T::skip_fields(rest, mode)
    }
}

/// Marker type of a bare value: the fields of the constructor `T`, without its id.
#[derive(Debug)]
pub struct BareOf<T>(PhantomData<T>);

impl<T: ViewableFields> Viewable for BareOf<T> {
    type Owned = T;
    type View<'a> = <T as ViewableFields>::View<'a>;
    const LEAST_SIZE: usize = T::DECLARATION.least_size;

    fn read_owned(r: &mut Reader<'_>) -> T {
        r.bare()
    }

    #[inline]
    fn parse<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a> {
        r.fields::<T>()
    }

    #[inline]
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_> {
        T::skip_fields(rest, mode)
    }
}

/// Marker type of a bare vector: a count and the items, without the id.
#[derive(Debug)]
pub struct BareVec<T>(PhantomData<T>);

impl<T: Viewable> Viewable for BareVec<T> {
    type Owned = Vec<T::Owned>;
    type View<'a> = Items<'a, T>;
    const LEAST_SIZE: usize = 4;

    fn read_owned(r: &mut Reader<'_>) -> Self::Owned {
        r.bare_vector_with(NO_FIELD, T::LEAST_SIZE, T::read_owned)
    }

    fn parse<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a> {
        r.bare_vector(NO_FIELD)
    }

    #[inline]
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_> {
        mode.bare_vector::<T>(rest)
    }
}

/// A boxed vector is encoded as its id, its count and its items.
impl<T: Viewable> Viewable for Vec<T> {
    type Owned = Vec<T::Owned>;
    type View<'a> = Items<'a, T>;
    const LEAST_SIZE: usize = 8;

    fn read_owned(r: &mut Reader<'_>) -> Self::Owned {
        r.vector_with(NO_FIELD, T::LEAST_SIZE, T::read_owned)
    }

    fn parse<'a, P: Parser<'a>>(r: &mut P) -> Self::View<'a> {
        r.vector(NO_FIELD)
    }

    #[inline]
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_> {
        mode.vector::<T>(rest)
    }
}
