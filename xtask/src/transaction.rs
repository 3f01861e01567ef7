//! Changes of several files as one transaction.
//!
//! All texts are staged in [`COMMITTED_FOLDER`], next to a list of the changes. Renaming the staged folder to its final
//! name is the commit; only then the staged files are moved to their paths. A command that was killed before the commit
//! has changed nothing. One that was killed after it is finished by the next command. Invariant: a file holds its old
//! text or its new one, never a part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tl_codegen::temporary_files::{copy_owner_and_mode, metadata_of_plain_file};
use tl_commands::{Failure, Outcome, Output, printable_path, problem};

use crate::file_moves::{check_folder_is_writable, is_inside, move_file, remove_with_empty_parents};

/// The folder with staged changes that are committed, relative to the root of the project.
const COMMITTED_FOLDER: &str = "schemas/.pending";

/// The folder with staged changes that are not committed yet.
const UNCOMMITTED_FOLDER: &str = "schemas/.pending.new";

/// The folder with downloads of the running command, relative to the root of the project.
pub(crate) const DOWNLOADS_FOLDER: &str = "schemas/.downloads";

/// File name of the list of changes in [`COMMITTED_FOLDER`] and [`UNCOMMITTED_FOLDER`].
const CHANGES_FILE: &str = "changes.json";

/// The changes of one command; paths are relative to the root of the project.
#[derive(Debug, Default)]
pub(crate) struct Transaction {
    writes: BTreeMap<String, String>,
    removals: BTreeSet<String>,
}

/// The list of changes on the disk: the text of the nth write is in the staged file named `n`.
#[derive(Deserialize, Serialize)]
struct StagedChanges {
    writes: Vec<String>,
    removals: BTreeSet<String>,
}

/// Keeps other commands from changing the project at the same time.
pub(crate) struct ProjectLock {
    _folder: Option<File>,
}

/// The purpose for which a command locks the project.
#[derive(Clone, Copy)]
enum Access {
    /// Any number of commands that only read may run at once.
    Read,
    /// A command that writes runs alone.
    Write,
}

impl ProjectLock {
    /// Waits for other commands, and finishes or removes the parts that a command left when it was killed.
    pub(crate) fn acquire(root: &Path, output: &mut Output<'_>) -> Outcome<Self> {
        let folder = lock_project(root, Access::Write, output);
        if has_committed_changes(root) {
            problem!(output, "note: a command was killed while it wrote; its changes are completed first");
        }
        finish_committed_changes(root)?;
        // A program that a killed command started may still write there; a later command removes the rest.
        let _ = remove_folder(&root.join(DOWNLOADS_FOLDER));
        Ok(Self { _folder: folder })
    }

    /// Waits until no other command writes, so that all files belong together. Others may read at the same time.
    pub(crate) fn acquire_for_reading(root: &Path, output: &mut Output<'_>) -> Outcome<Self> {
        let folder = lock_project(root, Access::Read, output);
        if !has_committed_changes(root) {
            return Ok(Self { _folder: folder });
        }
        // The other command was killed, and only a command with the whole lock may complete its changes.
        drop(folder);
        Self::acquire(root, output)
    }
}

/// Locks the folder of the schemas, and says so if another command has the lock; `None` on a system whose folders
/// cannot be locked, which has no protection against two commands at once.
fn lock_project(root: &Path, access: Access, output: &mut Output<'_>) -> Option<File> {
    let folder = File::open(root.join("schemas")).ok()?;
    let attempt = match access {
        Access::Read => folder.try_lock_shared(),
        Access::Write => folder.try_lock(),
    };
    match attempt {
        Ok(()) => return Some(folder),
        Err(TryLockError::Error(_)) => return None,
        Err(TryLockError::WouldBlock) => {}
    }
    problem!(output, "note: another command works on this project; waiting until it ends");
    let waited = match access {
        Access::Read => folder.lock_shared(),
        Access::Write => folder.lock(),
    };
    waited.ok().map(|()| folder)
}

/// Whether a command that was killed has left changes that are committed and not finished.
pub(crate) fn has_committed_changes(root: &Path) -> bool {
    root.join(COMMITTED_FOLDER).exists()
}

