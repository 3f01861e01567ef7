//! The lowest layer: source texts with positions in them, tokens, comments.
//!
//! Nothing in this folder knows the grammar.

pub(crate) mod comment;
pub(crate) mod lex;
pub(crate) mod restored;
pub mod source;
