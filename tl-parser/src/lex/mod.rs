//! From text to tokens, one at a time: blanks and comments go, everything else stays with its place.
//!
//! Nothing is refused here: what begins no token becomes a [`TokenKind::BadChar`] for the statement it stands in. A
//! token is a function of the place where the one before it ends, so that nothing has to be kept. What a byte may begin
//! or go on with says [`class`]. Invariant: tokens do not overlap, and the last one is [`TokenKind::End`], again and again.

mod class;

use std::cell::{Cell, RefCell};

use nom::branch::alt;
use nom::bytes::complete::{tag, take, take_while, take_while1};
use nom::combinator::map;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::comment::Comments;
use class::{BLANK, BLOCK, CLASSES, DIGIT, HEX, LOWER, MARK, NAME, UPPER, is};

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

/// Whether a name may go on with this byte.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    is(byte, NAME)
}

type Lexed<'a, T> = IResult<&'a [u8], T, ()>;

/// A text under the cutter.
pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    /// What the comments said that were passed so far.
    pub(crate) comments: RefCell<Comments>,
    /// A block of the text, by index, and which of its bytes may stand in names.
    block: Cell<(usize, u64)>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, comments: RefCell::default(), block: Cell::new((usize::MAX, 0)) }
    }

    /// The first token after `offset`, where another token or the text begins, before `limit`.
    #[inline]
    pub(crate) fn token_after(&self, offset: u32, limit: u32) -> Token {
        let bytes = &self.text.as_bytes()[..limit as usize];
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
        let (kind, end) = match class {
            LOWER | UPPER => return self.with_id(bytes, self.name(bytes, start)),
            DIGIT => (TokenKind::Number, start + length(&bytes[start..], take_while1(|byte| is(byte, DIGIT)))),
            0 => self.other(bytes, start),
            _ if first == b'=' && bytes.get(start + 1) == Some(&b'>') => (TokenKind::Arrow, start + 2),
            _ => (TokenKind::Mark(first), start + 1),
        };
        Token { kind, is_dotted: false, start: start as u32, end: end as u32 }
    }

    /// The name that stands at `offset`, before `limit`; none if that is a keyword or has something glued to it by a `#`.
    #[inline]
    pub(crate) fn name_at(&self, offset: u32, limit: u32) -> Option<Token> {
        let bytes = &self.text.as_bytes()[..limit as usize];
        if !is(*bytes.get(offset as usize)?, LOWER | UPPER) {
            return None;
        }
        let name = self.name(bytes, offset as usize);
        let is_whole = name.kind != TokenKind::Keyword && bytes.get(name.end as usize) != Some(&b'#');
        is_whole.then_some(name)
    }

    /// The digits that stand at `offset`.
    #[inline]
    pub(crate) fn digits_at(&self, offset: u32) -> &'a [u8] {
        let rest = self.text.as_bytes().get(offset as usize..).unwrap_or_default();
        &rest[..rest.iter().take_while(|byte| is(**byte, DIGIT)).count()]
    }

    /// The byte at `offset`, before `limit`.
    #[inline]
    pub(crate) fn byte_at(&self, offset: u32, limit: u32) -> Option<u8> {
        self.text.as_bytes()[..limit as usize].get(offset as usize).copied()
    }

    /// The token at `offset` if it is one of the marks of one byte, as every other token is: they need no search.
    #[inline]
    pub(crate) fn mark_at(&self, offset: u32, limit: u32) -> Option<Token> {
        let byte = *self.text.as_bytes().get(offset as usize)?;
        let is_mark = CLASSES[usize::from(byte)] == MARK && byte != b'=' && offset < limit;
        is_mark.then_some(Token { kind: TokenKind::Mark(byte), is_dotted: false, start: offset, end: offset + 1 })
    }

    /// A name with its namespace, or a keyword.
    #[inline]
    fn name(&self, bytes: &[u8], start: usize) -> Token {
        let mut part = start;
        let mut end = self.name_end(bytes, part);
        while bytes.get(end) == Some(&b'.')
            && is(bytes[part], LOWER)
            && bytes.get(end + 1).is_some_and(|byte| is(*byte, LOWER | UPPER))
        {
            part = end + 1;
            end = self.name_end(bytes, part);
        }
        let kind = match is(bytes[part], UPPER) {
            true if matches!(&bytes[start..end], b"Final" | b"New" | b"Empty") => TokenKind::Keyword,
            true => TokenKind::TypeName,
            false => TokenKind::Name,
        };
        Token { kind, is_dotted: part > start, start: start as u32, end: end as u32 }
    }

    /// The same with the id that is glued to it, if it ends in lowercase.
    #[inline]
    fn with_id(&self, bytes: &[u8], name: Token) -> Token {
        let mark = name.end as usize;
        if name.kind != TokenKind::Name || bytes.get(mark) != Some(&b'#') {
            return name;
        }
        let end = self.name_end(bytes, mark + 1);
        let kind = if is_id(&bytes[mark + 1..end]) { TokenKind::NameWithId } else { TokenKind::BadId };
        Token { kind, end: end as u32, ..name }
    }

    /// Where the bytes of a name end that stands at an offset.
    #[inline]
    fn name_end(&self, bytes: &[u8], mut at: usize) -> usize {
        loop {
            let len = (self.name_bits(at / BLOCK) >> (at % BLOCK)).trailing_ones() as usize;
            at += len;
            if at % BLOCK > 0 || len == 0 {
                return at.min(bytes.len());
            }
        }
    }

    /// Which bytes of a block may stand in names; asking again costs little.
    #[inline]
    fn name_bits(&self, block: usize) -> u64 {
        let (known, bits) = self.block.get();
        if known == block {
            return bits;
        }
        let bits = class::name_bits(self.text.as_bytes(), block);
        self.block.set((block, bits));
        bits
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

/// Whether these are the digits of an id: 1 to 8, lowercase, not all zero.
fn is_id(digits: &[u8]) -> bool {
    let is_hex = digits.len() <= 8 && digits.iter().all(|byte| is(*byte, HEX));
    is_hex && digits.iter().any(|byte| *byte != b'0')
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
