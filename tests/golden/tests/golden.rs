//! Random bytes through every type of every fixture and back.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use tl_golden::{FIXTURES, Fixture, THEIRS};
use tl_parser::{ParamKind, Schema, Section};
use tl_round_trip::{Budget, Effort, check, check_made, check_views, load, names_to_check};

const EFFORT: Effort =
    Effort { n_random: 100, budget: Budget { depth: 5, n_bytes: 120 }, with_truncation: true, n_damaged: 10 };

fn schema(fixture: &Fixture) -> Schema {
    load(Path::new(fixture.path))
}

fn assert_comes_back(fixture: &Fixture) {
    let failures = check(&schema(fixture), fixture.cases, 1, EFFORT);
    assert!(failures.is_empty(), "{}: {failures}", fixture.name);
    let failures = check_made(fixture.cases, 1, 20);
    assert!(failures.is_empty(), "{}: {failures}", fixture.name);
    let failures = check_views(&schema(fixture), fixture.cases, 2, Effort { n_random: 10, ..EFFORT });
    assert!(failures.is_empty(), "{}, where it lies: {failures}", fixture.name);
}

fn assert_is_complete(fixture: &Fixture) {
    let schema = schema(fixture);
    let mut expected = names_to_check(&schema, Section::Types);
    expected.extend(names_to_check(&schema, Section::Functions));
    let has_number = |name: &str| {
        let combinator = schema.combinators.iter().find(|combinator| combinator.name.to_string() == name);
        combinator.is_some_and(|combinator| combinator.params.iter().any(|param| param.kind == ParamKind::Nat))
    };
    let found: BTreeSet<_> =
        fixture.cases.iter().map(|case| case.calls[0]).filter(|name| !has_number(name)).map(str::to_owned).collect();
    assert_eq!(found, expected, "{}", fixture.name);
}

#[test]
fn every_combinator_comes_back() {
    FIXTURES.iter().for_each(assert_comes_back);
}

#[test]
fn every_combinator_is_there() {
    assert!(FIXTURES.len() >= 18, "{}", FIXTURES.len());
    FIXTURES.iter().for_each(assert_is_complete);
}

#[test]
fn schemas_of_others_come_back() {
    if THEIRS.is_empty() {
        // Past what the test harness keeps to itself.
        let _ = writeln!(
            std::io::stderr(),
            "no schemas of others were tried: set TL_SCHEMAS to a folder of `.tl` files to have their code generated, \
             compiled and run"
        );
    }
    THEIRS.iter().for_each(assert_is_complete);
    THEIRS.iter().for_each(assert_comes_back);
}
