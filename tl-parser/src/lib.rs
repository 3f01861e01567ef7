//! Reader of TL (Type Language), the schema language of Telegram and MTProto.
//!
//! Text is parsed to an [`ast`] that keeps how everything was written, and resolved to a [`Schema`] that keeps what it
//! means: every name an index, every constructor id known, bare and boxed told apart. Both steps return a value *and*
//! [`Diagnostic`]s; they never stop at the first mistake and never panic, whatever the input.
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
//! Main types: [`SourceMap`] holds texts, [`ast::File`] a text as written, [`Schema`] all of them as meant,
//! [`Diagnostic`] a finding, [`Exceptions`](exceptions::Exceptions) the findings about ids that are known and right.
//!
//! Not for other dialects: VK's annotations, arrows and `float` are refused. Not for decoding values either: see the
//! code that is generated from a [`Schema`]. The crate reads no files and has no features.

pub mod ast;
pub mod canonical;
pub mod diagnostic;
pub mod exceptions;
pub mod fmt;
mod grammar;
mod lex;
pub mod lint;
pub mod print;
mod resolve;
pub mod schema;
pub mod source;
mod statement;

pub use diagnostic::render::{Style, render, render_all};
pub use diagnostic::{Code, Diagnostic, Edit, Help, Label, Level, Levels, NotALint, Severity, UnknownCode};
pub use resolve::resolve;
pub use schema::{
    Combinator, CombinatorId, Condition, Count, Field, Name, Param, ParamKind, Primitive, Schema, Section, Ty, Type,
    TypeId, Variable,
};
pub use source::{Location, Source, SourceId, SourceMap, Span};
pub use statement::{MAX_DEPTH, parse};

/// Parses the texts `ids` of `sources` and resolves them as one schema.
///
/// Diagnostics come in the order of the texts.
#[must_use]
pub fn read(sources: &SourceMap, ids: &[SourceId]) -> (Schema, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files = Vec::with_capacity(ids.len());
    for source in ids.iter().filter_map(|id| sources.get(*id)) {
        let (file, found) = parse(source);
        files.push(file);
        diagnostics.extend(found);
    }
    let (schema, found) = resolve(&files);
    diagnostics.extend(found);
    diagnostic::sort(&mut diagnostics);
    (schema, diagnostics)
}
