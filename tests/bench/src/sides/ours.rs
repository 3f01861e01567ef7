//! The operations of `tl-types` on owned values: decoded strings and bytes are copied, or shared with the input.

use std::hint::black_box;

use bytes::Bytes;
use tl_types::{Deserialize, Serialize};

use super::measured_work::{
    MeasuredWork, assert_same_bytes, work_that_compares, work_that_fills_vector, work_that_makes_values,
};

/// A type that can be encoded.
pub(crate) trait Encodable: Serialize + 'static {}

impl<T: Serialize + 'static> Encodable for T {}

/// A type that can also be decoded, cloned and compared.
pub(crate) trait Decodable: Encodable + Deserialize + Clone + PartialEq {}

impl<T: Encodable + Deserialize + Clone + PartialEq> Decodable for T {}

pub(crate) fn decode_sample<T: Decodable>(bytes: &Bytes) -> T {
    T::from_bytes(bytes).expect("we can decode our own encoding")
}

pub(crate) fn decode_work<T: Decodable>(bytes: &Bytes) -> MeasuredWork {
    let bytes = bytes.clone();
    work_that_makes_values(move || T::from_bytes(black_box(&bytes)).expect("it was decoded before"))
}

pub(crate) fn decode_shared_work<T: Decodable>(bytes: &Bytes) -> MeasuredWork {
    let bytes = bytes.clone();
    work_that_makes_values(move || T::from_shared(black_box(&bytes)).expect("it was decoded before"))
}

pub(crate) fn encode_work<T: Encodable>(value: T, bytes: &Bytes) -> MeasuredWork {
    assert_same_bytes("tl-types", &value.to_bytes().expect("no string is too long"), bytes);
    work_that_fills_vector(move |out| black_box(&value).append_to(out).expect("no string is too long"))
}

pub(crate) fn clone_work<T: Decodable>(original: T) -> MeasuredWork {
    work_that_makes_values(move || black_box(&original).clone())
}

pub(crate) fn compare_work<T: Decodable>(bytes: &Bytes) -> MeasuredWork {
    work_that_compares(decode_sample::<T>(bytes), decode_sample(bytes))
}
