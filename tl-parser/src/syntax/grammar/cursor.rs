//! The input of the productions: a position in the tokens of a text, and the state that all positions share.
//!
//! `opt` and `alt` of nom drop errors. So the expectations at the furthest position are kept in the [`ParseContext`],
//! and only when a statement is parsed a second time for its diagnostic. A production adds nodes only once it is
//! committed, so that backtracking leaves none behind. Invariant: brackets nest at most as deep as the caller allows.

use std::cell::{Cell, RefCell, RefMut};

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Parser};

use super::expectations::Expectations;
use crate::shared_types::{Dialect, Section, Syntax};
use crate::syntax::ast::node::NodeList;
use crate::text::lex::{Lexer, Token, TokenKind};

/// The result of a production.
pub(super) type Parsed<'a, T> = IResult<Cursor<'a>, T, NoMatch>;

/// A production does not match; the reason is in [`Expectations`].
#[derive(Clone, Copy, Debug)]
pub(super) struct NoMatch;

impl<'a> ParseError<Cursor<'a>> for NoMatch {
    fn from_error_kind(_: Cursor<'a>, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: Cursor<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// The state shared by all positions in a text.
pub(crate) struct ParseContext<'a> {
    pub(crate) lexer: Lexer<'a>,
    pub(crate) nodes: RefCell<NodeList>,
    pub(crate) syntax: Syntax,
    pub(crate) section: Cell<Section>,
    /// The text up to the limit.
    bytes: &'a [u8],
    /// The remaining nesting depth.
    pub(crate) depth_left: Cell<u32>,
    /// The tokens expected at the furthest position; recorded only while [`Self::is_explaining`].
    pub(crate) expectations: RefCell<Option<Expectations>>,
    /// Whether a statement is parsed a second time, to find the expectations for its diagnostic.
    pub(crate) is_explaining: Cell<bool>,
    /// The start of the group of fields that ended parsing because it is too large; `None` if no group did.
    pub(crate) too_large: Cell<Option<Token>>,
    /// A cache: the last offset passed to [`Self::token_after`], and the token after it.
    last: Cell<(u32, Token)>,
}

impl<'a> ParseContext<'a> {
    pub(crate) fn new(text: &'a str, syntax: Syntax) -> Self {
        let none = Token { kind: TokenKind::End, is_dotted: false, start: 0, end: 0 };
        Self {
            lexer: Lexer::new(text, syntax.block_comments),
            nodes: RefCell::new(NodeList::empty_for_text_len(text.len())),
            syntax,
            section: Cell::new(Section::Types),
            bytes: text.as_bytes(),
            depth_left: Cell::new(0),
            expectations: RefCell::new(None),
            is_explaining: Cell::new(false),
            too_large: Cell::new(None),
            last: Cell::new((u32::MAX, none)),
        }
    }

    /// The first token after `offset`. The last result is cached.
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

    /// The tokens from `first` on that begin before the offset `end`.
    pub(crate) fn tokens(&self, first: Token, end: u32) -> impl Iterator<Item = Token> {
        let tokens = std::iter::successors(Some(first), |token| Some(self.token_after(token.end)));
        tokens.take_while(move |token| token.start < end && token.kind != TokenKind::End)
    }

    /// The offset at which the text ends.
    pub(crate) fn limit(&self) -> u32 {
        self.bytes.len() as u32
    }

    /// Makes the text end at `limit`.
    pub(crate) fn set_limit(&mut self, limit: u32) {
        self.bytes = &self.lexer.text.as_bytes()[..limit as usize];
        self.last.set((u32::MAX, self.last.get().1));
    }
}

/// A position in a text, given by the next token.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    context: &'a ParseContext<'a>,
    pub(crate) token: Token,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(context: &'a ParseContext<'a>, token: Token) -> Self {
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
        self.context.syntax.dialect
    }

