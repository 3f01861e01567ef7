//! [`Viewable`] for built-in types.

use bytes::Bytes;

use super::{Parser, Rest, SkipMode, Str, Viewable};
use crate::field_path::NO_FIELD;
use crate::int53::Int53;
use crate::read::Reader;
use crate::text::Text;

macro_rules! impl_viewable_for_builtins {
    ($($ty:ty, $view:ty, $method:ident, $least_size:literal, |$mode:ident, $rest:ident| $skip:expr $(, $fixed:literal)?;)*) => {$(
        impl Viewable for $ty {
            type Owned = $ty;
            type View<'a> = $view;
            const LEAST_SIZE: usize = $least_size;

            fn read_owned(r: &mut Reader<'_>) -> $ty {
                r.$method(NO_FIELD)
            }

            #[inline]
            fn parse<'a, P: Parser<'a>>(r: &mut P) -> $view {
                r.$method(NO_FIELD)
            }

            #[inline]
            fn skip<M: SkipMode>($rest: &[u8], $mode: M) -> Rest<'_> {
                $skip
            }

            $(
                #[inline]
                fn skip_items<M: SkipMode>(rest: &[u8], n_items: usize, _mode: M) -> Rest<'_> {
                    rest.get(n_items.checked_mul($fixed)?..)
                }
            )?
        }
    )*};
}

impl_viewable_for_builtins! {
    i32, i32, int, 4, |mode, rest| mode.fixed(rest, 4), 4;
    i64, i64, long, 8, |mode, rest| mode.fixed(rest, 8), 8;
    u32, u32, nat, 4, |mode, rest| mode.fixed(rest, 4), 4;
    f32, f32, float, 4, |mode, rest| mode.fixed(rest, 4), 4;
    f64, f64, double, 8, |mode, rest| mode.fixed(rest, 8), 8;
    [u8; 16], [u8; 16], int128, 16, |mode, rest| mode.fixed(rest, 16), 16;
    [u8; 32], [u8; 32], int256, 32, |mode, rest| mode.fixed(rest, 32), 32;
    bool, bool, boolean, 4, |mode, rest| mode.boolean(rest);
    Text, Str<'a>, string, 4, |mode, rest| mode.string(rest);
    Bytes, &'a [u8], bytes, 4, |mode, rest| mode.bytes(rest);
}

/// Items of type `int53`, whose owned type is `i64`.
impl Viewable for Int53 {
    type Owned = i64;
    type View<'a> = i64;
    const LEAST_SIZE: usize = 8;

    fn read_owned(r: &mut Reader<'_>) -> i64 {
        r.int53(NO_FIELD)
    }

    #[inline]
    fn parse<'a, P: Parser<'a>>(r: &mut P) -> i64 {
        r.int53(NO_FIELD)
    }

    #[inline]
    fn skip<M: SkipMode>(rest: &[u8], mode: M) -> Rest<'_> {
        mode.int53(rest)
    }
}
