//! From declarations as written to what they mean.
//!
//! - [`names`]: what is declared, and statements about types;
//! - [`known`]: names that the codec itself knows;
//! - [`conditions`]: what a combinator's own names stand for: masks, counts, parameters;
//! - [`types`]: types, their arguments and their kinds;
//! - [`fields`]: fields and results;
//! - [`ids`]: constructor ids;
//! - [`suggest`]: the name that was probably meant.
//!
//! Invariant: order does not matter, except between a directive and the constructors of its type, and before a field
//! that a condition or count names.

mod conditions;
mod fields;
mod ids;
mod known;
mod names;
mod suggest;
mod types;

use crate::ast;
use crate::canonical::{Rule, canonical, crc};
use crate::diagnostic::Diagnostic;
use crate::print;
use crate::schema::{Combinator, Name, Schema};
use fields::Body;
use names::Names;

/// Resolves several files as one schema.
///
/// The schema holds every combinator that could be read; where a diagnostic of severity error was given, the types
/// concerned are placeholders. Findings about ids that a list of exceptions can lift are warnings.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("point.tl", "point x:int y:int = Point; line a:point b:%Point = Line;");
/// let (file, _) = tl_parser::parse(&sources.sources()[0]);
/// let (schema, diagnostics) = tl_parser::resolve(&[file]);
/// assert!(diagnostics.is_empty());
/// assert_eq!(schema.combinators[1].fields[0].ty, schema.combinators[1].fields[1].ty);
/// ```
#[must_use]
pub fn resolve(files: &[ast::File]) -> (Schema, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let names = Names::collect(files, &mut diagnostics);
    let mut combinators = Vec::with_capacity(names.combinators.len());
    for declared in &names.combinators {
        let mut body = Body::new(&names, &mut diagnostics, Some(declared.ast));
        let params = body.params();
        let fields = body.fields();
        let result = body.result();
        let canonical_telegram = canonical(declared.ast, Rule::B);
        let crc_a = crc(&declared.canonical);
        combinators.push(Combinator {
            name: Name::from(declared.ast.name.text.as_str()),
            section: declared.ast.section,
            id: declared.ast.id.map_or(crc_a, |id| id.value),
            id_is_written: declared.ast.id.is_some(),
            crc: crc_a,
            crc_telegram: crc(&canonical_telegram),
            canonical: declared.canonical.clone(),
            line: print::line(declared.ast),
            params,
            fields,
            result,
            is_builtin: matches!(declared.ast.body, ast::Body::Builtin),
            span: declared.ast.name.span,
        });
    }
    for partial in names.partials.iter().copied() {
        Body::new(&names, &mut diagnostics, None).partial(partial);
    }
    ids::check(&names, &combinators, &mut diagnostics);
    let schema =
        Schema { types: names.types, combinators, layer: files.iter().filter_map(|file| file.layer).next_back() };
    diagnostics.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start)
    });
    (schema, diagnostics)
}
