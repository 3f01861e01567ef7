//! From TL fields to the fields of a struct: conditions become `Option`, bits become `bool`, values that share a bit
//! become one group, and a number that follows from other fields is left out.
//!
//! A group is named after its first value, so that adding a field to a schema renames nothing.

use std::collections::BTreeMap;

use tl_parser::{Condition, Field as TlField, Nat, Span, Ty};

use super::codecs::CodecPlanner;
use super::field_scope::FieldScope;
use super::indirection_rules::{FieldShape, IndirectionDecision, MAX_MEMORY_FACTOR_INLINE_BY_RECORD};
use super::memory_layout::{MemoryLayout, MemoryLayouts};
use super::model::{
    Annotations, BitGroup, BitGroupDebug, BitGroupMember, Codec, Field, FieldIndex, FieldKind, FieldValue, Instance,
    InstanceKind, Repetition, Struct,
};
use super::planner_output::{PlannerOutput, TlName};
use super::roles::{FieldRole, Roles};
use super::schema_facts::{self, SchemaFacts};
use super::structs::{self, PlannedFields};
use super::unsupported_constructs::EMPTY_ITEM;
use super::walk;
use super::wire_fields::{self, StructSlot};
use crate::recorded_indirections::ValueHolder;

/// Plans the fields of a scope. A refused field is reported and left out.
pub(super) fn plan_fields_of_scope<'a>(
    facts: &SchemaFacts<'a>,
    layouts: &MemoryLayouts,
    scope: &FieldScope<'a>,
    out: &mut PlannerOutput,
) -> PlannedFields {
    let roles = Roles::determine_roles(facts, scope);
    let mut planner = FieldPlanner {
        facts,
        known_layouts: layouts,
        scope,
        roles: &roles,
        out,
        fields: Vec::new(),
        layouts: Vec::new(),
        records: Vec::new(),
        groups: BTreeMap::new(),
        kept: Vec::new(),
    };
    let slots: Vec<_> = (0..scope.fields.len()).map(|index| planner.plan_field(index)).collect();
    planner.box_fields_over_memory_bound();
    let FieldPlanner { fields, layouts, records, .. } = planner;
    let (wire_fields, implied) = wire_fields::plan_wire_fields(scope, &roles, &slots, &fields);
    PlannedFields { fields, layouts, wire_fields, implied, records }
}

struct FieldPlanner<'p, 'a> {
    facts: &'p SchemaFacts<'a>,
    known_layouts: &'p MemoryLayouts,
    scope: &'p FieldScope<'a>,
    roles: &'p Roles,
    out: &'p mut PlannerOutput,
    fields: Vec<Field>,
    layouts: Vec<MemoryLayout>,
    records: Vec<Struct>,
    /// The groups planned so far.
    groups: BTreeMap<Condition, FieldIndex>,
    /// Conditional fields that only the record keeps by value, with the size of the value.
    kept: Vec<(usize, ValueHolder, FieldIndex)>,
}

