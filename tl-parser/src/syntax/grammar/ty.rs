//! Productions of types, numbers and their arguments.
//!
//! Names are not looked up: `n` may be a number or a type. Invariant: recursion happens only inside brackets.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::cursor::{Cursor, Parsed, mark_parser, take_token};
use crate::syntax::ast::node::{ANGLE_FLAG, NodeKind, UPPER_FLAG};
use crate::text::lex::{Token, TokenKind};

/// Production `application`; returns whether there are arguments.
pub(super) fn application(input: Cursor<'_>) -> Parsed<'_, bool> {
    let (input, name) = type_name(input)?;
    let at = input.nodes().push_leaf(NodeKind::Name, UPPER_FLAG, name.start, name.end);
    if input.kind() == TokenKind::Mark(b'<') {
        let (input, ()) = angle(input, at)?;
        return Ok((input, true));
    }
    input.record_wanted("`<`");
    juxtaposed_args(input, at)
}

/// Part of the production `constructor_partial`: `combinator_name { sum }`. Returns whether there are arguments.
pub(super) fn constructor_application(input: Cursor<'_>) -> Parsed<'_, bool> {
    let (input, name) = combinator_name(input)?;
    let at = input.nodes().push_leaf(NodeKind::Name, 0, name.start, name.end);
    juxtaposed_args(input, at)
}

/// `{ sum }`, the arguments of the name at the node `at`; returns whether there are any.
fn juxtaposed_args(input: Cursor<'_>, at: u32) -> Parsed<'_, bool> {
    let (input, n_sums) = sum_list(input)?;
    input.nodes().close_node(at);
    Ok((input, n_sums > 0))
}

/// `angle` as the arguments of the name at `at`: `<int, string>`.
fn angle(start: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    let (input, ()) = start.after_token().parse_nested(|input| {
        let (mut input, ()) = cut(expr).parse(input)?;
        while let (rest, Some(_)) = opt(mark_parser(b',', "`,`")).parse(input)? {
            (input, ()) = cut(expr).parse(rest)?;
        }
        Ok((input, ()))
    })?;
    let (input, _) = cut(mark_parser(b'>', "`>`")).parse(input)?;
    let mut nodes = input.nodes();
    nodes.close_node(at);
    nodes.set_flag(at, ANGLE_FLAG);
    Ok((input, ()))
}

/// Production `expr`
fn expr(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    let (input, ()) = sum(input)?;
    let (input, n_more) = sum_list(input)?;
    if n_more > 0 {
        input.nodes().wrap_nodes_from(at, NodeKind::Expr, 0);
    }
    Ok((input, ()))
}

/// `{ sum }`: any number of sums; returns the number of sums.
fn sum_list(mut input: Cursor<'_>) -> Parsed<'_, u32> {
    let mut n_sums = 0;
    while begins_term(input) {
        (input, ()) = sum(input)?;
        n_sums += 1;
    }
    input.record_wanted("a type");
    Ok((input, n_sums))
}

/// Production `sum`: `n+1`.
fn sum(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    let (mut input, ()) = term(input)?;
    if input.kind() != TokenKind::Mark(b'+') {
        input.record_wanted("`+`");
        return Ok((input, ()));
    }
    while let (rest, Some(_)) = opt(mark_parser(b'+', "`+`")).parse(input)? {
        (input, ()) = cut(term).parse(rest)?;
    }
    input.nodes().wrap_nodes_from(at, NodeKind::Sum, 0);
    Ok((input, ()))
}

/// Whether a `term` can begin with the next token.
#[inline]
fn begins_term(input: Cursor<'_>) -> bool {
    matches!(
        input.kind(),
        TokenKind::Name | TokenKind::TypeName | TokenKind::Number | TokenKind::Mark(b'%' | b'#' | b'(')
    )
}

/// Parses the production `term`: a type, a number or an argument, perhaps after `%`. Examples: `%Vector<int>`,
/// `(row 3)`, `#`, `7`.
pub(super) fn term(start: Cursor<'_>) -> Parsed<'_, ()> {
    let mut input = start;
    let mut n_percents = 0;
    while input.kind() == TokenKind::Mark(b'%') {
        input = input.after_token();
        n_percents += 1;
    }
    if n_percents == 0 {
        return atom(input);
    }
    input.record_wanted("`%`");
    let at = start.nodes().push_leaf(NodeKind::Percent, 0, start.token.start, n_percents);
    let (input, ()) = cut(atom).parse(input)?;
    input.nodes().close_node(at);
    Ok((input, ()))
}

/// Production `atom`
fn atom(input: Cursor<'_>) -> Parsed<'_, ()> {
    let (kind, flags) = match input.kind() {
        TokenKind::Name => (NodeKind::Name, 0),
        TokenKind::TypeName => (NodeKind::Name, UPPER_FLAG),
        TokenKind::Mark(b'#') => (NodeKind::Nat, 0),
        TokenKind::Number => (NodeKind::Number, 0),
        TokenKind::Mark(b'(') => return parens(input),
        _ => {
            for wanted in ["a type", "`#`", "a number"] {
                input.record_wanted(wanted);
            }
            return input.fail_wanting("`(`");
        }
    };
    let at = input.nodes().push_leaf(kind, flags, input.token.start, input.token.end);
    let rest = input.after_token();
    if kind != NodeKind::Number && rest.kind() == TokenKind::Mark(b'<') {
        return angle(rest, at);
    }
    rest.record_wanted("`<`");
    Ok((rest, ()))
}

/// Production `parens`: `(vector int)`.
fn parens(start: Cursor<'_>) -> Parsed<'_, ()> {
    let at = start.nodes().push_leaf(NodeKind::Group, 0, start.token.start, start.token.end);
    let (input, ()) = start.after_token().parse_nested(|input| {
        let (mut input, ()) = cut(sum).parse(input)?;
        while begins_term(input) {
            (input, ()) = cut(sum).parse(input)?;
        }
        input.record_wanted("a type");
        Ok((input, ()))
    })?;
    let (input, close) = cut(mark_parser(b')', "`)`")).parse(input)?;
    input.nodes().close_node_at(at, close.end);
    Ok((input, ()))
}

/// Production `type_name`: `Vector`, `messages.Dialogs`.
pub(super) fn type_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    take_token(input, "a type name", input.kind() == TokenKind::TypeName)
}

/// Production `combinator_name`: `vector`, `messages.dialogs`.
fn combinator_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    take_token(input, "a combinator name", input.kind() == TokenKind::Name)
}

/// Production `number`: `7`.
pub(super) fn number(input: Cursor<'_>) -> Parsed<'_, Token> {
    take_token(input, "a number", input.kind() == TokenKind::Number)
}

/// Production `ident`: `flags`, `F`.
pub(super) fn ident(input: Cursor<'_>) -> Parsed<'_, Token> {
    take_token(input, "a name", input.token.is_ident())
}

/// Production `field_name`: an `ident` or `_`.
pub(super) fn field_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    take_token(input, "a field", input.token.is_ident() || input.kind() == TokenKind::Mark(b'_'))
}
