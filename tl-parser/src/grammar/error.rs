//! The tokens of one statement as input for nom, and what was expected where they could not go on.
//!
//! `many0` and `opt` drop the error that ended them, and `or` keeps one branch, so the furthest position and all that
//! was expected there are kept beside the input instead of in the error. Invariant: the last token of a statement ends
//! it and is never consumed by the grammar.

use std::cell::RefCell;
use std::iter::Enumerate;
use std::slice::Iter;

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed, Parser};

use crate::lex::{Token, TokenKind};
use crate::source::Span;

/// What a production gives.
pub(super) type Parsed<'a, T> = IResult<Tokens<'a>, T, Refused>;

/// A production does not match; why is in [`Expectations`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused;

impl<'a> ParseError<Tokens<'a>> for Refused {
    fn from_error_kind(_: Tokens<'a>, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: Tokens<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// The furthest token that no production took, and what the productions wanted there.
#[derive(Debug, Default)]
pub(super) struct Expectations {
    pub(super) at: usize,
    pub(super) wanted: Vec<&'static str>,
}

impl Expectations {
    fn note(&mut self, at: usize, what: &'static str) {
        if at > self.at {
            self.at = at;
            self.wanted.clear();
        }
        if at == self.at && !self.wanted.contains(&what) {
            self.wanted.push(what);
        }
    }

    /// What was wanted, for a message: "a field or `=`".
    pub(super) fn describe(&self) -> String {
        let is_implied =
            |what: &str| IMPLIED.iter().any(|(whole, parts)| self.wanted.contains(whole) && parts.contains(&what));
        let is_needed = |what: &&&str| !is_implied(what) && !GOES_ON.contains(*what);
        let mut needed: Vec<_> = self.wanted.iter().filter(is_needed).copied().collect();
        if needed.is_empty() {
            needed.clone_from(&self.wanted);
        }
        match needed.as_slice() {
            [] => "nothing".to_owned(),
            [only] => (*only).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

/// What begins a declaration, a field or a type goes without saying where the whole is named.
const IMPLIED: &[(&str, &[&str])] = &[
    ("a declaration", &["`Final`", "`New`", "`Empty`", "a combinator name", "`_`", "a type name"]),
    ("a field", &["a type", "a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`", "`{`", "`?`"]),
    ("a type", &["a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`"]),
];

/// Marks that go on with what is complete without them.
const GOES_ON: &[&str] = &["`<`", "`*`", "`.`", "`+`"];

/// The rest of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'a> {
    all: &'a [Token<'a>],
    at: usize,
    end: usize,
    expectations: &'a RefCell<Expectations>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(all: &'a [Token<'a>], expectations: &'a RefCell<Expectations>) -> Self {
        Self { all, at: 0, end: all.len(), expectations }
    }

    /// Index of the next token in the statement.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// From the first token of `start` to the last one taken since.
    pub(super) fn span_since(&self, start: &Self) -> Span {
        match (self.all.get(start.at), self.all.get(self.at.wrapping_sub(1))) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }

    fn rest(&self) -> &'a [Token<'a>] {
        self.all.get(self.at..self.end).unwrap_or_default()
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = &'a Token<'a>;
    type Iter = Iter<'a, Token<'a>>;
    type IterIndices = Enumerate<Iter<'a, Token<'a>>>;

    fn input_len(&self) -> usize {
        self.end - self.at
    }

    fn take(&self, index: usize) -> Self {
        Self { end: self.at + index, ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        Self { at: self.at + index, ..*self }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest().iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest().iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.rest().iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        count.checked_sub(self.input_len()).map_or(Ok(count), |missing| match missing {
            0 => Ok(count),
            _ => Err(Needed::new(missing)),
        })
    }
}

/// Takes one token that `is_wanted`; `what` names it in messages.
pub(super) fn token<'a>(
    what: &'static str,
    is_wanted: impl Fn(&Token<'a>) -> bool,
) -> impl Parser<Tokens<'a>, Output = &'a Token<'a>, Error = Refused> {
    move |input: Tokens<'a>| match input.rest().first() {
        Some(token) if is_wanted(token) => Ok((input.take_from(1), token)),
        _ => {
            input.expectations.borrow_mut().note(input.at, what);
            Err(nom::Err::Error(Refused))
        }
    }
}

/// Takes one mark; `what` is the mark in backticks.
pub(super) fn mark<'a>(
    wanted: char,
    what: &'static str,
) -> impl Parser<Tokens<'a>, Output = &'a Token<'a>, Error = Refused> {
    token(what, move |token| token.kind == TokenKind::Mark(wanted))
}
