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
pub(crate) mod known;
mod names;
mod suggest;
mod types;

use crate::ast;
use crate::canonical::{Rule, canonical, crc};
use crate::diagnostic::Diagnostic;
use crate::print;
use crate::schema::{Combinator, Name, Schema};
use fields::Body;
use names::{Declared, Names};

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
    let combinators: Vec<_> =
        names.combinators.iter().map(|declared| combinator(&names, declared, &mut diagnostics)).collect();
    for partial in names.partials.iter().copied() {
        Body::new(&names, &mut diagnostics, None).partial(partial);
    }
    ids::check(&names, &combinators, &mut diagnostics);
    let layer = files.iter().filter_map(|file| file.layer).next_back();
    crate::diagnostic::sort(&mut diagnostics);
    (Schema { types: names.types, combinators, layer }, diagnostics)
}

/// What a declaration means, now that all names are known.
fn combinator<'a>(names: &Names<'a>, declared: &Declared<'a>, diagnostics: &mut Vec<Diagnostic>) -> Combinator {
    let ast = declared.ast;
    let mut body = Body::new(names, diagnostics, Some(ast));
    let params = body.params();
    let fields = body.fields();
    let result = body.result();
    let crc_a = crc(&declared.canonical);
    Combinator {
        name: Name::from(ast.name.text.as_str()),
        section: ast.section,
        id: ast.id.map_or(crc_a, |id| id.value),
        id_is_written: ast.id.is_some(),
        crc: crc_a,
        crc_telegram: crc(&canonical(ast, Rule::B)),
        canonical: declared.canonical.clone(),
        line: print::line(ast),
        params,
        fields,
        result,
        is_builtin: matches!(ast.body, ast::Body::Builtin),
        annotations: Vec::new(),
        doc: None,
        span: ast.name.span,
    }
}
