//! The envelope of MTProto: messages, containers and results around the objects of [`api`](crate::api) and
//! [`mtproto`](crate::mtproto).
//!
//! Four declarations have a field of type `Object`, which is any boxed value. A generated type can't express such a
//! field. Here it is a byte string, and [`Object`] decodes it, or preserves the bytes if the constructor is unknown.
//!
//! ```text
//! message msg_id:long seqno:int bytes:int body:Object = Message;               bare, without an id
//! msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;
//! rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;
//! gzip_packed#3072cfa1 packed_data:string = Object;
//! ```
//!
//! | type | bytes |
//! |---|---|
//! | [`Message`] | `msg_id` (8), `seqno` (4), length of `body` (4), `body` |
//! | [`Container`] | id (4), number of messages (4), messages |
//! | [`RpcResult`] | id (4), `req_msg_id` (8), `result`: all the rest |
//! | [`GzipPacked`] | id (4), `packed_data` with its length and padding |
//!
//! Numbers are little-endian. An object has at least the 4 bytes of its id, and its length is a multiple of 4. Every
//! decoder expects to consume its whole input. Byte strings share the memory of the input, or of one copy of it. Apart
//! from that copy, decoding a container allocates 48 bytes for each of its messages, of which there are at most
//! [`MAX_MESSAGES`].
//!
//! Source: <https://core.telegram.org/mtproto/service_messages>, <https://core.telegram.org/schema/mtproto>.
//!
//! ```
//! use tl_types::envelope::{Container, Message, Object, RpcResult};
//! use tl_types::mtproto::types::{BadMsgNotification, Pong};
//! use tl_types::{Bytes, Serialize as _};
//!
//! let pong = Pong { msg_id: 8, ping_id: 42 };
//! let result = RpcResult { req_msg_id: 8, result: pong.to_bytes()?.into() };
//! let message = Message { msg_id: 12, seqno: 1, body: result.to_bytes()?.into() };
//! let bytes = Bytes::from(Container { messages: vec![message] }.to_bytes()?);
//!
//! let container = Container::from_shared(&bytes)?;
//! let result = RpcResult::from_shared(&container.messages[0].body)?;
//! assert_eq!(Object::from_shared(&result.result)?, Object::Known(pong));
//! // A value of another type is preserved, and can be passed on.
//! assert!(matches!(Object::<BadMsgNotification>::from_shared(&result.result)?, Object::Unknown { id: 0x347773c5, .. }));
//! # Ok::<(), tl_types::envelope::Error>(())
//! ```
//!
//! With the feature `gzip` (default), [`Message::open`] unpacks `gzip_packed`, splits a container and returns the
//! messages inside.
//!
//! Not here: encryption, acknowledgements, the order of messages, and `msg_copy`, which is not used in practice.

mod cursor;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
mod gzip_packed;
mod message;
mod object;
mod rpc_result;
#[cfg(feature = "gzip")]
mod unpacking;

pub use self::error::{Error, GzipFault};
pub use self::gzip_packed::GzipPacked;
pub use self::message::{CONTAINER_ID, Container, Message};
pub use self::object::{Object, id};
pub use self::rpc_result::{RPC_RESULT_ID, RpcResult};
#[cfg(feature = "gzip")]
pub use self::unpacking::InflationBudget;

/// Maximum number of messages in a container. Source: "Simple Container" on the page about service messages.
pub const MAX_MESSAGES: usize = 1024;

/// Result of decoding, encoding or unpacking an envelope.
pub type Result<T, E = Error> = core::result::Result<T, E>;
