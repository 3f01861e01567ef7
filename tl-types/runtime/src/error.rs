//! Errors of encoding and decoding: kind, byte offset and field path.
//!
//! An [`Error`] is one pointer wide, which keeps results small. Its path is collected from the inside to the outside
//! while decoding functions return, and reversed when it is displayed.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::field_path::{self, CombinatorNames, NO_FIELD, PathSegment, PathStep};
use crate::table::ProtocolNames;
use crate::wire_constants::MAX_STRING_LEN;

/// Result of encoding or decoding.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// The reason why bytes could not be decoded as the requested type, or why a value could not be encoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    /// The name of the constructor or function with an unexpected id, if the protocol has one.
    constructor: Option<&'static str>,
    /// The path to the value at fault, innermost step first.
    reversed_path: Vec<PathStep<&'static CombinatorNames>>,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends before the value does.
    UnexpectedEnd {
        /// Number of bytes needed from the offset on.
        needed: usize,
        /// Number of bytes available from the offset on.
        left: usize,
    },
    /// A constructor id that the expected type doesn't have.
    UnexpectedConstructor {
        /// The decoded id.
        id: u32,
    },
    /// A length prefix that isn't in its shortest form: the 4-byte form for a length below 254, or a first byte of 255.
    NonCanonicalLength,
    /// A padding byte other than zero.
    NonZeroPadding,
    /// Bits of a flags field that belong to no field, in a reader with
    /// [`refuse_unknown_flags`](crate::Reader::refuse_unknown_flags).
    UnknownFlags {
        /// The unknown bits.
        bits: u32,
    },
    /// A string that isn't valid UTF-8.
    InvalidUtf8,
    /// A vector or repetition whose count exceeds the number of items that the remaining input can hold.
    VectorTooLong {
        /// The decoded count.
        count: u32,
        /// Bytes available after the count.
        left: usize,
    },
    /// Values nested deeper than [`Limits::depth`](crate::Limits::depth).
    TooDeep,
    /// A value that needs more memory than [`Limits`](crate::Limits) allow for an input of this length.
    TooLarge,
    /// Bytes after the end of the value.
    TrailingBytes {
        /// Number of trailing bytes.
        left: usize,
    },
    /// A string or byte string longer than [`MAX_STRING_LEN`](crate::MAX_STRING_LEN) bytes.
    StringTooLong {
        /// Length of the string in bytes.
        len: usize,
    },
    /// A vector or repetition of more than [`Limits::items`](crate::Limits::items) or more than 2^32 - 1 items.
    TooManyItems {
        /// Number of items in the vector or repetition.
        len: usize,
    },
    /// A value that a type written by hand refuses.
    InvalidValue {
        /// The reason for the refusal, such as `color above 0xffffff`.
        reason: &'static str,
    },
    /// A field or a number of items that contradicts the flags field or number which determines it.
    Disagreement {
        /// The number of values that the other field determines: a number of items, or 1 for a present and 0 for an
        /// absent field.
        expected: u32,
        /// The number of values found.
        found: u32,
    },
    /// A number of type `int53` that is larger than 2^53 - 1 in absolute value.
    OutOfRange {
        /// The number.
        value: i64,
    },
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Self {
        Self(Box::new(Inner { kind, offset, constructor: None, reversed_path: Vec::new() }))
    }

    /// The kind of error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Offset of the error in bytes, from the start of the input when decoding, or of the output when encoding.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The path to the value at fault, from the outermost combinator inwards.
    pub fn path(&self) -> impl Iterator<Item = PathSegment> + '_ {
        field_path::segments(self.0.reversed_path.iter().rev())
    }

    /// The TL name of the combinator whose id was found in the place of another one, for
    /// [`ErrorKind::UnexpectedConstructor`]. `None` if the protocol of the decoded type has no such id, or if its
    /// generated code has no names.
    #[must_use]
    pub fn constructor_name(&self) -> Option<&'static str> {
        self.0.constructor
    }

    /// The path in display form; empty for the outermost value.
    #[cfg(feature = "layers")]
    pub(crate) fn dotted_path(&self) -> alloc::string::String {
        alloc::string::ToString::to_string(&DottedPath(self))
    }

    /// Looks up the name of an unexpected constructor.
    #[cold]
    pub(crate) fn named_by(mut self, names: ProtocolNames) -> Self {
        if let (ErrorKind::UnexpectedConstructor { id }, Some(names)) = (self.0.kind, names) {
            self.0.constructor = names(id);
        }
        self
    }

    /// Prepends a field to the path, unless the index is [`NO_FIELD`].
    #[cold]
    pub(crate) fn prepend_field(self, index: u32) -> Self {
        if index == NO_FIELD { self } else { self.prepend_step(PathStep::Field(index)) }
    }

    /// Prepends an outer step to the path to the value at fault.
    #[cold]
    pub(crate) fn prepend_step(mut self, step: PathStep<&'static CombinatorNames>) -> Self {
        self.0.reversed_path.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        if let Some(name) = self.0.constructor {
            write!(f, " (`{name}`)")?;
        }
        write!(f, " at byte {}", self.0.offset)?;
        match self.path().next() {
            Some(_) => write!(f, " in `{}`", DottedPath(self)),
            None => Ok(()),
        }
    }
}

