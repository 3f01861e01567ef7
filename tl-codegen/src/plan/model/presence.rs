//! Cargo features: with which of them the items of a plan are present, and how many items that makes.
//!
//! With `messages` and `users` as features, a type that functions of both reach is present with any of the two.

use std::collections::BTreeSet;

use super::plan::{Function, Plan};
use super::types::BoxedType;
use crate::settings::Namespaces;

static ALWAYS: Presence = Presence::Always;

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

impl Plan {
    /// The condition under which a type is present.
    #[must_use]
    pub fn presence_of_type(&self, ty: &BoxedType) -> &Presence {
        self.reach.get(&ty.item_path).unwrap_or(&ALWAYS)
    }

    /// The condition under which a function is present.
    #[must_use]
    pub fn presence_of_function(&self, function: &Function) -> Presence {
        match self.settings.namespaces {
            Namespaces::Always => Presence::Always,
            Namespaces::Features { .. } => function.top_namespace().map_or(Presence::Always, Presence::feature),
        }
    }

    /// The features of namespaces, sorted; none if namespaces are no features.
    #[must_use]
    pub fn features(&self) -> BTreeSet<&str> {
        match self.settings.namespaces {
            Namespaces::Always => BTreeSet::new(),
            Namespaces::Features { .. } => self.functions.iter().filter_map(Function::top_namespace).collect(),
        }
    }

    /// The items that are present with these features.
    #[must_use]
    pub fn extent(&self, features: &[&str]) -> Extent {
        self.extent_where(|presence| presence.is_with(features))
    }

    fn extent_where(&self, is_present: impl Fn(&Presence) -> bool) -> Extent {
        let types: Vec<_> = self.types.iter().filter(|ty| is_present(self.presence_of_type(ty))).collect();
        let functions = self.functions.iter().filter(|function| is_present(&self.presence_of_function(function)));
        Extent {
            functions: functions.count(),
            types: types.len(),
            constructors: types.iter().map(|ty| ty.n_constructors()).sum(),
        }
    }

    /// The items that are present by default.
    pub(crate) fn extent_of_default(&self) -> Extent {
        self.extent(&self.default_features())
    }

    /// The items that are present with the default features and one more.
    pub(crate) fn extent_with_default(&self, feature: &str) -> Extent {
        self.extent(&[&self.default_features()[..], &[feature]].concat())
    }

    /// All items.
    #[must_use]
    pub fn extent_of_all(&self) -> Extent {
        self.extent_where(|_| true)
    }

    fn default_features(&self) -> Vec<&str> {
        match &self.settings.namespaces {
            Namespaces::Always => Vec::new(),
            Namespaces::Features { default, .. } => default.iter().map(String::as_str).collect(),
        }
    }
}
