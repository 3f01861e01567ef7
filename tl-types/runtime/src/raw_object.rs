//! Boxed values of a type that is not known when decoding.

use crate::Bytes;
use crate::error::Result;
use crate::read::{Deserialize, Reader, Sharing};

/// A boxed value of any type, as the bytes that it has: all that are left. So it can be a result, and no field.
///
/// Source: `object ? = Object;`.
#[derive(Clone, Debug, PartialEq)]
pub struct RawObject(pub Bytes);

impl RawObject {
    /// The id of its constructor, if there are bytes enough for one.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.first_chunk().map(|id| u32::from_le_bytes(*id))
    }

    /// Reads it as a value of this type.
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

    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        Self(r.rest())
    }
}
