//! `tl`: the tool for TL files.
//!
//! The commands are those of `tl-commands`; here are the command line, and the commands about the tool itself: the
//! completion script of a shell, and man pages. Invariant: no command needs a project or a repository around the files.

mod tool_commands;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use tl_commands::diff::Repository;
use tl_commands::program::{self, EXIT_CODES_HELP};
use tl_commands::{
    Check, Color, Decode, Diff, Encode, Explain, Find, Fmt, Generate, Model, Outcome, Output, Plan, check, decode,
    diff, encode, explain, find, fmt, generate, insert_program_name, model, plan,
};

use tool_commands::{Completions, Man};

/// The text that a user types to run this program.
const PROGRAM_NAME: &str = "tl";

/// The tool for TL files: checks, formats, explains and compares schemas, and generates Rust code
///
/// TL (Type Language) is the schema language of Telegram, TON and VK. A schema declares the types and the functions of
/// a binary protocol, one on each line: `user#338da493 id:long name:string = User;`.
#[derive(Debug, Parser)]
#[command(name = PROGRAM_NAME, bin_name = PROGRAM_NAME, version, after_help = EXIT_CODES_HELP)]
struct Arguments {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

// A doc comment on a variant would replace the help text of its arguments.
#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
    Fmt(Fmt),
    Explain(Explain),
    Model(Model),
    Plan(Plan),
    Diff(Diff),
    // Its many options would make every command large.
    Generate(Box<Generate>),
    Find(Find),
    Decode(Box<Decode>),
    Encode(Encode),
    Completions(Completions),
    Man(Man),
}

fn main() -> ExitCode {
    let flags: Arguments = match program::parse_arguments(&command_line()) {
        Ok(flags) => flags,
        Err(exit_code) => return exit_code,
    };
    let mut output = Output::of_process(PROGRAM_NAME, flags.color);
    let outcome = run(flags.command, &mut output);
    program::report_outcome(&outcome, &mut output)
}

/// The command line with all help texts.
fn command_line() -> clap::Command {
    insert_program_name(Arguments::command(), PROGRAM_NAME)
}

fn run(command: Command, output: &mut Output<'_>) -> Outcome {
    match command {
        Command::Check(args) => check::run(&args, output),
        Command::Fmt(args) => fmt::run(&args, output),
        Command::Explain(args) => explain::run(&args, output),
        Command::Model(args) => model::run(&args, output),
        Command::Plan(args) => plan::run(&args, output),
        Command::Diff(args) => diff::run(&args, current_repository(), output),
        Command::Generate(args) => generate::run(&args, output),
        Command::Find(args) => find::run(&args, output),
        Command::Decode(args) => decode::run(&args, output),
        Command::Encode(args) => encode::run(&args, output),
        Command::Completions(args) => tool_commands::print_completions(&args, command_line(), output),
        Command::Man(args) => tool_commands::print_man_page(&args, command_line(), output),
    }
}

/// The git repository of the current directory, for texts of a revision.
fn current_repository() -> Repository<'static> {
    Repository { folder: Path::new("."), schema_path: str::to_owned, project: None }
}
