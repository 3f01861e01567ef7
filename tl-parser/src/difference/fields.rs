//! Facts about the fields of one pair of combinators.
//!
//! Verdicts here assume that the id is kept, or that the value is bare: only layouts count. Invariant: two combinators
//! with the same fields have no fact, unless a constructor that is bare inside a field changed its layout.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ChangeKind, ChangedValue, Verdict, Verdicts};
use super::pairing::FieldPairing;
use super::reader_verdicts::BothReaders;
use super::side::{CombinatorShape, FieldShape};

/// A difference in a field, in a bit of flags, or in the order of fields.
pub(super) struct FieldChange {
    pub(super) kind: ChangeKind,
    pub(super) field: Option<String>,
    pub(super) old: Option<ChangedValue>,
    pub(super) new: Option<ChangedValue>,
    /// The verdicts for both readers, on the assumption that the combinator keeps its id.
    pub(super) wire: Verdicts,
}

/// The differences between the fields of two combinators of one name, in arbitrary order.
pub(super) fn compare_fields<'a>(
    readings: &BothReaders<'a>,
    old: &CombinatorShape<'a>,
    new: &CombinatorShape<'a>,
) -> Vec<FieldChange> {
    let is_same = old.fields.len() == new.fields.len()
        && old
            .fields
            .iter()
            .zip(&new.fields)
            .all(|(old, new)| old.has_same_name_type_and_bit(new) && !old.holds_bare && !new.holds_bare);
    if is_same {
        return Vec::new();
    }
    let pairing = FieldPairing::new(old, new);
    let reversed = pairing.with_sides_swapped();
    let mut facts = FieldComparison { readings, old, new, pairing, reversed, found: Vec::new() };
    facts.push_field_changes();
    facts.push_renamed_fields();
    facts.push_order_change();
    facts.push_shared_bit_changes();
    facts.push_reused_bits();
    facts.found
}

struct FieldComparison<'r, 'a> {
    readings: &'r BothReaders<'a>,
    old: &'r CombinatorShape<'a>,
    new: &'r CombinatorShape<'a>,
    /// The pairs of corresponding fields, with the old field on the left.
    pairing: FieldPairing,
    /// The pairs of corresponding fields, with the new field on the left.
    reversed: FieldPairing,
    found: Vec<FieldChange>,
}

/// For each bit such as `flags.3`, the names of the fields that depend on the bit.
type FieldsByBit<'r> = BTreeMap<&'r str, BTreeSet<&'r str>>;

