//! The frame of a program that offers commands: its name in help texts, its command line, its exit code.
//!
//! Flags are declared once for all programs; clap takes their help as constants. Invariant: after
//! [`insert_program_name`], no help text contains the placeholder; exit code 0 means that everything was written.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::{ArgMatches, Command, FromArgMatches};
use tl_parser::diagnostic::printable;

use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::problem;

const PROGRAM_NAME_PLACEHOLDER: &str = "{program}";

/// The exit codes of every program, for its help.
pub const EXIT_CODES_HELP: &str = "\
Exit codes:
  0  success; there may be warnings
  1  the files that were checked have errors
  2  the command was called wrongly, or a file or the standard output cannot be read or written";

/// The exit code of a command that could not do its work.
const UNABLE_EXIT_CODE: u8 = 2;

/// Replaces `{program}` by the name of the program in all help texts of a command and its subcommands.
///
/// `name` is the text that a user types: `cargo xtask`.
#[must_use]
pub fn insert_program_name(command: Command, name: &str) -> Command {
    let replaced = |text: Option<&StyledStr>| {
        let text = text.map(StyledStr::to_string).filter(|text| text.contains(PROGRAM_NAME_PLACEHOLDER));
        text.map(|text| text.replace(PROGRAM_NAME_PLACEHOLDER, name))
    };
    let mut command = command;
    if let Some(text) = replaced(command.get_after_help()) {
        command = command.after_help(text);
    }
    if let Some(text) = replaced(command.get_long_about()) {
        command = command.long_about(text);
    }
    command
        .mut_args(|arg| match replaced(arg.get_help()) {
            Some(text) => arg.help(text),
            None => arg,
        })
        .mut_subcommands(|subcommand| insert_program_name(subcommand, name))
}

/// Parses the arguments of this process.
///
/// # Errors
///
/// The exit code, if there is nothing more to do: the arguments are wrong, or `--help` or `--version` was printed.
pub fn parse_arguments<P: FromArgMatches>(command: &Command) -> Result<P, ExitCode> {
    let parse = |arguments: Vec<OsString>| {
        let matches = command.clone().try_get_matches_from(arguments);
        matches.and_then(|matches: ArgMatches| P::from_arg_matches(&matches))
    };
    parse(std::env::args_os().collect()).map_err(|why| {
        // An error repeats the arguments, which may be the names of files.
        let escaped = std::env::args_os().map(|argument| printable(&argument.to_string_lossy()).into_owned().into());
        print_help_or_usage_error(&parse(escaped.collect()).err().unwrap_or(why))
    })
}

/// Prints the help, the version, or the reason why arguments are wrong, and returns the exit code.
fn print_help_or_usage_error(why: &clap::Error) -> ExitCode {
    match why.print() {
        Err(unwritten) if !why.use_stderr() && unwritten.kind() != ErrorKind::BrokenPipe => {
            eprintln!("error: {}", unwritable_stdout_message(&unwritten));
            ExitCode::from(UNABLE_EXIT_CODE)
        }
        Ok(()) | Err(_) => ExitCode::from(u8::try_from(why.exit_code()).unwrap_or(UNABLE_EXIT_CODE)),
    }
}

/// Ends a program: prints the reason of a failure, unless it has been printed, and returns the exit code.
pub fn report_outcome(outcome: &Outcome, output: &mut Output<'_>) -> ExitCode {
    if let Err(failure) = outcome {
        failure.print_unless_reported(output);
    }
    if let Some(why) = output.stdout_error() {
        let message = unwritable_stdout_message(why);
        problem!(output, "error: {message}");
        return ExitCode::from(UNABLE_EXIT_CODE);
    }
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(Failure::Refused | Failure::Unable { .. }) => ExitCode::from(UNABLE_EXIT_CODE),
    }
}

fn unwritable_stdout_message(why: &std::io::Error) -> String {
    format!("the standard output cannot be written: {why}")
}
