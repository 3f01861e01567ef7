//! From declarations as written to the [`Schema`].
//!
//! 1. [`collect`] enters combinators and types into the [`symbols`] table; [`codec`] recognizes codec types.
//! 2. [`ids`] computes and compares constructor ids.
//! 3. The [`resolver`] finds the [`mod@reference`] of every node: [`fields`], [`counts`], [`results`], [`types`],
//!    [`lookup`] of a name to its [`name_meaning`]. The [`scope`] holds the names of one combinator.
//! 4. [`directives`] checks the statements about types.
//! 5. [`build`] turns references into the schema.
//!
//! Beside these: [`help`], [`suggest`] and [`broken`] serve diagnostics; [`table`] is a hash table. [`crate::fast`]
//! has faster twins of [`fields`] and [`lookup`].
//!
//! Invariant: the order of declarations does not matter, except for directives.

mod broken;
mod build;
mod codec;
mod collect;
mod counts;
mod directives;
mod fields;
mod help;
mod ids;
mod lookup;
pub(crate) mod name_meaning;
pub(crate) mod reference;
pub(crate) mod resolver;
mod results;
pub(crate) mod scope;
mod suggest;
mod symbols;
mod table;
mod types;

use crate::diagnostic::{Diagnostic, DiagnosticList};
use crate::json::read as json;
use crate::meaning::scalars::Scalars;
use crate::meaning::schema::Schema;
use crate::syntax::ast::{DeclarationKind, File};
use crate::vocabulary::Dialect;
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
    let mut diagnostics = DiagnosticList::default();
    let mut computed = Vec::new();
    let (symbols, refs) = find_references(files, scalars, &mut diagnostics, Some(&mut computed));
    (build::build_schema(&symbols, &refs, computed), finish_diagnostics(diagnostics, files))
}

/// Whether a type of this name needs no declaration, such as `int`.
pub(crate) fn is_known_undeclared(name: &str, dialect: Dialect) -> bool {
    codec::type_if_undeclared(name, dialect, &Scalars::default()).is_some()
}

/// The diagnostics of [`resolve`] without the schema, in less time and memory.
#[must_use]
pub fn check(files: &[File<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = DiagnosticList::default();
    find_references(files, &Scalars::default(), &mut diagnostics, None);
    finish_diagnostics(diagnostics, files)
}

/// The diagnostics in the order of the sources, with edits in the format of their source.
fn finish_diagnostics(diagnostics: DiagnosticList, files: &[File<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = diagnostics.finish();
    json::adapt_edits_to_json(&mut diagnostics, files);
    diagnostics
}

/// Finds the reference of every node of every file; also adds the computed ids of each combinator to `computed` if that
/// is given.
fn find_references<'f>(
    files: &'f [File<'f>],
    scalars: &'f Scalars,
    diagnostics: &mut DiagnosticList,
    computed: Option<&mut Vec<IdsAndCanonicalForm>>,
) -> (SymbolTable<'f>, Vec<Vec<Ref>>) {
    let mut symbols = collect::collect_symbols(files, scalars, diagnostics);
    ids::compute_ids(&mut symbols, computed);
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
    directives::check(&symbols, diagnostics);
    ids::check(&symbols, diagnostics);
    (symbols, refs)
}