/// Shows the path as one string, because derived output would list all field names of every combinator.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.0.kind).field("offset", &self.0.offset);
        shown.field("path", &format_args!("`{}`", DottedPath(self))).finish()
    }
}

/// A path in display form, such as `messages.dialogs.messages[3].media`.
struct DottedPath<'a>(&'a Error);

impl fmt::Display for DottedPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.path().enumerate() {
            match segment {
                PathSegment::Combinator(name) => f.write_str(name)?,
                PathSegment::Field(name) if index == 0 => f.write_str(name)?,
                PathSegment::Field(name) => write!(f, ".{name}")?,
                PathSegment::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnexpectedEnd { needed, left } => {
                write!(f, "unexpected end of input (needed {needed} bytes, {left} left)")
            }
            Self::UnexpectedConstructor { id } => write!(f, "unexpected constructor id #{id:08x}"),
            Self::NonCanonicalLength => f.write_str("length prefix not in its shortest form"),
            Self::NonZeroPadding => f.write_str("padding that isn't zero"),
            Self::UnknownFlags { bits } => write!(f, "unknown flags {bits:#x}"),
            Self::InvalidUtf8 => f.write_str("string that isn't UTF-8"),
            Self::VectorTooLong { count, left } => {
                write!(f, "vector of {count} items that {left} bytes can't hold")
            }
            Self::TooDeep => f.write_str("values nested deeper than the limit"),
            Self::TooLarge => f.write_str("more memory needed than the limit allows"),
            Self::TrailingBytes { left } => write!(f, "{left} bytes left over"),
            Self::StringTooLong { len } => {
                write!(f, "string of {len} bytes, more than the {} that can be written", MAX_STRING_LEN)
            }
            Self::TooManyItems { len } => write!(f, "vector of {len} items, more than the limit"),
            Self::InvalidValue { reason } => f.write_str(reason),
            Self::Disagreement { expected, found } => {
                write!(f, "{found} values but another field requires {expected}")
            }
            Self::OutOfRange { value } => write!(f, "{value}, which is no `int53`"),
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString as _;

    use super::{Error, ErrorKind};
    use crate::field_path::{CombinatorNames, PathStep};

    #[test]
    fn debug_shows_the_path_and_no_other_names() {
        let names = &CombinatorNames { id: 1, names: "chats.page users" };
        let error = Error::new(ErrorKind::TooDeep, 12)
            .prepend_step(PathStep::item(3))
            .prepend_field(0)
            .prepend_step(PathStep::Combinator(names));
        assert_eq!(format!("{error:?}"), "Error { kind: TooDeep, offset: 12, path: `chats.page.users[3]` }");
        assert_eq!(error.to_string(), "values nested deeper than the limit at byte 12 in `chats.page.users[3]`");
        let error = Error::new(ErrorKind::TooLarge, 0);
        assert_eq!(format!("{error:?}"), "Error { kind: TooLarge, offset: 0, path: `` }");
        assert_eq!(error.to_string(), "more memory needed than the limit allows at byte 0");
    }
}
