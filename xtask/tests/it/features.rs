//! `codegen` and the features in `tl-types/Cargo.toml`, some maintained by the command and others by people.

use crate::test_project::TestProject;

const MANIFEST_PATH: &str = "tl-types/Cargo.toml";
const SCHEMA_PATH: &str = "schemas/chat/chat.tl";

/// The manifest before `codegen`, as people write it.
const MANIFEST_BY_HAND: &str = "\
[package]
name = \"tl-types\"

# Only the chat.
[package.metadata.codegen]
namespaces = [\"chat\"]

[features]
# Everybody chats.
default = [\"chats\"] # for now
handy = [\"chats\"]
chats = []

[lints]
workspace = true
";

/// The manifest after `codegen`.
const MANIFEST_AFTER_CODEGEN: &str = "\
[features]
# Everybody chats.
default = [\"chats\"] # for now
handy = [\"chats\"]
functions-decode = []
hash = []
json = []
names = []
reflect = []
views = []
full = [
    \"chats\",
]
chats = []

[lints]
";

fn project_with_manifest() -> TestProject {
    TestProject::new().with_file(MANIFEST_PATH, MANIFEST_BY_HAND)
}

/// A generated project; its protocol `chat` has two namespaces.
fn generated_project() -> TestProject {
    let project = project_with_manifest();
    project.replace_in_file(SCHEMA_PATH, "chats.rename", "auth.rename");
    project.run(["codegen"]).expect_success();
    project
}

#[test]
fn features_are_written_into_the_manifest() {
    let project = project_with_manifest();
    project.run(["codegen"]).expect_success();
    let text = project.read_file(MANIFEST_PATH);
    assert!(text.contains(MANIFEST_AFTER_CODEGEN), "{text}");
    assert!(text.starts_with(MANIFEST_BY_HAND.split_once("default").unwrap().0), "{text}");
    let before = project.files_in("tl-types");
    for args in [&["codegen"][..], &["codegen", "--check"], &["codegen", "door", "--check"], &["codegen", "chat"]] {
        project.run(args).expect_success();
    }
    assert_eq!(project.files_in("tl-types"), before);
}

#[test]
fn namespaces_of_other_protocols_are_no_features() {
    let project = generated_project();
    let code = |protocol: &str, file: &str| project.read_file(&format!("tl-types/src/generated/{protocol}/{file}"));
    assert!(code("chat", "items/functions/mod.rs").contains("#[cfg(feature = \"auth\")]"));
    assert!(code("chat", "features.md").contains("| `chats` | 1 | 2 | default |"), "{}", code("chat", "features.md"));
    assert!(!project.path("tl-types/src/generated/door/features.md").exists());
    assert!(!code("door", "items/types/root/mod.rs").contains("cfg"));
}

#[test]
fn check_lists_missing_and_superfluous_features() {
    let project = generated_project();
    let right = project.read_file(MANIFEST_PATH);
    for (old, new, line) in [
        ("auth = []\n", "", "missing: tl-types/Cargo.toml: feature `auth`\n"),
        ("chats = []\n", "", "missing: tl-types/Cargo.toml: feature `chats`\n"),
        ("auth = []\n", "auth = []\ndoors = []\n", "orphaned: tl-types/Cargo.toml: feature `doors`\n"),
        ("\"auth\", ", "", "stale: tl-types/Cargo.toml: feature `full`\n"),
    ] {
        project.replace_in_file(MANIFEST_PATH, old, new);
        let wrong = project.read_file(MANIFEST_PATH);
        project.run(["codegen", "--check"]).expect_exit_code(1).expect_stderr(&[line, "cargo xtask codegen"]);
        assert_eq!(project.read_file(MANIFEST_PATH), wrong, "check changed something");
        project.run(["codegen"]).expect_success();
        assert_eq!(project.read_file(MANIFEST_PATH), right);
    }
}

#[test]
fn features_of_settings_are_needed_as_well() {
    let project = generated_project();
    project.replace_in_file(MANIFEST_PATH, "functions-decode = []\n", "");
    let missing = "missing: tl-types/Cargo.toml: feature `functions-decode`\n";
    project.run(["codegen", "--check"]).expect_exit_code(1).expect_stderr(&[missing]);
    project.run(["codegen"]).expect_success();
    assert!(project.read_file(MANIFEST_PATH).contains("\nfunctions-decode = []\n"));
}

#[test]
fn a_removed_feature_is_removed_from_the_list() {
    let project = generated_project();
    project.replace_in_file(SCHEMA_PATH, "auth.rename", "chats.rename");
    project.run(["codegen"]).expect_success();
    let text = project.read_file(MANIFEST_PATH);
    assert!(text.contains(MANIFEST_AFTER_CODEGEN), "{text}");
}

#[test]
fn a_superfluous_feature_that_another_enables_is_an_error() {
    let project = generated_project();
    let before = project.files_in("tl-types");
    project.replace_in_file(SCHEMA_PATH, "chats.get", "auth.get");
    for args in [&["codegen"][..], &["codegen", "--check"]] {
        project.run(args).expect_exit_code(1).expect_stderr(&[
            "error: feature `default` of tl-types/Cargo.toml enables `chats`, which no code needs",
            "error: feature `handy` of tl-types/Cargo.toml enables `chats`",
            "take `chats` out of `handy`",
        ]);
    }
    assert_eq!(project.files_in("tl-types"), before);
}

#[test]
fn generating_one_protocol_keeps_features_of_others() {
    let project = generated_project();
    let right = project.read_file(MANIFEST_PATH);
    project.run(["codegen", "door"]).expect_success();
    assert_eq!(project.read_file(MANIFEST_PATH), right);
    project.replace_in_file(MANIFEST_PATH, "auth = []\n", "");
    project.run(["codegen", "door", "--check"]).expect_success();
    project.run(["codegen", "chat"]).expect_success();
    assert_eq!(project.read_file(MANIFEST_PATH), right);
}

#[test]
fn an_unreadable_manifest_is_an_error() {
    for text in ["[features", "features = 3\n"] {
        let project = TestProject::new().with_file(MANIFEST_PATH, text);
        project.run(["codegen"]).expect_exit_code(2).expect_stderr(&["tl-types/Cargo.toml cannot be read"]);
        assert!(!project.path("tl-types/src").exists());
    }
}
