//! The same random bytes through the types here and through those of `grammers-tl-types`: both take them for a value,
//! and both write it as it was.

mod theirs;

use std::collections::{BTreeMap, BTreeSet};

use grammers_tl_types::name_for_id;
use theirs::Theirs;
use tl_interpreter::{Bits, Budget, Interpreter};
use tl_parser::{CombinatorId, Schema};

/// One value without any bits, one with all, the rest with random ones.
const BITS: [Bits; 8] =
    [Bits::None, Bits::All, Bits::Random, Bits::Random, Bits::Random, Bits::Random, Bits::Random, Bits::Random];

/// A combinator and the tree that its type is in: `types`, `constructors` or `functions`.
type Key<'a> = (&'a str, &'a [&'a str]);

/// What was compared, by tree; and what was not.
#[derive(Debug, Default, PartialEq, Eq)]
struct Compared<'a> {
    n_cases: BTreeMap<&'a str, usize>,
    left_out: BTreeSet<&'a str>,
}

/// The schema with the constructors alone that they know by the same id.
fn shared(mut schema: Schema) -> Schema {
    let combinators = &schema.combinators;
    let is_known = |id: &CombinatorId| {
        let combinator = &combinators[id.0 as usize];
        name_for_id(combinator.id) == combinator.name.to_string()
    };
    schema.types.iter_mut().for_each(|ty| ty.constructors.retain(is_known));
    schema
}

fn compare<'a>(protocol: &str, ours: &'a [tl_tests::Case], theirs: &[Theirs], seed: u64) -> Compared<'a> {
    let schema = shared(tl_tests::schema(protocol));
    // They drop bits that no field depends on.
    let interpreter = Interpreter::new(&schema, seed).with_zero_spare_bits();
    let mut interpreter = interpreter.with_budget(Budget { depth: 6, n_bytes: 1024 });
    let theirs: BTreeMap<Key<'_>, _> = theirs.iter().map(|case| ((case.tree, case.calls), case)).collect();
    let mut compared = Compared::default();
    for case in ours {
        let tree = case.rust.split("::").next().unwrap_or_default();
        let Some(their) = theirs.get(&(tree, case.calls)) else {
            compared.left_out.insert(case.calls[0]);
            continue;
        };
        for bits in BITS {
            let bytes = interpreter.call(case.calls, bits);
            let our_back = (case.back)(&bytes).map(|back| back.bytes).map_err(|error| error.to_string());
            assert_eq!(our_back.as_ref(), Ok(&bytes), "{:?} here", case.calls);
            let their_back = (their.back)(&bytes).map_err(|error| error.to_string());
            assert_eq!(their_back, our_back, "{:?} there", case.calls);
        }
        *compared.n_cases.entry(tree).or_default() += 1;
    }
    compared
}

/// How many cases there are of each tree, and which combinators were left out.
#[track_caller]
fn assert_compared(compared: &Compared<'_>, n_cases: [(&str, usize); 3], left_out: &[&str]) {
    assert_eq!(compared.n_cases, BTreeMap::from(n_cases));
    assert_eq!(compared.left_out, BTreeSet::from_iter(left_out.iter().copied()));
}

/// Everything: constructors through their type, those with fields also through their struct; 850 functions, the 11 of
/// them that call others twice.
#[test]
fn api() {
    let compared = compare("api", tl_tests::API, theirs::API, 1);
    assert_compared(&compared, [("types", 1701), ("constructors", 1376), ("functions", 861)], &[]);
}

/// `tlsBlockString` has no written id: here it is the CRC32 of the declaration, there that of another text.
#[test]
fn mtproto() {
    let compared = compare("mtproto", tl_tests::MTPROTO, theirs::MTPROTO, 2);
    assert_compared(&compared, [("types", 48), ("constructors", 41), ("functions", 10)], &["tlsBlockString"]);
}
