//! Errors of reading JSON.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// The reason why a text isn't the JSON of a value, with its place.
///
/// The path begins with `$` for the outermost value, as in `$.peers[3].access_hash`. An error of a key has the path of
/// the key, an error of a missing key the path of its object. Line and column are counted from 1, and a column is counted
/// in bytes. They are those of the last character that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    pub(super) inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inner {
    pub(super) kind: JsonErrorKind,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// The kinds of errors of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// The text isn't JSON, or ends early.
    Syntax {
        /// The reason.
        message: String,
    },
    /// The constructor or function has no field of this name.
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest name of a field that has no value yet.
        nearest: Option<String>,
    },
    /// An object has two values for a key.
    RepeatedKey {
        /// The key.
        key: String,
    },
    /// A field that must have a value has none, or `null`.
    MissingKey {
        /// The key.
        key: String,
    },
    /// A field has a value, though a number in another field says that it is absent.
    UnexpectedKey {
        /// The key.
        key: String,
    },
    /// Two fields share a bit, and only one of them has a value.
    HalfOfSharedBit {
        /// The key of the field without a value.
        missing: String,
        /// The key of the field with a value.
        present: String,
    },
    /// The bits of a flags field say something else about a field than its key.
    FlagsDisagree {
        /// The key of the flags field.
        key: String,
    },
    /// An object of a type with several constructors has no `@type`.
    MissingType {
        /// The type.
        expected: String,
    },
    /// No declaration has this name.
    UnknownName {
        /// The name.
        name: String,
        /// The nearest name that fits.
        nearest: Option<String>,
    },
    /// The declaration with this name doesn't fit.
    WrongName {
        /// The name.
        name: String,
        /// The type that fits.
        expected: String,
        /// The nearest name that fits.
        nearest: Option<String>,
    },
    /// A value of another kind was expected.
    WrongValue {
        /// The expected kind.
        expected: &'static str,
        /// The kind that was found.
        found: &'static str,
    },
    /// A number is too large or too small for its type.
    OutOfRange {
        /// The TL type.
        expected: &'static str,
    },
    /// A text isn't base64 with padding.
    InvalidBase64,
    /// A value of fixed size has another size.
    WrongLength {
        /// The number of bytes that the type has.
        expected: usize,
        /// The number of bytes that were found.
        found: usize,
    },
    /// A repetition has another number of items than its count says.
    WrongCount {
        /// The number of items that the count says.
        expected: u32,
        /// The number of items that were found.
        found: usize,
    },
    /// A string has 16 MiB or more.
    StringTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The nesting depth exceeds its limit.
    TooDeep,
    /// An array has more items than the limit allows.
    TooManyItems,
    /// The objects whose `@type` is not their first key take more memory than the limits allow.
    TooLarge,
    /// The bytes of the JSON aren't a value of the Rust type.
    Decoding {
        /// The reason.
        message: String,
    },
}

impl JsonError {
    pub(in crate::json) fn new(kind: JsonErrorKind, path: String, line: usize, column: usize) -> Self {
        Self { inner: Box::new(Inner { kind, path, line, column }) }
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &JsonErrorKind {
        &self.inner.kind
    }

    /// The path to the fault, as in `$.peers[3].access_hash`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// The line, counted from 1; 0 if the JSON was no text.
    #[must_use]
    pub fn line(&self) -> usize {
        self.inner.line
    }

    /// The column in bytes, counted from 1; 0 at the start of a line, and if the JSON was no text.
    #[must_use]
    pub fn column(&self) -> usize {
        self.inner.column
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, path, line, column } = &*self.inner;
        match line {
            0 => write!(f, "{kind} in `{path}`"),
            _ => write!(f, "{kind} at line {line}, column {column} in `{path}`"),
        }
    }
}

impl core::error::Error for JsonError {}

impl fmt::Display for JsonErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message } | Self::Decoding { message } => f.write_str(message),
            Self::UnknownKey { key, nearest } => {
                write!(f, "unknown key `{key}`")?;
                hint(f, nearest.as_deref())
            }
            Self::RepeatedKey { key } => write!(f, "repeated key `{key}`"),
            Self::MissingKey { key } => write!(f, "missing key `{key}`"),
            Self::UnexpectedKey { key } => write!(f, "key `{key}`, which must be absent according to another number,"),
            Self::HalfOfSharedBit { missing, present } => {
                write!(f, "missing key `{missing}`, which shares its bit with `{present}`,")
            }
            Self::FlagsDisagree { key } => write!(f, "bits in `{key}` that disagree with the other keys"),
            Self::MissingType { expected } => write!(f, "missing key `@type` of {expected}"),
            Self::UnknownName { name, nearest } => {
                write!(f, "unknown name `{name}`")?;
                hint(f, nearest.as_deref())
            }
            Self::WrongName { name, expected, nearest } => {
                write!(f, "expected {expected}, found `{name}`")?;
                hint(f, nearest.as_deref())
            }
            Self::WrongValue { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::OutOfRange { expected } => write!(f, "number out of range of `{expected}`"),
            Self::InvalidBase64 => f.write_str("invalid base64"),
            Self::WrongLength { expected, found } => write!(f, "expected {expected} bytes in base64, found {found}"),
            Self::WrongCount { expected, found } => write!(f, "expected {expected} items, found {found}"),
            Self::StringTooLong { len } => write!(f, "string of {len} bytes, of at most 16,777,215,"),
            Self::TooDeep => f.write_str("nesting depth above the limit"),
            Self::TooManyItems => f.write_str("more items than the limit allows"),
            Self::TooLarge => f.write_str("more memory for buffered objects than the limits allow"),
        }
    }
}

fn hint(f: &mut fmt::Formatter<'_>, nearest: Option<&str>) -> fmt::Result {
    match nearest {
        Some(nearest) => write!(f, ", did you mean `{nearest}`?"),
        None => Ok(()),
    }
}
