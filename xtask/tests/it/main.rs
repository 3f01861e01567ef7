//! Tests of the program: each runs it on a temporary project of its own.
//!
//! Invariant: no test reads this repository, except the tests of `--help`, of `ARCHITECTURE.md` and of the metadata of
//! `api`, and no test needs a network, except `published_layers`.

mod architecture;
mod check;
mod codegen;
mod command_line_usage;
mod diff;
mod features;
mod findings;
mod history;
mod import;
mod killed_commands;
mod layer_changes;
mod layout;
mod metadata;
mod metadata_sources;
#[path = "../../../tl-codegen/commands/tests/on_files/mod.rs"]
mod on_files;
mod package_updates;
mod published_layers;
mod reference_pages;
mod test_project;
mod transaction;
mod update;

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_xtask");

/// The option that names the folder of a project.
const ROOT_OPTION: Option<&str> = Some("--root");
