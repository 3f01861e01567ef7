//! `tl-types`, twice: what is read is copied, or shares the memory of the input.

use std::hint::black_box;

use bytes::Bytes;
use tl_types::{Deserialize, Serialize};

use super::{Work, check, into_vec, value};

/// What can be written.
pub(crate) trait Call: Serialize + 'static {}

impl<T: Serialize + 'static> Call for T {}

/// What can be read as well.
pub(crate) trait Value: Call + Deserialize + Clone {}

impl<T: Call + Deserialize + Clone> Value for T {}

pub(crate) fn read<T: Value>(bytes: &Bytes) -> T {
    T::from_bytes(bytes).expect("we can read what we wrote")
}

pub(crate) fn decode<T: Value>(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    value(move || T::from_bytes(black_box(&bytes)).expect("it was read before"))
}

pub(crate) fn decode_shared<T: Value>(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    value(move || T::from_shared(black_box(&bytes)).expect("it was read before"))
}

pub(crate) fn encode<T: Call>(value: T, bytes: &Bytes) -> Work {
    check("tl-types", &value.to_bytes().expect("no string is too long"), bytes);
    into_vec(move |out| black_box(&value).append_to(out).expect("no string is too long"))
}

pub(crate) fn clone<T: Value>(original: T) -> Work {
    value(move || black_box(&original).clone())
}
