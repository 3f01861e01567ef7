//! The two ways in which a walk ends early: an error of the bytes, or a stop by the receiver.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::error::ErrorKind;

/// Returned by [`Events`](super::Events) to end a walk. The reason is kept by the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// The end of a walk before the end of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The bytes aren't a value of the type, or exceed the limits.
    Invalid(Box<WalkError>),
    /// The receiver stopped.
    Stopped,
}

/// The reason why bytes aren't a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkError {
    /// The kind of the error.
    pub kind: ErrorKind,
    /// The offset in bytes, from the start of the input.
    pub offset: usize,
    /// The path to the value at fault, as [`Error`](crate::Error) displays it; empty for the outermost value.
    pub path: String,
}

impl From<Stop> for Halt {
    fn from(Stop: Stop) -> Self {
        Self::Stopped
    }
}

impl fmt::Display for WalkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " in `{}`", self.path) }
    }
}

impl core::error::Error for WalkError {}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Stopped => f.write_str("stopped by the receiver"),
        }
    }
}

impl core::error::Error for Halt {}
