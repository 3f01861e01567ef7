//! What fuzzing has found, one test for each mistake. The inputs stay in the corpora, under the names that stand here.

use std::fs;
use std::path::Path;

use tl_fuzz::TARGETS;

/// Runs a target over one file of its corpus.
fn run(target: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target).join(file);
    let bytes = fs::read(path).expect("a file of the corpus");
    let target = TARGETS.iter().find(|known| known.name == target).expect("a target");
    (target.run)(&bytes);
}

/// The way to an error in 64 levels takes 10 KB while it grows, and nothing said that this comes on top of the limits.
#[test]
fn a_way_to_an_error_is_bounded() {
    run("decode_strict", "too-large-deep-inside");
}
