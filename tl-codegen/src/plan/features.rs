//! Accessors of a plan for cargo features: the features that each item needs, and the number of items with given
//! features.

use std::collections::BTreeSet;

use super::model::{BoxedType, Extent, Function, Plan, Presence};
use crate::settings::Namespaces;

static ALWAYS: Presence = Presence::Always;

impl Plan {
    /// The condition under which a type is compiled.
    #[must_use]
    pub fn presence_of_type(&self, ty: &BoxedType) -> &Presence {
        self.reach.types.get(&ty.item_path).unwrap_or(&ALWAYS)
    }

    /// The condition under which a function is compiled.
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

    /// The number of items that are present with these features.
    #[must_use]
    pub fn extent(&self, features: &[&str]) -> Extent {
        let types: Vec<_> = self.types.iter().filter(|ty| self.presence_of_type(ty).is_with(features)).collect();
        let functions = self.functions.iter().filter(|function| self.presence_of_function(function).is_with(features));
        Extent {
            functions: functions.count(),
            types: types.len(),
            constructors: types.iter().map(|ty| ty.n_constructors()).sum(),
        }
    }

    /// The number of items that are present with the default features.
    #[must_use]
    pub fn extent_of_default(&self) -> Extent {
        self.extent(&self.default_features())
    }

    /// The number of items that are present with the default features and `feature`.
    #[must_use]
    pub fn extent_with_default(&self, feature: &str) -> Extent {
        self.extent(&[&self.default_features()[..], &[feature]].concat())
    }

    /// The number of all items.
    #[must_use]
    pub fn extent_of_all(&self) -> Extent {
        Extent {
            functions: self.functions.len(),
            types: self.types.len(),
            constructors: self.types.iter().map(BoxedType::n_constructors).sum(),
        }
    }

    fn default_features(&self) -> Vec<&str> {
        match &self.settings.namespaces {
            Namespaces::Always => Vec::new(),
            Namespaces::Features { default, .. } => default.iter().map(String::as_str).collect(),
        }
    }
}
