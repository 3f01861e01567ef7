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
//! `Debug` prints TL names and the fields that are present. `==` compares field by field. With the feature `hash`, types
//! of at most 32 bytes without a `double` or a vector, such as `Peer`, implement `Eq` and `Hash`.
//!
//! An enum converts from the struct of each constructor with `into`. With the feature `try-from` it converts back with
//! `try_into`, which returns the value if it has another constructor. It has a method for each field that all its
//! constructors have:
//!
//! ```
//! use tl_types::api::constructors::MessageEmpty;
//! use tl_types::api::types::Message;
//!
//! let message = Message::from(MessageEmpty::new(7));
//! assert_eq!(message.id(), 7);
//! ```
#![cfg_attr(feature = "metadata", doc = include_str!("metadata.md"))]
#![cfg_attr(all(feature = "metadata", feature = "messages"), doc = include_str!("client.md"))]
#![cfg_attr(feature = "views", doc = include_str!("views.md"))]
#![cfg_attr(feature = "layers", doc = include_str!("layers.md"))]
//!
//! # Features
//!
//! - `gzip` (default): packing and unpacking of `gzip_packed` in [`envelope`]. Without it, a packed result is
//!   [`envelope::Error::GzipIsOff`].
//! - `std` (default): selects the fastest UTF-8 check at run time, from the instructions that the processor supports.
//!   Without `std` the choice is made for the compile target, which is several times slower on x86-64.
//! - `metadata` (default): metadata of methods and their errors, as above.
//! - `functions-decode`: decoding and comparison of requests, for servers, proxies and tests. Clients don't need this
//!   feature.
//! - `hash`: `Eq` and `Hash` for small types without floating-point numbers, so that they are keys of maps.
//! - `try-from`: `TryFrom` of every enum for the structs of its constructors.
//! - `views`: values that borrow from their input instead of allocating; their types are in `api::views`.
//! - `names` (default): names of constructors and functions by id, with `name_of` and
//!   `id_of`. Errors show the name of an unexpected constructor.
//! - `reflect`: all declarations as a table, `api::TABLE` and `mtproto::TABLE`: see [`runtime::table`].
//! - `json`: values as JSON, and JSON as values: see `runtime::json`. With `serde`, all types implement
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
//! tl-types = { …, default-features = false, features = ["std", "gzip", "metadata", "auth", "messages", "updates"] }
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

#[doc = include_str!("envelope.md")]
pub mod envelope {
    pub use tl_envelope::*;
}
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
    Access, Bare, BotCallable, BusinessCallable, Bytes, Call, Combinator, Declaration, Described, Deserialize, Error,
    ErrorKind, ErrorNumber, ErrorType, Function, KnownError, Limits, Lossless, Method, MethodError, Methods, NO_FIELD,
    PathSegment, RawObject, Reader, Result, Serialize, Text, Unchecked, UserCallable, Visitor, Writer,
};

#[cfg(feature = "views")]
pub use tl_runtime::views;

// A module around the protocols would appear in the paths that rustc prints.
include!("generated/mod.rs");

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeOfCrate;

#[cfg(all(doctest, feature = "help", feature = "try-from", feature = "upload"))]
#[doc = include_str!("../MIGRATING.md")]
struct Migrating;
