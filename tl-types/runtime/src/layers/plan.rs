//! The decisions about an older constructor, taken once for all of its values: the place of each field today, and the fields
//! that have to be present at the end.
//!
//! Invariant: a plan depends on the table alone, never on a value.

use alloc::vec::Vec;

use super::Layers;
use super::rules::Conversion;
use crate::table::{Condition, Field, TypeRef, Variable};

/// How an older constructor becomes one of today.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) old: usize,
    pub(super) target: usize,
    /// The flags fields of today's constructor, by index.
    pub(super) flags_fields: Vec<u16>,
    /// The move of each older field.
    pub(super) moves: Vec<Move>,
    /// Fields of today that may be missing at the end: required ones, and those that share their bit.
    pub(super) checks: Vec<Check>,
}

/// The way of an older field that is present into the constructor of today.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// A flags field, whose bits follow from the fields.
    Flags,
    /// A `true` field that sets a bit of today.
    SetBit(Option<Bit>),
    /// A `Bool` that sets a bit of today if it is true.
    BoolToBit(Option<Bit>),
    /// A field of today takes the value.
    To {
        field: u16,
        /// The bit that shows its presence.
        bit: Option<Bit>,
        conversion: Conversion,
        /// Whether a `true` field becomes a `Bool`.
        is_bool: bool,
    },
    /// No field of today takes the value.
    Drop,
    /// The field of today has another type.
    Refuse,
}

/// A bit of a flags field, by the index of the field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bit {
    pub(super) flags_field: u16,
    pub(super) bit: u8,
}

/// A field of today that may be missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Check {
    pub(super) field: u16,
    /// The bit whose presence requires the field; `None` if it is always required.
    pub(super) bit: Option<Bit>,
}

impl Plan {
    pub(super) fn new(layers: &Layers<'_>, old: usize, target: usize) -> Self {
        let flags_fields = layers.table.combinator(target).flags_fields();
        Self {
            old,
            target,
            flags_fields: flags_fields.filter_map(|field| u16::try_from(field).ok()).collect(),
            moves: moves(layers, old, target),
            checks: checks(layers, target),
        }
    }
}

impl Bit {
    fn of_field(field: &Field<'_>) -> Option<Self> {
        match field.condition()? {
            Condition { flags_field: Variable::Field(flags_field), bit } => Some(Self { flags_field, bit }),
            Condition { .. } => None,
        }
    }
}

fn moves(layers: &Layers<'_>, old: usize, target: usize) -> Vec<Move> {
    let target = layers.table.combinator(target);
    // The field of today usually follows the one before.
    let mut next = 0;
    let to = |index: usize, new: &Field<'_>, conversion, is_bool| match u16::try_from(index) {
        Ok(field) => Move::To { field, bit: Bit::of_field(new), conversion, is_bool },
        // Never happens: a table has at most 65,535 fields.
        Err(_) => Move::Refuse,
    };
    let by_rule = |field: &Field<'_>| {
        let (index, conversion) = layers.field_rule(old, &target, field.word, field.ty())?;
        Some(to(index, &target.field(index)?, conversion, false))
    };
    let move_of = |field: Field<'_>| {
        if field.ty() == TypeRef::FLAGS {
            return Move::Flags;
        }
        let Some((index, new)) = target.field_by_word(field.word, next) else {
            return by_rule(&field).unwrap_or(Move::Drop);
        };
        next = index + 1;
        match (field.ty(), new.ty()) {
            (TypeRef::TRUE, TypeRef::TRUE) => Move::SetBit(Bit::of_field(&new)),
            (TypeRef::TRUE, TypeRef::BOOL) => to(index, &new, Conversion::Same, true),
            (TypeRef::BOOL, TypeRef::TRUE) if layers.conversion(TypeRef::BOOL, TypeRef::TRUE).is_some() => {
                Move::BoolToBit(Bit::of_field(&new))
            }
            (_, TypeRef::TRUE) => Move::Refuse,
            (old, today) => match layers.conversion(old, today) {
                Some(conversion) => to(index, &new, conversion, false),
                None => by_rule(&field).unwrap_or(Move::Refuse),
            },
        }
    };
    layers.table.combinator(old).fields().map(move_of).collect()
}

fn checks(layers: &Layers<'_>, target: usize) -> Vec<Check> {
    let target = layers.table.combinator(target);
    // Fields of type `true` share bits without an effect: they are never missing.
    let is_checked = |field: &Field<'_>| field.ty() != TypeRef::TRUE && field.ty() != TypeRef::FLAGS;
    let fields = (0..).zip(target.fields()).filter(|(_, field)| is_checked(field));
    let checked = fields.filter_map(|(index, field)| match (field.condition(), Bit::of_field(&field)) {
        (None, _) => Some(Check { field: index, bit: None }),
        (Some(_), bit @ Some(_)) if target.shares_condition(usize::from(index)) => Some(Check { field: index, bit }),
        _ => None,
    });
    checked.collect()
}
