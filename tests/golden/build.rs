//! Generates the code of each fixture into a folder of its own, and a file that names them all.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_codegen::{Gate, Metadata, Settings};

const FIXTURES: &str = "../fixtures/codegen";

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={FIXTURES}");
    let mut modules = String::new();
    let mut fixtures = String::new();
    let mut comparisons = String::new();
    for path in paths() {
        let name = path.file_stem().expect("a name").to_string_lossy().replace('-', "_");
        let table = generate(&path, &name, &out.join(&name));
        let file = out.join(&name).join("mod.rs");
        // Writing to a string can't fail.
        let _ = writeln!(modules, "#[path = {file:?}]\npub mod {name};");
        let _ = writeln!(comparisons, "include!({:?});", out.join(&name).with_extension("views.rs"));
        let _ = writeln!(fixtures, "Fixture {{ name: {name:?}, cases: {table} }},");
    }
    let text = format!("{modules}\n/// All fixtures.\npub const FIXTURES: &[Fixture] = &[\n{fixtures}];\n");
    fs::write(out.join("fixtures.rs"), text).expect("OUT_DIR can be written");
    fs::write(out.join("comparisons.rs"), comparisons).expect("OUT_DIR can be written");
}

fn paths() -> Vec<PathBuf> {
    let entries = fs::read_dir(FIXTURES).expect("the fixtures are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Writes the code of a fixture, and gives the table of its cases.
fn generate(path: &Path, name: &str, folder: &Path) -> String {
    let schema = tl_round_trip::load(path);
    let mut settings = Settings::new(name);
    settings.function_decoding = Gate::Always;
    settings.views = Gate::Always;
    settings.metadata = Gate::Always;
    let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
    assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", path.display());
    tl_codegen::emit(&plan).write(folder).expect("OUT_DIR can be written");
    let comparisons = tl_round_trip::comparisons(&plan, &format!("crate::{name}"));
    fs::write(folder.with_extension("views.rs"), comparisons).expect("OUT_DIR can be written");
    tl_round_trip::table(&plan, &format!("crate::{name}"))
}
