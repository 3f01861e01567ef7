//! The plan of a protocol and its functions.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::ErrorType;
use super::feature_condition::{FeatureCondition, ItemCounts};
use super::forced_box::ForcedBox;
use super::item_path::ItemPath;
use super::structs::Struct;
use super::types::BoxedType;
use super::value::Codec;
use crate::metadata::{Access, ErrorRow, MethodRow};
use crate::recorded_indirections::RecordedIndirections;
use crate::settings::{NamespaceFeatures, Settings};
use crate::table::{EncodedLayers, EncodedNames, EncodedParts, TableError};

static ALWAYS_COMPILED: FeatureCondition = FeatureCondition::Always;

/// All decisions about the generated code of one protocol.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings that the caller chose.
    pub settings: Settings,
    /// The layer of the schema, if the schema names one.
    pub layer: Option<u32>,
    /// TL lines of the constructors that the runtime supplies. Nothing is generated for them.
    pub supplied: Vec<String>,
    /// The boxed types, sorted by TL name.
    pub types: Vec<BoxedType>,
    /// The functions, sorted by TL name.
    pub functions: Vec<Function>,
    /// Errors that any function may return.
    pub common_errors: Vec<ErrorRow>,
    /// Error types of the protocol, sorted by name.
    pub error_types: Vec<ErrorType>,
    /// For the TL name of a type, the functions that return or accept it.
    pub cross_references: BTreeMap<String, CrossReferences>,
    /// Types that are present with some cargo features only. All other types are always present.
    pub reach: BTreeMap<ItemPath, FeatureCondition>,
    /// The indirections of the plan, and the rows of the earlier record about everything that the schema lacks.
    pub layout: RecordedIndirections,
    /// Number of indirections that the record keeps although the rules would decide otherwise today.
    pub n_kept: usize,
    /// Values that are recorded as held by value, and are behind a `Box` now because they must be; sorted.
    pub forced: Vec<ForcedBox>,
    /// The packed names and declarations.
    pub tables: Tables,
    /// The reason why the schema has no tables although the settings ask for them.
    pub tables_error: Option<TableError>,
    /// Types with a view; empty if views are switched off.
    pub views: BTreeSet<ItemPath>,
}

/// The packed tables of a protocol.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Names and ids of all combinators.
    pub names: Option<EncodedNames>,
    /// Fields and types of all combinators.
    pub table: Option<EncodedParts>,
    /// Layouts of older layers.
    pub layers: Option<EncodedLayers>,
}

/// A function of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The struct of the function.
    pub item: Struct,
    /// The private module that contains the function, which is also the name of its file.
    pub module: String,
    /// The encoding of the result.
    pub result: Codec,
    /// The result type in TL notation.
    pub result_tl: String,
    /// The metadata of the function, if the tables have a row for it.
    pub method: Option<MethodRow>,
}

/// The functions that a type is linked to in its docs, by TL name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossReferences {
    /// Functions whose result is the type, or a vector of it.
    pub returned_by: BTreeSet<String>,
    /// Functions with a field of the type, or of a vector of it.
    pub accepted_by: BTreeSet<String>,
}

impl Plan {
    /// Every struct of constructors, then every struct of functions.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        let constructors = self.types.iter().flat_map(|ty| &ty.constructors);
        constructors.chain(self.functions.iter().map(|function| &function.item))
    }

    /// Whether a type has a view.
    #[must_use]
    pub fn has_view(&self, ty: &BoxedType) -> bool {
        self.views.contains(&ty.item_path)
    }

    /// The types with a view.
    pub fn viewed_types(&self) -> impl Iterator<Item = &BoxedType> {
        self.types.iter().filter(|ty| self.has_view(ty))
    }
}

impl Function {
    /// The first part of the function's TL name, if it has a namespace: `messages` of `messages.sendMessage`.
    pub(crate) fn top_namespace(&self) -> Option<&str> {
        self.item.name.split_once('.').map(|(namespace, _)| namespace)
    }

    /// Three answers: whether users, bots, and bots over a business connection may call the function.
    pub(crate) fn access_by_caller(&self) -> [Access; 3] {
        self.method.as_ref().map_or_else(Default::default, |method| [method.users, method.bots, method.business])
    }
}

/// Cargo features: the presence of items, and the number of items that a set of features enables.
impl Plan {
    /// The condition under which a type is present.
    #[must_use]
    pub fn feature_condition_of_type(&self, ty: &BoxedType) -> &FeatureCondition {
        self.reach.get(&ty.item_path).unwrap_or(&ALWAYS_COMPILED)
    }

    /// The condition under which a function is present.
    #[must_use]
    pub fn feature_condition_of_function(&self, function: &Function) -> FeatureCondition {
        match self.settings.namespaces {
            NamespaceFeatures::Always => FeatureCondition::Always,
            NamespaceFeatures::Features { .. } => {
                function.top_namespace().map_or(FeatureCondition::Always, FeatureCondition::only_feature)
            }
        }
    }

    /// The features of namespaces with functions, sorted; none if namespaces are no features.
    #[must_use]
    pub fn namespace_features(&self) -> BTreeSet<&str> {
        match self.settings.namespaces {
            NamespaceFeatures::Always => BTreeSet::new(),
            NamespaceFeatures::Features { .. } => self.functions.iter().filter_map(Function::top_namespace).collect(),
        }
    }

    /// The number of items that are present with these features.
    #[must_use]
    pub fn item_counts_with_features(&self, features: &[&str]) -> ItemCounts {
        self.count_compiled_items(|presence| presence.is_compiled_with(features))
    }

    fn count_compiled_items(&self, is_present: impl Fn(&FeatureCondition) -> bool) -> ItemCounts {
        let types: Vec<_> = self.types.iter().filter(|ty| is_present(self.feature_condition_of_type(ty))).collect();
        let functions =
            self.functions.iter().filter(|function| is_present(&self.feature_condition_of_function(function)));
        ItemCounts {
            functions: functions.count(),
            types: types.len(),
            constructors: types.iter().map(|ty| ty.n_constructors()).sum(),
        }
    }

    /// The number of items that are present with the default features.
    pub(crate) fn item_counts_by_default(&self) -> ItemCounts {
        self.item_counts_with_features(&self.default_feature_names())
    }

    /// The number of items that are present with the default features and `feature`.
    pub(crate) fn item_counts_with_additional_feature(&self, feature: &str) -> ItemCounts {
        self.item_counts_with_features(&[&self.default_feature_names()[..], &[feature]].concat())
    }

    /// The number of all items of the plan.
    #[must_use]
    pub fn all_item_counts(&self) -> ItemCounts {
        self.count_compiled_items(|_| true)
    }

    fn default_feature_names(&self) -> Vec<&str> {
        match &self.settings.namespaces {
            NamespaceFeatures::Always => Vec::new(),
            NamespaceFeatures::Features { default, .. } => default.iter().map(String::as_str).collect(),
        }
    }
}
