//! The fields of which schemas mostly consist, in few steps.
//!
//! `x:int`, `x:flags.0?int`, `x:Vector<int>`, a blank behind each: they are cut out of the text as a whole, without a
//! token for each part. Invariant: what is read here, [`super::field`] would read as the same nodes; whatever else it is,
//! is left to that.

use super::cursor::Cursor;
use super::ty::is_ident;
use crate::ast::node::{ANGLE, CONDITION, NodeKind, TIGHT, UPPER};
use crate::lex::{Token, TokenKind};

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
    let mut name = start.name_at(start.token.end + 1)?;
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

/// The number between `.` and `?` behind the name of a flags field.
#[inline]
fn bit_at(input: Cursor<'_>, mask: Token) -> Option<Token> {
    let start = mask.end + 1;
    let digits = input.digits_at(start);
    let end = start + digits.len() as u32;
    let is_bit = matches!(digits, [_] | [b'1'..=b'9', _]) && is_ident(mask) && input.byte_at(end) == Some(b'?');
    is_bit.then_some(Token { kind: TokenKind::Number, is_dotted: false, start, end })
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
    let upper = |name: Token| if name.kind == TokenKind::TypeName { UPPER } else { 0 };
    let mut nodes = start.nodes();
    let at = nodes.push_own(NodeKind::Field, start.token);
    let mut flags =
        if ty.arg.is_none() && is_same_by_both_rules(start, condition.is_some(), ty.name) { TIGHT } else { 0 };
    if let Some((mask, bit)) = condition {
        flags |= CONDITION;
        nodes.push(NodeKind::Mask, 0, mask.start, mask.end);
        nodes.push(NodeKind::Bit, 0, bit.start, bit.end);
    }
    let angle = if ty.arg.is_some() { ANGLE } else { 0 };
    let name = nodes.push(NodeKind::Name, upper(ty.name) | angle, ty.name.start, ty.name.end);
    if let Some(arg) = ty.arg {
        nodes.push(NodeKind::Name, upper(arg), arg.start, arg.end);
        nodes.close(name);
    }
    nodes.flag(at, flags);
    nodes.close(at);
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
