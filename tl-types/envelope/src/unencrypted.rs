//! Messages of the key exchange, which aren't encrypted.

use alloc::vec::Vec;

use tl_runtime::Bytes;

use crate::cursor::Cursor;
use crate::object::{checked_object_len, object_length_error};
use crate::{Error, Result};

/// A message that isn't encrypted, as client and server exchange before they have a key.
///
/// On the wire: `auth_key_id`, which is 0 (8 bytes), `msg_id` (8), the length of the body (4), the body. Source:
/// <https://core.telegram.org/mtproto/description#unencrypted-message>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnencryptedMessage {
    /// Identifier of the message.
    pub msg_id: i64,
    /// The object: at least 4 bytes, a multiple of 4, at most 2^31 - 4 bytes.
    pub body: Bytes,
}

impl UnencryptedMessage {
    /// Decodes a message that takes all of `bytes`. The body shares the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// [`Error::Encrypted`] if `auth_key_id` isn't 0; else as [`Message::from_bytes`](crate::Message::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        match cursor.take_long()? {
            0 => {}
            auth_key_id => return Err(Error::Encrypted { auth_key_id }),
        }
        let message = Self { msg_id: cursor.take_long()?, body: cursor.take_sized_object()? };
        cursor.check_no_bytes_left()?;
        Ok(message)
    }

    /// Encodes the message.
    ///
    /// # Errors
    ///
    /// [`Error::ObjectLength`] if the length of the body isn't a positive multiple of 4, or doesn't fit 31 bits.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let len = checked_object_len(self.body.len(), 0)?;
        let announced = i32::try_from(len).map_err(|_| object_length_error(len, 0))?;
        Ok([&[0; 8], &self.msg_id.to_le_bytes()[..], &announced.to_le_bytes(), &self.body].concat())
    }
}
