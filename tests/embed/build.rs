//! Generates the types of `schema.tl` into `OUT_DIR/notes`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use tl_codegen::{Gate, Metadata, Settings};
use tl_parser::{Diagnostic, Severity, SourceMap, Style};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schema.tl");
    let (sources, schema, diagnostics) = tl_parser::read_text("schema.tl", fs::read_to_string("schema.tl")?);
    fail_on_errors(&diagnostics, &sources)?;

    let mut settings = Settings::new("notes").with_runtime("crate::wire")?;
    settings.source = "schema.tl".to_owned();
    settings.command = "cargo build".to_owned();
    settings.function_decoding = Gate::Always;
    let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
    fail_on_errors(&diagnostics, &sources)?;

    let out = PathBuf::from(env::var("OUT_DIR")?);
    tl_codegen::emit(&plan).write(&out.join("notes"))?;
    Ok(())
}

fn fail_on_errors(diagnostics: &[Diagnostic], sources: &SourceMap) -> Result<(), Box<dyn Error>> {
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if has_errors { Err(tl_parser::render_all(diagnostics, sources, Style::Plain).into()) } else { Ok(()) }
}
