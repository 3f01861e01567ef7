//! One type under test, its name and Rust type forgotten but for messages.

use arbitrary::Unstructured;
use tl_runtime::{BOOL_FALSE_ID, BOOL_TRUE_ID, Deserialize, Lossless, Reader, Result, Serialize};

use crate::same::Viewed;

/// A combinator and the Rust type that reads and writes it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The TL name of the combinator, and then of the functions that it calls.
    pub calls: &'static [&'static str],
    /// The Rust type.
    pub rust: &'static str,
    /// [`back`] of that type.
    pub back: fn(&[u8]) -> Result<Back>,
    /// [`made`] of that type.
    pub made: fn(&[u8]) -> Result<Made>,
    /// [`viewed`](crate::viewed) of that type, if it has views.
    pub viewed: Option<Viewed>,
}

/// What becomes of bytes that were decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// The bytes after encoding.
    pub bytes: Vec<u8>,
    /// How many bytes encoding said that there will be.
    pub len: usize,
}

/// Decodes bytes as `T` and encodes the value again.
///
/// # Errors
///
/// If the bytes are no `T`.
pub fn back<T: Serialize + Deserialize>(bytes: &[u8]) -> Result<Back> {
    let value = T::from_bytes(bytes)?;
    Ok(Back { bytes: value.to_bytes()?, len: value.serialized_len()? })
}

/// What becomes of a value that is made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The bytes of what these decode to.
    pub again: Vec<u8>,
    /// The bytes of a clone.
    pub cloned: Vec<u8>,
    /// Whether what they decode to is equal to the value.
    pub is_equal: bool,
    /// A byte in which other bytes differ that decode to something equal.
    pub overlooked: Option<usize>,
    /// The bytes of what these decode to without loss, unless something had to be kept beside the value.
    pub lossless: Option<Vec<u8>>,
}

/// Makes up a `T`, encodes it, decodes that, and encodes it again.
///
/// # Errors
///
/// If the value can't be written or read.
pub fn made<T: Serialize + Deserialize + Clone + PartialEq>(choices: &[u8]) -> Result<Made> {
    let Ok(value) = tl_runtime::arbitrary::value::<T>(&mut Unstructured::new(choices)) else {
        panic!("it takes any choices")
    };
    let bytes = value.to_bytes()?;
    let decoded = Reader::new(&bytes).refuse_unknown_flags().read_all::<T>()?;
    let lossless = Lossless::<T>::from_bytes(&bytes)?;
    Ok(Made {
        again: decoded.to_bytes()?,
        cloned: value.clone().to_bytes()?,
        // A number that isn't one is not equal to itself.
        is_equal: decoded == value || !is_equal_to_itself(&value),
        overlooked: overlooked(&value, &bytes),
        lossless: if lossless.is_canonical() { Some(lossless.to_bytes()?) } else { None },
        bytes,
    })
}

/// The place of a changed word, out of 16 at most that are spread over the bytes, which makes no difference to `==`.
///
/// Of numbers the lowest bit is changed, so that no sign of a zero is.
fn overlooked<T: Serialize + Deserialize + PartialEq>(value: &T, bytes: &[u8]) -> Option<usize> {
    let step = (bytes.len() / 16).next_multiple_of(4).max(4);
    (0..bytes.len()).step_by(step).find(|place| {
        // Of a number, and of a `Bool`.
        [1, BOOL_TRUE_ID ^ BOOL_FALSE_ID].into_iter().any(|change| {
            let mut others = bytes.to_vec();
            others[*place..].iter_mut().zip(change.to_le_bytes()).for_each(|(byte, change)| *byte ^= change);
            let Ok(other) = T::from_bytes(&others) else { return false };
            other == *value && other.to_bytes().is_ok_and(|found| found == others)
        })
    })
}

pub(crate) fn is_equal_to_itself<T: PartialEq>(value: &T) -> bool {
    let other = value;
    *value == *other
}
