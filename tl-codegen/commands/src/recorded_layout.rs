//! `layout.tsv` beside a schema: the record of which values are behind a `Box`.
//!
//! Generators plan with it, so that a new layer changes no Rust type without need. Nothing is written here. Invariant:
//! a file that cannot be read is a failure, never an empty record.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use tl_codegen::RecordedIndirections;

use crate::failure::{Failure, Outcome};
use crate::printable_path::printable_path;

pub use tl_codegen::generate::LAYOUT_FILE_NAME;

/// Advice for a file that cannot be parsed.
pub(crate) const MALFORMED_LAYOUT_HELP: &str =
    "restore the file from the repository, or remove it to decide anew which values are behind a `Box`";

/// Reads the file at `path`; a missing file is an empty record.
///
/// # Errors
///
/// If the file cannot be read, or has a line that is no row.
pub fn read_layout_file(path: &Path) -> Outcome<RecordedIndirections> {
    match fs::read_to_string(path) {
        Ok(text) => parse_layout(&printable_path(path), &text),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(RecordedIndirections::default()),
        Err(why) => Err(Failure::about_file(path, &why)),
    }
}

/// Reads the text of a file; errors refer to it by `name`.
///
/// # Errors
///
/// If a line is no row.
pub fn parse_layout(name: &str, text: &str) -> Outcome<RecordedIndirections> {
    RecordedIndirections::parse(text)
        .map_err(|why| Failure::unable_with_advice(format!("{name}, {why}"), MALFORMED_LAYOUT_HELP))
}
