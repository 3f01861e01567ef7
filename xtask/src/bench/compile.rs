//! `cargo xtask bench compile`: compile time and size of crates that depend on the types.
//!
//! Every side is measured in one build mode before the next mode starts, so that load on the machine disturbs all sides
//! alike. A program is built after each library, because generic code is compiled in the program. Invariant: unless a
//! row says otherwise, everything is compiled from an empty target folder, dependencies included.

use std::fmt::Write as _;

use crate::bench::command_time::CommandTime;
use crate::bench::daily_work;
use crate::bench::dependent_crate::{BuildMode, DependentCrate, ExampleProgram, Side};
use crate::bench::number::{median, ratio_text, with_digit_groups};
use crate::bench::results_file;
use crate::flags;
use crate::project::Project;
use tl_commands::{Outcome, Output, message, problem};

/// A function that measures one side in one build mode; the `usize` is the index of the side.
type MeasureFn = fn(&mut CompileResults, usize, &DependentCrate) -> Outcome;

/// The build modes, in the order in which they are measured.
const MEASURED_MODES: &[(&str, MeasureFn)] = &[
    ("check", CompileResults::measure_check),
    ("debug build", CompileResults::measure_debug),
    ("release build", CompileResults::measure_release),
];

/// A table row of times, with its title.
struct TimeRow {
    title: &'static str,
    /// For each side, the times that all rounds took.
    rounds: [Vec<CommandTime>; Side::ALL.len()],
}

/// A table row of sizes in bytes.
struct SizeRow {
    title: &'static str,
    n_bytes: [u64; Side::ALL.len()],
}

/// The measurements of all sides so far, one row for each title.
struct CompileResults {
    check: TimeRow,
    check_of_types: TimeRow,
    debug: TimeRow,
    debug_program: TimeRow,
    release: TimeRow,
    release_program: TimeRow,
    debug_types: SizeRow,
    release_types: SizeRow,
    size_of_program: SizeRow,
}

/// Measures all sides, prints the table, and with `--write` records the table.
pub(crate) fn run(project: &Project, flags: &flags::BenchCompile, output: &mut Output<'_>) -> Outcome {
    let folder = tempfile::tempdir()?;
    let dependents = Side::ALL.map(|side| DependentCrate::new(project, folder.path(), side, ExampleProgram::Small));
    let dependents = dependents.into_iter().collect::<Outcome<Vec<_>>>()?;
    let mut results = CompileResults::new();
    for round in 1..=flags.rounds {
        for (mode, measure) in MEASURED_MODES {
            for (side_idx, dependent) in dependents.iter().enumerate() {
                problem!(output, "round {round} of {}: {mode}, {}", flags.rounds, dependent.side.name());
                dependent.remove_build_products()?;
                measure(&mut results, side_idx, dependent)?;
                dependent.remove_build_products()?;
            }
        }
    }
    let table = format!("{}\n{}", results.render(), daily_work::measure_into_table(project, flags.rounds, output)?);
    message!(output, "{}", table.trim_end());
    if flags.write {
        results_file::write_section(project, results_file::COMPILE_SECTION, &table, output)
    } else {
        Ok(())
    }
}

impl CompileResults {
    fn new() -> Self {
        let line = |title| TimeRow { title, rounds: Default::default() };
        let size = |title| SizeRow { title, n_bytes: Default::default() };
        Self {
            check: line("cold check"),
            check_of_types: line("check of the types alone"),
            debug: line("cold debug build"),
            debug_program: line("debug build of the program"),
            release: line("cold release build"),
            release_program: line("release build of the program"),
            debug_types: size("`rlib` of the types, debug"),
            release_types: size("`rlib` of the types, release"),
            size_of_program: size("the program, release"),
        }
    }

    fn measure_check(&mut self, side_idx: usize, dependent: &DependentCrate) -> Outcome {
        self.check.rounds[side_idx].push(dependent.compile_library(BuildMode::Check)?);
        dependent.remove_types_build()?;
        self.check_of_types.rounds[side_idx].push(dependent.compile_library(BuildMode::Check)?);
        Ok(())
    }

    fn measure_debug(&mut self, side_idx: usize, dependent: &DependentCrate) -> Outcome {
        self.debug.rounds[side_idx].push(dependent.compile_library(BuildMode::Debug)?);
        self.debug_types.n_bytes[side_idx] = dependent.size_of_types(BuildMode::Debug)?;
        self.debug_program.rounds[side_idx].push(dependent.compile_program(BuildMode::Debug)?);
        Ok(())
    }

    fn measure_release(&mut self, side_idx: usize, dependent: &DependentCrate) -> Outcome {
        self.release.rounds[side_idx].push(dependent.compile_library(BuildMode::Release)?);
        self.release_types.n_bytes[side_idx] = dependent.size_of_types(BuildMode::Release)?;
        self.release_program.rounds[side_idx].push(dependent.compile_program(BuildMode::Release)?);
        self.size_of_program.n_bytes[side_idx] = dependent.size_of_program(BuildMode::Release)?;
        Ok(())
    }

    fn render(&self) -> String {
        let names = Side::ALL.map(Side::name).join(" | ");
        let mut text = format!("| | {names} | grammers / ours | ferogram / ours |\n|---|---:|---:|---:|---:|---:|\n");
        let debug_together = self.debug.with_added_times(&self.debug_program, "debug build and program together");
        let release_together =
            self.release.with_added_times(&self.release_program, "release build and program together");
        for line in [
            &self.check,
            &self.check_of_types,
            &self.debug,
            &self.debug_program,
            &debug_together,
            &self.release,
            &self.release_program,
            &release_together,
        ] {
            line.render(&mut text, "user time", |time| time.user);
            line.render(&mut text, "wall time", |time| time.wall);
        }
        for size in [&self.debug_types, &self.release_types, &self.size_of_program] {
            let kilobytes = size.n_bytes.map(|n_bytes| format!("{} kB", with_digit_groups(n_bytes / 1000)));
            write_row(&mut text, size.title, &kilobytes, &size.n_bytes.map(|n_bytes| n_bytes as f64));
        }
        text
    }
}

impl TimeRow {
    /// Adds the times of two rows, round by round.
    fn with_added_times(&self, next: &Self, title: &'static str) -> Self {
        let both =
            |side_idx: usize| self.rounds[side_idx].iter().zip(&next.rounds[side_idx]).map(|(a, b)| *a + *b).collect();
        Self { title, rounds: std::array::from_fn(both) }
    }

    /// Writes the median times, with the minimum in brackets. Ratios are ratios of medians.
    fn render(&self, text: &mut String, kind: &str, pick: fn(&CommandTime) -> f64) {
        let seconds = self.rounds.each_ref().map(|time| time.iter().map(pick).collect::<Vec<_>>());
        let medians = seconds.each_ref().map(|seconds| median(seconds));
        let cells = seconds.map(|seconds| {
            let least = seconds.iter().copied().fold(f64::INFINITY, f64::min);
            format!("{:.1} s ({least:.1})", median(&seconds))
        });
        write_row(text, &format!("{}, {kind}", self.title), &cells, &medians);
    }
}

fn write_row<const N: usize>(text: &mut String, title: &str, cells: &[String; N], numbers: &[f64; N]) {
    let ratios: Vec<_> = numbers[1..].iter().map(|number| ratio_text(*number, numbers[0])).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {title} | {} | {} |", cells.join(" | "), ratios.join(" | "));
}
