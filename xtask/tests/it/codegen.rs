//! `codegen`: writes all files or none; `--check` lists every difference.

use crate::project::{CHAT, Project};

const GENERATED: &str = "tl-types/src/generated";
const SCHEMA: &str = "schemas/chat/chat.tl";

/// Mistakes in [`CHAT`], with the expected findings.
struct Mistake {
    code: &'static str,
    old: &'static str,
    new: &'static str,
    place: &'static str,
}

const MISTAKES: &[Mistake] = &[
    Mistake { code: "id-mismatch", old: "#338da493", new: "#338da490", place: "1:5" },
    Mistake { code: "missing-semicolon", old: "userEmpty = User;", new: "userEmpty = User", place: "3:11" },
    Mistake { code: "unknown-type", old: "Vector<User>", new: "Vector<Usr>", place: "3:50" },
    Mistake { code: "duplicate-id", old: "userEmpty = User;", new: "userEmpty#338da493 = User;", place: "2:10" },
    Mistake { code: "duplicate-name", old: "userEmpty = User;", new: "user = User;", place: "2:1" },
    Mistake { code: "duplicate-field", old: "members:Vector", new: "title:Vector", place: "3:35" },
    Mistake { code: "bad-flag-bit", old: "flags.3?", new: "flags.32?", place: "3:26" },
    Mistake { code: "unknown-flag-field", old: "flags.3?", new: "flgs.3?", place: "3:20" },
];

#[test]
fn a_schema_with_a_mistake_is_refused_and_nothing_is_touched() {
    for Mistake { code, old, new, place } in MISTAKES {
        let project = Project::generated();
        let before = project.files(GENERATED);
        project.replace(SCHEMA, old, new);
        // The other protocol changes as well, without a mistake.
        project.replace("schemas/door/door.tl", "lock:int", "lock:long");
        project.put(&format!("{GENERATED}/stray"), "");
        let found = format!("{SCHEMA}:{place}\n");
        for args in [&["codegen"][..], &["codegen", "chat"], &["codegen", "--check"], &["check"]] {
            project.run(args).ends_with(1).prints(&[&format!("error[{code}]"), &found]);
        }
        project.remove(&format!("{GENERATED}/stray"));
        assert_eq!(project.files(GENERATED), before, "{code}");
    }
}

#[test]
fn one_mistake_makes_one_error() {
    for Mistake { code, old, new, .. } in MISTAKES.iter().filter(|mistake| mistake.code != "duplicate-id") {
        let project = Project::new();
        project.replace(SCHEMA, old, new);
        let ran = project.run(["codegen"]).ends_with(1);
        assert_eq!(ran.stderr.matches("error[").count(), 1, "{code}:\n{}", ran.stderr);
    }
}

#[test]
fn generating_again_touches_nothing() {
    let project = Project::generated();
    let before = project.files(GENERATED);
    assert!(before.len() > 3, "{before:?}");
    project.run(["codegen"]).succeeds();
    project.run(["codegen", "--check"]).succeeds();
    project.run(["codegen", "chat", "door", "chat"]).succeeds();
    assert_eq!(project.files(GENERATED), before);
}

#[test]
fn check_lists_missing_stale_and_orphaned_files() {
    let project = Project::generated();
    let right = project.files(GENERATED);
    let mut paths = right.keys().filter(|path| path.contains("/chat/"));
    let (removed, edited) = (paths.next().unwrap(), paths.next().unwrap());
    project.remove(removed);
    project.put(edited, project.read(edited) + "// edited\n");
    let (stray, old) = (format!("{GENERATED}/stray.txt"), format!("{GENERATED}/window/mod.rs"));
    project.put(&stray, "");
    project.put(&old, "");
    let wrong = project.files(GENERATED);
    project.run(["codegen", "--check"]).ends_with(1).prints(&[
        &format!("missing: {removed}\n"),
        &format!("stale: {edited}\n"),
        &format!("orphaned: {stray}\n"),
        &format!("orphaned: {old}\n"),
        "cargo xtask codegen",
    ]);
    assert_eq!(project.files(GENERATED), wrong, "check changed something");

    project.run(["codegen"]).succeeds();
    let mended = project.files(GENERATED);
    assert!(right.keys().eq(mended.keys()));
    for (path, (text, modified)) in &mended {
        assert_eq!(*text, right[path].0, "{path}");
        assert!(*modified == right[path].1 || [removed, edited].contains(&path), "{path} was touched");
    }
    project.run(["codegen", "--check"]).succeeds();
}

