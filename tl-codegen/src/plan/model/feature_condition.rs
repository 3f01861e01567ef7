//! The condition under which an item is compiled, and the number of items that a set of features enables.
//!
//! With `messages` and `users` as features, a type that functions of both reach is present with any of the two.

use std::collections::BTreeSet;

/// The condition under which an item is compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeatureCondition {
    /// The item is always compiled.
    Always,
    /// The item is compiled if at least one of these features is enabled. The set is not empty.
    AnyOf(BTreeSet<String>),
}

/// The number of items that are present with a set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCounts {
    /// Number of functions that are compiled.
    pub functions: usize,
    /// Number of types that are compiled.
    pub types: usize,
    /// Number of constructors that are compiled.
    pub constructors: usize,
}

impl FeatureCondition {
    /// Whether an item with this condition is compiled with these features.
    #[must_use]
    pub fn is_compiled_with(&self, features: &[&str]) -> bool {
        match self {
            Self::Always => true,
            Self::AnyOf(any) => features.iter().any(|feature| any.contains(*feature)),
        }
    }

    /// The condition that holds if this condition or `other` holds.
    #[must_use]
    pub fn union_with(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::AnyOf(one), Self::AnyOf(other)) => Self::AnyOf(one | other),
            _ => Self::Always,
        }
    }

    pub(in crate::plan) fn only_feature(name: &str) -> Self {
        Self::AnyOf(BTreeSet::from([name.to_owned()]))
    }
}

impl ItemCounts {
    /// These counts minus `smaller`, none of whose counts may be greater.
    pub(crate) fn minus_smaller_counts(self, smaller: Self) -> Self {
        Self {
            functions: self.functions - smaller.functions,
            types: self.types - smaller.types,
            constructors: self.constructors - smaller.constructors,
        }
    }
}
