//! Enums with one fixed spelling per value in the tables.
//!
//! The same list of words is used to read a table and to write it. Invariant: reading a written word gives the value
//! back.

use super::{Access, Basis, ErrorBasis, SourceKind};

/// A value that a table spells as one word: [`Access::Yes`] is `yes`.
pub trait Keyword: Copy + PartialEq + 'static {
    /// Each value with its word; values and words are unique.
    const WORDS: &'static [(Self, &'static str)];

    /// The word of this value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }

    /// The value of a word; `None` if the word is not in the list.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(value, _)| *value)
    }
}

impl Keyword for Access {
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Yes, "yes"), (Self::No, "no"), (Self::Unknown, "unknown")];
}

impl Keyword for Basis {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Listed, "listed"),
        (Self::Absence, "absence"),
        (Self::Page, "page"),
        (Self::Table, "table"),
        (Self::Unknown, "unknown"),
    ];
}

impl Keyword for ErrorBasis {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Listed, "listed"),
        (Self::Joined, "joined"),
        (Self::Second, "second"),
        (Self::Older, "older"),
        (Self::Share, "share"),
        (Self::Fixed, "fixed"),
        (Self::Unplaced, "unplaced"),
    ];
}

impl Keyword for SourceKind {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Preferred, "preferred"),
        (Self::Lists, "lists"),
        (Self::Table, "table"),
        (Self::Pages, "pages"),
        (Self::Codes, "codes"),
    ];
}
