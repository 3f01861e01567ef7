//! `update`: a new schema with everything that follows from it, or an unchanged project.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_project::{CHAT_SCHEMA, CommandResult, TestProject, run_command};

/// [`CHAT_SCHEMA`] with one more constructor and one more function.
fn schema_with_new_items() -> String {
    let schema = CHAT_SCHEMA.replace("chats.get id", "chats.add id:long = Chat;\nchats.get id");
    format!("// LAYER 8\n{}", schema.replace("userEmpty = User;", "userEmpty = User;\nuserOld = User;"))
}

const CHANGELOG_BEFORE_UPDATE: &str = "# Changelog\n\nFor users.\n\n## Unreleased\n\n### chat\n\n- It works.\n";

fn project_before_update() -> TestProject {
    let project = TestProject::generated()
        .with_file("CHANGELOG.md", CHANGELOG_BEFORE_UPDATE)
        .with_file("new.tl", schema_with_new_items());
    project.run(["import", "chat", "schemas/chat/chat.tl", "--package", "p", "--version", "1.0.0"]).expect_success();
    project
}

fn run_update(project: &TestProject, file: &str, options: &[&str]) -> CommandResult {
    project.run(["update", "chat", "--from", file].iter().chain(options))
}

#[test]
fn an_update_writes_all_dependent_files() {
    let project = project_before_update();
    let ran = run_update(&project, "new.tl", &[]).expect_success();
    for line in [
        "schemas/chat/chat.tl: written\n",
        "schemas/chat/listing.txt: written\n",
        "schemas/chat/plan.txt: written\n",
        "schemas/tl.lock: written\n",
        "CHANGELOG.md: written\n",
        "chat: layer no layer to 8\n",
        "  1 function of chats: `chats.add`\n",
        "Left for a person: 0 decisions\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}{}", ran.stdout);
    }
    let lock = project.read_file("schemas/tl.lock");
    assert!(
        lock.contains("file = \"new.tl\"\n") && lock.contains("layer = 8\nconstructors = 4\nfunctions = 3\n"),
        "{lock}"
    );
    assert!(project.path("tl-types/src/generated/chat/items/functions/chats/add.rs").exists());
    let changelog = project.read_file("CHANGELOG.md");
    let entry = "## Unreleased\n\n### chat: layer no layer to 8\n\n";
    assert!(changelog.contains(entry) && changelog.contains("#### New (2)\n"), "{changelog}");
    assert!(changelog.ends_with("\n### chat\n\n- It works.\n"), "{changelog}");
    project.run(["codegen", "--check"]).expect_success();
    project.run(["check"]).expect_success();
}

/// The version that a change needs follows from the released one, and is written once.
#[test]
fn the_version_is_raised_as_far_as_the_change_needs() {
    let project = project_before_update();
    project.write_file(
        "tl-types/Cargo.toml",
        "[package]\nname = \"tl-types\"\nversion = \"0.1.3\" # ours\n\n[features]\n",
    );
    let package = |name: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"0.1.3\"\n");
    project.write_file("Cargo.lock", format!("version = 4\n\n{}\n{}", package("other"), package("tl-types")));
    project.replace_in_file("schemas/tl.lock", "types = 2\n", "types = 2\nreleased = \"0.1.3\"\n");
    let changed = |new: &str| {
        schema_with_new_items().replace("LAYER 8", new).replace("title:string = Chat", "title:bytes = Chat")
    };
    project.write_file("9.tl", changed("LAYER 9"));
    for (file, version) in [("new.tl", "0.1.4"), ("9.tl", "0.2.0")] {
        let ran = run_update(&project, file, &[]).expect_success();
        let manifest = project.read_file("tl-types/Cargo.toml");
        assert!(manifest.contains(&format!("version = \"{version}\" # ours\n")), "{manifest}");
        let lock = project.read_file("Cargo.lock");
        assert!(
            lock.contains(&package("other")) && lock.contains(&package("tl-types").replace("0.1.3", version)),
            "{lock}"
        );
        assert!(ran.stdout.contains("Cargo.lock: written\n"), "{}", ran.stdout);
        assert!(project.read_file("schemas/tl.lock").contains("released = \"0.1.3\"\n"));
    }
    project.write_file("10.tl", changed("LAYER 10").replace("userOld", "userGone"));
    let ran = run_update(&project, "10.tl", &[]).expect_success();
    assert!(project.read_file("tl-types/Cargo.toml").contains("0.2.0") && !ran.stdout.contains("Cargo.lock: written"));
}

