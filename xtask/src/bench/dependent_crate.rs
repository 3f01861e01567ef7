//! Temporary crates that depend on one side and nothing else.
//!
//! Each crate has an empty library and the example program of its side. Invariants: dependencies have the versions of
//! the project's Cargo.lock, and all sides are compiled with the same flags and environment. Our crate is therefore
//! treated like one from a registry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::child_process::run_for_stdout;
use crate::bench::command_time::{self, CommandTime};
use crate::cargo::cargo_command;
use crate::project::Project;
use tl_commands::{Failure, Outcome};

/// Features of `tl-types` that are compiled: the whole API, without decoding of functions and without metadata.
const OUR_FEATURES: &[&str] = &["full", "std"];

/// A side of the comparison: one implementation of the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    Grammers,
    Ferogram,
}

impl Side {
    /// All sides, in the order of the table columns.
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::Grammers, Self::Ferogram];

    /// Column title in the table, and file name of the example program.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Grammers => "grammers",
            Self::Ferogram => "ferogram",
        }
    }

    fn crate_name(self) -> String {
        self.package_name().replace('-', "_")
    }

    /// Name of the package with the generated types.
    fn package_name(self) -> &'static str {
        match self {
            Self::Ours => "tl-types",
            Self::Grammers => "grammers-tl-types",
            Self::Ferogram => "ferogram-tl-types",
        }
    }

    /// Dependency specification for `Cargo.toml`. The other sides are compiled with their default features, and those
    /// that the program needs.
    fn dependency_spec(self, project: &Project, program: ExampleProgram) -> String {
        let mut features = if self == Self::Ours { OUR_FEATURES.to_vec() } else { Vec::new() };
        match (program, self) {
            (ExampleProgram::Small, _) => {}
            (ExampleProgram::Chat, Self::Ours) => features.push("functions-decode"),
            (ExampleProgram::Chat, Self::Grammers | Self::Ferogram) => features.push("deserializable-functions"),
        }
        match self {
            Self::Ours => {
                let path = toml::Value::from(project.root().join("tl-types").to_string_lossy().as_ref());
                format!("{{ path = {path}, default-features = false, features = {features:?} }}")
            }
            // The copied Cargo.lock decides the version.
            Self::Grammers | Self::Ferogram => format!("{{ version = \"*\", features = {features:?} }}"),
        }
    }
}

/// An example program that exists for each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExampleProgram {
    /// A program that decodes one value and encodes another.
    Small,
    /// A client and a server with 38 different requests.
    Chat,
}

impl ExampleProgram {
    fn path(self, project: &Project, side: Side) -> PathBuf {
        match self {
            Self::Small => project.full_path(&format!("tests/bench/examples/{}.rs", side.name())),
            Self::Chat => project.full_path(&format!("tests/bench/programs/chat_{}.rs", side.name())),
        }
    }
}

/// The mode in which cargo compiles the temporary crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuildMode {
    Check,
    Debug,
    /// A debug build with incremental compilation, which all other modes are without.
    Incremental,
    Release,
}

impl BuildMode {
    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug | Self::Incremental => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    /// The value of `CARGO_INCREMENTAL`.
    fn incremental_value(self) -> &'static str {
        if self == Self::Incremental { "1" } else { "0" }
    }

    /// Name of the folder of the build products, under the target folder.
    fn folder_name(self) -> &'static str {
        match self {
            Self::Check | Self::Debug | Self::Incremental => "debug",
            Self::Release => "release",
        }
    }
}

/// A temporary crate that depends on one side.
pub(crate) struct DependentCrate {
    pub(crate) side: Side,
    dir: PathBuf,
}

