//! The operations of `grammers-tl-types` and `ferogram-tl-types`, whose traits have the same names.

macro_rules! define_side {
    ($side:ident, $krate:ident) => {
        pub(crate) mod $side {
            use std::hint::black_box;

            use bytes::Bytes;
            use $krate::{Deserializable, Serializable};

            use crate::sides::measured_work::{
                MeasuredWork, assert_same_bytes, work_that_compares, work_that_fills_vector, work_that_makes_values,
            };

            /// A type that can be encoded.
            pub(crate) trait Encodable: Serializable + 'static {}

            impl<T: Serializable + 'static> Encodable for T {}

            /// A type that can also be decoded, cloned and compared.
            pub(crate) trait Decodable: Encodable + Deserializable + Clone + PartialEq {}

            impl<T: Encodable + Deserializable + Clone + PartialEq> Decodable for T {}

            pub(crate) fn decode_sample<T: Decodable>(bytes: &Bytes) -> T {
                T::from_bytes(bytes).expect("the payload has only known constructors")
            }

            pub(crate) fn decode_work<T: Decodable>(bytes: &Bytes) -> MeasuredWork {
                let bytes = bytes.clone();
                work_that_makes_values(move || T::from_bytes(black_box(&bytes)).expect("it was decoded before"))
            }

            pub(crate) fn encode_work<T: Encodable>(value: T, bytes: &Bytes) -> MeasuredWork {
                assert_same_bytes(stringify!($krate), &value.to_bytes(), bytes);
                work_that_fills_vector(move |out| black_box(&value).serialize(out))
            }

            pub(crate) fn clone_work<T: Decodable>(original: T) -> MeasuredWork {
                work_that_makes_values(move || black_box(&original).clone())
            }

            pub(crate) fn compare_work<T: Decodable>(bytes: &Bytes) -> MeasuredWork {
                work_that_compares(decode_sample::<T>(bytes), decode_sample(bytes))
            }
        }
    };
}

define_side!(grammers, grammers_tl_types);
define_side!(ferogram, ferogram_tl_types);
