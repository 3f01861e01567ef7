//! Crates that depend on one implementation and nothing else, to be compiled in a temporary folder.
//!
//! Each has an empty library and the program of its side. Invariants: dependencies are of the versions of the project's
//! Cargo.lock; flags and environment are the same on all sides, so that ours is treated as one from a registry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::clock::{self, Took};
use crate::bench::{cargo, output_of};
use crate::project::Project;
use tl_commands::{Failure, Outcome};

/// Features of our types that are compiled: the whole of the API, no decoding of functions, no metadata.
const OUR_FEATURES: &[&str] = &["full", "std"];

/// Who is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    Grammers,
    Ferogram,
}

impl Side {
    /// All sides, in the order of their turns.
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::Grammers, Self::Ferogram];

    /// How it is called in tables, and what its program is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Grammers => "grammers",
            Self::Ferogram => "ferogram",
        }
    }

    /// The crate with the types.
    fn package(self) -> &'static str {
        match self {
            Self::Ours => "tl-types",
            Self::Grammers => "grammers-tl-types",
            Self::Ferogram => "ferogram-tl-types",
        }
    }

    /// What stands right of `=` in the manifest; the others come with their default features.
    fn dependency(self, project: &Project) -> String {
        let path = project.root().join("tl-types");
        match self {
            Self::Ours => {
                let path = toml::Value::from(path.to_string_lossy().as_ref());
                format!("{{ path = {path}, default-features = false, features = {OUR_FEATURES:?} }}")
            }
            // Whatever Cargo.lock says.
            Self::Grammers | Self::Ferogram => "\"*\"".to_owned(),
        }
    }
}

/// How a crate is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    /// Where cargo puts what it makes, under its target folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Check | Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// A crate that depends on a side.
pub(crate) struct Dependent {
    pub(crate) side: Side,
    dir: PathBuf,
}

impl Dependent {
    /// Writes the crate into `folder` and fetches what it needs.
    pub(crate) fn new(project: &Project, folder: &Path, side: Side) -> Outcome<Self> {
        let dir = folder.join(side.name());
        let program = project.path(&format!("tests/bench/examples/{}.rs", side.name()));
        let lock = project.path("Cargo.lock");
        fs::create_dir(&dir)?;
        fs::write(dir.join("Cargo.toml"), manifest(project, side))?;
        fs::write(dir.join("lib.rs"), "")?;
        fs::copy(&program, dir.join("main.rs")).map_err(|why| Failure::file(&program, &why))?;
        fs::copy(&lock, dir.join("Cargo.lock")).map_err(|why| Failure::file(&lock, &why))?;
        output_of(cargo().args(["fetch", "--quiet"]).current_dir(&dir))?;
        Ok(Self { side, dir })
    }

    /// Compiles the empty library; what was compiled before and is up to date is left as it is.
    pub(crate) fn library(&self, mode: Mode) -> Outcome<Took> {
        clock::time(self.cargo(mode.args()).arg("--lib"))
    }

    /// Compiles the program.
    pub(crate) fn program(&self, mode: Mode) -> Outcome<Took> {
        clock::time(self.cargo(mode.args()).arg("--bins"))
    }

    /// Removes all that was compiled.
    pub(crate) fn forget_all(&self) -> Outcome {
        output_of(&mut self.cargo(&["clean"])).map(|_| ())
    }

    /// Removes what was compiled of the crate with the types, its build script included.
    pub(crate) fn forget_types(&self) -> Outcome {
        output_of(&mut self.cargo(&["clean", "--package", self.side.package()])).map(|_| ())
    }

    /// Bytes of the compiled library with the types.
    pub(crate) fn size_of_types(&self, mode: Mode) -> Outcome<u64> {
        let folder = self.dir.join("target").join(mode.folder()).join("deps");
        let start = format!("lib{}-", self.side.package().replace('-', "_"));
        for entry in fs::read_dir(&folder).map_err(|why| Failure::file(&folder, &why))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&start) && name.ends_with(".rlib") {
                return Ok(entry.metadata()?.len());
            }
        }
        Err(Failure::unable(format!("{} holds no {start}*.rlib", folder.display()), ""))
    }

    /// Bytes of the compiled program.
    pub(crate) fn size_of_program(&self, mode: Mode) -> Outcome<u64> {
        let path =
            self.dir.join("target").join(mode.folder()).join(PROGRAM).with_extension(std::env::consts::EXE_EXTENSION);
        Ok(fs::metadata(&path).map_err(|why| Failure::file(&path, &why))?.len())
    }

    fn cargo(&self, args: &[&str]) -> Command {
        let mut command = cargo();
        command.args(args).args(["--quiet", "--offline", "--target-dir", "target"]).current_dir(&self.dir);
        // What is of a registry has its lints capped anyway.
        command.env("RUSTFLAGS", "--cap-lints=allow").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.env("CARGO_INCREMENTAL", "0");
        // A cache would be all that is measured.
        command.env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        command
    }
}

/// Name of the program.
const PROGRAM: &str = "program";

fn manifest(project: &Project, side: Side) -> String {
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
         name = \"{PROGRAM}\"\n\
         path = \"main.rs\"\n\
         \n\
         [dependencies]\n\
         {} = {}\n\
         \n\
         [workspace]\n",
        side.package(),
        side.dependency(project),
    )
}
