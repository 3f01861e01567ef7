//! Wrong calls, the root of the project, `--help` and `ci`.

use std::process::Command;

use crate::test_project::{TestProject, run_command};

#[test]
fn wrong_calls_exit_with_2_and_give_help() {
    let project = TestProject::new();
    for (args, parts) in [
        (&["codegen", "window"][..], &["window", "known protocols: chat, door"][..]),
        (&["codegen", "--chekc"], &["--chekc", "--check"]),
        (&["check", "not-there.tl"], &["not-there.tl"]),
        (&["check", "--exceptions", "ids.tsv"], &["<FILE>"]),
        (&["check", "schemas/door/door.tl", "--exceptions", "not-there.tsv"], &["not-there.tsv"]),
        (&["check", "--allow", "bad-char", "schemas/door/door.tl"], &["always an error", "lints are duplicate-id"]),
        (&["check", "--deny", "nothing", "schemas/door/door.tl"], &["no such code", "shared-flag-bit"]),
        (&["check", "--fix=some", "schemas/door/door.tl"], &["some", "wrong"]),
        (&["explain", "bad-cha"], &["no code `bad-cha`", "there is a code `bad-char`"]),
        (&["explain", "lunch"], &["no code `lunch`", "lists all codes"]),
        (&["fmt"], &["<FILE>"]),
        (&["fmt", "not-there.tl"], &["not-there.tl"]),
        (&["import", "chat", "schemas/chat/chat.tl"], &["--package", "--version"]),
        (&["import", "../chat", "a.tl", "--package", "a", "--version", "1"], &["`../chat`", "small letters"]),
        (&["import", "chat", "not-there.tl", "--package", "a", "--version", "1"], &["not-there.tl"]),
        (&["update", "chat"], &["--from"]),
        (&["update", "window", "--from", "a.tl"], &["there is no protocol `window`"]),
        (&["update", "chat", "--from", "not-there.tl"], &["not-there.tl"]),
        (&["update", "chat", "--from", "crate:types"], &["there is no version", "crate:NAME@VERSION[:PATH]"]),
        (&["ci", "lunch"], &["lunch", "known steps: fmt, codegen"]),
        (&["bench"], &["Usage: cargo xtask bench"]),
        (&["bench", "run", "--rounds", "0"], &["--rounds"]),
        (&["frobnicate"], &["frobnicate"]),
        (&[], &["Usage: cargo xtask"]),
    ] {
        project.run(args).expect_exit_code(2).expect_stderr(parts);
    }
    assert!(!project.path("tl-types").exists(), "a call that failed wrote something");
}

#[test]
fn a_folder_without_a_schema_is_an_error() {
    let project = TestProject::new();
    project.remove_file("schemas/door/door.tl");
    project.run(["codegen"]).expect_exit_code(2).expect_stderr(&["schemas/door/door.tl", "cargo xtask import door"]);
}

#[test]
fn a_folder_with_an_invalid_name_is_an_error() {
    let project = TestProject::new().with_file("schemas/Window-2/Window-2.tl", "");
    project.run(["check"]).expect_exit_code(2).expect_stderr(&["Window-2"]);
}

#[test]
fn a_keyword_cannot_be_a_protocol() {
    for name in ["type", "self", "mod", "crate", "gen"] {
        let project = TestProject::new();
        let expected = format!("`{name}` cannot be the name of a protocol");
        let import = ["import", name, "schemas/door/door.tl", "--package", "a", "--version", "1"];
        project.run(import).expect_exit_code(2).expect_stderr(&[&expected, "keyword of Rust"]);
        assert!(!project.path("schemas").join(name).exists());
        project.write_file(&format!("schemas/{name}/{name}.tl"), "a = A;");
        project.run(["codegen"]).expect_exit_code(2).expect_stderr(&[&expected, "keyword of Rust"]);
        assert!(!project.path("tl-types").exists());
    }
}

#[test]
fn hidden_folders_are_ignored() {
    let project = TestProject::new().with_file("schemas/.idea/workspace.xml", "");
    project.run(["check"]).expect_success();
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_does_not_change_the_exit_code() {
    let project = TestProject::new().with_file("bad.tl", "user id:lng = User;");
    for (args, code) in [
        (&["check", "bad.tl"][..], 1),
        (&["check"], 0),
        (&["check", "not-there.tl"], 2),
        (&["codegen", "--check"], 1),
        (&["codegen", "--timings"], 0),
        (&["ci", "--list"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(project.path("")).args(args).current_dir(project.path(""));
        let status = command.stdout(writer.try_clone().unwrap()).stderr(writer).status().unwrap();
        assert_eq!(status.code(), Some(code), "{args:?}");
    }
}

#[test]
fn the_option_root_must_name_a_project() {
    let project = TestProject::new();
    let other = project.path("schemas/chat");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run_command(command.args(["check", "--root"]).arg(&other))
        .expect_exit_code(2)
        .expect_stderr(&["schemas", "--root"]);
}

#[test]
fn the_project_root_is_found_from_a_subfolder() {
    let project = TestProject::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("check").env_remove("CARGO_MANIFEST_DIR").current_dir(project.path("schemas/chat"));
    assert!(run_command(&mut command).expect_success().stdout.starts_with("chat: 3 constructors"));
}

#[test]
fn every_command_has_help_with_examples() {
    let project = TestProject::empty();
    for (command, detail) in [
        ("codegen", "nothing is touched at all"),
        ("check", "can be read but not generated"),
        ("explain", "the same example corrected"),
        ("fmt", "Comments stay where they are"),
        ("model", "resolved meaning"),
        ("plan", "sizes in memory"),
        ("diff", "A silent misreading needs a decision"),
        ("update", "changes as one transaction"),
        ("import", "recorded in schemas/tl.lock"),
        ("ci", "up to the first that fails"),
        ("bench", "replaces the previous tables"),
    ] {
        let ran = project.run([command, "--help"]).expect_success();
        assert!(ran.stdout.replace('\n', " ").contains(detail), "{}", ran.stdout);
        assert!(ran.stdout.contains("Examples:\n  cargo "), "{}", ran.stdout);
        assert!(!ran.stdout.contains("{program}"), "{}", ran.stdout);
        let all = project.run(["--help"]).expect_success().stdout;
        assert!(all.contains(&format!("\n  {command} ")) && all.contains("Exit codes:"), "{all}");
    }
}

#[test]
fn ci_lists_its_steps() {
    let ran = TestProject::empty().run(["ci", "--list", "doc", "fmt"]).expect_success();
    let names: Vec<_> = ran.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["fmt", "doc"]);
}

#[test]
fn ci_stops_at_the_first_step_that_fails() {
    let project = TestProject::new();
    let ran = project.run(["ci", "check", "codegen"]).expect_exit_code(1).expect_stderr(&["failed: codegen"]);
    assert!(!ran.stdout.contains("=== check"), "{}", ran.stdout);
    let ran = project.run(["ci", "check", "codegen", "--keep-going"]).expect_exit_code(1);
    assert!(ran.stdout.contains("=== check: passed"), "{}", ran.stdout);
    project.run(["codegen"]).expect_success();
    project.run(["ci", "check", "codegen"]).expect_success();
}
