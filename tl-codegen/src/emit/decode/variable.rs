//! Variables for decoded fields, and the parts of a struct literal that take them. Views use them too.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::module::ModuleScope;
use super::super::tokens::ident_token;
use crate::plan::{BitGroup, NumberSource, Struct, WireField, WireFieldKind};

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
pub(in super::super) fn variable_of_field(name: &str) -> Ident {
    ident_token(if name == "r" { "r_" } else { name })
}

/// A field of a struct literal whose value is the variable of the field.
pub(in super::super) fn literal_field_from_variable(name: &str) -> TokenStream {
    let variable = variable_of_field(name);
    literal_field_with_value(name, &quote!(#variable))
}

/// A field of a struct literal: `name: value`, or `name` alone if the value is the variable of that name.
pub(super) fn literal_field_with_value(name: &str, value: &TokenStream) -> TokenStream {
    let name = ident_token(name);
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
pub(in super::super) fn bit_group_from_variables(
    module: &ModuleScope,
    group: &BitGroup,
    ty: &TokenStream,
) -> TokenStream {
    let (some, none) = (module.prelude_path("Some"), module.prelude_path("None"));
    let variables: Vec<_> = group.members.iter().map(|member| variable_of_field(&member.ident)).collect();
    let members = group.members.iter().map(|member| literal_field_from_variable(&member.ident));
    quote! {
        match (#(#variables),*) {
            (#(#some(#variables)),*) => #some(#ty { #(#members),* }),
            _ => #none,
        }
    }
}
