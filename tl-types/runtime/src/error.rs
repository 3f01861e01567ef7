//! Errors of the codec: kind, byte offset and path of fields.
//!
//! An error is one pointer wide, so that the good path carries no weight; the path is collected while the error
//! travels outwards, innermost field first, and turned around when it is shown.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::visit::NO_FIELD;

/// Result of reading or writing.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why bytes could not be read as the type that was asked for, or a value could not be written.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    /// Innermost first.
    trail: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The field of this index, of a combinator not known yet.
    Pending(u32),
    Item(u32),
    Field(&'static Names, u32),
    Root(&'static Names),
}

/// What errors know of a combinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) id: u32,
    /// [`Declaration::names`](crate::Declaration::names).
    pub(crate) words: &'static str,
}

impl Names {
    /// The TL name.
    fn combinator(&self) -> &'static str {
        self.words.split(' ').next().unwrap_or_default()
    }

    /// The TL name of the field of this index.
    fn field(&self, index: u32) -> Option<&'static str> {
        self.words.split(' ').nth(usize::try_from(index).ok()?.checked_add(1)?)
    }
}

impl Step {
    pub(crate) fn item(index: usize) -> Self {
        Self::Item(u32::try_from(index).unwrap_or(u32::MAX))
    }
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

/// One step of the way from the outermost value to the one at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathSegment {
    /// The combinator that was read at the outside, by its TL name.
    Combinator(&'static str),
    /// A field, by its TL name.
    Field(&'static str),
    /// An item of a vector, by its index.
    Item(u32),
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, offset: usize) -> Self {
        Self(Box::new(Inner { kind, offset, trail: Vec::new() }))
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

    /// The way to the value at fault, outermost first.
    pub fn path(&self) -> impl Iterator<Item = PathSegment> + '_ {
        self.0.trail.iter().rev().filter_map(|step| match *step {
            Step::Root(names) => Some(PathSegment::Combinator(names.combinator())),
            Step::Field(names, index) => names.field(index).map(PathSegment::Field),
            Step::Item(index) => Some(PathSegment::Item(index)),
            Step::Pending(_) => None,
        })
    }

    /// The error happened in the field of this index, if it was in a field.
    #[cold]
    pub(crate) fn in_field(self, index: u32) -> Self {
        if index == NO_FIELD { self } else { self.at(Step::Pending(index)) }
    }

    /// One step outwards: a field, an item, or the combinator which names the field that was noted last.
    #[cold]
    pub(crate) fn at(mut self, step: Step) -> Self {
        if let Step::Root(names) = step
            && let Some(last) = self.0.trail.last_mut()
            && let Step::Pending(index) = *last
        {
            *last = Step::Field(names, index);
        }
        self.push(step);
        self
    }

    /// One step outwards: what seemed to be the root so far is none.
    fn push(&mut self, step: Step) {
        if let Some(Step::Root(_)) = self.0.trail.last() {
            self.0.trail.pop();
        }
        self.0.trail.push(step);
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.0.kind, self.0.offset)?;
        match self.path().next() {
            Some(_) => write!(f, " in `{}`", Way(self)),
            None => Ok(()),
        }
    }
}

/// The way in one word, and not the names of all fields on it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.0.kind).field("offset", &self.0.offset);
        shown.field("path", &format_args!("`{}`", Way(self))).finish()
    }
}

/// The way to the value at fault: `messages.dialogs.messages[3].media`.
struct Way<'a>(&'a Error);

impl fmt::Display for Way<'_> {
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
                write!(f, "string of {len} bytes, more than the {} that can be written", crate::MAX_STRING_LEN)
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

    use super::{Error, ErrorKind, Names, Step};

    #[test]
    fn shows_the_way_and_no_other_names() {
        let names = &Names { id: 1, words: "chats.page users" };
        let error = Error::new(ErrorKind::TooDeep, 12).at(Step::item(3)).in_field(0).at(Step::Root(names));
        assert_eq!(format!("{error:?}"), "Error { kind: TooDeep, offset: 12, path: `chats.page.users[3]` }");
        assert_eq!(error.to_string(), "values nested deeper than the limit at byte 12 in `chats.page.users[3]`");
        let error = Error::new(ErrorKind::TooLarge, 0);
        assert_eq!(format!("{error:?}"), "Error { kind: TooLarge, offset: 0, path: `` }");
        assert_eq!(error.to_string(), "more memory needed than the limit allows at byte 0");
    }
}
