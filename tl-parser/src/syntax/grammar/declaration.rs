//! Whole declarations, up to but not including their `;`.
//!
//! Invariant: a production here succeeds only on a declaration whose result is complete.

use nom::Parser;
use nom::combinator::cut;

use super::cursor::{Cursor, Parsed, commit, take};
use super::field::{fields, params};
use super::ty::{application, constructor_application, type_name};
use crate::fast;
use crate::syntax::ast::node::{NodeKind, UPPER};
use crate::syntax::ast::{ARROW, BUILTIN, DeclarationKind, Entry, UPPER_NAMES};
use crate::text::lex::{Token, TokenKind, id_of};
use crate::vocabulary::{Dialect, Section};

/// Any declaration that may stand in the present section.
pub(super) fn declaration<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    input.nodes().has_upper = false;
    let first = input.nodes().len();
    let input = annotations(input);
    let (input, ()) = match input.kind() {
        TokenKind::Keyword if input.section() == Section::Types => directive(input, entry)?,
        TokenKind::TypeName => type_partial(input, entry)?,
        _ => combinator_or_partial(input, entry)?,
    };
    let nodes = input.nodes();
    entry.first = first;
    entry.marks |= if nodes.has_upper { UPPER_NAMES } else { 0 };
    drop(nodes);
    Ok((input, ()))
}

/// `@read @internal`; VK only.
#[inline]
fn annotations(mut input: Cursor<'_>) -> Cursor<'_> {
    while input.kind() == TokenKind::Annotation && input.dialect() == Dialect::Vk {
        input.nodes().push(NodeKind::Annotation, 0, input.token.start, input.token.end);
        input = input.rest();
    }
    input
}

/// `Final User`
fn directive<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let kind = match input.text() {
        "Final" => DeclarationKind::Final,
        "New" => DeclarationKind::New,
        _ => DeclarationKind::Empty,
    };
    let (rest, name) = cut(type_name).parse(input.rest())?;
    *entry = Entry::new(kind, input.section(), name);
    Ok((rest, ()))
}

/// `Vector int`: arguments and nothing more before the `;`.
///
/// Without a `;` it is complete where the text or the section ends, or where the next declaration passes for arguments.
fn type_partial<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let parsed = partial(input, entry, application)?;
    match parsed.0.kind() {
        TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End => Ok(parsed),
        _ if parsed.0.is_on_line_after(input) => Ok(parsed),
        _ => parsed.0.refuse("`;`"),
    }
}

fn partial<'a>(
    input: Cursor<'a>,
    entry: &mut Entry,
    application: fn(Cursor<'a>) -> Parsed<'a, bool>,
) -> Parsed<'a, ()> {
    *entry = Entry::new(DeclarationKind::Partial, input.section(), input.token);
    entry.result = input.nodes().len();
    let (rest, has_args) = application(input)?;
    match has_args {
        true => Ok((rest, ())),
        false => rest.refuse("a type"),
    }
}

/// A name begins a combinator, or the application of one.
#[inline]
fn combinator_or_partial<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let first = input.nodes().len();
    match combinator(input, entry) {
        // What can be a combinator up to some point may be a partial application up to the same, or further on.
        Err(nom::Err::Error(_)) if input.kind() == TokenKind::Name => {
            input.nodes().truncate(first);
            let parsed = partial(input, entry, constructor_application)?;
            match parsed.0.kind() {
                TokenKind::Mark(b';') => Ok(parsed),
                _ => parsed.0.refuse("`;`"),
            }
        }
        parsed => parsed,
    }
}

/// `user#12345678 {X:Type} id:long = User`
#[inline]
fn combinator<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let (input, ()) = head(input, entry)?;
    let (input, ()) = match input.kind() {
        TokenKind::Mark(b'?') if input.section() == Section::Types => {
            entry.marks |= BUILTIN;
            (input.rest(), ())
        }
        _ => body(input)?,
    };
    let (input, ()) = equals(input, entry)?;
    entry.result = input.nodes().len();
    if let Some(rest) = fast::result(input) {
        return Ok((rest, ()));
    }
    if entry.has(BUILTIN) {
        let (input, name) = cut(type_name).parse(input)?;
        input.nodes().push(NodeKind::Name, UPPER, name.start, name.end);
        return Ok((input, ()));
    }
    let (input, _) = commit(application(input))?;
    Ok((input, ()))
}

/// Parameters, then fields.
#[inline]
fn body(mut input: Cursor<'_>) -> Parsed<'_, ()> {
    if input.section() == Section::Types {
        input.expect("`?`");
    }
    while input.kind() == TokenKind::Mark(b'{') {
        (input, ()) = params(input)?;
    }
    input.expect("`{`");
    fields(input)
}

/// `=`, or `=>` before the result of a function; VK only.
#[inline]
fn equals<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    if input.kind() == TokenKind::Arrow && input.dialect() == Dialect::Vk && !entry.has(BUILTIN) {
        entry.section = Section::Functions;
        entry.marks |= ARROW;
        return Ok((input.rest(), ()));
    }
    let (input, _) = take(input, "`=`", input.kind() == TokenKind::Mark(b'='))?;
    Ok((input, ()))
}

/// `user#12345678`, `user`, `_`
#[inline]
fn head<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let is_head = |token: Token| matches!(token.kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark(b'_'));
    let (rest, name) = take(input, "a declaration", is_head(input.token))?;
    *entry = Entry::new(DeclarationKind::Combinator, input.section(), name);
    if name.kind == TokenKind::NameWithId {
        let text = input.bytes_of(name);
        let n_digits = text.iter().rev().take_while(|byte| **byte != b'#').count();
        entry.id = id_of(&text[text.len() - n_digits..]).unwrap_or_default();
        // The lexer has seen to it that there are eight at most.
        entry.n_digits = n_digits as u8;
        entry.name_end -= 1 + n_digits as u32;
    }
    Ok((rest, ()))
}
