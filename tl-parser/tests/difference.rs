//! Differences of small pairs of schemas, one for each hazard.
//!
//! Fixtures are `difference/<hazard>/{old,new}.tl`. Invariant: every kind of change, every verdict of every reader and
//! every direction is in a snapshot.

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use tl_parser::difference::{Change, ChangeKind, ChangedValue, Difference, Subject, Verdict, Verdicts, compare};
use tl_parser::{Diagnostic, Schema};

struct SchemaPair {
    name: String,
    texts: [String; 2],
    old: Schema,
    new: Schema,
}

fn fixture_pairs() -> Vec<SchemaPair> {
    let entries = fs::read_dir(common::fixture_folder("difference")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let pair = |path: &std::path::PathBuf| {
        let texts = ["old.tl", "new.tl"].map(|name| fs::read_to_string(path.join(name)).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let [old, new] = [&texts[0], &texts[1]].map(|text| schema_without_errors(&name, text));
        SchemaPair { name, texts, old, new }
    };
    paths.iter().map(pair).collect()
}

/// The schema of a fixture. Asserts that it has no errors; warnings are allowed, because ids of fixtures are made up.
fn schema_without_errors(name: &str, text: &str) -> Schema {
    let (_, schema, diagnostics) = tl_parser::read_text(name, text);
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    schema
}

/// The difference as text, one line for each change: subject, name, change, field, old and new value, verdicts of the
/// old and the new reader, direction.
fn one_line_per_change(difference: &Difference) -> String {
    let mut text = String::new();
    for Change { subject, name, kind, field, old, new, wire, direction } in &difference.changes {
        let side =
            |detail: &Option<ChangedValue>| detail.as_ref().map_or_else(|| "-".to_owned(), ChangedValue::to_string);
        let field = field.as_deref().map_or_else(String::new, |field| format!(" {field}"));
        let (subject, kind, direction) = (subject.as_str(), kind.as_str(), direction.as_str());
        let sides = format!("[{} -> {}]", side(old), side(new));
        let wire = format!("{} {}", wire.old_reader.as_str(), wire.new_reader.as_str());
        writeln!(text, "{subject} {name} {kind}{field} {sides} {wire}, {direction}").unwrap();
    }
    writeln!(text, "worst: {}", difference.worst_verdict().as_str()).unwrap();
    text
}

#[test]
fn differences_are_as_recorded() {
    for SchemaPair { name, texts, old, new } in fixture_pairs() {
        let description = format!("{}---\n{}", texts[0], texts[1]);
        insta::with_settings!({ description => description, omit_expression => true }, {
            insta::assert_snapshot!(name, one_line_per_change(&compare(&old, &new)));
        });
    }
}

#[test]
fn every_kind_of_change_and_every_verdict_has_a_fixture() {
    let changes: Vec<Change> = fixture_pairs().iter().flat_map(|pair| compare(&pair.old, &pair.new).changes).collect();
    let kinds: BTreeSet<ChangeKind> = changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, BTreeSet::from(ChangeKind::ALL));
    let verdicts = BTreeSet::from([Verdict::Compatible, Verdict::Lost, Verdict::Unknown, Verdict::Silent]);
    let of =
        |reader: fn(&Verdicts) -> Verdict| changes.iter().map(|change| reader(&change.wire)).collect::<BTreeSet<_>>();
    assert_eq!(of(|wire| wire.old_reader), verdicts);
    assert_eq!(of(|wire| wire.new_reader), verdicts);
    let directions: BTreeSet<&str> = changes.iter().map(|change| change.direction.as_str()).collect();
    assert_eq!(directions, BTreeSet::from(["both", "to_client", "to_server"]));
}

#[test]
fn kinds_of_changes_are_sorted_by_their_words() {
    assert!(ChangeKind::ALL.is_sorted());
    assert!(ChangeKind::ALL.map(ChangeKind::as_str).is_sorted());
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    for SchemaPair { name, old, new, .. } in fixture_pairs() {
        assert!(compare(&old, &old).is_empty(), "{name}");
        assert!(compare(&new, &new).is_empty(), "{name}");
    }
}

#[test]
fn the_order_of_declarations_is_no_difference() {
    for SchemaPair { name, texts, old, new } in fixture_pairs() {
        let (types, functions) = texts[1].split_once("---functions---\n").unwrap_or((&texts[1], ""));
        let reversed = |section: &str| section.lines().rev().map(|line| format!("{line}\n")).collect::<String>();
        let text = format!("{}---functions---\n{}", reversed(types), reversed(functions));
        assert_eq!(compare(&old, &schema_without_errors(&name, &text)), compare(&old, &new), "{name}");
    }
}

/// The same change with the old and the new schema exchanged.
fn with_sides_swapped(change: &Change) -> Change {
    let kind = match change.kind {
        ChangeKind::Added => ChangeKind::Removed,
        ChangeKind::Removed => ChangeKind::Added,
        ChangeKind::BecameSingle => ChangeKind::BecameUnion,
        ChangeKind::BecameUnion => ChangeKind::BecameSingle,
        ChangeKind::FieldAdded => ChangeKind::FieldRemoved,
        ChangeKind::FieldRemoved => ChangeKind::FieldAdded,
        ChangeKind::GroupAppeared => ChangeKind::GroupDisappeared,
        ChangeKind::GroupDisappeared => ChangeKind::GroupAppeared,
        ChangeKind::MadeOptional => ChangeKind::MadeRequired,
        ChangeKind::MadeRequired => ChangeKind::MadeOptional,
        other => other,
    };
    let (old, new) = (change.new.clone(), change.old.clone());
    let wire = Verdicts { old_reader: change.wire.new_reader, new_reader: change.wire.old_reader };
    let name = match (&old, kind, change.subject) {
        (Some(ChangedValue::Text(name)), ChangeKind::Renamed, _) => name.clone(),
        _ => change.name.clone(),
    };
    let field = match (&old, kind) {
        (Some(ChangedValue::Text(name)), ChangeKind::FieldRenamed) => Some(name.clone()),
        _ => change.field.clone(),
    };
    Change { name, kind, field, old, new, wire, ..change.clone() }
}

#[test]
fn swapping_old_and_new_schema_swaps_all_facts() {
    for SchemaPair { name, old, new, .. } in fixture_pairs() {
        let mut expected: Vec<Change> = compare(&old, &new).changes.iter().map(with_sides_swapped).collect();
        expected.sort();
        assert_eq!(compare(&new, &old).changes, expected, "{name}");
    }
}

#[test]
fn the_worst_verdict_is_that_of_the_worst_change() {
    for SchemaPair { name, old, new, .. } in fixture_pairs() {
        let difference = compare(&old, &new);
        let worst = difference.changes.iter().map(|change| change.wire.worst()).max();
        assert_eq!(difference.worst_verdict(), worst.unwrap_or(Verdict::Compatible), "{name}");
    }
}

#[test]
fn changes_of_built_in_types_are_not_reported() {
    let pair = fixture_pairs().into_iter().find(|pair| pair.name == "supplied-types").unwrap();
    assert!(compare(&pair.old, &pair.new).is_empty());
    assert_eq!(Subject::Constructor.as_str(), "constructor");
}
