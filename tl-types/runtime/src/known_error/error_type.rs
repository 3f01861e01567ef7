//! Documented error types: the rows of the table that is generated for a protocol.

/// A documented error type: one row of the generated table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorType<K> {
    /// The name of the error type: `PEER_ID_INVALID`, `FLOOD_WAIT_%d`.
    pub name: &'static str,
    /// A description of the error type in one sentence; empty if unknown.
    pub description: &'static str,
    /// The meaning of the number in the name, if it has one.
    pub number: Option<ErrorNumber>,
    /// The variant of the generated enum, with 0 for its number, if it has one.
    pub kind: K,
}

impl<K> ErrorType<K> {
    /// An error type without a number.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str, kind: K) -> Self {
        Self { name, description, number: None, kind }
    }

    /// An error type with `%d` in its name.
    #[must_use]
    pub const fn with_number(name: &'static str, description: &'static str, kind: K, number: ErrorNumber) -> Self {
        Self { name, description, number: Some(number), kind }
    }
}

/// The meaning of the number in an error message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorNumber {
    /// The number is a time to wait, in seconds.
    Seconds,
    /// The number is a time to wait, in minutes.
    Minutes,
    /// The number is that of the datacenter to ask instead.
    Dc,
    /// The number is a date, in seconds since 1970.
    Date,
    /// The number has another meaning, which the field name of the variant may explain.
    Value,
}
