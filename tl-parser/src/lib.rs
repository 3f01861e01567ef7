//! Parser for TL (Type Language), the schema language of Telegram and MTProto.
//!
//! A schema declares the types and functions of a binary protocol, one per line:
//!
//! ```text
//! user#12345678 id:long name:string = User;
//! ```
//!
//! [`read()`] turns schema texts into a [`Schema`]: every name is resolved to a typed index, and the constructor id of
//! every combinator is computed and compared with the written one.
//!
//! ```
//! use tl_parser::{SourceMap, Style, Ty, read, render_all};
//!
//! let mut sources = SourceMap::new();
//! let id = sources.add("chat.tl", "
//!     user#12345678 id:long name:string = User;
//!     chat flags:# title:flags.3?string members:Vector<User> = Chat;
//! ");
//! let (schema, diagnostics) = read(&sources, &[id]);
//!
//! let chat = &schema.combinators[1];
//! assert_eq!(chat.fields[1].condition.map(|condition| condition.bit), Some(3));
//! assert!(matches!(chat.fields[2].ty, Ty::Vector { is_bare: false, .. }));
//! // The id of `user` is not the CRC32 of its declaration, which is worth a warning.
//! assert!(render_all(&diagnostics, &sources, Style::Plain).contains("chat.tl:2:9"));
//! ```
//!
//! # Two steps
//!
//! [`parse`] gives an [`ast::File`], which keeps the spelling of every declaration. [`resolve`] gives the meaning, and
//! [`resolve_to_diagnostics`] only its diagnostics. The steps are separate: a fragment that names unknown types is
//! parsed, [printed](print::declaration), [laid out](fmt::format) and [hashed](canonical::crc) like any other. Both
//! return a value *and* [`Diagnostic`]s. They do not stop at the first mistake, and they never panic, for any input.
//! Spans refer to the texts in a [`SourceMap`].
//!
//! # Diagnostics
//!
//! Each [`Diagnostic`] has a [`Code`] from a closed list; [`Code::explanation`] is a page about it. [`render`] shows a
//! diagnostic in the style of rustc, [`diagnostic::json`] as JSON and [`diagnostic::github`] as a workflow command.
//! [`Levels`] allow or deny the codes that are a matter of opinion. [`Exceptions`](exceptions::Exceptions) list
//! constructor ids that are known to differ from the CRC32. [`difference::compare`] compares two schemas.
//!
//! # Schemas
//!
//! The crate reads the schemas of Telegram, TDLib and TON, and with [`Dialect::Vk`] those of VK. It also reads the JSON
//! in which Telegram publishes its schemas, recognised by its first characters.
//!
//! # When not to use it
//!
//! The crate does not encode or decode values: that is the task of code generated from a [`Schema`]. It does not read
//! files and has no Cargo features.

pub mod diagnostic;
pub mod difference;
mod fast_paths;
pub mod json;
mod meaning;
mod read;
mod shared_types;
mod syntax;
mod text;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use diagnostic::render::{Style, render, render_all};
pub use diagnostic::{Code, Diagnostic, Edit, Help, Label, Level, Levels, NotALint, Severity, UnknownCode};
pub use meaning::resolve::{resolve, resolve_to_diagnostics, resolve_with};
pub use meaning::scalars::{Prelude, Scalars};
pub use meaning::schema::{
    Arg, CodecType, Combinator, Condition, Field, Name, Nat, NatVariable, Opaque, Param, Primitive, Schema, Ty, Type,
};
pub use meaning::{canonical, exceptions, lint, schema, tl_text};
pub use read::{ReadSettings, parse, parse_all, parse_as, read, read_as, read_text, read_with_settings};
pub use shared_types::{CombinatorIndex, Dialect, Doc, ParamKind, Section, Syntax, TypeIndex};
pub use syntax::statement::MAX_DEPTH;
pub use syntax::{ast, fmt, print};
pub use text::source;
pub use text::source::{Location, Source, SourceId, SourceMap, Span};
