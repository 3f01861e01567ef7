//! `diff`: facts and verdicts of two schemas, in three forms, from files and git revisions.

use std::process::Command;

use crate::test_project::{CommandResult, TestProject};

const OLD_SCHEMA: &str = "\
// LAYER 1
true#3fedd339 = True;
user#00000001 flags:# bot:flags.0?true id:int = User;
chat#00000002 id:long = Chat;
gone#00000003 = Gone;
---functions---
users.get#00000004 id:long = User;
";

/// [`OLD_SCHEMA`] with a new field under a new id, a new constructor, a removed type and a new function; `user` is
/// unchanged.
const NEW_SCHEMA: &str = "\
// LAYER 2
true#3fedd339 = True;
user#00000001 flags:# bot:flags.0?true id:int = User;
chat#00000012 id:long title:string = Chat;
chatEmpty#00000005 = Chat;
---functions---
users.get#00000004 id:long = User;
users.list#00000006 = Vector<User>;
";

/// [`NEW_SCHEMA`] with a moved presence bit and a field changed to `long`, under the same ids.
const SCHEMA_WITH_SILENT_MISREADINGS: &str = "\
// LAYER 2
true#3fedd339 = True;
user#00000001 flags:# bot:flags.1?true id:long = User;
chat#00000012 id:long title:string = Chat;
chatEmpty#00000005 = Chat;
---functions---
users.get#00000004 id:long = User;
users.list#00000006 = Vector<User>;
";

fn project_with_schemas() -> TestProject {
    let project = TestProject::empty();
    for (path, text) in [("old.tl", OLD_SCHEMA), ("new.tl", NEW_SCHEMA), ("silent.tl", SCHEMA_WITH_SILENT_MISREADINGS)]
    {
        project.write_file(path, text);
    }
    project
}

fn run_diff(project: &TestProject, args: &[&str]) -> CommandResult {
    project.run(["diff"].iter().chain(args))
}

