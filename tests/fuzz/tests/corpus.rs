//! A short run of each fuzz target on its corpus, on inputs generated from the schemas, and on mutations of both.
//!
//! The inputs are the same in each run. A failure prints its input, which can be saved as a file of the corpus.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use fastrand::Rng;
use tl_fuzz::{FUZZ_TARGETS, FuzzTarget, seeds_of_target};
use tl_interpreter::mutation::mutate_value;

/// Maximum length of mutated inputs: longer ones are slow and find no other failures.
const MAX_INPUT_LEN: usize = 4096;

/// Contents of the corpus of a target, sorted by file name.
fn corpus_inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a corpus").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a file of the corpus")).collect()
}

/// Runs a target, and prints the input if it panics.
fn run_and_print_failing_input(target: &FuzzTarget, input: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.run)(input))) {
        eprintln!("`{}` panics with {} bytes: \"{}\"", target.name, input.len(), input.escape_ascii());
        resume_unwind(panic);
    }
}

#[track_caller]
fn run_on_mutated_corpus(name: &str, seed: u64, n_mutations: usize) {
    let target = FUZZ_TARGETS.iter().find(|target| target.name == name).expect("a target");
    let mut inputs = corpus_inputs(name);
    assert!(!inputs.is_empty(), "no corpus of `{name}`");
    inputs.extend(seeds_of_target(name).into_iter().map(|seed| seed.bytes));
    inputs.iter().for_each(|input| run_and_print_failing_input(target, input));
    let mut rng = Rng::with_seed(seed);
    for _ in 0..n_mutations {
        let mut input = inputs[rng.usize(..inputs.len())].clone();
        let other = &inputs[rng.usize(..inputs.len())];
        mutate_value(&mut rng, &mut input, other);
        input.truncate(MAX_INPUT_LEN);
        run_and_print_failing_input(target, &input);
    }
}

macro_rules! short_run_tests {
    ($($test:ident: $target:ident, $seed:expr, $n_mutations:expr;)*) => {
        $(
            #[test]
            fn $test() {
                run_on_mutated_corpus(stringify!($target), $seed, $n_mutations);
            }
        )*

        #[test]
        fn every_fuzz_target_has_a_short_run() {
            let names: Vec<_> = FUZZ_TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($target)),*]);
        }
    };
}

short_run_tests! {
    decode_strict_holds_on_mutated_corpus: decode_strict, 1, 60_000;
    decode_lossless_holds_on_mutated_corpus: decode_lossless, 2, 60_000;
    borrowed_holds_on_mutated_corpus: borrowed, 6, 60_000;
    containers_holds_on_mutated_corpus: containers, 3, 40_000;
    gzip_holds_on_mutated_corpus: gzip, 4, 20_000;
    schema_holds_on_mutated_corpus: schema, 5, 3_000;
    upgrade_holds_on_mutated_corpus: upgrade, 7, 60_000;
}
