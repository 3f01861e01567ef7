//! Facts about a schema that every part of the planner may ask for.
//!
//! Computed once, before anything is planned, and never changed.

use std::collections::BTreeSet;

use tl_parser::{CodecType, Combinator, CombinatorId, Field, Name, Nat, ParamKind, Schema, Ty, TypeId, Variable};

use super::graph::{self, Components};
use super::least_size::LeastSizes;
use super::model::ItemPath;
use super::names::Names;
use super::naming;
use super::params::Params;
use super::unsupported::Unsupported;
use super::walk;
use crate::recorded_layout::RecordedLayout;
use crate::renames::{self, Renames};

/// Ids of `boolTrue#997275b5 = Bool;` and `boolFalse#bc799737 = Bool;`.
const BOOL_IDS: [u32; 2] = [0x9972_75b5, 0xbc79_9737];

/// Id of `vector#1cb5c415 {t:Type} # [ t ] = Vector t;`, which the runtime writes before every boxed vector.
const VECTOR_ID: u32 = 0x1cb5_c415;

/// Nesting depth at which the check for zero-sized types gives up.
const MAX_ZERO_SIZED_DEPTH: usize = 16;

/// Maximum number of items of an array. A longer repetition becomes a vector whose length is checked.
const MAX_ARRAY_LEN: u32 = 64;

/// A schema and the results of its analyses.
pub(super) struct Facts<'a> {
    pub(super) schema: &'a Schema,
    pub(super) names: Names<'a>,
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
    pub(super) fn of(schema: &'a Schema, renames: &'a Renames, recorded: &'a RecordedLayout) -> Self {
        Self {
            schema,
            names: Names { renames },
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
        is_bool(self.schema, ty)
    }

    /// Whether a type becomes an enum with a variant that holds a struct: that struct then converts into the enum.
    pub(super) fn has_conversions(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        constructors.len() > 1 && constructors.iter().any(|id| !self.schema.combinator(*id).fields.is_empty())
    }

    /// The TL name of a combinator. A default constructor, which is written `_`, is named after its type.
    pub(super) fn name(&self, combinator: &Combinator) -> Name {
        renames::name_of(self.schema, combinator)
    }

    /// The path of a boxed type below `types`.
    pub(super) fn type_path(&self, ty: TypeId) -> ItemPath {
        self.names.item_path(&self.schema.ty(ty).name)
    }

    /// The path of the struct of a constructor or function.
    pub(super) fn combinator_path(&self, id: CombinatorId) -> ItemPath {
        let combinator = self.schema.combinator(id);
        let name = self.name(combinator);
        match walk::type_of_constructor(combinator) {
            Some(ty) => self.names.constructor_path(&self.schema.ty(ty).name, &name),
            None => self.names.item_path(&name),
        }
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
        used.map(|param| self.param_ident(combinator, param as usize)).collect()
    }

    /// The identifier of a type parameter of a combinator.
    pub(super) fn param_ident(&self, combinator: &Combinator, param: usize) -> String {
        let name = self.name(combinator);
        self.type_param_ident(combinator, param, &self.names.item_path(&name).ident)
    }

    /// The identifier of a combinator's type parameter as a parameter of the item `owner`.
    pub(super) fn type_param_ident(&self, combinator: &Combinator, param: usize, owner: &str) -> String {
        naming::param_ident(self.param_name(combinator, param), owner)
    }

    /// The variable for a number that is a parameter of a combinator.
    pub(super) fn number_param_ident(&self, combinator: &Combinator, param: usize) -> String {
        naming::number_ident(self.param_name(combinator, param))
    }

    fn param_name<'c>(&self, combinator: &'c Combinator, param: usize) -> &'c str
    where
        'a: 'c,
    {
        let name = &combinator.params[param].name;
        self.names.member(&self.name(combinator).to_string(), name).unwrap_or(name)
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

    /// Adds to a refusal why values of this type take no bytes, and what to do if that is a mistake.
    pub(super) fn explain_emptiness(&self, refusal: Unsupported, ty: &Ty) -> Unsupported {
        let Ty::Bare { constructor, .. } = ty else { return refusal };
        let Combinator { name, fields, .. } = self.schema.combinator(*constructor);
        match (fields.is_empty(), &*name.local) {
            (true, "true") => refusal.because(format!("`{name}` has no fields")),
            (true, _) => refusal.because(format!("`{name}` has no fields")).help(format!(
                "if `{name}` stands for a number or a text, say so in the settings, such as `scalar(\"{name}\", \
                 Scalar::Long)`"
            )),
            (false, _) => refusal.because(format!("the fields of `{name}` may all be empty")),
        }
    }

    /// The constructor of vectors that the schema declares with another id than the runtime writes.
    pub(super) fn foreign_vector(&self) -> Option<&'a Combinator> {
        let declared = self.schema.combinators.iter().find(|found| found.codec_type == Some(CodecType::Vector));
        declared.filter(|vector| vector.id != VECTOR_ID)
    }

    /// Whether some value of this type takes no bytes on the wire.
    pub(super) fn may_take_no_bytes(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { .. }) && self.least_sizes.of_value(ty) == 0
    }
}

/// Whether a type is `Bool`: see [`Facts::is_bool`].
pub(crate) fn is_bool(schema: &Schema, ty: TypeId) -> bool {
    let [a, b] = schema.ty(ty).constructors[..] else { return false };
    let (a, b) = (schema.combinator(a), schema.combinator(b));
    let ids = [a.id.min(b.id), a.id.max(b.id)];
    ids == BOOL_IDS && a.fields.is_empty() && b.fields.is_empty()
}

/// The length of the array that a repetition becomes; `None` if it becomes a vector.
pub(super) fn array_len(count: Nat) -> Option<u32> {
    match count {
        Nat::Constant(n) if n <= MAX_ARRAY_LEN => Some(n),
        _ => None,
    }
}

fn param_kind(combinator: &Combinator, param: u32) -> Option<ParamKind> {
    combinator.params.get(param as usize).map(|param| param.kind)
}
