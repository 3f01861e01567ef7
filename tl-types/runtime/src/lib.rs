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
//! # Types written by hand
//!
//! A type that is in no schema, or that should have another form in Rust, implements both traits. It can then be
//! decoded and encoded by itself, in vectors and as a type argument of generated types. Each of its parts is written,
//! observed and decoded in the order of the wire.
//!
//! ```
//! use tl_runtime::{Deserialize, ErrorKind, Observer, Reader, Serialize, Writer};
//!
//! /// `rgb#7ac0105e color:int = Rgb;`, where a color above 0xffffff is an error.
//! #[derive(Debug, PartialEq)]
//! struct Rgb {
//!     red: u8,
//!     green: u8,
//!     blue: u8,
//! }
//!
//! impl Rgb {
//!     const ID: u32 = 0x7ac0_105e;
//!
//!     fn color(&self) -> i32 {
//!         i32::from_be_bytes([0, self.red, self.green, self.blue])
//!     }
//! }
//!
//! impl Serialize for Rgb {
//!     fn serialize(&self, mut w: Writer<'_>) {
//!         w.write(&Self::ID);
//!         w.write(&self.color());
//!     }
//!
//!     fn observe(&self, o: &mut dyn Observer) {
//!         Self::ID.observe(o);
//!         self.color().observe(o);
//!     }
//! }
//!
//! impl Deserialize for Rgb {
//!     const LEAST_SIZE: usize = 8;
//!     const IDS: &'static [u32] = &[Self::ID];
//!
//!     fn deserialize(r: &mut Reader<'_>) -> Self {
//!         let id = r.constructor_id(Self::IDS);
//!         r.expect_id(id, Self::ID);
//!         let [unused, red, green, blue] = i32::deserialize(r).to_be_bytes();
//!         if unused != 0 {
//!             r.fail(ErrorKind::InvalidValue { reason: "color above 0xffffff" });
//!         }
//!         Self { red, green, blue }
//!     }
//! }
//!
//! let colors = vec![Rgb { red: 255, green: 128, blue: 0 }];
//! let mut bytes = colors.to_bytes()?;
//! assert_eq!(Vec::<Rgb>::from_bytes(&bytes)?, colors);
//! bytes[15] = 1;
//! let error = Vec::<Rgb>::from_bytes(&bytes).unwrap_err();
//! assert_eq!(error.to_string(), "color above 0xffffff at byte 16 in `[0]`");
//! # Ok::<(), tl_runtime::Error>(())
//! ```
//!
//! - After an error, decoding goes on with zeros. The type returns any value then, and the caller receives the error.
//! - [`LEAST_SIZE`](Deserialize::LEAST_SIZE) must not exceed the size of any value. Vectors of more items than the
//!   input can hold are refused by it.
//! - A panic of decoding unwinds, except inside of a generated type, where it ends the process: see [`Deserialize`]. A
//!   panic of encoding unwinds everywhere.
//!
//! # When not to use it
//!
//! - To talk to Telegram, use a client library: transport, encryption, containers and compression are not here.
//! - For types of a schema, use a generated crate, or `tl-codegen` in a build script; both use this crate.
//!
//! # Features
//!
//! - `std`: selects the fastest UTF-8 check at run time from the instructions that the processor supports. Without
//!   `std`, the choice is made at compile time, for the target.
//! - `arbitrary`: `arbitrary::Arbitrary` for every type, for property tests and fuzzing.
//! - `try-from`: `TryFrom` of every generated enum for the structs of its constructors.
//! - `views`: the module `views`, for values that borrow from their input instead of owning their data.
//! - `layers`: the module `layers`, for values of older layers of a schema.
//! - `json`: the module `json`, for values as JSON and JSON as values, by the table of their schema.
//! - `serde`: `serde::Serialize` and `serde::Deserialize` of generated types: JSON in readable formats, TL bytes in all
//!   others. Types by hand get no implementation.
#![no_std]
// Methods of the reader are `extern "C"` to keep them from unwinding: see `read`. Only Rust code calls them.
#![allow(improper_ctypes_definitions)]

extern crate alloc;

#[cfg(test)]
extern crate std;

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod bare_argument;
mod builtin;
mod byte_vec;
mod combinator;
mod debug;
mod declaration;
mod dependent;
mod error;
mod field_path;
mod function;
mod impls;
mod int53;
#[cfg_attr(not(feature = "layers"), allow(dead_code))] // Older layers need more of it.
pub mod interpret;
#[cfg(feature = "json")]
#[macro_use]
pub mod json;
mod known_error;
#[cfg(feature = "layers")]
pub mod layers;
mod limits;
mod lossless_encoder;
mod lossless_value;
mod method;
mod observe;
mod oddity;
mod raw_object;
mod read;
mod rpc_error;
#[cfg_attr(not(feature = "layers"), allow(dead_code, unused_imports))] // Older layers need more of it.
pub mod table;
mod text;
#[cfg(feature = "views")]
pub mod views;
mod visit;
mod wire_constants;
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
pub use self::field_path::{CombinatorNames, NO_FIELD, PathSegment};
pub use self::function::{BotCallable, BusinessCallable, Call, Function, Unchecked, UserCallable};
pub use self::int53::{Int53, MAX_INT53};
#[doc(hidden)]
pub use self::known_error::name_index;
pub use self::known_error::{ErrorNumber, ErrorType, KnownError};
pub use self::limits::Limits;
pub use self::lossless_value::Lossless;
pub use self::method::{Access, Described, Method, MethodError, Methods, MethodsIter};
#[doc(hidden)]
pub use self::observe::ObserverAdapter;
pub use self::observe::{ListForm, Observer};
pub use self::raw_object::RawObject;
pub use self::read::{Bare, Deserialize, Reader};
pub use self::rpc_error::RpcError;
pub use self::table::{Names, ProtocolNames};
pub use self::text::Text;
pub use self::visit::Visitor;
pub use self::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID, MAX_STRING_LEN, VECTOR_ID};
pub use self::write::{Serialize, Writer};

