//! Writing a file set to a folder, and comparing it with the folder.
//!
//! Every test has a folder of its own. Invariant: after writing, the folder contains exactly the files of the set, and
//! files that were equal before are not touched.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use tl_codegen::FileSet;
use tl_codegen::fileset::{Changes, Differences, update_file};

fn file_set(files: &[(&str, &str)]) -> FileSet {
    let mut set = FileSet::new();
    for (path, text) in files {
        set.insert(*path, *text);
    }
    set
}

fn example_set() -> FileSet {
    file_set(&[("mod.rs", "pub mod types;\n"), ("types/chat.rs", "chat\n"), ("types/user.rs", "user\n")])
}

/// A folder with the files of the set.
fn folder_with(set: &FileSet) -> TempDir {
    let dir = TempDir::new().unwrap();
    set.write(dir.path()).unwrap();
    dir
}

fn write_file(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

fn is_up_to_date(set: &FileSet, dir: &Path) -> bool {
    set.check(dir).unwrap() == Differences::default()
}

#[test]
fn files_are_sorted_by_path() {
    let backwards =
        file_set(&[("types/user.rs", "user\n"), ("types/chat.rs", "chat\n"), ("mod.rs", "pub mod types;\n")]);
    assert_eq!(backwards, example_set());
    let order: Vec<_> = backwards.iter().map(|(path, _)| path).collect();
    assert_eq!(order, ["mod.rs", "types/chat.rs", "types/user.rs"]);
    assert_eq!((backwards.len(), backwards.is_empty(), backwards.get("mod.rs")), (3, false, Some("pub mod types;\n")));
}

#[test]
fn a_missing_folder_is_created() {
    let dir = TempDir::new().unwrap();
    let target = dir.path().join("not/there");
    let everything = paths(&["mod.rs", "types/chat.rs", "types/user.rs"]);
    assert_eq!(
        example_set().check(&target).unwrap(),
        Differences { missing: everything.clone(), ..Differences::default() }
    );
    assert!(!target.exists(), "check created the folder");
    let changes = example_set().write(&target).unwrap();
    assert_eq!(changes, Changes { written: everything, removed: Vec::new(), n_unchanged: 0 });
    assert!(is_up_to_date(&example_set(), &target));
}

#[test]
fn all_differences_are_reported_together() {
    let dir = folder_with(&example_set());
    fs::remove_file(dir.path().join("types/chat.rs")).unwrap();
    write_file(&dir, "types/user.rs", "user");
    write_file(&dir, "types/old.rs", "");
    write_file(&dir, "notes.txt", "");
    write_file(&dir, ".hidden/file", "");
    fs::create_dir_all(dir.path().join("empty/inner")).unwrap();
    let differences = example_set().check(dir.path()).unwrap();
    let orphaned = paths(&[".hidden/file", "empty/inner/", "notes.txt", "types/old.rs"]);
    let expected = Differences {
        missing: paths(&["types/chat.rs"]),
        stale: paths(&["types/user.rs"]),
        orphaned: orphaned.clone(),
    };
    assert_eq!(differences, expected);

    let changes = example_set().write(dir.path()).unwrap();
    let written = paths(&["types/chat.rs", "types/user.rs"]);
    assert_eq!(changes, Changes { written, removed: orphaned, n_unchanged: 1 });
    assert!(is_up_to_date(&example_set(), dir.path()));
    let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["mod.rs", "types"]);
}

#[test]
fn equal_files_are_not_touched() {
    let dir = folder_with(&example_set());
    let past = SystemTime::now() - Duration::from_secs(3600);
    for (path, _) in example_set().iter() {
        fs::File::options().write(true).open(dir.path().join(path)).unwrap().set_modified(past).unwrap();
    }
    let modified = |path: &str| fs::metadata(dir.path().join(path)).unwrap().modified().unwrap();
    let before = ["", "types", "mod.rs", "types/chat.rs", "types/user.rs"].map(modified);
    assert_eq!(example_set().write(dir.path()).unwrap(), Changes { n_unchanged: 3, ..Changes::default() });
    assert_eq!(before, ["", "types", "mod.rs", "types/chat.rs", "types/user.rs"].map(modified));

    write_file(&dir, "types/chat.rs", "stale");
    example_set().write(dir.path()).unwrap();
    assert_eq!(modified("types/user.rs"), before[4]);
    assert!(modified("types/chat.rs") > past, "the stale file was not written");
}

