//! `fmt`: formats files in place, or only shows the changes.

use std::process::Command;

use crate::project::{Project, run};

const UNFORMATTED: &str = "\u{feff}user id : long = User;  // one\r\n\r\n\r\nchat   = Chat;";
const FORMATTED: &str = "user id:long = User; // one\n\nchat = Chat;\n";

#[test]
fn files_are_formatted() {
    let project = Project::empty().with("a.tl", UNFORMATTED).with("b.tl", FORMATTED);
    let tidy = project.files("")["/b.tl"].clone();
    let ran = project.run(["fmt", "a.tl", "b.tl"]).succeeds();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("a.tl: written\n", ""));
    assert_eq!(project.read("a.tl"), FORMATTED);
    assert_eq!(project.files("")["/b.tl"], tidy, "a formatted file was written");
    let ran = project.run(["fmt", "--check", "a.tl", "b.tl"]).succeeds();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
}

#[test]
fn check_shows_what_would_change() {
    let project = Project::empty().with("a.tl", UNFORMATTED);
    let ran = project.run(["fmt", "--check", "a.tl"]).ends_with(1).prints(&["1 file would change"]);
    assert!(ran.stdout.starts_with("--- a.tl\n+++ a.tl (formatted)\n@@"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n+user id:long = User; // one\n"), "{}", ran.stdout);
    assert_eq!(project.read("a.tl"), UNFORMATTED);
}

#[test]
fn a_file_with_a_syntax_error_is_not_touched() {
    let project = Project::empty().with("bad.tl", "user  id:long = User").with("a.tl", UNFORMATTED);
    let ran =
        project.run(["fmt", "bad.tl", "a.tl"]).ends_with(1).prints(&["error[missing-semicolon]", "bad.tl:1:21\n"]);
    assert_eq!(ran.stdout, "a.tl: written\n");
    assert_eq!(project.read("bad.tl"), "user  id:long = User");
    project.put("latin.tl", b"a = A; // caf\xe9");
    project.run(["fmt", "latin.tl"]).ends_with(1).prints(&["not UTF-8", "latin.tl:1:14\n"]);
    let ran = project.run(["fmt", "--format", "json", "bad.tl"]).ends_with(1);
    assert!(ran.stdout.starts_with('{') && ran.stdout.contains(r#""code":"missing-semicolon""#), "{}", ran.stdout);
}

#[test]
fn nothing_is_written_if_a_file_is_missing() {
    let project = Project::empty().with("a.tl", UNFORMATTED);
    project.run(["fmt", "a.tl", "not-there.tl"]).ends_with(2).prints(&["not-there.tl"]);
    assert_eq!(project.read("a.tl"), UNFORMATTED);
}

/// A run that is killed leaves its temporary file; a run that still works has a lock on it.
#[test]
fn temporary_files_of_killed_runs_are_removed() {
    for command in [&["fmt", "a.tl"][..], &["check", "--fix", "a.tl"]] {
        let project = Project::empty().with("a.tl", FORMATTED).with(".tl-new-killed", "user id:").with(".other", "");
        project.put(".tl-new-running", "user");
        let running = std::fs::File::open(project.path(".tl-new-running")).unwrap();
        running.lock().unwrap();
        project.run(["fmt", "--check", "a.tl"]).succeeds();
        assert!(project.path(".tl-new-killed").exists(), "`--check` removed a file");
        project.run(command).succeeds();
        let names: Vec<_> = project.files("").into_keys().collect();
        assert_eq!(names, ["/.other", "/.tl-new-running", "/a.tl"], "{command:?}");
    }
}

#[test]
fn no_project_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.tl"), UNFORMATTED).unwrap();
    for args in [&["check", "a.tl"][..], &["fmt", "a.tl"], &["explain"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        run(command.args(args).env_clear().current_dir(dir.path())).succeeds();
    }
}
