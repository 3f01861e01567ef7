//! Commands of this repository: `cargo xtask --help`.
//!
//! Commands on files (`check`, `diff`, `explain`, `fmt`, `model`, `plan`) are in `tl-commands`, metadata is in
//! `tl-metadata`. Here are the parts that depend on this repository:
//!
//! - [`flags`]: the command line;
//! - [`codegen`], [`check`], [`mod@plan`], [`diff`], [`update`], [`import`], [`ci`], [`mod@bench`], [`metadata`]: one
//!   file or folder for each command;
//! - [`project`]: the layout of the repository;
//! - [`protocol`]: schema and plan of one protocol; [`tables`]: its metadata;
//! - [`incoming`]: a schema from outside; [`guard`]: refusals of schemas that would lose something; [`schema_text`]:
//!   the text of a schema in the project's form;
//! - [`transaction`]: changes of several files, all or none; [`file_moves`]: the moves of single files;
//! - [`lock`], [`manifest`]: `schemas/tl.lock` and `tl-types/Cargo.toml`;
//! - [`print_line`]: lines of commands that print figures.
//!
//! Invariant: this crate does not depend on generated code, since it must run when that code does not compile.

mod bench;
mod check;
mod ci;
mod codegen;
mod diff;
mod file_moves;
mod flags;
mod guard;
mod import;
mod incoming;
mod lock;
mod manifest;
mod metadata;
mod plan;
mod print_line;
mod project;
mod protocol;
mod schema_text;
mod tables;
mod transaction;
mod update;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use tl_commands::{Failure, Outcome, Output, explain, fmt, insert_program_name, model};

use flags::{Command, Flags};
use project::Project;

/// The text that a user types to run this program.
const PROGRAM_NAME: &str = "cargo xtask";

fn main() -> ExitCode {
    let matches = insert_program_name(Flags::command(), PROGRAM_NAME).get_matches();
    let flags = Flags::from_arg_matches(&matches).unwrap_or_else(|why| why.exit());
    let mut output = Output::of_process(PROGRAM_NAME, flags.color);
    match run(flags, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print_unless_reported(&mut output);
            exit_code(&failure)
        }
    }
}

fn exit_code(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Reported => ExitCode::FAILURE,
        Failure::Refused | Failure::Unable { .. } => ExitCode::from(2),
    }
}

fn run(flags: Flags, output: &mut Output<'_>) -> Outcome {
    let project = || Project::find(flags.root.as_deref());
    match flags.command {
        Command::Codegen(flags) => codegen::run(&project()?, &flags, output),
        Command::Check(args) if !args.files.is_empty() => tl_commands::check::run(&args, output),
        Command::Check(args) => check::run(&project()?, &args, output),
        Command::Diff(args) => {
            let project = project().ok();
            diff::run(project.as_ref(), &args, output)
        }
        Command::Explain(args) => explain::run(&args, output),
        Command::Fmt(args) => fmt::run(&args, output),
        Command::Model(args) => model::run(&args, output),
        Command::Plan(args) if !args.files.is_empty() => tl_commands::plan::run(&args, output),
        Command::Plan(args) => plan::run(&project()?, &args, output),
        Command::Update(flags) => update::run(&project()?, &flags, output),
        Command::Import(flags) => import::run(&project()?, &flags, output),
        Command::Ci(flags) => ci::run(&project()?, &flags, output),
        Command::Bench(flags) => bench::run(&project()?, &flags),
        Command::Metadata(flags) => metadata::run(project, &flags, output),
    }
}
