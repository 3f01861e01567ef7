//! The codec that types generated from a TL schema use to encode and decode themselves.
//!
//! TL (Type Language) is the schema language of Telegram's MTProto. A TL value is a sequence of little-endian words of
//! 4 bytes. This crate implements the layout of numbers, strings, vectors and constructor ids. It contains no schema,
//! so crates, tests and tools can use it without compiling Telegram's types.
//!
//! - [`Serialize`] and [`Deserialize`] are implemented by every type; they work on a [`Writer`] and a [`Reader`].
//! - [`Combinator`] gives a type its constructor id and its [`Declaration`]; [`Function`] adds the result type of a
//!   request.
//! - [`Observer`] receives the parts of a value in wire order; [`debug`] uses one. [`Visitor`] is its counterpart for
//!   generated code, without trait objects. [`Writer`] is a visitor.
//! - [`Limits`] bound the memory and stack that hostile input can cost. [`Error`] has a kind, a byte offset and a path.
//! - [`Lossless`] preserves non-canonical input, so that it can be written back byte for byte.
//! - [`RpcError`], [`Method`] and [`KnownError`] describe the errors and methods of a protocol.
//!
//! ```
//! use tl_runtime::{Deserialize, Serialize};
//!
//! let bytes = vec![1_i64, -2].to_bytes()?;
//! assert_eq!(bytes[..4], 0x1cb5_c415_u32.to_le_bytes());
//! assert_eq!(Vec::<i64>::from_bytes(&bytes)?, [1, -2]);
//! # Ok::<(), tl_runtime::Error>(())
//! ```
//!
//! # When not to use it
//!
//! - To talk to Telegram, use a client library: transport, encryption, containers and compression are not here.
//! - For types of a schema, use a generated crate, or `tl-codegen` in a build script; both use this crate.
//! - There is no JSON and no `serde`: the wire format is the only format.
//!
//! # Features
//!
//! - `std`: selects the fastest UTF-8 check at run time from the instructions that the processor supports. Without
//!   `std`, the choice is made at compile time, for the target.
//! - `arbitrary`: `arbitrary::Arbitrary` for every type, for property tests and fuzzing.
//! - `views`: the module `views`, for values that borrow from their input instead of owning their data.
#![no_std]
// Decoding functions are `extern "C"` to keep them from unwinding: see `read`. Only Rust code calls them.
#![allow(improper_ctypes_definitions)]

extern crate alloc;

#[cfg(test)]
extern crate std;

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod bare_argument;
mod builtin;
mod combinator;
mod debug;
mod declaration;
mod dependent;
mod error;
mod function;
mod impls;
mod known_error;
mod limits;
mod lossless;
mod method;
mod observe;
mod oddity;
mod path;
mod raw_object;
mod read;
mod rpc_error;
mod text;
#[cfg(feature = "views")]
pub mod views;
mod visit;
mod wire;
mod write;

#[doc(hidden)]
pub use alloc::{boxed::Box, vec::Vec};

pub use bytes::Bytes;

pub use self::bare_argument::{BareArgument, HasBareForm};
pub use self::builtin::Builtin;
pub use self::combinator::Combinator;
pub use self::debug::debug;
pub use self::declaration::Declaration;
pub use self::dependent::{BoxedWithNumbers, Dependent, DependentBoxed, WithNumbers, item_count};
pub use self::error::{Error, ErrorKind, Result};
pub use self::function::{BotCallable, BusinessCallable, Function, Unchecked, UserCallable};
#[doc(hidden)]
pub use self::known_error::name_index;
pub use self::known_error::{ErrorNumber, ErrorType, KnownError};
pub use self::limits::Limits;
pub use self::lossless::Lossless;
pub use self::method::{Access, Described, Method, MethodError, Methods, MethodsIter};
#[doc(hidden)]
pub use self::observe::Observed;
pub use self::observe::{ListForm, Observer};
pub use self::path::{CombinatorNames, NO_FIELD, PathSegment};
pub use self::raw_object::RawObject;
pub use self::read::{Bare, Deserialize, Reader};
pub use self::rpc_error::RpcError;
pub use self::text::Text;
pub use self::visit::Visitor;
pub use self::wire::{BOOL_FALSE_ID, BOOL_TRUE_ID, MAX_STRING_LEN, VECTOR_ID};
pub use self::write::{Serialize, Writer};

/// Items of Rust's prelude, for generated modules that define an item of the same name.
#[doc(hidden)]
pub mod prelude {
    pub use core::clone::Clone;
    pub use core::cmp::PartialEq;
    pub use core::convert::{From, Into};
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
}

/// Implements `arbitrary::Arbitrary` for decodable types, in generated code.
#[cfg(feature = "arbitrary")]
#[doc(hidden)]
#[macro_export]
macro_rules! arbitrary {
    ($($name:ident)::+ $(<$($param:ident),+>)?) => {
        impl<'a $($(, $param: $crate::Serialize + $crate::Deserialize)+)?> $crate::arbitrary::Arbitrary<'a>
            for $($name)::+ $(<$($param),+>)?
        {
            fn arbitrary(
                u: &mut $crate::arbitrary::Unstructured<'a>,
            ) -> $crate::arbitrary::Result<Self> {
                $crate::arbitrary::value(u)
            }
        }
    };
}

/// Expands to nothing, because the feature `arbitrary` is off.
#[cfg(not(feature = "arbitrary"))]
#[doc(hidden)]
#[macro_export]
macro_rules! arbitrary {
    ($($ignored:tt)*) => {};
}
