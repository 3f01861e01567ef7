//! A schema without some of its combinators.

use std::collections::BTreeSet;

use tl_parser::{Arg, CombinatorIndex, Field, Schema, Ty};

use super::needs::combinators_with_ids;

/// The schema without the combinators in `left_out`. Types keep their indices; combinators get new ones.
///
/// No other combinator may have a bare value of one that is left out.
pub(super) fn schema_without(schema: &Schema, left_out: &BTreeSet<CombinatorIndex>) -> Schema {
    let mut next = 0;
    let new_ids: Vec<_> = combinators_with_ids(schema)
        .map(|(id, _)| {
            let new = CombinatorIndex(next);
            next += u32::from(!left_out.contains(&id));
            new
        })
        .collect();
    let mut reduced = schema.clone();
    let mut ids = combinators_with_ids(schema).map(|(id, _)| id);
    reduced.combinators.retain(|_| ids.next().is_some_and(|id| !left_out.contains(&id)));
    for combinator in &mut reduced.combinators {
        renumber_ids_in_fields(&mut combinator.fields, &new_ids);
        renumber_ids_in_type(&mut combinator.result, &new_ids);
    }
    for ty in &mut reduced.types {
        ty.constructors.retain(|id| !left_out.contains(id));
        ty.constructors.iter_mut().for_each(|id| *id = new_ids[id.0 as usize]);
    }
    reduced
}

fn renumber_ids_in_fields(fields: &mut [Field], new_ids: &[CombinatorIndex]) {
    fields.iter_mut().for_each(|field| renumber_ids_in_type(&mut field.ty, new_ids));
}

fn renumber_ids_in_type(ty: &mut Ty, new_ids: &[CombinatorIndex]) {
    // The parser limits the nesting depth of types.
    match ty {
        Ty::Bare { constructor, args } => {
            *constructor = new_ids[constructor.0 as usize];
            renumber_ids_in_args(args, new_ids);
        }
        Ty::Boxed { args, .. } => renumber_ids_in_args(args, new_ids),
        Ty::Vector { element: ty, .. } | Ty::CallOf(ty) => renumber_ids_in_type(ty, new_ids),
        Ty::Repetition { fields, .. } => renumber_ids_in_fields(fields, new_ids),
        Ty::Nat | Ty::Primitive(_) | Ty::Param(_) | Ty::BareParam(_) | Ty::Call(_) | Ty::Opaque(_) => {}
    }
}

fn renumber_ids_in_args(args: &mut [Arg], new_ids: &[CombinatorIndex]) {
    for arg in args {
        if let Arg::Type(ty) = arg {
            renumber_ids_in_type(ty, new_ids);
        }
    }
}
