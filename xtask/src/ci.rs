//! `cargo xtask ci`: the checks that a change must pass.
//!
//! [`CI_STEPS`] lists the checks of every change, [`FULL_STEPS`] further ones; the server runs this command and nothing
//! else. Invariant: a step passes locally exactly if it passes on the server.

use std::time::Instant;

use tl_commands::{Check, Failure, Outcome, Output, message, problem};

use crate::cargo::cargo_command;
use crate::flags;
use crate::project::Project;
use crate::{check, codegen, metadata, target_steps, update};

/// One step of continuous integration.
struct CiStep {
    name: &'static str,
    about: &'static str,
    work: StepWork,
}

/// The action of a step.
enum StepWork {
    /// Runs cargo with these arguments and environment variables.
    Cargo(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// Runs a function of this program.
    Own(fn(&Project, &mut Output<'_>) -> Outcome),
}

/// The variable, with its value, that makes tests run completely where they take a sample otherwise.
const FULL_TESTS_VARIABLE: (&str, &str) = ("TL_FULL", "1");

/// The variable, with its value, that makes tests fail that are skipped if a published package cannot be fetched.
const NEEDS_PACKAGES_VARIABLE: (&str, &str) = ("TL_NEEDS_PACKAGES", "1");

/// The variable, with its value, that makes warnings of rustdoc errors.
const DENIED_DOC_WARNINGS: (&str, &str) = ("RUSTDOCFLAGS", "-D warnings");

/// The steps that every change must pass, the fastest first.
const CI_STEPS: &[CiStep] = &[
    CiStep { name: "fmt", about: "the layout of the code", work: StepWork::Cargo(&["fmt", "--all", "--check"], &[]) },
    CiStep { name: "codegen", about: "the generated code is up to date", work: StepWork::Own(check_generated_code) },
    CiStep { name: "check", about: "the schemas have no errors", work: StepWork::Own(check_all_protocols) },
    CiStep {
        name: "metadata",
        about: "the tables of metadata equal the merged facts",
        work: StepWork::Own(metadata::check),
    },
    CiStep {
        name: "clippy",
        about: "clippy reports nothing",
        work: StepWork::Cargo(
            &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
            &[],
        ),
    },
    CiStep { name: "test", about: "every test passes", work: StepWork::Cargo(&["test"], &[NEEDS_PACKAGES_VARIABLE]) },
    CiStep {
        name: "features",
        about: "the types compile with few namespaces, and all docs with the default ones",
        work: StepWork::Own(check_feature_sets),
    },
    CiStep {
        name: "no-std",
        about: "a program without std decodes and encodes",
        work: StepWork::Cargo(
            &["run", "--manifest-path", "tests/no-std/Cargo.toml", "--target-dir", "target/no-std"],
            &[],
        ),
    },
    CiStep {
        name: "bare-metal",
        about: "the codec compiles for a target without an operating system",
        work: StepWork::Own(target_steps::check_on_bare_metal),
    },
    CiStep {
        name: "example",
        about: "the first program of the README runs",
        work: StepWork::Cargo(&["run", "--package", "tl-types", "--example", "import_login_token"], &[]),
    },
    CiStep {
        name: "differential",
        about: "another implementation reads and writes the same bytes",
        work: StepWork::Cargo(&["test", "--workspace", "--exclude", "tl-bench", "--test", "differential"], &[]),
    },
    CiStep {
        name: "doc",
        about: "the documentation builds without broken links",
        work: StepWork::Cargo(&["doc", "--no-deps", "--all-features"], &[DENIED_DOC_WARNINGS]),
    },
];

/// Steps that run only if `--full` or their name is given: they take long, or need more tools.
const FULL_STEPS: &[CiStep] = &[
    CiStep {
        name: "td-api",
        about: "the types of TDLib's published schema decode and encode",
        work: StepWork::Own(test_published_schema_of_tdlib),
    },
    CiStep {
        name: "32-bit",
        about: "the tests of the codec pass with pointers of 32 bits",
        work: StepWork::Own(target_steps::test_on_32_bits),
    },
    CiStep {
        name: "big-endian",
        about: "the tests of the codec pass under Miri, as on a big-endian machine",
        work: StepWork::Own(target_steps::test_on_big_endian),
    },
    CiStep {
        name: "package",
        about: "the libraries and `tl` can be packaged for publishing",
        work: StepWork::Own(package_libraries),
    },
    CiStep {
        name: "deny",
        about: "licences, sources and advisories of dependencies",
        work: StepWork::Own(target_steps::run_cargo_deny),
    },
];

/// Runs the selected steps of continuous integration.
pub(crate) fn run(project: &Project, flags: &flags::Ci, output: &mut Output<'_>) -> Outcome {
    let steps = selected_steps(&flags.steps, flags.full)?;
    if flags.list {
        for step in steps {
            message!(output, "{:<12}{}", step.name, step.about);
        }
        return Ok(());
    }
    let mut failed = Vec::new();
    for step in steps {
        if !run_step(project, step, flags.full, output)? {
            failed.push(step.name);
            if !flags.keep_going {
                break;
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    problem!(output, "error: failed: {}; try again with `cargo xtask ci {}`", failed.join(", "), failed.join(" "));
    Err(Failure::Reported)
}

/// The steps with the given names, in the order of the tables. Without names, all steps: those of [`FULL_STEPS`] only
/// in a full run.
fn selected_steps(names: &[String], is_full: bool) -> Outcome<Vec<&'static CiStep>> {
    let all_steps = || CI_STEPS.iter().chain(FULL_STEPS);
    if let Some(name) = names.iter().find(|name| all_steps().all(|step| step.name != name.as_str())) {
        let known: Vec<_> = all_steps().map(|step| step.name).collect();
        return Err(Failure::unable_with_advice(
            format!("there is no step `{name}`"),
            format!("known steps: {}", known.join(", ")),
        ));
    }
    if names.is_empty() {
        let n_steps = if is_full { CI_STEPS.len() + FULL_STEPS.len() } else { CI_STEPS.len() };
        return Ok(all_steps().take(n_steps).collect());
    }
    Ok(all_steps().filter(|step| names.iter().any(|name| name == step.name)).collect())
}

/// Runs a step, prints its duration, and returns whether the step passed.
fn run_step(project: &Project, step: &CiStep, is_full: bool, output: &mut Output<'_>) -> Outcome<bool> {
    message!(output, "=== {}: {}", step.name, step.about);
    let start = Instant::now();
    let has_passed = match step.work {
        StepWork::Cargo(args, variables) => {
            let full = is_full.then_some(FULL_TESTS_VARIABLE);
            run_cargo(project, args, &variables.iter().copied().chain(full).collect::<Vec<_>>())?
        }
        StepWork::Own(work) => match work(project, output) {
            Ok(()) => true,
            Err(Failure::Reported) => false,
            Err(failure) => return Err(failure),
        },
    };
    let verdict = if has_passed { "passed" } else { "failed" };
    message!(output, "=== {}: {verdict} in {:.1} s\n", step.name, start.elapsed().as_secs_f64());
    Ok(has_passed)
}

fn run_cargo(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Outcome<bool> {
    let mut command = cargo_command();
    command.args(args).envs(variables.iter().copied()).current_dir(project.root());
    let status = command.status().map_err(|why| {
        Failure::unable_with_advice(format!("cargo cannot be run: {why}"), "call this program through `cargo xtask`")
    })?;
    Ok(status.success())
}

fn check_generated_code(project: &Project, output: &mut Output<'_>) -> Outcome {
    codegen::run(project, &flags::Codegen { check: true, ..flags::Codegen::default() }, output)
}

fn check_all_protocols(project: &Project, output: &mut Output<'_>) -> Outcome {
    check::run(project, &Check::default(), output)
}

/// Sets of features of `tl-types` to compile. For all other sets, a test shows that the code refers to no item that is
/// missing.
const FEATURE_SETS: [&str; 3] = ["", "fragment,views", "auth,messages,updates"];

/// The features that the README and the documentation of `tl-types` recommend for fewer namespaces. Their programs run
/// with them.
const README_FEATURES: &str = "std,gzip,metadata,auth,messages,updates";

fn check_feature_sets(project: &Project, output: &mut Output<'_>) -> Outcome {
    let package = ["--package", "tl-types"];
    for set in FEATURE_SETS {
        message!(output, "--- features: {}", if set.is_empty() { "none" } else { set });
        let args = ["--no-default-features", "--features", set, "--", "-D", "warnings"];
        reported_failure_unless(run_cargo(project, &[&["clippy"], &package[..], &args].concat(), &[])?)?;
        let args = ["--no-deps", "--no-default-features", "--features", set];
        let doc = [&["doc"], &package[..], &args].concat();
        reported_failure_unless(run_cargo(project, &doc, &[DENIED_DOC_WARNINGS])?)?;
    }
    message!(output, "--- features: default");
    // The page about other crates also needs these two.
    let more = ["--features", "hash,try-from"];
    reported_failure_unless(run_cargo(project, &[&["test"], &package[..], &more].concat(), &[])?)?;
    message!(output, "--- features: {README_FEATURES}, which the README recommends");
    let args = ["--doc", "--no-default-features", "--features", README_FEATURES];
    reported_failure_unless(run_cargo(project, &[&["test"], &package[..], &args].concat(), &[])?)
}

/// The packages that are published, each after those on which it depends.
const PUBLISHED_PACKAGES: [&str; 8] =
    ["tl-parser", "tl-codegen", "tl-metadata", "tl-commands", "tl-cli", "tl-runtime", "tl-envelope", "tl-types"];

/// Packages the libraries, and compiles each from its package.
fn package_libraries(project: &Project, _output: &mut Output<'_>) -> Outcome {
    let packages = PUBLISHED_PACKAGES.iter().flat_map(|package| ["--package", package]);
    let args: Vec<_> = ["package", "--allow-dirty"].into_iter().chain(packages).collect();
    reported_failure_unless(run_cargo(project, &args, &[])?)
}

/// The package with TDLib's schema, and the path of the schema in it.
const TDLIB_PACKAGE: (&str, &str, &str) = ("tdlib-rs", "1.4.0", "tl/api.tl");

/// The folder for schemas of packages, relative to the root of the project. No file of it is part of the project.
const PUBLISHED_SCHEMAS_FOLDER: &str = "target/published-schemas";

/// Fetches the schema of TDLib, and tests the code that is generated for it.
fn test_published_schema_of_tdlib(project: &Project, output: &mut Output<'_>) -> Outcome {
    let (name, version, path) = TDLIB_PACKAGE;
    let text = update::fetch_from_crate(project, name, version, path)?;
    let folder = project.full_path(PUBLISHED_SCHEMAS_FOLDER);
    let file = folder.join("td_api.tl");
    tl_codegen::fileset::update_file(&file, &text)?;
    message!(output, "--- {path} of {name} {version}");
    let folder = folder.to_string_lossy();
    let args = ["test", "--package", "tl-golden", "--test", "golden"];
    reported_failure_unless(run_cargo(project, &args, &[("TL_SCHEMAS", &*folder)])?)
}

fn reported_failure_unless(has_succeeded: bool) -> Outcome {
    if has_succeeded { Ok(()) } else { Err(Failure::Reported) }
}
