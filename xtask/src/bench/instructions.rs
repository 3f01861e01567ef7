//! `cargo xtask bench instructions`: instructions of one operation.
//!
//! Each is run few and many times under callgrind; the difference holds nothing of the program's start. Invariant: the
//! same program gives the same figures, but for what depends on addresses.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::bench::number::{grouped, ratio};
use crate::bench::{output_of, tl_bench};
use crate::flags;
use crate::project::Project;
use crate::say::say;
use tl_commands::{Failure, Outcome};

/// What is counted, and for whom: names of `tl-bench`.
const ROWS: &[(&str, &[&str])] = &[
    ("decode", &["ours", "shared", "grammers"]),
    ("view", &["ours", "grammers"]),
    ("visit", &["ours", "grammers"]),
    ("encode", &["ours", "grammers"]),
];

/// How often an operation runs in the shorter and the longer of two runs.
const TIMES: (u64, u64) = (10, 110);

/// Counts and prints.
pub(crate) fn run(project: &Project, flags: &flags::BenchInstructions) -> Outcome {
    find_valgrind()?;
    let folder = tempfile::tempdir()?;
    say!("| {} | ours | ours, shared | grammers | grammers / ours |\n|---|---:|---:|---:|---:|", flags.case);
    for (operation, sides) in ROWS {
        let count = |side: &str| match sides.contains(&side) {
            true => per_operation(project, folder.path(), [&flags.case, operation, side]).map(Some),
            false => Ok(None),
        };
        let (ours, shared, grammers) = (count("ours")?, count("shared")?, count("grammers")?);
        let cell = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), grouped);
        let times = ratio(grammers.unwrap_or(0) as f64, ours.unwrap_or(0) as f64);
        say!("| {operation} | {} | {} | {} | {times} |", cell(ours), cell(shared), cell(grammers));
    }
    Ok(())
}

fn find_valgrind() -> Outcome {
    let found = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    found.map(|_| ()).map_err(|why| {
        Failure::unable(
            format!("valgrind cannot be run: {why}"),
            "install it, for instance with `apt-get install valgrind`: its tool callgrind counts the instructions",
        )
    })
}

fn per_operation(project: &Project, folder: &Path, what: [&str; 3]) -> Outcome<u64> {
    let (few, many) = TIMES;
    let difference = total(project, folder, what, many)?.saturating_sub(total(project, folder, what, few)?);
    Ok(difference / (many - few))
}

/// Instructions of the whole program.
fn total(project: &Project, folder: &Path, [case, operation, side]: [&str; 3], n_times: u64) -> Outcome<u64> {
    let profile = folder.join("callgrind.out");
    let out = format!("--callgrind-out-file={}", profile.display());
    let runner = ["valgrind", "--quiet", "--tool=callgrind", &out].map(|part| toml::Value::from(part).to_string());
    // Cargo knows where the program is, so it also has to start it.
    let config = format!("target.'cfg(all())'.runner=[{}]", runner.join(","));
    let n_times = n_times.to_string();
    output_of(&mut tl_bench(project, &["--config", &config], &["once", case, operation, side, &n_times]))?;
    let text = fs::read_to_string(&profile).map_err(|why| Failure::file(&profile, &why))?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    total.ok_or_else(|| {
        Failure::unable("callgrind wrote no totals", "look whether it runs: `valgrind --tool=callgrind true`")
    })
}