#[test]
fn generating_one_protocol_does_not_touch_others() {
    let project = Project::generated();
    let before = project.files(&format!("{GENERATED}/door"));
    let other = format!("{GENERATED}/window/mod.rs");
    project.put(&other, "");
    project.replace("schemas/door/door.tl", "lock:int", "lock:long");
    project.put(SCHEMA, CHAT.replace("userEmpty = User;\n", ""));
    project.replace("schemas/tl.lock", "constructors = 3", "constructors = 2");
    project.run(["codegen", "chat"]).succeeds();
    assert_eq!(project.files(&format!("{GENERATED}/door")), before);
    assert!(project.path(&other).exists());
    project.run(["codegen", "--check", "chat"]).succeeds();
    project.run(["codegen", "--check", "door"]).ends_with(1);
}

#[test]
fn the_index_lists_all_generated_protocols() {
    let project = Project::new();
    let index = format!("{GENERATED}/mod.rs");
    project.run(["codegen", "door"]).succeeds();
    assert!(
        project.read(&index).ends_with("\n\n/// The protocol `door`.\npub mod door;\n"),
        "{}",
        project.read(&index)
    );
    project.run(["codegen", "--check", "door"]).succeeds();
    project.run(["codegen", "chat"]).succeeds();
    let both = "\n\n/// The protocol `chat`.\npub mod chat;\n\n/// The protocol `door`.\npub mod door;\n";
    assert!(project.read(&index).ends_with(both), "{}", project.read(&index));

    project.replace(&index, "pub mod chat;\n", "");
    let stale = format!("stale: {index}\n");
    project.run(["codegen", "--check", "chat"]).ends_with(1).prints(&[&stale]);
    project.run(["codegen", "--check", "door"]).ends_with(1).prints(&[&stale]);
    project.remove(&index);
    project.run(["codegen", "--check", "chat"]).ends_with(1).prints(&[&format!("missing: {index}\n")]);
    project.run(["codegen", "chat"]).succeeds();
    project.run(["codegen", "--check"]).succeeds();
}

#[test]
fn code_of_a_removed_protocol_is_removed() {
    let project = Project::generated();
    std::fs::remove_dir_all(project.path("schemas/door")).unwrap();
    project.run(["codegen"]).succeeds();
    assert!(!project.path(&format!("{GENERATED}/door")).exists());
    assert!(!project.read(&format!("{GENERATED}/mod.rs")).contains("door"));
}

#[test]
fn the_order_of_declarations_changes_nothing() {
    let project = Project::generated();
    let before = project.files(&format!("{GENERATED}/chat"));
    let (types, functions) = CHAT.split_once("\n---functions---\n\n").unwrap();
    let backwards = |text: &str| text.lines().rev().map(|line| format!("{line}\n")).collect::<String>();
    let permuted = format!("---functions---\n{}---types---\n{}", backwards(functions), backwards(types));
    project.put(SCHEMA, permuted);
    project.run(["codegen"]).succeeds();
    assert_eq!(project.files(&format!("{GENERATED}/chat")), before);
}

#[test]
fn timings_are_printed_on_request() {
    let project = Project::new();
    let ran = project.run(["codegen", "--timings"]).succeeds().prints(&["read and plan", "emit", "write", " ms"]);
    assert!(ran.stdout.contains("written"), "{}", ran.stdout);
    assert_eq!(project.run(["codegen"]).succeeds().stderr, "");
}
