//! Types, numbers, sums and their arguments.
//!
//! A word is not looked up here: `n` may be a number or a type. Invariant: recursion happens only inside brackets,
//! whose depth [`crate::statement`] has bounded before.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};
use nom::multi::{many0, many0_count, many1};
use nom::sequence::{delimited, preceded};

use super::error::{Parsed, Tokens, mark, token};
use crate::ast::{Application, Args, Atom, Expr, Ident, Number, Sum, Term};
use crate::lex::{Token, TokenKind, is_combinator_name};

/// Terms side by side, as they stand inside of brackets.
pub(super) fn expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    map(many1(sum), |sums| Expr { sums }).parse(input)
}

/// Terms joined by `+`.
pub(super) fn sum(input: Tokens<'_>) -> Parsed<'_, Sum> {
    let (input, first) = term(input)?;
    let (input, others) = many0(preceded(mark('+', "`+`"), cut(term))).parse(input)?;
    let mut operands = Vec::with_capacity(1 + others.len());
    operands.push(first);
    operands.extend(others);
    Ok((input, Sum { operands }))
}

/// `%Vector<int>`, `(row 3)`, `#`, `7`: what a field may have for a type.
pub(super) fn term(start: Tokens<'_>) -> Parsed<'_, Term> {
    let (input, n_percents) = many0_count(mark('%', "`%`")).parse(start)?;
    let (input, atom) = match n_percents {
        0 => atom(input)?,
        _ => cut(atom).parse(input)?,
    };
    let span = input.span_since(&start);
    Ok((input, Term { n_percents, atom, span }))
}

fn atom(input: Tokens<'_>) -> Parsed<'_, Atom> {
    alt((
        map((name("a type"), opt(angle_args)), |(name, args)| Atom::Name(name, args.unwrap_or_default())),
        map(preceded(mark('#', "`#`"), opt(angle_args)), |args| Atom::Nat(args.unwrap_or_default())),
        map(number, Atom::Number),
        map(delimited(mark('(', "`(`"), cut(expr), cut(mark(')', "`)`"))), Atom::Group),
    ))
    .parse(input)
}

/// `<int, string>`
fn angle_args(input: Tokens<'_>) -> Parsed<'_, Vec<Expr>> {
    let (input, _) = mark('<', "`<`").parse(input)?;
    let (input, first) = cut(expr).parse(input)?;
    let (input, others) = many0(preceded(mark(',', "`,`"), cut(expr))).parse(input)?;
    let (input, _) = cut(mark('>', "`>`")).parse(input)?;
    let mut args = Vec::with_capacity(1 + others.len());
    args.push(first);
    args.extend(others);
    Ok((input, args))
}

/// A type name and what it is applied to, as a result or a partial application has it.
pub(super) fn application(input: Tokens<'_>) -> Parsed<'_, Application> {
    let (input, name) = type_name(input)?;
    let (input, args) = alt((map(angle_args, Args::Angle), map(many0(sum), Args::Juxtaposed))).parse(input)?;
    Ok((input, Application { name, args }))
}

/// A constructor name and at least one argument.
pub(super) fn constructor_application(input: Tokens<'_>) -> Parsed<'_, Application> {
    let (input, name) = combinator_name(input)?;
    let (input, args) = map(many1(sum), Args::Juxtaposed).parse(input)?;
    Ok((input, Application { name, args }))
}

/// `Vector`, `messages.Dialogs`
pub(super) fn type_name(input: Tokens<'_>) -> Parsed<'_, Ident> {
    map(token("a type name", |token| is_name(token) && !is_combinator_name(token.text)), ident_of).parse(input)
}

/// `vector`, `messages.dialogs`
pub(super) fn combinator_name(input: Tokens<'_>) -> Parsed<'_, Ident> {
    map(token("a combinator name", |token| is_name(token) && is_combinator_name(token.text)), ident_of).parse(input)
}

/// Any name but a keyword, with its namespace.
fn name<'a>(what: &'static str) -> impl Parser<Tokens<'a>, Output = Ident, Error = super::error::Refused> {
    map(token(what, is_name), ident_of)
}

/// `7`
pub(super) fn number(input: Tokens<'_>) -> Parsed<'_, Number> {
    map(token("a number", |token| token.kind == TokenKind::Number), |token| Number {
        digits: token.text.to_owned(),
        span: token.span,
    })
    .parse(input)
}

/// Whether a token is a name and not one of the three keywords.
pub(super) fn is_name(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Name && !matches!(token.text, "Final" | "New" | "Empty")
}

/// The name that a token spells.
pub(super) fn ident_of(token: &Token<'_>) -> Ident {
    Ident { text: token.text.to_owned(), span: token.span }
}
