//! Tests of the program: each runs it on a temporary project of its own.
//!
//! Invariant: no test reads this repository, except the tests of `--help` and of the metadata of `api`, and no test
//! needs a network, except `rehearsal`.

mod check;
mod codegen;
mod diff;
mod features;
mod findings;
mod history;
mod import;
mod kills;
mod layers;
mod layout;
mod metadata;
#[path = "../../../tl-codegen/commands/tests/on_files/mod.rs"]
mod on_files;
mod packages;
mod pages;
mod project;
mod rehearsal;
mod sources;
mod transaction;
mod update;
mod usage;

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_xtask");

/// The option that names the folder of a project.
const ROOT_OPTION: Option<&str> = Some("--root");
