//! Parsing of the most frequent fields, directly from the text.
//!
//! Handles `flags:#`, `x:int`, `x:flags.0?int` and `x:Vector<int>` with one blank after them. Slow twin: `single` in
//! `syntax::grammar::field`.
//!
//! Invariant: the nodes are those of the slow twin, except for [`CANONICAL_TEXT_FLAG`], which only this file sets.

use super::switch;
use crate::syntax::ast::node::{ANGLE_FLAG, CANONICAL_TEXT_FLAG, CONDITION_FLAG, Node, NodeKind, UPPER_FLAG};
use crate::syntax::grammar::cursor::Cursor;
use crate::text::lex::{Token, TokenKind};

/// A type in one of the frequent forms: a name, perhaps with one other name as argument in angle brackets.
struct FrequentTypeTokens {
    name: Token,
    arg: Option<Token>,
    /// The offset in bytes at which the type ends.
    end: u32,
}

/// Parses a field. Returns the input after it, or `None` for all fields but the most frequent ones.
#[inline]
pub(crate) fn parse_frequent_field(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let is_named = start.token.is_ident() && start.byte_at(start.token.end) == Some(b':');
    if !is_named || start.is_explaining() || !switch::are_fast_paths_on() {
        return None;
    }
    let Some(mut name) = start.name_at(start.token.end + 1) else {
        return parse_nat_field(start);
    };
    let mut condition = None;
    if start.byte_at(name.end) == Some(b'.') {
        let bit = parse_bit_after(start, name)?;
        condition = Some((name, bit));
        name = start.name_at(bit.end + 1)?;
    }
    let ty = parse_frequent_type(start, name)?;
    let rest = start.after_space(ty.end)?;
    // Before these marks, the name would be a count, a flags field, or the name of a generic type.
    if matches!(rest.kind(), TokenKind::Mark(b'*' | b'.' | b'<')) {
        return None;
    }
    push_field_nodes(start, condition, &ty);
    Some(rest)
}

/// Parses a field of type `#`: `flags:#`
#[inline]
fn parse_nat_field(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let Token { kind, start: first, end, .. } = start.token;
    let mark = end + 1;
    if start.byte_at(mark) != Some(b'#') {
        return None;
    }
    let rest = start.after_space(mark + 1)?;
    if matches!(rest.kind(), TokenKind::Mark(b'*' | b'<')) {
        return None;
    }
    let mut nodes = start.nodes();
    nodes.has_upper |= kind == TokenKind::TypeName;
    nodes.push_node(Node { kind: NodeKind::Field, flags: CANONICAL_TEXT_FLAG, start: first, end, n_nodes: 2 });
    nodes.push_node(Node { kind: NodeKind::Nat, flags: 0, start: mark, end: mark + 1, n_nodes: 1 });
    Some(rest)
}

/// The token of the bit in `flags.3?`, if the bit has one or two digits.
#[inline]
fn parse_bit_after(input: Cursor<'_>, flags_field: Token) -> Option<Token> {
    let start = flags_field.end + 1;
    let len = match input.bytes_from(start) {
        [b'0'..=b'9', b'?', ..] => 1,
        [b'1'..=b'9', b'0'..=b'9', b'?', ..] => 2,
        _ => return None,
    };
    flags_field.is_ident().then_some(Token { kind: TokenKind::Number, is_dotted: false, start, end: start + len })
}

#[inline]
fn parse_frequent_type(input: Cursor<'_>, name: Token) -> Option<FrequentTypeTokens> {
    if input.byte_at(name.end) != Some(b'<') {
        return Some(FrequentTypeTokens { name, arg: None, end: name.end });
    }
    let arg = input.name_at(name.end + 1)?;
    (input.byte_at(arg.end) == Some(b'>')).then_some(FrequentTypeTokens { name, arg: Some(arg), end: arg.end + 1 })
}

#[inline]
fn push_field_nodes(start: Cursor<'_>, condition: Option<(Token, Token)>, ty: &FrequentTypeTokens) {
    let Token { kind, start: first, end, .. } = start.token;
    let (has_condition, has_arg) = (condition.is_some(), ty.arg.is_some());
    let is_tight = !has_arg && is_canonical_by_both_rules(start, has_condition, ty.name);
    let flags = if is_tight { CANONICAL_TEXT_FLAG } else { 0 } | if has_condition { CONDITION_FLAG } else { 0 };
    let n_nodes = 2 + 2 * u32::from(has_condition) + u32::from(has_arg);
    let mut nodes = start.nodes();
    nodes.has_upper |= kind == TokenKind::TypeName;
    nodes.push_node(Node { kind: NodeKind::Field, flags, start: first, end, n_nodes });
    if let Some((flags_field, bit)) = condition {
        let Token { start, end, .. } = flags_field;
        nodes.push_node(Node { kind: NodeKind::FlagsField, flags: 0, start, end, n_nodes: 1 });
        nodes.push_node(Node { kind: NodeKind::Bit, flags: 0, start: bit.start, end: bit.end, n_nodes: 1 });
    }
    nodes.push_node(name_node(ty.name, if has_arg { ANGLE_FLAG } else { 0 }, 1 + u32::from(has_arg)));
    if let Some(arg) = ty.arg {
        nodes.push_node(name_node(arg, 0, 1));
    }
}

#[inline]
fn name_node(name: Token, flags: u8, n_nodes: u32) -> Node {
    let upper = if name.kind == TokenKind::TypeName { UPPER_FLAG } else { 0 };
    Node { kind: NodeKind::Name, flags: flags | upper, start: name.start, end: name.end, n_nodes }
}

/// Whether both canonical forms contain a field as written: rule B omits `x:flags.0?true` and replaces `bytes`.
#[inline]
fn is_canonical_by_both_rules(input: Cursor<'_>, has_condition: bool, ty: Token) -> bool {
    match input.bytes_of(ty) {
        b"bytes" => false,
        b"true" => !has_condition,
        _ => true,
    }
}
