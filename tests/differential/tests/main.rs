//! Decodes and encodes the same random bytes with our types and with those of `grammers-tl-types`. Both must accept the
//! bytes and encode them unchanged.

mod grammers;

use std::collections::{BTreeMap, BTreeSet};

use grammers::GrammersCase;
use grammers_tl_types::name_for_id;
use tl_interpreter::{BitChoice, Budget, Interpreter};
use tl_parser::{CombinatorIndex, Schema};

/// The flag bits of the eight values of each case: no bits, all bits, or random bits.
const BITS_OF_VALUES: [BitChoice; 8] = [
    BitChoice::None,
    BitChoice::All,
    BitChoice::Random,
    BitChoice::Random,
    BitChoice::Random,
    BitChoice::Random,
    BitChoice::Random,
    BitChoice::Random,
];

/// A case, by the module of its type (`types`, `constructors` or `functions`) and its call chain.
type CaseKey<'a> = (&'a str, &'a [&'a str]);

/// The number of compared cases by module, and the names of combinators that are not compared because grammers lacks
/// them.
#[derive(Debug, Default, PartialEq, Eq)]
struct ComparisonCounts<'a> {
    n_cases: BTreeMap<&'a str, usize>,
    left_out: BTreeSet<&'a str>,
}

/// The schema, reduced to constructors that grammers has under the same id.
fn common_schema(mut schema: Schema) -> Schema {
    let combinators = &schema.combinators;
    let is_known = |id: &CombinatorIndex| {
        let combinator = &combinators[id.0 as usize];
        name_for_id(combinator.id) == combinator.name.to_string()
    };
    schema.types.iter_mut().for_each(|ty| ty.constructors.retain(is_known));
    schema
}

fn compare_with_grammers<'a>(
    protocol: &str,
    ours: &'a [tl_tests::TypeUnderTest],
    their_cases: &[GrammersCase],
    seed: u64,
) -> ComparisonCounts<'a> {
    let schema = common_schema(tl_tests::schema(protocol));
    // Grammers does not preserve bits of a `#` field on which no field depends, so those bits must be zero.
    let interpreter = Interpreter::new(&schema, seed).with_zero_spare_bits();
    let mut interpreter = interpreter.with_budget(Budget { depth: 6, n_bytes: 1024 });
    let their_cases: BTreeMap<CaseKey<'_>, _> =
        their_cases.iter().map(|case| ((case.module, case.call_chain), case)).collect();
    let mut compared = ComparisonCounts::default();
    for case in ours {
        let module = case.rust_type.split("::").next().unwrap_or_default();
        let Some(their_case) = their_cases.get(&(module, case.call_chain)) else {
            compared.left_out.insert(case.call_chain[0]);
            continue;
        };
        for bits in BITS_OF_VALUES {
            let bytes = interpreter.value_of_call_chain(case.call_chain, bits);
            let our_bytes =
                (case.decode_and_encode)(&bytes).map(|reencoded| reencoded.bytes).map_err(|error| error.to_string());
            assert_eq!(our_bytes.as_ref(), Ok(&bytes), "{:?}, ours", case.call_chain);
            let their_bytes = (their_case.decode_and_encode)(&bytes).map_err(|error| error.to_string());
            assert_eq!(their_bytes, our_bytes, "{:?}, grammers", case.call_chain);
        }
        *compared.n_cases.entry(module).or_default() += 1;
    }
    compared
}

/// Checks that each case is compared unless grammers lacks a combinator of its call chain, and that most cases are
/// compared.
///
/// Some cases are not compared, because grammers may have types of another layer than the schema.
#[track_caller]
fn assert_all_common_cases_compared(protocol: &str, ours: &[tl_tests::TypeUnderTest], compared: &ComparisonCounts<'_>) {
    let schema = tl_tests::schema(protocol);
    let combinators = schema.combinators.iter();
    let known = combinators.filter(|combinator| name_for_id(combinator.id) == combinator.name.to_string());
    let known: BTreeSet<_> = known.map(|combinator| combinator.name.to_string()).collect();
    let mut expected = ComparisonCounts::default();
    for case in ours {
        if case.call_chain.iter().all(|name| known.contains(*name)) {
            let module = case.rust_type.split("::").next().unwrap_or_default();
            *expected.n_cases.entry(module).or_default() += 1;
        } else {
            expected.left_out.insert(case.call_chain[0]);
        }
    }
    assert_eq!(*compared, expected);
    let n_compared: usize = compared.n_cases.values().sum();
    assert!(n_compared * 2 > ours.len(), "only {n_compared} of {} cases are compared", ours.len());
}

/// Compares all combinators of the API. Constructors are compared as their type, and those with fields also as their
/// struct. There are 850 functions; the 11 generic ones are compared with two different calls.
#[test]
fn api_bytes_equal_those_of_grammers() {
    let compared = compare_with_grammers("api", tl_tests::API_TYPES_UNDER_TEST, grammers::API_GRAMMERS_CASES, 1);
    assert_all_common_cases_compared("api", tl_tests::API_TYPES_UNDER_TEST, &compared);
}

/// `tlsBlockString` has no id in the schema. We use the CRC32 of its declaration, grammers that of another text.
#[test]
fn mtproto_bytes_equal_those_of_grammers() {
    let compared =
        compare_with_grammers("mtproto", tl_tests::MTPROTO_TYPES_UNDER_TEST, grammers::MTPROTO_GRAMMERS_CASES, 2);
    assert!(compared.left_out.contains("tlsBlockString"));
    assert_all_common_cases_compared("mtproto", tl_tests::MTPROTO_TYPES_UNDER_TEST, &compared);
}
