//! Facts about a schema that every part of the planner may ask for.
//!
//! Computed once, before anything is planned, and never changed.

use std::collections::BTreeSet;

use tl_parser::{Combinator, CombinatorId, Field, Name, Nat, ParamKind, Schema, Ty, TypeId, Variable};

use super::graph::{self, Components};
use super::least_size::LeastSizes;
use super::model::ItemPath;
use super::naming;
use super::params::Params;
use crate::recorded_layout::RecordedLayout;

/// Ids of `boolTrue#997275b5 = Bool;` and `boolFalse#bc799737 = Bool;`.
const BOOL_IDS: [u32; 2] = [0x9972_75b5, 0xbc79_9737];

/// Nesting depth at which the check for zero-sized types gives up.
const MAX_ZERO_SIZED_DEPTH: usize = 16;

/// Maximum number of items of an array. A longer repetition becomes a vector whose length is checked.
const MAX_ARRAY_LEN: u32 = 64;

/// A schema and the results of its analyses.
pub(super) struct Facts<'a> {
    pub(super) schema: &'a Schema,
    /// The indirections of an earlier plan.
    pub(super) recorded: &'a RecordedLayout,
    /// Recursive types: groups of types that contain each other by value.
    pub(super) components: Components,
    /// Least sizes of all values on the wire.
    pub(super) least_sizes: LeastSizes<'a>,
    /// For each type and combinator, the TL parameters that become parameters in Rust.
    pub(super) params: Params<'a>,
    /// Types that mention themselves with larger arguments.
    pub(super) growing_types: BTreeSet<TypeId>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(schema: &'a Schema, recorded: &'a RecordedLayout) -> Self {
        Self {
            schema,
            recorded,
            components: Components::of(schema),
            least_sizes: LeastSizes::of(schema),
            params: Params::of(schema),
            growing_types: graph::growing_types(schema),
        }
    }

    /// Whether the runtime supplies the type, so that nothing is generated for it.
    pub(super) fn is_supplied(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        let are_supplied = || constructors.iter().all(|id| self.schema.combinator(*id).is_supplied());
        self.is_bool(ty) || !constructors.is_empty() && are_supplied()
    }

    /// Whether a type is `Bool`: it has two constructors without fields and with the ids that the runtime uses.
    pub(super) fn is_bool(&self, ty: TypeId) -> bool {
        let [a, b] = self.schema.ty(ty).constructors[..] else { return false };
        let (a, b) = (self.schema.combinator(a), self.schema.combinator(b));
        let ids = [a.id.min(b.id), a.id.max(b.id)];
        ids == BOOL_IDS && a.fields.is_empty() && b.fields.is_empty()
    }

    /// Whether a type becomes an enum with a variant that holds a struct: that struct then converts into the enum.
    pub(super) fn has_conversions(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        constructors.len() > 1 && constructors.iter().any(|id| !self.schema.combinator(*id).fields.is_empty())
    }

    /// The TL name of a combinator. A default constructor, which is written `_`, is named after its type.
    pub(super) fn name(&self, combinator: &Combinator) -> Name {
        match &combinator.result {
            Ty::Boxed { ty, .. } if combinator.name.local == "_" => {
                let Name { namespace, local } = self.schema.ty(*ty).name.clone();
                Name { namespace, local: format!("{local}Default") }
            }
            _ => combinator.name.clone(),
        }
    }

    /// The path of a boxed type below `types`.
    pub(super) fn type_path(&self, ty: TypeId) -> ItemPath {
        item_path(&self.schema.ty(ty).name)
    }

    /// The path of the struct of a constructor or function.
    pub(super) fn combinator_path(&self, id: CombinatorId) -> ItemPath {
        item_path(&self.name(self.schema.combinator(id)))
    }

    /// Whether encoding a value of this type needs a number of this combinator.
    pub(super) fn depends_on_numbers(&self, combinator: &Combinator, ty: &Ty) -> bool {
        self.params.uses(ty).into_iter().any(|variable| match variable {
            Variable::Param(param) => param_kind(combinator, param) == Some(ParamKind::Nat),
            Variable::Field(_) | Variable::Inner { .. } => true,
        })
    }

    /// Identifiers of the type parameters of this combinator that some of its fields use.
    pub(super) fn type_params(&self, combinator: &Combinator, fields: &[Field]) -> Vec<String> {
        let used: BTreeSet<_> = self.params.uses_in_fields(fields).into_iter().collect();
        let used = used.into_iter().filter_map(|variable| match variable {
            Variable::Param(param) if param_kind(combinator, param) == Some(ParamKind::Type) => Some(param),
            _ => None,
        });
        used.map(|param| param_ident(combinator, param as usize)).collect()
    }

    /// Whether all values of these fields are zero-sized, on the wire and in memory.
    pub(super) fn are_zero_sized(&self, fields: &[Field]) -> bool {
        self.are_zero_sized_within(fields, MAX_ZERO_SIZED_DEPTH)
    }

    /// Whether all values of this type are zero-sized, on the wire and in memory. The length of a vector of them could
    /// not be bounded by the length of the input.
    pub(super) fn is_zero_sized(&self, ty: &Ty) -> bool {
        self.is_zero_sized_within(ty, MAX_ZERO_SIZED_DEPTH)
    }

    fn are_zero_sized_within(&self, fields: &[Field], depth_left: usize) -> bool {
        fields.iter().all(|field| field.condition.is_none() && self.is_zero_sized_within(&field.ty, depth_left))
    }

    fn is_zero_sized_within(&self, ty: &Ty, depth_left: usize) -> bool {
        let fields = match ty {
            Ty::Bare { constructor, .. } => &self.schema.combinator(*constructor).fields,
            Ty::Repetition { count: Nat::Constant(0), .. } => return depth_left > 0,
            Ty::Repetition { count: Nat::Constant(_), fields } => fields,
            _ => return false,
        };
        depth_left > 0 && self.are_zero_sized_within(fields, depth_left - 1)
    }

    /// Whether some value of this type takes no bytes on the wire.
    pub(super) fn may_take_no_bytes(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { .. }) && self.least_sizes.of_value(ty) == 0
    }
}

/// The length of the array that a repetition becomes; `None` if it becomes a vector.
pub(super) fn array_len(count: Nat) -> Option<u32> {
    match count {
        Nat::Constant(n) if n <= MAX_ARRAY_LEN => Some(n),
        _ => None,
    }
}

/// The identifier of a type parameter of a combinator.
pub(super) fn param_ident(combinator: &Combinator, param: usize) -> String {
    naming::param_ident(&combinator.params[param].name, &naming::type_ident(&combinator.name.local))
}

fn param_kind(combinator: &Combinator, param: u32) -> Option<ParamKind> {
    combinator.params.get(param as usize).map(|param| param.kind)
}

pub(super) fn item_path(name: &Name) -> ItemPath {
    ItemPath { namespace: naming::namespace(name), ident: naming::type_ident(&name.local) }
}
