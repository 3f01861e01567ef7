//! Boxed types: an alias for the struct of an only constructor, else an enum.
//!
//! Types are planned innermost first, so that the layouts of their fields are known when pointers are decided about.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{CombinatorIndex, ParamKind, Section, Ty, TypeIndex};

use super::combinators::{self, check_name_is_usable};
use super::indirection_rules::{self, VariantShape};
use super::memory_layout::{MemoryLayout, MemoryLayouts};
use super::model::{
    Annotations, BoxedType, Codec, Function, Instance, InstanceKind, Struct, TypeShape, Variant, VariantPayload,
};
use super::naming;
use super::planner_output::{PlannerOutput, TlName};
use super::schema_facts::SchemaFacts;
use super::unsupported_constructs::{FIXED_ARGUMENT, GROWING_TYPE};
use super::walk;
use crate::recorded_indirections::ValueHolder;

/// Most bytes in memory of an enum that is encoded inline: enough for a long, such as the id in a `Peer`.
const MAX_INLINE_ENCODED_BYTES: usize = 16;

/// Most constructors of an enum that is encoded inline. `UserStatus`, which most updates of users hold, has six.
const MAX_INLINE_CONSTRUCTORS: usize = 8;

/// All boxed types that the runtime doesn't supply, sorted by name, and their layouts.
pub(super) fn plan_boxed_types(facts: &SchemaFacts<'_>, out: &mut PlannerOutput) -> (Vec<BoxedType>, MemoryLayouts) {
    let mut layouts = MemoryLayouts::default();
    let types = facts.components.types_innermost_first().into_iter();
    let types = types.filter(|ty| !facts.is_type_of_runtime(*ty) && !facts.schema.ty(*ty).constructors.is_empty());
    // The layouts of types of other modules are needed, and neither their names nor findings about them.
    let mut ignored = PlannerOutput::default();
    let planned = types.filter_map(|ty| {
        let out = if facts.is_extern_type(ty) { &mut ignored } else { &mut *out };
        TypePlanner { facts, layouts: &mut layouts, out }.plan_boxed_type(ty)
    });
    let mut planned: Vec<_> = planned.collect();
    planned.sort_by(|a, b| a.name.cmp(&b.name));
    (planned, layouts)
}

/// Marks the types that a field holds behind a pointer.
pub(super) fn mark_boxed_in_fields(types: &mut [BoxedType], functions: &[Function]) {
    let structs = types.iter().flat_map(|ty| &ty.constructors).chain(functions.iter().map(|function| &function.item));
    let values = structs.flat_map(Struct::values).filter(|value| value.is_indirect);
    let boxed: BTreeSet<_> = values
        .filter_map(|value| match &value.codec {
            Codec::Boxed(item_path) => Some(item_path.clone()),
            Codec::Instance(Instance { kind: InstanceKind::Boxed, item_path, .. }) => Some(item_path.clone()),
            _ => None,
        })
        .collect();
    types.iter_mut().for_each(|ty| ty.is_boxed_in_fields = boxed.contains(&ty.item_path));
}

struct TypePlanner<'p, 'a> {
    facts: &'p SchemaFacts<'a>,
    layouts: &'p mut MemoryLayouts,
    out: &'p mut PlannerOutput,
}

