//! The operations of `tl-types` on owned values: decoded strings and bytes are copied, or shared with the input.

use std::hint::black_box;

use bytes::Bytes;
use tl_types::{Deserialize, Serialize};

use super::work::{Work, assert_same_bytes, compare_equal, fill_vector, make_and_drop};

/// A type that can be encoded.
pub(crate) trait Call: Serialize + 'static {}

impl<T: Serialize + 'static> Call for T {}

/// A type that can also be decoded, cloned and compared.
pub(crate) trait Value: Call + Deserialize + Clone + PartialEq {}

impl<T: Call + Deserialize + Clone + PartialEq> Value for T {}

pub(crate) fn read<T: Value>(bytes: &Bytes) -> T {
    T::from_bytes(bytes).expect("we can decode our own encoding")
}

pub(crate) fn decode<T: Value>(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    make_and_drop(move || T::from_bytes(black_box(&bytes)).expect("it was decoded before"))
}

pub(crate) fn decode_shared<T: Value>(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    make_and_drop(move || T::from_shared(black_box(&bytes)).expect("it was decoded before"))
}

pub(crate) fn encode<T: Call>(value: T, bytes: &Bytes) -> Work {
    assert_same_bytes("tl-types", &value.to_bytes().expect("no string is too long"), bytes);
    fill_vector(move |out| black_box(&value).append_to(out).expect("no string is too long"))
}

pub(crate) fn clone<T: Value>(original: T) -> Work {
    make_and_drop(move || black_box(&original).clone())
}

pub(crate) fn compare<T: Value>(bytes: &Bytes) -> Work {
    compare_equal(read::<T>(bytes), read(bytes))
}
