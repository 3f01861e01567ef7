//! The lexer: from text to tokens, without blanks and comments.
//!
//! Every text has tokens: a character that begins none becomes a [`TokenKind::BadChar`], which the statement reports. A
//! token is a function of the offset at which the previous one ends, so no token is stored. [`byte_classes`] classifies
//! bytes; the end of a name is found by `fast_paths::NameEnds`. Invariant: tokens do not overlap; after the last one,
//! [`TokenKind::End`] is returned any number of times.

mod byte_classes;

use std::cell::{Cell, RefCell};

use nom::branch::alt;
use nom::bytes::complete::{tag, take, take_while, take_while1};
use nom::combinator::map;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::fast_paths::NameEnds;
use crate::text::comment::Comments;
use byte_classes::{BLANK, CLASSES, DIGIT, HEX, HEX_DIGIT_VALUES, LOWER, MARK, NAME, UPPER, is_in_classes};

/// A token: its kind, and its range in the text as offsets in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Whether the token is a name with a namespace.
    pub(crate) is_dotted: bool,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `vector`, `messages.dialogs`, `flags`: a name whose last part begins with a small letter.
    Name,
    /// `Vector`, `messages.Dialogs`: a name whose last part begins with a capital.
    TypeName,
    /// A word with a meaning in statements about types: `Final`, `New`, `Empty`.
    Keyword,
    /// A name with an id: `name#0949d9dc`.
    NameWithId,
    /// A number: `4`.
    Number,
    /// A punctuation character, one of `:;()[]{}=#?%<>+,*_!.`.
    Mark(u8),
    /// Three dashes: `---`.
    Dashes,
    /// An arrow: `=>`.
    Arrow,
    /// An annotation: `@read`.
    Annotation,
    /// `name#xyz`: a name, a `#` and name bytes that are no id.
    BadId,
    /// Characters that begin no token.
    BadChar,
    /// The end of the text: an empty token just after the last one.
    End,
}

impl Token {
    /// Whether the token is a name without namespace and no keyword.
    #[inline]
    pub(crate) fn is_ident(self) -> bool {
        matches!(self.kind, TokenKind::Name | TokenKind::TypeName) && !self.is_dotted
    }
}

/// Whether a byte may occur in a name after its first byte.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    is_in_classes(byte, NAME)
}

type LexResult<'a, T> = IResult<&'a [u8], T, ()>;

