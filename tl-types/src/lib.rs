//! Types and functions of Telegram's API and of MTProto's service messages, as Rust that goes over the wire.
//!
//! - [`api`]: Telegram's API; [`api::LAYER`] is the layer that it is of. [`mtproto`]: key exchange and service messages.
//! - [`envelope`]: what stands around them, the containers, results and packed objects of MTProto.
//! - In the first two, [`api::types`] has the boxed types (enums, or the struct of the only constructor),
//!   [`api::constructors`] the structs of constructors, [`api::functions`] the requests, [`api::groups`] fields that
//!   are there together or not at all.
//! - Every type implements [`Deserialize`] and [`Serialize`]; every request implements [`Function`], which tells the
//!   type of its result, and with the feature `metadata` [`Described`], which tells who may call it and its errors.
//!
//! ```
//! use tl_types::api::{functions, types};
//! use tl_types::{Deserialize as _, Serialize as _};
//!
//! let random_id = 42;
//! let request = functions::messages::SendMessage {
//!     silent: true,
//!     ..functions::messages::SendMessage::new(types::InputPeer::InputPeerSelf, "hello", random_id)
//! };
//! let bytes = request.to_bytes()?;
//! assert_eq!(bytes.len() % 4, 0);
//!
//! // What came from outside is read with limits; errors tell the byte and the field.
//! let error = types::Message::from_bytes(&bytes).unwrap_err();
//! assert_eq!(error.offset(), 0);
//! # Ok::<(), tl_types::Error>(())
//! ```
//!
//! # Features
//!
//! - `gzip` (default): packing and unpacking of `gzip_packed` in [`envelope`].
//! - `metadata` (default): [`Described`] for every function, and its access and errors in a table.
//! - `functions-decode`: reading of requests, which servers, proxies and tests need and clients don't.
//!
//! # Not here
//!
//! Connections, encryption and sessions of MTProto: a client library's work. For types of another schema use `tl-codegen`
//! with the same [`runtime`].

#![no_std]

extern crate alloc;

pub mod envelope;

pub use tl_runtime as runtime;
pub use tl_runtime::{
    Access, Bare, Bytes, Combinator, Declaration, Described, Deserialize, Error, ErrorKind, Function, Limits, Method,
    MethodError, PathSegment, Reader, Result, Serialize, Sharing, Sink, Text, Writer,
};

pub use self::generated::*;

#[rustfmt::skip]
mod generated;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
