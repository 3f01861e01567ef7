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
#![cfg_attr(feature = "views", doc = include_str!("views.md"))]
//!
//! # Features
//!
//! - `gzip` (default): packing and unpacking of `gzip_packed` in [`envelope`].
//! - `std` (default): asks the processor, when the program runs, what strings can be checked with. Without it that is what
//!   the target of the build promises, which on x86-64 is several times slower.
//! - `metadata` (default): [`Described`] for every function, and its access and errors in a table.
//! - `functions-decode`: reading of requests, which servers, proxies and tests need and clients don't.
//! - `views`: [`views`], values that are read where they lie; `api::views` has what they look like.
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

pub use tl_runtime as runtime;
pub use tl_runtime::{
    Access, Bare, Bytes, Combinator, Declaration, Described, Deserialize, Error, ErrorKind, Fields, Function, Limits,
    Lossless, Method, MethodError, NO_FIELD, PathSegment, Reader, Result, Serialize, Sharing, Sink, Text, Visitor,
    Writer,
};

#[cfg(feature = "views")]
pub use tl_runtime::views;

pub use self::generated::*;

#[rustfmt::skip]
mod generated;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
