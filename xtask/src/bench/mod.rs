//! `cargo xtask bench`: compares the generated types with other implementations.
//!
//! - [`mod@run`]: time and allocations of decoding, encoding and cloning;
//! - [`instructions`]: executed instructions, which do not depend on the load of the machine;
//! - [`compile`]: compile time and size, measured by [`clock`] on temporary crates ([`dependent`]); [`daily`] adds a
//!   realistic program;
//! - [`record`]: writes the tables to `tests/bench/RESULTS.md`;
//! - [`command`]: runs cargo and `tl-bench`; [`number`]: formats numbers.
//!
//! This program never depends on the generated types, so the package `tl-bench` runs the code under test.

mod clock;
mod command;
mod compile;
mod daily;
mod dependent;
mod instructions;
mod number;
mod record;
mod run;

use crate::flags;
use crate::project::Project;
use tl_commands::{Outcome, Output};

/// Runs the selected benchmark.
pub(crate) fn run(project: &Project, flags: &flags::Bench, output: &mut Output<'_>) -> Outcome {
    match &flags.benchmark {
        flags::Benchmark::Run(flags) => run::run(project, flags, output),
        flags::Benchmark::Instructions(flags) => instructions::run(project, flags, output),
        flags::Benchmark::Compile(flags) => compile::run(project, flags, output),
    }
}
