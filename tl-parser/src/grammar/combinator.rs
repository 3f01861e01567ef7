//! Whole declarations, up to but not including their `;`.
//!
//! Invariant: a production here succeeds only on a declaration whose result is complete.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt, peek, verify};
use nom::multi::many0;
use nom::sequence::terminated;

use super::error::{Parsed, Refused, Tokens, mark, token};
use super::field::{field, params};
use super::ty::{application, combinator_name, constructor_application, ident_of, type_name};
use crate::ast::{Application, Args, Body, Combinator, Declaration, Directive, DirectiveKind, Id, Ident, Partial};
use crate::lex::TokenKind;
use crate::schema::Section;

/// Any declaration that may stand in `section`.
pub(super) fn declaration(input: Tokens<'_>, section: Section) -> Parsed<'_, Declaration> {
    alt((
        map(|input| directive(input, section), Declaration::Directive),
        map(|input| combinator(input, section), Declaration::Combinator),
        map(partial, |application| Declaration::Partial(Partial { section, application })),
    ))
    .parse(input)
}

/// `Final User`; not among functions.
fn directive(input: Tokens<'_>, section: Section) -> Parsed<'_, Directive> {
    if section == Section::Functions {
        return Err(nom::Err::Error(Refused));
    }
    let keyword = |what, word, kind| {
        map(token(what, move |token| token.kind == TokenKind::Name && token.text == word), move |_| kind)
    };
    let (input, kind) = alt((
        keyword("`Final`", "Final", DirectiveKind::Final),
        keyword("`New`", "New", DirectiveKind::New),
        keyword("`Empty`", "Empty", DirectiveKind::Empty),
    ))
    .parse(input)?;
    let (input, name) = cut(type_name).parse(input)?;
    Ok((input, Directive { kind, name }))
}

/// `user#12345678 {X:Type} id:long = User`
fn combinator(input: Tokens<'_>, section: Section) -> Parsed<'_, Combinator> {
    let (input, (name, id)) = head(input)?;
    let (input, (params, body)) = match builtin_mark(input, section)? {
        (input, true) => (input, (Vec::new(), Body::Builtin)),
        (input, false) => {
            map((many0(params), many0(field)), |(params, fields)| (params, Body::Fields(fields))).parse(input)?
        }
    };
    let (input, _) = mark('=', "`=`").parse(input)?;
    let (input, result) = match body {
        Body::Builtin => {
            map(cut(type_name), |name| Application { name, args: Args::Juxtaposed(Vec::new()) }).parse(input)?
        }
        Body::Fields(_) => cut(application).parse(input)?,
    };
    Ok((input, Combinator { section, name, id, params, body, result }))
}

fn head(input: Tokens<'_>) -> Parsed<'_, (Ident, Option<Id>)> {
    let with_id =
        map(token("a declaration", |token| token.kind == TokenKind::NameWithId), |token| split_id(ident_of(token)));
    let default = map(mark('_', "`_`"), |token| (ident_of(token), None));
    alt((with_id, map(combinator_name, |name| (name, None)), default)).parse(input)
}

/// The `?` that stands for the body of a built-in; functions have none.
fn builtin_mark(input: Tokens<'_>, section: Section) -> Parsed<'_, bool> {
    match section {
        Section::Types => map(opt(mark('?', "`?`")), |token| token.is_some()).parse(input),
        Section::Functions => Ok((input, false)),
    }
}

/// Takes `name#id` apart; the lexer has checked the digits.
fn split_id(mut name: Ident) -> (Ident, Option<Id>) {
    let Some((text, digits)) = name.text.split_once('#') else {
        return (name, None);
    };
    let mut span = name.span;
    span.start += text.len();
    let id = Id { value: u32::from_str_radix(digits, 16).unwrap_or_default(), n_digits: digits.len() as u8, span };
    name.span.end = span.start;
    name.text.truncate(text.len());
    (name, Some(id))
}

/// `Vector int`, `vector int`: arguments and nothing more before the `;`.
fn partial(input: Tokens<'_>) -> Parsed<'_, Application> {
    let has_args = |application: &Application| match &application.args {
        Args::Angle(_) => true,
        Args::Juxtaposed(sums) => !sums.is_empty(),
    };
    let application = alt((verify(application, has_args), constructor_application));
    terminated(application, peek(mark(';', "`;`"))).parse(input)
}