impl Transaction {
    /// Adds the change of a file to `text`, unless the file has this text already; returns whether a change was added.
    pub(crate) fn add_change(
        &mut self,
        root: &Path,
        path: impl Into<String>,
        text: impl Into<String>,
    ) -> Outcome<bool> {
        let (path, text) = (path.into(), text.into());
        let on_disk = root.join(&path);
        // Only a plain file may be opened: reading a pipe could wait for ever.
        let is_readable = fs::metadata(&on_disk).is_ok_and(|found| found.is_file());
        let is_same = match is_readable.then(|| fs::read(&on_disk)) {
            None => false,
            Some(Ok(found)) => found == text.as_bytes(),
            Some(Err(why)) => return Err(Failure::about_file(&on_disk, &why)),
        };
        if !is_same {
            self.add_write(path, text);
        }
        Ok(!is_same)
    }

    /// Adds the changes of several files, as [`add_change`](Self::add_change); returns the paths of the added changes.
    pub(crate) fn add_changes<'f>(
        &mut self,
        root: &Path,
        files: impl IntoIterator<Item = &'f (String, String)>,
    ) -> Outcome<Vec<&'f str>> {
        let mut added = Vec::new();
        for (path, text) in files {
            if self.add_change(root, path, text)? {
                added.push(path.as_str());
            }
        }
        Ok(added)
    }

    /// Adds the change of a file whose text on the disk is known to differ.
    pub(crate) fn add_write(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.writes.insert(path.into(), text.into());
    }

    /// The paths of all changes, sorted; those of folders end in `/`.
    pub(crate) fn changed_paths(&self) -> BTreeSet<&str> {
        self.writes.keys().chain(&self.removals).map(String::as_str).collect()
    }

    /// Adds the removal of a file or an empty folder.
    pub(crate) fn add_removal(&mut self, path: impl Into<String>) {
        self.removals.insert(path.into());
    }

    /// Makes all changes of the transaction on the disk.
    pub(crate) fn make_all_changes(self, root: &Path) -> Outcome {
        if self.writes.is_empty() && self.removals.is_empty() {
            return Ok(());
        }
        self.check_files_are_replaceable(root)?;
        self.check_folders_are_writable(root)?;
        let unfinished = root.join(UNCOMMITTED_FOLDER);
        fs::create_dir(&unfinished).map_err(|why| Failure::about_file(&unfinished, &why))?;
        let staged = self.write_staged(root, &unfinished);
        let committed = staged.and_then(|()| {
            fs::rename(&unfinished, root.join(COMMITTED_FOLDER)).map_err(|why| Failure::about_file(&unfinished, &why))
        });
        if committed.is_err() {
            // If this removal fails as well, the next command removes the folder.
            let _ = fs::remove_dir_all(&unfinished);
        }
        committed?;
        finish_committed_changes(root)
    }

    /// Fails if a folder that stays, a symbolic link or a pipe has the path of a file to write: a committed change must
    /// never be impossible.
    fn check_files_are_replaceable(&self, root: &Path) -> Outcome {
        let is_removed = |path: &str| self.removals.iter().any(|removal| removal.starts_with(&format!("{path}/")));
        for path in self.writes.keys().filter(|path| !is_removed(path)) {
            let on_disk = root.join(path);
            if on_disk.is_dir() && !on_disk.is_symlink() {
                return Err(Failure::unable_with_advice(
                    format!("{path} is a folder; nothing was touched"),
                    "move it away: a file needs its path",
                ));
            }
            metadata_of_plain_file(&on_disk).map_err(|why| {
                Failure::unable_with_advice(
                    format!("{path}: {why}; nothing was touched"),
                    "put a plain file in its place",
                )
            })?;
        }
        Ok(())
    }

    /// Fails if a folder of a changed file is read-only: a committed change must never be impossible.
    fn check_folders_are_writable(&self, root: &Path) -> Outcome {
        let folder_of = |path: &str| path.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let by_folder: BTreeMap<_, _> = self.changed_paths().into_iter().map(|path| (folder_of(path), path)).collect();
        let unwritable =
            by_folder.into_values().find_map(|path| Some((path, check_folder_is_writable(&root.join(path)).err()?)));
        unwritable.map_or(Ok(()), |(path, why)| {
            Err(Failure::unable_with_advice(
                format!("{path} cannot be changed: {why}; nothing was touched"),
                "make its folder writable, and try again",
            ))
        })
    }

    /// Writes the new texts, each with the owner and the mode of the file that it is going to replace.
    fn write_staged(&self, root: &Path, folder: &Path) -> Outcome {
        for (n, (path, text)) in self.writes.iter().enumerate() {
            let staged = folder.join(n.to_string());
            write_file(&staged, text)?;
            if let Ok(Some(replaced)) = metadata_of_plain_file(&root.join(path)) {
                let kept = File::open(&staged).and_then(|file| copy_owner_and_mode(&replaced, &file));
                kept.map_err(|why| Failure::about_file(&root.join(path), &why))?;
            }
        }
        let changes = StagedChanges { writes: self.writes.keys().cloned().collect(), removals: self.removals.clone() };
        let list = serde_json::to_string(&changes).map_err(|why| Failure::unable_with_advice(why.to_string(), ""))?;
        write_file(&folder.join(CHANGES_FILE), &list)
    }
}

