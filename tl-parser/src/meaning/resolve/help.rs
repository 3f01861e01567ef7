//! What to do about a finding, as far as the declarations around it tell.
//!
//! Nothing here is called for a schema without mistakes, and so nothing has to be quick. Invariant: no finding is made
//! or taken back here.

use super::names::Names;
use super::scope::Scope;
use super::suggest::nearest_of;
use super::types::name_span;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::node::CONDITION;
use crate::syntax::ast::{Combinator, Condition, Entry, Field, Ident, NodeKind, View};
use crate::text::lex::is_combinator_name;

/// Bits of a `#`.
const N_BITS: u32 = 32;

/// Result types that are often meant to be known without a declaration.
const BUILT_IN_TYPES: [&str; 6] = ["Int", "Long", "Double", "String", "Object", "Function"];

/// For a bit that there is not: one that is free.
pub(super) fn free_bit(
    diagnostic: Diagnostic,
    field: Field<'_>,
    Condition { flags_field: mask, bit }: &Condition<'_>,
) -> Diagnostic {
    let Some(entry) = entry_of(field.0) else { return diagnostic };
    let combinator = field.0.file.combinator(entry);
    // What else the bits of a parameter mean, the types around this one know.
    if combinator.params().flat_map(|params| params.names()).any(|name| name.text == mask.text) {
        return diagnostic;
    }
    let is_taken = |bit: u32| {
        conditions(field.0, entry).any(|other| other.flags_field.text == mask.text && other.bit.value() == Some(bit))
    };
    match (0..N_BITS).find(|bit| !is_taken(*bit)) {
        Some(free) => diagnostic.suggest(format!("bit {free} of `{mask}` is free"), bit.span, free.to_string()),
        None => diagnostic.help(format!("all {N_BITS} bits of `{mask}` are taken: add another flags field")),
    }
}

/// For flags that are not there: where they are, or what is there.
pub(super) fn flags_field(diagnostic: Diagnostic, field: Field<'_>, mask: Ident<'_>, scope: &Scope<'_>) -> Diagnostic {
    let later = entry_of(field.0).and_then(|entry| declared(field.0.file.combinator(entry), mask.text));
    if let Some(later) = later {
        return diagnostic
            .also(later.span, "comes too late")
            .help(format!("move `{mask}` before the fields that depend on it"));
    }
    match nearest_of(mask.text, scope.numbers()) {
        Some(nearest) => diagnostic.suggest(format!("there is a number `{nearest}`"), mask.span, nearest),
        None => diagnostic.help(format!("add a field `{mask}:#` before this one")),
    }
}

/// The field of this name.
fn declared<'f>(combinator: Combinator<'f>, name: &str) -> Option<Ident<'f>> {
    combinator.fields().flat_map(|field| field.names()).find(|found| found.text == name)
}

/// For a name that nothing declares: the one that was probably meant.
pub(super) fn known_name(diagnostic: Diagnostic, term: View<'_>, names: &Names<'_>) -> Diagnostic {
    let name = term.text();
    let is_type = !is_combinator_name(name);
    let is_result = entry_of(term).is_some_and(|entry| entry.result == term.at);
    let nearest = names.nearest(name, is_type);
    // A result is never bare.
    let nearest = nearest.filter(|nearest| !is_result || !is_combinator_name(nearest));
    let Some(nearest) = nearest else {
        return match is_result && BUILT_IN_TYPES.contains(&name) {
            true => diagnostic.help(format!("declare it before its first use: `{} ? = {name};`", name.to_lowercase())),
            false => diagnostic,
        };
    };
    let what = if is_type { "type" } else { "constructor" };
    let declared = match is_type {
        true => names
            .ty(nearest.as_bytes())
            .and_then(|ty| names.first_constructor(ty))
            .map(|row| name_span(names.ast(row).result_node())),
        false => names.combinator(nearest.as_bytes()).map(|row| names.span(row)),
    };
    let diagnostic = match declared {
        Some(declared) => diagnostic.also(declared, "a similar name is declared here"),
        None => diagnostic,
    };
    diagnostic.suggest(format!("there is a {what} `{nearest}`"), name_span(term), nearest)
}

/// The declaration that a node is part of.
fn entry_of<'f>(node: View<'f>) -> Option<&'f Entry> {
    node.file.entry_of(node.at)
}

/// All conditions of a declaration, those inside of repetitions too.
fn conditions<'f>(node: View<'f>, entry: &Entry) -> impl Iterator<Item = Condition<'f>> + use<'f> {
    let views = node.file.nodes_of(entry).map(move |at| View { at, ..node });
    let fields =
        views.filter(|view| matches!(view.kind(), NodeKind::Field | NodeKind::FieldGroup) && view.has(CONDITION));
    fields.filter_map(|view| Field(view).condition())
}
