//! Paths in messages.

use std::path::Path;

use tl_parser::diagnostic::printable;

/// A path for messages: control characters in it are escaped, and it takes one line.
#[must_use]
pub fn printable_path(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}
