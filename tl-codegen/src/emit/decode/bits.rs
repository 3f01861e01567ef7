//! Decoding of flags fields and other numbers into variables.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::tokens::{self, ident_token, masked_bit};
use crate::plan::{BitCondition, BitSetter, NumberSource, WireField, WireFieldKind};

/// The statement that reads a flags field or a number: `let flags = r.flags(0, 0x00000003);`.
pub(super) fn flags_or_number_reading_statement(wire_field: &WireField) -> Option<TokenStream> {
    let index = Literal::u32_unsuffixed(wire_field.index);
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, .. } => {
            let (variable, mask) =
                (tokens::flags_assignment_start(variable, setters), tokens::setters_mask_literal(setters));
            Some(quote!(#variable r.flags(#index, #mask);))
        }
        WireFieldKind::Number { variable, condition, source } => {
            let method = match source {
                NumberSource::Stored { is_count: false, .. } => "nat",
                NumberSource::Stored { .. } | NumberSource::Items(_) => "repeat_count",
            };
            let (variable, read) = (ident_token(variable), number_reading_call(method, condition.as_ref(), &index));
            Some(quote!(let #variable = #read;))
        }
        _ => None,
    }
}

fn number_reading_call(method: &str, condition: Option<&BitCondition>, index: &Literal) -> TokenStream {
    match condition {
        None => {
            let method = ident_token(method);
            quote!(r.#method(#index))
        }
        Some(condition) => {
            let (method, bit) = (ident_token(&format!("{method}_if")), masked_bit(condition));
            quote!(r.#method(#bit, #index).unwrap_or(0))
        }
    }
}

/// The value of a struct field that holds a number: the number without the bits that other fields set.
pub(super) fn stored_number_value(
    variable: &str,
    condition: Option<&BitCondition>,
    setters: &[BitSetter],
) -> TokenStream {
    let variable = ident_token(variable);
    let mask = tokens::setters_mask_literal(setters);
    let value = if setters.is_empty() { quote!(#variable) } else { quote!(#variable & !#mask) };
    match condition {
        None => value,
        Some(condition) => {
            let bit = masked_bit(condition);
            quote!((#bit != 0).then_some(#value))
        }
    }
}
