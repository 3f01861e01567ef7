//! `grammers-tl-types`.

use std::hint::black_box;

use bytes::Bytes;
use grammers_tl_types::{Deserializable, Serializable};

use super::{Work, check, into_vec, value};

/// What can be written.
pub(crate) trait Call: Serializable + 'static {}

impl<T: Serializable + 'static> Call for T {}

/// What can be read as well.
pub(crate) trait Value: Call + Deserializable + Clone {}

impl<T: Call + Deserializable + Clone> Value for T {}

pub(crate) fn read<T: Value>(bytes: &Bytes) -> T {
    T::from_bytes(bytes).expect("the payload is of constructors that grammers knows")
}

pub(crate) fn decode<T: Value>(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    value(move || T::from_bytes(black_box(&bytes)).expect("it was read before"))
}

pub(crate) fn encode<T: Call>(value: T, bytes: &Bytes) -> Work {
    check("grammers-tl-types", &value.to_bytes(), bytes);
    into_vec(move |out| black_box(&value).serialize(out))
}

pub(crate) fn clone<T: Value>(original: T) -> Work {
    value(move || black_box(&original).clone())
}
