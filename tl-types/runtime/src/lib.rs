//! The wire codec that generated TL types stand on.
//!
//! TL values are sequences of 4-byte words, little-endian. This crate knows how numbers, strings, vectors and
//! constructor ids are laid out in them, and nothing of any schema: generated crates, tests and tools depend on it
//! without compiling Telegram's types.
//!
//! - [`Serialize`] and [`Deserialize`] are what every type implements; [`Reader`] and [`Writer`] are what they work on.
//! - [`Combinator`] tells a declaration's id, name and text; [`Function`] adds the result of a call.
//! - A value shows its fields to a [`Visitor`]: the writer is one, and so is [`debug`], which is `Debug` of every type.
//! - [`Lossless`] keeps what isn't canonical.
//! - With the feature `views`, values are looked at where they lie: the module `views`.
//! - [`Limits`] bound what hostile bytes can cost, and [`Error`] says what was wrong, where, and in which field.
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
//! Not here: the transport, encryption, containers and compression of MTProto; JSON.
#![no_std]
// What reads is `extern "C"` so that it doesn't unwind (see `read`), and called by Rust alone.
#![allow(improper_ctypes_definitions)]

extern crate alloc;

#[cfg(test)]
extern crate std;

mod access;
#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod combinator;
mod debug;
mod dependent;
mod error;
mod impls;
mod known_error;
mod limits;
mod lossless;
mod method;
mod names;
mod read;
mod rpc_error;
mod same;
mod text;
#[cfg(feature = "views")]
pub mod views;
mod visit;
mod write;

#[doc(hidden)]
pub use alloc::{boxed::Box, vec::Vec};

pub use bytes::Bytes;

pub use self::access::{Access, BotCallable, BusinessCallable, Unchecked, UserCallable};
pub use self::combinator::{Bare, Combinator, Declaration, Fields, Function};
pub use self::debug::debug;
pub use self::dependent::{BoxedWith, Builtin, Dependent, DependentBoxed, Object, Unbox, Unboxed, With, number_of};
pub use self::error::{Error, ErrorKind, PathSegment, Result};
pub use self::known_error::{ErrorType, KnownError, Number};
pub use self::limits::Limits;
pub use self::lossless::Lossless;
pub use self::method::{Described, Method, MethodError, Methods, MethodsIter};
#[doc(hidden)]
pub use self::names::index;
pub use self::read::{Copied, Deserialize, Reader, Shared, Sharing};
pub use self::rpc_error::RpcError;
pub use self::same::same;
pub use self::text::Text;
pub use self::visit::{Flags, NO_FIELD, Visitor};
pub use self::write::{Serialize, Sink, Writer};

/// Id of the constructor `vector`, which stands before the count of every boxed vector.
///
/// Source: `vector#1cb5c415 {t:Type} # [ t ] = Vector t;`.
pub const VECTOR_ID: u32 = 0x1cb5_c415;

/// Id of `boolTrue#997275b5 = Bool;`.
pub const BOOL_TRUE_ID: u32 = 0x9972_75b5;

/// Id of `boolFalse#bc799737 = Bool;`.
pub const BOOL_FALSE_ID: u32 = 0xbc79_9737;

fn bool_id(value: bool) -> u32 {
    if value { BOOL_TRUE_ID } else { BOOL_FALSE_ID }
}

/// Longest string that the 3-byte length prefix can announce: 2^24 - 1 bytes.
pub const MAX_STRING_LEN: usize = (1 << 24) - 1;

/// Names of Rust's prelude, for generated modules that define an item of the same name.
#[doc(hidden)]
pub mod prelude {
    pub use core::clone::Clone;
    pub use core::cmp::PartialEq;
    pub use core::convert::{From, Into};
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
}

/// Implements `arbitrary::Arbitrary` for types that can be read, for generated code.
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

/// Nothing: the feature `arbitrary` is off.
#[cfg(not(feature = "arbitrary"))]
#[doc(hidden)]
#[macro_export]
macro_rules! arbitrary {
    ($($ignored:tt)*) => {};
}
