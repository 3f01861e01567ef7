//! Values of every combinator of the test protocols survive a round trip.

use std::collections::BTreeSet;
use std::fs;

use tl_builder_tests::type_tables::{BLOBS, BLOCKS, EVERY, LITE, TON};
use tl_parser::{Diagnostic, Schema, Section, SourceMap};
use tl_round_trip::{
    Budget, TestEffort, TypeUnderTest, check_round_trips_of_bytes, check_round_trips_of_values, combinators_to_test,
};

const EFFORT: TestEffort =
    TestEffort { n_random: 100, budget: Budget { depth: 5, n_bytes: 120 }, with_truncation: true, n_damaged: 0 };

/// Reads files as one schema.
fn read_schema(names: &[&str]) -> Schema {
    let mut sources = SourceMap::new();
    let ids: Vec<_> = names
        .iter()
        .map(|name| {
            let path = format!("tl/{name}.tl");
            let text = fs::read_to_string(&path).unwrap();
            sources.add(path, text)
        })
        .collect();
    let (schema, found) = tl_parser::read(&sources, &ids);
    assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
    schema
}

/// Tests all combinators of a schema but those of other modules.
#[track_caller]
fn assert_round_trips(names: &[&str], cases: &[TypeUnderTest], of_other_modules: &[&str]) {
    let schema = read_schema(names);
    check_round_trips_of_bytes(&schema, cases, 1, EFFORT).assert_none(names[0]);
    check_round_trips_of_values(cases, 1, 20).assert_none(names[0]);
    let mut expected = combinators_to_test(&schema, Section::Types);
    expected.extend(combinators_to_test(&schema, Section::Functions));
    of_other_modules.iter().for_each(|other| assert!(expected.remove(*other), "{other}"));
    let found: BTreeSet<_> = cases.iter().map(|case| case.call_chain[0].to_owned()).collect();
    assert_eq!(found, expected, "{names:?}");
}

#[test]
fn values_of_every_feature_survive_a_round_trip() {
    assert_round_trips(&["every/every"], EVERY, &[]);
    assert_round_trips(&["ton"], TON, &[]);
    assert_round_trips(&["blobs"], BLOBS, &[]);
}

#[test]
fn values_of_another_module_survive_a_round_trip() {
    let blocks = ["blocks.id", "blocks.idRoot", "blocks.idZero"];
    assert_round_trips(&["blocks"], BLOCKS, &[]);
    assert_round_trips(&["lite", "blocks"], LITE, &blocks);
}
