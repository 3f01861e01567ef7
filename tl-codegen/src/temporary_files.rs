//! Replaces the text of a file through a temporary file beside it, so that no reader sees a part of a text.
//!
//! A process that is killed leaves its temporary file. Such files are known by the start of their name,
//! [`TEMPORARY_FILE_PREFIX`], and a process that still runs has a lock on its file. Commands on files call
//! [`remove_leftover_temporary_files`] first, and a [`FileSet`](crate::FileSet) counts such files as its own.
//! Invariants: a file holds its old text or its new one; a replaced file keeps owner and mode; only a plain file is
//! replaced.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

/// The start of the names of temporary files.
pub const TEMPORARY_FILE_PREFIX: &str = ".tl-new-";

/// Replaces the text of a plain file, or creates the file.
///
/// # Errors
///
/// If the folder of the file does not exist, if the path is that of a symbolic link, a folder or a pipe, if the file
/// cannot be written, or if the new file cannot have the owner of the old one.
pub fn write_through_temporary(path: &Path, text: &str) -> io::Result<()> {
    let replaced = metadata_of_plain_file(path)?;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_FILE_PREFIX);
    // The file gets the mode of a new file, 0666 without the bits of the umask; `tempfile` would create it with 0600.
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    // Without locks, another process may remove the file; then nothing is replaced, and this is an error.
    let _ = file.as_file().lock();
    file.write_all(text.as_bytes())?;
    if let Some(replaced) = replaced {
        copy_owner_and_mode(&replaced, file.as_file())?;
    }
    file.persist(path).map_err(|why| why.error)?;
    Ok(())
}

/// The metadata of the plain file at a path; `None` if nothing is there.
///
/// # Errors
///
/// If a symbolic link, a folder, a pipe or a device is there, which nothing here replaces.
pub fn metadata_of_plain_file(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Some(found)),
        Ok(found) => {
            let kind = file_kind_in_words(found.file_type());
            Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {kind}, and only plain files are replaced")))
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why),
    }
}

/// The kind of an entry on the disk other than a plain file.
fn file_kind_in_words(kind: FileType) -> &'static str {
    match kind {
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_dir() => "a folder",
        _ => "a pipe or a device",
    }
}

/// Gives a new file owner, group and mode of the file that it is going to replace.
///
/// # Errors
///
/// If this process may not give the file to that owner or group.
pub fn copy_owner_and_mode(replaced: &Metadata, file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (replaced.uid(), replaced.gid()) {
            fchown(file, Some(replaced.uid()), Some(replaced.gid())).map_err(|why| {
                io::Error::new(
                    why.kind(),
                    format!("it belongs to another user or group, and would change hands: {why}"),
                )
            })?;
        }
    }
    file.set_permissions(replaced.permissions())
}

/// Removes the temporary files in a folder that no process writes any more; a file that cannot be removed stays.
pub fn remove_leftover_temporary_files(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()).filter(|path| is_temporary_file(path)) {
        let is_plain = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let is_unused = is_plain && File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_unused {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Whether a path has the name of a temporary file.
pub(crate) fn is_temporary_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY_FILE_PREFIX))
}
