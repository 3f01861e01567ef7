//! Comparison of cargo features: those that came and went, and the types that they enable.
//!
//! Invariant: a type that more features enable than before is no change for callers.

use std::collections::BTreeSet;

use super::change::ApiChangeKind;
use super::{ChangeDraft, FoundApiChanges};
use crate::plan::public_names::item_path_in_tree;
use crate::plan::{FeatureCondition, Plan};

pub(super) fn compare_features(old: &Plan, new: &Plan, changes: &mut FoundApiChanges<'_>) {
    let (old_features, new_features) = (old.namespace_features(), new.namespace_features());
    for feature in old_features.difference(&new_features) {
        let mend = format!("remove the feature `{feature}` from the dependency");
        let cause = format!("functions of {feature}: removed");
        changes.add_with_cause(
            &cargo_feature_path(feature),
            ChangeDraft::breaking_change(ApiChangeKind::FeatureRemoved, mend),
            cause,
        );
    }
    for feature in new_features.difference(&old_features) {
        let cause = format!("functions of {feature}: added");
        changes.add_with_cause(
            &cargo_feature_path(feature),
            ChangeDraft::harmless_addition(ApiChangeKind::FeatureAdded),
            cause,
        );
    }
    for ty in &new.types {
        let Ok(at) = old.types.binary_search_by(|other| other.name.cmp(&ty.name)) else { continue };
        let (before, now) = (old.feature_condition_of_type(&old.types[at]), new.feature_condition_of_type(ty));
        let lost = lost_features(before, now, &new_features);
        if lost.is_empty() {
            continue;
        }
        let enabling = enabling_feature(now).unwrap_or_default();
        let mend = format!("enable the feature `{enabling}` too");
        let found = ChangeDraft::breaking_change(ApiChangeKind::FeatureNarrowed, mend)
            .with_old(feature_condition_in_words(before))
            .with_new(feature_condition_in_words(now));
        let cause = format!("functions of {} no longer reach it", lost.into_iter().collect::<Vec<_>>().join(", "));
        changes.add_with_cause(&item_path_in_tree("types", &ty.item_path), found, cause);
    }
}

fn cargo_feature_path(feature: &str) -> String {
    format!("features::{feature}")
}

/// The features that enabled a type and do not any more; features that are gone altogether do not count.
fn lost_features<'a>(
    before: &'a FeatureCondition,
    now: &'a FeatureCondition,
    existing: &BTreeSet<&'a str>,
) -> BTreeSet<&'a str> {
    match (before, now) {
        (_, FeatureCondition::Always) => BTreeSet::new(),
        (FeatureCondition::Always, FeatureCondition::AnyOf(now)) => {
            let has_lost = |feature: &&&str| !now.contains(**feature);
            let lost: BTreeSet<_> = existing.iter().filter(has_lost).copied().collect();
            if lost.is_empty() { BTreeSet::from(["the root namespace"]) } else { lost }
        }
        (FeatureCondition::AnyOf(before), FeatureCondition::AnyOf(now)) => {
            before.difference(now).map(String::as_str).filter(|feature| existing.contains(feature)).collect()
        }
    }
}

/// A feature that enables a type.
fn enabling_feature(presence: &FeatureCondition) -> Option<&str> {
    match presence {
        FeatureCondition::Always => None,
        FeatureCondition::AnyOf(features) => features.first().map(String::as_str),
    }
}

fn feature_condition_in_words(presence: &FeatureCondition) -> String {
    match presence {
        FeatureCondition::Always => "always".to_owned(),
        FeatureCondition::AnyOf(features) => features.iter().cloned().collect::<Vec<_>>().join(", "),
    }
}