/// The lexer of a text.
pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    /// The comments passed so far.
    pub(crate) comments: RefCell<Comments>,
    name_ends: NameEnds<'a>,
    /// Whether `/* … */` is a comment.
    block_comments: bool,
    /// The offset from which on the text has no `*/`, once a search has found that out.
    no_block_end_from: Cell<usize>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str, block_comments: bool) -> Self {
        let no_block_end_from = Cell::new(usize::MAX);
        Self { text, comments: RefCell::default(), name_ends: NameEnds::new(text), block_comments, no_block_end_from }
    }

    /// The first token after `offset`, the end of a token or the start of the text. `bytes` is the text up to a limit.
    #[inline]
    pub(crate) fn token_after(&self, bytes: &[u8], offset: u32) -> Token {
        let mut start = offset as usize;
        let (first, class) = loop {
            let Some(&first) = bytes.get(start) else {
                return Token { kind: TokenKind::End, is_dotted: false, start: offset, end: offset };
            };
            match CLASSES[usize::from(first)] & !HEX {
                BLANK => start += 1,
                0 if first == b'/' => match self.comment_end(bytes, start) {
                    Some(end) => start = end,
                    None => break (first, 0),
                },
                class => break (first, class),
            }
        };
        match class {
            LOWER | UPPER => self.name_token_with_id(bytes, start as u32, class),
            _ => self.token_other_than_name(bytes, start, class, first),
        }
    }

    /// The token at `start` if that is not a name; `first` is the first byte of the token.
    #[inline]
    fn token_other_than_name(&self, bytes: &[u8], start: usize, class: u8, first: u8) -> Token {
        let (kind, end) = match class {
            DIGIT => (
                TokenKind::Number,
                start + consumed_len(&bytes[start..], take_while1(|byte| is_in_classes(byte, DIGIT))),
            ),
            0 => self.rare_token(bytes, start),
            _ if first == b'=' && bytes.get(start + 1) == Some(&b'>') => (TokenKind::Arrow, start + 2),
            _ => (TokenKind::Mark(first), start + 1),
        };
        Token { kind, is_dotted: false, start: start as u32, end: end as u32 }
    }

    /// The token at `offset` if that is a mark of one byte, the most frequent token after a name; `None` otherwise.
    #[inline]
    pub(crate) fn mark_at(&self, bytes: &[u8], offset: u32) -> Option<Token> {
        let byte = *bytes.get(offset as usize)?;
        let is_mark = CLASSES[usize::from(byte)] == MARK && byte != b'=';
        is_mark.then_some(Token { kind: TokenKind::Mark(byte), is_dotted: false, start: offset, end: offset + 1 })
    }

    /// The name at `offset`, without an id; `None` for a keyword.
    #[inline]
    pub(crate) fn name_at(&self, bytes: &[u8], offset: u32) -> Option<Token> {
        let class = CLASSES[usize::from(*bytes.get(offset as usize)?)] & (LOWER | UPPER);
        if class == 0 {
            return None;
        }
        let name = self.name_token(bytes, offset, class);
        (name.kind != TokenKind::Keyword).then_some(name)
    }

    /// The name at `start`, with its id if it is a [`TokenKind::Name`].
    #[inline]
    fn name_token_with_id(&self, bytes: &[u8], start: u32, class: u8) -> Token {
        let name = self.name_token(bytes, start, class);
        let mark = name.end as usize;
        if name.kind != TokenKind::Name || bytes.get(mark) != Some(&b'#') {
            return name;
        }
        let end = self.name_end(bytes, mark + 1);
        let kind = if id_of_digits(&bytes[mark + 1..end]).is_some() { TokenKind::NameWithId } else { TokenKind::BadId };
        Token { kind, end: end as u32, ..name }
    }

    /// The name or keyword at `start`, with its namespace; `class` is the class of its first byte.
    #[inline]
    fn name_token(&self, bytes: &[u8], start: u32, class: u8) -> Token {
        let end = self.name_end(bytes, start as usize);
        let has_letter = |at: usize| bytes.get(at).is_some_and(|byte| is_in_classes(*byte, LOWER | UPPER));
        let kind = match class {
            UPPER => kind_of_capitalized_name(&bytes[start as usize..end]),
            _ if bytes.get(end) == Some(&b'.') && has_letter(end + 1) => {
                return self.dotted_name_token(bytes, start, end);
            }
            _ => TokenKind::Name,
        };
        Token { kind, is_dotted: false, start, end: end as u32 }
    }

    /// The name at `start`, whose first part ends at `dot`.
    fn dotted_name_token(&self, bytes: &[u8], start: u32, mut dot: usize) -> Token {
        loop {
            let part = dot + 1;
            let end = self.name_end(bytes, part);
            let is_lower = is_in_classes(bytes[part], LOWER);
            let has_letter = |at: usize| bytes.get(at).is_some_and(|byte| is_in_classes(*byte, LOWER | UPPER));
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
            .find_end(start, bytes.len())
            .unwrap_or_else(|| start + consumed_len(&bytes[start..], take_while(is_name_byte)))
    }

    /// Skips the comment at `start`, the offset of a slash; returns the offset at which it ends, or `None` if there is
    /// no comment.
    #[cold]
    fn comment_end(&self, bytes: &[u8], start: usize) -> Option<usize> {
        match bytes.get(start + 1) {
            Some(b'/') => {
                let end = start + consumed_len(&bytes[start..], parse_comment);
                self.comments.borrow_mut().add(self.text, start, end);
                Some(end)
            }
            Some(b'*') if self.block_comments && start < self.no_block_end_from.get() => {
                let len = memchr::memmem::find(&bytes[start + 2..], b"*/");
                if len.is_none() {
                    self.no_block_end_from.set(start);
                }
                len.map(|len| start + 2 + len + 2)
            }
            _ => None,
        }
    }

    /// Kind and end of the token at `start`, which is `---`, an annotation, or a bad character.
    #[cold]
    fn rare_token(&self, bytes: &[u8], start: usize) -> (TokenKind, usize) {
        let known = alt((
            map(tag("---"), |_| TokenKind::Dashes),
            map((tag("@"), take_while1(|byte| is_in_classes(byte, LOWER)), take_while(is_name_byte)), |_| {
                TokenKind::Annotation
            }),
        ))
        .parse(&bytes[start..]) as LexResult<'_, TokenKind>;
        match known {
            Ok((after, kind)) => (kind, bytes.len() - after.len()),
            Err(_) => (TokenKind::BadChar, start + bad_char_len(&self.text[start..bytes.len()])),
        }
    }

    /// The text of a token.
    pub(crate) fn text_of(&self, token: Token) -> &'a str {
        &self.text[token.start as usize..token.end as usize]
    }

    /// Whether only blanks are before `offset` on its line.
    pub(crate) fn opens_line(&self, offset: u32) -> bool {
        let before = self.text[..offset as usize].trim_start_matches('\u{feff}').as_bytes().iter().rev();
        let mut not_blank = before.skip_while(|byte| is_in_classes(**byte, BLANK) && **byte != b'\n');
        matches!(not_blank.next(), None | Some(b'\n'))
    }
}

