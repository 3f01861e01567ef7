//! A schema of another layer: tables follow the schema, and sentences about a removed function return together with it.

use std::collections::BTreeMap;

use crate::test_project::TestProject;

/// The schema of the newer layer; only this layer has `chats.leave`.
const NEWER_SCHEMA: &str = "\
// LAYER 9
user id:long = User;
chat id:long = Chat;
---functions---
chats.get id:long = Chat;
chats.leave id:long = Chat;
chats.rename id:long title:string = Chat;
";

/// Facts about functions of both layers, and about a function of neither layer.
const OFFICIAL_ERROR_LIST: &str = r#"{
    "errors": {
        "400": {"CHAT_ID_INVALID": ["chats.get", "chats.rename"], "CHAT_LEFT": ["chats.leave"], "OLD": ["chats.old"]}
    },
    "user_only": ["chats.rename", "chats.leave"],
    "bot_only": []
}"#;

const METADATA_ARGS: [&str; 3] = ["metadata", "--protocol", "chat"];

/// The contents of all files of the project, by path.
fn texts_of_all_files(project: &TestProject) -> BTreeMap<String, Vec<u8>> {
    project.files_in("").into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

fn import_schema(project: &TestProject, file: &str) {
    let from = ["--package", "some-types", "--version", "1.2.3", "--path", "tl/chat.tl", "--accept", "older-layer"];
    project.run(["import", "chat", file, "--accept", "fewer"].iter().chain(&from)).expect_success();
}

/// Checks that every command that reads the metadata succeeds.
fn assert_metadata_commands_succeed(project: &TestProject) {
    project.run(["check"]).expect_success();
    project.run(["codegen", "--check"]).expect_success();
    for command in [&["check"][..], &["conflicts"], &["coverage"], &["show", "chats.get"]] {
        project.run(METADATA_ARGS.iter().chain(command)).expect_success();
    }
    project.write_file("official.json", OFFICIAL_ERROR_LIST);
    let ran = project
        .run(METADATA_ARGS.iter().chain(&["import", "official", "official.json", "--layer", "9"]))
        .expect_success();
    assert!(ran.stdout.contains("nothing changed"), "{}", ran.stdout);
}

fn project_with_newer_layer() -> TestProject {
    let project = TestProject::empty();
    project.write_file("newer.tl", NEWER_SCHEMA);
    let functions = ["chats.leave id:long = Chat;\n", "chats.rename id:long title:string = Chat;\n"];
    let older = functions.iter().fold(NEWER_SCHEMA.replace("LAYER 9", "LAYER 8"), |text, line| text.replace(line, ""));
    project.write_file("older.tl", older);
    project.write_file("official.json", OFFICIAL_ERROR_LIST);
    import_schema(&project, "newer.tl");
    project.run(METADATA_ARGS.iter().chain(&["import", "official", "official.json", "--layer", "9"])).expect_success();
    project.replace_in_file("schemas/chat/error_types.tsv", "CHAT_LEFT\t", "CHAT_LEFT\tSomebody left already");
    let sentences = "description\nchats.leave\tLeaves a chat\n";
    project.replace_in_file("schemas/chat/descriptions.tsv", "description\n", sentences);
    project.run(["codegen"]).expect_success();
    project
}

#[test]
fn metadata_returns_with_a_removed_function() {
    let project = project_with_newer_layer();
    assert_metadata_commands_succeed(&project);
    let before = texts_of_all_files(&project);

    import_schema(&project, "older.tl");
    let methods = project.read_file("schemas/chat/methods.tsv");
    assert!(methods.contains("chats.get\t") && !methods.contains("chats.leave"), "{methods}");
    let ran = project.run(["codegen"]).expect_success().expect_stderr(&[
        "warning[bad-metadata]: no function is called `chats.leave`",
        "warning[bad-metadata]: no method returns `CHAT_LEFT`",
    ]);
    assert!(ran.stdout.contains("chat: facts about 3 methods that the schema lacks"), "{}", ran.stdout);
    assert_metadata_commands_succeed(&project);
    let generated = project.files_in("tl-types");
    assert!(generated.values().all(|(text, _)| !String::from_utf8_lossy(text).contains("CHAT_LEFT")));
    assert!(project.read_file("schemas/chat/error_types.tsv").contains("CHAT_LEFT\tSomebody left already\n"));

    import_schema(&project, "newer.tl");
    project.run(["codegen"]).expect_success();
    assert_metadata_commands_succeed(&project);
    assert_eq!(texts_of_all_files(&project), before);
}

/// After a schema is edited by hand, `codegen` updates the tables without an import.
#[test]
fn codegen_alone_brings_the_tables_up_to_date() {
    let project = project_with_newer_layer();
    project.replace_in_file("schemas/chat/chat.tl", "chats.rename id:long title:string = Chat;\n", "");
    project.replace_in_file("schemas/tl.lock", "functions = 3", "functions = 2");
    let stale = "stale: schemas/chat/methods.tsv";
    project.run(["codegen", "--check"]).expect_exit_code(1).expect_stderr(&[stale]);
    project.run(METADATA_ARGS.iter().chain(&["check"])).expect_exit_code(1).expect_stderr(&["cargo xtask codegen"]);
    project.run(["codegen"]).expect_success();
    assert_metadata_commands_succeed(&project);
}

/// A new function has no access, errors and description: each command that could tell says so, in the same words.
#[test]
fn functions_without_metadata_are_named() {
    let project = project_with_newer_layer();
    let with_new = NEWER_SCHEMA.replace("LAYER 9", "LAYER 10") + "chats.seek id:long = Chat;\n";
    project.write_file("newest.tl", with_new);
    let from = ["--package", "some-types", "--version", "1.2.4"];
    let imported = project.run(["import", "chat", "newest.tl"].iter().chain(&from)).expect_success();
    let generated = project.run(["codegen"]).expect_success();
    let checked = project.run(METADATA_ARGS.iter().chain(&["check"])).expect_success();
    for ran in [imported, generated, checked] {
        for line in [
            "chat: 1 function without access: chats.seek\n",
            "chat: 1 function without errors: chats.seek\n",
            "chat: 3 functions without description: chats.get, chats.rename, chats.seek\n",
            "chat: facts about 1 method that the schema lacks are kept and unused\n",
        ] {
            assert!(ran.stdout.contains(line), "{line}{}", ran.stdout);
        }
    }
    let coverage = project.run(METADATA_ARGS.iter().chain(&["coverage"])).expect_success().stdout;
    assert!(coverage.contains("functions without access: chats.seek\n"), "{coverage}");
}

/// The difference names functions and sentences whose metadata the other layer affects.
#[test]
fn a_diff_names_lost_and_missing_metadata() {
    let project = project_with_newer_layer();
    let newest = NEWER_SCHEMA.replace("LAYER 9", "LAYER 10") + "chats.seek id:long = Chat;\n";
    project.write_file("newest.tl", newest);
    let metadata = |old: &str, new: &str| {
        let ran = project.run(["diff", old, new, "--protocol", "chat", "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap()["metadata"].clone()
    };
    assert_eq!(
        metadata("newer.tl", "older.tl"),
        serde_json::json!({
            "gone": ["chats.leave", "chats.rename"], "without": [], "dormant": ["chats.leave", "CHAT_LEFT"],
        })
    );
    assert_eq!(
        metadata("newer.tl", "newest.tl"),
        serde_json::json!({
            "gone": [], "without": ["chats.seek"], "dormant": [],
        })
    );
}
