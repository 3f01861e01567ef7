//! Changes of files in unusual projects: links, other file systems, read-only folders, and left-overs of nobody.
//!
//! Invariant: a command that ends with 2 leaves every file as it was.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::test_project::{CHAT_SCHEMA, TestProject, run_command};

const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n";

fn project_with_newer_schema() -> TestProject {
    let newer = CHAT_SCHEMA.replace("chats.get id", "chats.add id:long = Chat;\nchats.get id");
    TestProject::generated().with_file("CHANGELOG.md", CHANGELOG).with_file("new.tl", newer)
}

const UPDATE_ARGS: [&str; 4] = ["update", "chat", "--from", "new.tl"];

/// Moves a file or folder elsewhere, and leaves a link in its place.
fn replace_by_link(project: &TestProject, path: &str, target: &Path) {
    let from = project.path(path);
    // `mv` also moves between file systems.
    assert_eq!(run_command(Command::new("mv").arg(&from).arg(target)).code, Some(0));
    symlink(target, from).unwrap();
}

#[test]
fn links_to_files_are_refused_and_links_to_folders_followed() {
    let project = project_with_newer_schema();
    replace_by_link(&project, "tl-types", &project.path("types"));
    project.run(UPDATE_ARGS).expect_success();
    assert!(project.path("tl-types").is_symlink());
    project.run(["codegen", "--check"]).expect_success();

    let project = self::project_with_newer_schema();
    replace_by_link(&project, "CHANGELOG.md", &project.path("log.md"));
    project.run(UPDATE_ARGS).expect_exit_code(2).expect_stderr(&["CHANGELOG.md: it is a symbolic link"]);
    assert!(project.path("CHANGELOG.md").is_symlink());
    assert!(!project.read_file("schemas/chat/chat.tl").contains("chats.add"));
}

/// Files cannot be renamed from one file system to another.
#[test]
fn a_folder_on_another_file_system_is_changed_as_well() {
    let project = project_with_newer_schema();
    let Ok(other) = TempDir::new_in("/dev/shm") else { return };
    if fs::metadata(other.path()).unwrap().dev() == fs::metadata(project.path("")).unwrap().dev() {
        return;
    }
    replace_by_link(&project, "tl-types", &other.path().join("types"));
    project.run(UPDATE_ARGS).expect_success();
    project.run(["codegen", "--check"]).expect_success();
    assert!(!project.path("schemas/.pending").exists());
}

/// The command as a user who may not write everywhere; `None` if there is no such user to be.
fn as_restricted_user(project: &TestProject, args: &[&str]) -> Option<Command> {
    let plain = project.command(args);
    if fs::metadata(project.path("")).unwrap().uid() != 0 {
        return Some(plain);
    }
    let nobody = "65534";
    // The program may be in a folder that only root can enter.
    let program = project.path("program");
    fs::copy(plain.get_program(), &program).unwrap();
    fs::set_permissions(project.path(""), fs::Permissions::from_mode(0o777)).unwrap();
    run_command(Command::new("chown").args(["-R", nobody]).arg(project.path("")));
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={nobody}"), format!("--regid={nobody}"), "--clear-groups".to_owned()]);
    command.arg(program).args(plain.get_args()).current_dir(project.path(""));
    let can_switch = Command::new("setpriv").args(["--reuid=65534", "true"]).status();
    can_switch.is_ok_and(|status| status.success()).then_some(command)
}

#[test]
fn a_read_only_folder_is_named_before_anything_changes() {
    for folder in ["tl-types/src/generated/chat/items/functions/chats", "schemas/chat", "."] {
        let project = project_with_newer_schema();
        let Some(mut command) = as_restricted_user(&project, &UPDATE_ARGS) else { return };
        let before = project.files_in("");
        let set_mode = |mode| fs::set_permissions(project.path(folder), fs::Permissions::from_mode(mode)).unwrap();
        set_mode(0o555);
        let ran = run_command(&mut command);
        set_mode(0o755);
        assert_eq!(ran.code, Some(2), "{folder}: {}", ran.stderr);
        assert!(ran.stderr.contains("cannot be changed: Permission denied"), "{folder}: {}", ran.stderr);
        assert!(ran.stderr.contains("nothing was touched\nhelp: make its folder writable"), "{folder}: {}", ran.stderr);
        assert_eq!(project.files_in(""), before, "{folder}");
    }
}

/// A list of changes that leads out of the project comes from elsewhere, and is not followed.
#[test]
fn pending_changes_outside_of_the_project_are_refused() {
    for list in [
        r#"{"writes": ["../outside"], "removals": []}"#,
        r#"{"writes": ["schemas/../../outside"], "removals": []}"#,
        r#"{"writes": ["/outside"], "removals": []}"#,
        r#"{"writes": [], "removals": ["../outside/"]}"#,
        r#"{"writes": [""], "removals": []}"#,
        "{",
    ] {
        let project = project_with_newer_schema()
            .with_file("schemas/.pending/0", "text")
            .with_file("schemas/.pending/changes.json", list);
        let before = project.files_in("");
        for args in [&UPDATE_ARGS[..], &["codegen"], &["check"]] {
            let ran = project.run(args).expect_exit_code(2);
            assert!(ran.stderr.contains("help: no command wrote this: remove schemas/.pending"), "{}", ran.stderr);
        }
        assert_eq!(project.files_in(""), before, "{list}");
    }
    let project = project_with_newer_schema().with_file("schemas/.pending", "a file");
    project.run(UPDATE_ARGS).expect_exit_code(2).expect_stderr(&["remove schemas/.pending"]);
}

#[test]
fn an_endless_file_is_refused() {
    let project = project_with_newer_schema();
    let before = project.files_in("");
    let imported = ["import", "chat", "/dev/zero", "--package", "p", "--version", "1.0.0"];
    for args in [&["update", "chat", "--from", "/dev/zero"][..], &imported, &["diff", "new.tl", "/dev/zero"]] {
        project.run(args).expect_exit_code(2).expect_stderr(&["/dev/zero has more than", "help: name a schema"]);
    }
    assert_eq!(project.files_in(""), before);
}
