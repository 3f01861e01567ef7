//! The decrypted part of an encrypted message.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use tl_runtime::Bytes;

use crate::cursor::Cursor;
use crate::{Error, Message, Result, message};

/// Size of salt and session, in bytes.
const HEADER_LEN: usize = 16;

/// Allowed numbers of bytes after the message.
const PADDING_LENGTHS: RangeInclusive<usize> = 12..=1024;

/// A message with its salt and session: the decrypted part of an encrypted message of MTProto 2.0.
///
/// On the wire: `salt` (8 bytes), `session_id` (8), the message, and from 12 to 1024 bytes of random padding, which make
/// the length a multiple of 16. Source: <https://core.telegram.org/mtproto/description>.
///
/// Encryption and the check of `msg_key` are not here. The receiver must make sure that the session is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionMessage {
    /// The salt of the server.
    pub salt: i64,
    /// Identifier of the session.
    pub session_id: i64,
    /// The message, which may be a container.
    pub message: Message,
}

impl SessionMessage {
    /// Decodes a message with its padding, which together take all of `bytes`. The body shares the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`Message::from_padded`], and [`Error::PaddingLength`] if the padding has not from 12 to 1024 bytes.
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        let (salt, session_id) = (cursor.take_long()?, cursor.take_long()?);
        let message = Message::read(&mut cursor)?;
        let len = cursor.left();
        if PADDING_LENGTHS.contains(&len) {
            Ok(Self { salt, session_id, message })
        } else {
            Err(Error::PaddingLength { len })
        }
    }

    /// Encodes the message without its padding: append [`least_padding`](Self::least_padding) random bytes, or any
    /// multiple of 16 more.
    ///
    /// # Errors
    ///
    /// As [`Message::to_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(HEADER_LEN + message::HEADER_LEN + self.message.body.len());
        bytes.extend_from_slice(&self.salt.to_le_bytes());
        bytes.extend_from_slice(&self.session_id.to_le_bytes());
        self.message.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// The least number of bytes of padding, from 12 to 27.
    #[must_use]
    pub fn least_padding(&self) -> usize {
        let least = *PADDING_LENGTHS.start();
        let len = HEADER_LEN + message::HEADER_LEN + self.message.body.len();
        least + (16 - (len + least) % 16) % 16
    }
}
