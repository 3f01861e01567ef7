//! Types whose constructors are in several namespaces.
//!
//! The namespace of the type itself may differ from the one that all its constructors share.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Combinator, Schema, Type};

pub(super) fn scattered_type_warnings(schema: &Schema) -> Vec<Diagnostic> {
    schema.types.iter().filter_map(|ty| scattered_type_warning(schema, ty)).collect()
}

fn scattered_type_warning(schema: &Schema, ty: &Type) -> Option<Diagnostic> {
    let constructors: Vec<_> = ty.constructors.iter().map(|id| schema.combinator(*id)).collect();
    let home = first_in_main_namespace(ty, &constructors)?;
    let stray = constructors.iter().find(|constructor| constructor.name.namespace != home.name.namespace)?;
    let (home_name, stray_name) = (namespace_in_words(home), namespace_in_words(stray));
    let message = format!("`{}` has constructors in {home_name} and in {stray_name}", ty.name);
    let diagnostic = Diagnostic::warning(Code::ScatteredType, stray.span, message)
        .label(format!("this one is in {stray_name}"))
        .secondary_label(home.span, format!("this one is in {home_name}"))
        .help("give all constructors of a type one namespace");
    Some(diagnostic)
}

/// The first constructor in the most common namespace; at equal counts the namespace of the type wins.
fn first_in_main_namespace<'a>(ty: &Type, constructors: &[&'a Combinator]) -> Option<&'a Combinator> {
    let mut counts = BTreeMap::<&[String], usize>::new();
    for constructor in constructors {
        *counts.entry(&constructor.name.namespace).or_default() += 1;
    }
    // Reversed, because `max_by_key` returns the last of several maxima.
    constructors.iter().rev().copied().max_by_key(|constructor| {
        let namespace = constructor.name.namespace.as_slice();
        (counts.get(namespace).copied(), namespace == ty.name.namespace)
    })
}

fn namespace_in_words(constructor: &Combinator) -> String {
    match constructor.name.namespace.as_slice() {
        [] => "the root namespace".to_owned(),
        parts => format!("`{}`", parts.join(".")),
    }
}
