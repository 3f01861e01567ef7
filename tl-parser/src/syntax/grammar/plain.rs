//! The fields of which schemas mostly consist, in few steps.
//!
//! `flags:#`, `x:int`, `x:flags.0?int`, `x:Vector<int>`, a blank behind each: they are cut out of the text as a whole,
//! without a token for each part. Invariant: what is read here, [`super::field`] would read as the same nodes; whatever
//! else it is, is left to that.

use super::cursor::Cursor;
use super::ty::is_ident;
use crate::syntax::ast::node::{ANGLE, CONDITION, Node, NodeKind, TIGHT, UPPER};
use crate::text::lex::{Token, TokenKind};

/// The name of a type, and the only word in angle brackets behind it.
struct Type {
    name: Token,
    arg: Option<Token>,
    end: u32,
}

/// What follows a field, if that is a plain one.
#[inline]
pub(super) fn plain(start: Cursor<'_>) -> Option<Cursor<'_>> {
    if !is_ident(start.token) || start.is_explaining() || start.byte_at(start.token.end) != Some(b':') {
        return None;
    }
    let Some(mut name) = start.name_at(start.token.end + 1) else {
        return number(start);
    };
    let mut condition = None;
    if start.byte_at(name.end) == Some(b'.') {
        let bit = bit_at(start, name)?;
        condition = Some((name, bit));
        name = start.name_at(bit.end + 1)?;
    }
    let ty = ty(start, name)?;
    let rest = start.after_blank(ty.end)?;
    // The word before these is the count of a repetition, a flags field, or takes the brackets for arguments.
    if matches!(rest.kind(), TokenKind::Mark(b'*' | b'.' | b'<')) {
        return None;
    }
    push(start, condition, &ty);
    Some(rest)
}

/// What follows `flags:#`, if that is what it is.
#[inline]
fn number(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let Token { kind, start: first, end, .. } = start.token;
    let mark = end + 1;
    if start.byte_at(mark) != Some(b'#') {
        return None;
    }
    let rest = start.after_blank(mark + 1)?;
    if matches!(rest.kind(), TokenKind::Mark(b'*' | b'<')) {
        return None;
    }
    let mut nodes = start.nodes();
    nodes.has_upper |= kind == TokenKind::TypeName;
    nodes.add(Node { kind: NodeKind::Field, flags: TIGHT, start: first, end, n_nodes: 2 });
    nodes.add(Node { kind: NodeKind::Nat, flags: 0, start: mark, end: mark + 1, n_nodes: 1 });
    Some(rest)
}

/// The number between `.` and `?` behind the name of a flags field.
#[inline]
fn bit_at(input: Cursor<'_>, mask: Token) -> Option<Token> {
    let start = mask.end + 1;
    let len = match input.bytes_from(start) {
        [b'0'..=b'9', b'?', ..] => 1,
        [b'1'..=b'9', b'0'..=b'9', b'?', ..] => 2,
        _ => return None,
    };
    is_ident(mask).then_some(Token { kind: TokenKind::Number, is_dotted: false, start, end: start + len })
}

#[inline]
fn ty(input: Cursor<'_>, name: Token) -> Option<Type> {
    if input.byte_at(name.end) != Some(b'<') {
        return Some(Type { name, arg: None, end: name.end });
    }
    let arg = input.name_at(name.end + 1)?;
    (input.byte_at(arg.end) == Some(b'>')).then_some(Type { name, arg: Some(arg), end: arg.end + 1 })
}

#[inline]
fn push(start: Cursor<'_>, condition: Option<(Token, Token)>, ty: &Type) {
    let Token { kind, start: first, end, .. } = start.token;
    let (has_condition, has_arg) = (condition.is_some(), ty.arg.is_some());
    let is_tight = !has_arg && is_same_by_both_rules(start, has_condition, ty.name);
    let flags = if is_tight { TIGHT } else { 0 } | if has_condition { CONDITION } else { 0 };
    let n_nodes = 2 + 2 * u32::from(has_condition) + u32::from(has_arg);
    let mut nodes = start.nodes();
    nodes.has_upper |= kind == TokenKind::TypeName;
    nodes.add(Node { kind: NodeKind::Field, flags, start: first, end, n_nodes });
    if let Some((mask, bit)) = condition {
        nodes.add(Node { kind: NodeKind::FlagsField, flags: 0, start: mask.start, end: mask.end, n_nodes: 1 });
        nodes.add(Node { kind: NodeKind::Bit, flags: 0, start: bit.start, end: bit.end, n_nodes: 1 });
    }
    nodes.add(name_node(ty.name, if has_arg { ANGLE } else { 0 }, 1 + u32::from(has_arg)));
    if let Some(arg) = ty.arg {
        nodes.add(name_node(arg, 0, 1));
    }
}

#[inline]
fn name_node(name: Token, flags: u8, n_nodes: u32) -> Node {
    let upper = if name.kind == TokenKind::TypeName { UPPER } else { 0 };
    Node { kind: NodeKind::Name, flags: flags | upper, start: name.start, end: name.end, n_nodes }
}

/// The result of a combinator, if that is a word with its `;` behind it.
#[inline]
pub(super) fn plain_result(input: Cursor<'_>) -> Option<Cursor<'_>> {
    let name = input.token;
    let is_plain = name.kind == TokenKind::TypeName && input.byte_at(name.end) == Some(b';') && !input.is_explaining();
    is_plain.then(|| {
        input.nodes().add(name_node(name, 0, 1));
        input.rest()
    })
}

/// Whether canonical forms have a field as it is written: by rule B, some are left out and others are of another type.
#[inline]
fn is_same_by_both_rules(input: Cursor<'_>, has_condition: bool, ty: Token) -> bool {
    match input.bytes_of(ty) {
        b"bytes" => false,
        b"true" => !has_condition,
        _ => true,
    }
}
