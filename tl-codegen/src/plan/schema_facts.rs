//! Facts about a schema that every part of the planner may ask for.
//!
//! Computed once, before anything is planned, and never changed.

use std::collections::BTreeSet;

use tl_parser::{
    CodecType, Combinator, CombinatorIndex, Field, Name, Nat, NatVariable, ParamKind, Schema, Ty, TypeIndex,
};

use super::least_size::LeastSizes;
use super::model::ItemPath;
use super::naming;
use super::params::KeptParams;
use super::rust_names::RustNames;
use super::type_graphs::{self, TypeComponents};
use super::unsupported_constructs::UnsupportedConstruct;
use super::walk;
use crate::recorded_indirections::RecordedIndirections;
use crate::renames;
use crate::settings::{BytesType, Settings};

/// Ids of `boolTrue#997275b5 = Bool;` and `boolFalse#bc799737 = Bool;`.
const BOOL_CONSTRUCTOR_IDS: [u32; 2] = [0x9972_75b5, 0xbc79_9737];

/// Id of `vector#1cb5c415 {t:Type} # [ t ] = Vector t;`, which the runtime writes before every boxed vector.
const VECTOR_CONSTRUCTOR_ID: u32 = 0x1cb5_c415;

/// Nesting depth at which the check for zero-sized types gives up.
const MAX_ZERO_SIZED_CHECK_DEPTH: usize = 16;

/// Maximum number of items of an array. A longer repetition becomes a vector whose length is checked.
const MAX_ARRAY_ITEMS: u32 = 64;

/// A schema and the results of its analyses.
pub(super) struct SchemaFacts<'a> {
    pub(super) schema: &'a Schema,
    pub(super) names: RustNames<'a>,
    /// The Rust type of `bytes`.
    pub(super) bytes_type: BytesType,
    /// The indirections of an earlier plan.
    pub(super) recorded: &'a RecordedIndirections,
    /// Recursive types: groups of types that contain each other by value.
    pub(super) components: TypeComponents,
    /// Least sizes of all values on the wire.
    pub(super) least_sizes: LeastSizes<'a>,
    /// For each type and combinator, the TL parameters that become parameters in Rust.
    pub(super) params: KeptParams<'a>,
    /// Types that mention themselves with larger arguments.
    pub(super) growing_types: BTreeSet<TypeIndex>,
}

impl<'a> SchemaFacts<'a> {
    pub(super) fn analyze_schema(
        schema: &'a Schema,
        settings: &'a Settings,
        recorded: &'a RecordedIndirections,
    ) -> Self {
        Self {
            schema,
            names: RustNames { renames: &settings.renames, extern_paths: &settings.extern_paths },
            bytes_type: settings.bytes_type,
            recorded,
            components: TypeComponents::components_by_value(schema),
            least_sizes: LeastSizes::compute_least_sizes(schema),
            params: KeptParams::compute_kept_params(schema),
            growing_types: type_graphs::types_with_growing_arguments(schema),
        }
    }

