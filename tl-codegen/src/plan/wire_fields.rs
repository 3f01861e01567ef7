//! From planned struct fields to fields on the wire: which field sets which bit, and what an encoder does with the bit.
//!
//! All struct fields of the scope are known here, so that every wire field is built once, complete.

use std::collections::BTreeMap;

use tl_parser::{Condition, NatVariable};

use super::field_scope::FieldScope;
use super::model::{
    BitAction, BitCondition, BitSetter, Field, FieldIndex, ImpliedMethod, NumberSource, WireField, WireFieldKind,
};
use super::roles::{FieldRole, Roles};

/// The struct field, or the member of a group, that a TL field became.
#[derive(Clone, Copy, Debug)]
pub(super) struct StructSlot {
    pub(super) field: FieldIndex,
    /// The index of the member in the group, if the struct field is a group.
    pub(super) member: Option<usize>,
}

/// The wire fields of a scope, and the methods for implied `true` fields. `slots` has an entry for each TL field:
/// `None` for refused fields, for flags fields and for counts.
pub(super) fn plan_wire_fields(
    scope: &FieldScope<'_>,
    roles: &Roles,
    slots: &[Option<StructSlot>],
    fields: &[Field],
) -> (Vec<WireField>, Vec<ImpliedMethod>) {
    let mut planner = WireFieldPlanner { scope, roles, slots, deciders: BTreeMap::new() };
    for (index, field) in scope.fields.iter().enumerate() {
        if let (Some(condition), Some(slot)) = (field.condition, slots[index]) {
            planner.deciders.entry(condition).or_insert(BitDecider { index, field: slot.field });
        }
    }
    let kinds = (0..scope.fields.len()).map(|index| (index as u32, planner.wire_field_kind(index)));
    let wire_fields = kinds.filter_map(|(index, kind)| Some(WireField { index, kind: kind? })).collect();
    (wire_fields, planner.plan_implied_methods(fields))
}

/// The first of the fields that depend on a bit: the bit is set if that field is present.
#[derive(Clone, Copy)]
struct BitDecider {
    /// Index of the TL field.
    index: usize,
    field: FieldIndex,
}

struct WireFieldPlanner<'a> {
    scope: &'a FieldScope<'a>,
    roles: &'a Roles,
    slots: &'a [Option<StructSlot>],
    deciders: BTreeMap<Condition, BitDecider>,
}

impl WireFieldPlanner<'_> {
    /// Methods for the `true` fields whose bit another field decides.
    fn plan_implied_methods(&self, fields: &[Field]) -> Vec<ImpliedMethod> {
        let flags = self.deciders.iter().flat_map(|(condition, decider)| {
            self.roles.bits[condition].true_fields.iter().map(|index| (*index, decider.field))
        });
        let methods = flags.map(|(index, field)| ImpliedMethod {
            ident: self.scope.rust_field_ident(index),
            name: self.scope.tl_field_name(index),
            field,
        });
        methods.filter(|implied| implied.ident != fields[implied.field.0].ident).collect()
    }

    fn wire_field_kind(&self, index: usize) -> Option<WireFieldKind> {
        let own = self.scope.variable_declared_by(index);
        let variable = || self.scope.visible_number_variable(own).map(|var| var.ident.clone());
        let condition = self.condition_of_field(index);
        Some(match self.roles.of_fields[index] {
            FieldRole::FlagsField => WireFieldKind::Flags {
                variable: variable()?,
                setters: self.setters_of_flags_field(own),
                is_checked: self.has_checked_bit(own),
            },
            FieldRole::Count { repetition } => WireFieldKind::Number {
                variable: variable()?,
                condition: None,
                source: NumberSource::Items(self.slots[repetition]?.field),
            },
            FieldRole::Stored { is_count, .. } => {
                let field = self.slots[index]?.field;
                let source = NumberSource::Stored { field, setters: self.setters_of_flags_field(own), is_count };
                WireFieldKind::Number { variable: variable()?, condition, source }
            }
            FieldRole::Value => {
                let StructSlot { field, member } = self.slots[index]?;
                WireFieldKind::Value { field, member, condition }
            }
            FieldRole::TrueField => match self.slots[index] {
                Some(StructSlot { field, .. }) => WireFieldKind::Flag { field, bit: condition? },
                None => {
                    WireFieldKind::Implied { decider: self.deciders.get(&self.scope.fields[index].condition?)?.field }
                }
            },
        })
    }

    fn condition_of_field(&self, index: usize) -> Option<BitCondition> {
        let condition = self.scope.fields[index].condition?;
        let flags_field = self.scope.visible_number_variable(condition.flags_field)?.ident.clone();
        Some(BitCondition {
            flags_field,
            bit: condition.bit,
            on_encode: self.encoder_action_on_bit(condition, self.slots[index]?),
        })
    }

    fn encoder_action_on_bit(&self, condition: Condition, slot: StructSlot) -> BitAction {
        match slot.member {
            Some(1..) => BitAction::Nothing,
            _ if !self.does_field_set_bit(condition, slot.field) => BitAction::Check,
            _ if self.is_bit_set_later(condition) => BitAction::Set,
            _ => BitAction::Nothing,
        }
    }

    /// Whether encoding this field sets its bit: the field decides about the bit, and the flags field is required and
    /// belongs to the same struct.
    fn does_field_set_bit(&self, condition: Condition, field: FieldIndex) -> bool {
        let flags_field =
            self.field_declaring_variable(condition.flags_field).map(|index| (self.roles.of_fields[index], index));
        let has_setters = flags_field.is_some_and(|(role, index)| {
            matches!(role, FieldRole::FlagsField | FieldRole::Stored { .. })
                && self.scope.fields[index].condition.is_none()
        });
        has_setters && self.deciders.get(&condition).is_some_and(|decider| decider.field == field)
    }

    /// The index of the field that declares a variable, if the field is in this scope.
    fn field_declaring_variable(&self, variable: NatVariable) -> Option<usize> {
        (0..self.scope.fields.len()).find(|index| self.scope.variable_declared_by(*index) == variable)
    }

    fn setters_of_flags_field(&self, flags_field: NatVariable) -> Vec<BitSetter> {
        let deciders = self.deciders.iter().filter(|(condition, _)| condition.flags_field == flags_field);
        let setters = deciders.map(|(condition, BitDecider { field, .. })| BitSetter {
            bit: condition.bit,
            field: *field,
            is_set_later: self.is_bit_set_later(*condition),
        });
        setters.collect()
    }

    /// Whether some field only checks its bit in this flags field, and does not set the bit.
    fn has_checked_bit(&self, flags_field: NatVariable) -> bool {
        (0..self.scope.fields.len()).any(|index| {
            let condition = self.scope.fields[index].condition.filter(|condition| condition.flags_field == flags_field);
            let (Some(condition), Some(slot)) = (condition, self.slots[index]) else { return false };
            self.roles.of_fields[index] != FieldRole::TrueField && self.deciders[&condition].field != slot.field
        })
    }

    /// Whether the encoder sets the bit only when it comes to the field: the field is a value, and the flags field has
    /// nothing but bits.
    fn is_bit_set_later(&self, condition: Condition) -> bool {
        let BitDecider { index, .. } = self.deciders[&condition];
        self.field_declaring_variable(condition.flags_field)
            .is_some_and(|index| self.roles.of_fields[index] == FieldRole::FlagsField)
            && self.roles.of_fields[index] == FieldRole::Value
            && !self.has_checked_bit(condition.flags_field)
    }
}