impl<'a> FieldPlanner<'_, 'a> {
    /// Plans the TL field at `index`, and returns the struct field that it becomes, if any.
    fn plan_field(&mut self, index: usize) -> Option<StructSlot> {
        let condition = self.scope.fields[index].condition;
        match (self.roles.of_fields[index], condition) {
            (FieldRole::FlagsField | FieldRole::Count { .. }, _) => None,
            (FieldRole::Stored { has_bits, .. }, _) => Some(self.plan_stored_number(index, has_bits)),
            (FieldRole::TrueField, condition) => self.plan_true_field(index, condition?),
            (FieldRole::Value, Some(condition)) if self.roles.bits[&condition].values.len() > 1 => {
                self.plan_bit_group_member(index, condition)
            }
            (FieldRole::Value, condition) => {
                let is_conditional = condition.is_some();
                let (value, layout, decided) = self.plan_value(index, is_conditional)?;
                let slot = match is_conditional {
                    false => self.add_struct_field(index, FieldKind::Required(value), layout),
                    true => self.add_struct_field(index, FieldKind::Optional(value), layout.option_of()),
                };
                if decided.is_inline_only_by_record() {
                    self.kept.push((layout.size, self.scope.value_holder_of_field(self.facts, index), slot.field));
                }
                Some(slot)
            }
        }
    }

    fn add_struct_field(&mut self, index: usize, kind: FieldKind, layout: MemoryLayout) -> StructSlot {
        let ident = self.scope.rust_field_ident(index);
        let name = self.scope.tl_field_name(index);
        self.fields.push(Field { name, ident, kind, note: None, notes: Annotations::default() });
        self.layouts.push(layout);
        StructSlot { field: FieldIndex(self.fields.len() - 1), member: None }
    }

    /// Plans a number that other fields depend on and that the struct has a field for.
    fn plan_stored_number(&mut self, index: usize, has_bits: bool) -> StructSlot {
        let value = FieldValue { codec: Codec::Nat, is_indirect: false, has_conversions: false };
        let slot = match self.scope.fields[index].condition {
            None => self.add_struct_field(index, FieldKind::Required(value), MemoryLayout::NAT),
            Some(_) => self.add_struct_field(index, FieldKind::Optional(value), MemoryLayout::NAT.option_of()),
        };
        let name = self.scope.tl_field_name(index);
        self.fields[slot.field.0].note = has_bits
            .then(|| format!("The bits of `{name}` that no other field sets; bits of other fields are ignored here."));
        slot
    }

    /// Plans a `true` field: a `bool`, unless another field depends on the same bit and decides about it.
    fn plan_true_field(&mut self, index: usize, condition: Condition) -> Option<StructSlot> {
        let bit = &self.roles.bits[&condition];
        let is_alone = bit.values.is_empty() && !bit.has_number && bit.true_fields.first() == Some(&index);
        let is_visible = self.scope.visible_number_variable(condition.flags_field).is_some();
        (is_alone && is_visible).then(|| self.add_struct_field(index, FieldKind::Flag, MemoryLayout::BOOL))
    }

    /// Plans a value that shares its bit with other values. The group is planned with its first value.
    fn plan_bit_group_member(&mut self, index: usize, condition: Condition) -> Option<StructSlot> {
        let values = &self.roles.bits[&condition].values;
        let member = values.iter().position(|value| *value == index)?;
        if member == 0 {
            let (group, layouts) = self.plan_bit_group(values)?;
            let slot =
                self.add_struct_field(index, FieldKind::Group(group), MemoryLayout::of_struct(layouts).option_of());
            self.groups.insert(condition, slot.field);
        }
        Some(StructSlot { field: *self.groups.get(&condition)?, member: Some(member) })
    }

    fn plan_bit_group(&mut self, values: &[usize]) -> Option<(BitGroup, Vec<MemoryLayout>)> {
        let mut members: Vec<BitGroupMember> = Vec::new();
        let mut layouts = Vec::new();
        let mut params = Vec::new();
        for index in values {
            let name = self.scope.tl_field_name(*index);
            let (value, layout, _) = self.plan_value(*index, false)?;
            value.codec.collect_type_params(&mut params);
            let ident = self.scope.rust_field_ident(*index);
            members.push(BitGroupMember { ident, name, value, notes: Annotations::default() });
            layouts.push(layout);
        }
        let first = &members.first()?.name;
        let item_path = self.scope.path_of_inner_item(*values.first()?);
        let name =
            TlName::with_rename_key(&format!("{}.{first}", self.scope.name), &self.scope.rename_key_of_member(first));
        let span = self.scope.combinator.span;
        if let Some(owner) = self.scope.owner {
            let file = format!("groups in the file of `{}`", self.facts.schema.ty(owner).name);
            self.out.declare_ident(file, &item_path.local_ident, name.clone(), span);
        }
        self.out.declare_item("groups", &item_path, name, span);
        let debug = if params.is_empty() { BitGroupDebug::Derived } else { BitGroupDebug::WithBounds };
        Some((BitGroup { item_path, params, members, debug, attributes: Vec::new() }, layouts))
    }

    /// Puts values behind pointers, largest first, as long as the struct takes more memory than readers grant. Only
    /// values that the rules would not hold by value are moved.
    fn box_fields_over_memory_bound(&mut self) {
        let id_size = if self.scope.depth == 0 { 4 } else { 0 };
        let least_size = self.facts.least_sizes.least_size_of_fields(self.scope.fields) + id_size;
        let max_size = least_size.saturating_mul(MAX_MEMORY_FACTOR_INLINE_BY_RECORD);
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort();
        while MemoryLayout::of_struct(self.layouts.iter().copied()).size > max_size
            && let Some((_, holder, field)) = kept.pop()
        {
            if let FieldKind::Optional(value) = &mut self.fields[field.0].kind {
                self.layouts[field.0] = move_behind_pointer(value).option_of();
                self.out.indirections.insert(holder, IndirectionDecision::FORCED_BY_MEMORY);
            }
        }
    }

    fn plan_value(
        &mut self,
        index: usize,
        is_conditional: bool,
    ) -> Option<(FieldValue, MemoryLayout, IndirectionDecision)> {
        let field = &self.scope.fields[index];
        let (codec, layout) = match &field.ty {
            Ty::Repetition { count, fields } => self.plan_repetition_codec(index, *count, fields)?,
            ty => self.codec_or_refusal(ty, field.span)?,
        };
        let types = walk::types_held_by_value(self.facts.schema, &field.ty);
        let components = &self.facts.components;
        let contains = |outer| types.iter().any(|inner| components.closes_cycle(outer, *inner));
        let is_recursive = self.scope.owner.is_some_and(contains);
        let has_conversions = match &codec {
            Codec::Boxed(_) => types.first().is_some_and(|ty| self.facts.has_from_impls(*ty)),
            codec => codec.is_text_or_bytes(),
        };
        let mut value = FieldValue { codec, is_indirect: false, has_conversions };
        if !value.codec.can_be_boxed() {
            return Some((value, layout, IndirectionDecision::default()));
        }
        let holder = self.scope.value_holder_of_field(self.facts, index);
        let shape = FieldShape { is_recursive, is_conditional, layout };
        let decided = shape.decide_indirection(self.facts.recorded.get(&holder));
        self.out.indirections.insert(holder, decided);
        let layout = if decided.is_boxed { move_behind_pointer(&mut value) } else { layout };
        Some((value, layout, decided))
    }

    /// The codec of any type but a repetition.
    fn codec_or_refusal(&mut self, ty: &Ty, span: Span) -> Option<(Codec, MemoryLayout)> {
        let codecs = CodecPlanner { facts: self.facts, layouts: self.known_layouts, scope: Some(self.scope) };
        codecs.codec_and_layout(ty).map_err(|refusal| self.out.refuse_declaration(span, refusal)).ok()
    }

    fn plan_repetition_codec(
        &mut self,
        index: usize,
        count: Nat,
        fields: &'a [TlField],
    ) -> Option<(Codec, MemoryLayout)> {
        if self.facts.are_fields_zero_sized(fields) {
            let only = fields.first().map(|field| self.facts.add_reason_of_zero_size(EMPTY_ITEM, &field.ty));
            self.out.refuse_declaration(self.scope.fields[index].span, only.unwrap_or(EMPTY_ITEM));
            return None;
        }
        let (item, layout) = match only_unnamed_field(fields) {
            Some(TlField { ty: Ty::Repetition { .. }, .. }) | None => self.plan_record_codec(index, fields)?,
            Some(only) => self.codec_or_refusal(&only.ty, only.span)?,
        };
        let array_len = schema_facts::array_len_of_repetition(count);
        let least_item_size = self.facts.least_sizes.least_size_of_fields(fields);
        let (count, is_array) = (self.scope.number_expression(count)?, array_len.is_some());
        let codec = Codec::Repetition(Repetition { count, is_array, item: Box::new(item), least_item_size });
        Some((codec, array_len.map_or(MemoryLayout::VEC, |n| layout.array_of(n))))
    }

    /// Plans the struct for the fields of a repetition.
    fn plan_record_codec(&mut self, index: usize, fields: &'a [TlField]) -> Option<(Codec, MemoryLayout)> {
        let scope = self.scope.of_repetition(self.facts, index, fields);
        let arguments =
            scope.number_params.iter().map(|variable| self.scope.number_expression(Nat::Variable(*variable)));
        let numbers = Some(arguments.collect::<Option<Vec<_>>>()?);
        let planned = plan_fields_of_scope(self.facts, self.known_layouts, &scope, self.out);
        let params = self.facts.used_type_param_idents(scope.combinator, fields);
        let least_size = self.facts.least_sizes.least_size_of_fields(fields);
        let (record, layout) =
            structs::assemble_struct(self.facts.schema, &scope, planned, params, least_size, self.out);
        let arguments = record.params.iter().cloned().map(Codec::Param).collect();
        let (kind, item_path) = (InstanceKind::Record, record.item_path.clone());
        self.records.push(record);
        Some((Codec::Instance(Instance { kind, item_path, arguments, numbers, least_size }), layout))
    }
}

/// Puts a value behind a pointer, and returns the layout that it has then.
fn move_behind_pointer(value: &mut FieldValue) -> MemoryLayout {
    match &mut value.codec {
        // A repetition that becomes a vector has its items behind a pointer.
        Codec::Repetition(repetition) => {
            repetition.is_array = false;
            MemoryLayout::VEC
        }
        _ => {
            value.is_indirect = true;
            MemoryLayout::POINTER
        }
    }
}

/// The only field of a repetition, if it has neither a name nor a condition. Such a repetition needs no struct.
fn only_unnamed_field(fields: &[TlField]) -> Option<&TlField> {
    match fields {
        [only] if only.name.as_deref().is_none_or(|name| name == "_") && only.condition.is_none() => Some(only),
        _ => None,
    }
}
