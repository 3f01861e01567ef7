//! Which types have a view, that is, can be read in place.
//!
//! A view needs nothing but the bytes and the Rust type. So a type with parameters, repetitions or numbers has none,
//! and neither has a type that contains such a type at any depth.

use std::collections::BTreeSet;

use super::containment::ContainmentGraph;
use super::fixpoint;
use super::model::{BoxedType, Codec, ItemPath, Struct, WireFieldKind};

/// The types that have a view.
pub(super) fn types_with_view<'a>(types: &'a [BoxedType], graph: &ContainmentGraph<'a>) -> BTreeSet<ItemPath> {
    let without_own = types.iter().filter(|ty| !is_self_describing(ty)).map(|ty| &ty.item_path);
    let without = fixpoint::reachable_nodes(without_own, |ty| graph.types_mentioning(ty));
    types.iter().map(|ty| &ty.item_path).filter(|ty| !without.contains(ty)).cloned().collect()
}

/// Whether a type can be read without parameters and numbers, if the types that it contains can.
fn is_self_describing(ty: &BoxedType) -> bool {
    ty.params.is_empty() && ty.numbers.is_empty() && ty.constructors.iter().all(has_self_describing_fields)
}

fn has_self_describing_fields(constructor: &Struct) -> bool {
    let is_number = |kind: &WireFieldKind| matches!(kind, WireFieldKind::Number { .. });
    constructor.numbers.is_none()
        && constructor.records.is_empty()
        && !constructor.wire_fields.iter().any(|wire_field| is_number(&wire_field.kind))
        && constructor.codecs().all(is_self_describing_codec)
}

fn is_self_describing_codec(codec: &Codec) -> bool {
    match codec {
        Codec::Vector { element, .. } => is_self_describing_codec(element),
        Codec::Param(_) | Codec::Builtin { .. } | Codec::Instance(_) | Codec::Repetition(_) | Codec::Object => false,
        // Another module has views under a path that is not known here, if it has any.
        Codec::Boxed(item_path) | Codec::Bare { constructor: item_path, .. } => item_path.external.is_none(),
        Codec::Nat | Codec::Bool | Codec::Primitive(_) | Codec::ByteVec => true,
    }
}
