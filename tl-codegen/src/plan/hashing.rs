//! Decides which types implement `Eq` and `Hash`: small ones without floating-point numbers.
//!
//! A type implements both if values of it take at most 32 bytes of memory, and every field of its constructors holds a
//! number other than `double` and `float`, a `Bool`, a text, bytes, or a type that implements both. `Option` and `Box`
//! make no difference. Vectors, groups, repetitions and type parameters exclude a type. Functions implement neither.

use std::collections::BTreeSet;

use tl_parser::Primitive;

use super::containment::ContainmentGraph;
use super::fixpoint;
use super::model::{BoxedType, Codec, Field, FieldKind, ItemPath};

/// Most bytes in memory of a type that implements `Hash`.
const MAX_HASHED_BYTES: usize = 32;

/// Marks the types that implement `Eq` and `Hash`: those that contain no refused type at any depth.
pub(super) fn mark_hashable(types: &mut [BoxedType]) {
    let graph = ContainmentGraph::graph_of_types(types);
    let refused = types.iter().filter(|ty| !may_be_hashable(ty)).map(|ty| &ty.item_path);
    let refused = fixpoint::reachable_nodes(refused, |ty| graph.types_mentioning(ty));
    let refused: BTreeSet<ItemPath> = refused.into_iter().cloned().collect();
    for ty in types {
        ty.is_hashable = !refused.contains(&ty.item_path);
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
