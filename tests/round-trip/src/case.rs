//! One type under test, its name and Rust type forgotten but for messages.

use tl_runtime::{Deserialize, Result, Serialize};

/// A combinator and the Rust type that reads and writes it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The TL name of the combinator, and then of the functions that it calls.
    pub calls: &'static [&'static str],
    /// The Rust type.
    pub rust: &'static str,
    /// [`back`] of that type.
    pub back: fn(&[u8]) -> Result<Back>,
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
