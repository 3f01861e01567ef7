//! The parts of the printed report about Rust code.
//!
//! Invariant: a broken item takes one line, with the edit that mends it. Removed items take one line for each module
//! tree, and types that need another feature one line for each feature.

use std::collections::BTreeMap;

use tl_codegen::difference::{ApiChange, ApiChangeKind, ApiDifference, Impact, MemorySizeChange};

use super::report_part::ReportPart;

/// The items that break callers who follow the contract.
pub(super) fn part_about_broken_callers(api: &ApiDifference) -> ReportPart {
    let broken: Vec<_> = api.changes.iter().filter(|change| change.contract == Impact::Major).collect();
    let (removed, changed): (Vec<_>, Vec<_>) =
        broken.into_iter().partition(|change| is_removal_without_successor(change));
    let (narrowed, changed): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|change| change.kind == ApiChangeKind::FeatureNarrowed);
    let mut items: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in changed {
        items.entry(&change.item).or_default().push(api_change_in_words(change));
    }
    let mut trees: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in removed {
        let tree = change.item.split("::").next().unwrap_or(&change.item);
        trees.entry(tree).or_default().push(format!("`{}`", change.item));
    }
    let mut by_feature: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in narrowed {
        by_feature.entry(change.mend.as_deref().unwrap_or_default()).or_default().push(format!("`{}`", change.item));
    }
    let n_grouped = trees.values().chain(by_feature.values()).map(Vec::len).sum::<usize>();
    let n_items = items.len() + n_grouped;
    let removed = trees.into_iter().map(|(tree, items)| format!("{tree} removed: {}", items.join(", ")));
    let narrowed = by_feature.into_iter().map(|(mend, items)| format!("{mend}: {}", items.join(", ")));
    let changed = items.into_iter().map(|(item, changes)| format!("`{item}`: {}", changes.join("; ")));
    ReportPart {
        heading: format!("Breaks callers ({n_items})"),
        lines: removed.chain(narrowed).chain(changed).collect(),
    }
}

/// Whether a change is the removal of an item without a successor.
fn is_removal_without_successor(change: &ApiChange) -> bool {
    let is_removed = matches!(change.kind, ApiChangeKind::ItemRemoved | ApiChangeKind::ViewRemoved);
    is_removed && change.mend.as_ref().is_none_or(|mend| mend.starts_with("remove"))
}

/// One change of an item in words, with the edit that mends it.
fn api_change_in_words(change: &ApiChange) -> String {
    let ApiChange { part, kind, old, new, mend, .. } = change;
    let subject = part.as_ref().map(|part| format!("`{part}` ")).unwrap_or_default();
    let kind = api_change_kind_in_words(*kind);
    let types = match (old, new) {
        (Some(old), Some(new)) => format!(" (`{old}` to `{new}`)"),
        (None, Some(text)) | (Some(text), None) => format!(" (`{text}`)"),
        (None, None) => String::new(),
    };
    let mend = mend.as_ref().map(|mend| format!(": {mend}")).unwrap_or_default();
    format!("{subject}{kind}{types}{mend}")
}

/// The kind of a change as the predicate of a sentence.
fn api_change_kind_in_words(kind: ApiChangeKind) -> &'static str {
    match kind {
        ApiChangeKind::ItemAdded | ApiChangeKind::FeatureAdded | ApiChangeKind::ViewAdded => "is new",
        ApiChangeKind::ItemRemoved | ApiChangeKind::FeatureRemoved | ApiChangeKind::ViewRemoved => "is gone",
        ApiChangeKind::BecameEnum => "is an enum now",
        ApiChangeKind::BecameStruct => "is a struct now",
        ApiChangeKind::AliasChanged => "is another struct",
        ApiChangeKind::ParamsChanged => "has other parameters",
        ApiChangeKind::VariantAdded
        | ApiChangeKind::FieldAdded
        | ApiChangeKind::MethodAdded
        | ApiChangeKind::NewAdded => "is new",
        ApiChangeKind::VariantRemoved
        | ApiChangeKind::FieldRemoved
        | ApiChangeKind::MethodRemoved
        | ApiChangeKind::NewRemoved => "is gone",
        ApiChangeKind::PayloadAdded => "holds a struct now",
        ApiChangeKind::PayloadRemoved => "holds nothing now",
        ApiChangeKind::PayloadChanged => "holds another struct",
        ApiChangeKind::VariantBoxed | ApiChangeKind::FieldBoxed => "is boxed now",
        ApiChangeKind::VariantUnboxed | ApiChangeKind::FieldUnboxed => "is no longer boxed",
        ApiChangeKind::FieldTypeChanged => "has another type",
        ApiChangeKind::FieldMadeOptional => "is optional now",
        ApiChangeKind::FieldMadeRequired => "is required now",
        ApiChangeKind::NewReordered => "takes its arguments in another order",
        ApiChangeKind::DefaultAdded => "is implemented now",
        ApiChangeKind::DefaultRemoved => "is no longer implemented",
        ApiChangeKind::ResultChanged => "has another result",
        ApiChangeKind::BoxConversionAdded => "converts from structs into a `Box` now",
        ApiChangeKind::BoxConversionRemoved => "no longer converts from structs into a `Box`",
        ApiChangeKind::FeatureNarrowed => "needs another feature",
    }
}

/// The items that break only callers who do not follow the contract, by kind of change.
pub(super) fn part_about_breaks_outside_contract(api: &ApiDifference) -> ReportPart {
    let broken = api.changes.iter().filter(|change| change.contract < Impact::Major && change.strict == Impact::Major);
    let mut kinds: BTreeMap<ApiChangeKind, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for change in broken {
        kinds.entry(change.kind).or_default().entry(&change.item).or_default().extend(change.part.as_deref());
    }
    let lines = kinds.iter().map(|(kind, items)| {
        let items = items.iter().map(|(item, parts)| match parts.is_empty() {
            true => format!("`{item}`"),
            false => format!("`{item}` ({})", parts.join(", ")),
        });
        let heading = match kind {
            ApiChangeKind::FieldAdded => "new fields, which literals without `..` lack",
            ApiChangeKind::VariantAdded => "new variants, which matches without `_` lack",
            _ => "no conversion from structs into a `Box`",
        };
        format!("{heading}: {}", items.collect::<Vec<_>>().join(", "))
    });
    ReportPart { heading: "Breaks callers outside of the contract".to_owned(), lines: lines.collect() }
}

/// The types whose size in memory changed, on one line.
pub(super) fn part_about_memory_sizes(api: &ApiDifference) -> ReportPart {
    let sizes: Vec<_> =
        api.sizes.iter().map(|MemorySizeChange { name, old, new }| format!("`{name}` {old} to {new}")).collect();
    let lines = if sizes.is_empty() { Vec::new() } else { vec![sizes.join(", ")] };
    ReportPart { heading: format!("Sizes in bytes ({})", sizes.len()), lines }
}
