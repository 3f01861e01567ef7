//! What is written: the ast, the grammar that reads it, and the printers that write it.
//!
//! Names are not looked up here.

pub mod ast;
pub mod fmt;
pub(crate) mod grammar;
pub mod print;
mod simple_fields;
pub(crate) mod statement;
