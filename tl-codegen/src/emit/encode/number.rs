//! Encoding of numbers that other fields depend on: counts of repetitions, arguments of types, flags fields that are
//! struct fields.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::impl_target::ImplTarget;
use super::super::tokens::{self, ident_token};
use super::bits::{agreement_check_statement, setter_bits_expression};
use crate::plan::{BitCondition, NumberSource};

/// A number on the wire that is kept in a variable for later fields. For `a n:# items:n*[int] = A;`:
///
/// ```text
/// let n = rt::item_count(&self.items);
/// v.nat(0, n);
/// ```
pub(super) fn number_writing_statement(
    target: &ImplTarget<'_>,
    variable: &str,
    condition: Option<&BitCondition>,
    source: &NumberSource,
    index: &Literal,
) -> TokenStream {
    let (variable, item) = (ident_token(variable), target.item);
    let (field, setters) = match source {
        NumberSource::Items(field) => {
            let name = ident_token(&item.field_at(*field).ident);
            return quote!(let #variable = rt::item_count(&self.#name); v.nat(#index, #variable););
        }
        NumberSource::Stored { field, setters, .. } => (*field, setters),
    };
    let name = ident_token(&item.field_at(field).ident);
    let with_bits = |stored: TokenStream| match setters.is_empty() {
        true => stored,
        false => {
            let (mask, bits) = (tokens::setters_mask_literal(setters), setter_bits_expression(item, setters));
            quote!((#stored & !#mask) | #bits)
        }
    };
    if condition.is_none() {
        let value = with_bits(quote!(self.#name));
        return quote!(let #variable = #value; v.nat(#index, #variable););
    }
    let check = agreement_check_statement(item, field, condition, index);
    let (some, none) = (target.module.prelude_path("Some"), target.module.prelude_path("None"));
    let value = with_bits(quote!(stored));
    quote! {
        let #variable = match self.#name { #some(stored) => #value, #none => 0 };
        #check
        if self.#name.is_some() { v.nat(#index, #variable); }
    }
}
