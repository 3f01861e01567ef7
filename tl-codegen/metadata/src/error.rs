//! The error type of this crate: a file of facts or of a source cannot be used.
//!
//! Invariant: the message names the file.

use std::fmt;

/// A file that is not in the expected format, or files that do not belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    pub(crate) fn new_for_file(path: &str, why: impl fmt::Display) -> Self {
        Self(format!("{path}: {why}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
