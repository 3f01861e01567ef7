//! `cargo xtask ci`: what has to pass before a change is taken.
//!
//! [`STEPS`] is the whole of it; the server runs nothing else. Invariant: a step passes here exactly when it passes
//! there.

use std::env;
use std::process;
use std::time::Instant;

use crate::failure::{Failure, Outcome};
use crate::flags;
use crate::project::Project;
use crate::say::{complain, say};
use crate::{check, codegen, metadata};

/// One step.
struct Step {
    name: &'static str,
    about: &'static str,
    work: Work,
}

/// What a step does.
enum Work {
    /// Arguments of cargo, and variables of its environment.
    Cargo(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// A command of this program.
    Own(fn(&Project) -> Outcome),
}

/// All steps, the quick ones first.
const STEPS: &[Step] = &[
    Step { name: "fmt", about: "the layout of the code", work: Work::Cargo(&["fmt", "--all", "--check"], &[]) },
    Step { name: "codegen", about: "the generated code is up to date", work: Work::Own(is_generated) },
    Step { name: "check", about: "the schemas have no errors", work: Work::Own(has_no_errors) },
    Step {
        name: "metadata",
        about: "the tables of metadata are what their sources come to",
        work: Work::Own(metadata::check),
    },
    Step {
        name: "clippy",
        about: "no lint has anything to say",
        work: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[]),
    },
    Step { name: "test", about: "every test passes", work: Work::Cargo(&["test"], &[]) },
    Step {
        name: "features",
        about: "the types compile with few namespaces, and all docs with the default ones",
        work: Work::Own(features_compile),
    },
    Step {
        name: "no-std",
        about: "a program without std decodes and encodes",
        work: Work::Cargo(&["run", "--manifest-path", "tests/no-std/Cargo.toml", "--target-dir", "target/no-std"], &[]),
    },
    Step {
        name: "example",
        about: "the first program of the README runs",
        work: Work::Cargo(&["run", "--package", "tl-types", "--example", "import_login_token"], &[]),
    },
    Step {
        name: "differential",
        about: "another implementation reads and writes the same bytes",
        work: Work::Cargo(&["test", "--workspace", "--exclude", "tl-bench", "--test", "differential"], &[]),
    },
    Step {
        name: "doc",
        about: "the documentation builds, its links lead somewhere",
        work: Work::Cargo(&["doc", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")]),
    },
];

/// Runs the steps that were asked for, or all.
pub(crate) fn run(project: &Project, flags: &flags::Ci) -> Outcome {
    let steps = select(&flags.steps)?;
    if flags.list {
        for step in steps {
            say!("{:<10}{}", step.name, step.about);
        }
        return Ok(());
    }
    let mut failed = Vec::new();
    for step in steps {
        if !passes(project, step)? {
            failed.push(step.name);
            if !flags.keep_going {
                break;
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    complain!("error: failed: {}; try again with `cargo xtask ci {}`", failed.join(", "), failed.join(" "));
    Err(Failure::Reported)
}

/// The steps with these names, or all, in the order of the table.
fn select(names: &[String]) -> Outcome<Vec<&'static Step>> {
    if let Some(name) = names.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure::unable(
            format!("there is no step `{name}`"),
            format!("known steps: {}", known.join(", ")),
        ));
    }
    let is_wanted = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(is_wanted).collect())
}

/// Runs a step and prints how long it took.
fn passes(project: &Project, step: &Step) -> Outcome<bool> {
    say!("=== {}: {}", step.name, step.about);
    let start = Instant::now();
    let has_passed = match step.work {
        Work::Cargo(args, variables) => cargo(project, args, variables)?,
        Work::Own(work) => match work(project) {
            Ok(()) => true,
            Err(Failure::Reported) => false,
            Err(unable) => return Err(unable),
        },
    };
    let verdict = if has_passed { "passed" } else { "failed" };
    say!("=== {}: {verdict} in {:.1} s\n", step.name, start.elapsed().as_secs_f64());
    Ok(has_passed)
}

fn cargo(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Outcome<bool> {
    // The cargo that runs this program, so that both are of one toolchain.
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = process::Command::new(program);
    command.args(args).envs(variables.iter().copied()).current_dir(project.root());
    let status = command.status().map_err(|why| {
        Failure::unable(format!("cargo cannot be run: {why}"), "call this program through `cargo xtask`")
    })?;
    Ok(status.success())
}

fn is_generated(project: &Project) -> Outcome {
    codegen::run(project, &flags::Codegen { check: true, ..flags::Codegen::default() })
}

fn has_no_errors(project: &Project) -> Outcome {
    check::project(project, &flags::Check::default())
}

/// Sets of features of `tl-types` that are compiled: a test shows that the code of each other one is complete.
const FEATURE_SETS: [&str; 3] = ["", "fragment,views", "auth,messages,updates"];

fn features_compile(project: &Project) -> Outcome {
    let package = ["--package", "tl-types"];
    for set in FEATURE_SETS {
        say!("--- features: {}", if set.is_empty() { "none" } else { set });
        let args = ["--no-default-features", "--features", set, "--", "-D", "warnings"];
        expect_success(cargo(project, &[&["clippy"], &package[..], &args].concat(), &[])?)?;
    }
    say!("--- features: default");
    expect_success(cargo(project, &[&["test"], &package[..]].concat(), &[])?)
}

fn expect_success(has_succeeded: bool) -> Outcome {
    if has_succeeded { Ok(()) } else { Err(Failure::Reported) }
}
