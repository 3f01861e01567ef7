//! Which cargo features make a type present, if namespaces of functions are features.
//!
//! A function reaches the types of its fields and of its result; a type reaches the types of the fields of all its
//! constructors. A type is present with each feature whose functions reach it. Invariant: with any set of features, all
//! types that a present item mentions are present too.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Diagnostic, Schema, Section};

use super::containment::ContainmentGraph;
use super::fixpoint;
use super::model::{BoxedType, FeatureCondition, Function, ItemPath};
use super::planner_output::PlannerOutput;
use crate::settings::{NamespaceFeatures, Settings};

/// The feature condition of each type that needs a cargo feature. Types that are always present are left out.
pub(super) fn feature_conditions_of_types<'a>(
    types: &'a [BoxedType],
    functions: &'a [Function],
    graph: &ContainmentGraph<'a>,
    namespaces: &NamespaceFeatures,
) -> BTreeMap<ItemPath, FeatureCondition> {
    let NamespaceFeatures::Features { all, .. } = namespaces else { return BTreeMap::new() };
    let mut mentioned: BTreeMap<Option<&str>, BTreeSet<&ItemPath>> = BTreeMap::new();
    for function in functions {
        let codecs = function.item.codecs().chain([&function.result]);
        mentioned
            .entry(function.top_namespace())
            .or_default()
            .extend(codecs.flat_map(|codec| graph.boxed_types_mentioned_by_codec(codec)));
    }
    let mut reached: BTreeMap<&ItemPath, FeatureCondition> = BTreeMap::new();
    for (feature, types) in mentioned {
        let feature_condition = feature.map_or(FeatureCondition::Always, FeatureCondition::only_feature);
        for ty in fixpoint::reachable_nodes(types, |ty| graph.types_mentioned_by(ty)) {
            reached
                .entry(ty)
                .and_modify(|known| *known = known.union_with(&feature_condition))
                .or_insert_with(|| feature_condition.clone());
        }
    }
    let unreached = FeatureCondition::only_feature(all);
    let types = types.iter().map(|ty| (&ty.item_path, reached.get(&ty.item_path).unwrap_or(&unreached)));
    let switched = types.filter(|(_, feature_condition)| **feature_condition != FeatureCondition::Always);
    switched.map(|(item_path, feature_condition)| (item_path.clone(), feature_condition.clone())).collect()
}

/// Reports each namespace that has the name of a feature with another meaning.
pub(super) fn report_taken_feature_names(schema: &Schema, settings: &Settings, out: &mut PlannerOutput) {
    let NamespaceFeatures::Features { all, taken, .. } = &settings.namespaces else { return };
    let own = settings.features_of_gates().chain(["default", all]);
    let mut taken: BTreeSet<&str> = own.chain(taken.iter().map(String::as_str)).collect();
    for function in schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions) {
        let Some(namespace) = function.name.namespace.first() else { continue };
        if taken.remove(namespace.as_str()) {
            let message = format!("namespace `{namespace}` becomes a cargo feature, but that name has another meaning");
            out.add_diagnostic(Diagnostic::error(Code::NameCollision, function.span, message));
        }
    }
}
