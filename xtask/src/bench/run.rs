//! `cargo xtask bench run`: time and allocations of decoding, encoding and cloning.

use crate::bench::child_process::{run_for_stdout, tl_bench_command};
use crate::bench::results_file;
use crate::flags;
use crate::project::Project;
use tl_commands::{Outcome, Output, message};

/// Runs `tl-bench`, prints its tables, and with `--write` records the tables.
pub(crate) fn run(project: &Project, flags: &flags::BenchRun, output: &mut Output<'_>) -> Outcome {
    let rounds = flags.rounds.to_string();
    let tables = run_for_stdout(&mut tl_bench_command(project, &[], &["table", "--rounds", &rounds]))?;
    message!(output, "{}", tables.trim_end());
    if flags.write { results_file::write_section(project, results_file::RUN_SECTION, &tables, output) } else { Ok(()) }
}
