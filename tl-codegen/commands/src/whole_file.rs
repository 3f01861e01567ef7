//! Reads a file that the user named, up to a limit: a device such as `/dev/zero` has no end.
//!
//! Nothing is decoded here. Invariant: no more than [`MAX_BYTES`] of a file are in memory.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::failure::{Failure, Outcome};

/// Maximum number of bytes of a file; the largest known schema has 0.5 MB.
pub const MAX_BYTES: u64 = 64 << 20;

/// Reads all bytes of a file.
///
/// # Errors
///
/// If the file cannot be read, or has more than [`MAX_BYTES`].
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|why| Failure::about_file(path, &why))?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("{} has more than {MAX_BYTES} bytes", path.display());
        return Err(Failure::unable_with_advice(message, "name a schema; the largest known one has 0.5 MB"));
    }
    Ok(bytes)
}
