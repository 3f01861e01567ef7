//! Checks of strict and lossless decoding for one type.

use std::fmt::Debug;

use tl_heap::format_and_discard;
use tl_types::{Bytes, Deserialize, ErrorKind, Limits, Lossless, Reader, Serialize};

use crate::assertions::{
    assert_allocations_within, assert_error_is_sound, assert_live_bytes_within, assert_only_bits_removed,
    is_equal_or_nan,
};

/// Limits for depth, allocation and items that most values exceed.
fn tight_limits() -> Limits {
    Limits::default().with_depth(6).with_allocation(8, 256).with_items(50)
}

pub(crate) fn check_strict_decoding<T: Deserialize + Serialize + PartialEq + Debug>(data: &[u8]) {
    let value = assert_allocations_within(Limits::default(), data.len(), || T::from_bytes(data));
    let limited = assert_allocations_within(tight_limits(), data.len(), || {
        Reader::new(data).with_limits(tight_limits()).read_all::<T>()
    });
    let shared = T::from_shared(&Bytes::copy_from_slice(data));
    match &value {
        Ok(value) => {
            assert_reencoded(value, data);
            format_and_discard(format_args!("{value:?}"));
            assert!(is_equal_or_nan(value, &shared.expect("a shared input is decoded like any other")));
            assert!(limited.is_err() || is_equal_or_nan(value, &limited.expect("checked before")));
        }
        Err(error) => {
            assert_error_is_sound(error, data);
            assert_eq!(shared.err().as_ref(), Some(error), "a shared input is decoded like any other");
            assert!(limited.is_err(), "stricter limits accept no other values");
        }
    }
}

/// Asserts that a decoded value is encoded to its input, except for unknown flags, and decodes to the same value.
fn assert_reencoded<T: Deserialize + Serialize + PartialEq>(value: &T, data: &[u8]) {
    let written = value.to_bytes().expect("a decoded value can be encoded");
    assert_eq!(value.serialized_len().as_ref(), Ok(&written.len()));
    assert_only_bits_removed(&written, data);
    let again = T::from_bytes(&written).expect("encoded bytes can be decoded");
    assert!(is_equal_or_nan(value, &again));
    assert!(again.to_bytes().expect("a decoded value can be encoded") == written, "a second encoding differs");
    match Reader::new(data).refuse_unknown_flags().read_all::<T>() {
        Ok(_) => assert!(written == data, "without unknown flags, the encoding differs"),
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::UnknownFlags { .. }), "{error}");
            assert!(written != data, "unknown flags were encoded");
        }
    }
}

/// Asserts that a reader that replaces invalid UTF-8 accepts more inputs than a strict one in this point only, and says
/// so. The value has the same pieces as bytes.
pub(crate) fn check_replacing_reader<T: Deserialize + Serialize + PartialEq + Debug>(data: &[u8]) {
    let mut reader = Reader::new(data).replace_invalid_utf8();
    let replaced = assert_allocations_within(Limits::default(), data.len(), || reader.read::<T>());
    let n_replaced = reader.n_replaced_strings();
    match (T::from_bytes(data), replaced) {
        (Ok(value), replaced) => {
            assert!(is_equal_or_nan(&value, &replaced.expect("a strict reader accepts it")));
            assert_eq!(n_replaced, 0);
            assert!(value.to_pieces().expect("a decoded value").concat() == value.to_bytes().expect("a decoded value"));
        }
        (Err(error), Ok(value)) if n_replaced > 0 => {
            assert_eq!(reader.first_replaced_string(), Some(&error));
            assert!(value.detached().is_ok(), "the value can be encoded");
        }
        (Err(error), Ok(_)) => assert!(matches!(error.kind(), ErrorKind::TrailingBytes { .. }), "{error}"),
        (Err(error), Err(other)) => assert!(n_replaced > 0 || error == other, "{error} and {other}"),
    }
}

pub(crate) fn check_lossless_decoding<T: Deserialize + Serialize + PartialEq>(data: &[u8]) {
    let Limits { allocation_factor, allocation_base, .. } = Limits::default();
    let allowed = 2 * (data.len() * allocation_factor + allocation_base);
    let decoded = assert_live_bytes_within(allowed, || Lossless::<T>::from_bytes(data));
    let strict = T::from_bytes(data);
    match decoded {
        Ok(value) => {
            let written = value.to_bytes().expect("a decoded value can be encoded");
            assert!(written == data, "the encoding differs from the input");
            let without_flags = Reader::new(data).refuse_unknown_flags().read_all::<T>();
            assert_eq!(
                value.is_canonical(),
                without_flags.is_ok(),
                "strict decoding accepts exactly the canonical bytes"
            );
            assert!(data.ends_with(value.trailing()));
            if let Ok(strict) = strict {
                assert!(is_equal_or_nan(&strict, &value), "strict decoding gives another value");
            }
        }
        Err(error) => {
            assert_error_is_sound(&error, data);
            assert!(strict.is_err(), "strict decoding accepts what lossless decoding refuses: {error}");
        }
    }
}
