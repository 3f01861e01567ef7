//! Reading the files that the user names; `-` is the standard input.
//!
//! A device such as `/dev/zero` has no end, so reading stops at a limit. Invariants: the standard input is read at most
//! once by a command; no more than [`MAX_INPUT_BYTES`] of an input are in memory.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::printable_path::printable_path;

/// Maximum number of bytes of a file or of the standard input; the largest known schema has 0.5 MB.
pub const MAX_INPUT_BYTES: u64 = 64 << 20;

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

/// The bytes of a file or of the standard input.
///
/// # Errors
///
/// If it cannot be read, or has more than [`MAX_INPUT_BYTES`].
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    let (name, bytes) = match is_stdin(path) {
        true => (Path::new(STDIN_NAME), read_up_to_limit(io::stdin())),
        false => (path, File::open(path).and_then(read_up_to_limit)),
    };
    let bytes = bytes.map_err(|why| Failure::about_file(name, &why))?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        let message = format!("{} has more than {MAX_INPUT_BYTES} bytes", printable_path(name));
        return Err(Failure::unable_with_advice(message, "name a schema; the largest known one has 0.5 MB"));
    }
    Ok(bytes)
}

/// All bytes of an input, or one byte more than the limit.
fn read_up_to_limit(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes)?;
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
