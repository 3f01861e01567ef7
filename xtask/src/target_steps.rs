//! Steps of `cargo xtask ci` that need more than a stable toolchain for this machine: other targets, Miri, cargo-deny.
//!
//! These steps test the codec, not the generated types, which refer to no property of a target. Invariant: a step whose
//! tool is missing passes, and says what is missing and how to install it.

use std::env;
use std::io;
use std::process::{Command, Stdio};

use tl_commands::{Failure, Outcome, Output, message};

use crate::cargo::cargo_command;
use crate::project::Project;

/// A target without an operating system, and so without `std`.
const BARE_METAL_TARGET: &str = "thumbv7em-none-eabi";

/// A target with pointers of 32 bits.
const TARGET_OF_32_BITS: &str = "i686-unknown-linux-gnu";

/// A target whose integers start with the most significant byte in memory.
const BIG_ENDIAN_TARGET: &str = "s390x-unknown-linux-gnu";

/// Flags of cargo that select the codec with all features.
const CODEC_ARGS: [&str; 3] = ["--package", "tl-runtime", "--all-features"];

/// Checks that the codec and the envelope compile without `std`.
pub(crate) fn check_on_bare_metal(project: &Project, output: &mut Output<'_>) -> Outcome {
    if !is_target_installed(BARE_METAL_TARGET) {
        print_skipped_step(output, "the target", BARE_METAL_TARGET, "rustup target add thumbv7em-none-eabi");
        return Ok(());
    }
    let packages = ["check", "--package", "tl-runtime", "--package", "tl-envelope", "--no-default-features"];
    let features = [&packages[..], &["--features", "tl-runtime/views,tl-envelope/gzip"]].concat();
    run_command(project, cargo_command().args(features).args(["--target", BARE_METAL_TARGET]))
}

/// Runs the tests of the codec with pointers of 32 bits. Where programs for the target cannot be linked, checks them.
pub(crate) fn test_on_32_bits(project: &Project, output: &mut Output<'_>) -> Outcome {
    if !is_target_installed(TARGET_OF_32_BITS) {
        print_skipped_step(output, "the target", TARGET_OF_32_BITS, "rustup target add i686-unknown-linux-gnu");
        return Ok(());
    }
    let command: &[&str] = if can_link_for_32_bits() {
        &["test"]
    } else {
        message!(output, "only checked: `cc -m32` cannot link programs; the package gcc-multilib makes it work");
        &["check", "--all-targets"]
    };
    run_command(project, cargo_command().args(command).args(CODEC_ARGS).args(["--target", TARGET_OF_32_BITS]))
}

/// Runs the tests of the codec under Miri, as on a big-endian machine.
pub(crate) fn test_on_big_endian(project: &Project, output: &mut Output<'_>) -> Outcome {
    let miri = || {
        let mut command = Command::new("rustup");
        // `CARGO` and `RUSTC` belong to the toolchain that runs this program, and Miri to the nightly one.
        command.args(["run", "nightly", "cargo", "miri"]).env_remove("CARGO").env_remove("RUSTC");
        command.env_remove("RUSTUP_TOOLCHAIN");
        command
    };
    if !runs_successfully(miri().arg("--version")) {
        print_skipped_step(output, "the tool", "miri", "rustup toolchain install nightly --component miri,rust-src");
        return Ok(());
    }
    run_command(project, miri().arg("test").args(CODEC_ARGS).args(["--tests", "--target", BIG_ENDIAN_TARGET]))
}

/// Checks licences, sources and advisories of the dependencies.
pub(crate) fn run_cargo_deny(project: &Project, output: &mut Output<'_>) -> Outcome {
    if !runs_successfully(cargo_command().args(["deny", "--version"])) {
        print_skipped_step(output, "the tool", "cargo-deny", "cargo install cargo-deny");
        return Ok(());
    }
    run_command(project, cargo_command().args(["deny", "check"]))
}

fn print_skipped_step(output: &mut Output<'_>, kind: &str, name: &str, installation: &str) {
    message!(output, "skipped: {kind} `{name}` is not installed; `{installation}` installs it");
}

/// Whether the toolchain has the standard library of a target, in source or compiled.
fn is_target_installed(target: &str) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    folder.is_ok_and(|folder| std::path::Path::new(String::from_utf8_lossy(&folder.stdout).trim()).is_dir())
}

/// Whether the linker that rustc uses by default can link programs with pointers of 32 bits.
fn can_link_for_32_bits() -> bool {
    let Ok(folder) = tempfile::tempdir() else { return false };
    let program = folder.path().join("program");
    let source = folder.path().join("program.c");
    let written = std::fs::write(&source, "int main(void) { return 0; }\n");
    written.is_ok() && runs_successfully(Command::new("cc").arg("-m32").arg("-o").arg(program).arg(source))
}

/// Whether a command can be run and succeeds. Its output is dropped.
fn runs_successfully(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs a command, which prints its own errors.
fn run_command(project: &Project, command: &mut Command) -> Outcome {
    let status = command.current_dir(project.root()).status().map_err(|why: io::Error| {
        let program = command.get_program().to_string_lossy().into_owned();
        Failure::unable_with_advice(format!("{program} cannot be run: {why}"), "")
    })?;
    if status.success() { Ok(()) } else { Err(Failure::Reported) }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{is_target_installed, runs_successfully};

    #[test]
    fn missing_targets_and_tools_are_noticed() {
        assert!(!is_target_installed("no-such-target"));
        assert!(!runs_successfully(&mut Command::new("no-such-tool")));
    }
}
