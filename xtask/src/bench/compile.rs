//! `cargo xtask bench compile`: what the types cost whoever compiles them.
//!
//! All sides have a turn with one way to compile before the next way comes, so that what else the machine does disturbs
//! them alike. A program is built after each library, since part of what a side costs may be compiled only where it is
//! used. Invariant: but for the lines that say so, everything is compiled from nothing, dependencies too.

use std::fmt::Write as _;

use crate::bench::clock::Took;
use crate::bench::dependent::{Dependent, Mode, Side};
use crate::bench::number::{grouped, median, ratio};
use crate::bench::record;
use crate::flags;
use crate::project::Project;
use crate::say::{complain, say};
use tl_commands::Outcome;

/// Measures one way to compile, into the place of a side.
type Measure = fn(&mut Results, usize, &Dependent) -> Outcome;

/// The ways to compile, in the order of their turns.
const WAYS: &[(&str, Measure)] =
    &[("check", Results::check), ("debug build", Results::debug), ("release build", Results::release)];

/// A line of the table that is about time.
struct Line {
    about: &'static str,
    /// What each side took in each round.
    took: [Vec<Took>; Side::ALL.len()],
}

/// A line of the table that is about bytes.
struct Size {
    about: &'static str,
    n_bytes: [u64; Side::ALL.len()],
}

/// What was found out so far.
struct Results {
    check: Line,
    check_of_types: Line,
    debug: Line,
    debug_program: Line,
    release: Line,
    release_program: Line,
    debug_types: Size,
    release_types: Size,
    size_of_program: Size,
}

/// Measures and prints, and writes down if that is asked for.
pub(crate) fn run(project: &Project, flags: &flags::BenchCompile) -> Outcome {
    let folder = tempfile::tempdir()?;
    let dependents = Side::ALL.map(|side| Dependent::new(project, folder.path(), side));
    let dependents = dependents.into_iter().collect::<Outcome<Vec<_>>>()?;
    let mut results = Results::new();
    for round in 1..=flags.rounds {
        for (what, measure) in WAYS {
            for (side_idx, dependent) in dependents.iter().enumerate() {
                complain!("round {round} of {}: {what}, {}", flags.rounds, dependent.side.name());
                dependent.forget_all()?;
                measure(&mut results, side_idx, dependent)?;
                dependent.forget_all()?;
            }
        }
    }
    let table = results.render();
    say!("{}", table.trim_end());
    if flags.write { record::write(project, "bench:compile", &table) } else { Ok(()) }
}

impl Results {
    fn new() -> Self {
        let line = |about| Line { about, took: Default::default() };
        let size = |about| Size { about, n_bytes: Default::default() };
        Self {
            check: line("cold check"),
            check_of_types: line("check of the types alone"),
            debug: line("cold debug build"),
            debug_program: line("debug build of the program after it"),
            release: line("cold release build"),
            release_program: line("release build of the program after it"),
            debug_types: size("`rlib` of the types, debug"),
            release_types: size("`rlib` of the types, release"),
            size_of_program: size("the program, release"),
        }
    }

    fn check(&mut self, side_idx: usize, dependent: &Dependent) -> Outcome {
        self.check.took[side_idx].push(dependent.library(Mode::Check)?);
        dependent.forget_types()?;
        self.check_of_types.took[side_idx].push(dependent.library(Mode::Check)?);
        Ok(())
    }

    fn debug(&mut self, side_idx: usize, dependent: &Dependent) -> Outcome {
        self.debug.took[side_idx].push(dependent.library(Mode::Debug)?);
        self.debug_types.n_bytes[side_idx] = dependent.size_of_types(Mode::Debug)?;
        self.debug_program.took[side_idx].push(dependent.program(Mode::Debug)?);
        Ok(())
    }

    fn release(&mut self, side_idx: usize, dependent: &Dependent) -> Outcome {
        self.release.took[side_idx].push(dependent.library(Mode::Release)?);
        self.release_types.n_bytes[side_idx] = dependent.size_of_types(Mode::Release)?;
        self.release_program.took[side_idx].push(dependent.program(Mode::Release)?);
        self.size_of_program.n_bytes[side_idx] = dependent.size_of_program(Mode::Release)?;
        Ok(())
    }

    fn render(&self) -> String {
        let names = Side::ALL.map(Side::name).join(" | ");
        let mut text = format!("| | {names} | grammers / ours | ferogram / ours |\n|---|---:|---:|---:|---:|---:|\n");
        let debug_in_all = self.debug.and(&self.debug_program, "debug build and program, in all");
        let release_in_all = self.release.and(&self.release_program, "release build and program, in all");
        for line in [
            &self.check,
            &self.check_of_types,
            &self.debug,
            &self.debug_program,
            &debug_in_all,
            &self.release,
            &self.release_program,
            &release_in_all,
        ] {
            line.render(&mut text, "user time", |took| took.user);
            line.render(&mut text, "wall time", |took| took.wall);
        }
        for size in [&self.debug_types, &self.release_types, &self.size_of_program] {
            let kilobytes = size.n_bytes.map(|n_bytes| format!("{} kB", grouped(n_bytes / 1000)));
            write_line(&mut text, size.about, &kilobytes, &size.n_bytes.map(|n_bytes| n_bytes as f64));
        }
        text
    }
}

impl Line {
    /// What both took together in each round.
    fn and(&self, next: &Self, about: &'static str) -> Self {
        let both =
            |side_idx: usize| self.took[side_idx].iter().zip(&next.took[side_idx]).map(|(a, b)| *a + *b).collect();
        Self { about, took: std::array::from_fn(both) }
    }

    /// The median, and in brackets the minimum; ratios are those of the medians.
    fn render(&self, text: &mut String, what: &str, pick: fn(&Took) -> f64) {
        let seconds = self.took.each_ref().map(|took| took.iter().map(pick).collect::<Vec<_>>());
        let medians = seconds.each_ref().map(|seconds| median(seconds));
        let cells = seconds.map(|seconds| {
            let least = seconds.iter().copied().fold(f64::INFINITY, f64::min);
            format!("{:.1} s ({least:.1})", median(&seconds))
        });
        write_line(text, &format!("{}, {what}", self.about), &cells, &medians);
    }
}

fn write_line<const N: usize>(text: &mut String, about: &str, cells: &[String; N], numbers: &[f64; N]) {
    let ratios: Vec<_> = numbers[1..].iter().map(|number| ratio(*number, numbers[0])).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {about} | {} | {} |", cells.join(" | "), ratios.join(" | "));
}
