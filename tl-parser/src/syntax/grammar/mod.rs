//! From the tokens of one statement to its declaration.
//!
//! - [`declaration`]: whole declarations;
//! - [`field`]: fields and parameters;
//! - [`ty`]: types, numbers, arguments;
//! - [`cursor`]: the tokens as input;
//! - [`expected`]: what was expected.
//!
//! Where statements begin and end, and what to do after a broken one, is up to [`crate::syntax::statement`].

mod cursor;
mod declaration;
mod expected;
mod field;
mod ty;

use crate::syntax::ast::{DeclarationKind, Entry};
use crate::text::lex::{Token, TokenKind};
use crate::vocabulary::Section;
pub(crate) use cursor::{Context, Cursor};
pub(crate) use expected::Expectations;

/// A declaration that is complete, and the token behind it, which should be a `;`.
#[derive(Clone, Copy)]
pub(crate) struct Complete {
    pub(crate) entry: Entry,
    pub(crate) next: Token,
}

/// Reads the declaration that begins with `first`, if one does, with room for `depth` brackets inside each other.
///
/// Nodes of a declaration that is not complete are taken away again.
#[inline]
pub(crate) fn parse(context: &Context<'_>, first: Token, depth: u32) -> Option<Complete> {
    context.depth_left.set(depth);
    let n_nodes = context.nodes.borrow().len();
    let mut entry = Entry::new(DeclarationKind::Combinator, Section::Types, first);
    match declaration::declaration(Cursor::new(context, first), &mut entry) {
        Ok((rest, ())) => Some(Complete { entry, next: rest.token }),
        Err(_) => {
            context.nodes.borrow_mut().truncate(n_nodes);
            None
        }
    }
}

/// What was expected, if a declaration read once more explains why it is none.
pub(crate) fn explain(context: &Context<'_>, first: Token, depth: u32) -> (Option<Complete>, Expectations) {
    *context.expectations.borrow_mut() = Some(Expectations::default());
    context.is_explaining.set(true);
    let complete = parse(context, first, depth);
    context.is_explaining.set(false);
    let expectations = context.expectations.borrow_mut().take().unwrap_or_default();
    (complete, expectations)
}

/// Whether a token begins a declaration.
pub(crate) fn begins_declaration(token: Token) -> bool {
    matches!(token.kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark(b'_'))
}