#[test]
fn people_see_the_verdict_first() {
    let project = project_with_schemas();
    let mut shown = String::new();
    for (new, code) in [("new.tl", 0), ("silent.tl", 1)] {
        for format in ["human", "markdown"] {
            let ran = run_diff(&project, &["old.tl", new, "--format", format]).expect_exit_code(code);
            assert_eq!(ran.stderr, "");
            shown.push_str(&format!("==> {new} {format}\n{}\n", ran.stdout));
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn json_diff_is_one_object() {
    let ran = run_diff(&project_with_schemas(), &["old.tl", "silent.tl", "--format", "json"]).expect_exit_code(1);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let keys: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["api", "changes", "files", "metadata", "new", "old", "protocol", "sizes", "upgrades", "verdict"]);
    assert_eq!(report["protocol"], "silent");
    assert_eq!(report["old"]["layer"], 1);
    assert_eq!(report["old"]["constructors"], 4);
    assert_eq!(report["new"]["functions"], 2);
    assert_eq!(report["new"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(report["verdict"]["wire"], "silent");
    assert_eq!(report["verdict"]["decide"].as_array().unwrap().len(), 2);
    let changes = report["changes"].as_array().unwrap();
    let moved = changes.iter().find(|change| change["change"] == "bit_moved").unwrap();
    let expected = serde_json::json!({
        "subject": "constructor", "name": "user", "change": "bit_moved", "field": "bot", "old": "flags.0", "new": "flags.1",
        "wire": {"old_reader": "silent", "new_reader": "silent"}, "direction": "to_client",
    });
    assert_eq!(*moved, expected);
}

#[test]
fn text_layout_is_no_difference() {
    let project = project_with_schemas();
    project.write_file("same.tl", OLD_SCHEMA.replace("true#3fedd339 = True;\n", "// true#3fedd339 = True;\n\n"));
    let ran = run_diff(&project, &["old.tl", "same.tl"]).expect_success();
    assert!(ran.stdout.contains("The schemas mean the same."), "{}", ran.stdout);
    project.write_file("other.tl", NEW_SCHEMA.replace("LAYER 2", "LAYER 1"));
    let ran = run_diff(&project, &["old.tl", "other.tl"]).expect_exit_code(1);
    assert!(ran.stdout.contains("layer 1 has another text than before"), "{}", ran.stdout);
    let ran = run_diff(&project, &["new.tl", "old.tl"]).expect_exit_code(1);
    assert!(ran.stdout.contains("layer 1 is older than layer 2"), "{}", ran.stdout);
}

#[test]
fn revisions_are_read_from_git() {
    let project = project_with_schemas();
    let git = |args: &[&str]| {
        let author = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").arg("-C").arg(project.path("")).args(author).args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    project.write_file("schemas/chat/chat.tl", OLD_SCHEMA);
    git(&["init", "-q"]);
    git(&["add", "schemas"]);
    git(&["commit", "-q", "-m", "old"]);
    project.write_file("schemas/chat/chat.tl", NEW_SCHEMA);
    for old in ["HEAD:chat", "HEAD:schemas/chat/chat.tl"] {
        let ran = run_diff(&project, &[old, "schemas/chat/chat.tl"]).expect_success();
        assert!(ran.stdout.starts_with("chat: layer 1 to 2\n"), "{}", ran.stdout);
    }
    run_diff(&project, &["nowhere:chat", "new.tl"])
        .expect_exit_code(2)
        .expect_stderr(&["nowhere:chat", "REV:PROTOCOL"]);
    run_diff(&project, &["--output=x:chat", "new.tl"]).expect_exit_code(2);
}

#[test]
fn schemas_that_cannot_be_compared_are_named() {
    let project = project_with_schemas();
    for (text, why) in [
        ("{\"a\": 1}", "JSON of another form"),
        ("<html>", "a web page"),
        ("// LAYER 3\n", "bad.tl declares nothing"),
        ("user id:lng = User;", "bad.tl has errors"),
        ("", "an empty file"),
    ] {
        project.write_file("bad.tl", text);
        let ran =
            run_diff(&project, &["old.tl", "bad.tl", "--format", "json"]).expect_exit_code(2).expect_stderr(&[why]);
        assert_eq!(ran.stdout, "");
    }
    run_diff(&project, &["old.tl", "not-there.tl"]).expect_exit_code(2).expect_stderr(&["not-there.tl"]);
}

/// A project with code for the protocol `chat` of [`CHAT_SCHEMA`](crate::project::CHAT_SCHEMA), whose crate was
/// released.
fn released_project() -> TestProject {
    let project = TestProject::generated()
        .with_file("tl-types/Cargo.toml", "[package]\nname = \"chat-types\"\nversion = \"0.3.1\"\n");
    project.replace_in_file("schemas/tl.lock", "types = 2\n", "types = 2\nreleased = \"0.3.1\"\n");
    project.write_file("old.tl", project.read_file("schemas/chat/chat.tl"));
    project.run(["codegen"]).expect_success();
    project
}

fn run_json_diff(project: &TestProject, args: &[&str], code: i32) -> serde_json::Value {
    let ran = run_diff(project, &[args, &["--format", "json", "--protocol", "chat"]].concat()).expect_exit_code(code);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn the_needed_version_follows_from_the_contract() {
    let project = released_project();
    let chat = || project.read_file("old.tl");
    let cases = [
        (chat(), "same", "same", "0.3.1", 0),
        (chat() + "chats.leave id:long = Chat;\n", "minor", "minor", "0.3.2", 1),
        (chat().replace("title:flags.3?string", "title:flags.3?string bot:flags.4?true"), "minor", "major", "0.3.2", 1),
        (chat().replace("user#338da493 id:long name:string", "user id:long name:int"), "major", "major", "0.4.0", 1),
    ];
    for (new, contract, strict, needed, code) in cases {
        project.write_file("new.tl", &new);
        let report = run_json_diff(&project, &["old.tl", "new.tl"], code);
        let verdict = &report["verdict"];
        assert_eq!([&verdict["contract"], &verdict["strict"]], [contract, strict], "{new}");
        assert_eq!(verdict["decide"], serde_json::json!([]));
        let suffices = code == 0;
        let version =
            serde_json::json!({"released": "0.3.1", "needed": needed, "present": "0.3.1", "suffices": suffices});
        assert_eq!(verdict["version"], version);
    }
    project.replace_in_file("tl-types/Cargo.toml", "0.3.1", "0.4.0");
    run_json_diff(&project, &["old.tl", "new.tl"], 0);
}

/// The listed files are those that `codegen` changes, and each has a cause.
#[test]
fn listed_files_are_those_that_codegen_changes() {
    let project = released_project();
    let before = project.files_in("");
    let new = project.read_file("old.tl").replace("title:flags.3?string", "title:flags.3?string bot:flags.4?int");
    project.write_file("schemas/chat/chat.tl", new.replace("chats.rename id:long title:string", "chats.leave id:long"));
    let report = run_json_diff(&project, &["old.tl", "schemas/chat/chat.tl", "--files"], 1);
    project.run(["codegen", "chat"]).expect_success();
    let after = project.files_in("");
    let is_same = |path: &String| before.get(path).map(|(text, _)| text) == after.get(path).map(|(text, _)| text);
    let paths: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let changed: Vec<_> =
        paths.into_iter().filter(|path| !is_same(path)).map(|path| path.trim_start_matches('/')).collect();
    let changed: Vec<_> = changed.into_iter().filter(|path| *path != "schemas/chat/chat.tl").collect();
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.iter().map(|file| file["path"].as_str().unwrap()).collect::<Vec<_>>(), changed);
    let cause =
        |path: &str| files.iter().find(|file| file["path"].as_str().unwrap().ends_with(path)).unwrap()["cause"].clone();
    assert_eq!(cause("root/chat.rs"), "constructor chat: field_added bot (flags.4?int)");
    assert!(cause("chats/leave.rs").as_str().unwrap().starts_with("function chats.leave: added"));
    assert_eq!(cause("chat/functions.rs"), "index of many items");
}

#[test]
fn exchanged_arguments_need_a_decision() {
    let project = TestProject::empty();
    project.write_file("old.tl", "a flags:# x:int y:int z:flags.0?int = A;\n");
    project.write_file("new.tl", "a flags:# y:int x:int z:flags.0?int = A;\n");
    let ran = run_diff(&project, &["old.tl", "new.tl"]).expect_exit_code(1);
    let decision = "`constructors::A`: `A::new(x, y)` becomes `A::new(y, x)`: calls compile with exchanged arguments";
    assert!(ran.stdout.contains(decision), "{}", ran.stdout);
}
