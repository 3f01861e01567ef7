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
//! # Strict, lenient, lossless
//!
//! Bytes that no writer of TL would write are refused: length prefixes that are not the shortest, padding that isn't
//! zero, strings that are not UTF-8, bytes after the end. Bits of a flags field that no field has are ignored, as a layer
//! may add a `true` field without a change of the id; [`Reader::refuse_unknown_flags`] makes them an error. [`Lossless`]
//! takes all of that, keeps it beside the value, and writes it back: for proxies, archives and inspectors.
//!
//! What a value costs to read is bounded by [`Limits`], which count for writing as well. No state of a value is without
//! bytes: fields that share a bit are one optional group, of which there is no half.
//!
//! ```compile_fail,E0063
//! use tl_types::api::groups::MessageViews;
//!
//! // `views:flags.10?int forwards:flags.10?int`: where there are views there are forwards.
//! let half = MessageViews { views: 7 };
//! ```
//!
//! ```
//! use tl_types::api::groups::MessageViews;
//!
//! let both = MessageViews { views: 7, forwards: 1 };
//! ```
//!
//! `Debug` shows values as the schema names them, with the fields that are there. `==` compares them field by field.
//!
//! # Who may call what, and what can go wrong
//!
//! With the feature `metadata` every function tells what is known of it as constants, [`Described::METHOD`] and
//! [`Described::ERRORS`], and [`api::METHODS`] holds all of them, by name and by id. Nothing there allocates, and what is
//! not known is [`Access::Unknown`] or `None`.
//!
//! ```
//! use tl_types::api::functions::{auth::ImportLoginToken, messages::SendMessage};
//! use tl_types::api::{METHODS, RpcErrorKind};
//! use tl_types::{Access, Described as _, KnownError as _};
//!
//! assert_eq!(ImportLoginToken::METHOD.bots, Access::No);
//! assert!(SendMessage::ERRORS.unwrap().iter().any(|error| error.name == "PEER_ID_INVALID"));
//!
//! assert_eq!(METHODS.by_name("messages.sendMessage"), Some(SendMessage::METHOD));
//! assert_eq!(METHODS.by_id(0xfef48f62), Some(SendMessage::METHOD));
//! assert!(METHODS.for_bots().any(|method| method.name == "messages.sendMessage"));
//! assert!(METHODS.returning("auth.LoginToken").any(|method| method.name == "auth.importLoginToken"));
//! assert!(METHODS.throwing(RpcErrorKind::PeerIdInvalid.name()).any(|method| method.name == "messages.sendMessage"));
//! ```
//!
//! A client takes [`UserCallable`], [`BotCallable`] or [`BusinessCallable`], and what nobody has said to be open to it is
//! refused by the compiler. [`Unchecked`] is the way through for what isn't known.
//!
//! ```
//! use tl_types::api::functions::{auth::ImportLoginToken, messages::SendMessage};
//! use tl_types::{BotCallable, Unchecked};
//!
//! fn call_as_bot<F: BotCallable>(request: &F) {}
//!
//! call_as_bot(&SendMessage::new(tl_types::api::types::InputPeer::InputPeerSelf, "hello", 42));
//! call_as_bot(&Unchecked(ImportLoginToken { token: vec![1].into() }));
//! ```
//!
//! ```compile_fail,E0277
//! use tl_types::BotCallable;
//! use tl_types::api::functions::auth::ImportLoginToken;
//!
//! fn call_as_bot<F: BotCallable>(request: &F) {}
//!
//! // For users only.
//! call_as_bot(&ImportLoginToken { token: vec![1].into() });
//! ```
//!
//! [`api::RpcError`] is the error that a server answers with. Its kind is an enum, so that a type that doesn't exist does
//! not compile, with the number of the message at hand; what isn't documented is kept as it came.
//!
//! ```
//! use std::time::Duration;
//! use tl_types::api::functions::messages::SendMessage;
//! use tl_types::api::{RpcError, RpcErrorKind};
//!
//! let error = RpcError::new(420, "SLOWMODE_WAIT_42");
//! match error.kind() {
//!     Some(RpcErrorKind::SlowmodeWait { seconds }) => assert_eq!(seconds, 42),
//!     Some(RpcErrorKind::PeerIdInvalid | RpcErrorKind::UserIsBlocked) => panic!("nobody is there"),
//!     Some(other) => panic!("{other}"),
//!     None => panic!("nobody has documented {}", error.message()),
//! }
//! assert_eq!(error.wait(), Some(Duration::from_secs(42)));
//! assert_eq!(error.is_error_of::<SendMessage>(), Some(true));
//! assert_eq!(error.to_string(), "SLOWMODE_WAIT_42");
//! ```
//!
//! ```compile_fail,E0599
//! use tl_types::api::{RpcError, RpcErrorKind};
//!
//! // There is no such type.
//! let is_hot = RpcError::new(420, "FLOOD_WAIT_42").kind() == Some(RpcErrorKind::FloodWeight { seconds: 42 });
//! ```
#![cfg_attr(feature = "views", doc = include_str!("views.md"))]
//!
//! # Features
//!
//! - `gzip` (default): packing and unpacking of `gzip_packed` in [`envelope`].
//! - `std` (default): asks the processor, when the program runs, what strings can be checked with. Without it that is what
//!   the target of the build promises, which on x86-64 is several times slower.
//! - `metadata` (default): what is known of methods and errors, as above; without it, nothing of that is there.
//! - `functions-decode`: reading and comparing of requests, which servers, proxies and tests need and clients don't.
//! - `views`: values that are read where they lie, without an allocation; `api::views` has what they look like.
//! - `arbitrary`: `Arbitrary` for every type (for requests with `functions-decode`), for property tests and fuzzing.
//! - One for each namespace of functions of [`api`]: those functions, and all types that their fields and results reach.
//!   Functions without a namespace (`invokeWithLayer`), all that they reach, and all of [`mtproto`] are always there.
//! - `full`: all namespaces, and the few types that no function reaches.
//!
//! A program that names what it needs waits less for it:
//!
//! ```toml
//! [dependencies]
//! tl-types = { …, default-features = false, features = ["std", "auth", "messages", "updates"] }
//! ```
//!
//! A program that only reads and writes values, and calls nothing, is served by `updates`: three functions, and with them
//! messages, chats and users. By default there are the namespaces of a chat client; the code here needs `messages`. In
//! the table are what each feature has alone, with what is always there, and what it adds to the default.
//!
#![doc = include_str!("generated/api/features.md")]
//!
//! The crate needs `alloc`, and no `std` but for the feature of that name.
//!
//! # Not here
//!
//! Connections, encryption and sessions of MTProto: a client library's work. For types of another schema use `tl-codegen`
//! with the same [`runtime`].

#![no_std]

extern crate alloc;

pub mod envelope;
#[cfg(feature = "metadata")]
mod rpc_error;

pub use tl_runtime as runtime;
pub use tl_runtime::{
    Access, Bare, BotCallable, BusinessCallable, Bytes, Combinator, Declaration, Described, Deserialize, Error,
    ErrorKind, ErrorNumber, ErrorType, Fields, Function, KnownError, Limits, Lossless, Method, MethodError, Methods,
    NO_FIELD, PathSegment, PendingFlags, Reader, Result, Serialize, Sharing, Sink, Text, Unchecked, UserCallable,
    Visitor, Writer,
};

#[cfg(feature = "views")]
pub use tl_runtime::views;

pub use self::generated::*;

#[rustfmt::skip]
mod generated;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
