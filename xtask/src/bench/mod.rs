//! `cargo xtask bench`: the generated types beside other implementations.
//!
//! - [`mod@run`]: time and allocations of decoding, encoding and cloning;
//! - [`instructions`]: instructions of decoding and encoding, which no other program on the machine can disturb;
//! - [`compile`]: what the types cost whoever compiles them, with [`dependent`], the crates that do, and [`clock`];
//! - [`record`]: tables as they stand in ARCHITECTURE.md;
//! - [`number`]: figures as text.
//!
//! The package `tl-bench` does the measuring of what runs, since this program never depends on the generated types.

mod clock;
mod compile;
mod dependent;
mod instructions;
mod number;
mod record;
mod run;

use std::env;
use std::process::{Command, Stdio};

use crate::flags;
use crate::project::Project;
use tl_commands::{Failure, Outcome};

/// Measures what was asked for.
pub(crate) fn run(project: &Project, flags: &flags::Bench) -> Outcome {
    match &flags.what {
        flags::BenchWhat::Run(flags) => run::run(project, flags),
        flags::BenchWhat::Instructions(flags) => instructions::run(project, flags),
        flags::BenchWhat::Compile(flags) => compile::run(project, flags),
    }
}

/// The cargo that runs this program, so that all is of one toolchain.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// `tl-bench` with these arguments, built as a release; `options` are for cargo.
fn tl_bench(project: &Project, options: &[&str], args: &[&str]) -> Command {
    let mut command = cargo();
    command.args(["run", "--quiet", "--release", "--package", "tl-bench"]).args(options).arg("--").args(args);
    command.current_dir(project.root());
    command
}

/// Runs a command to its end and gives what it wrote to its standard output; it speaks for itself if it fails,
/// and tells by the exit code 2 that it was called in a wrong way.
fn output_of(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|why| {
        Failure::unable(format!("{} cannot be run: {why}", command.get_program().to_string_lossy()), "")
    })?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        // Whoever was called has said what was wrong with the call.
        false if output.status.code() == Some(2) => Err(Failure::Refused),
        false => Err(Failure::Reported),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::output_of;
    use tl_commands::Failure;

    #[test]
    fn a_call_that_was_refused_is_no_finding() {
        let end_with = |code: &str| output_of(Command::new("sh").args(["-c", &format!("exit {code}")]));
        assert!(matches!(end_with("0"), Ok(said) if said.is_empty()));
        assert!(matches!(end_with("1"), Err(Failure::Reported)));
        assert!(matches!(end_with("2"), Err(Failure::Refused)));
    }
}
