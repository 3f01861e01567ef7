//! Every type of every fixture decodes random values and encodes them unchanged.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use tl_golden::{EXTERNAL_SCHEMAS, FIXTURES, Fixture};
use tl_parser::{ParamKind, Schema, Section};
use tl_round_trip::{
    Budget, TestEffort, check_round_trips_of_bytes, check_round_trips_of_values, check_views, combinators_to_test,
    load_schema,
};

/// Number of random values of each type, for a schema with few types.
const MAX_RANDOM_OF_TYPE: usize = 100;

/// Number of random values of all types of a schema together. Every prefix of a value is decoded too, so that TDLib's
/// schema with thousands of types would take five minutes without this limit.
const MAX_RANDOM_OF_SCHEMA: usize = 40_000;

fn effort_for(fixture: &Fixture) -> TestEffort {
    let n_random = (MAX_RANDOM_OF_SCHEMA / fixture.cases.len().max(1)).clamp(1, MAX_RANDOM_OF_TYPE);
    TestEffort { n_random, budget: Budget { depth: 5, n_bytes: 120 }, with_truncation: true, n_damaged: 10 }
}

fn schema_of_fixture(fixture: &Fixture) -> Schema {
    load_schema(Path::new(fixture.path))
}

fn assert_round_trips(fixture: &Fixture) {
    let (schema, effort) = (schema_of_fixture(fixture), effort_for(fixture));
    let n_values = effort.n_random.div_ceil(5);
    let effort_for_views = TestEffort { n_random: effort.n_random.div_ceil(10), ..effort };
    check_round_trips_of_bytes(&schema, fixture.cases, 1, effort).assert_none(fixture.name);
    check_round_trips_of_values(fixture.cases, 1, n_values).assert_none(fixture.name);
    check_views(&schema, fixture.cases, 2, effort_for_views).assert_none(fixture.name);
}

fn assert_every_combinator_has_case(fixture: &Fixture) {
    let schema = schema_of_fixture(fixture);
    let mut expected = combinators_to_test(&schema, Section::Types);
    expected.extend(combinators_to_test(&schema, Section::Functions));
    fixture.left_out.iter().for_each(|name| _ = expected.remove(*name));
    let has_number = |name: &str| {
        let combinator = schema.combinators.iter().find(|combinator| combinator.name.to_string() == name);
        combinator.is_some_and(|combinator| combinator.params.iter().any(|param| param.kind == ParamKind::Nat))
    };
    let found: BTreeSet<_> = fixture
        .cases
        .iter()
        .map(|case| case.call_chain[0])
        .filter(|name| !has_number(name))
        .map(str::to_owned)
        .collect();
    assert_eq!(found, expected, "{}", fixture.name);
}

#[test]
fn every_combinator_survives_a_round_trip() {
    FIXTURES.iter().for_each(assert_round_trips);
}

#[test]
fn every_combinator_has_a_case() {
    assert!(FIXTURES.len() >= 21, "{}", FIXTURES.len());
    FIXTURES.iter().for_each(assert_every_combinator_has_case);
    FIXTURES.iter().for_each(|fixture| assert_eq!(fixture.left_out, [""; 0], "{}", fixture.name));
}

#[test]
fn external_schemas_survive_a_round_trip() {
    if EXTERNAL_SCHEMAS.is_empty() {
        // The test harness captures `eprintln!`, but not direct writes to standard error.
        let _ = writeln!(
            std::io::stderr(),
            "no external schemas were tested: set TL_SCHEMAS to a folder of `.tl` files to generate, compile and run \
             their code"
        );
    }
    EXTERNAL_SCHEMAS.iter().for_each(assert_every_combinator_has_case);
    EXTERNAL_SCHEMAS.iter().for_each(assert_round_trips);
}
