//! Help for diagnostics, from the declarations around a mistake.
//!
//! Only called for schemas with mistakes, so speed does not matter here. No diagnostic is added or dropped here.

use super::nearest_names::nearest_name;
use super::scope::Scope;
use super::symbols::SymbolTable;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::node::CONDITION_FLAG;
use crate::syntax::ast::{Combinator, Condition, Entry, Field, Ident, NodeKind, View};
use crate::text::lex::is_combinator_name;

/// Number of bits of a `#`.
const N_FLAG_BITS: u32 = 32;

/// Result types that people often use without declaring them.
const OFTEN_UNDECLARED_TYPES: [&str; 6] = ["Int", "Long", "Double", "String", "Object", "Function"];

/// Names that most schemas declare and use hundreds of times, with the lines that declare them.
const USUAL_DECLARATIONS: [(&str, &str); 4] = [
    ("true", "true#3fedd339 = True;"),
    ("True", "true#3fedd339 = True;"),
    ("Bool", "boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool;"),
    ("vector", "vector#1cb5c415 {t:Type} # [ t ] = Vector t;"),
];

/// The usual declaration of `true`, `True`, `Bool` or `vector`; `None` for all other names.
pub(super) fn usual_declaration(name: &str) -> Option<&'static str> {
    USUAL_DECLARATIONS.iter().find(|(usual, _)| *usual == name).map(|(_, declaration)| *declaration)
}

/// Adds the suggestion of a free bit in place of a bit over 31.
pub(super) fn with_help_for_free_bit(
    diagnostic: Diagnostic,
    field: Field<'_>,
    Condition { flags_field, bit }: &Condition<'_>,
) -> Diagnostic {
    let Some(entry) = entry_of(field.0) else { return diagnostic };
    let combinator = field.0.file.combinator(entry);
    // Another type may pass its own flags as this parameter, and may use further bits of them.
    if combinator.params().flat_map(|params| params.names()).any(|name| name.text == flags_field.text) {
        return diagnostic;
    }
    let is_taken = |bit: u32| {
        conditions(field.0, entry)
            .any(|other| other.flags_field.text == flags_field.text && other.bit.value() == Some(bit))
    };
    match (0..N_FLAG_BITS).find(|bit| !is_taken(*bit)) {
        Some(free) => diagnostic.suggest(format!("bit {free} of `{flags_field}` is free"), bit.span, free.to_string()),
        None => {
            diagnostic.help(format!("all {N_FLAG_BITS} bits of `{flags_field}` are taken: add another flags field"))
        }
    }
}

/// For an unknown flags field: points at a later field with this name, or suggests an existing number.
pub(super) fn with_help_for_flags_field(
    diagnostic: Diagnostic,
    field: Field<'_>,
    name: Ident<'_>,
    scope: &Scope<'_>,
) -> Diagnostic {
    let later = entry_of(field.0).and_then(|entry| field_name_in(field.0.file.combinator(entry), name.text));
    if let Some(later) = later {
        return diagnostic
            .secondary_label(later.span, "declared too late")
            .help(format!("move `{name}` before the fields that depend on it"));
    }
    match nearest_name(name.text, scope.number_names()) {
        Some(nearest) => diagnostic.suggest(format!("there is a number `{nearest}`"), name.span, nearest),
        None => diagnostic.help(format!("add a field `{name}:#` before this one")),
    }
}

/// The field of this name in a combinator.
fn field_name_in<'f>(combinator: Combinator<'f>, name: &str) -> Option<Ident<'f>> {
    combinator.fields().flat_map(|field| field.names()).find(|found| found.text == name)
}

/// Suggests a declared name in place of an unknown one.
pub(super) fn with_help_for_similar_name(
    diagnostic: Diagnostic,
    term: View<'_>,
    symbols: &SymbolTable<'_>,
) -> Diagnostic {
    let name = term.text();
    let is_type = !is_combinator_name(name);
    let is_result = entry_of(term).is_some_and(|entry| entry.result == term.at);
    // A lowercase name denotes a bare type, which no result is.
    let nearest = symbols.nearest(name, is_type).filter(|nearest| !is_result || !is_combinator_name(nearest));
    let Some(nearest) = nearest else {
        return match is_result && OFTEN_UNDECLARED_TYPES.contains(&name) {
            true => diagnostic.help(format!("declare it before its first use: `{} ? = {name};`", name.to_lowercase())),
            false => diagnostic,
        };
    };
    let (what, declared) = match is_type {
        true => {
            let first = symbols.ty(nearest.as_bytes()).and_then(|ty| symbols.first_constructor(ty));
            ("type", first.map(|row| symbols.ast(row).result_node().name_span()))
        }
        false => ("constructor", symbols.combinator(nearest.as_bytes()).map(|row| symbols.span(row))),
    };
    let diagnostic = match declared {
        Some(declared) => diagnostic.secondary_label(declared, "a similar name is declared here"),
        None => diagnostic,
    };
    diagnostic.suggest(format!("there is a {what} `{nearest}`"), term.name_span(), nearest)
}

/// The declaration that contains a node.
fn entry_of<'f>(node: View<'f>) -> Option<&'f Entry> {
    node.file.entry_of(node.at)
}

/// All conditions of a declaration, those in repetitions included.
fn conditions<'f>(node: View<'f>, entry: &Entry) -> impl Iterator<Item = Condition<'f>> + use<'f> {
    let views = node.file.nodes_of(entry).map(move |at| View { at, ..node });
    let fields = views
        .filter(|view| matches!(view.kind(), NodeKind::Field | NodeKind::FieldGroup) && view.has_flag(CONDITION_FLAG));
    fields.filter_map(|view| Field(view).condition())
}
