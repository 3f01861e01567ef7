//! Pairs each field of one combinator with the corresponding field of another one.
//!
//! Fields of one name are paired; of the others, likely renames. Invariant: `FieldPairing::new(a, b)` and
//! `FieldPairing::new(b, a)` hold the same pairs.

use super::side::{CombinatorShape, FieldShape};
use crate::meaning::schema::{Condition, NatVariable, Ty};

/// Pairs of fields of two combinators, `left` and `right`.
pub(super) struct FieldPairing {
    of_left: Vec<Option<FieldPartner>>,
    of_right: Vec<Option<FieldPartner>>,
}

/// The field with which a field is paired.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct FieldPartner {
    /// Index of the partner among the fields of its combinator.
    pub(super) idx: usize,
    /// Whether the two paired fields have different names.
    pub(super) is_renamed: bool,
}

impl FieldPairing {
    pub(super) fn new(left: &CombinatorShape<'_>, right: &CombinatorShape<'_>) -> Self {
        let mut pairing = Self { of_left: vec![None; left.fields.len()], of_right: vec![None; right.fields.len()] };
        for (l, field) in left.fields.iter().enumerate() {
            let mut free = right.fields.iter().enumerate().filter(|(r, _)| pairing.of_right[*r].is_none());
            if let Some((r, _)) = free.find(|(_, other)| other.name == field.name) {
                pairing.join_pair(l, r, false);
            }
        }
        if pairing.of_left.contains(&None) && pairing.of_right.contains(&None) {
            // The bits of other fields can be compared only once the flags fields are paired.
            pairing.join_likely_renames(left, right, true);
            pairing.join_likely_renames(left, right, false);
        }
        pairing
    }

    /// The same pairs of fields, with left and right exchanged.
    pub(super) fn with_sides_swapped(&self) -> Self {
        Self { of_left: self.of_right.clone(), of_right: self.of_left.clone() }
    }

    /// All pairs of fields, as indices, and all fields without a partner, as an index and `None`.
    pub(super) fn pairs_and_single_fields(&self) -> impl Iterator<Item = (Option<usize>, Option<usize>)> {
        let left = self.of_left.iter().enumerate().map(|(l, partner)| (Some(l), partner.map(|partner| partner.idx)));
        let right = self.of_right.iter().enumerate().filter(|(_, partner)| partner.is_none());
        left.chain(right.map(|(r, _)| (None, Some(r))))
    }

    pub(super) fn partner_of_left(&self, idx: usize) -> Option<FieldPartner> {
        self.of_left[idx]
    }

    /// The partner of a left field, if both have the same name.
    pub(super) fn namesake_of_left(&self, idx: usize) -> Option<usize> {
        self.of_left[idx].filter(|partner| !partner.is_renamed).map(|partner| partner.idx)
    }

    /// Pairs of a removed and an added field that are likely one field.
    pub(super) fn renamed_pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let partners = self.of_left.iter().enumerate();
        partners.filter_map(|(l, partner)| partner.filter(|partner| partner.is_renamed).map(|partner| (l, partner.idx)))
    }

    /// Whether two conditions test the same bit of the same flags field.
    pub(super) fn are_same_bit(&self, left: Condition, right: Condition) -> bool {
        let is_same_flags = match (left.flags_field, right.flags_field) {
            (NatVariable::Field(l), NatVariable::Field(r)) => {
                let partner = self.of_left.get(l as usize).copied().flatten();
                partner.is_some_and(|partner| partner.idx == r as usize)
            }
            (left, right) => left == right,
        };
        is_same_flags && left.bit == right.bit
    }

    /// Whether the fields with bytes on the wire that both combinators have stand in another order.
    pub(super) fn is_reordered(&self, left: &CombinatorShape<'_>, right: &CombinatorShape<'_>) -> bool {
        let values = left.fields.iter().enumerate().filter(|(_, field)| !field.is_zero_sized);
        let partners = values.filter_map(|(l, _)| self.namesake_of_left(l)).filter(|r| !right.fields[*r].is_zero_sized);
        !partners.is_sorted()
    }

    fn join_pair(&mut self, l: usize, r: usize, is_renamed: bool) {
        self.of_left[l] = Some(FieldPartner { idx: r, is_renamed });
        self.of_right[r] = Some(FieldPartner { idx: l, is_renamed });
    }

    fn join_likely_renames(&mut self, left: &CombinatorShape<'_>, right: &CombinatorShape<'_>, are_numbers: bool) {
        for (l, field) in left.fields.iter().enumerate() {
            if self.of_left[l].is_some() || are_numbers != (*field.ty == Ty::Nat) {
                continue;
            }
            let found = right.fields.iter().enumerate().find(|(r, other)| {
                self.of_right[*r].is_none()
                    && self.has_same_type_and_bit(field, other)
                    && (field.is_zero_sized || self.is_same_position(left, right, l, *r))
            });
            if let Some((r, _)) = found {
                self.join_pair(l, r, true);
            }
        }
    }

    fn has_same_type_and_bit(&self, left: &FieldShape<'_>, right: &FieldShape<'_>) -> bool {
        let are_same_bit = match (left.condition, right.condition) {
            (None, None) => !left.is_zero_sized,
            (Some(left), Some(right)) => self.are_same_bit(left, right),
            _ => false,
        };
        are_same_bit && left.text == right.text
    }

    /// Whether the nearest earlier fields that both combinators have, and that have bytes, are a pair.
    fn is_same_position(&self, left: &CombinatorShape<'_>, right: &CombinatorShape<'_>, l: usize, r: usize) -> bool {
        let before = |shape: &CombinatorShape<'_>, partners: &[Option<FieldPartner>], idx: usize| {
            (0..idx).rev().find(|idx| {
                partners[*idx].is_some_and(|partner| !partner.is_renamed) && !shape.fields[*idx].is_zero_sized
            })
        };
        match (before(left, &self.of_left, l), before(right, &self.of_right, r)) {
            (None, None) => true,
            (Some(left), Some(right)) => self.namesake_of_left(left) == Some(right),
            _ => false,
        }
    }
}
