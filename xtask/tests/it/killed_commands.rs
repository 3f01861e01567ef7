//! Commands that are killed at random moments: each file has its old or its new text, and one more run finishes the
//! work.
//!
//! `cargo test` tries a few moments. With [`FULL_TESTS_VARIABLE`], which `cargo xtask ci --full` sets, there are
//! [`N_FULL_AND_SHORT_KILLS`].

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::test_project::TestProject;

/// The variable that asks for all kills.
const FULL_TESTS_VARIABLE: &str = "TL_FULL";

/// The number of kills of each command with [`FULL_TESTS_VARIABLE`], and without it.
const N_FULL_AND_SHORT_KILLS: [usize; 2] = [200, 8];

const N_DECLARED_ITEMS: usize = 60;

type TextsByPath = BTreeMap<String, Vec<u8>>;

/// Prepares a project for a command, and returns the arguments of the command.
type PrepareState<'a> = &'a dyn Fn(&TestProject) -> Vec<String>;

/// A schema of one layer: each layer has some items of its own, and all others with another field.
fn schema_of_layer(layer: usize) -> String {
    let types: String =
        (0..N_DECLARED_ITEMS).map(|n| format!("t{n} a{layer}:int = T{n};\nu{layer}x{n} = U{layer}x{n};\n")).collect();
    let functions: String =
        (0..N_DECLARED_ITEMS).map(|n| format!("a{n}.f a{layer}:int = T{n};\nb{layer}.g{n} = T0;\n")).collect();
    format!("// LAYER {layer}\n{types}---functions---\n{functions}")
}

/// Errors of all functions, which depend on `code`.
fn error_list_with_code(code: u32) -> String {
    let methods: Vec<_> = (0..N_DECLARED_ITEMS).map(|n| format!("\"a{n}.f\"")).collect();
    let methods = methods.join(", ");
    format!(r#"{{"errors": {{"{code}": {{"BAD_{code}": [{methods}]}}}}, "user_only": [{methods}], "bot_only": []}}"#)
}

fn updated_project() -> TestProject {
    let project = TestProject::empty()
        .with_file("1.tl", schema_of_layer(1))
        .with_file("2.tl", schema_of_layer(2))
        .with_file("CHANGELOG.md", "# Changelog\n");
    project.write_file("400.json", error_list_with_code(400));
    project.write_file("500.json", error_list_with_code(500));
    project.run(["import", "chat", "1.tl", "--package", "p", "--version", "1.0.0", "--path", "1.tl"]).expect_success();
    project.run(import_args("400.json")).expect_success();
    project.run(update_args("1.tl")).expect_success();
    // No entry of the changelog, which grows with each update.
    project.remove_file("CHANGELOG.md");
    project
}

fn update_args(file: &str) -> Vec<String> {
    let args = ["update", "chat", "--from", file, "--accept", "older-layer", "--accept", "fewer"];
    args.map(str::to_owned).to_vec()
}

fn import_args(file: &str) -> Vec<String> {
    ["metadata", "--protocol", "chat", "import", "official", file].map(str::to_owned).to_vec()
}

/// Runs a command and kills it at a random moment. Half of the kills come shortly after the command begins to write.
fn kill_at_random(project: &TestProject, args: &[String], usual: Duration, rng: &mut Rng) {
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
fn assert_no_file_is_cut(found: &TextsByPath, one: &TextsByPath, other: &TextsByPath) {
    for (path, text) in found.iter().filter(|(path, _)| !path.starts_with("/schemas/.")) {
        let is_known = [one, other].iter().any(|texts| texts.get(path) == Some(text));
        assert!(is_known, "{path} has neither text");
    }
}

/// Kills a command that leads back and forth between two states; `prepare` makes the change that the command follows.
fn check_killed_commands(states: [PrepareState<'_>; 2], seed: u64) {
    let project = updated_project();
    let mut usual = Duration::ZERO;
    // Twice, since the first run of a state may add files that stay.
    let mut expected = [TextsByPath::new(), TextsByPath::new()];
    for _ in 0..2 {
        for (texts, state) in expected.iter_mut().zip(states) {
            let args = state(&project);
            let start = Instant::now();
            project.run(&args).expect_success();
            usual = start.elapsed();
            *texts = project.texts_by_path();
        }
    }
    let n_kills = N_FULL_AND_SHORT_KILLS[usize::from(std::env::var_os(FULL_TESTS_VARIABLE).is_none())];
    let mut rng = Rng::with_seed(seed);
    for n in 0..n_kills {
        let args = states[n % 2](&project);
        let before = project.texts_by_path();
        kill_at_random(&project, &args, usual, &mut rng);
        assert_no_file_is_cut(&project.texts_by_path(), &before, &expected[n % 2]);
        project.run(&args).expect_success();
        let found = project.texts_by_path();
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
    check_killed_commands([&|_| update_args("2.tl"), &|_| update_args("1.tl")], 1);
}

#[test]
fn a_killed_import_of_metadata_is_finished_by_the_next() {
    check_killed_commands([&|_| import_args("500.json"), &|_| import_args("400.json")], 2);
}

#[test]
fn a_killed_codegen_is_finished_by_the_next() {
    let with_field = |project: &TestProject, old: &str, new: &str| {
        project.write_file("schemas/chat/chat.tl", project.read_file("schemas/chat/chat.tl").replace(old, new));
        vec!["codegen".to_owned()]
    };
    check_killed_commands(
        [&|project| with_field(project, " a1:int", " a3:int"), &|project| with_field(project, " a3:int", " a1:int")],
        3,
    );
}

#[test]
fn a_killed_addition_to_the_history_is_finished_by_the_next() {
    const TABLES: [&str; 3] = ["history.tsv", "layers.tsv", "forms.tsv"];
    let add = |layer: usize| {
        move |project: &TestProject| -> Vec<String> {
            let name = format!("kept-{layer}.tl");
            project.write_file(&name, kept_layer(layer));
            ["history", "--protocol", "chat", "add", &name].map(str::to_owned).to_vec()
        }
    };
    let add_first = |project: &TestProject| {
        let tables = TABLES.map(|table| format!("schemas/chat/{table}"));
        tables.iter().filter(|path| project.path(path).exists()).for_each(|path| project.remove_file(path));
        add(1)(project)
    };
    check_killed_commands([&add_first, &add(2)], 4);
}

/// A schema of one layer with written ids.
fn kept_layer(layer: usize) -> String {
    let lines = (0..N_DECLARED_ITEMS).map(|n| {
        let line = format!("v{n} a{layer}:int = V{n};");
        let schema = tl_parser::read_text("", line.as_str()).1;
        format!("{}\n", schema.combinators[0].line)
    });
    format!("// LAYER {layer}\n{}", lines.collect::<String>())
}
