//! The tokens of a text as input for nom, and what was expected where they could not go on.
//!
//! `opt` and `alt` drop the error that ended them, so the furthest place and all that was expected there are kept beside
//! the input instead of in the error, and only when a statement is read for the second time, to explain why it is none.
//! Nodes are added where a production is committed, so that going back leaves none behind. Invariant: brackets nest at
//! most as deep as the statement was given room for.

use std::cell::{Cell, RefCell, RefMut};

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Parser};

use super::expected::Expectations;
use crate::syntax::ast::node::Nodes;
use crate::text::lex::{Lexer, Token, TokenKind};
use crate::vocabulary::{Dialect, Section};

/// What a production gives.
pub(super) type Parsed<'a, T> = IResult<Cursor<'a>, T, Refused>;

/// A production does not match; why is in [`Expectations`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused;

impl<'a> ParseError<Cursor<'a>> for Refused {
    fn from_error_kind(_: Cursor<'a>, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: Cursor<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Everything that reading a text shares.
pub(crate) struct Context<'a> {
    pub(crate) lexer: Lexer<'a>,
    pub(crate) nodes: RefCell<Nodes>,
    pub(crate) dialect: Dialect,
    pub(crate) section: Cell<Section>,
    /// The text up to where it ends, as far as this reading is concerned.
    bytes: &'a [u8],
    /// How many more brackets may open inside each other.
    pub(crate) depth_left: Cell<u32>,
    /// What was expected; only for a reading that is to explain.
    pub(crate) expectations: RefCell<Option<Expectations>>,
    /// Whether this reading is to explain.
    pub(crate) is_explaining: Cell<bool>,
    /// The group of fields that is too large, if that is why a declaration could not be read.
    pub(crate) too_large: Cell<Option<Token>>,
    last: Cell<(u32, Token)>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(text: &'a str, dialect: Dialect) -> Self {
        let none = Token { kind: TokenKind::End, is_dotted: false, start: 0, end: 0 };
        Self {
            lexer: Lexer::new(text),
            nodes: RefCell::new(Nodes::new(text.len())),
            dialect,
            section: Cell::new(Section::Types),
            bytes: text.as_bytes(),
            depth_left: Cell::new(0),
            expectations: RefCell::new(None),
            is_explaining: Cell::new(false),
            too_large: Cell::new(None),
            last: Cell::new((u32::MAX, none)),
        }
    }

    /// The first token after `offset`; asking twice costs once.
    #[inline]
    pub(crate) fn token_after(&self, offset: u32) -> Token {
        let (known, token) = self.last.get();
        if known == offset {
            return token;
        }
        let token = self.lexer.token_after(self.bytes, offset);
        self.last.set((offset, token));
        token
    }

    /// Where the text ends.
    pub(crate) fn limit(&self) -> u32 {
        self.bytes.len() as u32
    }

    /// Ends the text at `limit` from now on.
    pub(crate) fn set_limit(&mut self, limit: u32) {
        self.bytes = &self.lexer.text.as_bytes()[..limit as usize];
        self.last.set((u32::MAX, self.last.get().1));
    }
}

/// The rest of a text: its next token, and those behind it.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    context: &'a Context<'a>,
    pub(crate) token: Token,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(context: &'a Context<'a>, token: Token) -> Self {
        Self { context, token }
    }

    #[inline]
    pub(crate) fn kind(&self) -> TokenKind {
        self.token.kind
    }

