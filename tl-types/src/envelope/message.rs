//! Messages, and containers of several messages.

use alloc::vec::Vec;

use super::cursor::Cursor;
use super::object::{checked_object_len, id, object_length_error};
use super::{Error, MAX_MESSAGES, Result};
use crate::Bytes;

/// Id of `msg_container`.
pub const CONTAINER_ID: u32 = 0x73f1_f8dc;

/// Size of a message without its body, in bytes.
const HEADER_LEN: usize = 16;

/// Minimum size of a message in bytes: its body has at least an id.
const LEAST_MESSAGE_SIZE: usize = HEADER_LEN + 4;

/// `message msg_id:long seqno:int bytes:int body:Object = Message;`, which is always bare.
///
/// On the wire: `msg_id` (8 bytes), `seqno` (4), the length of the body (4), the body. An encrypted message has the
/// same four fields after its salt and session, followed by padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Identifier of the message, which increases with time.
    pub msg_id: i64,
    /// Twice the number of content-related messages before this one, plus one if this message is content-related.
    pub seqno: i32,
    /// The object: at least 4 bytes, a multiple of 4, at most 2^31 - 4 bytes.
    pub body: Bytes,
}

impl Message {
    /// Decodes a message that takes all of `bytes`. The body is copied from `bytes`.
    ///
    /// # Errors
    ///
    /// [`Error::UnexpectedEnd`], [`Error::TrailingBytes`], and [`Error::ObjectLength`] if the length isn't a positive
    /// multiple of 4.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::from_shared(&Bytes::copy_from_slice(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but the body shares the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        let message = Self::read(&mut cursor)?;
        cursor.check_no_bytes_left()?;
        Ok(message)
    }

    /// Encodes the message.
    ///
    /// # Errors
    ///
    /// [`Error::ObjectLength`] if the length of the body isn't a positive multiple of 4, or doesn't fit 31 bits.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the encoded message to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then.
    pub fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let n_bytes = self.announced_len()?;
        out.reserve(HEADER_LEN + self.body.len());
        out.extend_from_slice(&self.msg_id.to_le_bytes());
        out.extend_from_slice(&self.seqno.to_le_bytes());
        out.extend_from_slice(&n_bytes.to_le_bytes());
        out.extend_from_slice(&self.body);
        Ok(())
    }

    fn read(cursor: &mut Cursor<'_>) -> Result<Self> {
        Ok(Self { msg_id: cursor.take_long()?, seqno: cursor.take_int()?, body: cursor.take_sized_object()? })
    }

    /// The length of the body as a TL number.
    fn announced_len(&self) -> Result<i32> {
        let len = checked_object_len(self.body.len(), 0)?;
        i32::try_from(len).map_err(|_| object_length_error(len, 0))
    }

    pub(super) fn is_container(&self) -> bool {
        id(&self.body) == Some(CONTAINER_ID)
    }
}

/// `msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;`.
///
/// On the wire: the id (4 bytes), the number of messages (4), the messages. A container "may not carry other simple
/// containers", and it may be empty. The `msg_id` of a container exceeds those of its messages, which only a session
/// can check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// The messages, at most [`MAX_MESSAGES`]. None of them may be a container.
    pub messages: Vec<Message>,
}

impl Container {
    /// Decodes a container that takes all of `bytes`. The bodies share one copy of them.
    ///
    /// # Errors
    ///
    /// If the id is wrong, there are too many messages, a message is invalid, or bytes are left over;
    /// [`Error::NestedContainer`] if a message is a container. One error refuses the whole container, as the protocol
    /// requires.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::from_shared(&Bytes::copy_from_slice(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but the bodies share the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        cursor.expect_id(CONTAINER_ID)?;
        let n_messages = read_message_count(&mut cursor)?;
        let mut messages = Vec::with_capacity(n_messages);
        for _ in 0..n_messages {
            let body_start = cursor.offset().saturating_add(HEADER_LEN);
            let message = Message::read(&mut cursor)?;
            if message.is_container() {
                return Err(Error::NestedContainer { offset: body_start });
            }
            messages.push(message);
        }
        cursor.check_no_bytes_left()?;
        Ok(Self { messages })
    }

    /// Encodes the container.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyMessages`], or the error of a message inside [`Error::InMessage`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the encoded container to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then.
    pub fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let count = checked_message_count(self.messages.len())?;
        let len_before = out.len();
        out.extend_from_slice(&CONTAINER_ID.to_le_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        for (index, message) in self.messages.iter().enumerate() {
            if let Err(error) = append_unless_container(message, out) {
                out.truncate(len_before);
                return Err(error.wrapped_in_message(index, message.msg_id));
            }
        }
        Ok(())
    }
}

/// Decodes the number of messages, and checks it before memory is allocated for them.
fn read_message_count(cursor: &mut Cursor<'_>) -> Result<usize> {
    let count = usize::try_from(cursor.take_word()?).unwrap_or(usize::MAX);
    let left = cursor.left();
    if count > MAX_MESSAGES || count > left / LEAST_MESSAGE_SIZE {
        return Err(Error::TooManyMessages { count, left });
    }
    Ok(count)
}

fn checked_message_count(len: usize) -> Result<u32> {
    match u32::try_from(len) {
        Ok(count) if len <= MAX_MESSAGES => Ok(count),
        _ => Err(Error::TooManyMessages { count: len, left: 0 }),
    }
}

/// Appends a message of a container to `out`, unless the message is itself a container.
fn append_unless_container(message: &Message, out: &mut Vec<u8>) -> Result<()> {
    if message.is_container() {
        return Err(Error::NestedContainer { offset: 0 });
    }
    message.append_to(out)
}
