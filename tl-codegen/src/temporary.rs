//! Replaces the text of a file through a temporary file beside it, so that no reader sees a part of a text.
//!
//! A process that is killed leaves its temporary file. Such files are known by the start of their name,
//! [`TEMPORARY_FILE_PREFIX`], and a process that still runs has a lock on its file. Commands on files call
//! [`remove_leftovers`] first, and a [`FileSet`](crate::FileSet) counts such files as its own. Invariant: a file holds
//! its old text or its new one.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::Path;

/// The start of the names of temporary files.
pub const TEMPORARY_FILE_PREFIX: &str = ".tl-new-";

/// Replaces the text of a file, or creates the file; without `permissions`, it has those of a new file.
///
/// # Errors
///
/// If the folder of the file does not exist, or if the file cannot be written.
pub fn write_through_temporary(path: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_FILE_PREFIX);
    // The file gets the mode of a new file, 0666 without the bits of the umask; `tempfile` would create it with 0600.
    #[cfg(unix)]
    builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    // Without locks, another process may remove the file; then nothing is replaced, and this is an error.
    let _ = file.as_file().lock();
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map_err(|why| why.error)?;
    Ok(())
}

/// Removes the temporary files in a folder that no process writes any more; a file that cannot be removed stays.
pub fn remove_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()).filter(|path| is_temporary_file(path)) {
        let is_unused = File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_unused {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Whether a path has the name of a temporary file.
pub(crate) fn is_temporary_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY_FILE_PREFIX))
}
