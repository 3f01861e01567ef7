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

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod bare_argument;
mod builtin;
mod combinator;
mod debug;
mod declaration;
mod dependent;
mod equality;
mod error;
mod function;
mod impls;
mod known_error;
mod limits;
mod lossless;
mod method;
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
pub use self::declaration::{Declaration, Fields};
pub use self::dependent::{BoxedWithNumbers, Dependent, DependentBoxed, WithNumbers, item_count};
pub use self::equality::fields_are_equal;
pub use self::error::{Error, ErrorKind, Result};
pub use self::function::{BotCallable, BusinessCallable, Function, Unchecked, UserCallable};
#[doc(hidden)]
pub use self::known_error::name_index;
pub use self::known_error::{ErrorNumber, ErrorType, KnownError};
pub use self::limits::Limits;
pub use self::lossless::Lossless;
pub use self::method::{Access, Described, Method, MethodError, Methods, MethodsIter};
pub use self::path::{NO_FIELD, PathSegment};
pub use self::raw_object::RawObject;
pub use self::read::{Bare, Copied, Deserialize, Reader, Shared, Sharing};
pub use self::rpc_error::RpcError;
pub use self::text::Text;
pub use self::visit::{PendingFlags, Visitor};
pub use self::wire::{BOOL_FALSE_ID, BOOL_TRUE_ID, MAX_STRING_LEN, VECTOR_ID};
pub use self::write::{Serialize, Sink, Writer};

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
