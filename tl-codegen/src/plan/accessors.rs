//! Accessors: methods of an enum for the fields that all its constructors have.
//!
//! A field has an accessor if each constructor has a field of its name with the same type. If it is conditional in some
//! constructors, the accessor returns an `Option`. Groups have none. Invariant: an accessor hides no method of a trait.

use super::model::{Accessor, BoxedType, Field, FieldKind, FieldValue, Struct, TypeShape};

/// Methods that values of generated enums have from traits. A field of such a name has no accessor.
const METHODS_OF_TRAITS: &[&str] = &[
    "append_to",
    "borrow",
    "clone",
    "clone_from",
    "cmp",
    "detached",
    "eq",
    "fmt",
    "hash",
    "into",
    "ne",
    "observe",
    "partial_cmp",
    "serialize",
    "serialized_len",
    "to_bytes",
    "to_owned",
    "to_pieces",
    "to_string",
    "try_into",
    "type_id",
    "visit_field",
];

/// Plans the accessors of all enums.
pub(super) fn plan_accessors(types: &mut [BoxedType]) {
    for ty in types {
        ty.accessors = accessors_of_type(ty);
    }
}

fn accessors_of_type(ty: &BoxedType) -> Vec<Accessor> {
    let TypeShape::Enum(variants) = &ty.shape else { return Vec::new() };
    let Some((first, others)) = ty.constructors.split_first() else { return Vec::new() };
    let has_struct_each = variants.iter().all(|variant| variant.payload.is_some());
    if !has_struct_each || !ty.params.is_empty() || !ty.numbers.is_empty() {
        return Vec::new();
    }
    let fields = first.fields.iter().filter(|field| !METHODS_OF_TRAITS.contains(&field.ident.as_str()));
    fields.filter_map(|field| accessor_of_field(field, others)).collect()
}

/// The accessor of a field of the first constructor, if all others have the field too.
fn accessor_of_field(field: &Field, others: &[Struct]) -> Option<Accessor> {
    let mut fields = vec![field];
    for other in others {
        fields.push(other.fields.iter().find(|other| other.ident == field.ident)?);
    }
    let value = value_of_field(field)?;
    if fields.iter().any(|other| !has_same_type(value, other)) {
        return None;
    }
    let is_optional = fields.iter().any(|field| matches!(field.kind, FieldKind::Optional(_)));
    Some(Accessor { name: field.name.clone(), ident: field.ident.clone(), value: value.cloned(), is_optional })
}

/// The value of a field, in an outer `None` for a group, and in an inner one for a flag.
#[allow(clippy::option_option)]
fn value_of_field(field: &Field) -> Option<Option<&FieldValue>> {
    match &field.kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => Some(Some(value)),
        FieldKind::Flag => Some(None),
        FieldKind::Group(_) => None,
    }
}

fn has_same_type(value: Option<&FieldValue>, other: &Field) -> bool {
    let other = value_of_field(other);
    other.is_some_and(|other| value.map(|value| &value.codec) == other.map(|value| &value.codec))
}
