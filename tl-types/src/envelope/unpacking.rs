//! Unpacking: from a received message to the messages and results inside it.

use alloc::vec;
use alloc::vec::Vec;

use super::object::{checked_object_len, id, object_length_error};
use super::{Container, Error, GzipPacked, Message, Result, RpcResult, gzip};
use crate::{Bytes, Combinator, Deserialize, Limits};

/// A budget of bytes that may be inflated: [`Limits::inflation`] for all parts of one input together.
///
/// Create one for each payload that a transport delivers, and use it for everything that is unpacked from this payload.
#[derive(Clone, Debug)]
pub struct InflationBudget {
    left: usize,
}

impl InflationBudget {
    /// A budget of [`Limits::inflation`] bytes.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self { left: limits.inflation }
    }

    /// Number of bytes that may still be inflated.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// Subtracts `announced` bytes from the budget, before they are inflated.
    fn charge(&mut self, announced: usize) -> Result<()> {
        let left = self.left;
        self.left = left.checked_sub(announced).ok_or(Error::TooMuchInflated { announced, left })?;
        Ok(())
    }
}

impl Default for InflationBudget {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl GzipPacked {
    /// Packs an object for a receiver with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`pack_with`](Self::pack_with).
    pub fn pack(object: &[u8]) -> Result<Self> {
        Self::pack_with(object, &Limits::default())
    }

    /// Packs an object for a receiver with other limits, of which [`Limits::inflation`] applies.
    ///
    /// # Errors
    ///
    /// If the result could not be unpacked: [`Error::ObjectLength`] if the object's length isn't a positive multiple of
    /// 4 or doesn't fit 32 bits, [`Error::TooMuchInflated`] if it exceeds the limit, [`Error::NestedGzip`] if it is
    /// packed already. A result of 2^24 bytes or more is refused when it is encoded.
    pub fn pack_with(object: &[u8], limits: &Limits) -> Result<Self> {
        let len = checked_object_len(object.len(), 0)?;
        let announced = u32::try_from(len).map_err(|_| object_length_error(len, 0))?;
        InflationBudget::new(limits).charge(len)?;
        if is_gzip_packed(object) {
            return Err(Error::NestedGzip);
        }
        Ok(Self { packed_data: gzip::pack_member(object, announced).into() })
    }

    /// Unpacks the object.
    ///
    /// Inflation stops at the length that the last 4 bytes of the data state, and doesn't start if that length exceeds
    /// the budget. During inflation at most twice the inflated size plus 1 KiB is allocated, and 11 KiB of state.
    ///
    /// # Errors
    ///
    /// [`Error::Gzip`] if the data isn't exactly one gzip member, [`Error::TooMuchInflated`] if it exceeds the budget,
    /// [`Error::ObjectLength`] if it contains no object, and [`Error::NestedGzip`] if the object is packed again.
    pub fn unpack(&self, budget: &mut InflationBudget) -> Result<Bytes> {
        let member = gzip::GzipMember::parse(&self.packed_data)?;
        budget.charge(checked_object_len(member.stated_len(), 0).map_err(Error::wrapped_in_gzip_packed)?)?;
        let object = member.inflate()?;
        if is_gzip_packed(&object) {
            return Err(Error::NestedGzip);
        }
        Ok(object.into())
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
    /// itself be packed. Results are not unpacked: see [`RpcResult::unpacked`].
    ///
    /// ```
    /// use tl_types::envelope::{GzipPacked, InflationBudget, Message};
    /// use tl_types::mtproto::types::MsgsAck;
    /// use tl_types::{Limits, Serialize as _};
    ///
    /// let ack = MsgsAck { msg_ids: vec![4; 100] }.to_bytes()?;
    /// let body = GzipPacked::pack(&ack)?.to_bytes()?;
    /// assert!(body.len() < ack.len() / 10);
    ///
    /// let mut budget = InflationBudget::new(&Limits::default());
    /// let messages = Message { msg_id: 8, seqno: 0, body: body.into() }.open(&mut budget)?;
    /// assert_eq!(messages, [Message { msg_id: 8, seqno: 0, body: ack.into() }]);
    /// # Ok::<(), tl_types::envelope::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`unpacked`](Self::unpacked) and [`Container::from_bytes`]. [`Error::NestedContainer`] and
    /// [`Error::NestedGzip`] also apply to nesting through a packed object. One error refuses all messages.
    pub fn open(self, budget: &mut InflationBudget) -> Result<Vec<Self>> {
        let was_packed = is_gzip_packed(&self.body);
        let message = self.unpacked(budget)?;
        if !message.is_container() {
            return Ok(vec![message]);
        }
        let container = Container::from_shared(&message.body)
            .map_err(|error| if was_packed { error.wrapped_in_gzip_packed() } else { error })?;
        let messages = container.messages.into_iter().enumerate();
        messages.map(|(index, message)| unpack_contained(message, index, was_packed, budget)).collect()
    }
}

/// Unpacks the body of a message of a container. The unpacked body must not be a container.
fn unpack_contained(message: Message, index: usize, was_packed: bool, budget: &mut InflationBudget) -> Result<Message> {
    let msg_id = message.msg_id;
    let opened = if was_packed && is_gzip_packed(&message.body) {
        Err(Error::NestedGzip)
    } else {
        message.unpacked(budget).and_then(error_if_container)
    };
    opened.map_err(|error| error.wrapped_in_message(index, msg_id))
}

fn error_if_container(message: Message) -> Result<Message> {
    if message.is_container() {
        Err(Error::NestedContainer { offset: 0 }.wrapped_in_gzip_packed())
    } else {
        Ok(message)
    }
}

/// Unpacks an object if it is `gzip_packed`. Other objects are returned unchanged.
fn unpack_if_packed(object: Bytes, budget: &mut InflationBudget) -> Result<Bytes> {
    if is_gzip_packed(&object) { GzipPacked::from_shared(&object)?.unpack(budget) } else { Ok(object) }
}

fn is_gzip_packed(object: &[u8]) -> bool {
    id(object) == Some(GzipPacked::ID)
}
