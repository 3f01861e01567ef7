//! The trait of enums with one fixed spelling per value in the tables.
//!
//! Public enums implement it where they are defined. The same list of words is used to read a table and to write it. Invariant: reading a written word gives the value
//! back.

/// A value that a table spells as one word: [`Access::Yes`](super::Access::Yes) is `yes`.
pub trait Keyword: Copy + PartialEq + 'static {
    /// Each value with its word; values and words are unique.
    const WORDS: &'static [(Self, &'static str)];

    /// The word of this value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }

    /// The value that a word spells; `None` if the word is not in the list.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(value, _)| *value)
    }
}

/// The column `errors` of `methods.tsv`: whether the errors of a method are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorsState {
    /// The errors have rows in `errors.tsv`.
    Listed,
    /// A source documents the method and lists no error.
    None,
    /// No source covers the method.
    Unknown,
}

/// Implements [`Keyword`] for an enum.
macro_rules! impl_keyword {
    ($ty:ident: $($value:ident = $word:literal),+ $(,)?) => {
        impl $crate::metadata::keywords::Keyword for $ty {
            const WORDS: &'static [(Self, &'static str)] = &[$((Self::$value, $word)),+];
        }
    };
}
pub(super) use impl_keyword;

impl_keyword!(ErrorsState: Listed = "listed", None = "none", Unknown = "unknown");