    pub(super) fn text(&self) -> &'a str {
        self.context.lexer.text_of(self.token)
    }

    pub(super) fn section(&self) -> Section {
        self.context.section.get()
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.context.dialect
    }

    /// What follows the next token.
    #[inline]
    pub(crate) fn rest(&self) -> Self {
        let end = self.token.end;
        let token = self.context.lexer.mark_at(self.context.bytes, end);
        Self { token: token.unwrap_or_else(|| self.context.token_after(end)), ..*self }
    }

    /// What follows the blank at `offset`, if there is one.
    #[inline]
    pub(crate) fn after_blank(&self, offset: u32) -> Option<Self> {
        if self.byte_at(offset) != Some(b' ') {
            return None;
        }
        let token = self.context.lexer.token_after(self.context.bytes, offset);
        Some(Self { token, ..*self })
    }

    /// The name that stands at `offset`, without what is glued to it; none if that is a keyword.
    #[inline]
    pub(crate) fn name_at(&self, offset: u32) -> Option<Token> {
        self.context.lexer.name_at(self.context.bytes, offset)
    }

    /// The text from `offset` on.
    #[inline]
    pub(crate) fn bytes_from(&self, offset: u32) -> &'a [u8] {
        self.context.bytes.get(offset as usize..).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn byte_at(&self, offset: u32) -> Option<u8> {
        self.context.bytes.get(offset as usize).copied()
    }

    /// The bytes of a token.
    #[inline]
    pub(crate) fn bytes_of(&self, token: Token) -> &'a [u8] {
        &self.context.lexer.text.as_bytes()[token.start as usize..token.end as usize]
    }

    #[inline]
    pub(crate) fn nodes(&self) -> RefMut<'a, Nodes> {
        self.context.nodes.borrow_mut()
    }

    /// Notes that `what` would have been right here.
    #[inline]
    pub(super) fn refuse<T>(&self, what: &'static str) -> Parsed<'a, T> {
        self.expect(what);
        Err(nom::Err::Error(Refused))
    }

    /// Whether this reading is to explain.
    #[inline]
    pub(crate) fn is_explaining(&self) -> bool {
        self.context.is_explaining.get()
    }

    #[inline]
    pub(super) fn expect(&self, what: &'static str) {
        if self.context.is_explaining.get() {
            self.note(what);
        }
    }

    #[cold]
    fn note(&self, what: &'static str) {
        if let Some(expectations) = self.context.expectations.borrow_mut().as_mut() {
            expectations.note(self.token, what);
        }
    }

    /// Notes that the group which begins here is too large.
    #[cold]
    pub(super) fn refuse_group(&self) {
        self.context.too_large.set(Some(self.token));
    }

    /// Whether this or a token since `first` opens a line.
    pub(super) fn is_on_line_after(&self, first: Self) -> bool {
        let is_line_end = |byte: &u8| *byte == b'\n';
        let between = first.token.end as usize..self.token.start as usize;
        self.context.lexer.text.as_bytes().get(between).is_some_and(|bytes| bytes.iter().any(is_line_end))
    }

    /// Reads what stands inside of brackets, if they may still nest.
    pub(super) fn inside<T>(self, read: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let left = self.context.depth_left.get();
        let Some(fewer) = left.checked_sub(1) else {
            return Err(nom::Err::Failure(Refused));
        };
        self.context.depth_left.set(fewer);
        let parsed = read(self);
        self.context.depth_left.set(left);
        parsed
    }
}

/// Takes the next token if it `is_wanted`; `what` names it in messages. As [`token`], in fewer steps.
#[inline]
pub(crate) fn take<'a>(input: Cursor<'a>, what: &'static str, is_wanted: bool) -> Parsed<'a, Token> {
    match is_wanted {
        true => Ok((input.rest(), input.token)),
        false => input.refuse(what),
    }
}

/// Commits to what was begun: nothing else can be meant.
#[inline]
pub(crate) fn commit<T>(parsed: Parsed<'_, T>) -> Parsed<'_, T> {
    match parsed {
        Err(nom::Err::Error(refused)) => Err(nom::Err::Failure(refused)),
        parsed => parsed,
    }
}

/// Takes one token that `is_wanted`; `what` names it in messages.
pub(crate) fn token<'a>(
    what: &'static str,
    is_wanted: impl Fn(Token) -> bool,
) -> impl Parser<Cursor<'a>, Output = Token, Error = Refused> {
    move |input: Cursor<'a>| take(input, what, is_wanted(input.token))
}

/// Takes one mark; `what` is the mark in backticks.
pub(crate) fn mark<'a>(wanted: u8, what: &'static str) -> impl Parser<Cursor<'a>, Output = Token, Error = Refused> {
    token(what, move |token| token.kind == TokenKind::Mark(wanted))
}