impl TypePlanner<'_, '_> {
    fn plan_boxed_type(&mut self, id: TypeIndex) -> Option<BoxedType> {
        let facts = self.facts;
        let ty = facts.schema.ty(id);
        let first = facts.schema.combinator(*ty.constructors.first()?);
        if !self.check_type_is_supported(id) || !check_name_is_usable(facts, &ty.name, first.span, self.out) {
            return None;
        }
        let name = ty.name.to_string();
        let Some(least_size) = facts.least_sizes.least_size_of_type(id) else {
            self.out.report_infinite_type(first, &name);
            return None;
        };
        let item_path = facts.item_path_of_type(id);
        let module = facts.names.module_name(&ty.name);
        self.out.declare_namespaces(facts.names, &ty.name, first.span);
        let is_free = self.out.declare_item("types", &item_path, TlName::renamable_name(&name), first.span)
            && self.out.declare_file("types", &item_path, &module, TlName::renamable_name(&name), first.span);
        if !is_free {
            return None;
        }
        let mut ids = ty.constructors.clone();
        ids.sort_by_key(|id| facts.tl_name_of_combinator(facts.schema.combinator(*id)));
        let simplest =
            (0..ids.len()).min_by_key(|index| facts.least_sizes.rank_of_constructor(ids[*index])).unwrap_or(0);
        let [params, numbers] = self.idents_of_kept_params(id, ids[0], facts.params.kept_positions_in_type(id));
        let (shape, constructors, layout) = self.plan_type_shape(id, &ids, least_size);
        self.layouts.types.insert(id, layout);
        let is_encoded_inline = layout.size <= MAX_INLINE_ENCODED_BYTES && is_small_enum(&shape);
        Some(BoxedType {
            name,
            item_path,
            module,
            params,
            numbers,
            shape,
            constructors,
            simplest,
            least_size,
            memory: layout.size,
            notes: Annotations::default(),
            is_encoded_inline,
            has_names: false,
            has_json: false,
            is_boxed_in_fields: false,
            accessors: Vec::new(),
            is_hashable: false,
        })
    }

    /// Whether a type and its constructors have an equivalent in Rust; if not, reports it.
    fn check_type_is_supported(&mut self, id: TypeIndex) -> bool {
        let schema = self.facts.schema;
        let mut constructors = schema.ty(id).constructors.iter().map(|id| schema.combinator(*id)).peekable();
        if self.facts.growing_types.contains(&id) {
            constructors.peek().into_iter().for_each(|first| self.out.refuse_declaration(first.span, GROWING_TYPE));
            return false;
        }
        constructors.all(|constructor| {
            let has_own_params = has_each_param_as_argument_once(&constructor.result);
            if !has_own_params {
                self.out.refuse_declaration(constructor.span, FIXED_ARGUMENT);
            }
            has_own_params && check_name_is_usable(self.facts, &constructor.name, constructor.span, self.out)
        })
    }

    /// Identifiers of the type parameters and of the numbers at these positions of a type's arguments. They are named
    /// after the parameters of `constructor`.
    fn idents_of_kept_params(
        &self,
        ty: TypeIndex,
        constructor: CombinatorIndex,
        positions: Vec<usize>,
    ) -> [Vec<String>; 2] {
        let combinator = self.facts.schema.combinator(constructor);
        let owner = self.facts.item_path_of_type(ty).ident;
        let mut params = Vec::new();
        let mut numbers = Vec::new();
        for position in positions {
            let arg = walk::args_of_type(&combinator.result).get(position);
            let Some(param) = arg.and_then(walk::param_in_argument) else { continue };
            match combinator.params[param].kind {
                ParamKind::Type => params.push(self.facts.type_param_ident_in_item(combinator, param, &owner)),
                ParamKind::Nat => numbers.push(self.facts.number_param_variable(combinator, param)),
            }
        }
        [params, numbers]
    }

