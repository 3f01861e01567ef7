//! Generates the code of each fixture into a folder of its own, and a file that names them all. The same with schemas of
//! others, if the variable `TL_SCHEMAS` of the environment names a folder of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_codegen::{Gate, Metadata, Settings};

const FIXTURES: &str = "../fixtures/codegen";

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={FIXTURES}");
    println!("cargo::rerun-if-env-changed=TL_SCHEMAS");
    let theirs = env::var_os("TL_SCHEMAS").map(PathBuf::from);
    if let Some(folder) = &theirs {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let ours = list(&out, "FIXTURES", "", paths(Path::new(FIXTURES)));
    let theirs = list(&out, "THEIRS", "of_", theirs.as_deref().map(paths).unwrap_or_default());
    fs::write(out.join("fixtures.rs"), ours.fixtures + &theirs.fixtures).expect("OUT_DIR can be written");
    fs::write(out.join("comparisons.rs"), ours.comparisons + &theirs.comparisons).expect("OUT_DIR can be written");
}

/// What is generated of some schemas.
struct Generated {
    /// The modules, and a constant that lists them.
    fixtures: String,
    /// What compares their views with owned values.
    comparisons: String,
}

fn list(out: &Path, constant: &str, prefix: &str, paths: Vec<PathBuf>) -> Generated {
    let mut modules = String::new();
    let mut fixtures = String::new();
    let mut comparisons = String::new();
    for path in paths {
        let stem = path.file_stem().expect("a name").to_string_lossy().replace('-', "_");
        let name = format!("{prefix}{stem}");
        let table = generate(&path, &name, &out.join(&name));
        let file = out.join(&name).join("mod.rs");
        let path = fs::canonicalize(&path).expect("it was read");
        // Writing to a string can't fail.
        let _ = writeln!(modules, "#[path = {file:?}]\npub mod {name};");
        let _ = writeln!(comparisons, "include!({:?});", out.join(&name).with_extension("views.rs"));
        let _ = writeln!(fixtures, "Fixture {{ name: {name:?}, path: {path:?}, cases: {table} }},");
    }
    let fixtures =
        format!("{modules}\n/// See the build script.\npub static {constant}: &[Fixture] = &[\n{fixtures}];\n");
    Generated { fixtures, comparisons }
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|extension| extension == "tl")).collect();
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
    assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", path.display());
    tl_codegen::emit(&plan).write(folder).expect("OUT_DIR can be written");
    let comparisons = tl_round_trip::comparisons(&plan, &format!("crate::{name}"));
    fs::write(folder.with_extension("views.rs"), comparisons).expect("OUT_DIR can be written");
    tl_round_trip::table(&plan, &format!("crate::{name}"))
}
