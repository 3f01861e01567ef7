//! The grammar: from the tokens of one statement to the nodes of its declaration.
//!
//! ```ebnf
//! declaration       = { annotation } ( directive | type_partial | combinator | constructor_partial ) ;
//! directive         = ( "Final" | "New" | "Empty" ) type_name ;
//! type_partial      = application ;                      (* with at least one argument *)
//! constructor_partial = combinator_name sum { sum } ;
//!
//! combinator        = head ( "?" | { params } fields ) equals result ;
//! head              = combinator_name [ "#" id ] | "_" ;
//! params            = "{" ident { ident } ":" ( "Type" | "#" ) "}" ;
//! equals            = "=" | "=>" ;                       (* "=>" and annotations: VK only *)
//! result            = application ;
//!
//! fields            = { field } ;
//! field             = group | single ;
//! group             = "(" field_name { field_name } ":" [ condition ] ( call | term ) ")" ;
//! single            = [ field_name ":" ] [ condition ] ( call | repetition | term ) ;
//! condition         = ident "." number "?" ;
//! call              = "!" term ;
//! repetition        = [ term "*" ] "[" fields "]" ;
//!
//! application       = type_name ( angle | { sum } ) ;
//! angle             = "<" expr { "," expr } ">" ;
//! expr              = sum { sum } ;
//! sum               = term { "+" term } ;
//! term              = { "%" } atom ;
//! atom              = ( name | "#" ) [ angle ] | number | parens ;
//! parens            = "(" sum { sum } ")" ;
//! ```
//!
//! Each production is a function of its name, in [`declaration`], [`field`] and [`ty`]. A `combinator_name` begins its
//! last part with a small letter, a `type_name` with a capital; an `ident` has no namespace; a `field_name` may be `_`.
//! [`cursor`] is the input, [`expectations`] collects the alternatives for messages. The `;` and the recovery from
//! mistakes belong to [`crate::syntax::statement`]; `fast_paths::parse_frequent_field` parses the most frequent fields
//! without this grammar.

pub(crate) mod cursor;
mod declaration;
mod expectations;
mod field;
mod ty;

use crate::shared_types::Section;
use crate::syntax::ast::{DeclarationKind, Entry};
use crate::text::lex::{Token, TokenKind};
use cursor::Cursor;
pub(crate) use cursor::ParseContext;
pub(crate) use expectations::Expectations;

/// A complete declaration, and the token after it, which should be a `;`.
#[derive(Clone, Copy)]
pub(crate) struct ParsedDeclaration {
    pub(crate) entry: Entry,
    pub(crate) next: Token,
}

/// Parses the declaration that begins with `first`, with brackets of at most `depth` levels.
///
/// Adds its nodes to the context; an incomplete declaration leaves no nodes.
#[inline]
pub(crate) fn parse(context: &ParseContext<'_>, first: Token, depth: u32) -> Option<ParsedDeclaration> {
    context.depth_left.set(depth);
    let n_nodes = context.nodes.borrow().len();
    let mut entry = Entry::new(DeclarationKind::Combinator, Section::Types, first);
    match declaration::declaration(Cursor::new(context, first), &mut entry) {
        Ok((rest, ())) => Some(ParsedDeclaration { entry, next: rest.token }),
        Err(_) => {
            context.nodes.borrow_mut().truncate(n_nodes);
            None
        }
    }
}

/// Parses a declaration again, and collects the tokens that were expected where parsing ended.
pub(crate) fn parse_and_explain(
    context: &ParseContext<'_>,
    first: Token,
    depth: u32,
) -> (Option<ParsedDeclaration>, Expectations) {
    *context.expectations.borrow_mut() = Some(Expectations::default());
    context.is_explaining.set(true);
    let complete = parse(context, first, depth);
    context.is_explaining.set(false);
    let expectations = context.expectations.borrow_mut().take().unwrap_or_default();
    (complete, expectations)
}

/// Whether a declaration can begin with this token.
pub(crate) fn begins_declaration(token: Token) -> bool {
    matches!(token.kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark(b'_'))
}
