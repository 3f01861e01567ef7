//! The syntax layer: the ast, the parser of statements, the grammar, printing and layout.
//!
//! Names are not looked up in this layer.

pub mod ast;
pub mod fmt;
pub(crate) mod grammar;
pub mod print;
pub(crate) mod statement;
