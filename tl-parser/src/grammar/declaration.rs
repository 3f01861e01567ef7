//! Whole declarations, up to but not including their `;`.
//!
//! Invariant: a production here succeeds only on a declaration whose result is complete.

use nom::Parser;
use nom::combinator::cut;

use super::cursor::{Cursor, Parsed, commit, take};
use super::field::{fields, params};
use super::ty::{application, constructor_application, type_name};
use crate::Dialect;
use crate::ast::node::{NodeKind, UPPER};
use crate::ast::{DeclarationKind, Entry};
use crate::lex::{Token, TokenKind};
use crate::schema::Section;

/// Any declaration that may stand in the present section.
pub(super) fn declaration(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let first = input.nodes().len();
    input.nodes().has_upper = false;
    let (input, ()) = annotations(input)?;
    let parsed = match input.kind() {
        TokenKind::Keyword if input.section() == Section::Types => directive(input),
        TokenKind::TypeName => type_partial(input),
        _ => combinator_or_partial(input),
    };
    let (input, mut entry) = parsed?;
    entry.first = first;
    let nodes = input.nodes();
    (entry.end, entry.has_upper) = (nodes.len(), nodes.has_upper);
    drop(nodes);
    Ok((input, entry))
}

/// `@read @internal`; VK only.
fn annotations(mut input: Cursor<'_>) -> Parsed<'_, ()> {
    while input.kind() == TokenKind::Annotation && input.dialect() == Dialect::Vk {
        input.nodes().push(NodeKind::Annotation, 0, input.token.start, input.token.end);
        input = input.rest();
    }
    Ok((input, ()))
}

/// `Final User`
fn directive(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let kind = match input.text() {
        "Final" => DeclarationKind::Final,
        "New" => DeclarationKind::New,
        _ => DeclarationKind::Empty,
    };
    let (rest, name) = cut(type_name).parse(input.rest())?;
    Ok((rest, Entry::new(kind, input.section(), name)))
}

/// `Vector int`: arguments and nothing more before the `;`.
///
/// Without a `;` it is complete where the text or the section ends, or where the next declaration passes for arguments.
fn type_partial(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let parsed = partial(input, application)?;
    match parsed.0.kind() {
        TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End => Ok(parsed),
        _ if parsed.0.is_on_line_after(input) => Ok(parsed),
        _ => parsed.0.refuse("`;`"),
    }
}

fn partial<'a>(input: Cursor<'a>, application: fn(Cursor<'a>) -> Parsed<'a, bool>) -> Parsed<'a, Entry> {
    let mut entry = Entry::new(DeclarationKind::Partial, input.section(), input.token);
    entry.result = input.nodes().len();
    let (rest, has_args) = application(input)?;
    match has_args {
        true => Ok((rest, entry)),
        false => rest.refuse("a type"),
    }
}

/// A name begins a combinator, or the application of one.
fn combinator_or_partial(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let first = input.nodes().len();
    match combinator(input) {
        // What can be a combinator up to some point may be a partial application up to the same, or further on.
        Err(nom::Err::Error(_)) if input.kind() == TokenKind::Name => {
            input.nodes().nodes.truncate(first as usize);
            let parsed = partial(input, constructor_application)?;
            match parsed.0.kind() {
                TokenKind::Mark(b';') => Ok(parsed),
                _ => parsed.0.refuse("`;`"),
            }
        }
        parsed => parsed,
    }
}

/// `user#12345678 {X:Type} id:long = User`
fn combinator(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let (input, mut entry) = head(input)?;
    let (input, ()) = match input.kind() {
        TokenKind::Mark(b'?') if input.section() == Section::Types => {
            entry.is_builtin = true;
            (input.rest(), ())
        }
        _ => body(input)?,
    };
    let (input, ()) = equals(input, &mut entry)?;
    entry.result = input.nodes().len();
    let (input, _) = match entry.is_builtin {
        true => {
            let (input, name) = cut(type_name).parse(input)?;
            input.nodes().push(NodeKind::Name, UPPER, name.start, name.end);
            (input, false)
        }
        false => commit(application(input))?,
    };
    Ok((input, entry))
}

/// Parameters, then fields.
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
fn equals<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    if input.kind() == TokenKind::Arrow && input.dialect() == Dialect::Vk && !entry.is_builtin {
        entry.section = Section::Functions;
        entry.has_arrow = true;
        return Ok((input.rest(), ()));
    }
    let (input, _) = take(input, "`=`", input.kind() == TokenKind::Mark(b'='))?;
    Ok((input, ()))
}

/// `user#12345678`, `user`, `_`
fn head(input: Cursor<'_>) -> Parsed<'_, Entry> {
    let is_head = |token: Token| matches!(token.kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark(b'_'));
    let text = input.text().as_bytes();
    let (rest, name) = take(input, "a declaration", is_head(input.token))?;
    let mut entry = Entry::new(DeclarationKind::Combinator, input.section(), name);
    if name.kind == TokenKind::NameWithId {
        // The digits are hexadecimal and at most eight, which the lexer has made sure of.
        for digit in text.iter().rev().take_while(|byte| **byte != b'#') {
            let value = u32::from(digit & 0x0f) + if digit.is_ascii_digit() { 0 } else { 9 };
            entry.id |= value << ((4 * u32::from(entry.n_digits)) & 31);
            entry.n_digits += 1;
        }
        entry.name_end -= 1 + u32::from(entry.n_digits);
    }
    Ok((rest, entry))
}