#[test]
fn updating_again_changes_nothing() {
    let project = project_before_update();
    run_update(&project, "new.tl", &[]).expect_success();
    let before = project.files_in("");
    run_update(&project, "new.tl", &[]).expect_success();
    assert_eq!(project.files_in(""), before);
}

#[test]
fn a_dry_run_writes_nothing_and_names_the_files() {
    let project = project_before_update();
    let before = project.files_in("");
    let ran = run_update(&project, "new.tl", &["--dry-run"]).expect_success();
    assert_eq!(project.files_in(""), before);
    assert!(ran.stdout.contains("nothing was written") && ran.stdout.contains("schemas/chat/chat.tl: written\n"));
}

#[test]
fn updating_back_and_forth_gives_the_same_files() {
    let project = project_before_update();
    project.write_file("old.tl", format!("// LAYER 7\n{CHAT_SCHEMA}"));
    let older = ["--accept", "older-layer", "--accept", "fewer"];
    // The history keeps both layers from here on.
    run_update(&project, "new.tl", &[]).expect_success();
    run_update(&project, "old.tl", &older).expect_success();
    project.remove_file("CHANGELOG.md");
    let before = project.texts_by_path();
    run_update(&project, "new.tl", &[]).expect_success();
    run_update(&project, "old.tl", &older).expect_success();
    assert_eq!(project.texts_by_path(), before);
}

/// A presence bit that moves under the same id is misread without an error.
#[test]
fn a_decision_makes_the_exit_code_1_and_the_update_is_done() {
    let schema = |bit: u32| {
        format!("// LAYER {bit}\ntrue#3fedd339 = True;\nuser#00000001 flags:# bot:flags.{bit}?true = User;\n")
    };
    let list = "name\twritten\tcomputed\tcomputed_telegram\treason\n";
    let project = TestProject::empty()
        .with_file("schemas/chat/chat.tl", "")
        .with_file("1.tl", schema(1))
        .with_file("2.tl", schema(2));
    for bit in [1, 2] {
        let error = project.run(["check", &format!("{bit}.tl")]).expect_exit_code(1).stderr;
        let id = |before: &str| error.split_once(before).unwrap().1[..8].to_owned();
        let (id, by_telegram) = (id("but hashes to #"), id("rule it hashes to #"));
        project.write_file(&format!("{bit}.tsv"), format!("{list}user\t00000001\t{id}\t{by_telegram}\ton the wire\n"));
    }
    let exceptions =
        |bit: u32| project.write_file("schemas/chat/exceptions.tsv", project.read_file(&format!("{bit}.tsv")));
    exceptions(1);
    run_update(&project, "1.tl", &[]).expect_success();
    exceptions(2);
    let ran = run_update(&project, "2.tl", &[]);
    let ran = ran.expect_exit_code(1);
    assert!(ran.stdout.contains("Left for a person: 1 decision\n"), "{}", ran.stdout);
    assert!(project.read_file("schemas/chat/chat.tl").contains("bot:flags.2?true"));
}

#[test]
fn refused_schemas_leave_the_project_unchanged() {
    let project = project_before_update();
    run_update(&project, "new.tl", &[]).expect_success();
    let before = project.files_in("schemas");
    let generated = project.files_in("tl-types");
    let newer = schema_with_new_items();
    for (text, reason) in [
        (String::new(), "an empty file"),
        ("// LAYER 9\n".to_owned(), "there is no declaration in it"),
        ("{\"a\":1}".to_owned(), "JSON of another form"),
        (newer.split("---functions---").next().unwrap_or_default().to_owned(), "there are no functions in it"),
        (newer.replace("chats.add id:long = Chat;\n", "").replace("LAYER 8", "LAYER 9"), "add `--accept fewer`"),
        (newer.replace("LAYER 8", "LAYER 7"), "add `--accept older-layer`"),
        (newer.replace("chats.add", "chats.put"), "add `--accept other-text`"),
        (newer.replace("id:long name", "id:lng name"), "error[unknown-type]"),
        (newer.replace("#338da493", "#338da494"), "error[id-mismatch]"),
        ("New User;\n".to_owned() + &newer, "error[unsupported]"),
        // Refused by the generator: two names that become one path.
        (newer.replace("LAYER 8", "LAYER 9").replace("---f", "user_old = User;\n---f"), "name-collision"),
    ] {
        project.write_file("bad.tl", text);
        run_update(&project, "bad.tl", &[]).expect_exit_code(2).expect_stderr(&[reason]);
        assert_eq!(project.files_in("schemas"), before, "{reason}");
        assert_eq!(project.files_in("tl-types"), generated, "{reason}");
    }
}

