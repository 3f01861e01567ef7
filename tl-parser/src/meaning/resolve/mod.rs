//! From declarations as written to what they mean.
//!
//! - [`names`]: what is declared, by name in a [`table`];
//! - [`directives`]: statements about types;
//! - [`known`]: names that the codec itself knows;
//! - [`scope`]: what a combinator's own names stand for: masks, counts, parameters;
//! - [`types`]: types, their arguments and their kinds;
//! - [`fields`]: fields and results;
//! - [`reference`]: what a word stands for, in four bytes;
//! - [`ids`]: constructor ids;
//! - [`suggest`]: the name that was probably meant;
//! - [`help`]: what else the declarations around a mistake tell.
//!
//! Invariant: order does not matter, except between a directive and what stands before it, and before a field that a
//! condition or count names.

mod directives;
pub(crate) mod fields;
mod help;
pub(crate) mod ids;
pub(crate) mod known;
pub(crate) mod names;
pub(crate) mod reference;
pub(crate) mod scope;
mod suggest;
mod table;
pub(crate) mod types;

use crate::diagnostic::{Diagnostic, Found};
use crate::meaning::model::Model;
use crate::syntax::ast::{DeclarationKind, File};
use fields::Body;
use names::Names;

/// Resolves several files as one schema.
///
/// The model holds every combinator that could be read; where a diagnostic of severity error was given, words may stand
/// for nothing. Findings about ids that a list of exceptions can lift are warnings.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("point.tl", "point x:int y:int = Point; line a:point b:%Point = Line;");
/// let files = [tl_parser::parse(&sources.sources()[0]).0];
/// let (model, diagnostics) = tl_parser::resolve(&files);
/// assert!(diagnostics.is_empty());
/// let line = &model.schema().combinators[1];
/// assert_eq!(line.fields[0].ty, line.fields[1].ty);
/// ```
#[must_use]
pub fn resolve<'f>(files: &'f [File<'f>]) -> (Model<'f>, Vec<Diagnostic>) {
    let mut diagnostics = Found::default();
    let names = Names::collect(files, &mut diagnostics);
    let mut body = Body::new(&names, &mut diagnostics);
    let mut refs = Vec::with_capacity(files.len());
    for (idx, file) in files.iter().enumerate() {
        let before = body.turn_to(file);
        refs.extend((idx > 0).then_some(before));
        for entry in &file.entries {
            match entry.kind {
                DeclarationKind::Combinator => body.combinator(file.combinator(entry)),
                DeclarationKind::Partial => body.partial(file.view(entry.result)),
                DeclarationKind::Final | DeclarationKind::New | DeclarationKind::Empty => {}
            }
        }
    }
    refs.push(body.finish());
    directives::check(&names, &mut diagnostics);
    ids::check(&names, &mut diagnostics);
    (Model { names, refs }, diagnostics.finish())
}
