//! Finds types that mention themselves with ever larger arguments: `n:(Nest (Pair t t)) = Nest t`.
//!
//! Rust would have to instantiate infinitely many types for them.

use std::collections::BTreeSet;

use tl_parser::{Arg, Schema, Ty, TypeId};

use super::graph::Components;
use super::walk::{args, named_type, nested_types};

/// The types whose own fields lead back to them with a larger argument.
pub(super) fn types(schema: &Schema) -> BTreeSet<TypeId> {
    let mentioned = |ty: &Ty| nested_types(ty).into_iter().filter_map(|ty| named_type(schema, ty)).collect();
    let components = Components::of_edges(schema, mentioned);
    let mut growing = BTreeSet::new();
    for outer in (0..schema.types.len()).map(|ty| TypeId(ty as u32)) {
        let fields = schema.ty(outer).constructors.iter().flat_map(|id| &schema.combinator(*id).fields);
        for ty in fields.flat_map(|field| nested_types(&field.ty)) {
            let leads_back = named_type(schema, ty).is_some_and(|inner| components.is_recursive(outer, inner));
            if leads_back && args(ty).iter().any(grows) {
                growing.insert(outer);
            }
        }
    }
    growing
}

/// Whether an argument contains a type parameter and is more than that parameter.
fn grows(arg: &Arg) -> bool {
    let Arg::Type(ty) = arg else { return false };
    let is_param = |ty: &&Ty| matches!(ty, Ty::Param(_) | Ty::BareParam(_));
    !matches!(ty, Ty::Param(_)) && nested_types(ty).iter().any(is_param)
}
