//! JSON as a list of tokens, for serializers of formats other than text.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt::{self, Write as _};

use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::sink::Sink;

/// JSON as tokens. Texts are ranges of one string.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    texts: String,
}

#[derive(Clone, Copy, Debug)]
enum Token {
    Object,
    Array,
    /// The end of an object or array.
    End,
    /// A string or key, by the start and the end of its text.
    Text(usize, usize),
    Integer(i64),
    Double(f64),
    Float(f32),
    Boolean(bool),
    Null,
}

impl Tokens {
    fn push(&mut self, token: Token) -> fmt::Result {
        self.tokens.push(token);
        Ok(())
    }

    fn text(&mut self, value: &dyn fmt::Display) -> fmt::Result {
        let start = self.texts.len();
        write!(self.texts, "{value}")?;
        self.push(Token::Text(start, self.texts.len()))
    }
}

impl Sink for Tokens {
    fn open_object(&mut self) -> fmt::Result {
        self.push(Token::Object)
    }

    fn close_object(&mut self) -> fmt::Result {
        self.push(Token::End)
    }

    fn open_array(&mut self) -> fmt::Result {
        self.push(Token::Array)
    }

    fn close_array(&mut self) -> fmt::Result {
        self.push(Token::End)
    }

    fn key(&mut self, key: &str) -> fmt::Result {
        self.string(key)
    }

    fn string(&mut self, value: &str) -> fmt::Result {
        self.text(&value)
    }

    fn plain_string(&mut self, value: &dyn fmt::Display) -> fmt::Result {
        self.text(value)
    }

    fn integer(&mut self, value: i64) -> fmt::Result {
        self.push(Token::Integer(value))
    }

    fn double(&mut self, value: f64) -> fmt::Result {
        self.push(Token::Double(value))
    }

    fn float(&mut self, value: f32) -> fmt::Result {
        self.push(Token::Float(value))
    }

    fn null(&mut self) -> fmt::Result {
        self.push(Token::Null)
    }

    fn boolean(&mut self, value: bool) -> fmt::Result {
        self.push(Token::Boolean(value))
    }
}

/// The value at a position, which moves past the value while it is serialized.
pub(super) struct ValueAt<'a> {
    tokens: &'a Tokens,
    position: Cell<usize>,
}

impl<'a> ValueAt<'a> {
    pub(super) fn start_of(tokens: &'a Tokens) -> Self {
        Self { tokens, position: Cell::new(0) }
    }

    /// The next token; `None` at the end of an object or array.
    fn next(&self) -> Option<Token> {
        let position = self.position.get();
        self.position.set(position + 1);
        self.tokens.tokens.get(position).copied().filter(|token| !matches!(token, Token::End))
    }

    fn is_at_end(&self) -> bool {
        matches!(self.tokens.tokens.get(self.position.get()), None | Some(Token::End))
    }

    fn text(&self, start: usize, end: usize) -> &'a str {
        self.tokens.texts.get(start..end).unwrap_or_default()
    }
}

impl Serialize for ValueAt<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.next() {
            Some(Token::Object) => {
                let mut map = serializer.serialize_map(None)?;
                while let Some(Token::Text(start, end)) = self.next() {
                    map.serialize_entry(self.text(start, end), self)?;
                }
                map.end()
            }
            Some(Token::Array) => {
                let mut seq = serializer.serialize_seq(None)?;
                while !self.is_at_end() {
                    seq.serialize_element(self)?;
                }
                self.next();
                seq.end()
            }
            Some(Token::Text(start, end)) => serializer.serialize_str(self.text(start, end)),
            Some(Token::Integer(value)) => serializer.serialize_i64(value),
            Some(Token::Double(value)) => serializer.serialize_f64(value),
            Some(Token::Float(value)) => serializer.serialize_f32(value),
            Some(Token::Boolean(value)) => serializer.serialize_bool(value),
            Some(Token::Null) => serializer.serialize_unit(),
            Some(Token::End) | None => Err(S::Error::custom("no value")),
        }
    }
}
