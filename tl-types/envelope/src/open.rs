//! Unpacking: from a received message to the messages and results inside it.

use alloc::vec;
use alloc::vec::Vec;

use tl_runtime::{Bytes, Deserialize as _};

use crate::message::{self, ContainerReader};
use crate::packed::is_gzip_packed;
use crate::{Error, GzipPacked, InflationBudget, Message, Result, RpcResult};

/// A message that was taken out of its container and unpacked, or the reason why its body can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedMessage {
    /// Identifier of the message.
    pub msg_id: i64,
    /// As [`Message::seqno`].
    pub seqno: i32,
    /// The unpacked object, which is no container and no `gzip_packed`.
    ///
    /// Offsets in errors about the length of the body are from the start of the container, all others from the start of
    /// the body.
    pub body: Result<Bytes>,
}

impl OpenedMessage {
    /// As [`Message::is_content_related`].
    #[must_use]
    pub fn is_content_related(&self) -> bool {
        message::is_content_related(self.seqno)
    }

    /// Whether the receiver must acknowledge the message, which it must also do if the body is damaged.
    #[must_use]
    pub fn needs_ack(&self) -> bool {
        self.is_content_related()
    }

    /// The message with its unpacked body.
    ///
    /// # Errors
    ///
    /// The error of the body.
    pub fn into_message(self) -> Result<Message> {
        Ok(Message { msg_id: self.msg_id, seqno: self.seqno, body: self.body? })
    }
}

impl RpcResult {
    /// The same answer, with its result unpacked if it is `gzip_packed`.
    ///
    /// # Errors
    ///
    /// As [`GzipPacked::unpack`], and [`Error::Codec`] if `gzip_packed` isn't followed by exactly one byte string.
    pub fn unpacked(self, budget: &mut InflationBudget) -> Result<Self> {
        Ok(Self { result: unpack_if_packed(self.result, budget)?, ..self })
    }
}

impl Message {
    /// The same message, with its body unpacked if it is `gzip_packed`.
    ///
    /// # Errors
    ///
    /// As [`RpcResult::unpacked`].
    pub fn unpacked(self, budget: &mut InflationBudget) -> Result<Self> {
        Ok(Self { body: unpack_if_packed(self.body, budget)?, ..self })
    }

    /// The unpacked messages inside this one, in order: those of a container, or the message itself. A container may
    /// itself be packed. Results are not unpacked: see [`RpcResult::into_result`].
    ///
    /// Each message has its own result. An error in a body costs no other message and no identifier. If a container
    /// ends early or has bytes left over, the messages before that point are followed by the message of the container
    /// itself with the error. [`Container::from_shared`](crate::Container::from_shared) refuses such a container whole.
    ///
    /// In a body, these are errors: a `gzip_packed` that [`unpacked`](Self::unpacked) refuses, a length that is no
    /// positive multiple of 4, [`Error::NestedContainer`] and [`Error::NestedGzip`], also through a packed object.
    ///
    #[cfg_attr(feature = "gzip", doc = "```")]
    #[cfg_attr(not(feature = "gzip"), doc = "```ignore")]
    /// use tl_envelope::{Container, GzipPacked, InflationBudget, Message};
    /// use tl_runtime::{Bytes, Limits, Serialize as _};
    ///
    /// let object = Bytes::from(vec![7_i64; 100].to_bytes()?);
    /// let packed = Bytes::from(GzipPacked::pack(&object)?.to_bytes()?);
    /// assert!(packed.len() < object.len() / 10);
    ///
    /// let messages = vec![
    ///     Message { msg_id: 4, seqno: 1, body: Bytes::from_static(&[0xa1, 0xcf, 0x72, 0x30, 0, 0, 0, 0]) },
    ///     Message { msg_id: 8, seqno: 3, body: packed },
    /// ];
    /// let container = Message { msg_id: 12, seqno: 4, body: Container { messages }.to_bytes()?.into() };
    ///
    /// let opened = container.open(&mut InflationBudget::new(&Limits::default()));
    /// assert_eq!(opened[0].body.as_ref().unwrap_err().to_string(), "bad gzip: truncated");
    /// assert_eq!(opened[1].body, Ok(object));
    /// assert!(opened.iter().all(|message| message.needs_ack()));
    /// # Ok::<(), tl_envelope::Error>(())
    /// ```
    #[must_use]
    pub fn open(self, budget: &mut InflationBudget) -> Vec<OpenedMessage> {
        let was_packed = is_gzip_packed(&self.body);
        let Self { msg_id, seqno, body } = self;
        let body = match unpack_if_packed(body, budget) {
            Ok(body) if message::is_container(&body) => body,
            body => return vec![OpenedMessage { msg_id, seqno, body }],
        };
        let mut opened = Vec::new();
        if let Err(error) = open_container(&body, was_packed, budget, &mut opened) {
            opened.push(OpenedMessage { msg_id, seqno, body: Err(error.wrapped_if(was_packed)) });
        }
        opened
    }
}

/// Appends the messages of a container to `opened`.
fn open_container(
    container: &Bytes,
    was_packed: bool,
    budget: &mut InflationBudget,
    opened: &mut Vec<OpenedMessage>,
) -> Result<()> {
    let mut reader = ContainerReader::new(container)?;
    opened.reserve_exact(reader.capacity());
    while let Some((header, body)) = reader.next_message()? {
        let body = match body {
            Ok(body) => unpack_contained(body, was_packed, budget),
            Err(error) => Err(error.wrapped_if(was_packed)),
        };
        opened.push(OpenedMessage { msg_id: header.msg_id, seqno: header.seqno, body });
    }
    reader.finish()
}

/// Unpacks the body of a message of a container. The unpacked body must not be a container.
fn unpack_contained(body: Bytes, was_packed: bool, budget: &mut InflationBudget) -> Result<Bytes> {
    if message::is_container(&body) {
        return Err(Error::NestedContainer { offset: 0 });
    }
    if was_packed && is_gzip_packed(&body) {
        return Err(Error::NestedGzip);
    }
    let body = unpack_if_packed(body, budget)?;
    if message::is_container(&body) {
        return Err(Error::NestedContainer { offset: 0 }.wrapped_in_gzip_packed());
    }
    Ok(body)
}

/// Unpacks an object if it is `gzip_packed`. Other objects are returned unchanged.
fn unpack_if_packed(object: Bytes, budget: &mut InflationBudget) -> Result<Bytes> {
    if is_gzip_packed(&object) { GzipPacked::from_shared(&object)?.unpack(budget) } else { Ok(object) }
}
