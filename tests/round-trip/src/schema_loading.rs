//! Loads and plans schemas for build scripts and tests; every error is a panic.

use std::path::Path;

use tl_codegen::{Gate, Metadata, NamespaceFeatures, Plan, Settings};
use tl_parser::{Schema, Severity, Style};

/// Reads the schema in a file and ignores warnings.
///
/// # Panics
///
/// If the file cannot be read or has errors.
#[must_use]
pub fn load_schema(path: &Path) -> Schema {
    let text = std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let (sources, schema, mut diagnostics) = tl_parser::read_text(path.display().to_string(), text);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    assert!(diagnostics.is_empty(), "{}", tl_parser::render_all(&diagnostics, &sources, Style::Plain));
    schema
}

/// Plans a schema with decoding of functions and views, without features and without metadata.
///
/// # Panics
///
/// If some declaration cannot be generated.
#[must_use]
pub fn plan_schema(schema: &Schema, protocol: &str) -> Plan {
    plan_with_namespaces(schema, protocol, NamespaceFeatures::Always)
}

/// Like [`plan_schema`], but `namespaces` says whether namespaces are behind Cargo features.
///
/// # Panics
///
/// If some declaration cannot be generated.
#[must_use]
pub fn plan_with_namespaces(schema: &Schema, protocol: &str, namespaces: NamespaceFeatures) -> Plan {
    let mut settings = Settings::new(protocol);
    settings.function_decoding = Gate::Always;
    settings.views = Gate::Always;
    settings.namespaces = namespaces;
    let (plan, diagnostics) = tl_codegen::plan(schema, &Metadata::default(), &settings);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    plan
}