/// Includes the module that the `Builder` of `tl-codegen` wrote in a build script: `compile("ton")` is
/// `include_tl!("ton")`.
///
/// The file is `ton/mod.rs` in the folder that cargo names in `OUT_DIR`.
///
/// ```text
/// pub mod ton {
///     tl_runtime::include_tl!("ton");
/// }
/// ```
#[macro_export]
macro_rules! include_tl {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, "/mod.rs"));
    };
}

/// Expands to the modules of a protocol, if the generator has the version of this crate, and otherwise to one error.
/// The crates have the same version if the numbers before the second dot are equal.
#[doc(hidden)]
#[macro_export]
macro_rules! generated_for {
    ("0.1" $($items:tt)*) => { $($items)* };
    ($version:literal $($items:tt)*) => {
        compile_error!(concat!(
            "this code was generated by `tl-codegen` ", $version, ", and `tl-runtime` is 0.1: \
             write the same version of both into Cargo.toml, and run `cargo update` if it stays",
        ));
    };
}

/// Expands to the module of views.
#[cfg(feature = "views")]
#[doc(hidden)]
#[macro_export]
macro_rules! require_views {
    ($($items:tt)*) => { $($items)* };
}

/// Expands to an error, because the feature `views` is off.
#[cfg(not(feature = "views"))]
#[doc(hidden)]
#[macro_export]
macro_rules! require_views {
    ($($items:tt)*) => {
        compile_error!(
            "the generated views need the feature `views` of `tl-runtime`: \
             write `tl-runtime = { …, features = [\"views\"] }` into Cargo.toml, or generate no views"
        );
    };
}

/// Expands to the module of older layers.
#[cfg(feature = "layers")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_layers {
    ($($items:tt)*) => { $($items)* };
}

/// Expands to an error, because the feature `layers` is off.
#[cfg(not(feature = "layers"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_layers {
    ($($items:tt)*) => {
        compile_error!(
            "the generated module `layers` needs the feature `layers` of `tl-runtime`: \
             write `tl-runtime = { …, features = [\"layers\"] }` into Cargo.toml, or generate no layers"
        );
    };
}

/// Items of Rust's prelude, for generated modules that define an item of the same name.
#[doc(hidden)]
pub mod prelude {
    pub use core::clone::Clone;
    pub use core::cmp::PartialEq;
    pub use core::convert::{From, Into};
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
}

/// Implements `TryFrom` of an enum for the struct of a variant, in generated code. The error is the value itself. An
/// indirect variant holds the struct behind a `Box`.
#[cfg(feature = "try-from")]
#[doc(hidden)]
#[macro_export]
macro_rules! try_from {
    ($name:ident::$variant:ident($constructor:path), indirect) => {
        $crate::try_from!(@ $name::$variant, $constructor, value, *value);
    };
    ($name:ident::$variant:ident($constructor:path)) => {
        $crate::try_from!(@ $name::$variant, $constructor, value, value);
    };
    (@ $name:ident::$variant:ident, $constructor:path, $value:ident, $inner:expr) => {
        impl ::core::convert::TryFrom<$name> for $constructor {
            type Error = $name;

            #[inline]
            fn try_from(value: $name) -> ::core::result::Result<Self, $name> {
                match value {
                    $name::$variant($value) => ::core::result::Result::Ok($inner),
                    other => ::core::result::Result::Err(other),
                }
            }
        }
    };
}

/// Expands to nothing, because the feature `try-from` is off.
#[cfg(not(feature = "try-from"))]
#[doc(hidden)]
#[macro_export]
macro_rules! try_from {
    ($($ignored:tt)*) => {};
}

/// Implements `arbitrary::Arbitrary` for decodable types, in generated code.
#[cfg(feature = "arbitrary")]
#[doc(hidden)]
#[macro_export]
macro_rules! impl_arbitrary {
    (call $($name:ident)::+ <$($param:ident),+>) => {
        $crate::impl_arbitrary!(@ [$(, $param: $crate::Call + $crate::Deserialize)+] $($name)::+ <$($param),+>);
    };
    ($($name:ident)::+ $(<$($param:ident),+>)?) => {
        $crate::impl_arbitrary!(
            @ [$($(, $param: $crate::Serialize + $crate::Deserialize)+)?] $($name)::+ $(<$($param),+>)?
        );
    };
    (@ [$($bounds:tt)*] $($name:ident)::+ $(<$($param:ident),+>)?) => {
        impl<'a $($bounds)*> $crate::arbitrary::Arbitrary<'a>
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
macro_rules! impl_arbitrary {
    ($($ignored:tt)*) => {};
}
