//! Boxed values whose type is unknown at compile time.

use alloc::vec::Vec;

use crate::Bytes;
use crate::error::{ErrorKind, Result};
use crate::observe::Observer;
use crate::read::{Deserialize, Reader};
use crate::write::{Serialize, Writer};

/// A boxed value of any type, as undecoded bytes.
///
/// It is encoded as its bytes, without a length before them. Decoding a raw object takes all remaining input, so it can
/// be the result of a function or its last field. Its length is a positive multiple of 4. The field `!X` of a function
/// takes a call in this form, and a server reads it back:
///
/// ```
/// use tl_runtime::{Bytes, Deserialize, RawObject, Serialize};
///
/// let call = RawObject::from(Bytes::from_static(&[1, 0, 0, 0, 2, 0, 0, 0]));
/// assert_eq!(call.id(), Some(1));
/// let bytes = call.to_bytes()?;
/// assert_eq!(bytes, call.0);
/// assert_eq!(RawObject::from_bytes(&bytes)?, call);
/// # Ok::<(), tl_runtime::Error>(())
/// ```
///
/// Source: `object ? = Object;`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RawObject(pub Bytes);

impl RawObject {
    /// The constructor id; `None` if there are fewer than 4 bytes.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.first_chunk().map(|id| u32::from_le_bytes(*id))
    }

    /// Encodes a value.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn of<T: Serialize>(value: &T) -> Result<Self> {
        Ok(value.to_bytes()?.into())
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

impl From<Bytes> for RawObject {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for RawObject {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Serialize for RawObject {
    fn serialize(&self, mut w: Writer<'_>) {
        w.raw_object(&self.0);
    }

    fn observe(&self, o: &mut dyn Observer) {
        o.raw_object(&self.0);
    }
}

impl Writer<'_> {
    /// Writes the bytes of a boxed value.
    pub(crate) fn raw_object(&mut self, bytes: &[u8]) {
        if bytes.is_empty() || !bytes.len().is_multiple_of(4) {
            return self
                .fail(ErrorKind::InvalidValue { reason: "raw object whose length is no positive multiple of 4" });
        }
        self.put(bytes);
    }
}

impl Deserialize for RawObject {
    const LEAST_SIZE: usize = 4;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        Self(r.take_rest())
    }
}
