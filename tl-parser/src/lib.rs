//! Reader of TL (Type Language), the schema language of Telegram and MTProto.
//!
//! Text is parsed to an [`ast`] that keeps the spelling and borrows from the text. Files are resolved to a [`Schema`] that
//! owns its data: every name is looked up, every constructor id known. Both steps return a value *and* [`Diagnostic`]s; they
//! never stop at the first mistake and never panic on any input. They are separate: a fragment that names unknown types is
//! parsed, printed and hashed like any other.
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
//! Main types: [`SourceMap`] holds texts, [`ast::File`] is a text as written, [`Schema`] the meaning of several files.
//! [`Diagnostic`] is a finding; [`Exceptions`](exceptions::Exceptions) list findings about ids that are known and right.
//!
//! Main functions: [`parse`], [`resolve`], [`check`], [`print::declaration`], [`canonical::canonical`] and [`canonical::crc`];
//! [`read`] does all of it. Families of schemas: Telegram's, TDLib's, TON's, and with [`Dialect::Vk`] VK's; also the JSON in
//! which Telegram publishes its own, which is told by its first characters.
//!
//! Not for decoding values: see the code that is generated from a [`Schema`]. The crate reads no files and has no features.

pub mod diagnostic;
mod dialect;
pub mod json;
mod meaning;
mod syntax;
mod text;

pub use diagnostic::render::{Style, render, render_all};
pub use diagnostic::{Code, Diagnostic, Edit, Help, Label, Level, Levels, NotALint, Severity, UnknownCode};
pub use dialect::Dialect;
pub use meaning::resolve::{check, resolve};
pub use meaning::schema::{
    Arg, CodecType, Combinator, CombinatorId, Condition, Doc, Field, Name, Nat, Opaque, Param, ParamKind, Primitive,
    Schema, Section, Ty, Type, TypeId, Variable,
};
pub use meaning::{canonical, exceptions, lint, schema};
pub use syntax::statement::{MAX_DEPTH, parse, parse_as};
pub use syntax::{ast, fmt, print};
pub use text::source;
pub use text::source::{Location, Source, SourceId, SourceMap, Span};

/// Parses the texts `ids` of `sources` and resolves them as one schema.
///
/// Diagnostics come in the order of the texts.
#[must_use]
pub fn read(sources: &SourceMap, ids: &[SourceId]) -> (Schema, Vec<Diagnostic>) {
    read_as(sources, ids, Dialect::Tl)
}

/// Parses and resolves texts in a dialect, as [`read`] does.
#[must_use]
pub fn read_as(sources: &SourceMap, ids: &[SourceId], dialect: Dialect) -> (Schema, Vec<Diagnostic>) {
    let (files, mut diagnostics) = parse_all(sources, ids, dialect);
    let (schema, found) = resolve(&files);
    diagnostics.extend(found);
    diagnostic::sort(&mut diagnostics);
    diagnostic::keep_json(&mut diagnostics, sources);
    (schema, diagnostics)
}

/// Parses several texts of a map.
///
/// Diagnostics come in the order of the texts.
#[must_use]
pub fn parse_all<'a>(
    sources: &'a SourceMap,
    ids: &[SourceId],
    dialect: Dialect,
) -> (Vec<ast::File<'a>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files = Vec::with_capacity(ids.len());
    for source in ids.iter().filter_map(|id| sources.get(*id)) {
        let (file, found) = parse_as(source, dialect);
        files.push(file);
        diagnostics.extend(found);
    }
    (files, diagnostics)
}
