//! `cargo xtask bench`: compares the generated types with other implementations.
//!
//! - [`mod@run`]: time and allocations of decoding, encoding and cloning;
//! - [`instructions`]: executed instructions, which do not depend on the load of the machine;
//! - [`compile`]: compile time and size, measured by [`command_time`] on temporary crates ([`dependent_crate`]);
//!   [`daily_work`] adds a realistic program;
//! - [`results_file`]: writes the tables to `tests/bench/RESULTS.md`;
//! - [`child_process`]: runs cargo and `tl-bench`; [`number`]: formats numbers.
//!
//! This program never depends on the generated types, so the package `tl-bench` runs the code under test.

mod child_process;
mod command_time;
mod compile;
mod daily_work;
mod dependent_crate;
mod instructions;
mod number;
mod results_file;
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
