//! Random bytes through every type of every fixture and back.

use std::collections::BTreeSet;
use std::path::Path;

use tl_golden::{FIXTURES, Fixture};
use tl_parser::{Schema, Section};
use tl_round_trip::{Budget, Effort, check, check_views, load, names_to_check};

fn schema(fixture: &Fixture) -> Schema {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/codegen");
    load(&folder.join(fixture.name.replace('_', "-")).with_extension("tl"))
}

#[test]
fn every_combinator_comes_back() {
    let effort =
        Effort { n_random: 100, budget: Budget { depth: 5, n_bytes: 120 }, with_truncation: true, n_damaged: 10 };
    for fixture in FIXTURES {
        let failures = check(&schema(fixture), fixture.cases, 1, effort);
        assert!(failures.is_empty(), "{}: {failures}", fixture.name);
        let failures = check_views(&schema(fixture), fixture.cases, 2, effort);
        assert!(failures.is_empty(), "{}, where it lies: {failures}", fixture.name);
    }
}

#[test]
fn every_combinator_is_there() {
    assert!(FIXTURES.len() >= 13, "{}", FIXTURES.len());
    for fixture in FIXTURES {
        let schema = schema(fixture);
        let mut expected = names_to_check(&schema, Section::Types);
        expected.extend(names_to_check(&schema, Section::Functions));
        let found: BTreeSet<_> = fixture.cases.iter().map(|case| case.calls[0].to_owned()).collect();
        assert_eq!(found, expected, "{}", fixture.name);
    }
}
