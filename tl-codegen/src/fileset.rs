//! Generated files, and the code that compares them with the disk and writes them.
//!
//! A [`FileSet`] owns a whole folder: any file under the folder that is not in the set is an orphan and gets removed.
//! Symbolic links are never followed; a link in the position of a file or folder is replaced. The texts are opaque here.
//! Invariants: paths are relative, `/`-separated and free of `..`; a file that already has its text is not touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// File texts by path, sorted by path.
///
/// ```
/// let mut files = tl_codegen::FileSet::new();
/// files.insert("types/user.rs", "pub struct User;\n");
/// files.insert("mod.rs", "pub mod types;\n");
///
/// let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
/// assert_eq!(paths, ["mod.rs", "types/user.rs"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

/// How a folder differs from a [`FileSet`]: paths relative to the folder, sorted; those of empty folders end in `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Files that are in the set and not in the folder.
    pub missing: Vec<String>,
    /// Files whose text differs from the set, or that are not regular files.
    pub stale: Vec<String>,
    /// Files and folders that are in the folder and not in the set.
    pub orphaned: Vec<String>,
}

/// The result of [`FileSet::write`]: paths relative to the folder, sorted; those of empty folders end in `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were missing or stale.
    pub written: Vec<String>,
    /// Files, links and empty folders that were orphaned.
    pub removed: Vec<String>,
    /// The number of files that already had their text.
    pub n_unchanged: usize,
}

impl FileSet {
    /// A set without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Panics
    ///
    /// If the path is not relative and `/`-separated, if a segment is empty, `.` or `..`, or if the path is in the set
    /// already. Two texts for one path mean that the caller overlooked a name collision.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let path = path.into();
        assert!(is_inside(&path), "`{path}` is not a path inside a folder");
        let previous = self.files.insert(path.clone(), text.into());
        assert!(previous.is_none(), "`{path}` is in the set already");
    }

    /// The paths and texts of the files, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of the file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the set has no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Compares the set with the folder `dir`, which may be missing altogether.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be read, or `dir` is not a folder; the message names the path.
    pub fn check(&self, dir: &Path) -> io::Result<Differences> {
        self.compare(dir, &FolderContents::scan(dir)?)
    }

    /// Makes the folder `dir` hold the files of the set and nothing else.
    ///
    /// Each text is written to a temporary file, which is then renamed, so that no reader sees half a file.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be read, written or removed, or `dir` is not a folder; the message names the path.
    /// Files that were written before the error stay written.
    pub fn write(&self, dir: &Path) -> io::Result<Changes> {
        let tree = FolderContents::scan(dir)?;
        let Differences { missing, stale, orphaned } = self.compare(dir, &tree)?;
        let n_unchanged = self.len() - missing.len() - stale.len();
        // An orphaned file may have the path of a needed folder, and an empty folder that of a needed file.
        self.remove_orphans(&tree)?;
        let mut written = [missing, stale].concat();
        written.sort();
        for path in &written {
            write_file(&dir.join(path), &self.files[path])?;
        }
        Ok(Changes { written, removed: orphaned, n_unchanged })
    }

    fn compare(&self, dir: &Path, tree: &FolderContents) -> io::Result<Differences> {
        let mut differences = Differences::default();
        for (path, text) in &self.files {
            match tree.files.get(path) {
                None => differences.missing.push(path.clone()),
                Some(file) if file.has_text(&dir.join(path), text)? => {}
                Some(_) => differences.stale.push(path.clone()),
            }
        }
        let orphans = tree.files.keys().filter(|path| !self.files.contains_key(*path)).cloned();
        let needed = self.folders();
        let folders = tree.empty_folders().filter(|path| !needed.contains(path)).map(|path| format!("{path}/"));
        differences.orphaned = orphans.chain(folders).collect();
        differences.orphaned.sort();
        Ok(differences)
    }

    /// The folders that the files need.
    fn folders(&self) -> BTreeSet<&str> {
        self.files.keys().flat_map(|path| parents(path)).collect()
    }

    fn remove_orphans(&self, tree: &FolderContents) -> io::Result<()> {
        for (path, file) in &tree.files {
            if !self.files.contains_key(path) {
                fs::remove_file(&file.path).map_err(|why| with_path(&file.path, why))?;
            }
        }
        let needed = self.folders();
        // Subfolders come after their folder, so the order is reversed.
        for (path, folder) in tree.folders.iter().rev() {
            if !needed.contains(path.as_str()) {
                fs::remove_dir(folder).map_err(|why| with_path(folder, why))?;
            }
        }
        Ok(())
    }
}