#[test]
fn files_and_folders_replace_each_other() {
    let dir = TempDir::new().unwrap();
    write_file(&dir, "types", "a file where a folder belongs");
    write_file(&dir, "mod.rs/inner", "a folder where a file belongs");
    example_set().write(dir.path()).unwrap();
    assert!(is_up_to_date(&example_set(), dir.path()));
}

#[test]
fn an_empty_needed_folder_is_not_orphaned() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("types")).unwrap();
    assert_eq!(example_set().check(dir.path()).unwrap().orphaned, paths(&[]));
}

#[test]
fn an_empty_set_empties_the_folder() {
    let dir = folder_with(&example_set());
    FileSet::new().write(dir.path()).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_file_instead_of_the_folder_is_an_error_with_its_path() {
    let dir = TempDir::new().unwrap();
    write_file(&dir, "target", "");
    let target = dir.path().join("target");
    for error in [example_set().check(&target).unwrap_err(), example_set().write(&target).unwrap_err()] {
        assert!(error.to_string().contains(&target.display().to_string()), "{error}");
    }
}

#[test]
fn paths_outside_the_folder_are_refused() {
    for path in ["", "/etc/passwd", "../up", "types/../../up", "types//user.rs", "./mod.rs", "types/", "c:\\up", "a\\b"]
    {
        let result = std::panic::catch_unwind(|| file_set(&[(path, "")]));
        assert!(result.is_err(), "{path:?} was accepted");
    }
    assert!(std::panic::catch_unwind(|| file_set(&[("a", ""), ("a", "")])).is_err(), "a path was accepted twice");
}

#[test]
fn a_single_file_is_written_if_it_differs() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("some/file");
    assert!(update_file(&path, "text").unwrap());
    assert!(!update_file(&path, "text").unwrap());
    assert!(update_file(&path, "other text").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "other text");
}

#[cfg(unix)]
mod unix {
    //! Symbolic links and permissions.

    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_are_replaced_and_never_followed() {
        let outside = TempDir::new().unwrap();
        write_file(&outside, "user.rs", "user\n");
        write_file(&outside, "precious", "");
        let dir = TempDir::new().unwrap();
        symlink(outside.path(), dir.path().join("types")).unwrap();
        symlink(outside.path(), dir.path().join("elsewhere")).unwrap();
        symlink(outside.path().join("precious"), dir.path().join("mod.rs")).unwrap();

        let differences = example_set().check(dir.path()).unwrap();
        assert_eq!(differences.missing, paths(&["types/chat.rs", "types/user.rs"]));
        assert_eq!(differences.stale, paths(&["mod.rs"]));
        assert_eq!(differences.orphaned, paths(&["elsewhere", "types"]));
        example_set().write(dir.path()).unwrap();
        assert!(is_up_to_date(&example_set(), dir.path()));
        assert_eq!(fs::read_to_string(outside.path().join("precious")).unwrap(), "");
        assert!(!outside.path().join("chat.rs").exists(), "a link was followed");
    }

    #[test]
    fn a_link_instead_of_the_folder_is_refused() {
        let outside = folder_with(&example_set());
        let dir = TempDir::new().unwrap();
        let link = dir.path().join("link");
        symlink(outside.path(), &link).unwrap();
        assert!(FileSet::new().write(&link).is_err());
        assert!(is_up_to_date(&example_set(), outside.path()));
    }

    #[test]
    fn files_have_the_usual_permissions() {
        let dir = folder_with(&example_set());
        write_file(&dir, "usual", "");
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode("mod.rs"), mode("usual"));
    }
}
