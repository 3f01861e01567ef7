//! Errors of the codec: kind, byte offset and path of fields.
//!
//! An error is one pointer wide, so that the good path carries no weight; the path is collected while the error
//! travels outwards, innermost field first, and turned around when it is shown.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::path::{self, CombinatorNames, NO_FIELD, PathSegment, PathStep};
use crate::wire::MAX_STRING_LEN;

/// Result of reading or writing.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why bytes could not be read as the type that was asked for, or a value could not be written.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    /// Innermost step first.
    reversed_path: Vec<PathStep<&'static CombinatorNames>>,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends before the value does.
    UnexpectedEnd {
        /// Bytes that were needed from here on.
        needed: usize,
        /// Bytes that are left.
        left: usize,
    },
    /// A constructor id that the expected type doesn't have.
    UnexpectedConstructor {
        /// The id that was read.
        id: u32,
    },
    /// A length prefix in the long form (254 and 3 bytes) for fewer than 254 bytes, or a first byte of 255.
    NonCanonicalLength,
    /// A padding byte that isn't zero.
    NonZeroPadding,
    /// Bits of a flags field that no field has, where they were to be refused.
    UnknownFlags {
        /// The bits.
        bits: u32,
    },
    /// A string that isn't UTF-8.
    InvalidUtf8,
    /// A vector that announces more items than the rest of the input can hold.
    VectorTooLong {
        /// Items announced.
        count: u32,
        /// Bytes that are left.
        left: usize,
    },
    /// More values inside each other than [`Limits::depth`](crate::Limits::depth) allows.
    TooDeep,
    /// More memory needed than [`Limits`](crate::Limits) allow for this input.
    TooLarge,
    /// Bytes after the end of the value.
    TrailingBytes {
        /// How many.
        left: usize,
    },
    /// A string or byte string too long for its length prefix: [`MAX_STRING_LEN`](crate::MAX_STRING_LEN) bytes at most.
    StringTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// A vector with more than [`Limits::items`](crate::Limits::items), or than 2^32 - 1 items.
    TooManyItems {
        /// How many.
        len: usize,
    },
    /// A field that is there or not, or a number of items, against what the flags field or number says that tells it.
    Disagreement {
        /// What the number says: how many items, or 1 for a field and 0 for none.
        expected: u32,
        /// What the value has.
        found: u32,
    },
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Self {
        Self(Box::new(Inner { kind, offset, reversed_path: Vec::new() }))
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Bytes from the start of the input, or of the output when writing, to the place of the error.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The path to the value at fault, from the outside to the inside.
    pub fn path(&self) -> impl Iterator<Item = PathSegment> + '_ {
        path::segments(self.0.reversed_path.iter().rev())
    }

    /// The error happened in the field of this index, if it was in a field.
    #[cold]
    pub(crate) fn in_field(self, index: u32) -> Self {
        if index == NO_FIELD { self } else { self.prepend(PathStep::Field(index)) }
    }

    /// Prepends a step to the path.
    #[cold]
    pub(crate) fn prepend(mut self, step: PathStep<&'static CombinatorNames>) -> Self {
        self.0.reversed_path.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.0.kind, self.0.offset)?;
        match self.path().next() {
            Some(_) => write!(f, " in `{}`", DottedPath(self)),
            None => Ok(()),
        }
    }
}

/// The way in one word, and not the names of all fields on it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.0.kind).field("offset", &self.0.offset);
        shown.field("path", &format_args!("`{}`", DottedPath(self))).finish()
    }
}

/// The way to the value at fault: `messages.dialogs.messages[3].media`.
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
            Self::Disagreement { expected, found } => {
                write!(f, "{found} values where another field says {expected}")
            }
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString as _;

    use super::{Error, ErrorKind};
    use crate::path::{CombinatorNames, PathStep};

    #[test]
    fn debug_shows_the_path_and_no_other_names() {
        let names = &CombinatorNames { id: 1, names: "chats.page users" };
        let error = Error::new(ErrorKind::TooDeep, 12)
            .prepend(PathStep::item(3))
            .in_field(0)
            .prepend(PathStep::Combinator(names));
        assert_eq!(format!("{error:?}"), "Error { kind: TooDeep, offset: 12, path: `chats.page.users[3]` }");
        assert_eq!(error.to_string(), "values nested deeper than the limit at byte 12 in `chats.page.users[3]`");
        let error = Error::new(ErrorKind::TooLarge, 0);
        assert_eq!(format!("{error:?}"), "Error { kind: TooLarge, offset: 0, path: `` }");
        assert_eq!(error.to_string(), "more memory needed than the limit allows at byte 0");
    }
}