    /// The position after the next token.
    #[inline]
    pub(crate) fn after_token(&self) -> Self {
        let end = self.token.end;
        let token = self.context.lexer.mark_at(self.context.bytes, end);
        Self { token: token.unwrap_or_else(|| self.context.token_after(end)), ..*self }
    }

    /// The position at the next token, if a space is at `offset`; `None` for any other byte, even a tab.
    #[inline]
    pub(crate) fn after_space(&self, offset: u32) -> Option<Self> {
        if self.byte_at(offset) != Some(b' ') {
            return None;
        }
        let token = self.context.lexer.token_after(self.context.bytes, offset);
        Some(Self { token, ..*self })
    }

    /// The name at `offset`, without an id; `None` if there is no name, or a keyword.
    #[inline]
    pub(crate) fn name_at(&self, offset: u32) -> Option<Token> {
        self.context.lexer.name_at(self.context.bytes, offset)
    }

    /// The bytes from `offset` up to the limit.
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
    pub(crate) fn nodes(&self) -> RefMut<'a, NodeList> {
        self.context.nodes.borrow_mut()
    }

    /// Fails to parse, and records `wanted` as a token that could come next.
    #[inline]
    pub(super) fn fail_wanting<T>(&self, wanted: &'static str) -> Parsed<'a, T> {
        self.record_wanted(wanted);
        Err(nom::Err::Error(NoMatch))
    }

    #[inline]
    pub(crate) fn is_explaining(&self) -> bool {
        self.context.is_explaining.get()
    }

    /// Records that `wanted` could come next, while a statement is parsed for its diagnostic.
    #[inline]
    pub(super) fn record_wanted(&self, wanted: &'static str) {
        if self.is_explaining() {
            self.add_expectation(wanted);
        }
    }

    #[cold]
    fn add_expectation(&self, wanted: &'static str) {
        if let Some(expectations) = self.context.expectations.borrow_mut().as_mut() {
            expectations.add_wanted(self.token, wanted);
        }
    }

    /// Records that the group which begins here is too large.
    #[cold]
    pub(super) fn record_large_group(&self) {
        self.context.too_large.set(Some(self.token));
    }

    /// Whether a line ends between the token at `first` and the next token.
    pub(super) fn is_on_later_line_than(&self, first: Self) -> bool {
        let is_line_end = |byte: &u8| *byte == b'\n';
        let between = first.token.end as usize..self.token.start as usize;
        self.context.lexer.text.as_bytes().get(between).is_some_and(|bytes| bytes.iter().any(is_line_end))
    }

    /// Parses the inside of a pair of brackets; fails if that exceeds the nesting depth.
    pub(super) fn parse_nested<T>(self, parse: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let left = self.context.depth_left.get();
        let Some(fewer) = left.checked_sub(1) else {
            return Err(nom::Err::Failure(NoMatch));
        };
        self.context.depth_left.set(fewer);
        let parsed = parse(self);
        self.context.depth_left.set(left);
        parsed
    }
}

/// Takes the next token if it `is_wanted`; `wanted` names it in messages.
#[inline]
pub(super) fn take_token<'a>(input: Cursor<'a>, wanted: &'static str, is_wanted: bool) -> Parsed<'a, Token> {
    if is_wanted { Ok((input.after_token(), input.token)) } else { input.fail_wanting(wanted) }
}

/// A parser of one token that `is_wanted`; `wanted` names it in messages.
pub(super) fn token_parser<'a>(
    wanted: &'static str,
    is_wanted: impl Fn(Token) -> bool,
) -> impl Parser<Cursor<'a>, Output = Token, Error = NoMatch> {
    move |input: Cursor<'a>| take_token(input, wanted, is_wanted(input.token))
}

/// A parser of one mark; `wanted` is the mark in backticks.
pub(super) fn mark_parser<'a>(
    mark: u8,
    wanted: &'static str,
) -> impl Parser<Cursor<'a>, Output = Token, Error = NoMatch> {
    token_parser(wanted, move |token| token.kind == TokenKind::Mark(mark))
}
