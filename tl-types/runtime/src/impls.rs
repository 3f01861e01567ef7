//! [`Serialize`] and [`Deserialize`] for combinators, built-in types and vectors.

use alloc::vec::Vec;

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::observe::{ListForm, Observed, Observer};
use crate::path::NO_FIELD;
use crate::read::{Bare, Deserialize, Reader};
use crate::text::Text;
use crate::visit::Visitor;
use crate::wire::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};
use crate::write::{Serialize, Writer};

/// A combinator is encoded as its id followed by its fields.
impl<T: Combinator> Serialize for T {
    #[inline]
    fn serialize(&self, mut w: Writer<'_>) {
        w.combinator(self);
    }

    #[inline]
    fn observe(&self, o: &mut dyn Observer) {
        Observed(o).combinator(self);
    }
}

impl<T: Bare> Deserialize for T {
    const LEAST_SIZE: usize = 4 + T::DECLARATION.least_size;
    const IDS: &'static [u32] = &[T::ID];

    #[inline]
    fn deserialize(r: &mut Reader<'_>) -> Self {
        let id = r.constructor_id(Self::IDS);
        r.expect_id(id, T::ID);
        r.bare()
    }

    #[inline]
    fn deserialize_items(r: &mut Reader<'_>, count: u32) -> Vec<Self> {
        r.generated_items(count)
    }
}

macro_rules! builtin_type {
    (
        $ty:ty, $least_size:literal, $method:ident, |$this:ident| $value:expr
        $(, $visit_items:ident, $size:literal)? $(; $ids:expr)?
    ) => {
        impl Serialize for $ty {
            #[inline]
            fn serialize(&self, mut w: Writer<'_>) {
                let $this = self;
                w.$method(NO_FIELD, $value);
            }

            fn observe(&self, o: &mut dyn Observer) {
                let $this = self;
                Observed(o).$method(NO_FIELD, $value);
            }

            #[inline]
            fn visit_field<V: Visitor>(&self, field: u32, v: &mut V) {
                let $this = self;
                v.$method(field, $value);
            }

            $(
                fn serialize_items(items: &[Self], w: Writer<'_>) {
                    w.$visit_items(items);
                }
            )?
        }

        impl Deserialize for $ty {
            const LEAST_SIZE: usize = $least_size;
            $(const IDS: &'static [u32] = &$ids;)?

            #[inline]
            fn deserialize(r: &mut Reader<'_>) -> Self {
                r.$method(NO_FIELD)
            }

            $(
                fn deserialize_items(r: &mut Reader<'_>, count: u32) -> Vec<Self> {
                    let chunks = r.chunks::<$size>(count, size_of::<Self>());
                    chunks.iter().map(|chunk| <$ty>::from_le_bytes(*chunk)).collect()
                }
            )?
        }
    };
}

builtin_type!(i32, 4, int, |value| *value, ints, 4);
builtin_type!(i64, 8, long, |value| *value, longs, 8);
builtin_type!(u32, 4, nat, |value| *value);
builtin_type!(f64, 8, double, |value| *value);
builtin_type!(f32, 4, float, |value| *value);
builtin_type!(bool, 4, boolean, |value| *value; [BOOL_FALSE_ID, BOOL_TRUE_ID]);
builtin_type!([u8; 16], 16, int128, |value| value);
builtin_type!([u8; 32], 32, int256, |value| value);
builtin_type!(Text, 4, string, |value| value);
builtin_type!(Bytes, 4, bytes, |value| value);

/// `Vector<T>`: constructor id, count, boxed items.
impl<T: Serialize> Serialize for Vec<T> {
    fn serialize(&self, mut w: Writer<'_>) {
        w.list(NO_FIELD, ListForm::Boxed, self);
    }

    fn observe(&self, o: &mut dyn Observer) {
        Observed(o).list(NO_FIELD, ListForm::Boxed, self);
    }

    #[inline]
    fn visit_field<V: Visitor>(&self, field: u32, v: &mut V) {
        v.list(field, ListForm::Boxed, self);
    }
}

impl<T: Deserialize> Deserialize for Vec<T> {
    const LEAST_SIZE: usize = 8;
    const IDS: &'static [u32] = &[VECTOR_ID];

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let count = r.vector_header();
        T::deserialize_items(r, count)
    }
}
