//! From the tokens of one statement to its declaration.
//!
//! - [`combinator`]: whole declarations;
//! - [`field`]: fields and parameters;
//! - [`ty`]: types, numbers, arguments;
//! - [`error`]: the tokens as input, and what was expected.
//!
//! Where statements begin and end, and what to do after a broken one, is up to [`crate::statement`].

mod combinator;
mod error;
mod field;
mod ty;

use std::cell::RefCell;

use crate::ast::Declaration;
use crate::lex::{Token, TokenKind};
use crate::schema::Section;
use error::{Expectations, Tokens};

/// Why a statement is no declaration.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The token with this index has no place here; what was expected instead.
    Unexpected { at: usize, wanted: String },
    /// The declaration is complete, but the token with this index is no `;`.
    NoSemicolon { at: usize, declaration: Box<Declaration> },
}

/// Reads one statement; its last token, whatever it is, ends it.
pub(crate) fn read(tokens: &[Token<'_>], section: Section) -> Result<Declaration, Failure> {
    let expectations = RefCell::new(Expectations::default());
    let result = combinator::declaration(Tokens::new(tokens, &expectations), section);
    let Ok((rest, declaration)) = result else {
        let expectations = expectations.into_inner();
        return Err(Failure::Unexpected { at: expectations.at, wanted: expectations.describe() });
    };
    match tokens.get(rest.at()) {
        Some(token) if token.kind == TokenKind::Mark(';') => Ok(declaration),
        _ => Err(Failure::NoSemicolon { at: rest.at(), declaration: Box::new(declaration) }),
    }
}
