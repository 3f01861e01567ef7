//! From text to tokens, one at a time: blanks and comments go, everything else stays with its place.
//!
//! Nothing is refused here: what begins no token becomes a [`TokenKind::BadChar`] for the statement it stands in. A
//! token is a function of the place where the one before it ends, so that nothing has to be kept. What a byte may begin
//! or go on with says [`class`]. Invariant: tokens do not overlap, and the last one is [`TokenKind::End`], again and again.

mod class;

use std::cell::RefCell;

use nom::branch::alt;
use nom::bytes::complete::{tag, take, take_while, take_while1};
use nom::combinator::map;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::fast::NameEnds;
use crate::text::comment::Comments;
use class::{BLANK, CLASSES, DIGIT, DIGITS, HEX, LOWER, MARK, NAME, UPPER, is};

/// A token: what it is, and its place in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Whether it is a name in a namespace.
    pub(crate) is_dotted: bool,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `vector`, `messages.dialogs`, `flags`: the last part begins with a small letter.
    Name,
    /// `Vector`, `messages.Dialogs`.
    TypeName,
    /// `Final`, `New`, `Empty`.
    Keyword,
    /// `name#0949d9dc`.
    NameWithId,
    /// `4`.
    Number,
    /// One of `:;()[]{}=#?%<>+,*_!.`.
    Mark(u8),
    /// `---`.
    Dashes,
    /// `=>`.
    Arrow,
    /// `@read`.
    Annotation,
    /// `name#xyz`: a `#` glued to a name with something that is no id behind it.
    BadId,
    /// Characters that begin no token.
    BadChar,
    /// The end of the text: an empty token just after the last one.
    End,
}

impl Token {
    /// Whether it is a name without namespace and no keyword.
    #[inline]
    pub(crate) fn is_ident(self) -> bool {
        matches!(self.kind, TokenKind::Name | TokenKind::TypeName) && !self.is_dotted
    }
}

/// Whether a byte may occur in a name after its first byte.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    is(byte, NAME)
}

type Lexed<'a, T> = IResult<&'a [u8], T, ()>;