impl<'a> FieldComparison<'_, 'a> {
    fn push_field_changes(&mut self) {
        for idx in 0..self.old.fields.len() {
            match self.pairing.namesake_of_left(idx) {
                Some(partner) => self.push_changes_of_namesakes(idx, partner),
                None => {
                    let field = &self.old.fields[idx];
                    let (name, text) = (field.name.to_string(), ChangedValue::Text(field.text_with_bit()));
                    let wire =
                        self.verdicts_on_field(Some(idx), self.pairing.partner_of_left(idx).map(|partner| partner.idx));
                    self.push_change(ChangeKind::FieldRemoved, name, Some(text), None, wire);
                }
            }
        }
        for idx in 0..self.new.fields.len() {
            if self.reversed.namesake_of_left(idx).is_none() {
                let field = &self.new.fields[idx];
                let (name, text) = (field.name.to_string(), ChangedValue::Text(field.text_with_bit()));
                let wire =
                    self.verdicts_on_field(self.reversed.partner_of_left(idx).map(|partner| partner.idx), Some(idx));
                self.push_change(ChangeKind::FieldAdded, name, None, Some(text), wire);
            }
        }
    }

    /// Adds the facts about a field that has the same name in both combinators.
    fn push_changes_of_namesakes(&mut self, old_idx: usize, new_idx: usize) {
        let (old, new) = (&self.old.fields[old_idx], &self.new.fields[new_idx]);
        let name = old.name.to_string();
        let type_wire = if old.is_zero_sized == new.is_zero_sized {
            self.verdicts_on_type(old, new)
        } else {
            Verdicts { old_reader: Verdict::Silent, new_reader: Verdict::Silent }
        };
        let types = || (Some(ChangedValue::Text(old.text.clone())), Some(ChangedValue::Text(new.text.clone())));
        if old.text != new.text {
            let (old, new) = types();
            self.push_change(ChangeKind::TypeChanged, name.clone(), old, new, type_wire);
        } else if type_wire.worst() > Verdict::Compatible {
            let (old, new) = types();
            self.push_change(ChangeKind::BareLayoutChanged, name.clone(), old, new, type_wire);
        }
        if old.bit != new.bit {
            let kind = match (&old.bit, &new.bit) {
                (None, _) => ChangeKind::MadeOptional,
                (_, None) => ChangeKind::MadeRequired,
                _ => ChangeKind::BitMoved,
            };
            let bit = |field: &FieldShape<'_>| field.bit.clone().map(ChangedValue::Text);
            let wire = self.verdicts_on_field(Some(old_idx), Some(new_idx));
            self.push_change(kind, name, bit(old), bit(new), wire);
        }
    }

    fn verdicts_on_type(&self, old: &FieldShape<'a>, new: &FieldShape<'a>) -> Verdicts {
        let is_same = old.text == new.text && !old.holds_bare && !new.holds_bare;
        if is_same || old.is_zero_sized { Verdicts::default() } else { self.readings.verdicts_on_type(old.ty, new.ty) }
    }

    fn push_renamed_fields(&mut self) {
        for (old, new) in self.pairing.renamed_pairs().collect::<Vec<_>>() {
            let name = |field: &FieldShape<'_>| field.name.to_string();
            let (old_name, new_name) = (name(&self.old.fields[old]), name(&self.new.fields[new]));
            let wire = self.verdicts_on_field(Some(old), Some(new));
            let sides = (Some(ChangedValue::Text(old_name.clone())), Some(ChangedValue::Text(new_name)));
            self.push_change(ChangeKind::FieldRenamed, old_name, sides.0, sides.1, wire);
        }
    }

    fn push_order_change(&mut self) {
        if self.pairing.is_reordered(self.old, self.new) {
            let wire = Verdicts { old_reader: Verdict::Silent, new_reader: Verdict::Silent };
            self.found.push(FieldChange { kind: ChangeKind::FieldsReordered, field: None, old: None, new: None, wire });
        }
    }

    /// Adds a fact for each bit that several fields share in one combinator, and fewer or other fields in the other
    /// one.
    fn push_shared_bit_changes(&mut self) {
        let (old, new) = (fields_by_bit(self.old), fields_by_bit(self.new));
        let none = BTreeSet::new();
        for bit in old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>() {
            let (before, after) = (old.get(bit).unwrap_or(&none), new.get(bit).unwrap_or(&none));
            let kind = match (before.len() > 1, after.len() > 1) {
                (false, true) => ChangeKind::GroupAppeared,
                (true, false) => ChangeKind::GroupDisappeared,
                (true, true) if before != after => ChangeKind::GroupChanged,
                _ => continue,
            };
            let wire = self.verdicts_on_fields(before.symmetric_difference(after).copied());
            let group = |names: &BTreeSet<&str>| (names.len() > 1).then(|| names_as_changed_value(names));
            self.push_change(kind, bit.to_owned(), group(before), group(after), wire);
        }
    }

    /// Adds a fact for each bit whose fields are all new, unless every one of them is a likely rename.
    fn push_reused_bits(&mut self) {
        let (old, new) = (fields_by_bit(self.old), fields_by_bit(self.new));
        for (bit, before) in &old {
            let Some(after) = new.get(bit).filter(|after| before.is_disjoint(after)) else { continue };
            let renamed =
                self.pairing.renamed_pairs().map(|(l, r)| (&*self.old.fields[l].name, &*self.new.fields[r].name));
            let renamed = renamed.filter(|(l, r)| before.contains(l) && after.contains(r)).count();
            if renamed < before.len() || renamed < after.len() {
                let wire = self.verdicts_on_fields(before.union(after).copied());
                self.push_change(
                    ChangeKind::BitReused,
                    (*bit).to_owned(),
                    Some(names_as_changed_value(before)),
                    Some(names_as_changed_value(after)),
                    wire,
                );
            }
        }
    }

    /// The worst verdicts on the fields with these names.
    fn verdicts_on_fields<'n>(&self, names: impl Iterator<Item = &'n str>) -> Verdicts {
        let names: BTreeSet<&str> = names.collect();
        let rows = self.pairing.pairs_and_single_fields().filter(|(old, new)| {
            let old = old.map(|idx| &self.old.fields[idx]);
            let new = new.map(|idx| &self.new.fields[idx]);
            [old, new].into_iter().flatten().any(|field| names.contains(&*field.name))
        });
        rows.map(|(old, new)| self.verdicts_on_field(old, new)).fold(Verdicts::default(), Verdicts::max)
    }

    /// The verdicts on a field, given by its index in each combinator; `None` if the combinator lacks it.
    fn verdicts_on_field(&self, old: Option<usize>, new: Option<usize>) -> Verdicts {
        let (by_old, by_new) = (&self.readings.by_old, &self.readings.by_new);
        Verdicts {
            old_reader: by_old.verdict_on_field((self.new, new), (self.old, old), &self.reversed),
            new_reader: by_new.verdict_on_field((self.old, old), (self.new, new), &self.pairing),
        }
    }

    fn push_change(
        &mut self,
        kind: ChangeKind,
        field: String,
        old: Option<ChangedValue>,
        new: Option<ChangedValue>,
        wire: Verdicts,
    ) {
        self.found.push(FieldChange { kind, field: Some(field), old, new, wire });
    }
}

fn fields_by_bit<'r>(shape: &'r CombinatorShape<'_>) -> FieldsByBit<'r> {
    let mut bits = FieldsByBit::new();
    for field in &shape.fields {
        if let Some(bit) = &field.bit {
            bits.entry(bit).or_default().insert(&field.name);
        }
    }
    bits
}

fn names_as_changed_value(names: &BTreeSet<&str>) -> ChangedValue {
    ChangedValue::Names(names.iter().map(|name| (*name).to_owned()).collect())
}
