//! From text to tokens: blanks and comments go, everything else stays with its place.
//!
//! Nothing is refused here: what begins no token becomes a [`TokenKind::Bad`] for the statement it stands in.
//! Invariant: tokens are in order and do not overlap, and the last one is [`TokenKind::End`].

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{one_of, satisfy};
use nom::combinator::{map, opt, peek, recognize};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use crate::source::{Source, Span};

/// A token, with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    /// Whether only blanks stand before it on its line.
    pub(crate) opens_line: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `messages.sendMessage`, `Vector`, `flags`.
    Name,
    /// `name#0949d9dc`.
    NameWithId,
    /// `4`.
    Number,
    /// One of `:;()[]{}=#?%<>+,*_!.`.
    Mark(char),
    /// `---`.
    Dashes,
    /// A `#` glued to a name with something that is no id behind it.
    BadId,
    /// Characters that begin no token.
    BadChar,
    /// The end of the text: an empty token just after the last one.
    End,
}

/// The tokens of a text, and what its comments say.
pub(crate) struct Lexed<'a> {
    pub(crate) tokens: Vec<Token<'a>>,
    pub(crate) layer: Option<u32>,
}

/// Cuts a text into tokens.
pub(crate) fn lex(source: &Source) -> Lexed<'_> {
    let mut lexer = Lexer {
        source,
        rest: &source.text()[source.mark_len()..],
        opens_line: true,
        lexed: Lexed { tokens: Vec::with_capacity(source.text().len() / 4), layer: None },
    };
    while lexer.step() {}
    let after = lexer
        .lexed
        .tokens
        .last()
        .map_or_else(|| lexer.span_of(&source.text()[source.mark_len()..][..0]), |token| token.span.after());
    lexer.lexed.tokens.push(Token { kind: TokenKind::End, text: "", span: after, opens_line: false });
    lexer.lexed
}

struct Lexer<'a> {
    source: &'a Source,
    rest: &'a str,
    opens_line: bool,
    lexed: Lexed<'a>,
}

impl<'a> Lexer<'a> {
    /// Takes one token, comment or run of blanks; false at the end of the text.
    fn step(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        if let Ok((rest, blanks)) = blanks(self.rest) {
            self.opens_line |= blanks.contains('\n');
            self.rest = rest;
        } else if let Ok((rest, comment)) = comment(self.rest) {
            self.lexed.layer = layer(comment).or(self.lexed.layer);
            self.rest = rest;
        } else if let Ok((rest, (kind, text))) = token(self.rest) {
            self.push(kind, text, rest);
            self.check_id(kind, text);
        } else {
            let (rest, text) = bad_char(self.rest);
            self.push(TokenKind::BadChar, text, rest);
        }
        true
    }

    fn push(&mut self, kind: TokenKind, text: &'a str, rest: &'a str) {
        let token = Token { kind, text, span: self.span_of(text), opens_line: self.opens_line };
        self.lexed.tokens.push(token);
        self.opens_line = false;
        self.rest = rest;
    }

    /// Splits a name with a wrong id in two, so that the name is still known and the fault has its own place.
    fn check_id(&mut self, kind: TokenKind, text: &'a str) {
        let Some((name, digits)) = text.split_once('#') else {
            return;
        };
        if kind != TokenKind::NameWithId || is_id(digits) {
            return;
        }
        if let Some(token) = self.lexed.tokens.last_mut() {
            token.kind = TokenKind::Name;
            token.text = name;
            token.span.end = token.span.start + name.len();
        }
        self.push(TokenKind::BadId, &text[name.len()..], self.rest);
    }

    /// The place of a part of the text.
    fn span_of(&self, part: &'a str) -> Span {
        let start = part.as_ptr() as usize - self.source.text().as_ptr() as usize;
        Span { source: self.source.id(), start, end: start + part.len() }
    }
}

/// Whether these are the digits of an id: 1 to 8, lowercase, not all zero.
fn is_id(digits: &str) -> bool {
    let is_hex = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hex && digits.len() <= 8 && digits.bytes().any(|byte| byte != b'0')
}

/// `// LAYER 230`, and nothing else in the comment.
fn layer(comment: &str) -> Option<u32> {
    let number = comment.strip_prefix("//")?.trim().strip_prefix("LAYER")?;
    number.trim_start().parse().ok().filter(|_| number.starts_with([' ', '\t']))
}

fn blanks(input: &str) -> IResult<&str, &str, ()> {
    take_while1(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')).parse(input)
}

fn comment(input: &str) -> IResult<&str, &str, ()> {
    recognize(pair(tag("//"), take_while(|c| c != '\n'))).parse(input)
}

fn token(input: &str) -> IResult<&str, (TokenKind, &str), ()> {
    alt((
        name,
        map(take_while1(|c: char| c.is_ascii_digit()), |text| (TokenKind::Number, text)),
        map(tag("---"), |text| (TokenKind::Dashes, text)),
        map(recognize(one_of(":;()[]{}=#?%<>+,*_!.")), |text: &str| {
            (TokenKind::Mark(text.chars().next().unwrap_or_default()), text)
        }),
    ))
    .parse(input)
}

/// A name with its namespace, and the id glued to it when it ends in lowercase.
fn name(input: &str) -> IResult<&str, (TokenKind, &str), ()> {
    let (rest, _) = pair(many0_count(namespace), segment).parse(input)?;
    let text = &input[..input.len() - rest.len()];
    if !is_combinator_name(text) {
        return Ok((rest, (TokenKind::Name, text)));
    }
    let (rest, id) = opt(preceded(tag("#"), take_while(is_name_char))).parse(rest)?;
    Ok((
        rest,
        match id {
            Some(_) => (TokenKind::NameWithId, &input[..input.len() - rest.len()]),
            None => (TokenKind::Name, text),
        },
    ))
}

/// A lowercase part of a name, a dot, and a letter to go on with: `flags.0` has none.
fn namespace(input: &str) -> IResult<&str, char, ()> {
    let lower = recognize(pair(satisfy(|c| c.is_ascii_lowercase()), take_while(is_name_char)));
    preceded(lower, preceded(tag("."), peek(satisfy(|c| c.is_ascii_alphabetic())))).parse(input)
}

fn segment(input: &str) -> IResult<&str, &str, ()> {
    recognize(pair(satisfy(|c| c.is_ascii_alphabetic()), take_while(is_name_char))).parse(input)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether the last part of a name begins with a small letter: then it names a combinator or a field, not a type.
pub(crate) fn is_combinator_name(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.starts_with(|c: char| c.is_ascii_lowercase())
}

/// One character that begins no token; a word of other letters counts as one.
fn bad_char(input: &str) -> (&str, &str) {
    let is_letter = |c: char| !c.is_ascii() && c.is_alphanumeric();
    let word = input.find(|c| !is_letter(c)).unwrap_or(input.len());
    let first = input.chars().next().map_or(0, char::len_utf8);
    let (text, rest) = input.split_at(word.max(first));
    (rest, text)
}
