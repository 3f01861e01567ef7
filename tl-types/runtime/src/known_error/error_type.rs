//! A row of the table of documented error types.

/// A documented type of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorType<K> {
    /// The name: `PEER_ID_INVALID`, `FLOOD_WAIT_%d`.
    pub name: &'static str,
    /// What it means, in a sentence; empty where that isn't known.
    pub description: &'static str,
    /// What its number counts, if it has one.
    pub number: Option<ErrorNumber>,
    /// Its variant; the number, if there is one, is 0.
    pub kind: K,
}

impl<K> ErrorType<K> {
    /// A type without a number.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str, kind: K) -> Self {
        Self { name, description, number: None, kind }
    }

    /// A type with `%d` in its name, whose number counts this.
    #[must_use]
    pub const fn with_number(name: &'static str, description: &'static str, kind: K, number: ErrorNumber) -> Self {
        Self { name, description, number: Some(number), kind }
    }
}

/// What the number in an error counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorNumber {
    /// Seconds to wait.
    Seconds,
    /// Minutes to wait.
    Minutes,
    /// The datacenter to ask instead.
    Dc,
    /// Seconds since 1970.
    Date,
    /// Anything else, which the name of the field may tell.
    Value,
}
