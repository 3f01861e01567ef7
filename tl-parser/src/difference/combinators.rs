//! Facts about constructors and functions.
//!
//! A combinator is identified by section and name; a likely rename is a fact beside the removed and the added one.
//! Invariant: the verdict on a fact is the worse one of boxed values, which ids identify, and of bare values.

use std::collections::BTreeSet;

use super::bare_constructors::constructors_read_without_id;
use super::change::{Change, ChangeKind, ChangedValue, Subject, Verdict, Verdicts, WireDirection};
use super::fields::{self, FieldChange};
use super::reader_verdicts::{BothReaders, OneReader};
use super::receivers::ReceiverIndex;
use super::side::CombinatorShape;
use crate::meaning::schema::{Section, Ty};

/// All changes to combinators between two schemas. `renamed` holds the likely renames.
pub(super) fn compare_combinators<'a>(
    readings: &BothReaders<'a>,
    directions: &ReceiverIndex,
    renamed: &[(&CombinatorShape<'a>, &CombinatorShape<'a>)],
) -> Vec<Change> {
    let exposed = constructors_read_without_id(readings.old, readings.new);
    let mut facts = CombinatorComparison { readings, directions, exposed, changes: Vec::new() };
    for section in [Section::Types, Section::Functions] {
        for old in readings.old.shapes_sorted_by_name(section) {
            match readings.new.find_combinator(section, &old.name) {
                Some(new) => facts.push_changes_of_namesakes(old, new),
                None => facts.push_removed(old),
            }
        }
        for new in readings
            .new
            .shapes_sorted_by_name(section)
            .filter(|new| readings.old.find_combinator(section, &new.name).is_none())
        {
            facts.push_added(new);
        }
    }
    renamed.iter().for_each(|(old, new)| facts.push_renamed(old, new));
    facts.changes
}

struct CombinatorComparison<'r, 'a> {
    readings: &'r BothReaders<'a>,
    directions: &'r ReceiverIndex,
    /// Names of the constructors that a reader meets without an id: see [`constructors_read_without_id`].
    exposed: BTreeSet<String>,
    changes: Vec<Change>,
}

impl<'a> CombinatorComparison<'_, 'a> {
    fn push_added(&mut self, new: &CombinatorShape<'a>) {
        let wire = Verdicts { old_reader: self.readings.by_old.verdict_on_boxed(new), new_reader: Verdict::Compatible };
        self.push_change(new, ChangeKind::Added, None, Some(id_as_changed_value(new)), wire);
    }

    fn push_removed(&mut self, old: &CombinatorShape<'a>) {
        let wire = Verdicts { old_reader: Verdict::Compatible, new_reader: self.readings.by_new.verdict_on_boxed(old) };
        self.push_change(old, ChangeKind::Removed, Some(id_as_changed_value(old)), None, wire);
    }

    fn push_renamed(&mut self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>) {
        let name = |shape: &CombinatorShape<'_>| Some(ChangedValue::Text(shape.name.clone()));
        self.push_change(old, ChangeKind::Renamed, name(old), name(new), self.verdicts_on_ids(old, new));
        if let Some(change) = self.changes.last_mut().filter(|_| old.section == Section::Types) {
            change.direction = self.directions.direction_of_constructor(&[&old.name, &new.name]);
        }
    }

    /// Adds the facts about a combinator that has the same name in both schemas.
    fn push_changes_of_namesakes(&mut self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>) {
        if old.id != new.id {
            self.push_change(
                old,
                ChangeKind::IdChanged,
                Some(id_as_changed_value(old)),
                Some(id_as_changed_value(new)),
                self.verdicts_on_ids(old, new),
            );
        }
        self.push_result_change(old, new);
        for FieldChange { kind, field, old: before, new: after, wire } in
            fields::compare_fields(self.readings, old, new)
        {
            let wire = self.verdicts_on_layout(old, new, wire);
            self.push_change(old, kind, before, after, wire);
            if let Some(change) = self.changes.last_mut() {
                change.field = field;
            }
        }
    }

    fn push_result_change(&mut self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>) {
        if old.result_text == new.result_text {
            return;
        }
        let wire = self.verdicts_on_boxed(old, new, self.readings.verdicts_on_type(old.result, new.result));
        let text = |shape: &CombinatorShape<'_>| Some(ChangedValue::Text(shape.result_text.clone()));
        self.push_change(old, ChangeKind::ResultChanged, text(old), text(new), wire);
        if let (Section::Types, Ty::Boxed { ty: before, .. }, Ty::Boxed { ty: after, .. }) =
            (old.section, old.result, new.result)
        {
            let names = (&self.readings.old.schema.ty(*before).name, &self.readings.new.schema.ty(*after).name);
            if names.0 != names.1 {
                let (old_type, new_type) = (names.0.to_string(), names.1.to_string());
                self.push_change(
                    old,
                    ChangeKind::Moved,
                    Some(ChangedValue::Text(old_type)),
                    Some(ChangedValue::Text(new_type)),
                    wire,
                );
            }
        }
    }

    /// The verdicts on a changed id. They depend on whether each reader finds a combinator under the id of the other
    /// schema.
    fn verdicts_on_ids(&self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>) -> Verdicts {
        Verdicts {
            old_reader: self.readings.by_old.verdict_on_boxed(new),
            new_reader: self.readings.by_new.verdict_on_boxed(old),
        }
    }

    /// The verdicts on a change of layout, for all values of the combinator, boxed and bare.
    fn verdicts_on_layout(&self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>, layout: Verdicts) -> Verdicts {
        let boxed = self.verdicts_on_boxed(old, new, layout);
        let is_bare = old.section == Section::Types && self.exposed.contains(&old.name);
        if is_bare { boxed.max(layout) } else { boxed }
    }

    /// The verdicts on boxed values: `layout` if the other schema has the same combinator under the id of the writer.
    fn verdicts_on_boxed(&self, old: &CombinatorShape<'a>, new: &CombinatorShape<'a>, layout: Verdicts) -> Verdicts {
        let verdict = |reading: &OneReader<'a>, written: &CombinatorShape<'a>, read: &CombinatorShape<'a>, layout| {
            let is_same = reading.reader.find_by_id(written.id).is_some_and(|found| found.idx == read.idx);
            if is_same { layout } else { reading.verdict_on_boxed(written) }
        };
        Verdicts {
            old_reader: verdict(&self.readings.by_old, new, old, layout.old_reader),
            new_reader: verdict(&self.readings.by_new, old, new, layout.new_reader),
        }
    }

    fn push_change(
        &mut self,
        shape: &CombinatorShape<'a>,
        kind: ChangeKind,
        old: Option<ChangedValue>,
        new: Option<ChangedValue>,
        wire: Verdicts,
    ) {
        let (subject, direction) = match shape.section {
            Section::Types => (Subject::Constructor, self.directions.direction_of_constructor(&[&shape.name])),
            Section::Functions if kind == ChangeKind::ResultChanged => (Subject::Function, WireDirection::ToClient),
            Section::Functions => (Subject::Function, WireDirection::ToServer),
        };
        self.changes.push(Change { subject, name: shape.name.clone(), kind, field: None, old, new, wire, direction });
    }
}

fn id_as_changed_value(shape: &CombinatorShape<'_>) -> ChangedValue {
    ChangedValue::Text(format!("{:08x}", shape.id))
}
