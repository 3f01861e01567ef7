//! Generates the code of each codegen fixture, and the lists of modules, cases and view comparisons.
//!
//! If the environment variable `TL_SCHEMAS` names a folder, its schemas are generated too.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_codegen::{Gate, Metadata, Settings, Unsupported};
use tl_parser::Diagnostic;

const FIXTURE_FOLDER: &str = "../fixtures/codegen";

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={FIXTURE_FOLDER}");
    println!("cargo::rerun-if-env-changed=TL_SCHEMAS");
    let external = env::var_os("TL_SCHEMAS").map(PathBuf::from);
    if let Some(folder) = &external {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let own = generate_all_schemas(&out, "FIXTURES", "", schema_paths(Path::new(FIXTURE_FOLDER)));
    let external = generate_all_schemas(
        &out,
        "EXTERNAL_SCHEMAS",
        "external_",
        external.as_deref().map(schema_paths).unwrap_or_default(),
    );
    fs::write(out.join("fixtures.rs"), own.fixtures + &external.fixtures).expect("OUT_DIR can be written");
    fs::write(out.join("comparisons.rs"), own.comparisons + &external.comparisons).expect("OUT_DIR can be written");
}

/// Generated test code for all schemas of one folder.
struct GeneratedSources {
    /// Module declarations, and a constant with all [`Fixture`]s.
    fixtures: String,
    /// One `include!` for each schema: implementations of `SameAs`, which compare views with owned values.
    comparisons: String,
}

fn generate_all_schemas(out: &Path, constant: &str, prefix: &str, paths: Vec<PathBuf>) -> GeneratedSources {
    let mut modules = String::new();
    let mut fixtures = String::new();
    let mut comparisons = String::new();
    for path in paths {
        let stem = path.file_stem().expect("a name").to_string_lossy().replace('-', "_");
        let name = format!("{prefix}{stem}");
        let GeneratedProtocol { table, left_out } = generate_protocol(&path, &name, &out.join(&name));
        let file = out.join(&name).join("mod.rs");
        let path = fs::canonicalize(&path).expect("it was read");
        // Writing to a string can't fail.
        let _ = writeln!(modules, "#[path = {file:?}]\npub mod {name};");
        let _ = writeln!(comparisons, "include!({:?});", out.join(&name).with_extension("views.rs"));
        let _ = writeln!(
            fixtures,
            "Fixture {{ name: {name:?}, path: {path:?}, left_out: &{left_out:?}, cases: {table} }},"
        );
    }
    let fixtures = format!(
        "{modules}\n/// See the build script.\n#[allow(unused_qualifications)]\npub static {constant}: &[Fixture] = &[\n{fixtures}];\n"
    );
    GeneratedSources { fixtures, comparisons }
}

fn schema_paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|extension| extension == "tl")).collect();
    paths.sort();
    paths
}

/// The test cases of a generated protocol, and the declarations that it leaves out.
struct GeneratedProtocol {
    /// A Rust expression with the test cases of the types.
    table: String,
    /// The TL names of declarations for which no code can be generated.
    left_out: Vec<String>,
}

/// Writes the Rust types of the schema at `path` into `folder`. Declarations that cannot be generated are left out.
fn generate_protocol(path: &Path, name: &str, folder: &Path) -> GeneratedProtocol {
    let schema = tl_round_trip::load_schema(path);
    let mut settings = Settings::new(name);
    settings.function_decoding = Gate::Always;
    settings.views = Gate::Always;
    settings.metadata = Gate::Always;
    settings.unsupported = Unsupported::Skip;
    let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
    assert!(!diagnostics.iter().any(Diagnostic::is_error), "{}: {diagnostics:?}", path.display());
    let left_out = diagnostics.iter().filter_map(left_out_declaration).collect();
    tl_codegen::emit(&plan).write(folder).expect("OUT_DIR can be written");
    let comparisons = tl_round_trip::source_of_view_comparisons(&plan, &format!("crate::{name}"));
    fs::write(folder.with_extension("views.rs"), comparisons).expect("OUT_DIR can be written");
    GeneratedProtocol { table: tl_round_trip::source_of_types_under_test(&plan, &format!("crate::{name}")), left_out }
}

/// The declaration that a warning says is left out.
fn left_out_declaration(warning: &Diagnostic) -> Option<String> {
    let mut texts = warning.notes.iter().chain([&warning.message]);
    texts.find_map(|text| Some(text.strip_prefix('`')?.split_once("` is left out")?.0.to_owned()))
}
