//! Commands of this repository: `cargo xtask --help`.
//!
//! Commands on files (`check`, `diff`, `explain`, `find`, `fmt`, `generate`, `model`, `plan`) are in `tl-commands`, metadata is
//! in `tl-metadata`. Here are the parts that depend on this repository:
//!
//! - [`flags`]: the command line;
//! - [`codegen`], [`check`], [`mod@plan`], [`diff`], [`update`], [`import`], [`ci`], [`mod@bench`], [`metadata`],
//!   [`history`]: one file or folder for each command;
//! - [`project`]: the layout of the repository;
//! - [`protocol`]: schema and plan of one protocol; [`metadata_tables`]: its metadata;
//! - [`telegram_schemas`]: the schemas that are built into the tools for bytes;
//! - [`target_steps`]: steps of `ci` for other targets and tools; [`mod@cargo`]: cargo as a child process;
//! - [`incoming_schema`]: a schema from outside; [`schema_loss`]: refusals of schemas that would lose something;
//!   [`schema_text`]: the text of a schema in the project's form;
//! - [`transaction`]: changes of several files, all or none; [`file_moves`]: the moves of single files;
//! - [`schema_lock`], [`manifest`]: `schemas/tl.lock` and `tl-types/Cargo.toml`.
//!
//! Invariant: this crate does not depend on generated code, since it must run when that code does not compile.

mod bench;
mod cargo;
mod check;
mod ci;
mod codegen;
mod diff;
mod file_moves;
mod flags;
mod history;
mod import;
mod incoming_schema;
mod manifest;
mod metadata;
mod metadata_tables;
mod plan;
mod project;
mod protocol;
mod schema_lock;
mod schema_loss;
mod schema_text;
mod target_steps;
mod telegram_schemas;
mod transaction;
mod update;

use std::process::ExitCode;

use clap::CommandFactory as _;
use tl_commands::{Outcome, Output, decode, encode, explain, find, fmt, generate, insert_program_name, model, program};

use flags::{Command, Flags};
use project::Project;

/// The text that a user types to run this program.
const PROGRAM_NAME: &str = "cargo xtask";

fn main() -> ExitCode {
    let command = flags::without_required_files(insert_program_name(Flags::command(), PROGRAM_NAME));
    let flags: Flags = match program::parse_arguments(&command) {
        Ok(flags) => flags,
        Err(exit_code) => return exit_code,
    };
    let mut output = Output::of_process(PROGRAM_NAME, flags.color);
    let outcome = run(flags, &mut output);
    program::report_outcome(&outcome, &mut output)
}

fn run(flags: Flags, output: &mut Output<'_>) -> Outcome {
    let project = || Project::find(flags.root.as_deref());
    match flags.command {
        Command::Codegen(flags) => codegen::run(&project()?, &flags, output),
        Command::Check(args) if !args.files.is_empty() => tl_commands::check::run(&args, output),
        Command::Check(args) => check::run(&project()?, &args, output),
        Command::Diff(args) => {
            let project = project().ok();
            diff::run(project.as_ref(), &args.into(), output)
        }
        Command::Explain(args) => explain::run(&args, output),
        Command::Generate(args) => generate::run(&args, output),
        Command::Find(args) => find::run(&args, output),
        Command::Decode(args) => decode::run(&args, output),
        Command::Encode(args) => encode::run(&args, output),
        Command::Fmt(args) => fmt::run(&args, output),
        Command::Model(args) => model::run(&args, output),
        Command::Plan(args) if !args.files.is_empty() => tl_commands::plan::run(&args, output),
        Command::Plan(args) => plan::run(&project()?, &args, output),
        Command::Update(flags) => update::run(&project()?, &flags, output),
        Command::Import(flags) => import::run(&project()?, &flags, output),
        Command::Ci(flags) => ci::run(&project()?, &flags, output),
        Command::Bench(flags) => bench::run(&project()?, &flags, output),
        Command::Metadata(flags) => metadata::run(project, &flags, output),
        Command::History(flags) => history::run(&project()?, &flags, output),
    }
}
