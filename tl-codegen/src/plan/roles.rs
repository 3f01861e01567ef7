//! The role of each TL field in its struct, decided before any field is planned.
//!
//! Example: in `a flags:# b:flags.0?int c:flags.1?true n:# items:n*[ int ] = A;`, `flags` is a `FlagsField`, `c` is a
//! `TrueField`, `n` is a `Count`, and `b` and `items` are `Value`s.

use std::collections::BTreeMap;

use tl_parser::{Condition, Ty};

use super::field_scope::{FieldScope, NumberUses};
use super::schema_facts::SchemaFacts;

/// The form of a TL field in its struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldRole {
    /// An ordinary value, which the struct has a field for.
    Value,
    /// `flags.0?true`: the field is its bit and nothing else.
    TrueField,
    /// A `#` that consists of bits of other fields, perhaps of none, so that the struct has no field for it.
    FlagsField,
    /// A `#` that is the number of items in the field at this index, so that the struct has no field for it.
    Count {
        /// Index of the repetition whose items are counted.
        repetition: usize,
    },
    /// A `#` that other fields depend on and that the struct has a field for.
    Stored {
        /// Whether the number is the flags field of other fields.
        has_bits: bool,
        /// Whether the number may be the count of a repetition.
        is_count: bool,
    },
}

/// The conditional fields of one bit, by index.
#[derive(Default)]
pub(super) struct FieldsOfBit {
    /// Fields with the role [`FieldRole::Value`]. Several of them make a group.
    pub(super) values: Vec<usize>,
    /// Fields with the role [`FieldRole::TrueField`].
    pub(super) true_fields: Vec<usize>,
    /// Whether a field of the bit has the role [`FieldRole::Stored`]. Such a field is no member of a group.
    pub(super) has_number: bool,
}

/// The roles of the fields of a scope.
pub(super) struct Roles {
    pub(super) of_fields: Vec<FieldRole>,
    /// The conditional fields that depend on each bit.
    pub(super) bits: BTreeMap<Condition, FieldsOfBit>,
}

impl Roles {
    pub(super) fn determine_roles(facts: &SchemaFacts<'_>, scope: &FieldScope<'_>) -> Self {
        let of_fields: Vec<_> = (0..scope.fields.len()).map(|index| role_of_field(facts, scope, index)).collect();
        let mut bits: BTreeMap<_, FieldsOfBit> = BTreeMap::new();
        for (index, field) in scope.fields.iter().enumerate() {
            let Some(condition) = field.condition else { continue };
            let bit = bits.entry(condition).or_default();
            match of_fields[index] {
                FieldRole::TrueField => bit.true_fields.push(index),
                FieldRole::Stored { .. } => bit.has_number = true,
                FieldRole::Value | FieldRole::FlagsField | FieldRole::Count { .. } => bit.values.push(index),
            }
        }
        Self { of_fields, bits }
    }
}

fn role_of_field(facts: &SchemaFacts<'_>, scope: &FieldScope<'_>, index: usize) -> FieldRole {
    let field = &scope.fields[index];
    let is_conditional = field.condition.is_some();
    match &field.ty {
        Ty::Nat => {}
        Ty::Bare { constructor, .. } if is_conditional && facts.schema.combinator(*constructor).fields.is_empty() => {
            return FieldRole::TrueField;
        }
        _ => return FieldRole::Value,
    }
    let NumberUses { has_bits, repetition, is_passed } = scope.uses_of_number(facts, index);
    match (has_bits, repetition) {
        (_, None) if is_flags_field_name(&scope.tl_field_name(index)) && !is_conditional && !is_passed => {
            FieldRole::FlagsField
        }
        (false, None) if !is_passed => FieldRole::Value,
        (false, Some(repetition)) if !is_conditional => FieldRole::Count { repetition },
        _ => FieldRole::Stored { has_bits, is_count: is_passed || repetition.is_some() },
    }
}

/// Whether a `#` is named `flags`, perhaps with a number, as in Telegram's schemas. Such a field has no bits beside
/// those of conditional fields, and no bits at all if there are none. A field with another name may have more bits, as
/// `mode` of TON's schemas has.
fn is_flags_field_name(name: &str) -> bool {
    name.strip_prefix("flags").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}
