//! Every generated type decodes random bytes and encodes them unchanged; truncated bytes are refused.

use std::collections::BTreeSet;

use tl_interpreter::Budget;
use tl_parser::Section;
use tl_round_trip::{
    TestEffort, TypeUnderTest, check_round_trips_of_bytes, check_round_trips_of_values, check_views,
    combinators_to_test, plan_schema,
};
use tl_tests::{API_TYPES_UNDER_TEST, MTPROTO_TYPES_UNDER_TEST, schema};

/// Many small values, truncated at every byte.
const SMALL_EFFORT: TestEffort =
    TestEffort { n_random: 8, budget: Budget { depth: 4, n_bytes: 160 }, with_truncation: true, n_damaged: 0 };

/// Small values; views are compared with owned values on the intact bytes, on every proper prefix, and on damaged
/// copies.
const VIEW_EFFORT: TestEffort = TestEffort { n_random: 1, n_damaged: 10, ..SMALL_EFFORT };

/// A few large values, not truncated.
const LARGE_EFFORT: TestEffort =
    TestEffort { n_random: 6, budget: Budget { depth: 10, n_bytes: 8192 }, with_truncation: false, n_damaged: 10 };

#[track_caller]
fn assert_round_trip(protocol: &str, cases: &[TypeUnderTest], seed: u64, effort: TestEffort) {
    check_round_trips_of_bytes(&schema(protocol), cases, seed, effort).assert_none(protocol);
}

/// The cases of a module: constructors as their type (`types::`) or their struct (`constructors::`), or functions.
fn cases_of_module(cases: &[TypeUnderTest], module: &str) -> Vec<TypeUnderTest> {
    cases.iter().filter(|case| case.rust_type.starts_with(module)).copied().collect()
}

#[test]
fn boxed_types_of_api_survive_a_round_trip() {
    assert_round_trip("api", &cases_of_module(API_TYPES_UNDER_TEST, "types::"), 1, SMALL_EFFORT);
}

#[test]
fn structs_of_api_survive_a_round_trip() {
    assert_round_trip("api", &cases_of_module(API_TYPES_UNDER_TEST, "constructors::"), 2, SMALL_EFFORT);
}

#[test]
fn functions_of_api_survive_a_round_trip() {
    assert_round_trip("api", &cases_of_module(API_TYPES_UNDER_TEST, "functions::"), 3, SMALL_EFFORT);
}

#[test]
fn large_values_of_api_survive_a_round_trip() {
    assert_round_trip("api", API_TYPES_UNDER_TEST, 4, LARGE_EFFORT);
}

#[test]
fn all_values_of_mtproto_survive_a_round_trip() {
    assert_round_trip("mtproto", MTPROTO_TYPES_UNDER_TEST, 5, SMALL_EFFORT);
    assert_round_trip("mtproto", MTPROTO_TYPES_UNDER_TEST, 6, LARGE_EFFORT);
}

#[test]
fn random_rust_values_survive_a_round_trip() {
    check_round_trips_of_values(API_TYPES_UNDER_TEST, 7, 10).assert_none("api");
    check_round_trips_of_values(MTPROTO_TYPES_UNDER_TEST, 8, 40).assert_none("mtproto");
}

#[track_caller]
fn assert_views_equal_owned_values(protocol: &str, cases: &[TypeUnderTest], seed: u64, effort: TestEffort) {
    check_views(&schema(protocol), cases, seed, effort).assert_none(protocol);
}

#[test]
fn views_of_api_equal_owned_values() {
    assert_views_equal_owned_values("api", &cases_of_module(API_TYPES_UNDER_TEST, "types::"), 9, VIEW_EFFORT);
    assert_views_equal_owned_values("api", API_TYPES_UNDER_TEST, 10, LARGE_EFFORT);
}

#[test]
fn views_of_bare_structs_of_api_equal_owned_values() {
    assert_views_equal_owned_values("api", &cases_of_module(API_TYPES_UNDER_TEST, "constructors::"), 11, VIEW_EFFORT);
}

#[test]
fn views_of_mtproto_equal_owned_values() {
    assert_views_equal_owned_values("mtproto", MTPROTO_TYPES_UNDER_TEST, 12, VIEW_EFFORT);
    assert_views_equal_owned_values("mtproto", MTPROTO_TYPES_UNDER_TEST, 13, LARGE_EFFORT);
}

#[test]
fn every_constructor_has_a_view() {
    for cases in [API_TYPES_UNDER_TEST, MTPROTO_TYPES_UNDER_TEST] {
        assert!(cases.iter().all(|case| case.compare_view.is_some() != case.rust_type.starts_with("functions::")));
    }
}

fn combinator_names(cases: &[TypeUnderTest]) -> BTreeSet<String> {
    cases.iter().map(|case| case.call_chain[0].to_owned()).collect()
}

/// Path of the file with the numbers of combinators that the schemas had when they were imported.
const LOCK_PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/tl.lock");

/// Asserts that each combinator of the schema has a case, except for those that the runtime supplies.
#[track_caller]
fn assert_every_combinator_has_a_case(protocol: &str, cases: &[TypeUnderTest]) {
    let schema = schema(protocol);
    let constructors = combinators_to_test(&schema, Section::Types);
    let functions = combinators_to_test(&schema, Section::Functions);
    assert_eq!(combinator_names(&cases_of_module(cases, "types::")), constructors);
    assert_eq!(combinator_names(&cases_of_module(cases, "functions::")), functions);
    let lock: toml::Table = std::fs::read_to_string(LOCK_PATH).unwrap().parse().unwrap();
    let n_locked = |key: &str| lock[protocol][key].as_integer().and_then(|n| usize::try_from(n).ok());
    let n_supplied = plan_schema(&schema, protocol).supplied.len();
    assert_eq!(Some(constructors.len() + n_supplied), n_locked("constructors"));
    assert_eq!(Some(functions.len()), n_locked("functions"));
    let has_fields = |name: &str| {
        let mut combinators = schema.combinators.iter();
        combinators.any(|combinator| combinator.name.to_string() == name && !combinator.fields.is_empty())
    };
    let structs = combinator_names(&cases_of_module(cases, "constructors::"));
    let without_struct: Vec<_> = constructors.difference(&structs).filter(|name| has_fields(name)).collect();
    assert!(without_struct.is_empty(), "{without_struct:?} have fields and no struct");
}

#[test]
fn every_combinator_of_api_has_a_case() {
    assert_every_combinator_has_a_case("api", API_TYPES_UNDER_TEST);
}

#[test]
fn every_combinator_of_mtproto_has_a_case() {
    assert_every_combinator_has_a_case("mtproto", MTPROTO_TYPES_UNDER_TEST);
}
