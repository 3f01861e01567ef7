//! Comparison of structs: fields, `new`, `Default`, methods, and the results of functions.

use super::change::ApiChangeKind;
use super::items::TlOrigin;
use super::{ChangeDraft, FoundApiChanges};
use crate::plan::naming::field_ident_of_name;
use crate::plan::public_names::{codec_rust_type, field_rust_type, item_path_in_tree, value_rust_type};
use crate::plan::{BitGroup, BitGroupMember, DefaultImpl, Field, FieldKind, FieldValue, Function, NewMethod, Struct};

pub(super) fn compare_structs(
    item: &str,
    old: &Struct,
    new: &Struct,
    origin: &TlOrigin<'_>,
    changes: &mut FoundApiChanges<'_>,
) {
    if (&old.params, &old.numbers) != (&new.params, &new.numbers) {
        let mend = format!("write the parameters `<{}>`", new.params.join(", "));
        changes.add_about_item(item, origin, ChangeDraft::breaking_change(ApiChangeKind::ParamsChanged, mend));
    }
    let pair = StructPair { item, old, new, origin };
    for field in &old.fields {
        match field_by_ident(new, &field.ident) {
            Some(new_field) => pair.compare_changed_field(field, new_field, changes),
            None => pair.report_removed_field(field, changes),
        }
    }
    for field in new.fields.iter().filter(|field| field_by_ident(old, &field.ident).is_none()) {
        pair.report_added_field(field, changes);
    }
    pair.compare_method_new(changes);
    pair.compare_default_impls(changes);
    pair.compare_implied_methods(changes);
}

/// Both versions of one struct.
struct StructPair<'a> {
    item: &'a str,
    old: &'a Struct,
    new: &'a Struct,
    origin: &'a TlOrigin<'a>,
}

