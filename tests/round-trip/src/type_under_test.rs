//! One generated type under test, as function pointers, so that one table can list cases of different Rust types.

use arbitrary::Unstructured;
use tl_runtime::{BOOL_FALSE_ID, BOOL_TRUE_ID, Deserialize, Lossless, Reader, Result, Serialize};

use crate::same_as::{CompareViewFn, is_equal_or_nan};

/// A combinator and one of the Rust types that decode and encode it.
#[derive(Clone, Copy, Debug)]
pub struct TypeUnderTest {
    /// TL name of the combinator, then the names of the functions that it calls.
    pub call_chain: &'static [&'static str],
    /// Path of the Rust type, for failure messages.
    pub rust_type: &'static str,
    /// The function [`decode_and_encode`] for the type.
    pub decode_and_encode: fn(&[u8]) -> Result<Reencoded>,
    /// The function [`encode_and_decode`] for the type.
    pub encode_and_decode: fn(&[u8]) -> Result<RoundTripOfValue>,
    /// The function [`compare_view`](crate::compare_view) for the type, if it has views.
    pub compare_view: Option<CompareViewFn>,
}

/// Result of decoding and encoding bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reencoded {
    /// The bytes after encoding the value again.
    pub bytes: Vec<u8>,
    /// The result of `serialized_len` for the decoded value, which must be the length of `bytes`.
    pub serialized_len: usize,
}

/// Decodes bytes as `T` and encodes the value again.
///
/// # Errors
///
/// If the bytes are not a valid `T`.
pub fn decode_and_encode<T: Serialize + Deserialize>(bytes: &[u8]) -> Result<Reencoded> {
    let value = T::from_bytes(bytes)?;
    Ok(Reencoded { bytes: value.to_bytes()?, serialized_len: value.serialized_len()? })
}

/// Result of encoding and decoding a random value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTripOfValue {
    /// The encoded value.
    pub bytes: Vec<u8>,
    /// The encoding of the value decoded from `bytes`.
    pub reencoded: Vec<u8>,
    /// The encoding of a clone of the value.
    pub cloned: Vec<u8>,
    /// Whether the decoded value equals the original.
    pub is_equal: bool,
    /// Offset of a byte that `==` ignores: bytes changed there decode to an equal value.
    pub offset_of_uncompared_byte: Option<usize>,
    /// The encoding of the lossless value decoded from `bytes`; `None` if that value is not canonical.
    pub lossless: Option<Vec<u8>>,
}

/// Generates a `T` from random bytes, encodes it, decodes it, and encodes it again.
///
/// # Errors
///
/// If the value cannot be encoded or decoded.
pub fn encode_and_decode<T: Serialize + Deserialize + Clone + PartialEq>(choices: &[u8]) -> Result<RoundTripOfValue> {
    let Ok(value) = tl_runtime::arbitrary::value::<T>(&mut Unstructured::new(choices)) else {
        panic!("any bytes give a value")
    };
    let bytes = value.to_bytes()?;
    let decoded = Reader::new(&bytes).refuse_unknown_flags().read_all::<T>()?;
    let lossless = Lossless::<T>::from_bytes(&bytes)?;
    Ok(RoundTripOfValue {
        reencoded: decoded.to_bytes()?,
        cloned: value.clone().to_bytes()?,
        is_equal: is_equal_or_nan(&value, &decoded),
        offset_of_uncompared_byte: offset_of_uncompared_byte(&value, &bytes),
        lossless: if lossless.is_canonical() { Some(lossless.to_bytes()?) } else { None },
        bytes,
    })
}

/// Searches for a byte that `==` ignores, in at most 16 words spread over the encoding.
///
/// One change flips the lowest bit of a word: flipping the highest bit could change the sign of a zero, which `==`
/// rightly ignores.
fn offset_of_uncompared_byte<T: Serialize + Deserialize + PartialEq>(value: &T, bytes: &[u8]) -> Option<usize> {
    let stride = (bytes.len() / 16).next_multiple_of(4).max(4);
    (0..bytes.len()).step_by(stride).find(|offset| {
        // The first change flips the lowest bit of a number, the second swaps `boolTrue` and `boolFalse`.
        [1, BOOL_TRUE_ID ^ BOOL_FALSE_ID].into_iter().any(|change| {
            let mut changed = bytes.to_vec();
            changed[*offset..].iter_mut().zip(change.to_le_bytes()).for_each(|(byte, change)| *byte ^= change);
            let Ok(changed_value) = T::from_bytes(&changed) else { return false };
            changed_value == *value && changed_value.to_bytes().is_ok_and(|found| found == changed)
        })
    })
}
