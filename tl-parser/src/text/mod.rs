//! Texts: sources and their positions, tokens, comments.
//!
//! Nothing here knows the grammar.

pub(crate) mod comment;
pub(crate) mod lex;
pub mod source;
