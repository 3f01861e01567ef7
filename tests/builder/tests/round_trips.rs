//! Values of every combinator of the test protocols survive a round trip.

use std::collections::BTreeSet;
use std::path::Path;

use tl_builder_tests::tables::{BLOCKS, EVERY, LITE};
use tl_parser::Section;
use tl_round_trip::{Budget, TestEffort, TypeUnderTest, check_bytes, check_values, combinators_to_test, load_schema};

const EFFORT: TestEffort =
    TestEffort { n_random: 100, budget: Budget { depth: 5, n_bytes: 120 }, with_truncation: true, n_damaged: 0 };

#[track_caller]
fn assert_round_trips(name: &str, cases: &[TypeUnderTest], other_modules: &[&str]) {
    let schema = load_schema(&Path::new("tl").join(name).with_extension("tl"));
    check_bytes(&schema, cases, 1, EFFORT).assert_none(name);
    check_values(cases, 1, 20).assert_none(name);
    let mut expected = combinators_to_test(&schema, Section::Types);
    expected.extend(combinators_to_test(&schema, Section::Functions));
    other_modules.iter().for_each(|other| assert!(expected.remove(*other), "{other}"));
    let found: BTreeSet<_> = cases.iter().map(|case| case.call_chain[0].to_owned()).collect();
    assert_eq!(found, expected, "{name}");
}

#[test]
fn values_of_every_feature_survive_a_round_trip() {
    assert_round_trips("every", EVERY, &[]);
}

#[test]
fn values_of_another_module_survive_a_round_trip() {
    assert_round_trips("blocks", BLOCKS, &[]);
    assert_round_trips("lite", LITE, &["blocks.id"]);
}
