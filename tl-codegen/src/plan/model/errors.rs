//! Error types of a protocol.

/// An error type that servers answer requests with. It becomes a variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorType {
    /// Its name, with `%d` for a number: `FLOOD_WAIT_%d`.
    pub name: String,
    /// The identifier of the variant.
    pub ident: String,
    /// Its meaning, as a sentence without final dot; empty if unknown.
    pub description: String,
    /// The meaning of the number in its name, if there is one.
    pub number: Option<ErrorNumber>,
}

/// The meaning of the number in the name of an error type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorNumber {
    /// Seconds to wait.
    Seconds,
    /// Minutes to wait.
    Minutes,
    /// A datacenter.
    Dc,
    /// A part of a file.
    Part,
    /// Seconds since 1970.
    Date,
    /// A number whose meaning the name doesn't show.
    Value,
}

impl ErrorNumber {
    /// The field of the variant.
    #[must_use]
    pub fn field(self) -> &'static str {
        self.field_and_unit().0
    }

    /// The field of the variant, and the runtime's name for the unit of the number.
    pub(crate) fn field_and_unit(self) -> (&'static str, &'static str) {
        match self {
            Self::Seconds => ("seconds", "Seconds"),
            Self::Minutes => ("minutes", "Minutes"),
            Self::Dc => ("dc", "Dc"),
            Self::Part => ("part", "Value"),
            Self::Date => ("date", "Date"),
            Self::Value => ("value", "Value"),
        }
    }
}
