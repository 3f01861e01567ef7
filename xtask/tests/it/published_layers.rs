//! A rehearsal of `update` on published layers of `api`: everything that a reviewer reads, as snapshots.
//!
//! The schemas are in packages that cargo fetches, and none of their text is in this repository. Without a network the
//! test passes unseen, unless [`NEEDS_PACKAGES_VARIABLE`] is set, as in `cargo xtask ci`.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use crate::test_project::{CommandResult, TestProject};

/// The variable that makes the test fail if a package cannot be fetched.
const NEEDS_PACKAGES_VARIABLE: &str = "TL_NEEDS_PACKAGES";

/// The package with the schemas of [`LAYERS_AND_VERSIONS`].
const SCHEMA_PACKAGE: &str = "grammers-tl-types";

/// Two layers, with the version of the package that has each.
const LAYERS_AND_VERSIONS: [(u32, &str); 2] = [(222, "0.9.0"), (227, "0.10.0")];

/// The files that a reviewer reads, besides the output of the command.
const REVIEWED_FILES: [&str; 7] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "schemas/tl.lock",
    "schemas/api/layout.tsv",
    "schemas/api/listing.txt",
    "schemas/api/plan.txt",
    "tl-types/Cargo.toml",
];

/// A manifest and a lock of cargo for the generated code, which the update changes.
const OLD_MANIFEST: &str = "[package]\nname = \"tl-types\"\nversion = \"0.1.0\"\n\n[package.metadata.codegen]\n\
                        namespaces = [\"api\"]\n\n[features]\ndefault = []\nfull = []\n";
const OLD_CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"tl-types\"\nversion = \"0.1.0\"\n";

/// Sentences about a function that both layers have, and about one that only the first has.
const DESCRIPTIONS: &str =
    "method\tdescription\nchannels.editCreator\tMakes another user the owner\nmessages.sendMessage\tSends a message\n";

/// A project with the facts of this repository, and without a schema.
fn project_with_repository_facts() -> TestProject {
    let project = TestProject::empty()
        .with_file("schemas/api/api.tl", "")
        .with_file("CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/api");
    for (folder, copy) in [(tables.clone(), "schemas/api"), (tables.join("facts"), "schemas/api/facts")] {
        for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            let name = file.file_name().unwrap().to_str().unwrap();
            if name.ends_with(".tsv") && name != "layout.tsv" {
                project.write_file(&format!("{copy}/{name}"), fs::read(&file).unwrap());
            }
        }
    }
    // The sentences of this repository change often.
    project.write_file("schemas/api/descriptions.tsv", DESCRIPTIONS);
    project.with_file("tl-types/Cargo.toml", OLD_MANIFEST).with_file("Cargo.lock", OLD_CARGO_LOCK)
}

fn run_update(project: &TestProject, version: &str) -> CommandResult {
    project.run(["update", "api", "--from", &format!("crate:{SCHEMA_PACKAGE}@{version}:tl/api.tl")])
}

#[test]
fn an_update_between_published_layers_is_as_recorded() {
    let project = project_with_repository_facts();
    let first = run_update(&project, LAYERS_AND_VERSIONS[0].1);
    if first.code == Some(2)
        && first.stderr.contains("cargo failed")
        && std::env::var_os(NEEDS_PACKAGES_VARIABLE).is_none()
    {
        return;
    }
    first.expect_success();
    let lock = project.read_file("schemas/tl.lock");
    project.write_file("schemas/tl.lock", format!("{lock}released = \"0.1.0\"\n"));
    let before = REVIEWED_FILES.map(|path| project.read_file(path));
    let ran = run_update(&project, LAYERS_AND_VERSIONS[1].1);
    let shown = format!("exit code {:?}\n==> stdout\n{}\n==> stderr\n{}", ran.code, ran.stdout, ran.stderr);
    let [(old, _), (new, _)] = LAYERS_AND_VERSIONS;
    insta::assert_snapshot!(format!("{old}_to_{new}_output"), shown);
    for (path, before) in REVIEWED_FILES.iter().zip(before) {
        let after = project.read_file(path);
        let diff = TextDiff::from_lines(&before, &after)
            .unified_diff()
            .context_radius(1)
            .header("before", "after")
            .to_string();
        insta::assert_snapshot!(format!("{old}_to_{new}_{}", path.rsplit('/').next().unwrap()), diff);
    }
    project.run(["codegen", "--check"]).expect_success();
    project.run(["metadata", "check"]).expect_success();
}