    fn plan_type_shape(
        &mut self,
        owner: TypeIndex,
        ids: &[CombinatorIndex],
        least_size: usize,
    ) -> (TypeShape, Vec<Struct>, MemoryLayout) {
        let plan = |id: &CombinatorIndex| {
            combinators::plan_combinator_struct(self.facts, self.layouts, *id, Some(owner), self.out)
        };
        let mut planned: Vec<_> = ids.iter().map(plan).collect();
        self.layouts.constructors.extend(ids.iter().copied().zip(planned.iter().map(|(_, layout)| *layout)));
        if planned.len() == 1 {
            let (only, layout) = planned.remove(0);
            return (TypeShape::Alias, vec![only], layout);
        }
        let indirections = self.decide_variant_boxes(&planned, least_size);
        let mut structs = Vec::new();
        let mut variants = Vec::new();
        let mut payload_layouts = Vec::new();
        for ((id, (constructor, layout)), is_indirect) in ids.iter().zip(planned).zip(indirections) {
            let payload = (!constructor.wire_fields.is_empty()).then(|| {
                let positions = self.facts.params.kept_positions_in_result(*id);
                let [params, numbers] = self.idents_of_kept_params(owner, ids[0], positions);
                VariantPayload { constructor: structs.len(), is_indirect, params, numbers }
            });
            if payload.is_some() {
                payload_layouts.push(if is_indirect { MemoryLayout::POINTER } else { layout });
                structs.push(constructor);
            }
            variants.push(self.plan_variant(owner, *id, payload));
        }
        leave_out_repeated_constants(&mut variants);
        let layout = MemoryLayout::of_enum(variants.len(), payload_layouts);
        (TypeShape::Enum(variants), structs, layout)
    }

    /// Whether each variant of an enum holds its struct behind a pointer.
    fn decide_variant_boxes(&mut self, planned: &[(Struct, MemoryLayout)], least_size: usize) -> Vec<bool> {
        let holder =
            |item: &Struct| ValueHolder { section: Section::Types, combinator: item.name.clone(), field: None };
        let shapes = planned.iter().map(|(item, layout)| {
            let has_fields = !item.wire_fields.is_empty();
            let recorded = has_fields.then(|| self.facts.recorded.get(&holder(item))).flatten();
            VariantShape { size: layout.size, recorded }
        });
        let decided = indirection_rules::decide_variant_indirections(&shapes.collect::<Vec<_>>(), least_size);
        for ((item, _), decided) in planned.iter().zip(&decided) {
            if !item.wire_fields.is_empty() {
                self.out.indirections.insert(holder(item), *decided);
            }
        }
        decided.iter().map(|decided| decided.is_boxed).collect()
    }

    fn plan_variant(&mut self, owner: TypeIndex, id: CombinatorIndex, payload: Option<VariantPayload>) -> Variant {
        let ty = &self.facts.schema.ty(owner).name;
        let combinator = self.facts.schema.combinator(id);
        let name = self.facts.tl_name_of_combinator(combinator);
        let ident = self.facts.names.variant_name(ty, &name);
        let name = name.to_string();
        self.out.declare_ident(
            format!("the variants of `{ty}`"),
            &ident,
            TlName::renamable_name(&name),
            combinator.span,
        );
        let id_constant = payload.is_none().then(|| naming::id_constant_of_variant(&ident));
        let (id, tl) = (combinator.id, combinator.line.clone());
        Variant { name, ident, id, id_constant, tl, payload, description: None, since: None }
    }
}

/// Leaves out constants whose name two variants would have.
fn leave_out_repeated_constants(variants: &mut [Variant]) {
    let mut counts = BTreeMap::<String, usize>::new();
    for constant in variants.iter().filter_map(|variant| variant.id_constant.clone()) {
        *counts.entry(constant).or_default() += 1;
    }
    for variant in variants {
        variant.id_constant.take_if(|constant| counts.get(constant) != Some(&1));
    }
}

/// Whether a type is an enum with few constructors, none of them behind a pointer.
fn is_small_enum(shape: &TypeShape) -> bool {
    match shape {
        TypeShape::Alias => false,
        TypeShape::Enum(variants) => {
            let mut payloads = variants.iter().filter_map(|variant| variant.payload.as_ref());
            variants.len() <= MAX_INLINE_CONSTRUCTORS && payloads.all(|payload| !payload.is_indirect)
        }
    }
}

/// Whether the arguments of a constructor's result are its parameters, each once.
fn has_each_param_as_argument_once(result: &Ty) -> bool {
    let args = walk::args_of_type(result);
    let params: Option<std::collections::BTreeSet<_>> = args.iter().map(walk::param_in_argument).collect();
    params.is_some_and(|params| params.len() == args.len())
}
