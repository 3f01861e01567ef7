//! `codegen` and the features in `tl-types/Cargo.toml`, some maintained by the command and others by people.

use crate::project::Project;

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
views = []
full = [
    \"chats\",
]
chats = []

[lints]
";

fn project_with_manifest() -> Project {
    Project::new().with(MANIFEST_PATH, MANIFEST_BY_HAND)
}

/// A generated project; its protocol `chat` has two namespaces.
fn generated_project() -> Project {
    let project = project_with_manifest();
    project.replace(SCHEMA_PATH, "chats.rename", "auth.rename");
    project.run(["codegen"]).succeeds();
    project
}

#[test]
fn features_are_written_into_the_manifest() {
    let project = project_with_manifest();
    project.run(["codegen"]).succeeds();
    let text = project.read(MANIFEST_PATH);
    assert!(text.contains(MANIFEST_AFTER_CODEGEN), "{text}");
    assert!(text.starts_with(MANIFEST_BY_HAND.split_once("default").unwrap().0), "{text}");
    let before = project.files("tl-types");
    for args in [&["codegen"][..], &["codegen", "--check"], &["codegen", "door", "--check"], &["codegen", "chat"]] {
        project.run(args).succeeds();
    }
    assert_eq!(project.files("tl-types"), before);
}

#[test]
fn namespaces_of_other_protocols_are_no_features() {
    let project = generated_project();
    let code = |protocol: &str, file: &str| project.read(&format!("tl-types/src/generated/{protocol}/{file}"));
    assert!(code("chat", "items/functions/mod.rs").contains("#[cfg(feature = \"auth\")]"));
    assert!(code("chat", "features.md").contains("| `chats` | 1 | 2 | default |"), "{}", code("chat", "features.md"));
    assert!(!project.path("tl-types/src/generated/door/features.md").exists());
    assert!(!code("door", "items/types/root/mod.rs").contains("cfg"));
}

#[test]
fn check_lists_missing_and_superfluous_features() {
    let project = generated_project();
    let right = project.read(MANIFEST_PATH);
    for (old, new, line) in [
        ("auth = []\n", "", "missing: tl-types/Cargo.toml: feature `auth`\n"),
        ("chats = []\n", "", "missing: tl-types/Cargo.toml: feature `chats`\n"),
        ("auth = []\n", "auth = []\ndoors = []\n", "orphaned: tl-types/Cargo.toml: feature `doors`\n"),
        ("\"auth\", ", "", "stale: tl-types/Cargo.toml: feature `full`\n"),
    ] {
        project.replace(MANIFEST_PATH, old, new);
        let wrong = project.read(MANIFEST_PATH);
        project.run(["codegen", "--check"]).ends_with(1).prints(&[line, "cargo xtask codegen"]);
        assert_eq!(project.read(MANIFEST_PATH), wrong, "check changed something");
        project.run(["codegen"]).succeeds();
        assert_eq!(project.read(MANIFEST_PATH), right);
    }
}

#[test]
fn features_of_settings_are_needed_as_well() {
    let project = generated_project();
    project.replace(MANIFEST_PATH, "functions-decode = []\n", "");
    let missing = "missing: tl-types/Cargo.toml: feature `functions-decode`\n";
    project.run(["codegen", "--check"]).ends_with(1).prints(&[missing]);
    project.run(["codegen"]).succeeds();
    assert!(project.read(MANIFEST_PATH).contains("\nfunctions-decode = []\n"));
}

#[test]
fn a_removed_feature_is_removed_from_the_list() {
    let project = generated_project();
    project.replace(SCHEMA_PATH, "auth.rename", "chats.rename");
    project.run(["codegen"]).succeeds();
    let text = project.read(MANIFEST_PATH);
    assert!(text.contains(MANIFEST_AFTER_CODEGEN), "{text}");
}

#[test]
fn a_superfluous_feature_that_another_enables_is_an_error() {
    let project = generated_project();
    let before = project.files("tl-types");
    project.replace(SCHEMA_PATH, "chats.get", "auth.get");
    for args in [&["codegen"][..], &["codegen", "--check"]] {
        project.run(args).ends_with(1).prints(&[
            "error: feature `default` of tl-types/Cargo.toml enables `chats`, which no code needs",
            "error: feature `handy` of tl-types/Cargo.toml enables `chats`",
            "take `chats` out of `handy`",
        ]);
    }
    assert_eq!(project.files("tl-types"), before);
}

#[test]
fn generating_one_protocol_keeps_features_of_others() {
    let project = generated_project();
    let right = project.read(MANIFEST_PATH);
    project.run(["codegen", "door"]).succeeds();
    assert_eq!(project.read(MANIFEST_PATH), right);
    project.replace(MANIFEST_PATH, "auth = []\n", "");
    project.run(["codegen", "door", "--check"]).succeeds();
    project.run(["codegen", "chat"]).succeeds();
    assert_eq!(project.read(MANIFEST_PATH), right);
}

#[test]
fn an_unreadable_manifest_is_an_error() {
    for text in ["[features", "features = 3\n"] {
        let project = Project::new().with(MANIFEST_PATH, text);
        project.run(["codegen"]).ends_with(2).prints(&["tl-types/Cargo.toml cannot be read"]);
        assert!(!project.path("tl-types/src").exists());
    }
}
