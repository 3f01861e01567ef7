//! `fmt`: formats files in place, or only shows the changes.

use std::process::Command;

use crate::project::{TestProject, run_command};

const UNFORMATTED: &str = "\u{feff}user id : long = User;  // one\r\n\r\n\r\nchat   = Chat;";
const FORMATTED: &str = "user id:long = User; // one\n\nchat = Chat;\n";

#[test]
fn files_are_formatted() {
    let project = TestProject::empty().with_file("a.tl", UNFORMATTED).with_file("b.tl", FORMATTED);
    let tidy = project.files_in("")["/b.tl"].clone();
    let ran = project.run(["fmt", "a.tl", "b.tl"]).expect_success();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("a.tl: written\n", ""));
    assert_eq!(project.read_file("a.tl"), FORMATTED);
    assert_eq!(project.files_in("")["/b.tl"], tidy, "a formatted file was written");
    let ran = project.run(["fmt", "--check", "a.tl", "b.tl"]).expect_success();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
}

#[test]
fn check_shows_what_would_change() {
    let project = TestProject::empty().with_file("a.tl", UNFORMATTED);
    let ran = project.run(["fmt", "--check", "a.tl"]).expect_exit_code(1).expect_stderr(&["1 file would change"]);
    assert!(ran.stdout.starts_with("--- a.tl\n+++ a.tl (formatted)\n@@"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n+user id:long = User; // one\n"), "{}", ran.stdout);
    assert_eq!(project.read_file("a.tl"), UNFORMATTED);
}

#[test]
fn a_file_with_a_syntax_error_is_not_touched() {
    let project = TestProject::empty().with_file("bad.tl", "user  id:long = User").with_file("a.tl", UNFORMATTED);
    let ran = project
        .run(["fmt", "bad.tl", "a.tl"])
        .expect_exit_code(1)
        .expect_stderr(&["error[missing-semicolon]", "bad.tl:1:21\n"]);
    assert_eq!(ran.stdout, "a.tl: written\n");
    assert_eq!(project.read_file("bad.tl"), "user  id:long = User");
    project.write_file("latin.tl", b"a = A; // caf\xe9");
    project.run(["fmt", "latin.tl"]).expect_exit_code(1).expect_stderr(&["not UTF-8", "latin.tl:1:14\n"]);
    let ran = project.run(["fmt", "--format", "json", "bad.tl"]).expect_exit_code(1);
    assert!(ran.stdout.starts_with('{') && ran.stdout.contains(r#""code":"missing-semicolon""#), "{}", ran.stdout);
}

#[test]
fn nothing_is_written_if_a_file_is_missing() {
    let project = TestProject::empty().with_file("a.tl", UNFORMATTED);
    project.run(["fmt", "a.tl", "not-there.tl"]).expect_exit_code(2).expect_stderr(&["not-there.tl"]);
    assert_eq!(project.read_file("a.tl"), UNFORMATTED);
}

/// A run that is killed leaves its temporary file; a run that still works has a lock on it.
#[test]
fn temporary_files_of_killed_runs_are_removed() {
    for command in [&["fmt", "a.tl"][..], &["check", "--fix", "a.tl"]] {
        let project = TestProject::empty()
            .with_file("a.tl", FORMATTED)
            .with_file(".tl-new-killed", "user id:")
            .with_file(".other", "");
        project.write_file(".tl-new-running", "user");
        let running = std::fs::File::open(project.path(".tl-new-running")).unwrap();
        running.lock().unwrap();
        project.run(["fmt", "--check", "a.tl"]).expect_success();
        assert!(project.path(".tl-new-killed").exists(), "`--check` removed a file");
        project.run(command).expect_success();
        let names: Vec<_> = project.files_in("").into_keys().collect();
        assert_eq!(names, ["/.other", "/.tl-new-running", "/a.tl"], "{command:?}");
    }
}

#[test]
fn formatting_needs_no_project() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.tl"), UNFORMATTED).unwrap();
    for args in [&["check", "a.tl"][..], &["fmt", "a.tl"], &["explain"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        run_command(command.args(args).env_clear().current_dir(dir.path())).expect_success();
    }
}
