//! Types of other modules that the schema names and does not declare.
//!
//! The parser knows declared names only, so each such name gets a placeholder: a declaration in a source of its own.
//! Invariants: no finding is about a placeholder, and nothing is generated for it.
//!
//! The placeholder of a type has the fewest bytes that a boxed value can have, and more memory than a reader grants
//! for them: the plan then puts optional values behind a `Box` and bounds lengths of vectors correctly.

use std::fmt::Write as _;

use tl_parser::{Combinator, Diagnostic, ReadSettings, Schema, SourceId, SourceMap, Ty, read_with_settings};

use crate::settings::Settings;

/// Fields of the largest placeholder: 4 bytes on the wire and 292 in memory.
const LARGE_PLACEHOLDER_FIELDS: &str = "flags:# a:flags.0?int256 b:flags.1?int256 c:flags.2?int256 d:flags.3?int256 \
                            e:flags.4?int256 f:flags.5?int256 g:flags.6?int256 h:flags.7?int256";

/// The start of the names that only placeholders have.
const PLACEHOLDER_NAME_PREFIX: &str = "tlCodegenExtern";

/// The start of the names of types that only placeholders have.
pub(crate) const PLACEHOLDER_TYPE_PREFIX: &str = "TlCodegenExtern";

/// Reads the schema, with a placeholder for each extern name that it does not declare.
pub(super) fn read_with_externs(
    sources: &SourceMap,
    schemas: &[SourceId],
    reading: &ReadSettings,
    settings: &mut Settings,
) -> (Schema, Vec<Diagnostic>) {
    let (schema, found) = read_with_settings(sources, schemas, reading);
    let placeholders = placeholders_of_missing_names(&schema, settings);
    if placeholders.is_empty() {
        return (schema, found);
    }
    let mut sources = sources.clone();
    let n_real = sources.sources().len();
    let id = sources.add("extern", placeholders);
    let (schema, found) = read_with_settings(&sources, &[schemas, &[id]].concat(), reading);
    (schema, found.into_iter().filter(|found| (found.primary.span.source.0 as usize) < n_real).collect())
}

/// Whether a combinator is a placeholder.
pub(crate) fn is_placeholder(schema: &Schema, combinator: &Combinator) -> bool {
    let of_type = match &combinator.result {
        Ty::Boxed { ty, .. } => schema.ty(*ty).name.local.starts_with(PLACEHOLDER_TYPE_PREFIX),
        _ => false,
    };
    of_type || combinator.name.local.starts_with(PLACEHOLDER_NAME_PREFIX)
}

/// The findings that are about sources of the caller.
pub(super) fn without_placeholder_findings(found: Vec<Diagnostic>, sources: &SourceMap) -> Vec<Diagnostic> {
    found.into_iter().filter(|found| sources.get(found.primary.span.source).is_some()).collect()
}

/// A declaration for each extern name that the schema lacks. The type of a placeholder for a constructor becomes extern
/// too.
fn placeholders_of_missing_names(schema: &Schema, settings: &mut Settings) -> String {
    let names: Vec<_> =
        settings.extern_paths.exact_names_with_paths().map(|(name, rust)| (name, rust.to_owned())).collect();
    let is_declared = |name: &String| {
        let mut types = schema.types.iter().filter(|ty| !ty.constructors.is_empty());
        types.any(|ty| ty.name.to_string() == *name)
            || schema.combinators.iter().any(|found| found.name.to_string() == *name)
    };
    let mut text = String::new();
    for (index, (name, rust)) in names.into_iter().filter(|(name, _)| !is_declared(name)).enumerate() {
        let local = name.rsplit('.').next().unwrap_or_default();
        // Writing to a string can't fail.
        let _ = if local.starts_with(|first: char| first.is_ascii_uppercase()) {
            let constructor = format!("{PLACEHOLDER_NAME_PREFIX}{index}");
            writeln!(text, "{constructor} = {name}; {constructor}Large {LARGE_PLACEHOLDER_FIELDS} = {name};")
        } else {
            let ty = format!("{PLACEHOLDER_TYPE_PREFIX}{index}");
            // Cannot fail: the path was accepted before.
            settings.extern_paths.insert(&ty, &rust).unwrap_or_default();
            writeln!(text, "{name} {LARGE_PLACEHOLDER_FIELDS} = {ty};")
        };
    }
    text
}
