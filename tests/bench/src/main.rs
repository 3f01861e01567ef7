//! The generated types side by side with other implementations, on the same bytes in one process.
//!
//! - `tl-bench table` measures everything and prints markdown: `cargo xtask bench run` calls it;
//! - `tl-bench once` does one thing so many times, for profilers: `cargo xtask bench instructions` calls it.
//!
//! [`payload`] makes the bytes of answers, [`requests`] the values of requests. [`sides`] has what each implementation
//! does with them, [`case`] lists what is measured, [`measure`] does it and [`table`] shows it. Invariants: before
//! anything is measured all sides have read the bytes and written the same ones; whatever a side makes is dropped while
//! its clock runs.

mod case;
mod measure;
mod payload;
mod requests;
mod sides;
mod table;

use std::process::ExitCode;

use clap::Parser;

use case::{Operation, Side};

/// Measures the generated types and other implementations
#[derive(Debug, Parser)]
enum Flags {
    /// Measure everything and print it as markdown
    Table {
        /// Rounds of which the best counts; in each, every side has a turn with everything
        #[arg(long, value_name = "N", default_value_t = 40)]
        rounds: usize,
    },
    /// Do one thing N times and print nothing
    Once {
        /// Name of the case, as in the table
        #[arg(value_name = "CASE")]
        case: String,
        /// What to do
        #[arg(value_name = "OPERATION")]
        operation: Operation,
        /// Who does it
        #[arg(value_name = "SIDE")]
        side: Side,
        /// How many times
        #[arg(value_name = "N")]
        n_times: usize,
    },
}

fn main() -> ExitCode {
    match Flags::parse() {
        Flags::Table { rounds } => {
            print!("{}", table::render(&measure::all(case::CASES, rounds)));
        }
        Flags::Once { case, operation, side, n_times } => match case::find(&case, operation, side) {
            Ok(mut work) => work(n_times),
            Err(why) => {
                eprintln!("error: {why}");
                return ExitCode::from(2);
            }
        },
    }
    ExitCode::SUCCESS
}
