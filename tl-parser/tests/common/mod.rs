//! What the tests of this crate share: where fixtures are, and compact forms of what was read.
//!
//! Not every test uses everything. Invariant: files come sorted by name.
#![allow(dead_code, reason = "each test binary compiles this module and uses its own part of it")]

pub(crate) mod dump;

use std::fs;
use std::path::{Path, PathBuf};

/// The fixtures of `folder` with this extension.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder);
    let entries = fs::read_dir(&root).unwrap_or_else(|why| panic!("{}: {why}", root.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

/// A folder of fixtures.
pub(crate) fn fixture(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}
