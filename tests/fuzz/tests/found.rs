//! Regression tests for failures found by fuzzing, one test each. The test names the input, a file of the corpus.

use std::fs;
use std::path::Path;

use tl_fuzz::FUZZ_TARGETS;

/// Runs a target on one file of its corpus.
fn run_on_corpus_file(target: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target).join(file);
    let bytes = fs::read(path).expect("a file of the corpus");
    let target = FUZZ_TARGETS.iter().find(|known| known.name == target).expect("a target");
    (target.run)(&bytes);
}

/// The path of an error at depth 64 allocates 10 KB while it grows, which the documentation of the limits did not
/// mention.
#[test]
fn decoding_bounds_the_memory_of_a_deep_error_path() {
    run_on_corpus_file("decode_strict", "too-large-deep-inside");
}