impl DependentCrate {
    /// Writes the crate into `folder` and fetches its dependencies.
    pub(crate) fn new(project: &Project, folder: &Path, side: Side, program: ExampleProgram) -> Outcome<Self> {
        let dir = folder.join(side.name());
        // Ferogram has the API of grammers, so its program differs only in the name of the crate.
        let example = if side == Side::Ours { Side::Ours } else { Side::Grammers };
        let source = program.path(project, example);
        let lock = project.full_path("Cargo.lock");
        fs::create_dir(&dir)?;
        fs::write(dir.join("Cargo.toml"), manifest_text(project, side, program))?;
        fs::write(dir.join("lib.rs"), "")?;
        let text = fs::read_to_string(&source).map_err(|why| Failure::about_file(&source, &why))?;
        let text = text.replace(&example.crate_name(), &side.crate_name());
        fs::write(dir.join("main.rs"), text)?;
        fs::copy(&lock, dir.join("Cargo.lock")).map_err(|why| Failure::about_file(&lock, &why))?;
        run_for_stdout(cargo_command().args(["fetch", "--quiet"]).current_dir(&dir))?;
        Ok(Self { side, dir })
    }

    /// Compiles the empty library. Dependencies that are already compiled and fresh are not compiled again.
    pub(crate) fn compile_library(&self, mode: BuildMode) -> Outcome<CommandTime> {
        command_time::time_command(
            self.quiet_cargo(mode.args()).env("CARGO_INCREMENTAL", mode.incremental_value()).arg("--lib"),
        )
    }

    /// Compiles the example program.
    pub(crate) fn compile_program(&self, mode: BuildMode) -> Outcome<CommandTime> {
        command_time::time_command(
            self.quiet_cargo(mode.args()).env("CARGO_INCREMENTAL", mode.incremental_value()).arg("--bins"),
        )
    }

    /// Changes one line of the program: each call makes the number of printed lines one larger.
    pub(crate) fn change_program(&self) -> Outcome {
        let path = self.dir.join("main.rs");
        let text = fs::read_to_string(&path)?;
        Ok(fs::write(&path, text.replacen("fn main() {\n", "fn main() {\n    println!();", 1))?)
    }

    /// Removes all build products.
    pub(crate) fn remove_build_products(&self) -> Outcome {
        run_for_stdout(&mut self.quiet_cargo(&["clean"])).map(|_| ())
    }

    /// Removes the build products of the crate with the types, including its build script.
    pub(crate) fn remove_types_build(&self) -> Outcome {
        run_for_stdout(&mut self.quiet_cargo(&["clean", "--package", self.side.package_name()])).map(|_| ())
    }

    /// Size in bytes of the compiled library with the types.
    pub(crate) fn size_of_types(&self, mode: BuildMode) -> Outcome<u64> {
        let folder = self.dir.join("target").join(mode.folder_name()).join("deps");
        let start = format!("lib{}-", self.side.crate_name());
        for entry in fs::read_dir(&folder).map_err(|why| Failure::about_file(&folder, &why))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&start) && name.ends_with(".rlib") {
                return Ok(entry.metadata()?.len());
            }
        }
        Err(Failure::unable_with_advice(format!("{} holds no {start}*.rlib", folder.display()), ""))
    }

    /// Size in bytes of the compiled program.
    pub(crate) fn size_of_program(&self, mode: BuildMode) -> Outcome<u64> {
        let path = self
            .dir
            .join("target")
            .join(mode.folder_name())
            .join(PROGRAM_NAME)
            .with_extension(std::env::consts::EXE_EXTENSION);
        Ok(fs::metadata(&path).map_err(|why| Failure::about_file(&path, &why))?.len())
    }

    fn quiet_cargo(&self, args: &[&str]) -> Command {
        let mut command = cargo_command();
        command.args(args).args(["--quiet", "--offline", "--target-dir", "target"]).current_dir(&self.dir);
        // Lints of crates from a registry are capped, so ours are too.
        command.env("RUSTFLAGS", "--cap-lints=allow").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // A compiler cache would falsify the times.
        command.env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        command
    }
}

const PROGRAM_NAME: &str = "program";

fn manifest_text(project: &Project, side: Side, program: ExampleProgram) -> String {
    format!(
        "[package]\n\
         name = \"dependent\"\n\
         version = \"0.0.0\"\n\
         edition = \"2024\"\n\
         \n\
         [lib]\n\
         path = \"lib.rs\"\n\
         \n\
         [[bin]]\n\
         name = \"{PROGRAM_NAME}\"\n\
         path = \"main.rs\"\n\
         \n\
         [dependencies]\n\
         {} = {}\n\
         \n\
         [workspace]\n",
        side.package_name(),
        side.dependency_spec(project, program),
    )
}