#[test]
fn a_missing_file_is_named_with_the_forms_of_sources() {
    let project = project_before_update();
    let before = project.files_in("");
    run_update(&project, "nothing.tl", &[])
        .expect_exit_code(2)
        .expect_stderr(&["nothing.tl: No such file", "help: name a file, crate:NAME@VERSION[:PATH] or npm:"]);
    run_update(&project, "schemas", &[])
        .expect_exit_code(2)
        .expect_stderr(&["schemas: Is a directory", "help: name a file"]);
    assert_eq!(project.files_in(""), before);
}

#[test]
fn a_folder_at_the_path_of_a_file_changes_nothing() {
    let project = project_before_update();
    project.remove_file("schemas/chat/plan.txt");
    project.write_file("schemas/chat/plan.txt/notes", "mine");
    let before = project.files_in("");
    run_update(&project, "new.tl", &[]).expect_exit_code(2).expect_stderr(&["schemas/chat/plan.txt is a folder"]);
    assert_eq!(project.files_in(""), before);
}

#[test]
fn the_lock_names_the_package_of_an_unpacked_file() {
    let project = project_before_update().with_file("some-types-2.0.1/tl/chat.tl", schema_with_new_items());
    run_update(&project, "some-types-2.0.1/tl/chat.tl", &[]).expect_success();
    let lock = project.read_file("schemas/tl.lock");
    assert!(lock.contains("package = \"some-types\"\nversion = \"2.0.1\"\nfile = \"tl/chat.tl\"\n"), "{lock}");
}

fn run_git(project: &TestProject, args: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-C"]).arg(project.path("")).args(args);
    assert_eq!(run_command(&mut command).code, Some(0), "{args:?}");
}

#[test]
fn changed_files_with_uncommitted_changes_are_named() {
    let project = project_before_update();
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "all"]] {
        run_git(&project, args);
    }
    let ran = run_update(&project, "new.tl", &[]).expect_success();
    assert!(!ran.stderr.contains("uncommitted"), "{}", ran.stderr);
    project.write_file("old.tl", format!("// LAYER 9\n{CHAT_SCHEMA}"));
    let accept = ["--accept", "fewer"];
    run_update(&project, "old.tl", &accept).expect_success().expect_stderr(&[
        "uncommitted changes",
        "5 files in schemas/chat",
        "CHANGELOG.md",
    ]);
}

/// The second run waits, says so, and then works on the files of the first.
#[cfg(unix)]
#[test]
fn a_second_update_waits_for_the_first() {
    let project = project_before_update();
    let folder = std::fs::File::open(project.path("schemas")).unwrap();
    folder.lock().unwrap();
    let mut command = project.command(["update", "chat", "--from", "new.tl"]);
    let second = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        project.read_file("schemas/chat/chat.tl").contains("chats.get")
            && !project.read_file("schemas/tl.lock").contains("layer = 8")
    );
    folder.unlock().unwrap();
    let start = Instant::now();
    let output = second.wait_with_output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("another command works on this project; waiting"), "{said}");
    assert!(project.read_file("schemas/tl.lock").contains("layer = 8"));
}

/// A check reads no files of which a writer has changed only some, and two checks do not wait for each other.
#[cfg(unix)]
#[test]
fn a_check_waits_for_writers_alone() {
    let project = TestProject::generated();
    let folder = std::fs::File::open(project.path("schemas")).unwrap();
    for check in [&["codegen", "--check"][..], &["metadata", "--protocol", "chat", "check"]] {
        folder.lock().unwrap();
        let waiting = project.command(check).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        folder.unlock().unwrap();
        let said = String::from_utf8(waiting.wait_with_output().unwrap().stderr).unwrap();
        assert!(said.contains("another command works on this project; waiting"), "{said}");
    }
    folder.lock_shared().unwrap();
    let said = project.run(["codegen", "--check"]).expect_success().stderr;
    assert!(!said.contains("waiting"), "{said}");
}