/// Writes one file as [`FileSet::write`] does; returns whether its text changed.
///
/// A file that already has the text is not touched.
///
/// # Errors
///
/// If the file cannot be read or written; the message names the path.
pub fn update_file(path: &Path, text: &str) -> io::Result<bool> {
    match fs::read(path) {
        Ok(found) if found == text.as_bytes() => return Ok(false),
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(with_path(path, why)),
        Ok(_) | Err(_) => {}
    }
    write_file(path, text).map(|()| true)
}

/// All files and folders under a folder; links are listed and not followed.
#[derive(Default)]
struct FolderContents {
    /// Files, links, pipes and so on, by relative path.
    files: BTreeMap<String, DiskEntry>,
    /// Paths of folders on disk, by relative path.
    folders: BTreeMap<String, PathBuf>,
}

/// Something in a folder that is not a folder itself: a file, a link, a pipe.
struct DiskEntry {
    path: PathBuf,
    kind: FileType,
}

impl FolderContents {
    fn scan(dir: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        match fs::symlink_metadata(dir) {
            Ok(found) if found.is_dir() => tree.scan_folder(dir, "")?,
            Ok(_) => return Err(with_path(dir, io::Error::new(io::ErrorKind::NotADirectory, "not a folder"))),
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            Err(why) => return Err(with_path(dir, why)),
        }
        Ok(tree)
    }

    fn scan_folder(&mut self, dir: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(dir).map_err(|why| with_path(dir, why))? {
            let entry = entry.map_err(|why| with_path(dir, why))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|why| with_path(&path, why))?;
            let relative = format!("{prefix}{}", relative_name(&path));
            if kind.is_dir() {
                self.scan_folder(&path, &format!("{relative}/"))?;
                self.folders.insert(relative, path);
            } else {
                self.files.insert(relative, DiskEntry { path, kind });
            }
        }
        Ok(())
    }

    /// Folders with nothing in them.
    fn empty_folders(&self) -> impl Iterator<Item = &str> {
        let occupied: BTreeSet<_> =
            self.files.keys().chain(self.folders.keys()).flat_map(|path| parents(path)).collect();
        self.folders.keys().map(String::as_str).filter(move |path| !occupied.contains(path))
    }
}

impl DiskEntry {
    fn has_text(&self, path: &Path, text: &str) -> io::Result<bool> {
        // Only regular files may be opened: reading a pipe would block for ever.
        Ok(self.kind.is_file() && fs::read(path).map_err(|why| with_path(path, why))? == text.as_bytes())
    }
}

/// The last segment of a path as unambiguous text: a name that is not UTF-8 is printed with escapes.
fn relative_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    match name.to_str() {
        Some(name) => name.to_owned(),
        None => format!("{name:?}"),
    }
}

/// The folders above a relative path: `a/b` and `a` for `a/b/c.rs`.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(offset, _)| &path[..offset])
}

fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']))
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|why| with_path(folder, why))?;
    let mut file = temporary_file(folder).map_err(|why| with_path(folder, why))?;
    file.write_all(text.as_bytes()).map_err(|why| with_path(path, why))?;
    file.persist(path).map_err(|why| with_path(path, why.error))?;
    Ok(())
}

/// A temporary file in `folder` with the usual permissions of new files; the default of the crate is 0600.
fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Puts a path in front of the message of an error.
fn with_path(path: &Path, why: io::Error) -> io::Error {
    io::Error::new(why.kind(), format!("{}: {why}", path.display()))
}
