//! Compares the generated types with other implementations, on the same bytes in one process.
//!
//! - `tl-bench table` measures all cases and prints markdown: `cargo xtask bench run` calls it.
//! - `tl-bench once` repeats one operation, for profilers: `cargo xtask bench instructions` calls it.
//!
//! [`payload`] builds the bytes of responses, [`requests`] the values of requests. [`sides`] has the operations of each
//! implementation. [`case`] lists the benchmarks, [`measure`] runs them and [`table`] formats the results. Invariants:
//! before the first measurement, all sides have decoded each payload and encoded it to the same bytes; values are
//! dropped inside the measured time.

mod case;
mod measure;
mod payload;
mod requests;
mod sides;
mod table;

use std::process::ExitCode;

use clap::Parser;

use case::{Operation, Side};

/// Compares the generated types with other implementations
#[derive(Debug, Parser)]
enum CommandLine {
    /// Measure all cases and print the results as markdown
    Table {
        /// Number of rounds; the best one counts. Each round measures every operation of every side once
        #[arg(long, value_name = "N", default_value_t = 40)]
        rounds: usize,
    },
    /// Run one operation N times and print nothing
    Once {
        /// Name of the case
        #[arg(value_name = "CASE")]
        case: String,
        /// Operation to run
        #[arg(value_name = "OPERATION")]
        operation: Operation,
        /// Implementation to run
        #[arg(value_name = "SIDE")]
        side: Side,
        /// Number of repetitions
        #[arg(value_name = "N")]
        n_times: usize,
    },
}

fn main() -> ExitCode {
    match CommandLine::parse() {
        CommandLine::Table { rounds } => {
            print!("{}", table::render_tables(&measure::measure_all(case::CASES, rounds)));
        }
        CommandLine::Once { case, operation, side, n_times } => match case::find_work(&case, operation, side) {
            Ok(mut work) => work(n_times),
            Err(message) => {
                eprintln!("error: {message}");
                return ExitCode::from(2);
            }
        },
    }
    ExitCode::SUCCESS
}
