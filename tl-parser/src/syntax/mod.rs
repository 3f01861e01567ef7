//! The syntax layer: declarations as they are written.
//!
//! - `statement`: cuts a text into statements, and recovers after mistakes;
//! - `grammar`: parses the declaration of one statement, with the EBNF at its head;
//! - [`ast`]: the parsed declarations;
//! - [`print`]: prints them, as written or in canonical form;
//! - [`fmt`]: lays out a whole text, from its tokens.
//!
//! Names are not looked up in this layer.

pub mod ast;
pub mod fmt;
pub(crate) mod grammar;
pub mod print;
pub(crate) mod statement;
