//! Moves and removals of single files, for [`transaction`](crate::transaction).
//!
//! Nothing here knows about transactions. Invariant: a file holds its old text or its new one, never a part, even if
//! the staged file is on another file system.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use tl_codegen::temporary_files;

/// Whether a path leads to a place inside of the folder that it is relative to.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Fails if no file can be created in the folder of `path`, or in the innermost folder above that exists.
///
/// The probe is a file without a name where the system has such files, so that a killed process leaves nothing.
pub(crate) fn check_folder_is_writable(path: &Path) -> io::Result<()> {
    let folder = path.ancestors().skip(1).find(|folder| folder.is_dir());
    folder.map_or(Ok(()), |folder| tempfile::tempfile_in(folder).map(drop))
}

/// Moves a file over another one, whose folders are created.
pub(crate) fn move_file(staged: &Path, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::rename(staged, path) {
        // A folder of the project may be a mounted file system, or a link to one.
        Err(why) if why.kind() == ErrorKind::CrossesDevices => {
            if let Some(folder) = path.parent() {
                temporary_files::remove_leftover_temporary_files(folder);
            }
            temporary_files::write_through_temporary(path, &fs::read_to_string(staged)?)
        }
        moved => moved,
    }
}

/// Removes a file or an empty folder, and the folders above that become empty.
///
/// An entry of the other kind at this path was written by an interrupted run, and stays.
pub(crate) fn remove_with_empty_parents(path: &Path, is_folder: bool) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() != is_folder => return Ok(()),
        Ok(_) if is_folder => fs::remove_dir(path)?,
        Ok(_) => fs::remove_file(path)?,
        Err(why) if why.kind() == ErrorKind::NotFound => {}
        Err(why) => return Err(why),
    }
    let mut folder: Option<PathBuf> = path.parent().map(Path::to_owned);
    while let Some(empty) = folder.filter(|folder| fs::remove_dir(folder).is_ok()) {
        folder = empty.parent().map(Path::to_owned);
    }
    Ok(())
}
