//! `fmt`: formats files in place, or only shows the changes.

use std::process::Command;
use std::time::Instant;

use super::test_folder::{TestFolder, run_command};

const UNFORMATTED: &str = "\u{feff}user id : long = User;  // one\n\n\nchat   = Chat;";
const FORMATTED: &str = "user id:long = User; // one\n\nchat = Chat;\n";

#[test]
fn files_are_formatted() {
    let project = TestFolder::empty().with_file("a.tl", UNFORMATTED).with_file("b.tl", FORMATTED);
    let tidy = project.files_in("")["/b.tl"].clone();
    let ran = project.run(["fmt", "a.tl", "b.tl"]).expect_success();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("a.tl: written\n", ""));
    assert_eq!(project.read_file("a.tl"), FORMATTED);
    assert_eq!(project.files_in("")["/b.tl"], tidy, "a formatted file was written");
    let ran = project.run(["fmt", "--check", "a.tl", "b.tl"]).expect_success();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
}

#[test]
fn fmt_check_shows_the_changes() {
    let project = TestFolder::empty().with_file("a.tl", UNFORMATTED);
    let ran = project.run(["fmt", "--check", "a.tl"]).expect_exit_code(1).expect_stderr(&["1 file would change"]);
    assert!(ran.stdout.starts_with("--- a.tl\n+++ a.tl (formatted)\n@@"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n+user id:long = User; // one\n"), "{}", ran.stdout);
    assert_eq!(project.read_file("a.tl"), UNFORMATTED);
}

#[test]
fn a_file_with_a_syntax_error_is_not_touched() {
    let project = TestFolder::empty().with_file("bad.tl", "user  id:long = User").with_file("a.tl", UNFORMATTED);
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
    let project = TestFolder::empty().with_file("a.tl", UNFORMATTED);
    project.run(["fmt", "a.tl", "not-there.tl"]).expect_exit_code(2).expect_stderr(&["not-there.tl"]);
    assert_eq!(project.read_file("a.tl"), UNFORMATTED);
}

/// A run that is killed leaves its temporary file; a run that still works has a lock on it.
#[test]
fn temporary_files_of_killed_runs_are_removed() {
    for command in [&["fmt", "a.tl"][..], &["check", "--fix", "a.tl"]] {
        let project = TestFolder::empty()
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
fn commands_on_files_need_no_project() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.tl"), UNFORMATTED).unwrap();
    for args in [&["check", "a.tl"][..], &["fmt", "a.tl"], &["explain"]] {
        let mut command = Command::new(crate::PROGRAM);
        run_command(command.args(args).env_clear().current_dir(dir.path())).expect_success();
    }
}

#[test]
fn a_file_keeps_its_line_ends() {
    let crlf = FORMATTED.replace('\n', "\r\n");
    let folder = TestFolder::empty().with_file("crlf.tl", &crlf);
    folder.run(["fmt", "--check", "crlf.tl"]).expect_success();
    folder.write_file("crlf.tl", crlf.replace("chat = ", "chat   = "));
    folder.run(["fmt", "crlf.tl"]).expect_success();
    assert_eq!(folder.read_file("crlf.tl"), crlf);
    folder.write_file("mixed.tl", crlf.replacen("\r\n", "\n", 1));
    let ran = folder.run(["fmt", "--check", "mixed.tl"]).expect_exit_code(1);
    let words = "mixed.tl: only line ends would change: the first line ends with LF, and others do not\n";
    assert_eq!(ran.stdout, words);
    folder.run(["fmt", "mixed.tl"]).expect_success();
    assert_eq!(folder.read_file("mixed.tl"), FORMATTED);
}

/// Lines that all differ, and lines that differ between equal empty lines.
#[test]
fn fmt_check_takes_linear_time() {
    for text in [
        |n: usize| format!("a{n}  x:int = A;\n"),
        |n| format!("a{n}  x:int = A;\n\n\n"),
        |n| format!("a{}  = A;\n", n % 7),
    ] {
        let seconds = |n_lines: usize| {
            let lines: String = (0..n_lines).map(text).collect();
            let folder = TestFolder::empty().with_file("a.tl", lines);
            let start = Instant::now();
            let ran = folder.run(["fmt", "--check", "a.tl"]).expect_exit_code(1);
            assert!(ran.stdout.lines().count() > n_lines);
            start.elapsed().as_secs_f64()
        };
        // Quadratic work takes 16 times as long. Other processes can make one measurement wrong, hardly all of them.
        assert!((0..5).any(|_| (seconds(60_000) - 0.1) / seconds(15_000) < 8.0));
    }
}

#[cfg(unix)]
#[test]
fn files_keep_owner_and_mode() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let folder = TestFolder::empty().with_file("a.tl", UNFORMATTED);
    let path = folder.path("a.tl");
    // Only a superuser can give a file away.
    if path.metadata().unwrap().uid() == 0 {
        chown(&path, Some(1234), Some(4321)).unwrap();
    }
    set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    let before = path.metadata().unwrap();
    folder.run(["fmt", "a.tl"]).expect_success();
    let after = path.metadata().unwrap();
    assert_eq!(folder.read_file("a.tl"), FORMATTED);
    assert_eq!((after.uid(), after.gid(), after.mode()), (before.uid(), before.gid(), before.mode()));
}

#[cfg(unix)]
#[test]
fn only_plain_files_are_replaced() {
    use std::os::unix::fs::symlink;
    let folder = TestFolder::empty().with_file("real.tl", "user#1   id:long = User;\n").with_file("b.tl", UNFORMATTED);
    symlink("real.tl", folder.path("link.tl")).unwrap();
    std::fs::create_dir(folder.path("folder.tl")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path("pipe.tl")).status().unwrap().success());
    for (name, kind) in [("link.tl", "a symbolic link"), ("folder.tl", "a folder"), ("pipe.tl", "a pipe or a device")] {
        let reason = format!("{name}: it is {kind}, and only plain files are replaced");
        folder.run(["fmt", "b.tl", name]).expect_exit_code(2).expect_stderr(&[&reason]);
        folder.run(["check", "--fix", name]).expect_exit_code(2).expect_stderr(&[&reason]);
    }
    assert_eq!(folder.read_file("b.tl"), UNFORMATTED);
    // A link can be read.
    folder.run(["fmt", "--check", "link.tl"]).expect_exit_code(1);
}
