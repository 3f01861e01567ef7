//! Replacing the text of a file that the user named.
//!
//! Invariant: the file holds the old text or the new one, never a part; it keeps owner and mode. A symbolic link, a
//! folder or a pipe is never replaced.

use std::fs;
use std::io;
use std::path::Path;

use tl_codegen::temporary_files;

use crate::failure::{Failure, Outcome};
use crate::input::{STDIN_NAME, is_stdin};

/// Fails if the file at a path is not a plain file that may be written. A missing file passes: reading it fails.
pub(crate) fn check_is_replaceable(path: &Path) -> Outcome {
    if is_stdin(path) {
        return Err(Failure::unable_with_advice(
            format!("{STDIN_NAME} cannot be corrected in its place"),
            "write it to a file first",
        ));
    }
    let unable = |why: &io::Error| Failure::about_file(path, why);
    match temporary_files::metadata_of_plain_file(path).map_err(|why| unable(&why))? {
        Some(found) if found.permissions().readonly() => {
            Err(unable(&io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only")))
        }
        Some(_) | None => Ok(()),
    }
}

/// Replaces the text of an existing file.
pub(crate) fn replace_existing_file(path: &Path, text: &str) -> Outcome {
    check_is_replaceable(path)?;
    temporary_files::write_through_temporary(path, text).map_err(|why| Failure::about_file(path, &why))
}

/// Removes the temporary files that killed runs left beside a file.
pub(crate) fn remove_leftovers_beside(path: &Path) {
    if let Some(folder) = fs::canonicalize(path).ok().as_deref().and_then(Path::parent) {
        temporary_files::remove_leftover_temporary_files(folder);
    }
}