    /// Whether the runtime supplies the type, so that nothing is generated for it.
    pub(super) fn is_type_of_runtime(&self, ty: TypeIndex) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        let are_supplied = || constructors.iter().all(|id| self.schema.combinator(*id).declares_codec_type());
        self.is_bool_type(ty) || !constructors.is_empty() && are_supplied()
    }

    /// Whether a type is `Bool`: it has two constructors without fields and with the ids that the runtime uses.
    pub(super) fn is_bool_type(&self, ty: TypeIndex) -> bool {
        is_bool_type(self.schema, ty)
    }

    /// Whether a type becomes an enum with a variant that holds a struct: that struct then converts into the enum.
    pub(super) fn has_from_impls(&self, ty: TypeIndex) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        constructors.len() > 1 && constructors.iter().any(|id| !self.schema.combinator(*id).fields.is_empty())
    }

    /// The TL name of a combinator. A default constructor, which is written `_`, is named after its type.
    pub(super) fn tl_name_of_combinator(&self, combinator: &Combinator) -> Name {
        renames::combinator_name(self.schema, combinator)
    }

    /// The path of a boxed type below `types`.
    pub(super) fn item_path_of_type(&self, ty: TypeIndex) -> ItemPath {
        self.names.item_path_of_type_name(&self.schema.ty(ty).name)
    }

    /// Whether another module or crate has the type.
    pub(super) fn is_extern_type(&self, ty: TypeIndex) -> bool {
        self.names.is_extern_type(&self.schema.ty(ty).name)
    }

    /// Whether another module has the type of a constructor, and the settings give no path for the constructor.
    pub(super) fn lacks_extern_constructor_path(&self, id: CombinatorIndex) -> bool {
        let owner = walk::type_of_constructor(self.schema.combinator(id));
        owner.is_some_and(|ty| self.is_extern_type(ty)) && self.item_path_of_combinator(id).external.is_none()
    }

    /// The path of the struct of a constructor or function.
    pub(super) fn item_path_of_combinator(&self, id: CombinatorIndex) -> ItemPath {
        let combinator = self.schema.combinator(id);
        let name = self.tl_name_of_combinator(combinator);
        match walk::type_of_constructor(combinator) {
            Some(ty) => self.names.constructor_item_path(&self.schema.ty(ty).name, &name),
            None => self.names.item_path_of_name(&name),
        }
    }

    /// Whether encoding a value of this type needs a number of this combinator.
    pub(super) fn depends_on_numbers_of(&self, combinator: &Combinator, ty: &Ty) -> bool {
        self.params.variable_uses_in_type(ty).into_iter().any(|variable| match variable {
            NatVariable::Param(param) => kind_of_param(combinator, param) == Some(ParamKind::Nat),
            NatVariable::Field(_) | NatVariable::Inner { .. } => true,
        })
    }

    /// Identifiers of the type parameters of this combinator that some of its fields use.
    pub(super) fn used_type_param_idents(&self, combinator: &Combinator, fields: &[Field]) -> Vec<String> {
        let used: BTreeSet<_> = self.params.variable_uses_in_fields(fields).into_iter().collect();
        let used = used.into_iter().filter_map(|variable| match variable {
            NatVariable::Param(param) if kind_of_param(combinator, param) == Some(ParamKind::Type) => Some(param),
            _ => None,
        });
        used.map(|param| self.type_param_ident_in_own_item(combinator, param as usize)).collect()
    }

    /// The identifier of a type parameter of a combinator.
    pub(super) fn type_param_ident_in_own_item(&self, combinator: &Combinator, param: usize) -> String {
        let name = self.tl_name_of_combinator(combinator);
        self.type_param_ident_in_item(combinator, param, &self.names.item_path_of_name(&name).ident)
    }

    /// The identifier of a combinator's type parameter as a parameter of the item `owner`.
    pub(super) fn type_param_ident_in_item(&self, combinator: &Combinator, param: usize, owner: &str) -> String {
        naming::type_param_ident(self.param_tl_name(combinator, param), owner)
    }

    /// The variable for a number that is a parameter of a combinator.
    pub(super) fn number_param_variable(&self, combinator: &Combinator, param: usize) -> String {
        naming::number_variable_ident(self.param_tl_name(combinator, param))
    }

    fn param_tl_name<'c>(&self, combinator: &'c Combinator, param: usize) -> &'c str
    where
        'a: 'c,
    {
        let name = &combinator.params[param].name;
        self.names.chosen_member_name(&self.tl_name_of_combinator(combinator).to_string(), name).unwrap_or(name)
    }

    /// Whether all values of these fields are zero-sized, on the wire and in memory.
    pub(super) fn are_fields_zero_sized(&self, fields: &[Field]) -> bool {
        self.are_fields_zero_sized_within(fields, MAX_ZERO_SIZED_CHECK_DEPTH)
    }

    /// Whether all values of this type are zero-sized, on the wire and in memory. The length of a vector of them could
    /// not be bounded by the length of the input.
    pub(super) fn is_type_zero_sized(&self, ty: &Ty) -> bool {
        self.is_type_zero_sized_within(ty, MAX_ZERO_SIZED_CHECK_DEPTH)
    }

    fn are_fields_zero_sized_within(&self, fields: &[Field], depth_left: usize) -> bool {
        fields.iter().all(|field| field.condition.is_none() && self.is_type_zero_sized_within(&field.ty, depth_left))
    }

    fn is_type_zero_sized_within(&self, ty: &Ty, depth_left: usize) -> bool {
        let fields = match ty {
            Ty::Bare { constructor, .. } => &self.schema.combinator(*constructor).fields,
            Ty::Repetition { count: Nat::Constant(0), .. } => return depth_left > 0,
            Ty::Repetition { count: Nat::Constant(_), fields } => fields,
            _ => return false,
        };
        depth_left > 0 && self.are_fields_zero_sized_within(fields, depth_left - 1)
    }

    /// Adds to a refusal why values of this type take no bytes, and what to do if that is a mistake.
    pub(super) fn add_reason_of_zero_size(&self, refusal: UnsupportedConstruct, ty: &Ty) -> UnsupportedConstruct {
        let Ty::Bare { constructor, .. } = ty else { return refusal };
        let Combinator { name, fields, .. } = self.schema.combinator(*constructor);
        match (fields.is_empty(), &*name.local) {
            (true, "true") => refusal.with_fact(format!("`{name}` has no fields")),
            (true, _) => refusal.with_fact(format!("`{name}` has no fields")).with_help(format!(
                "if `{name}` stands for a number or a text, say so in the settings, such as `scalar(\"{name}\", \
                 Scalar::Long)`"
            )),
            (false, _) => refusal.with_fact(format!("the fields of `{name}` may all be empty")),
        }
    }

    /// The constructor of vectors that the schema declares with another id than the runtime writes.
    pub(super) fn vector_with_foreign_id(&self) -> Option<&'a Combinator> {
        let declared = self.schema.combinators.iter().find(|found| found.codec_type == Some(CodecType::Vector));
        declared.filter(|vector| vector.id != VECTOR_CONSTRUCTOR_ID)
    }

    /// Whether some value of this type takes no bytes on the wire.
    pub(super) fn may_take_no_bytes(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { .. }) && self.least_sizes.least_size_of_value(ty) == 0
    }
}

/// Whether a type is `Bool`: see [`Facts::is_bool_type`].
pub(crate) fn is_bool_type(schema: &Schema, ty: TypeIndex) -> bool {
    let [a, b] = schema.ty(ty).constructors[..] else { return false };
    let (a, b) = (schema.combinator(a), schema.combinator(b));
    let ids = [a.id.min(b.id), a.id.max(b.id)];
    ids == BOOL_CONSTRUCTOR_IDS && a.fields.is_empty() && b.fields.is_empty()
}

/// The length of the array that a repetition becomes; `None` if it becomes a vector.
pub(super) fn array_len_of_repetition(count: Nat) -> Option<u32> {
    match count {
        Nat::Constant(n) if n <= MAX_ARRAY_ITEMS => Some(n),
        _ => None,
    }
}

fn kind_of_param(combinator: &Combinator, param: u32) -> Option<ParamKind> {
    combinator.params.get(param as usize).map(|param| param.kind)
}
