//! Tests of the program `tl`: the commands on files, and the commands about the tool.

#[path = "../../../commands/tests/on_files/mod.rs"]
mod on_files;
mod tool;

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_tl");

/// The option that names the folder of a project: this program needs none.
const ROOT_OPTION: Option<&str> = None;
