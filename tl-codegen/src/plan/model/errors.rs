//! Error types of a protocol.

/// An error type that servers answer requests with. It becomes a variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorType {
    /// The name of the error type, with `%d` for a number: `FLOOD_WAIT_%d`.
    pub name: String,
    /// The identifier of the variant for the error type.
    pub ident: String,
    /// The meaning of the error type, as a sentence without final dot; empty if unknown.
    pub description: String,
    /// The meaning of the number in the name, if the name contains one.
    pub number: Option<ErrorNumberMeaning>,
}

/// The meaning of the number in the name of an error type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorNumberMeaning {
    /// The number is a time to wait, in seconds.
    Seconds,
    /// The number is a time to wait, in minutes.
    Minutes,
    /// The number identifies a datacenter.
    Dc,
    /// The number identifies a part of a file.
    Part,
    /// The number is a date, in seconds since 1970.
    Date,
    /// The name does not show the meaning of the number.
    Value,
}

impl ErrorNumberMeaning {
    /// The name of the variant's field that holds the number.
    #[must_use]
    pub fn field_name(self) -> &'static str {
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