impl StructPair<'_> {
    fn add_change(&self, found: ChangeDraft, changes: &mut FoundApiChanges<'_>) {
        changes.add_about_item(self.item, self.origin, found);
    }

    fn compare_changed_field(&self, old: &Field, new: &Field, changes: &mut FoundApiChanges<'_>) {
        let (old_type, new_type) = (field_rust_type(old), field_rust_type(new));
        if old_type == new_type {
            return;
        }
        let (item, ident) = (self.item, &new.ident);
        let found = |kind, mend: String| {
            ChangeDraft::breaking_change(kind, mend).with_part(ident).with_old(&old_type).with_new(&new_type)
        };
        if let Some(new) = value_differing_in_box(&old.kind, &new.kind) {
            let (kind, mend) = box_change_and_mend(new, &format!("{ident} of {item}"));
            let cause = changes.causes.cause_of_field_box(self.origin, ident);
            return changes.add_with_cause(item, found(kind, mend), cause);
        }
        let (kind, mend) = match (&old.kind, &new.kind) {
            (FieldKind::Required(_), FieldKind::Optional(_)) => (
                ApiChangeKind::FieldMadeOptional,
                format!("wrap `{ident}` in `Some(…)`, and read it with `if let Some(…)`"),
            ),
            (FieldKind::Optional(_), FieldKind::Required(_)) => {
                (ApiChangeKind::FieldMadeRequired, format!("give `{ident}: {new_type}` without `Some(…)`"))
            }
            _ => (ApiChangeKind::FieldTypeChanged, format!("give `{ident}` as `{new_type}`")),
        };
        self.add_change(found(kind, mend), changes);
    }

    fn report_removed_field(&self, field: &Field, changes: &mut FoundApiChanges<'_>) {
        let ident = &field.ident;
        let new_name = changes.causes.new_name_of_field(self.origin, ident).map(field_ident_of_name);
        let group = self.new.fields.iter().find(|other| match &other.kind {
            FieldKind::Group(group) => group.members.iter().any(|member| member.ident == *ident),
            _ => false,
        });
        let mend = match (self.new.implied.iter().any(|implied| implied.ident == *ident), group, new_name) {
            (true, ..) => format!("call the method `{ident}()`, and set the field that implies it"),
            (_, Some(group), _) => format!("read and write `{ident}` inside of `{}`", group.ident),
            (.., Some(name)) => format!("write `{name}`"),
            _ => format!("remove `{ident}`"),
        };
        self.add_change(
            ChangeDraft::breaking_change(ApiChangeKind::FieldRemoved, mend)
                .with_part(ident)
                .with_old(field_rust_type(field)),
            changes,
        );
    }

    fn report_added_field(&self, field: &Field, changes: &mut FoundApiChanges<'_>) {
        let ident = &field.ident;
        let found = match (is_required_field(field), self.old.impls.new) {
            (true, _) if self.new.impls.new != NewMethod::Absent => ChangeDraft::breaking_change(
                ApiChangeKind::FieldAdded,
                format!("write `{}`", example_new_call(self.new)),
            ),
            (true, _) => {
                ChangeDraft::breaking_change(ApiChangeKind::FieldAdded, format!("add `{ident}: …` to the literal"))
            }
            (false, NewMethod::Absent) => {
                ChangeDraft::breaking_change(ApiChangeKind::FieldAdded, literal_mend_line(self.new))
            }
            (false, _) => {
                ChangeDraft::breaking_change_outside_contract(ApiChangeKind::FieldAdded, literal_mend_line(self.new))
            }
        };
        self.add_change(found.with_part(ident).with_new(field_rust_type(field)), changes);
    }

    fn compare_method_new(&self, changes: &mut FoundApiChanges<'_>) {
        let [old, new] = [self.old, self.new].map(|item| item.impls.new != NewMethod::Absent);
        let found = match (old, new) {
            (false, true) => {
                ChangeDraft::harmless_addition(ApiChangeKind::NewAdded).with_new(example_new_call(self.new))
            }
            (true, false) => {
                let mend = format!("write a literal of `{}` with all fields", self.item);
                ChangeDraft::breaking_change(ApiChangeKind::NewRemoved, mend).with_old(example_new_call(self.old))
            }
            (true, true) if self.are_required_fields_reordered() => {
                let mend = format!(
                    "give the arguments of `{}` in the new order, also where types agree",
                    example_new_call(self.new)
                );
                ChangeDraft::breaking_change(ApiChangeKind::NewReordered, mend)
                    .with_old(example_new_call(self.old))
                    .with_new(example_new_call(self.new))
            }
            _ => return,
        };
        self.add_change(found.with_part("new"), changes);
    }

    /// Whether the required fields that both structs have are in another order.
    fn are_required_fields_reordered(&self) -> bool {
        let common = |item: &Struct, other: &Struct| -> Vec<String> {
            let in_other = |field: &&Field| field_by_ident(other, &field.ident).is_some_and(is_required_field);
            item.fields
                .iter()
                .filter(|field| is_required_field(field))
                .filter(in_other)
                .map(|field| field.ident.clone())
                .collect()
        };
        common(self.old, self.new) != common(self.new, self.old)
    }

    fn compare_default_impls(&self, changes: &mut FoundApiChanges<'_>) {
        let [old, new] = [self.old, self.new].map(|item| item.impls.default != DefaultImpl::Absent);
        let found = match (old, new) {
            (false, true) => ChangeDraft::harmless_addition(ApiChangeKind::DefaultAdded),
            (true, false) => ChangeDraft::breaking_change(ApiChangeKind::DefaultRemoved, literal_mend_line(self.new)),
            _ => return,
        };
        self.add_change(found.with_part("default"), changes);
    }

    fn compare_implied_methods(&self, changes: &mut FoundApiChanges<'_>) {
        let has = |item: &Struct, ident: &str| item.implied.iter().any(|implied| implied.ident == ident);
        for method in self.old.implied.iter().filter(|method| !has(self.new, &method.ident)) {
            let ident = &method.ident;
            let mend = match field_by_ident(self.new, ident) {
                Some(_) => format!("read the field `{ident}`"),
                None => format!("remove the calls of `{ident}()`"),
            };
            self.add_change(ChangeDraft::breaking_change(ApiChangeKind::MethodRemoved, mend).with_part(ident), changes);
        }
        for method in self.new.implied.iter().filter(|method| !has(self.old, &method.ident)) {
            self.add_change(
                ChangeDraft::harmless_addition(ApiChangeKind::MethodAdded).with_part(&method.ident),
                changes,
            );
        }
    }
}

fn is_required_field(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Required(_))
}

