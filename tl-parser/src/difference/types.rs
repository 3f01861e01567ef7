//! Facts about result types.
//!
//! A reader of a boxed type expects the ids of its constructors. Invariant: a verdict here is about ids that the reader
//! does not expect at all; constructors that changed their ids or layouts have facts of their own.

use super::change::{Change, ChangeKind, ChangedValue, Subject, Verdict, Verdicts};
use super::reader_verdicts::{BothReaders, OneReader};
use super::receivers::ReceiverIndex;
use super::side::CombinatorShape;
use crate::meaning::schema::{Section, Ty, Type};

/// All changes to result types between two schemas. `renamed` holds the likely renames of combinators.
pub(super) fn compare_types(
    readings: &BothReaders<'_>,
    directions: &ReceiverIndex,
    renamed: &[(&CombinatorShape<'_>, &CombinatorShape<'_>)],
) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (readings.old, readings.new);
    let mut push = |kind, name: &String, new_name: Option<String>, wire| {
        let direction = directions.direction_of_type(&[name, new_name.as_ref().unwrap_or(name)]);
        let old = new_name.is_some().then(|| ChangedValue::Text(name.clone()));
        let new = new_name.map(ChangedValue::Text);
        let (subject, name) = (Subject::Type, name.clone());
        changes.push(Change { subject, name, kind, field: None, old, new, wire, direction });
    };
    for (name, idx) in &old.types {
        let before = old.schema.ty(*idx);
        let Some(after) = new.find_type(name) else {
            let removed = Verdicts {
                old_reader: Verdict::Compatible,
                new_reader: constructor_ids_verdict(&readings.by_new, before),
            };
            push(ChangeKind::Removed, name, None, removed);
            if let Some(successor) = successor_type(readings, before, renamed) {
                let new_name = successor.name.to_string();
                let old_reader = constructor_ids_verdict(&readings.by_old, successor);
                push(ChangeKind::Renamed, name, Some(new_name), Verdicts { old_reader, ..removed });
            }
            continue;
        };
        let kind = match (old.constructors(before).count() > 1, new.constructors(after).count() > 1) {
            (false, true) => ChangeKind::BecameUnion,
            (true, false) => ChangeKind::BecameSingle,
            _ => continue,
        };
        let old_reader = constructors_verdict(&readings.by_old, after, before);
        push(
            kind,
            name,
            None,
            Verdicts { old_reader, new_reader: constructors_verdict(&readings.by_new, before, after) },
        );
    }
    for (name, idx) in new.types.iter().filter(|(name, _)| !old.types.contains_key(*name)) {
        let old_reader = constructor_ids_verdict(&readings.by_old, new.schema.ty(*idx));
        push(ChangeKind::Added, name, None, Verdicts { old_reader, new_reader: Verdict::Compatible });
    }
    changes
}

/// The verdict on the constructor ids of a type, depending on whether the reader knows all of them.
fn constructor_ids_verdict<'a>(reading: &OneReader<'a>, written: &'a Type) -> Verdict {
    let mut ids = reading.writer.constructor_ids(written).into_iter();
    if ids.all(|id| reading.reader.find_by_id(id).is_some()) { Verdict::Compatible } else { Verdict::Unknown }
}

/// The verdict on a type, depending on whether the reader's type has all constructors of the writer's, by name or by
/// id.
fn constructors_verdict<'a>(reading: &OneReader<'a>, written: &'a Type, read: &'a Type) -> Verdict {
    let mut constructors = reading.writer.constructors(written);
    let is_expected = constructors.all(|constructor| {
        let mut read = reading.reader.constructors(read);
        read.any(|read| read.name == constructor.name || read.id == constructor.id)
    });
    if is_expected { Verdict::Compatible } else { Verdict::Unknown }
}

/// The new type to which all constructors of a removed type belong now, if no old type had its name.
fn successor_type<'a>(
    readings: &BothReaders<'a>,
    removed: &'a Type,
    renamed: &[(&CombinatorShape<'_>, &CombinatorShape<'_>)],
) -> Option<&'a Type> {
    let (old, new) = (readings.old, readings.new);
    let mut successors = old.constructors(removed).map(|constructor| {
        let renamed = renamed.iter().find(|(old, _)| old.idx == constructor.idx);
        let name = renamed.map_or(&constructor.name, |(_, new)| &new.name);
        match new.find_combinator(Section::Types, name)?.result {
            Ty::Boxed { ty, .. } => Some(*ty),
            _ => None,
        }
    });
    let first = successors.next()??;
    let is_one = successors.all(|successor| successor == Some(first));
    let ty = new.schema.ty(first);
    (is_one && old.find_type(&ty.name.to_string()).is_none()).then_some(ty)
}
