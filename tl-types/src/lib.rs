//! Types and functions of Telegram's API and of MTProto's service messages, with their binary encoding.
//!
//! - [`api`]: Telegram's API, of the layer [`api::LAYER`].
//! - [`mtproto`]: key exchange and service messages.
//! - [`envelope`]: messages, containers, results and packed objects, which carry the values of both.
//!
//! Both protocols have the same modules: [`api::functions`] contains the requests, [`api::types`] the boxed types,
//! [`api::constructors`] the structs of constructors. A boxed type is an enum, or the struct of its only constructor.
//! [`api::groups`] contains groups of conditional fields that are present together or not at all.
//!
//! Every type implements [`Deserialize`] and [`Serialize`]. Every request implements [`Function`], which has its result
//! type. With the feature `metadata` every request also implements [`Described`], which has its errors and the groups
//! of callers.
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
//! // Untrusted input is decoded with limits. Errors contain the byte offset and the field.
//! let error = types::Message::from_bytes(&bytes).unwrap_err();
//! assert_eq!(error.offset(), 0);
//! # Ok::<(), tl_types::Error>(())
//! ```
//!
//! # Versions
//!
//! A new layer adds optional fields and constructors nearly every time. Code that follows four rules compiles with
//! them, and a version with such additions alone is a compatible one. Everything else that breaks code raises the
//! breaking number.
//!
//! - Build a struct that has `new` with its last line: `SendMessage { silent: true, ..SendMessage::new(…) }`.
//! - End patterns of structs with `..`, and matches on enums with an arm `_`.
//! - Convert with `.into()`: a struct into its enum, and into a `Box` where a field holds one.
//! - Name no size and no order of fields.
//!
//! # Strict, lenient, lossless
//!
//! A [`Reader`] is strict about encodings that no TL writer produces. It refuses length prefixes in a longer form,
//! non-zero padding, invalid UTF-8, and bytes after the end.
//!
//! It is lenient about unknown bits of flags fields and ignores them, because a new layer may add a `true` field
//! without changing the constructor id. [`Reader::refuse_unknown_flags`] makes them an error.
//!
//! [`Lossless`] accepts all these deviations, and reproduces them when the value is encoded again. It serves proxies,
//! archives and inspectors.
//!
//! # Limits and invalid values
//!
//! [`Limits`] bound the cost of decoding; encoding applies them too. Every value of a generated type has an encoding,
//! unless a length or the nesting depth exceeds its limit. For example, fields that share a bit form one optional
//! group, which can't be partly present:
//!
//! ```compile_fail,E0063
//! use tl_types::api::groups::MessageViews;
//!
//! // `views:flags.10?int forwards:flags.10?int`: both are present or neither.
//! let half = MessageViews { views: 7 };
//! ```
//!
//! ```
//! use tl_types::api::groups::MessageViews;
//!
//! let both = MessageViews { views: 7, forwards: 1 };
//! ```
//!
//! `Debug` prints TL names and the fields that are present. `==` compares field by field.
//!
//! # Access rights and documented errors
//!
//! With the feature `metadata`, every function has its metadata as the constants [`Described::METHOD`] and
//! [`Described::ERRORS`]. [`api::METHODS`] contains the metadata of all functions, by name and by id. No look-up
//! allocates. Unknown facts are [`Access::Unknown`] or `None`.
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
//! A client requires [`UserCallable`], [`BotCallable`] or [`BusinessCallable`]. The compiler then rejects functions
//! that aren't known to be open to its kind of account. [`Unchecked`] exempts a call from this check.
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
//! // Only users may call this function.
//! call_as_bot(&ImportLoginToken { token: vec![1].into() });
//! ```
//!
//! [`api::RpcError`] is the error with which a server answers. Its kind is a generated enum, so misspelt error types
//! don't compile, and the number in a message is a field of the variant. Undocumented errors are preserved as they are.
//!
//! ```
//! use std::time::Duration;
//! use tl_types::api::functions::messages::SendMessage;
//! use tl_types::api::{RpcError, RpcErrorKind};
//!
//! let error = RpcError::new(420, "SLOWMODE_WAIT_42");
//! match error.kind() {
//!     Some(RpcErrorKind::SlowmodeWait { seconds }) => assert_eq!(seconds, 42),
//!     Some(RpcErrorKind::PeerIdInvalid | RpcErrorKind::UserIsBlocked) => panic!("not reachable"),
//!     Some(other) => panic!("{other}"),
//!     None => panic!("undocumented: {}", error.message()),
//! }
//! assert_eq!(error.wait(), Some(Duration::from_secs(42)));
//! assert_eq!(error.is_error_of::<SendMessage>(), Some(true));
//! assert_eq!(error.to_string(), "SLOWMODE_WAIT_42");
//! ```
//!
//! ```compile_fail,E0599
//! use tl_types::api::{RpcError, RpcErrorKind};
//!
//! // The protocol has no error type of this name.
//! let is_flood = RpcError::new(420, "FLOOD_WAIT_42").kind() == Some(RpcErrorKind::FloodWeight { seconds: 42 });
//! ```
#![cfg_attr(feature = "views", doc = include_str!("views.md"))]
#![cfg_attr(feature = "layers", doc = include_str!("layers.md"))]
//!
//! # Features
//!
//! - `gzip` (default): packing and unpacking of `gzip_packed` in [`envelope`].
//! - `std` (default): selects the fastest UTF-8 check at run time, from the instructions that the processor supports.
//!   Without `std` the choice is made for the compile target, which is several times slower on x86-64.
//! - `metadata` (default): metadata of methods and their errors, as above.
//! - `functions-decode`: decoding and comparison of requests, for servers, proxies and tests. Clients don't need this
//!   feature.
//! - `views`: values that borrow from their input instead of allocating; their types are in `api::views`.
//! - `names` (default): names of constructors and functions by id, with [`name_of`] and
//!   [`id_of`]. Errors show the name of an unexpected constructor.
//! - `reflect`: all declarations as a table, `api::TABLE` and `mtproto::TABLE`: see [`runtime::table`].
//! - `json`: values as JSON, and JSON as values: see [`runtime::json`]. With `serde`, all types implement
//!   `serde::Serialize` and `serde::Deserialize`: JSON in readable formats, TL bytes in all others.
//! - `layers`: values of older layers, in `api::layers`; with it, errors know older names too.
//! - `arbitrary`: `Arbitrary` for every type (for requests with `functions-decode`), for property tests and fuzzing.
//! - One feature for each namespace of functions of [`api`]: these functions, and all types reachable from their fields
//!   and results. Functions without a namespace (`invokeWithLayer`), the types reachable from them, and [`mtproto`] are
//!   always available.
//! - `full`: all namespaces, and the few types that no function reaches.
//!
//! A program that selects its namespaces compiles faster:
//!
//! ```toml
//! [dependencies]
//! tl-types = { …, default-features = false, features = ["std", "auth", "messages", "updates"] }
//! ```
//!
//! A program that only decodes and encodes values, and calls no functions, needs only `updates`: three functions, and
//! with them messages, chats and users. The default namespaces are those of a chat client. The examples here need
//! `messages`. The table counts the functions and types that each feature makes available when it is the only one, and
//! the types that it adds to the default.
//!
#![doc = include_str!("generated/api/features.md")]
//!
//! The crate requires `alloc`, and `std` only for the feature of that name.
//!
//! # When not to use it
//!
//! - To connect to Telegram, use a client library: connections, encryption and sessions of MTProto are not here.
//! - For types of another schema, use `tl-codegen` with the same [`runtime`].

#![no_std]

extern crate alloc;

pub mod envelope;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "names")]
mod names;
#[cfg(feature = "metadata")]
mod rpc_error;

#[cfg(feature = "names")]
pub use self::names::{id_of, name_of};
pub use tl_runtime as runtime;
pub use tl_runtime::{
    Access, Bare, BotCallable, BusinessCallable, Bytes, Combinator, Declaration, Described, Deserialize, Error,
    ErrorKind, ErrorNumber, ErrorType, Function, KnownError, Limits, Lossless, Method, MethodError, Methods, NO_FIELD,
    PathSegment, Reader, Result, Serialize, Text, Unchecked, UserCallable, Visitor, Writer,
};

#[cfg(feature = "views")]
pub use tl_runtime::views;

pub use self::generated::*;

#[rustfmt::skip]
mod generated;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
