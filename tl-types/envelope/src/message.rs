//! Messages, and containers of several messages.

use alloc::vec::Vec;

use tl_runtime::{Bytes, Serialize};

use crate::cursor::Cursor;
use crate::object::{checked_object_len, id, object_length_error};
use crate::{Error, MAX_MESSAGES, Result};

/// Id of `msg_container`.
pub const CONTAINER_ID: u32 = 0x73f1_f8dc;

/// Size of a message without its body, in bytes.
pub(crate) const HEADER_LEN: usize = 16;

/// Minimum size of a message in bytes: its body has at least an id.
const LEAST_MESSAGE_SIZE: usize = HEADER_LEN + 4;

/// `message msg_id:long seqno:int bytes:int body:Object = Message;`, which is always bare.
///
/// On the wire: `msg_id` (8 bytes), `seqno` (4), the length of the body (4), the body. An encrypted message has the
/// same four fields after its salt and session: see [`SessionMessage`](crate::SessionMessage).
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

    /// Decodes a message that is followed by padding, as at the end of a decrypted payload. The bytes after the message
    /// are returned too. Both share the memory of `bytes`.
    ///
    /// ```
    /// use tl_envelope::Message;
    /// use tl_runtime::Bytes;
    ///
    /// let message = Message { msg_id: 4, seqno: 1, body: Bytes::from_static(&[1, 2, 3, 4]) };
    /// let padded = Bytes::from([message.to_bytes()?, vec![0xaa; 12]].concat());
    /// assert_eq!(Message::from_padded(&padded)?, (message, Bytes::from_static(&[0xaa; 12])));
    /// # Ok::<(), tl_envelope::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes), except for bytes after the message. The length of the padding isn't
    /// checked; [`SessionMessage::from_shared`](crate::SessionMessage::from_shared) does that.
    pub fn from_padded(bytes: &Bytes) -> Result<(Self, Bytes)> {
        let mut cursor = Cursor::new(bytes);
        let message = Self::read(&mut cursor)?;
        Ok((message, cursor.take_rest()))
    }

    /// Whether the message is content-related, by its `seqno`: the lowest bit is set. The receiver acknowledges such
    /// messages, and the sender counts them.
    #[must_use]
    pub fn is_content_related(&self) -> bool {
        is_content_related(self.seqno)
    }

    /// Whether the receiver must acknowledge the message: it is content-related, and no container. The messages of a
    /// container are acknowledged one by one.
    #[must_use]
    pub fn needs_ack(&self) -> bool {
        self.is_content_related() && !self.is_container()
    }

    /// The `seqno` of the next message, after `n_content_related` content-related messages of the session.
    ///
    /// Not content-related are containers, `msgs_ack`, `http_wait`, and a `gzip_packed` of them.
    #[must_use]
    pub const fn seqno_after(n_content_related: u32, is_content_related: bool) -> i32 {
        (n_content_related.wrapping_mul(2) | is_content_related as u32).cast_signed()
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
        let header = MessageHeader { msg_id: self.msg_id, seqno: self.seqno }.to_bytes(self.body.len())?;
        out.reserve(HEADER_LEN + self.body.len());
        out.extend_from_slice(&header);
        out.extend_from_slice(&self.body);
        Ok(())
    }

    /// Encodes a message with this body as consecutive pieces. Long byte strings in the body aren't copied: see
    /// [`Serialize::to_pieces`].
    ///
    /// ```
    /// use tl_envelope::Message;
    /// use tl_runtime::Bytes;
    ///
    /// let part = Bytes::from(vec![7; 512 * 1024]);
    /// let pieces = Message::pieces(4, 1, &vec![part.clone()])?;
    /// assert!(pieces.iter().any(|piece| piece.as_ptr() == part.as_ptr()));
    /// # let whole = Bytes::from(pieces.concat());
    /// # let message = Message::from_shared(&whole)?;
    /// # assert_eq!((message.msg_id, message.seqno, message.body.len()), (4, 1, 12 + 512 * 1024));
    /// # Ok::<(), tl_envelope::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_pieces`] and [`to_bytes`](Self::to_bytes).
    pub fn pieces<T: Serialize>(msg_id: i64, seqno: i32, body: &T) -> Result<Vec<Bytes>> {
        let mut pieces = body.to_pieces()?;
        let header = MessageHeader { msg_id, seqno }.to_bytes(pieces.iter().map(Bytes::len).sum())?;
        pieces.insert(0, Bytes::copy_from_slice(&header));
        Ok(pieces)
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self> {
        let MessageHeader { msg_id, seqno } = MessageHeader::read(cursor)?;
        Ok(Self { msg_id, seqno, body: cursor.take_sized_object()? })
    }

    fn is_container(&self) -> bool {
        is_container(&self.body)
    }
}

/// The start of a message, before the length of its body.
pub(crate) struct MessageHeader {
    pub(crate) msg_id: i64,
    pub(crate) seqno: i32,
}

impl MessageHeader {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self> {
        Ok(Self { msg_id: cursor.take_long()?, seqno: cursor.take_int()? })
    }

    /// The header and the length of the body.
    fn to_bytes(&self, body_len: usize) -> Result<[u8; HEADER_LEN]> {
        let len = checked_object_len(body_len, 0)?;
        let announced = i32::try_from(len).map_err(|_| object_length_error(len, 0))?;
        let mut header = [0; HEADER_LEN];
        header[..8].copy_from_slice(&self.msg_id.to_le_bytes());
        header[8..12].copy_from_slice(&self.seqno.to_le_bytes());
        header[12..].copy_from_slice(&announced.to_le_bytes());
        Ok(header)
    }
}

pub(crate) fn is_content_related(seqno: i32) -> bool {
    seqno & 1 == 1
}

pub(crate) fn is_container(object: &[u8]) -> bool {
    id(object) == Some(CONTAINER_ID)
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

/// Reads the messages of a container one by one, and goes on after a body of a wrong length.
pub(crate) struct ContainerReader<'a> {
    cursor: Cursor<'a>,
    left: usize,
}

impl<'a> ContainerReader<'a> {
    pub(crate) fn new(container: &'a Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(container);
        cursor.expect_id(CONTAINER_ID)?;
        let left = usize::try_from(cursor.take_word()?).unwrap_or(usize::MAX);
        if left > MAX_MESSAGES {
            return Err(Error::TooManyMessages { count: left, left: cursor.left() });
        }
        Ok(Self { cursor, left })
    }

    /// The highest number of messages that the container can hold. It may state more, if it was cut.
    pub(crate) fn capacity(&self) -> usize {
        self.left.min(self.cursor.left() / LEAST_MESSAGE_SIZE + 1)
    }

    /// The next message: its header, and its body or the error of its length. `None` after the last one.
    ///
    /// After a body that ends behind the container, nothing says where the next message starts: a further message is
    /// the error of an unexpected end.
    pub(crate) fn next_message(&mut self) -> Result<Option<(MessageHeader, Result<Bytes>)>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let header = MessageHeader::read(&mut self.cursor)?;
        Ok(Some((header, self.cursor.take_sized_object())))
    }

    pub(crate) fn finish(self) -> Result<()> {
        self.cursor.check_no_bytes_left()
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
