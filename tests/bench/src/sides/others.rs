//! The operations of `grammers-tl-types` and `ferogram-tl-types`, whose traits have the same names.

macro_rules! impl_side {
    ($side:ident, $krate:ident) => {
        pub(crate) mod $side {
            use std::hint::black_box;

            use bytes::Bytes;
            use $krate::{Deserializable, Serializable};

            use crate::sides::work::{Work, assert_same_bytes, compare_equal, fill_vector, make_and_drop};

            /// A type that can be encoded.
            pub(crate) trait Call: Serializable + 'static {}

            impl<T: Serializable + 'static> Call for T {}

            /// A type that can also be decoded, cloned and compared.
            pub(crate) trait Value: Call + Deserializable + Clone + PartialEq {}

            impl<T: Call + Deserializable + Clone + PartialEq> Value for T {}

            pub(crate) fn read<T: Value>(bytes: &Bytes) -> T {
                T::from_bytes(bytes).expect("the payload has only known constructors")
            }

            pub(crate) fn decode<T: Value>(bytes: &Bytes) -> Work {
                let bytes = bytes.clone();
                make_and_drop(move || T::from_bytes(black_box(&bytes)).expect("it was decoded before"))
            }

            pub(crate) fn encode<T: Call>(value: T, bytes: &Bytes) -> Work {
                assert_same_bytes(stringify!($krate), &value.to_bytes(), bytes);
                fill_vector(move |out| black_box(&value).serialize(out))
            }

            pub(crate) fn clone<T: Value>(original: T) -> Work {
                make_and_drop(move || black_box(&original).clone())
            }

            pub(crate) fn compare<T: Value>(bytes: &Bytes) -> Work {
                compare_equal(read::<T>(bytes), read(bytes))
            }
        }
    };
}

impl_side!(grammers, grammers_tl_types);
impl_side!(ferogram, ferogram_tl_types);
