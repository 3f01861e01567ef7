//! What a set of files does to a folder.
//!
//! Every test has a folder of its own. Invariant: what the set does not hold is gone after writing, and what it holds
//! already is not touched.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use tl_codegen::FileSet;
use tl_codegen::fileset::{Changes, Differences, update_file};

fn set(files: &[(&str, &str)]) -> FileSet {
    let mut set = FileSet::new();
    for (path, text) in files {
        set.insert(*path, *text);
    }
    set
}

fn some() -> FileSet {
    set(&[("mod.rs", "pub mod types;\n"), ("types/chat.rs", "chat\n"), ("types/user.rs", "user\n")])
}

/// A folder that holds what the set does.
fn folder(set: &FileSet) -> TempDir {
    let dir = TempDir::new().unwrap();
    set.write(dir.path()).unwrap();
    dir
}

fn put(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

fn is_as_it_should_be(set: &FileSet, dir: &Path) -> bool {
    set.check(dir).unwrap() == Differences::default()
}

#[test]
fn files_come_sorted_whatever_the_order_they_were_added_in() {
    let backwards = set(&[("types/user.rs", "user\n"), ("types/chat.rs", "chat\n"), ("mod.rs", "pub mod types;\n")]);
    assert_eq!(backwards, some());
    let order: Vec<_> = backwards.iter().map(|(path, _)| path).collect();
    assert_eq!(order, ["mod.rs", "types/chat.rs", "types/user.rs"]);
    assert_eq!((backwards.len(), backwards.is_empty(), backwards.get("mod.rs")), (3, false, Some("pub mod types;\n")));
}

#[test]
fn a_missing_folder_is_made() {
    let dir = TempDir::new().unwrap();
    let target = dir.path().join("not/there");
    let everything = paths(&["mod.rs", "types/chat.rs", "types/user.rs"]);
    assert_eq!(some().check(&target).unwrap(), Differences { missing: everything.clone(), ..Differences::default() });
    assert!(!target.exists(), "check made the folder");
    let changes = some().write(&target).unwrap();
    assert_eq!(changes, Changes { written: everything, removed: Vec::new(), n_unchanged: 0 });
    assert!(is_as_it_should_be(&some(), &target));
}

#[test]
fn differences_are_named_together() {
    let dir = folder(&some());
    fs::remove_file(dir.path().join("types/chat.rs")).unwrap();
    put(&dir, "types/user.rs", "user");
    put(&dir, "types/old.rs", "");
    put(&dir, "notes.txt", "");
    put(&dir, ".hidden/file", "");
    fs::create_dir_all(dir.path().join("empty/inner")).unwrap();
    let differences = some().check(dir.path()).unwrap();
    let orphaned = paths(&[".hidden/file", "empty/inner/", "notes.txt", "types/old.rs"]);
    let expected = Differences {
        missing: paths(&["types/chat.rs"]),
        stale: paths(&["types/user.rs"]),
        orphaned: orphaned.clone(),
    };
    assert_eq!(differences, expected);

    let changes = some().write(dir.path()).unwrap();
    let written = paths(&["types/chat.rs", "types/user.rs"]);
    assert_eq!(changes, Changes { written, removed: orphaned, n_unchanged: 1 });
    assert!(is_as_it_should_be(&some(), dir.path()));
    let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["mod.rs", "types"]);
}

#[test]
fn what_is_right_is_not_touched() {
    let dir = folder(&some());
    let past = SystemTime::now() - Duration::from_secs(3600);
    for (path, _) in some().iter() {
        fs::File::options().write(true).open(dir.path().join(path)).unwrap().set_modified(past).unwrap();
    }
    let modified = |path: &str| fs::metadata(dir.path().join(path)).unwrap().modified().unwrap();
    let before = ["", "types", "mod.rs", "types/chat.rs", "types/user.rs"].map(modified);
    assert_eq!(some().write(dir.path()).unwrap(), Changes { n_unchanged: 3, ..Changes::default() });
    assert_eq!(before, ["", "types", "mod.rs", "types/chat.rs", "types/user.rs"].map(modified));

    put(&dir, "types/chat.rs", "stale");
    some().write(dir.path()).unwrap();
    assert_eq!(modified("types/user.rs"), before[4]);
    assert!(modified("types/chat.rs") > past, "the stale file was not written");
}

