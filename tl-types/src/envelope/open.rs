//! Unpacking: from what came in to the messages and results that it holds.

use alloc::vec;
use alloc::vec::Vec;

use super::object::{bad_len, checked_len, id};
use super::{Container, Error, GzipPacked, Message, Result, RpcResult, gzip};
use crate::{Bytes, Combinator, Deserialize, Limits};

/// How much may still be inflated of one input: [`Limits::inflation`] for all its parts together.
///
/// Make one for each payload that a transport delivers, and pass it to everything that is unpacked of that payload.
#[derive(Clone, Debug)]
pub struct Inflater {
    left: usize,
}

impl Inflater {
    /// Allows what `limits` allow.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self { left: limits.inflation }
    }

    /// Bytes that may still be inflated.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// Counts bytes that will be inflated, before they are.
    fn charge(&mut self, announced: usize) -> Result<()> {
        let left = self.left;
        self.left = left.checked_sub(announced).ok_or(Error::TooMuchInflated { announced, left })?;
        Ok(())
    }
}

impl Default for Inflater {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl GzipPacked {
    /// Packs an object for a reader with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`pack_with`](Self::pack_with).
    pub fn pack(object: &[u8]) -> Result<Self> {
        Self::pack_with(object, &Limits::default())
    }

    /// Packs an object for a reader with these limits, of which [`Limits::inflation`] counts.
    ///
    /// # Errors
    ///
    /// What could not be unpacked: [`Error::ObjectLength`] if its length is no positive multiple of 4 or doesn't fit 32
    /// bits, [`Error::TooMuchInflated`] if it is above the limit, [`Error::NestedGzip`] if it is packed already. That
    /// 2^24 bytes or more are left, writing tells.
    pub fn pack_with(object: &[u8], limits: &Limits) -> Result<Self> {
        let len = checked_len(object.len(), 0)?;
        let announced = u32::try_from(len).map_err(|_| bad_len(len, 0))?;
        Inflater::new(limits).charge(len)?;
        if is_packed(object) {
            return Err(Error::NestedGzip);
        }
        Ok(Self { packed_data: gzip::pack(object, announced).into() })
    }

    /// The object that is packed.
    ///
    /// No more is inflated than the last 4 bytes of the data announce, and nothing if that is above the limit. While it
    /// is inflated, at most twice the memory is held that was filled, and 1 KiB; and 11 KiB of state.
    ///
    /// # Errors
    ///
    /// [`Error::Gzip`] if the data isn't one member of gzip, [`Error::TooMuchInflated`] if it is larger than `inflater`
    /// allows, [`Error::ObjectLength`] and [`Error::NestedGzip`] if it holds no object or one that is packed again.
    pub fn unpack(&self, inflater: &mut Inflater) -> Result<Bytes> {
        let member = gzip::Member::parse(&self.packed_data)?;
        inflater.charge(checked_len(member.len(), 0).map_err(Error::unpacked)?)?;
        let object = member.inflate()?;
        if is_packed(&object) {
            return Err(Error::NestedGzip);
        }
        Ok(object.into())
    }
}

impl RpcResult {
    /// The same answer with its result unpacked, if that is `gzip_packed`.
    ///
    /// # Errors
    ///
    /// As [`GzipPacked::unpack`], and [`Error::Codec`] if `gzip_packed` isn't followed by one byte string.
    pub fn unpacked(self, inflater: &mut Inflater) -> Result<Self> {
        Ok(Self { result: unpack(self.result, inflater)?, ..self })
    }
}

impl Message {
    /// The same message with its body unpacked, if that is `gzip_packed`.
    ///
    /// # Errors
    ///
    /// As [`RpcResult::unpacked`].
    pub fn unpacked(self, inflater: &mut Inflater) -> Result<Self> {
        Ok(Self { body: unpack(self.body, inflater)?, ..self })
    }

    /// The messages that this one stands for, in their order: those of a container, or itself. Bodies are unpacked, a
    /// container may itself be packed. Results are not: see [`RpcResult::unpacked`].
    ///
    /// ```
    /// use tl_types::envelope::{GzipPacked, Inflater, Message};
    /// use tl_types::mtproto::types::MsgsAck;
    /// use tl_types::{Limits, Serialize as _};
    ///
    /// let ack = MsgsAck { msg_ids: vec![4; 100] }.to_bytes()?;
    /// let body = GzipPacked::pack(&ack)?.to_bytes()?;
    /// assert!(body.len() < ack.len() / 10);
    ///
    /// let mut inflater = Inflater::new(&Limits::default());
    /// let messages = Message { msg_id: 8, seqno: 0, body: body.into() }.open(&mut inflater)?;
    /// assert_eq!(messages, [Message { msg_id: 8, seqno: 0, body: ack.into() }]);
    /// # Ok::<(), tl_types::envelope::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`unpacked`](Self::unpacked) and [`Container::from_bytes`]; [`Error::NestedContainer`] and
    /// [`Error::NestedGzip`] also if there is packing in between. The first error refuses the whole.
    pub fn open(self, inflater: &mut Inflater) -> Result<Vec<Self>> {
        let was_packed = is_packed(&self.body);
        let message = self.unpacked(inflater)?;
        if !message.is_container() {
            return Ok(vec![message]);
        }
        let container =
            Container::from_shared(&message.body).map_err(|error| if was_packed { error.unpacked() } else { error })?;
        let messages = container.messages.into_iter().enumerate();
        messages.map(|(index, message)| open_inner(message, index, was_packed, inflater)).collect()
    }
}

/// Unpacks a message of a container.
fn open_inner(message: Message, index: usize, was_packed: bool, inflater: &mut Inflater) -> Result<Message> {
    let msg_id = message.msg_id;
    let opened = if was_packed && is_packed(&message.body) {
        Err(Error::NestedGzip)
    } else {
        message.unpacked(inflater).and_then(refuse_container)
    };
    opened.map_err(|error| error.in_message(index, msg_id))
}

fn refuse_container(message: Message) -> Result<Message> {
    if message.is_container() { Err(Error::NestedContainer { offset: 0 }.unpacked()) } else { Ok(message) }
}

/// The object that `object` stands for.
fn unpack(object: Bytes, inflater: &mut Inflater) -> Result<Bytes> {
    if is_packed(&object) { GzipPacked::from_shared(&object)?.unpack(inflater) } else { Ok(object) }
}

fn is_packed(object: &[u8]) -> bool {
    id(object) == Some(GzipPacked::ID)
}
