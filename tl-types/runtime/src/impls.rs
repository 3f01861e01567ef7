//! [`Serialize`] and [`Deserialize`] for combinators, built-in types and vectors.

use alloc::vec::Vec;

use bytes::Bytes;

use crate::combinator::Combinator;
use crate::field_path::NO_FIELD;
use crate::observe::{ListForm, Observer, ObserverAdapter};
use crate::read::{Bare, Deserialize, Reader};
use crate::table::ProtocolNames;
use crate::text::Text;
use crate::visit::Visitor;
use crate::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};
use crate::write::{Serialize, Writer};

/// A combinator is encoded as its id followed by its fields.
impl<T: Combinator> Serialize for T {
    #[inline]
    fn serialize(&self, mut w: Writer<'_>) {
        w.combinator(self);
    }

    #[inline]
    fn observe(&self, o: &mut dyn Observer) {
        ObserverAdapter(o).combinator(self);
    }
}

impl<T: Bare> Deserialize for T {
    const LEAST_SIZE: usize = 4 + T::DECLARATION.least_size;
    const IDS: &'static [u32] = &[T::ID];
    const NAMES: ProtocolNames = <T as Bare>::NAMES;

    #[inline]
    fn deserialize(r: &mut Reader<'_>) -> Self {
        let id = r.constructor_id(Self::IDS);
        r.expect_id(id, T::ID);
        r.bare()
    }

    #[inline]
    fn deserialize_items(r: &mut Reader<'_>, count: u32) -> Vec<Self> {
        r.items_of_generated_type(count)
    }
}

macro_rules! impl_codec_for_builtin {
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
                ObserverAdapter(o).$method(NO_FIELD, $value);
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

impl_codec_for_builtin!(i32, 4, int, |value| *value, ints, 4);
impl_codec_for_builtin!(i64, 8, long, |value| *value, longs, 8);
impl_codec_for_builtin!(u32, 4, nat, |value| *value);
impl_codec_for_builtin!(f64, 8, double, |value| *value);
impl_codec_for_builtin!(f32, 4, float, |value| *value);
impl_codec_for_builtin!(bool, 4, boolean, |value| *value; [BOOL_FALSE_ID, BOOL_TRUE_ID]);
impl_codec_for_builtin!([u8; 16], 16, int128, |value| value);
impl_codec_for_builtin!([u8; 32], 32, int256, |value| value);
impl_codec_for_builtin!(Text, 4, string, |value| value);
impl_codec_for_builtin!(Bytes, 4, bytes, |value| value);

/// `Vector<T>`: constructor id, count, boxed items.
impl<T: Serialize> Serialize for Vec<T> {
    fn serialize(&self, mut w: Writer<'_>) {
        w.list(NO_FIELD, ListForm::Boxed, self);
    }

    fn observe(&self, o: &mut dyn Observer) {
        ObserverAdapter(o).list(NO_FIELD, ListForm::Boxed, self);
    }

    #[inline]
    fn visit_field<V: Visitor>(&self, field: u32, v: &mut V) {
        v.list(field, ListForm::Boxed, self);
    }
}

impl<T: Deserialize> Deserialize for Vec<T> {
    const LEAST_SIZE: usize = 8;
    const IDS: &'static [u32] = &[VECTOR_ID];
    const NAMES: ProtocolNames = T::NAMES;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let count = r.vector_header();
        T::deserialize_items(r, count)
    }
}
