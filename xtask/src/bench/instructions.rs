//! `cargo xtask bench instructions`: number of executed instructions for one operation.
//!
//! Each operation runs 10 and 110 times under callgrind; the difference cancels the start of the program. Invariant:
//! the same program gives the same counts, except for effects of memory addresses.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::bench::child_process::{run_for_stdout, tl_bench_command};
use crate::bench::number::{ratio_text, with_digit_groups};
use crate::bench::results_file;
use crate::flags;
use crate::project::Project;
use tl_commands::{Failure, Outcome, Output, message};

/// For each operation of `tl-bench`: its table title and the sides that have it.
const MEASURED_OPERATIONS: &[(&str, &str, &[&str])] = &[
    ("decode", "decode", &["ours", "shared", "grammers"]),
    ("view", "decode, views", &["ours", "grammers"]),
    ("visit", "views, every field visited", &["ours", "grammers"]),
    ("encode", "encode", &["ours", "grammers"]),
];

/// The number of repetitions in the shorter run.
const FEW_REPETITIONS: u64 = 10;

/// The number of repetitions in the longer run.
const MANY_REPETITIONS: u64 = 110;

/// Counts instructions, prints the table, and with `--write` records the table.
pub(crate) fn run(project: &Project, flags: &flags::BenchInstructions, output: &mut Output<'_>) -> Outcome {
    check_valgrind_runs()?;
    let folder = tempfile::tempdir()?;
    let mut table =
        format!("| {} | ours | ours, shared | grammers | grammers / ours |\n|---|---:|---:|---:|---:|\n", flags.case);
    for (operation, title, sides) in MEASURED_OPERATIONS {
        let count = |side: &str| match sides.contains(&side) {
            true => instructions_per_operation(project, folder.path(), [&flags.case, operation, side]).map(Some),
            false => Ok(None),
        };
        let (ours, shared, grammers) = (count("ours")?, count("shared")?, count("grammers")?);
        let cell = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), with_digit_groups);
        let times = ratio_text(grammers.unwrap_or(0) as f64, ours.unwrap_or(0) as f64);
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| {title} | {} | {} | {} | {times} |", cell(ours), cell(shared), cell(grammers));
    }
    message!(output, "{}", table.trim_end());
    if flags.write {
        results_file::write_section(project, results_file::INSTRUCTIONS_SECTION, &table, output)
    } else {
        Ok(())
    }
}

fn check_valgrind_runs() -> Outcome {
    let found = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    found.map(|_| ()).map_err(|why| {
        Failure::unable_with_advice(
            format!("valgrind cannot be run: {why}"),
            "install it, for instance with `apt-get install valgrind`: its tool callgrind counts the instructions",
        )
    })
}

fn instructions_per_operation(project: &Project, folder: &Path, work: [&str; 3]) -> Outcome<u64> {
    let (few, many) = (FEW_REPETITIONS, MANY_REPETITIONS);
    let difference = instructions_of_process(project, folder, work, many)?
        .saturating_sub(instructions_of_process(project, folder, work, few)?);
    Ok(difference / (many - few))
}

/// The number of instructions of a whole process.
fn instructions_of_process(
    project: &Project,
    folder: &Path,
    [case, operation, side]: [&str; 3],
    n_times: u64,
) -> Outcome<u64> {
    let profile = folder.join("callgrind.out");
    let out = format!("--callgrind-out-file={}", profile.display());
    let runner = ["valgrind", "--quiet", "--tool=callgrind", &out].map(|part| toml::Value::from(part).to_string());
    // Cargo knows the path of the program, so valgrind is set as its runner.
    let config = format!("target.'cfg(all())'.runner=[{}]", runner.join(","));
    let n_times = n_times.to_string();
    run_for_stdout(&mut tl_bench_command(project, &["--config", &config], &["once", case, operation, side, &n_times]))?;
    let text = fs::read_to_string(&profile).map_err(|why| Failure::about_file(&profile, &why))?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    total.ok_or_else(|| {
        Failure::unable_with_advice("callgrind wrote no totals", "check that it runs: `valgrind --tool=callgrind true`")
    })
}
