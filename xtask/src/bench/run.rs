//! `cargo xtask bench run`: time and allocations of decoding, encoding and cloning.

use crate::bench::command::{stdout_of, tl_bench_command};
use crate::bench::record;
use crate::flags;
use crate::project::Project;
use tl_commands::{Outcome, Output, message};

/// Runs `tl-bench`, prints its tables, and with `--write` records the tables.
pub(crate) fn run(project: &Project, flags: &flags::BenchRun, output: &mut Output<'_>) -> Outcome {
    let rounds = flags.rounds.to_string();
    let tables = stdout_of(&mut tl_bench_command(project, &[], &["table", "--rounds", &rounds]))?;
    message!(output, "{}", tables.trim_end());
    if flags.write { record::write_section(project, record::RUN_SECTION, &tables, output) } else { Ok(()) }
}
