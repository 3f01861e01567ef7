//! The level of a lint: whether its warnings are removed, kept or made errors.

/// The treatment of the warnings of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Warnings of the code are removed.
    Allow,
    /// Warnings of the code stay warnings.
    Warn,
    /// Warnings of the code become errors.
    Deny,
}
