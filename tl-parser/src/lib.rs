//! Reader of TL (Type Language), the schema language of Telegram and MTProto.
//!
//! Text is parsed to an [`ast`] that keeps how everything was written, with a [`Diagnostic`] for every mistake.

pub mod ast;
pub mod canonical;
pub mod diagnostic;
mod grammar;
mod lex;
pub mod print;
pub mod schema;
pub mod source;
mod statement;

pub use diagnostic::render::{Style, render, render_all};
pub use diagnostic::{Code, Diagnostic, Label, Severity};
pub use schema::{
    Combinator, CombinatorId, Condition, Count, Field, Name, Param, ParamKind, Primitive, Schema,
    Section, Ty, Type, TypeId, Variable,
};
pub use source::{Location, Source, SourceId, SourceMap, Span};
pub use statement::{MAX_DEPTH, parse};
