//! Cargo features: with which of them items are present, and how many items that makes.
//!
//! With `messages` and `users` as features, a type that functions of both reach is present with any of the two.

use std::collections::BTreeSet;

/// The condition under which an item is compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Always.
    Always,
    /// With any of these features. There is at least one.
    AnyOf(BTreeSet<String>),
}

/// How many items a set of features makes present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Functions.
    pub functions: usize,
    /// Types.
    pub types: usize,
    /// Constructors.
    pub constructors: usize,
}

impl Presence {
    /// Whether the item is present with these features.
    #[must_use]
    pub fn is_with(&self, features: &[&str]) -> bool {
        match self {
            Self::Always => true,
            Self::AnyOf(any) => features.iter().any(|feature| any.contains(*feature)),
        }
    }

    /// The condition under which this item or another one is present.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::AnyOf(one), Self::AnyOf(other)) => Self::AnyOf(one | other),
            _ => Self::Always,
        }
    }

    pub(in crate::plan) fn feature(name: &str) -> Self {
        Self::AnyOf(BTreeSet::from([name.to_owned()]))
    }
}

impl Extent {
    /// The difference to a smaller extent.
    pub(crate) fn without(self, smaller: Self) -> Self {
        Self {
            functions: self.functions - smaller.functions,
            types: self.types - smaller.types,
            constructors: self.constructors - smaller.constructors,
        }
    }
}
