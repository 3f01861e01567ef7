//! A crate outside of the workspace that follows the steps of the README: what cargo and rustc say to its author.
//!
//! The crate is in the folder for temporary files of cargo, and takes compiled dependencies from the target folder of
//! the workspace. Invariant: nothing is fetched.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tl_codegen::{Gate, Inputs, Settings};
use tl_parser::SourceMap;

/// The variable that asks for tests that take long; `cargo xtask ci --full` sets it.
const FULL_TESTS_VARIABLE: &str = "TL_FULL";

const SCHEMA: &str = "user id:long name:string = User;\n---functions---\ngetUser id:long = User;\n";

const LIBRARY: &str = "#![no_std]\n#![deny(warnings)]\n";

const USES: &str = "pub use chat::functions::GetUser;\npub use chat::types::User;\n";

/// The build script of the README, which also counts its runs.
const BUILD_SCRIPT: &str = r#"use std::io::Write as _;

fn main() -> tl_codegen::Result {
    let mut runs = std::fs::File::options().append(true).create(true).open("runs.txt").unwrap();
    runs.write_all(b"run\n").unwrap();
    tl_codegen::Builder::new().schema("tl/chat.tl").compile("chat")
}
"#;

/// A crate with a workspace of its own.
struct FreshCrate {
    folder: PathBuf,
}

impl FreshCrate {
    /// A crate that depends on the runtime, and whose build script depends on the generator if `has_build_script`.
    fn new(name: &str, has_build_script: bool) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
        let (runtime, generator) = (root.join("tl-types/runtime"), root.join("tl-codegen"));
        let mut manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\ntl-runtime = {{ path = {runtime:?} }}\n"
        );
        if has_build_script {
            manifest += &format!("[build-dependencies]\ntl-codegen = {{ path = {generator:?} }}\n");
            // With the profiles of the workspace, its compiled dependencies fit.
            let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
            manifest += workspace.split_once("[profile.dev]").map_or("", |(before, _)| &workspace[before.len()..]);
        }
        let fresh = Self { folder };
        fresh.write("Cargo.toml", &manifest);
        fresh.write("Cargo.lock", &fs::read_to_string(root.join("Cargo.lock")).unwrap());
        fresh
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Gives a file the present time, as an editor does that saves it unchanged.
    fn touch(&self, path: &str) {
        File::options().append(true).open(self.folder.join(path)).unwrap().set_modified(SystemTime::now()).unwrap();
    }

    /// Checks the crate as cargo does it for its author; the messages are those of a failure.
    fn check(&self) -> Result<(), String> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--offline", "--quiet"]).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
        let output = cargo.env_remove("RUSTFLAGS").output().expect("cargo can be run");
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    /// Writes the code of [`SCHEMA`] into the sources, as `tl generate` does.
    fn write_generated_code(&self, views: Gate) {
        let mut sources = SourceMap::new();
        let inputs = Inputs { schemas: vec![sources.add("chat.tl", SCHEMA)], ..Inputs::default() };
        let mut settings = Settings::new("chat");
        settings.views = views;
        let generated = tl_codegen::generate(&sources, &inputs, &settings);
        generated.files.expect("the schema is right").write(&self.folder.join("src/chat")).unwrap();
        self.write("src/lib.rs", &format!("{LIBRARY}pub mod chat;\n"));
    }
}

/// The messages of rustc that begin an error, without the last one, which only counts them.
fn error_lines(messages: &str) -> Vec<&str> {
    let lines = messages.lines().filter(|line| line.starts_with("error"));
    lines.filter(|line| !line.starts_with("error: could not compile")).collect()
}

#[test]
fn another_version_of_the_generator_is_one_error() {
    let fresh = FreshCrate::new("fresh-version", false);
    fresh.write_generated_code(Gate::Never);
    assert_eq!(fresh.check(), Ok(()));
    let module = fresh.read("src/chat/mod.rs");
    assert_eq!(module.matches("\n    \"0.1\"\n").count(), 1, "{module}");
    fresh.write("src/chat/mod.rs", &module.replace("\n    \"0.1\"\n", "\n    \"0.9\"\n"));
    let messages = fresh.check().unwrap_err();
    let expected = "error: this code was generated by `tl-codegen` 0.9, and `tl-runtime` is 0.1: write the same version \
                    of both into Cargo.toml, and run `cargo update` if it stays";
    assert_eq!(error_lines(&messages), [expected], "{messages}");
}

#[test]
fn views_without_the_feature_of_the_runtime_are_one_error() {
    let fresh = FreshCrate::new("fresh-views", false);
    fresh.write_generated_code(Gate::Always);
    let messages = fresh.check().unwrap_err();
    let [error] = error_lines(&messages)[..] else { panic!("{messages}") };
    assert!(error.contains("need the feature `views` of `tl-runtime`"), "{messages}");
}

/// The generator is compiled for the crate, which takes long, so this runs only with [`FULL_TESTS_VARIABLE`].
#[test]
fn cargo_runs_the_build_script_again_if_the_schema_changes() {
    if std::env::var_os(FULL_TESTS_VARIABLE).is_none() {
        return;
    }
    let fresh = FreshCrate::new("fresh-build", true);
    fresh.write("build.rs", BUILD_SCRIPT);
    fresh.write("tl/chat.tl", SCHEMA);
    fresh.write("tl/notes.txt", "Notes.\n");
    fresh.write("src/lib.rs", &format!("{LIBRARY}pub mod chat {{\n    tl_runtime::include_tl!(\"chat\");\n}}\n{USES}"));
    let n_runs_after_check = || {
        assert_eq!(fresh.check(), Ok(()));
        fresh.read("runs.txt").lines().count()
    };
    assert_eq!(n_runs_after_check(), 1);
    fresh.touch("tl/notes.txt");
    fresh.touch("src/lib.rs");
    assert_eq!(n_runs_after_check(), 1, "no file that the script reads has changed");
    fresh.touch("tl/chat.tl");
    assert_eq!(n_runs_after_check(), 2);
    fs::remove_file(fresh.folder.join("tl/chat.tl")).unwrap();
    let messages = fresh.check().unwrap_err();
    assert!(messages.contains("error: cannot read `tl/chat.tl`: "), "{messages}");
}
