//! Comparison of types: enums with their variants, and aliases of structs.

use std::collections::BTreeMap;

use super::change::ApiChangeKind;
use super::items::{TlOrigin, is_enum_type};
use super::{ChangeDraft, FoundApiChanges, Impact};
use crate::plan::public_names::item_path_in_tree;
use crate::plan::{BoxedType, ErrorType, Plan, TypeShape, Variant, VariantPayload};

/// The path of the enum of the error types of a protocol.
const ERROR_TYPES_ENUM: &str = "RpcErrorKind";

pub(super) fn compare_boxed_types(item: &str, old: &BoxedType, new: &BoxedType, changes: &mut FoundApiChanges<'_>) {
    let origin = TlOrigin::from_type(new);
    if (&old.params, &old.numbers) != (&new.params, &new.numbers) {
        let mend = format!("write the parameters `<{}>`", new.params.join(", "));
        changes.add_about_item(item, &origin, ChangeDraft::breaking_change(ApiChangeKind::ParamsChanged, mend));
    }
    match (&old.shape, &new.shape) {
        (TypeShape::Enum(old_variants), TypeShape::Enum(new_variants)) => {
            compare_variants(item, (old, old_variants), (new, new_variants), changes);
        }
        (TypeShape::Alias, TypeShape::Enum(_)) => {
            let target = aliased_struct(old);
            let mend = format!("match on `{item}`, and build it with `.into()` from `{target}`");
            changes.add_about_item(
                item,
                &origin,
                ChangeDraft::breaking_change(ApiChangeKind::BecameEnum, mend).with_old(target),
            );
        }
        (TypeShape::Enum(_), TypeShape::Alias) => {
            let target = aliased_struct(new);
            let mend = format!("use the fields of `{item}` without a `match`");
            changes.add_about_item(
                item,
                &origin,
                ChangeDraft::breaking_change(ApiChangeKind::BecameStruct, mend).with_new(target),
            );
        }
        (TypeShape::Alias, TypeShape::Alias) => {
            let (old_target, new_target) = (aliased_struct(old), aliased_struct(new));
            if old_target != new_target {
                let mend = format!("write `{new_target}` where `{old_target}` is named");
                let found = ChangeDraft::breaking_change(ApiChangeKind::AliasChanged, mend)
                    .with_old(old_target)
                    .with_new(new_target);
                changes.add_about_item(item, &origin, found);
            }
        }
    }
    compare_box_conversions(item, old, new, changes);
}

/// The struct that an alias names.
fn aliased_struct(ty: &BoxedType) -> String {
    ty.constructors.first().map(|item| item_path_in_tree("constructors", &item.item_path)).unwrap_or_default()
}

fn compare_box_conversions(item: &str, old: &BoxedType, new: &BoxedType, changes: &mut FoundApiChanges<'_>) {
    if !is_enum_type(old) || !is_enum_type(new) {
        return;
    }
    let found = match (old.is_boxed_in_fields, new.is_boxed_in_fields) {
        (false, true) => ChangeDraft::harmless_addition(ApiChangeKind::BoxConversionAdded),
        (true, false) => {
            let mend = format!("convert the struct into `{item}` first, then into the `Box`");
            ChangeDraft {
                contract: Impact::Same,
                ..ChangeDraft::breaking_change(ApiChangeKind::BoxConversionRemoved, mend)
            }
        }
        _ => return,
    };
    changes.add_with_cause(item, found, "fields of the type".to_owned());
}

fn compare_variants(
    item: &str,
    (old, old_variants): (&BoxedType, &[Variant]),
    (new, new_variants): (&BoxedType, &[Variant]),
    changes: &mut FoundApiChanges<'_>,
) {
    let by_ident = |variants: &'_ [Variant]| -> BTreeMap<String, usize> {
        variants.iter().enumerate().map(|(index, variant)| (variant.ident.clone(), index)).collect()
    };
    let (old_idents, new_idents) = (by_ident(old_variants), by_ident(new_variants));
    for (ident, index) in &old_idents {
        let old_variant = &old_variants[*index];
        match new_idents.get(ident) {
            Some(index) => compare_payloads(item, (old, old_variant), (new, &new_variants[*index]), changes),
            None => {
                let cause = changes.causes.cause_of_variant_change(&old_variant.name, &new.name);
                let mend = format!("remove the arm `{item}::{ident}`");
                changes.add_with_cause(
                    item,
                    ChangeDraft::breaking_change(ApiChangeKind::VariantRemoved, mend).with_part(ident),
                    cause,
                );
            }
        }
    }
    for (ident, index) in new_idents.iter().filter(|(ident, _)| !old_idents.contains_key(*ident)) {
        let variant = &new_variants[*index];
        let cause = changes.causes.cause_of_variant_change(&variant.name, &new.name);
        let arm = if variant.payload.is_some() { format!("{item}::{ident}(_)") } else { format!("{item}::{ident}") };
        let mend = format!("add an arm `{arm}`, or `_`");
        let mut found =
            ChangeDraft::breaking_change_outside_contract(ApiChangeKind::VariantAdded, mend).with_part(ident);
        found.new = variant.payload.as_ref().map(|payload| payload_rust_type(new, payload));
        changes.add_with_cause(item, found, cause);
    }
}