/// A text under the cutter.
pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    /// What the comments said that were passed so far.
    pub(crate) comments: RefCell<Comments>,
    name_ends: NameEnds<'a>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, comments: RefCell::default(), name_ends: NameEnds::new(text) }
    }

    /// The first token after `offset`, where another token or the text begins; `bytes` is the text up to a limit.
    #[inline]
    pub(crate) fn token_after(&self, bytes: &[u8], offset: u32) -> Token {
        let mut start = offset as usize;
        let (first, class) = loop {
            let Some(&first) = bytes.get(start) else {
                return Token { kind: TokenKind::End, is_dotted: false, start: offset, end: offset };
            };
            match CLASSES[usize::from(first)] & !HEX {
                BLANK => start += 1,
                0 if bytes[start..].starts_with(b"//") => start = self.comment(bytes, start),
                class => break (first, class),
            }
        };
        match class {
            LOWER | UPPER => self.name_with_id(bytes, start as u32, class),
            _ => self.no_name(bytes, start, class, first),
        }
    }

    /// The same, where there is no name.
    #[inline]
    fn no_name(&self, bytes: &[u8], start: usize, class: u8, first: u8) -> Token {
        let (kind, end) = match class {
            DIGIT => (TokenKind::Number, start + length(&bytes[start..], take_while1(|byte| is(byte, DIGIT)))),
            0 => self.other(bytes, start),
            _ if first == b'=' && bytes.get(start + 1) == Some(&b'>') => (TokenKind::Arrow, start + 2),
            _ => (TokenKind::Mark(first), start + 1),
        };
        Token { kind, is_dotted: false, start: start as u32, end: end as u32 }
    }

    /// The token at `offset` if it is one of the marks of one byte, as every other token is: they need no search.
    #[inline]
    pub(crate) fn mark_at(&self, bytes: &[u8], offset: u32) -> Option<Token> {
        let byte = *bytes.get(offset as usize)?;
        let is_mark = CLASSES[usize::from(byte)] == MARK && byte != b'=';
        is_mark.then_some(Token { kind: TokenKind::Mark(byte), is_dotted: false, start: offset, end: offset + 1 })
    }

    /// The name that stands at `offset`, without what is glued to it; none if that is a keyword.
    #[inline]
    pub(crate) fn name_at(&self, bytes: &[u8], offset: u32) -> Option<Token> {
        let class = CLASSES[usize::from(*bytes.get(offset as usize)?)] & (LOWER | UPPER);
        if class == 0 {
            return None;
        }
        let name = self.name(bytes, offset, class);
        (name.kind != TokenKind::Keyword).then_some(name)
    }

    /// A name and the id that is glued to it, if it ends in lowercase.
    #[inline]
    fn name_with_id(&self, bytes: &[u8], start: u32, class: u8) -> Token {
        let name = self.name(bytes, start, class);
        let mark = name.end as usize;
        if name.kind != TokenKind::Name || bytes.get(mark) != Some(&b'#') {
            return name;
        }
        let end = self.name_end(bytes, mark + 1);
        let kind = if id_of(&bytes[mark + 1..end]).is_some() { TokenKind::NameWithId } else { TokenKind::BadId };
        Token { kind, end: end as u32, ..name }
    }

    /// A name with its namespace, or a keyword; `class` is that of its first letter.
    #[inline]
    fn name(&self, bytes: &[u8], start: u32, class: u8) -> Token {
        let end = self.name_end(bytes, start as usize);
        let has_letter = |at: usize| bytes.get(at).is_some_and(|byte| is(*byte, LOWER | UPPER));
        let kind = match class {
            UPPER => type_name(&bytes[start as usize..end]),
            _ if bytes.get(end) == Some(&b'.') && has_letter(end + 1) => return self.dotted(bytes, start, end),
            _ => TokenKind::Name,
        };
        Token { kind, is_dotted: false, start, end: end as u32 }
    }

    /// A name of several parts, the first of which has a dot at its end.
    fn dotted(&self, bytes: &[u8], start: u32, mut dot: usize) -> Token {
        loop {
            let part = dot + 1;
            let end = self.name_end(bytes, part);
            let is_lower = is(bytes[part], LOWER);
            let has_letter = |at: usize| bytes.get(at).is_some_and(|byte| is(*byte, LOWER | UPPER));
            if !(is_lower && bytes.get(end) == Some(&b'.') && has_letter(end + 1)) {
                let kind = if is_lower { TokenKind::Name } else { TokenKind::TypeName };
                return Token { kind, is_dotted: true, start, end: end as u32 };
            }
            dot = end;
        }
    }

    /// The offset after the name bytes from `start` on.
    #[inline]
    fn name_end(&self, bytes: &[u8], start: usize) -> usize {
        self.name_ends
            .find(start, bytes.len())
            .unwrap_or_else(|| start + length(&bytes[start..], take_while(is_name_byte)))
    }

    /// Passes a comment; says where it ends.
    #[cold]
    fn comment(&self, bytes: &[u8], start: usize) -> usize {
        let end = start + length(&bytes[start..], comment);
        self.comments.borrow_mut().pass(self.text, start, end);
        end
    }

    /// Section marks, annotations, and what begins no token.
    #[cold]
    fn other(&self, bytes: &[u8], start: usize) -> (TokenKind, usize) {
        let known = alt((
            map(tag("---"), |_| TokenKind::Dashes),
            map((tag("@"), take_while1(|byte| is(byte, LOWER)), take_while(is_name_byte)), |_| TokenKind::Annotation),
        ))
        .parse(&bytes[start..]) as Lexed<'_, TokenKind>;
        match known {
            Ok((after, kind)) => (kind, bytes.len() - after.len()),
            Err(_) => (TokenKind::BadChar, start + bad_len(&self.text[start..bytes.len()])),
        }
    }

    /// The text of a token.
    pub(crate) fn text_of(&self, token: Token) -> &'a str {
        &self.text[token.start as usize..token.end as usize]
    }

    /// Whether only blanks stand before an offset on its line.
    pub(crate) fn opens_line(&self, offset: u32) -> bool {
        let before = self.text[..offset as usize].trim_start_matches('\u{feff}').as_bytes().iter().rev();
        let mut not_blank = before.skip_while(|byte| is(**byte, BLANK) && **byte != b'\n');
        matches!(not_blank.next(), None | Some(b'\n'))
    }
}

/// How many bytes a parser takes; it must not fail.
fn length<'a>(input: &'a [u8], mut parser: impl Parser<&'a [u8], Output = &'a [u8], Error = ()>) -> usize {
    parser.parse(input).map_or(0, |(_, taken)| taken.len())
}

/// `//` to the end of the line.
fn comment(input: &[u8]) -> Lexed<'_, &[u8]> {
    let len = memchr::memchr(b'\n', input).unwrap_or(input.len());
    preceded(nom::combinator::peek(tag("//")), take(len)).parse(input)
}

/// Whether a name without namespace that begins with a capital is a keyword.
#[inline]
fn type_name(name: &[u8]) -> TokenKind {
    match name {
        b"Final" | b"New" | b"Empty" => TokenKind::Keyword,
        _ => TokenKind::TypeName,
    }
}

/// The id with these digits: 1 to 8, lowercase, not all zero.
#[inline]
pub(crate) fn id_of(digits: &[u8]) -> Option<u32> {
    if digits.len() > 8 {
        return None;
    }
    let (mut id, mut all) = (0_u32, 0);
    for digit in digits.iter().map(|byte| DIGITS[usize::from(*byte)]) {
        id = id << 4 | u32::from(digit);
        all |= digit;
    }
    (id > 0 && all < 16).then_some(id)
}

/// Whether the last part of a name begins with a small letter: then it names a combinator or a field, not a type.
pub(crate) fn is_combinator_name(name: &str) -> bool {
    let last = memchr::memrchr(b'.', name.as_bytes()).map_or(0, |dot| dot + 1);
    name.as_bytes().get(last).is_some_and(u8::is_ascii_lowercase)
}

/// The length of one character that begins no token; a word of other letters counts as one.
fn bad_len(input: &str) -> usize {
    let is_letter = |c: char| !c.is_ascii() && c.is_alphanumeric();
    let word = input.find(|c| !is_letter(c)).unwrap_or(input.len());
    let first = input.chars().next().map_or(1, char::len_utf8);
    word.max(first)
}
