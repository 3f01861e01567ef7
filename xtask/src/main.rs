//! Commands of this repository: `cargo xtask --help`.
//!
//! - [`flags`]: what can be asked for;
//! - [`codegen`], [`check`], [`explain`], [`mod@fmt`], [`model`], [`import`], [`ci`], [`mod@bench`], [`metadata`]: one
//!   file or folder per command;
//! - [`project`]: where things are;
//! - [`protocol`]: everything that is known about one protocol, with its findings;
//! - [`lock`]: where schemas are from;
//! - [`findings`]: what a run has found so far;
//! - [`reporting`]: what was asked for about that;
//! - [`fix`]: ids corrected in place;
//! - [`rewrite`]: files of other people, replaced;
//! - [`say`]: lines to whoever called;
//! - [`failure`]: how a command ends.
//!
//! This crate alone prints, and never depends on the code it generates: it has to run when that doesn't compile.

mod bench;
mod check;
mod ci;
mod codegen;
mod explain;
mod failure;
mod findings;
mod fix;
mod flags;
mod fmt;
mod import;
mod lock;
mod manifest;
mod metadata;
mod model;
mod project;
mod protocol;
mod reporting;
mod rewrite;
mod say;

use std::process::ExitCode;

use clap::Parser as _;

use failure::Outcome;
use flags::{Command, Flags};
use project::Project;

fn main() -> ExitCode {
    match run(Flags::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(flags: Flags) -> Outcome {
    flags.color.choice().write_global();
    let project = || Project::find(flags.root.as_deref());
    match flags.command {
        Command::Codegen(flags) => codegen::run(&project()?, &flags),
        Command::Check(flags) if !flags.files.is_empty() => check::files(&flags),
        Command::Check(flags) => check::project(&project()?, &flags),
        Command::Explain(flags) => explain::run(&flags),
        Command::Fmt(flags) => fmt::run(&flags),
        Command::Model(flags) => model::run(&flags),
        Command::Import(flags) => import::run(&project()?, &flags),
        Command::Ci(flags) => ci::run(&project()?, &flags),
        Command::Bench(flags) => bench::run(&project()?, &flags),
        Command::Metadata(flags) => metadata::run(project, &flags),
    }
}
