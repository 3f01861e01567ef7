//! Types with constructors in several namespaces.
//!
//! The namespace of a type itself may be another one than that of all its constructors.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Combinator, Schema, Type};

pub(super) fn check(schema: &Schema) -> Vec<Diagnostic> {
    schema.types.iter().filter_map(|ty| scattered(schema, ty)).collect()
}

fn scattered(schema: &Schema, ty: &Type) -> Option<Diagnostic> {
    let constructors: Vec<_> = ty.constructors.iter().map(|id| schema.combinator(*id)).collect();
    let home = home(ty, &constructors)?;
    let stray = constructors.iter().find(|constructor| constructor.name.namespace != home.name.namespace)?;
    let (home_place, stray_place) = (place(home), place(stray));
    let message = format!("`{}` has constructors in {home_place} and in {stray_place}", ty.name);
    let diagnostic = Diagnostic::warning(Code::ScatteredType, stray.span, message)
        .label(format!("this one is in {stray_place}"))
        .also(home.span, format!("this one is in {home_place}"))
        .help("give all constructors of a type one namespace");
    Some(diagnostic)
}

/// The first constructor in the namespace that most have; of two such namespaces, in that of the type.
fn home<'a>(ty: &Type, constructors: &[&'a Combinator]) -> Option<&'a Combinator> {
    let mut counts = BTreeMap::<&[String], usize>::new();
    for constructor in constructors {
        *counts.entry(&constructor.name.namespace).or_default() += 1;
    }
    // The first of those that are equally good: of several maxima, `max_by_key` takes the last.
    constructors.iter().rev().copied().max_by_key(|constructor| {
        let namespace = constructor.name.namespace.as_slice();
        (counts.get(namespace).copied(), namespace == ty.name.namespace)
    })
}

fn place(constructor: &Combinator) -> String {
    match constructor.name.namespace.as_slice() {
        [] => "the root namespace".to_owned(),
        parts => format!("`{}`", parts.join(".")),
    }
}