fn field_by_ident<'a>(item: &'a Struct, ident: &str) -> Option<&'a Field> {
    item.fields.iter().find(|field| field.ident == ident)
}

/// A call of `new` with the names of its arguments: `Chat::new(id, title)`.
fn example_new_call(item: &Struct) -> String {
    let arguments: Vec<_> =
        item.fields.iter().filter(|field| is_required_field(field)).map(|field| field.ident.as_str()).collect();
    format!("{}::new({})", item.item_path.ident, arguments.join(", "))
}

/// The line that mends a literal which lacks fields.
fn literal_mend_line(item: &Struct) -> String {
    match item.impls.new {
        NewMethod::Absent => "write a literal with all fields".to_owned(),
        _ => format!("end the literal with `..{}`", example_new_call(item)),
    }
}

/// The value of a field whose old version differs by its `Box` alone.
fn value_differing_in_box<'a>(old: &FieldKind, new: &'a FieldKind) -> Option<&'a FieldValue> {
    match (old, new) {
        (FieldKind::Required(old), FieldKind::Required(new)) | (FieldKind::Optional(old), FieldKind::Optional(new)) => {
            (codec_rust_type(&old.codec) == codec_rust_type(&new.codec)).then_some(new)
        }
        _ => None,
    }
}

/// The kind of change, and the line that mends it, for a value that gained or lost its `Box`.
fn box_change_and_mend(new: &FieldValue, name: &str) -> (ApiChangeKind, String) {
    match new.is_indirect {
        true => (ApiChangeKind::FieldBoxed, format!("give `{name}` with `.into()`, and move its value out with `*`")),
        false => (ApiChangeKind::FieldUnboxed, format!("give `{name}` with `.into()`, and take its value without `*`")),
    }
}

pub(super) fn compare_function_results(item: &str, old: &Function, new: &Function, changes: &mut FoundApiChanges<'_>) {
    let (old_result, new_result) = (codec_rust_type(&old.result), codec_rust_type(&new.result));
    if old_result != new_result {
        let mend = format!("expect the result `{new_result}`");
        let found =
            ChangeDraft::breaking_change(ApiChangeKind::ResultChanged, mend).with_old(old_result).with_new(new_result);
        changes.add_about_item(item, &TlOrigin::from_function(new), found);
    }
}

/// Compares the structs of values that share a bit. They have no `new`, since all their fields are required.
pub(super) fn compare_bit_groups(
    item: &str,
    old: &BitGroup,
    new: &BitGroup,
    origin: &TlOrigin<'_>,
    changes: &mut FoundApiChanges<'_>,
) {
    let member_of = |group: &BitGroup, ident: &str| -> Option<BitGroupMember> {
        group.members.iter().find(|member| member.ident == ident).cloned()
    };
    for old_member in &old.members {
        let ident = &old_member.ident;
        let old_type = value_rust_type(&old_member.value);
        let found = match member_of(new, ident) {
            None => ChangeDraft::breaking_change(ApiChangeKind::FieldRemoved, format!("remove `{ident}`"))
                .with_old(old_type),
            Some(new_member) if value_rust_type(&new_member.value) == old_type => continue,
            Some(new_member) => {
                let new_type = value_rust_type(&new_member.value);
                let is_same_codec =
                    codec_rust_type(&old_member.value.codec) == codec_rust_type(&new_member.value.codec);
                let (kind, mend) = match is_same_codec {
                    true => box_change_and_mend(&new_member.value, &format!("{ident} of {item}")),
                    false => (ApiChangeKind::FieldTypeChanged, format!("give `{ident}` as `{new_type}`")),
                };
                ChangeDraft::breaking_change(kind, mend).with_old(old_type).with_new(new_type)
            }
        };
        changes.add_about_item(item, origin, found.with_part(ident));
    }
    for member in new.members.iter().filter(|member| member_of(old, &member.ident).is_none()) {
        let mend =
            format!("add `{}: …` to the literal of `{}`", member.ident, item_path_in_tree("groups", &new.item_path));
        let found = ChangeDraft::breaking_change(ApiChangeKind::FieldAdded, mend)
            .with_part(&member.ident)
            .with_new(value_rust_type(&member.value));
        changes.add_about_item(item, origin, found);
    }
}
