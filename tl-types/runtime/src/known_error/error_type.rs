//! Documented error types: the rows of the table that is generated for a protocol.

/// A documented error type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorType<K> {
    /// The name: `PEER_ID_INVALID`, `FLOOD_WAIT_%d`.
    pub name: &'static str,
    /// A description of one sentence; empty if unknown.
    pub description: &'static str,
    /// The meaning of the number in the name, if it has one.
    pub number: Option<ErrorNumber>,
    /// The variant of the generated enum, with 0 for its number.
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
    /// Seconds to wait.
    Seconds,
    /// Minutes to wait.
    Minutes,
    /// The number of the datacenter to ask instead.
    Dc,
    /// A date, in seconds since 1970.
    Date,
    /// Any other number. The field name of the variant may explain it.
    Value,
}
