//! Boxed values whose type is unknown at compile time.

use crate::Bytes;
use crate::error::Result;
use crate::read::{Deserialize, Reader};

/// A boxed value of any type, as undecoded bytes. Decoding a raw object takes all remaining input, so it can be
/// the result of a function but not a field.
///
/// Source: `object ? = Object;`.
#[derive(Clone, Debug, PartialEq)]
pub struct RawObject(pub Bytes);

impl RawObject {
    /// The constructor id; `None` if there are fewer than 4 bytes.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.first_chunk().map(|id| u32::from_le_bytes(*id))
    }

    /// Decodes the bytes as a value of type `T`.
    ///
    /// # Errors
    ///
    /// As [`Deserialize::from_shared`].
    pub fn read<T: Deserialize>(&self) -> Result<T> {
        T::from_shared(&self.0)
    }
}

impl Deserialize for RawObject {
    const LEAST_SIZE: usize = 4;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        Self(r.take_rest())
    }
}
