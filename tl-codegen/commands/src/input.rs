//! Reading the files that the user names; `-` is the standard input.
//!
//! Invariant: the standard input is read at most once by a command.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use tl_parser::diagnostic::printable;

use crate::failure::{Failure, Outcome};

/// The name of the standard input in findings.
pub const STDIN_NAME: &str = "<stdin>";

/// Whether an argument means the standard input. A file of this name is `./-`.
#[must_use]
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The name of a file in findings: its path, or [`STDIN_NAME`].
#[must_use]
pub fn name_in_findings(path: &Path) -> String {
    match is_stdin(path) {
        true => STDIN_NAME.to_owned(),
        false => path.to_string_lossy().into_owned(),
    }
}

/// A path for messages: control characters in it are escaped, and it takes one line.
#[must_use]
pub fn printable_path(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// The bytes of a file or of the standard input.
///
/// # Errors
///
/// If it cannot be read.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    if !is_stdin(path) {
        return fs::read(path).map_err(|why| Failure::about_file(path, &why));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|why| Failure::about_file(Path::new(STDIN_NAME), &why))?;
    Ok(bytes)
}

/// The path of a file beside the first of some files; `None` if that file is the standard input or does not exist.
#[must_use]
pub fn existing_file_beside(files: &[PathBuf], name: &str) -> Option<PathBuf> {
    let first = files.first().filter(|first| !is_stdin(first))?;
    Some(first.with_file_name(name)).filter(|path| path.exists())
}

/// Fails if the standard input is named twice.
///
/// # Errors
///
/// If it is.
pub fn check_stdin_is_named_once<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Outcome {
    match paths.into_iter().filter(|path| is_stdin(path)).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::unable_with_advice("`-` is named twice", "the standard input can be read only once")),
    }
}
