//! The reason why old bytes give no value of today's type.

use alloc::string::String;
use core::fmt;

use crate::error::ErrorKind;
use crate::interpret::WalkError;

/// The reason why bytes give no value of today's type, with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub(super) reason: Reason,
    pub(super) offset: usize,
    pub(super) path: String,
    pub(super) constructor: Option<String>,
}

/// The reason of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The bytes are no value of the type in any kept layer, or exceed the limits. An
    /// [`UnexpectedConstructor`](ErrorKind::UnexpectedConstructor) that [`find`](super::Layers::find) doesn't know is
    /// newer or of another schema.
    Wire(ErrorKind),
    /// A constructor of an older layer that has no successor today.
    ConstructorGone {
        /// The id of the constructor.
        id: u32,
    },
    /// A field that is required today and was not there.
    MissingField,
    /// A field that has another type today.
    OtherType,
    /// A field that shares its bit with present fields today, and was not there.
    HalfOfGroup,
}

impl Error {
    /// The reason.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Offset of the value at fault in bytes, from the start of the old bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The path to the value at fault: the outermost constructor, then fields and items, as in `message.reply_to`.
    /// Empty for the outermost value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The TL name of the constructor that is gone, or that was found in the place of another one.
    #[must_use]
    pub fn constructor_name(&self) -> Option<&str> {
        self.constructor.as_deref()
    }
}

impl Error {
    /// An error of the outermost value.
    pub(super) fn of_kind(kind: ErrorKind, offset: usize) -> Self {
        Self { reason: Reason::Wire(kind), offset, path: String::new(), constructor: None }
    }

    /// The error of a reader.
    pub(super) fn of_reader(error: &crate::Error) -> Self {
        let constructor = error.constructor_name().map(Into::into);
        Self { reason: Reason::Wire(error.kind()), offset: error.offset(), path: error.dotted_path(), constructor }
    }
}

impl From<WalkError> for Error {
    fn from(WalkError { kind, offset, path }: WalkError) -> Self {
        Self { reason: Reason::Wire(kind), offset, path, constructor: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Wire(kind) => kind.fmt(f)?,
            Reason::ConstructorGone { id } => write!(f, "constructor #{id:08x} of an older layer without a successor")?,
            Reason::MissingField => f.write_str("older value without a field that is required today")?,
            Reason::OtherType => f.write_str("older value with a field of another type")?,
            Reason::HalfOfGroup => f.write_str("older value with only some of the fields that share a bit today")?,
        }
        if let Some(name) = &self.constructor {
            write!(f, " (`{name}`)")?;
        }
        write!(f, " at byte {}", self.offset)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " in `{}`", self.path) }
    }
}

impl core::error::Error for Error {}
