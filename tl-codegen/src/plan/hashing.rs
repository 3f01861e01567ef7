//! Decides which types implement `Eq` and `Hash`: small ones without floating-point numbers.
//!
//! A type implements both if values of it take at most 32 bytes of memory, and every field of its constructors holds a
//! number other than `double` and `float`, a `Bool`, a text, bytes, or a type that implements both. `Option` and `Box`
//! make no difference. Vectors, groups, repetitions and type parameters exclude a type. Functions implement neither.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::Primitive;

use super::model::{BoxedType, Codec, Field, FieldKind, ItemPath};

/// Most bytes in memory of a type that implements `Hash`.
const MAX_HASHED_BYTES: usize = 32;

/// Marks the types that implement `Eq` and `Hash`.
pub(super) fn mark_hashable(types: &mut [BoxedType]) {
    let owners: BTreeMap<ItemPath, ItemPath> = types
        .iter()
        .flat_map(|ty| ty.constructors.iter().map(|item| (item.item_path.clone(), ty.item_path.clone())))
        .collect();
    // A type may contain itself behind a `Box`, so all types count as hashable until a field says otherwise.
    let mut hashable: BTreeSet<ItemPath> =
        types.iter().filter(|ty| may_be_hashable(ty)).map(|ty| ty.item_path.clone()).collect();
    loop {
        let is_known = |codec: &Codec| match codec {
            Codec::Boxed(path) => hashable.contains(path),
            Codec::Bare { constructor, .. } => owners.get(constructor).is_some_and(|owner| hashable.contains(owner)),
            _ => true,
        };
        let refused: Vec<_> = types
            .iter()
            .filter(|ty| hashable.contains(&ty.item_path))
            .filter(|ty| !ty.constructors.iter().flat_map(|item| item.codecs()).all(is_known))
            .map(|ty| ty.item_path.clone())
            .collect();
        if refused.is_empty() {
            break;
        }
        refused.iter().for_each(|path| _ = hashable.remove(path));
    }
    for ty in types {
        ty.is_hashable = hashable.contains(&ty.item_path);
    }
}

/// Whether nothing but the types in its fields keeps a type from being hashable.
fn may_be_hashable(ty: &BoxedType) -> bool {
    let mut fields = ty.constructors.iter().flat_map(|item| &item.fields);
    ty.memory <= MAX_HASHED_BYTES
        && ty.params.is_empty()
        && ty.numbers.is_empty()
        && ty.constructors.iter().all(|item| item.numbers.is_none() && item.records.is_empty())
        && fields.all(may_field_be_hashable)
}

fn may_field_be_hashable(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Flag => true,
        FieldKind::Group(_) => false,
        FieldKind::Required(value) | FieldKind::Optional(value) => match value.codec {
            Codec::Primitive(Primitive::Double | Primitive::Float) => false,
            Codec::Nat | Codec::Bool | Codec::Primitive(_) | Codec::Boxed(_) | Codec::Bare { .. } => true,
            _ => false,
        },
    }
}
