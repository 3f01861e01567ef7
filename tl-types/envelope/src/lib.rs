//! The envelope of MTProto: messages, containers and results around TL objects.
//!
//! Some declarations of MTProto have a field of type `Object`, which is any boxed value. A generated type can't express
//! such a field. Here it is a byte string, and [`Object`] decodes it, or preserves the bytes if the constructor is
//! unknown. This crate names no generated type, so tools use it without compiling Telegram's types.
//!
//! ```text
//! message msg_id:long seqno:int bytes:int body:Object = Message;               bare, without an id
//! msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;
//! rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;
//! rpc_error#2144ca19 error_code:int error_message:string = RpcError;           in place of a result
//! gzip_packed#3072cfa1 packed_data:string = Object;
//! ```
//!
//! | type | bytes |
//! |---|---|
//! | [`SessionMessage`] | salt (8), session (8), message, padding: the decrypted part of an encrypted message |
//! | [`UnencryptedMessage`] | 0 (8), `msg_id` (8), length of `body` (4), `body`: for the exchange of keys |
//! | [`Message`] | `msg_id` (8), `seqno` (4), length of `body` (4), `body` |
//! | [`Container`] | id (4), number of messages (4), messages |
//! | [`RpcResult`] | id (4), `req_msg_id` (8), `result`: all the rest |
//! | [`GzipPacked`] | id (4), `packed_data` with its length and padding |
//!
//! Numbers are little-endian. An object has at least the 4 bytes of its id, and its length is a multiple of 4. Byte
//! strings share the memory of the input, or of one copy of it. Apart from that copy, decoding a container allocates 48
//! bytes for each of its messages, and opening it 64 bytes more. A container has at most [`MAX_MESSAGES`].
//!
//! Source: <https://core.telegram.org/mtproto/service_messages>, <https://core.telegram.org/schema/mtproto>.
//!
//! A received message is opened: the messages inside are unpacked, and each has a `Result` of its own, so that a damaged
//! body costs no other message. [`RpcResult::into_result`] gives the result of a request, or the error in its place.
//!
//! ```
//! use std::convert::Infallible;
//!
//! use tl_envelope::{Container, InflationBudget, Message, RPC_RESULT_ID, RpcResult, SessionMessage, id};
//! use tl_runtime::{Bytes, Limits, RpcError};
//!
//! # let answer = RpcResult::with_value(4, &vec![7_i64])?.to_bytes()?;
//! # let refusal = RpcResult::with_error(8, &RpcError::<Infallible>::new(420, "FLOOD_WAIT_42"))?.to_bytes()?;
//! # let inner = |msg_id, seqno, body: Vec<u8>| Message { msg_id, seqno, body: body.into() };
//! # let container = Container { messages: vec![inner(13, 1, answer), inner(17, 3, refusal)] }.to_bytes()?;
//! # let message = Message { msg_id: 21, seqno: 4, body: container.into() };
//! # let mut decrypted = SessionMessage { salt: 1, session_id: 2, message }.to_bytes()?;
//! # decrypted.resize(decrypted.len().next_multiple_of(16) + 16, 0);
//! # let decrypted = Bytes::from(decrypted);
//! // The decrypted bytes, whose padding is random.
//! let received = SessionMessage::from_shared(&decrypted)?;
//! let mut budget = InflationBudget::new(&Limits::default());
//! let (mut answers, mut ids_to_acknowledge) = (Vec::new(), Vec::new());
//! for message in received.message.open(&mut budget) {
//!     if message.needs_ack() {
//!         ids_to_acknowledge.push(message.msg_id);
//!     }
//!     let Ok(body) = message.body else { continue };
//!     if id(&body) == Some(RPC_RESULT_ID) {
//!         let answer = RpcResult::from_shared(&body)?;
//!         // `Infallible`: a protocol without documented errors. The generated types have an enum of them.
//!         let result: Result<Vec<i64>, RpcError<Infallible>> = answer.into_result(&mut budget)?;
//!         answers.push(result.map_err(|error| error.to_string()));
//!     }
//! }
//! assert_eq!(answers, [Ok(vec![7]), Err("FLOOD_WAIT_42".to_owned())]);
//! assert_eq!(ids_to_acknowledge, [13, 17]);
//! # Ok::<(), tl_envelope::Error>(())
//! ```
//!
//! [`BadMessageCode`] has the texts of the codes in `bad_msg_notification`.
//!
//! # Features
//!
//! - `gzip` (default): [`GzipPacked`] is packed and unpacked. Without it, `GzipPacked::pack` does not exist. A packed
//!   object remains possible input, and opening it is [`Error::GzipIsOff`].
//!
//! # When not to use it
//!
//! Encryption, sending of acknowledgements, the order of messages, and `msg_copy`, which is not used in practice, are
//! not here.
#![no_std]

extern crate alloc;

mod bad_message;
mod budget;
mod cursor;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
mod message;
mod object;
mod open;
mod packed;
#[cfg(feature = "gzip")]
mod packing;
mod rpc_error;
mod rpc_result;
mod session;
mod unencrypted;

pub use self::bad_message::BadMessageCode;
pub use self::budget::InflationBudget;
pub use self::error::{Error, GzipFault};
pub use self::message::{CONTAINER_ID, Container, Message};
pub use self::object::{Object, id};
pub use self::open::OpenedMessage;
pub use self::packed::GzipPacked;
pub use self::rpc_error::RPC_ERROR_ID;
pub use self::rpc_result::{RPC_RESULT_ID, RpcResult};
pub use self::session::SessionMessage;
pub use self::unencrypted::UnencryptedMessage;

/// Maximum number of messages in a container. Source: "Simple Container" on the page about service messages.
pub const MAX_MESSAGES: usize = 1024;

/// Result of decoding, encoding or unpacking an envelope.
pub type Result<T, E = Error> = core::result::Result<T, E>;
