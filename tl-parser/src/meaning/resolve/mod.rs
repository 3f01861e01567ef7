//! From declarations as written to the [`Schema`].
//!
//! 1. [`collect`] enters combinators and types into the [`symbols`] table; [`codec_types`] recognizes codec types.
//! 2. [`ids`] computes and compares constructor ids.
//! 3. The [`resolver`] finds the [`mod@reference`] of every node: [`fields`], [`repetitions`], [`result_types`],
//!    [`types`], [`lookup`] of a name to its [`name_meaning`]. The [`scope`] holds the names of one combinator.
//! 4. [`directives`] checks the statements about types.
//! 5. [`build`] turns references into the schema.
//!
//! Beside these: [`help`], [`nearest_names`] and [`broken_statements`] serve diagnostics; [`name_table`] is a hash
//! table. [`crate::fast_paths`] has faster twins of [`fields`] and [`lookup`].
//!
//! Invariant: the order of declarations does not matter, except for directives.

mod broken_statements;
mod build;
mod codec_types;
mod collect;
mod directives;
mod fields;
mod help;
mod ids;
mod lookup;
pub(crate) mod name_meaning;
mod name_table;
mod nearest_names;
pub(crate) mod reference;
mod repetitions;
pub(crate) mod resolver;
mod result_types;
pub(crate) mod scope;
mod symbols;
mod types;

use crate::diagnostic::{BoundedDiagnosticList, Diagnostic};
use crate::json::read as json;
use crate::meaning::scalars::Scalars;
use crate::meaning::schema::Schema;
use crate::shared_types::Dialect;
use crate::syntax::ast::{DeclarationKind, File};
use ids::IdsAndCanonicalForm;
use reference::Ref;
use resolver::Resolver;
use symbols::SymbolTable;

/// Resolves several files as one schema.
///
/// The schema holds every combinator that could be parsed, in source order; after an error some of their types are
/// placeholders. Diagnostics about ids that a list of exceptions can lift are warnings.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("point.tl", "point x:int y:int = Point; line a:point b:%Point = Line;");
/// let files = [tl_parser::parse(&sources.sources()[0]).0];
/// let (schema, diagnostics) = tl_parser::resolve(&files);
/// assert!(diagnostics.is_empty());
/// let line = &schema.combinators[1];
/// assert_eq!(line.fields[0].ty, line.fields[1].ty);
/// ```
#[must_use]
pub fn resolve(files: &[File<'_>]) -> (Schema, Vec<Diagnostic>) {
    resolve_with(files, &Scalars::default())
}

/// Resolves several files as one schema with these scalars; otherwise as [`resolve`].
#[must_use]
pub fn resolve_with(files: &[File<'_>], scalars: &Scalars) -> (Schema, Vec<Diagnostic>) {
    let mut diagnostics = BoundedDiagnosticList::default();
    let mut computed = Vec::new();
    let (symbols, refs) = find_references(files, scalars, &mut diagnostics, Some(&mut computed));
    (build::build_schema(&symbols, &refs, computed), finish_diagnostics(diagnostics, files))
}

/// Whether a type of this name needs no declaration, such as `int`.
pub(crate) fn needs_no_declaration(name: &str, dialect: Dialect) -> bool {
    codec_types::codec_type_if_undeclared(name, dialect, &Scalars::default()).is_some()
}

/// The diagnostics of [`resolve`] without the schema, in less time and memory.
#[must_use]
pub fn resolve_to_diagnostics(files: &[File<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = BoundedDiagnosticList::default();
    find_references(files, &Scalars::default(), &mut diagnostics, None);
    finish_diagnostics(diagnostics, files)
}

/// The diagnostics in the order of the sources, with edits in the format of their source.
fn finish_diagnostics(diagnostics: BoundedDiagnosticList, files: &[File<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = diagnostics.into_sorted_vec();
    json::adapt_edits_to_json(&mut diagnostics, files);
    diagnostics
}

/// Finds the reference of every node of every file; also adds the computed ids of each combinator to `computed` if that
/// is given.
fn find_references<'f>(
    files: &'f [File<'f>],
    scalars: &'f Scalars,
    diagnostics: &mut BoundedDiagnosticList,
    computed: Option<&mut Vec<IdsAndCanonicalForm>>,
) -> (SymbolTable<'f>, Vec<Vec<Ref>>) {
    let mut symbols = collect::collect_symbols(files, scalars, diagnostics);
    ids::compute_and_compare_ids(&mut symbols, computed);
    let mut resolver = Resolver::new(&symbols, diagnostics);
    let refs = files.iter().map(|file| {
        resolver.begin_file(file);
        for entry in &file.entries {
            match entry.kind {
                DeclarationKind::Combinator => resolver.resolve_combinator(file.combinator(entry)),
                DeclarationKind::Partial => resolver.resolve_partial(file.view(entry.result)),
                DeclarationKind::Directive(_) => {}
            }
        }
        resolver.finish_file()
    });
    let refs = refs.collect();
    directives::check_directives(&symbols, diagnostics);
    ids::report_wrong_and_shared_ids(&symbols, diagnostics);
    (symbols, refs)
}