/// The type that a variant holds, without its `Box`.
fn payload_struct_path(ty: &BoxedType, payload: &VariantPayload) -> String {
    item_path_in_tree("constructors", &ty.constructors[payload.constructor].item_path)
}

/// The type that a variant holds.
fn payload_rust_type(ty: &BoxedType, payload: &VariantPayload) -> String {
    let path = payload_struct_path(ty, payload);
    if payload.is_indirect { format!("Box<{path}>") } else { path }
}

fn compare_payloads(
    item: &str,
    (old, old_variant): (&BoxedType, &Variant),
    (new, new_variant): (&BoxedType, &Variant),
    changes: &mut FoundApiChanges<'_>,
) {
    let ident = &new_variant.ident;
    let (found, cause) = match (&old_variant.payload, &new_variant.payload) {
        (None, None) => return,
        (None, Some(payload)) => {
            let path = payload_struct_path(new, payload);
            let mend = format!("write `{item}::{ident}(_)` in patterns, and build it with `.into()` from `{path}`");
            let found = ChangeDraft::breaking_change(ApiChangeKind::PayloadAdded, mend)
                .with_new(payload_rust_type(new, payload));
            (found, changes.causes.cause_of_variant_change(&new_variant.name, &new.name))
        }
        (Some(payload), None) => {
            let mend = format!("write `{item}::{ident}`");
            let found = ChangeDraft::breaking_change(ApiChangeKind::PayloadRemoved, mend)
                .with_old(payload_rust_type(old, payload));
            (found, changes.causes.cause_of_variant_change(&new_variant.name, &new.name))
        }
        (Some(old_payload), Some(new_payload)) => {
            let (old_type, new_type) = (payload_rust_type(old, old_payload), payload_rust_type(new, new_payload));
            if old_type == new_type {
                return;
            }
            let is_same_struct = payload_struct_path(old, old_payload) == payload_struct_path(new, new_payload);
            let (kind, mend, cause) = match (is_same_struct, new_payload.is_indirect) {
                (true, true) => {
                    let mend = format!(
                        "write `*value` for the struct of `{item}::{ident}(value)`, and build it with `.into()`"
                    );
                    (ApiChangeKind::VariantBoxed, mend, changes.causes.cause_of_variant_box(&new_variant.name))
                }
                (true, false) => {
                    let mend =
                        format!("write `value` for `*value` of `{item}::{ident}(value)`, and build it with `.into()`");
                    (ApiChangeKind::VariantUnboxed, mend, changes.causes.cause_of_variant_box(&new_variant.name))
                }
                (false, _) => {
                    let cause = changes.causes.cause_of_variant_change(&new_variant.name, &new.name);
                    (ApiChangeKind::PayloadChanged, format!("write `{new_type}`"), cause)
                }
            };
            (ChangeDraft::breaking_change(kind, mend).with_old(old_type).with_new(new_type), cause)
        }
    };
    changes.add_with_cause(item, found.with_part(ident), cause);
}

/// Compares the error types of the protocol, which follow from the functions of the schema and their metadata.
pub(super) fn compare_error_types(old: &Plan, new: &Plan, changes: &mut FoundApiChanges<'_>) {
    let cause = || "functions that return it".to_owned();
    let has = |types: &[ErrorType], ident: &str| types.iter().any(|ty| ty.ident == ident);
    for ty in old.error_types.iter().filter(|ty| !has(&new.error_types, &ty.ident)) {
        let mend = format!("remove the arm `{ERROR_TYPES_ENUM}::{}`", ty.ident);
        changes.add_with_cause(
            ERROR_TYPES_ENUM,
            ChangeDraft::breaking_change(ApiChangeKind::VariantRemoved, mend).with_part(&ty.ident),
            cause(),
        );
    }
    for ty in new.error_types.iter().filter(|ty| !has(&old.error_types, &ty.ident)) {
        let mend = format!("add an arm `{ERROR_TYPES_ENUM}::{}`, or `_`", ty.ident);
        let found =
            ChangeDraft::breaking_change_outside_contract(ApiChangeKind::VariantAdded, mend).with_part(&ty.ident);
        changes.add_with_cause(ERROR_TYPES_ENUM, found, cause());
    }
}
