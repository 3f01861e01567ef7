//! Commands that are killed at random moments: each file has its old or its new text, and one more run finishes the work.
//!
//! `cargo test` tries a few moments. With [`FULL`], which `cargo xtask ci --full` sets, there are [`N_KILLS`].

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::project::TestProject;

/// The variable that asks for all kills.
const FULL: &str = "TL_FULL";

/// The number of kills of each command with [`FULL`], and without it.
const N_KILLS: [usize; 2] = [200, 8];

const N_ITEMS: usize = 60;

type Texts = BTreeMap<String, Vec<u8>>;

/// Prepares a project for a command, and returns the arguments of the command.
type State<'a> = &'a dyn Fn(&TestProject) -> Vec<String>;

/// A schema of one layer: each layer has some items of its own, and all others with another field.
fn schema(layer: usize) -> String {
    let types: String =
        (0..N_ITEMS).map(|n| format!("t{n} a{layer}:int = T{n};\nu{layer}x{n} = U{layer}x{n};\n")).collect();
    let functions: String =
        (0..N_ITEMS).map(|n| format!("a{n}.f a{layer}:int = T{n};\nb{layer}.g{n} = T0;\n")).collect();
    format!("// LAYER {layer}\n{types}---functions---\n{functions}")
}

/// Errors of all functions, which depend on `code`.
fn errors(code: u32) -> String {
    let methods: Vec<_> = (0..N_ITEMS).map(|n| format!("\"a{n}.f\"")).collect();
    let methods = methods.join(", ");
    format!(r#"{{"errors": {{"{code}": {{"BAD_{code}": [{methods}]}}}}, "user_only": [{methods}], "bot_only": []}}"#)
}

fn project() -> TestProject {
    let project = TestProject::empty()
        .with_file("1.tl", schema(1))
        .with_file("2.tl", schema(2))
        .with_file("CHANGELOG.md", "# Changelog\n");
    project.write_file("400.json", errors(400));
    project.write_file("500.json", errors(500));
    project.run(["import", "chat", "1.tl", "--package", "p", "--version", "1.0.0", "--path", "1.tl"]).expect_success();
    project.run(import("400.json")).expect_success();
    project.run(update("1.tl")).expect_success();
    // No entry of the changelog, which grows with each update.
    project.remove_file("CHANGELOG.md");
    project
}

fn update(file: &str) -> Vec<String> {
    let args = ["update", "chat", "--from", file, "--accept", "older-layer", "--accept", "fewer"];
    args.map(str::to_owned).to_vec()
}

fn import(file: &str) -> Vec<String> {
    ["metadata", "--protocol", "chat", "import", "official", file].map(str::to_owned).to_vec()
}

/// Runs a command and kills it at a random moment. Half of the kills come shortly after the command begins to write.
fn kill(project: &TestProject, args: &[String], usual: Duration, rng: &mut Rng) {
    let mut command = project.command(args);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    if rng.bool() {
        sleep(usual.mul_f64(rng.f64() * 1.1));
    } else {
        let is_writing = || ["schemas/.pending.new", "schemas/.pending"].iter().any(|path| project.path(path).exists());
        while child.try_wait().unwrap().is_none() && !is_writing() {}
        sleep(Duration::from_micros(rng.u64(0..20_000)));
    }
    // A command that has ended cannot be killed.
    let _ = child.kill();
    child.wait().unwrap();
}

/// Whether each file outside of the folders of transactions has its text of `one` or of `other`.
fn assert_no_file_is_cut(found: &Texts, one: &Texts, other: &Texts) {
    for (path, text) in found.iter().filter(|(path, _)| !path.starts_with("/schemas/.")) {
        let is_known = [one, other].iter().any(|texts| texts.get(path) == Some(text));
        assert!(is_known, "{path} has neither text");
    }
}

/// Kills a command that leads back and forth between two states; `prepare` makes the change that the command follows.
fn kill_between(states: [State<'_>; 2], seed: u64) {
    let project = project();
    let mut usual = Duration::ZERO;
    // Twice, since the first run of a state may add files that stay.
    let mut expected = [Texts::new(), Texts::new()];
    for _ in 0..2 {
        for (texts, state) in expected.iter_mut().zip(states) {
            let args = state(&project);
            let start = Instant::now();
            project.run(&args).expect_success();
            usual = start.elapsed();
            *texts = project.texts();
        }
    }
    let n_kills = N_KILLS[usize::from(std::env::var_os(FULL).is_none())];
    let mut rng = Rng::with_seed(seed);
    for n in 0..n_kills {
        let args = states[n % 2](&project);
        let before = project.texts();
        kill(&project, &args, usual, &mut rng);
        assert_no_file_is_cut(&project.texts(), &before, &expected[n % 2]);
        project.run(&args).expect_success();
        let found = project.texts();
        let differing: Vec<_> = found
            .keys()
            .chain(expected[n % 2].keys())
            .filter(|path| found.get(*path) != expected[n % 2].get(*path))
            .collect();
        assert!(differing.is_empty(), "kill {n}: {differing:?}");
    }
}

#[test]
fn a_killed_update_is_finished_by_the_next() {
    kill_between([&|_| update("2.tl"), &|_| update("1.tl")], 1);
}

#[test]
fn a_killed_import_of_metadata_is_finished_by_the_next() {
    kill_between([&|_| import("500.json"), &|_| import("400.json")], 2);
}

#[test]
fn a_killed_codegen_is_finished_by_the_next() {
    let with_field = |project: &TestProject, old: &str, new: &str| {
        project.write_file("schemas/chat/chat.tl", project.read_file("schemas/chat/chat.tl").replace(old, new));
        vec!["codegen".to_owned()]
    };
    kill_between(
        [&|project| with_field(project, " a1:int", " a3:int"), &|project| with_field(project, " a3:int", " a1:int")],
        3,
    );
}
