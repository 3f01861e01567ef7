//! Productions of whole declarations.
//!
//! Invariant: a production succeeds only if the declaration has a complete result.

use nom::Parser;
use nom::combinator::cut;

use super::cursor::{Cursor, Parsed, mark_parser, take_token};
use super::field::{fields, params};
use super::ty::{application, constructor_application, type_name};
use crate::shared_types::{Dialect, Section};
use crate::syntax::ast::node::{NodeKind, UPPER_FLAG};
use crate::syntax::ast::{BUILTIN_FLAG, DeclarationKind, DirectiveKind, Entry, RESULT_ARROW_FLAG, UPPER_NAMES_FLAG};
use crate::text::lex::{Token, TokenKind, id_of_digits};

/// Production `declaration`, limited to the alternatives that the current section allows.
pub(super) fn declaration<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    input.nodes().has_upper = false;
    let first = input.nodes().len();
    let input = annotations(input);
    let (input, ()) = match input.kind() {
        TokenKind::Keyword if input.section() == Section::Types => directive(input, entry)?,
        TokenKind::TypeName => type_partial(input, entry)?,
        _ => combinator_or_partial(input, entry)?,
    };
    entry.first = first;
    entry.marks |= if input.nodes().has_upper { UPPER_NAMES_FLAG } else { 0 };
    Ok((input, ()))
}

/// `{ annotation }`: `@read @internal`.
fn annotations(mut input: Cursor<'_>) -> Cursor<'_> {
    while input.kind() == TokenKind::Annotation && input.dialect() == Dialect::Vk {
        input.nodes().push_leaf(NodeKind::Annotation, 0, input.token.start, input.token.end);
        input = input.after_token();
    }
    input
}

/// Production `directive`: `Final User`.
fn directive<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let kind = match input.text() {
        "Final" => DirectiveKind::Final,
        "New" => DirectiveKind::New,
        _ => DirectiveKind::Empty,
    };
    let (rest, name) = cut(type_name).parse(input.after_token())?;
    *entry = Entry::new(DeclarationKind::Directive(kind), input.section(), name);
    Ok((rest, ()))
}

/// Production `type_partial`: `Vector int`.
///
/// A partial type without a `;` is complete at the end of the section, and where the next line was parsed as its
/// arguments.
fn type_partial<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let (rest, ()) = partial(input, entry, application)?;
    let is_at_end = matches!(rest.kind(), TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End);
    if is_at_end || rest.is_on_later_line_than(input) { Ok((rest, ())) } else { rest.fail_wanting("`;`") }
}

/// Production `constructor_partial`: `vector int`.
fn constructor_partial<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let (rest, ()) = partial(input, entry, constructor_application)?;
    if rest.kind() == TokenKind::Mark(b';') { Ok((rest, ())) } else { rest.fail_wanting("`;`") }
}

fn partial<'a>(
    input: Cursor<'a>,
    entry: &mut Entry,
    application: fn(Cursor<'a>) -> Parsed<'a, bool>,
) -> Parsed<'a, ()> {
    *entry = Entry::new(DeclarationKind::Partial, input.section(), input.token);
    entry.result = input.nodes().len();
    let (rest, has_args) = application(input)?;
    if has_args { Ok((rest, ())) } else { rest.fail_wanting("a type") }
}

/// `combinator | constructor_partial`, tried in this order: both begin with a name and arguments.
fn combinator_or_partial<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let first = input.nodes().len();
    match combinator(input, entry) {
        Err(nom::Err::Error(_)) if input.kind() == TokenKind::Name => {
            input.nodes().truncate(first);
            constructor_partial(input, entry)
        }
        parsed => parsed,
    }
}

/// Production `combinator`: `user#12345678 {X:Type} id:long = User`.
fn combinator<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let (input, ()) = head(input, entry)?;
    let (input, ()) = match input.kind() {
        TokenKind::Mark(b'?') if input.section() == Section::Types => {
            entry.marks |= BUILTIN_FLAG;
            (input.after_token(), ())
        }
        _ => params_and_fields(input)?,
    };
    let (input, ()) = equals(input, entry)?;
    entry.result = input.nodes().len();
    result(input, entry)
}

/// Production `head`: `user#12345678`, `user`, `_`.
fn head<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    let is_head = |token: Token| matches!(token.kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark(b'_'));
    let (rest, name) = take_token(input, "a declaration", is_head(input.token))?;
    *entry = Entry::new(DeclarationKind::Combinator, input.section(), name);
    if name.kind == TokenKind::NameWithId {
        let text = input.bytes_of(name);
        let n_digits = text.iter().rev().take_while(|byte| **byte != b'#').count();
        entry.id = id_of_digits(&text[text.len() - n_digits..]).unwrap_or_default();
        // The lexer accepts at most eight digits.
        entry.n_digits = n_digits as u8;
        entry.name_end -= 1 + n_digits as u32;
    }
    Ok((rest, ()))
}

/// Part of the production `combinator`: `{ params } fields`.
fn params_and_fields(mut input: Cursor<'_>) -> Parsed<'_, ()> {
    if input.section() == Section::Types {
        input.record_wanted("`?`");
    }
    while input.kind() == TokenKind::Mark(b'{') {
        (input, ()) = params(input)?;
    }
    input.record_wanted("`{`");
    fields(input)
}

/// Production `equals`; `=>` makes the declaration a function in either section.
fn equals<'a>(input: Cursor<'a>, entry: &mut Entry) -> Parsed<'a, ()> {
    if input.kind() == TokenKind::Arrow && input.dialect() == Dialect::Vk && !entry.has_flag(BUILTIN_FLAG) {
        entry.section = Section::Functions;
        entry.marks |= RESULT_ARROW_FLAG;
        return Ok((input.after_token(), ()));
    }
    let (input, _) = mark_parser(b'=', "`=`").parse(input)?;
    Ok((input, ()))
}

/// Production `result`; that of a built-in has no arguments.
fn result<'a>(input: Cursor<'a>, entry: &Entry) -> Parsed<'a, ()> {
    if entry.has_flag(BUILTIN_FLAG) {
        let (input, name) = cut(type_name).parse(input)?;
        input.nodes().push_leaf(NodeKind::Name, UPPER_FLAG, name.start, name.end);
        return Ok((input, ()));
    }
    let (input, _) = cut(application).parse(input)?;
    Ok((input, ()))
}
