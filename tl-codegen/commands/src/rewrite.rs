//! Replacing the text of a file that the user named.
//!
//! Invariant: the file holds the old text or the new one, never a part; it keeps its permissions, and a symbolic link
//! keeps pointing to it.

use std::fs;
use std::io;
use std::path::Path;

use tl_codegen::temporary;

/// Replaces the text of an existing file.
pub(crate) fn replace_existing_file(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    temporary::write_through_temporary(&path, text, Some(permissions))
}

/// Removes the temporary files that killed runs left beside a file.
pub(crate) fn remove_leftovers_beside(path: &Path) {
    if let Some(folder) = fs::canonicalize(path).ok().as_deref().and_then(Path::parent) {
        temporary::remove_leftovers(folder);
    }
}
