//! Every generated type decodes random bytes and encodes them unchanged; truncated bytes are refused.

use std::collections::BTreeSet;

use tl_interpreter::Budget;
use tl_parser::Section;
use tl_round_trip::{Case, Effort, check_bytes, check_values, check_views, names_with_cases, plan};
use tl_tests::{API, MTPROTO, schema};

/// Many small values, truncated at every byte.
const SMALL: Effort =
    Effort { n_random: 8, budget: Budget { depth: 4, n_bytes: 160 }, with_truncation: true, n_damaged: 0 };

/// Small values; views are compared with owned values at every truncation, and with damage.
const VIEWED: Effort = Effort { n_random: 1, n_damaged: 10, ..SMALL };

/// A few large values, not truncated.
const LARGE: Effort =
    Effort { n_random: 6, budget: Budget { depth: 10, n_bytes: 8192 }, with_truncation: false, n_damaged: 10 };

#[track_caller]
fn assert_round_trip(protocol: &str, cases: &[Case], seed: u64, effort: Effort) {
    check_bytes(&schema(protocol), cases, seed, effort).assert_none(protocol);
}

/// The cases of a module: constructors as their type (`types::`) or their struct (`constructors::`), or functions.
fn cases_in(cases: &[Case], module: &str) -> Vec<Case> {
    cases.iter().filter(|case| case.rust_type.starts_with(module)).copied().collect()
}

#[test]
fn boxed_types_of_api() {
    assert_round_trip("api", &cases_in(API, "types::"), 1, SMALL);
}

#[test]
fn structs_of_api() {
    assert_round_trip("api", &cases_in(API, "constructors::"), 2, SMALL);
}

#[test]
fn functions_of_api() {
    assert_round_trip("api", &cases_in(API, "functions::"), 3, SMALL);
}

#[test]
fn large_values_of_api() {
    assert_round_trip("api", API, 4, LARGE);
}

#[test]
fn all_values_of_mtproto() {
    assert_round_trip("mtproto", MTPROTO, 5, SMALL);
    assert_round_trip("mtproto", MTPROTO, 6, LARGE);
}

#[test]
fn generated_values() {
    check_values(API, 7, 10).assert_none("api");
    check_values(MTPROTO, 8, 40).assert_none("mtproto");
}

#[track_caller]
fn assert_views(protocol: &str, cases: &[Case], seed: u64, effort: Effort) {
    check_views(&schema(protocol), cases, seed, effort).assert_none(protocol);
}

#[test]
fn views_of_api() {
    assert_views("api", &cases_in(API, "types::"), 9, VIEWED);
    assert_views("api", API, 10, LARGE);
}

#[test]
fn views_of_bare_structs_of_api() {
    assert_views("api", &cases_in(API, "constructors::"), 11, VIEWED);
}

#[test]
fn views_of_mtproto() {
    assert_views("mtproto", MTPROTO, 12, VIEWED);
    assert_views("mtproto", MTPROTO, 13, LARGE);
}

#[test]
fn every_constructor_has_a_view() {
    for cases in [API, MTPROTO] {
        assert!(cases.iter().all(|case| case.compare_view.is_some() != case.rust_type.starts_with("functions::")));
    }
}

fn names(cases: &[Case]) -> BTreeSet<String> {
    cases.iter().map(|case| case.call_chain[0].to_owned()).collect()
}

/// The numbers of combinators that the schemas had when they were imported.
const LOCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/tl.lock");

/// Asserts that each combinator of the schema has a case, except for those that the runtime supplies.
#[track_caller]
fn assert_complete(protocol: &str, cases: &[Case]) {
    let schema = schema(protocol);
    let constructors = names_with_cases(&schema, Section::Types);
    let functions = names_with_cases(&schema, Section::Functions);
    assert_eq!(names(&cases_in(cases, "types::")), constructors);
    assert_eq!(names(&cases_in(cases, "functions::")), functions);
    let lock: toml::Table = std::fs::read_to_string(LOCK).unwrap().parse().unwrap();
    let n_locked = |key: &str| lock[protocol][key].as_integer().and_then(|n| usize::try_from(n).ok());
    let n_supplied = plan(&schema, protocol).supplied.len();
    assert_eq!(Some(constructors.len() + n_supplied), n_locked("constructors"));
    assert_eq!(Some(functions.len()), n_locked("functions"));
    let has_fields = |name: &str| {
        let mut combinators = schema.combinators.iter();
        combinators.any(|combinator| combinator.name.to_string() == name && !combinator.fields.is_empty())
    };
    let structs = names(&cases_in(cases, "constructors::"));
    let without_struct: Vec<_> = constructors.difference(&structs).filter(|name| has_fields(name)).collect();
    assert!(without_struct.is_empty(), "{without_struct:?} have fields and no struct");
}

#[test]
fn api_is_complete() {
    assert_complete("api", API);
}

#[test]
fn mtproto_is_complete() {
    assert_complete("mtproto", MTPROTO);
}
