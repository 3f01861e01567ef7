//! The second table of `cargo xtask bench compile`: the daily work on a realistic program.
//!
//! The types are compiled once, the program after every change. Each side has one program, `tests/bench/programs`: a
//! client and a server that encode, decode and print the same requests. A rebuild follows one changed line.

use std::fmt::Write as _;

use crate::bench::dependent_crate::{BuildMode, DependentCrate, ExampleProgram, Side};
use crate::bench::number::{median, ratio_text, with_digit_groups};
use crate::project::Project;
use tl_commands::{Outcome, Output, problem};

/// The compared sides, without Ferogram: its types have another layer, for which the program does not compile.
const COMPARED_SIDES: [Side; 2] = [Side::Ours, Side::Grammers];

/// The measured steps, in order; each is a table row of user times.
const MEASURED_STEPS: [&str; 7] = [
    "cold check",
    "cold debug build",
    "debug rebuild",
    "debug rebuild, incremental",
    "cold release build",
    "release rebuild",
    "one cold release build and ten rebuilds",
];

/// For each side and step, the seconds of all rounds; and the sizes of the release programs.
#[derive(Default)]
struct DailyWorkResults {
    seconds: [[Vec<f64>; MEASURED_STEPS.len()]; COMPARED_SIDES.len()],
    n_bytes: [u64; COMPARED_SIDES.len()],
}

/// Measures the compared sides in turn in each round, and returns the table of the medians.
pub(crate) fn measure_into_table(project: &Project, rounds: u32, output: &mut Output<'_>) -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    let dependents = COMPARED_SIDES.map(|side| DependentCrate::new(project, folder.path(), side, ExampleProgram::Chat));
    let dependents = dependents.into_iter().collect::<Outcome<Vec<_>>>()?;
    let mut results = DailyWorkResults::default();
    for round in 1..=rounds {
        for (side_idx, dependent) in dependents.iter().enumerate() {
            problem!(output, "round {round} of {rounds}: the realistic program, {}", dependent.side.name());
            let seconds = measure_steps(dependent)?;
            results.n_bytes[side_idx] = dependent.size_of_program(BuildMode::Release)?;
            results.seconds[side_idx].iter_mut().zip(seconds).for_each(|(all, one)| all.push(one));
            dependent.remove_build_products()?;
        }
    }
    Ok(results.render())
}

/// The user time of each step, in seconds.
fn measure_steps(dependent: &DependentCrate) -> Outcome<[f64; MEASURED_STEPS.len()]> {
    dependent.remove_build_products()?;
    let check = dependent.compile_library(BuildMode::Check)?.user;
    dependent.remove_build_products()?;
    let debug = dependent.compile_library(BuildMode::Debug)?.user + dependent.compile_program(BuildMode::Debug)?.user;
    dependent.change_program()?;
    let debug_rebuild = dependent.compile_program(BuildMode::Debug)?.user;
    dependent.compile_program(BuildMode::Incremental)?;
    dependent.change_program()?;
    let incremental = dependent.compile_program(BuildMode::Incremental)?.user;
    let release =
        dependent.compile_library(BuildMode::Release)?.user + dependent.compile_program(BuildMode::Release)?.user;
    dependent.change_program()?;
    let rebuild = dependent.compile_program(BuildMode::Release)?.user;
    Ok([check, debug, debug_rebuild, incremental, release, rebuild, release + 10.0 * rebuild])
}

impl DailyWorkResults {
    fn render(&self) -> String {
        let names = COMPARED_SIDES.map(Side::name).join(" | ");
        let mut text = format!("| the realistic program | {names} | ours / grammers |\n|---|---:|---:|---:|\n");
        let mut row =
            |title: &str, cells: [String; COMPARED_SIDES.len()], [ours, grammers]: [f64; COMPARED_SIDES.len()]| {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "| {title} | {} | {} |", cells.join(" | "), ratio_text(ours, grammers));
            };
        for (step_idx, title) in MEASURED_STEPS.iter().enumerate() {
            let medians = self.seconds.each_ref().map(|side| median(&side[step_idx]));
            row(&format!("{title}, user time"), medians.map(|seconds| format!("{seconds:.2} s")), medians);
        }
        let sizes = self.n_bytes.map(|n_bytes| format!("{} kB", with_digit_groups(n_bytes / 1000)));
        row("size, release", sizes, self.n_bytes.map(|n_bytes| n_bytes as f64));
        text
    }
}
