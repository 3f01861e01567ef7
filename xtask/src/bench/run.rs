//! `cargo xtask bench run`: time and allocations of decoding, encoding and cloning.

use crate::bench::command::{output_of, tl_bench};
use crate::bench::record;
use crate::flags;
use crate::project::Project;
use crate::say::say;
use tl_commands::Outcome;

/// Runs `tl-bench`, prints its tables, and with `--write` records the tables.
pub(crate) fn run(project: &Project, flags: &flags::BenchRun) -> Outcome {
    let rounds = flags.rounds.to_string();
    let tables = output_of(&mut tl_bench(project, &[], &["table", "--rounds", &rounds]))?;
    say!("{}", tables.trim_end());
    if flags.write { record::write(project, record::RUN_SECTION, &tables) } else { Ok(()) }
}
