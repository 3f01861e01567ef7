//! Comparison of cargo features: those that came and went, and the types that they enable.
//!
//! Invariant: a type that more features enable than before is no change for callers.

use std::collections::BTreeSet;

use super::change::ApiKind;
use super::{ChangeDraft, Changes};
use crate::plan::listing::item_path_in_tree;
use crate::plan::{Plan, Presence};

pub(super) fn compare_features(old: &Plan, new: &Plan, changes: &mut Changes<'_>) {
    let (old_features, new_features) = (old.features(), new.features());
    for feature in old_features.difference(&new_features) {
        let mend = format!("remove the feature `{feature}` from the dependency");
        let cause = format!("functions of {feature}: removed");
        changes.add_with_cause(
            &cargo_feature_path(feature),
            ChangeDraft::breaks_callers(ApiKind::FeatureRemoved, mend),
            cause,
        );
    }
    for feature in new_features.difference(&old_features) {
        let cause = format!("functions of {feature}: added");
        changes.add_with_cause(
            &cargo_feature_path(feature),
            ChangeDraft::harmless_addition(ApiKind::FeatureAdded),
            cause,
        );
    }
    for ty in &new.types {
        let Ok(at) = old.types.binary_search_by(|other| other.name.cmp(&ty.name)) else { continue };
        let (before, now) = (old.presence_of_type(&old.types[at]), new.presence_of_type(ty));
        let lost = lost_features(before, now, &new_features);
        if lost.is_empty() {
            continue;
        }
        let enabling = enabling_feature(now).unwrap_or_default();
        let mend = format!("enable the feature `{enabling}` too");
        let found = ChangeDraft::breaks_callers(ApiKind::FeatureNarrowed, mend)
            .with_old(presence_in_words(before))
            .with_new(presence_in_words(now));
        let cause = format!("functions of {} no longer reach it", lost.into_iter().collect::<Vec<_>>().join(", "));
        changes.add_with_cause(&item_path_in_tree("types", &ty.item_path), found, cause);
    }
}

fn cargo_feature_path(feature: &str) -> String {
    format!("features::{feature}")
}

/// The features that enabled a type and do not any more; features that are gone altogether do not count.
fn lost_features<'a>(before: &'a Presence, now: &'a Presence, existing: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    match (before, now) {
        (_, Presence::Always) => BTreeSet::new(),
        (Presence::Always, Presence::AnyOf(now)) => {
            let has_lost = |feature: &&&str| !now.contains(**feature);
            let lost: BTreeSet<_> = existing.iter().filter(has_lost).copied().collect();
            if lost.is_empty() { BTreeSet::from(["the root namespace"]) } else { lost }
        }
        (Presence::AnyOf(before), Presence::AnyOf(now)) => {
            before.difference(now).map(String::as_str).filter(|feature| existing.contains(feature)).collect()
        }
    }
}

/// A feature that enables a type.
fn enabling_feature(presence: &Presence) -> Option<&str> {
    match presence {
        Presence::Always => None,
        Presence::AnyOf(features) => features.first().map(String::as_str),
    }
}

fn presence_in_words(presence: &Presence) -> String {
    match presence {
        Presence::Always => "always".to_owned(),
        Presence::AnyOf(features) => features.iter().cloned().collect::<Vec<_>>().join(", "),
    }
}
