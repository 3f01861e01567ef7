//! Variables for decoded fields, and the parts of a struct literal that take them. Views use them too.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::module::Module;
use super::super::tokens::ident;
use crate::plan::{Group, NumberSource, Struct, WireField, WireFieldKind};

/// For each field of a struct, the fields on the wire that belong to it.
pub(in super::super) fn wire_fields_by_field(item: &Struct) -> Vec<Vec<&WireField>> {
    let mut by_field = vec![Vec::new(); item.fields.len()];
    for wire_field in &item.wire_fields {
        if let WireFieldKind::Value { field, .. }
        | WireFieldKind::Flag { field, .. }
        | WireFieldKind::Number { source: NumberSource::Stored { field, .. }, .. } = wire_field.kind
        {
            by_field[field.0].push(wire_field);
        }
    }
    by_field
}

/// The variable that holds a decoded field. A field named `r` gets another variable, because `r` is the reader.
pub(in super::super) fn variable(name: &str) -> Ident {
    ident(if name == "r" { "r_" } else { name })
}

/// A field of a struct literal whose value is the variable of the field.
pub(in super::super) fn literal_field(name: &str) -> TokenStream {
    let variable = variable(name);
    set(name, &quote!(#variable))
}

/// A field of a struct literal: `name: value`, or `name` alone if the value is the variable of that name.
pub(super) fn set(name: &str, value: &TokenStream) -> TokenStream {
    let name = ident(name);
    if name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// An expression for a group of the type `ty` whose members are in variables:
///
/// ```text
/// match (x, y) {
///     (Some(x), Some(y)) => Some(root::groups::AX { x, y }),
///     _ => None,
/// }
/// ```
pub(in super::super) fn assembled(module: &Module, group: &Group, ty: &TokenStream) -> TokenStream {
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    let variables: Vec<_> = group.members.iter().map(|member| variable(&member.ident)).collect();
    let members = group.members.iter().map(|member| literal_field(&member.ident));
    quote! {
        match (#(#variables),*) {
            (#(#some(#variables)),*) => #some(#ty { #(#members),* }),
            _ => #none,
        }
    }
}
