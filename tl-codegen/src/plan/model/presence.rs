//! Cargo features: with which of them items are present, and how many items that makes.
//!
//! With `messages` and `users` as features, a type that functions of both reach is present with any of the two.

use std::collections::{BTreeMap, BTreeSet};

use super::item_path::ItemPath;

/// The condition under which an item is compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// The item is always compiled.
    Always,
    /// The item is compiled with any of these features. There is at least one.
    AnyOf(BTreeSet<String>),
}

/// The presence of every type.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Types that are present with some features only. All other types are always present.
    pub(in crate::plan) types: BTreeMap<ItemPath, Presence>,
}

/// The number of items that a set of features makes present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Number of functions.
    pub functions: usize,
    /// Number of types.
    pub types: usize,
    /// Number of constructors.
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

    /// The condition that holds if this condition or another one holds.
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
    #[must_use]
    pub fn without(self, smaller: Self) -> Self {
        Self {
            functions: self.functions - smaller.functions,
            types: self.types - smaller.types,
            constructors: self.constructors - smaller.constructors,
        }
    }
}
