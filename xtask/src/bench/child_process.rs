//! Runs cargo and `tl-bench` as child processes.

use std::process::{Command, Stdio};

use crate::cargo::cargo_command;
use crate::project::Project;
use tl_commands::{Failure, Outcome};

/// Command that runs `tl-bench` with `args`, built in release mode; `options` are options of cargo.
pub(crate) fn tl_bench_command(project: &Project, options: &[&str], args: &[&str]) -> Command {
    let mut command = cargo_command();
    command.args(["run", "--quiet", "--release", "--package", "tl-bench"]).args(options).arg("--").args(args);
    command.current_dir(project.root());
    command
}

/// Runs a command to completion and returns its standard output.
///
/// The command prints its own errors. Its exit code 2 means that its arguments were wrong.
pub(crate) fn run_for_stdout(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|why| {
        Failure::unable_with_advice(format!("{} cannot be run: {why}", command.get_program().to_string_lossy()), "")
    })?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        // The command has already printed its error.
        false if output.status.code() == Some(2) => Err(Failure::Refused),
        false => Err(Failure::Reported),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::run_for_stdout;
    use tl_commands::Failure;

    #[test]
    fn exit_codes_become_failures() {
        let end_with = |code: &str| run_for_stdout(Command::new("sh").args(["-c", &format!("exit {code}")]));
        assert!(matches!(end_with("0"), Ok(said) if said.is_empty()));
        assert!(matches!(end_with("1"), Err(Failure::Reported)));
        assert!(matches!(end_with("2"), Err(Failure::Refused)));
    }
}
