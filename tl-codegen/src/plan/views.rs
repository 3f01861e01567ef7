//! Which types have a view.
//!
//! Views are of what reads itself: a type with parameters or repetitions, or whose constructors depend on numbers, is owned
//! only, and so is every type that holds one, however deep. Whoever looks at a type that has a view can so look at all
//! that is in it.

use std::collections::BTreeSet;

use super::model::{BoxedType, Codec, ItemPath, Struct, WireFieldKind};
use super::reach::{Graph, names};

/// The types that have a view.
pub(super) fn of(types: &[BoxedType]) -> BTreeSet<ItemPath> {
    let graph = Graph::of(types);
    let mut viewed: BTreeSet<&ItemPath> = types.iter().filter(|ty| reads_itself(ty)).map(|ty| &ty.item_path).collect();
    // Starts with all and goes on until nothing more has to go, so that types may hold each other.
    loop {
        let holds_views_only = |ty: &&ItemPath| graph.held(ty).all(|held| viewed.contains(held));
        let left: BTreeSet<_> = viewed.iter().copied().filter(holds_views_only).collect();
        if left.len() == viewed.len() {
            return left.into_iter().cloned().collect();
        }
        viewed = left;
    }
}

/// Whether its bytes and its Rust type alone say how it is read, but for the types that it holds.
fn reads_itself(ty: &BoxedType) -> bool {
    ty.params.is_empty() && ty.numbers.is_empty() && ty.constructors.iter().all(has_plain_fields)
}

fn has_plain_fields(body: &Struct) -> bool {
    let has_number = body.wire_fields.iter().any(|wire_field| matches!(wire_field.kind, WireFieldKind::Number { .. }));
    body.numbers.is_none() && body.records.is_empty() && !has_number && names(body).all(is_plain)
}

fn is_plain(codec: &Codec) -> bool {
    match codec {
        Codec::Nat
        | Codec::Int
        | Codec::Long
        | Codec::Double
        | Codec::Float
        | Codec::Int128
        | Codec::Int256
        | Codec::String
        | Codec::Bytes
        | Codec::Bool
        | Codec::Boxed(_)
        | Codec::Bare { .. } => true,
        Codec::Vector { element, .. } => is_plain(element),
        Codec::Param(_) | Codec::Builtin { .. } | Codec::Instance(_) | Codec::Repetition(_) | Codec::Object => false,
    }
}