fn write_file(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|why| Failure::about_file(path, &why))
}

/// Makes the changes that are committed, and deletes staged changes that are not.
fn finish_committed_changes(root: &Path) -> Outcome {
    let (pending, unfinished) = (root.join(COMMITTED_FOLDER), root.join(UNCOMMITTED_FOLDER));
    remove_folder(&unfinished)?;
    if !pending.exists() {
        return Ok(());
    }
    let list = pending.join(CHANGES_FILE);
    let unusable = |why: &str| {
        let help = format!("no command wrote this: remove {COMMITTED_FOLDER}");
        Failure::unable_with_advice(format!("{}: {why}", printable_path(&list)), help)
    };
    match fs::read_to_string(&list) {
        Ok(text) => {
            let changes: StagedChanges = serde_json::from_str(&text).map_err(|why| unusable(&why.to_string()))?;
            if let Some(path) = changes.writes.iter().chain(&changes.removals).find(|path| !is_inside(path)) {
                return Err(unusable(&format!("`{path}` is outside of the project")));
            }
            make_committed_changes(root, &pending, &changes)?;
            fs::remove_file(&list).map_err(|why| Failure::about_file(&list, &why))?;
        }
        // The list is removed last: without it, all changes are made.
        Err(why) if why.kind() == ErrorKind::NotFound => {}
        Err(why) if why.kind() == ErrorKind::NotADirectory => return Err(unusable(&why.to_string())),
        Err(why) => return Err(Failure::about_file(&list, &why)),
    }
    fs::remove_dir_all(&pending).map_err(|why| Failure::about_file(&pending, &why))
}

/// Removes a folder of the project's own with its contents, if it exists.
fn remove_folder(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(why) if why.kind() != ErrorKind::NotFound => {
            let help = "remove it: the name belongs to commands of this program";
            Err(Failure::unable_with_advice(format!("{}: {why}", folder.display()), help))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes those committed changes that are not made yet.
fn make_committed_changes(root: &Path, pending: &Path, changes: &StagedChanges) -> Outcome {
    let failure = |path: &Path, why: &io::Error| {
        let help =
            format!("remove the cause; the next command makes the remaining changes, which are in {COMMITTED_FOLDER}");
        Failure::unable_with_advice(format!("{}: {why}", path.display()), help)
    };
    // Removals run in reverse order, so that a folder is removed after its contents.
    for removal in changes.removals.iter().rev() {
        let path = root.join(removal.trim_end_matches('/'));
        remove_with_empty_parents(&path, removal.ends_with('/')).map_err(|why| failure(&path, &why))?;
    }
    for (n, path) in changes.writes.iter().enumerate() {
        let (staged, path) = (pending.join(n.to_string()), root.join(path));
        if staged.exists() {
            move_file(&staged, &path).map_err(|why| failure(&path, &why))?;
        }
    }
    Ok(())
}
