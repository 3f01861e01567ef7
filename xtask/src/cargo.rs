//! Cargo as a child process.

use std::env;
use std::process::Command;

/// The cargo executable that runs this program, so that all builds use one toolchain.
pub(crate) fn cargo_command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