/// The number of bytes that a parser consumes; the parser must not fail.
fn consumed_len<'a>(input: &'a [u8], mut parser: impl Parser<&'a [u8], Output = &'a [u8], Error = ()>) -> usize {
    parser.parse(input).map_or(0, |(_, taken)| taken.len())
}

/// Parses a comment: `//` to the end of the line.
fn parse_comment(input: &[u8]) -> LexResult<'_, &[u8]> {
    let len = memchr::memchr(b'\n', input).unwrap_or(input.len());
    preceded(nom::combinator::peek(tag("//")), take(len)).parse(input)
}

/// The kind of a name without namespace that begins with a capital: a keyword or a type name.
#[inline]
fn kind_of_capitalized_name(name: &[u8]) -> TokenKind {
    match name {
        b"Final" | b"New" | b"Empty" => TokenKind::Keyword,
        _ => TokenKind::TypeName,
    }
}

/// The id that 1 to 8 lowercase hexadecimal digits denote; `None` for other digits, and if all digits are zero.
#[inline]
pub(crate) fn id_of_digits(digits: &[u8]) -> Option<u32> {
    if digits.len() > 8 {
        return None;
    }
    let (mut id, mut all) = (0_u32, 0);
    for digit in digits.iter().map(|byte| HEX_DIGIT_VALUES[usize::from(*byte)]) {
        id = id << 4 | u32::from(digit);
        all |= digit;
    }
    (id > 0 && all < 16).then_some(id)
}

/// Whether the last part of a name begins with a small letter, so that it names a combinator or a field, not a type.
pub(crate) fn is_combinator_name(name: &str) -> bool {
    let last = memchr::memrchr(b'.', name.as_bytes()).map_or(0, |dot| dot + 1);
    name.as_bytes().get(last).is_some_and(u8::is_ascii_lowercase)
}

/// The length of a bad character in bytes. Consecutive letters outside of ASCII count as one character.
fn bad_char_len(input: &str) -> usize {
    let is_letter = |c: char| !c.is_ascii() && c.is_alphanumeric();
    let word = input.find(|c| !is_letter(c)).unwrap_or(input.len());
    let first = input.chars().next().map_or(1, char::len_utf8);
    word.max(first)
}
