//! Files resolved to one schema, with the exceptions applied.
//!
//! Invariant: every reason why the result may be incomplete is among the findings.

use std::path::Path;

use tl_parser::exceptions::Exceptions;
use tl_parser::{Diagnostic, Schema, Section, SourceId, Syntax, lint};

use crate::failure::Outcome;
use crate::findings::{Findings, count_with_noun};

pub use tl_codegen::generate::EXCEPTIONS_FILE_NAME;

/// Resolves files that [`Findings::read_file`] has read as one schema; `exceptions` is a path and its name in findings.
///
/// `None` if the list of files is empty. Otherwise the schema holds every declaration without a syntax error.
///
/// # Errors
///
/// If the file of exceptions cannot be read.
pub fn resolve_with_exceptions(
    sources: &[SourceId],
    exceptions: Option<(&Path, &str)>,
    syntax: Syntax,
    findings: &mut Findings,
) -> Outcome<Option<Schema>> {
    let mut list = Exceptions::default();
    let n_before = findings.n_errors();
    if let Some((path, name)) = exceptions {
        let source = findings.read_file(path, name)?;
        if let Some(source) = source.and_then(|source| findings.sources.get(source)) {
            let (read, found) = Exceptions::parse(source);
            list = read;
            findings.add_with_levels(found);
        }
    }
    if sources.is_empty() {
        return Ok(None);
    }
    let (schema, mut found) = tl_parser::read_as(&findings.sources, sources, syntax);
    let is_broken = found.iter().any(Diagnostic::is_error);
    if findings.n_errors() > n_before {
        // The exceptions could not be read, so stale or missing exceptions prove nothing.
        findings.add_without_levels(found);
        return Ok(Some(schema));
    }
    found = list.drop_excepted(&schema, found);
    if !is_broken {
        found.extend(lint::check(&schema));
        found.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
    }
    findings.add_with_levels(found);
    Ok(Some(schema))
}

/// The numbers of declarations and types in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclarationCounts {
    /// Number of constructors.
    pub n_constructors: usize,
    /// Number of functions.
    pub n_functions: usize,
    /// Number of distinct result types.
    pub n_types: usize,
}

impl DeclarationCounts {
    /// Counts the declarations of a schema.
    #[must_use]
    pub fn count_declarations(schema: &Schema) -> Self {
        let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
        let n_functions = functions.count();
        Self { n_constructors: schema.combinators.len() - n_functions, n_functions, n_types: schema.types.len() }
    }

    /// The counts as text: `3 constructors, 1 function, 2 types`
    #[must_use]
    pub fn summary_in_words(&self) -> String {
        let Self { n_constructors, n_functions, n_types } = *self;
        [
            count_with_noun(n_constructors, "constructor"),
            count_with_noun(n_functions, "function"),
            count_with_noun(n_types, "type"),
        ]
        .join(", ")
    }
}