#[test]
fn files_and_folders_give_way_to_each_other() {
    let dir = TempDir::new().unwrap();
    put(&dir, "types", "a file where a folder belongs");
    put(&dir, "mod.rs/inner", "a folder where a file belongs");
    some().write(dir.path()).unwrap();
    assert!(is_as_it_should_be(&some(), dir.path()));
}

#[test]
fn a_needed_folder_that_is_empty_is_no_orphan() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("types")).unwrap();
    assert_eq!(some().check(dir.path()).unwrap().orphaned, paths(&[]));
}

#[test]
fn an_empty_set_leaves_an_empty_folder() {
    let dir = folder(&some());
    FileSet::new().write(dir.path()).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_file_in_place_of_the_folder_is_refused_by_name() {
    let dir = TempDir::new().unwrap();
    put(&dir, "target", "");
    let target = dir.path().join("target");
    for error in [some().check(&target).unwrap_err(), some().write(&target).unwrap_err()] {
        assert!(error.to_string().contains(&target.display().to_string()), "{error}");
    }
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    for path in ["", "/etc/passwd", "../up", "types/../../up", "types//user.rs", "./mod.rs", "types/", "c:\\up", "a\\b"]
    {
        let result = std::panic::catch_unwind(|| set(&[(path, "")]));
        assert!(result.is_err(), "{path:?} was taken");
    }
    assert!(std::panic::catch_unwind(|| set(&[("a", ""), ("a", "")])).is_err(), "a path was taken twice");
}

#[test]
fn a_single_file_is_written_when_it_differs() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("some/file");
    assert!(update_file(&path, "text").unwrap());
    assert!(!update_file(&path, "text").unwrap());
    assert!(update_file(&path, "other text").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "other text");
}

#[cfg(unix)]
mod unix {
    //! Links and permissions.

    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_are_replaced_and_never_followed() {
        let outside = TempDir::new().unwrap();
        put(&outside, "user.rs", "user\n");
        put(&outside, "precious", "");
        let dir = TempDir::new().unwrap();
        symlink(outside.path(), dir.path().join("types")).unwrap();
        symlink(outside.path(), dir.path().join("elsewhere")).unwrap();
        symlink(outside.path().join("precious"), dir.path().join("mod.rs")).unwrap();

        let differences = some().check(dir.path()).unwrap();
        assert_eq!(differences.missing, paths(&["types/chat.rs", "types/user.rs"]));
        assert_eq!(differences.stale, paths(&["mod.rs"]));
        assert_eq!(differences.orphaned, paths(&["elsewhere", "types"]));
        some().write(dir.path()).unwrap();
        assert!(is_as_it_should_be(&some(), dir.path()));
        assert_eq!(fs::read_to_string(outside.path().join("precious")).unwrap(), "");
        assert!(!outside.path().join("chat.rs").exists(), "a link was followed");
    }

    #[test]
    fn a_link_in_place_of_the_folder_is_refused() {
        let outside = folder(&some());
        let dir = TempDir::new().unwrap();
        let link = dir.path().join("link");
        symlink(outside.path(), &link).unwrap();
        assert!(FileSet::new().write(&link).is_err());
        assert!(is_as_it_should_be(&some(), outside.path()));
    }

    #[test]
    fn files_can_be_read_by_others_as_any_new_file() {
        let dir = folder(&some());
        put(&dir, "usual", "");
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode("mod.rs"), mode("usual"));
    }
}
