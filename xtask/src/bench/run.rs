//! `cargo xtask bench run`: time and allocations.

use crate::bench::{output_of, record, tl_bench};
use crate::flags;
use crate::project::Project;
use crate::say::say;
use tl_commands::Outcome;

/// Prints what `tl-bench` measures, and writes it down if that is asked for.
pub(crate) fn run(project: &Project, flags: &flags::BenchRun) -> Outcome {
    let rounds = flags.rounds.to_string();
    let tables = output_of(&mut tl_bench(project, &[], &["table", "--rounds", &rounds]))?;
    say!("{}", tables.trim_end());
    if flags.write { record::write(project, "bench:run", &tables) } else { Ok(()) }
}
