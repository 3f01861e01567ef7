//! Why a value is behind a `Box` that an earlier plan held by value.

use std::fmt;

use crate::recorded_indirections::ValueHolder;

/// A value that is behind a `Box`, although it is recorded as held by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForcedBox {
    /// The variant or field that holds the value.
    pub holder: ValueHolder,
    /// The reason for the `Box`.
    pub reason: BoxReason,
}

/// A reason that forces a `Box` despite the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxReason {
    /// The outer type would contain itself by value.
    Recursion,
    /// The outer type would take more memory for a byte on the wire than a reader grants.
    MemoryFactor,
    /// The value is larger than a field or variant may be.
    Size,
    /// Too many values would be nested by value.
    Nesting,
}

impl fmt::Display for ForcedBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is boxed now: {}", self.holder, self.reason)
    }
}

impl fmt::Display for BoxReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Recursion => "its type would contain itself",
            Self::MemoryFactor => "its type would exceed the memory that readers grant for each byte",
            Self::Size => "it is larger than 4 KiB",
            Self::Nesting => "it has 32 values nested by value",
        })
    }
}
