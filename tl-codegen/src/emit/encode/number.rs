//! Encoding of numbers that other fields depend on: counts of repetitions, arguments of types, flags fields that are
//! struct fields.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::target::Target;
use super::super::tokens::{self, ident};
use super::bits::{bits, check};
use crate::plan::{BitCondition, NumberSource};

/// A number on the wire that is kept in a variable for later fields. For `a n:# items:n*[int] = A;`:
///
/// ```text
/// let n = rt::item_count(&self.items);
/// v.nat(0, n);
/// ```
pub(super) fn emit(
    target: &Target<'_>,
    variable: &str,
    condition: Option<&BitCondition>,
    source: &NumberSource,
    index: &Literal,
) -> TokenStream {
    let (variable, item) = (ident(variable), target.item);
    let (field, setters) = match source {
        NumberSource::Items(field) => {
            let name = ident(&item.field(*field).ident);
            return quote!(let #variable = rt::item_count(&self.#name); v.nat(#index, #variable););
        }
        NumberSource::Stored { field, setters, .. } => (*field, setters),
    };
    let name = ident(&item.field(field).ident);
    let with_bits = |stored: TokenStream| match setters.is_empty() {
        true => stored,
        false => {
            let (mask, bits) = (tokens::bits(setters), bits(item, setters));
            quote!((#stored & !#mask) | #bits)
        }
    };
    if condition.is_none() {
        let value = with_bits(quote!(self.#name));
        return quote!(let #variable = #value; v.nat(#index, #variable););
    }
    let check = check(item, field, condition, index);
    let (some, none) = (target.module.prelude("Some"), target.module.prelude("None"));
    let value = with_bits(quote!(stored));
    quote! {
        let #variable = match self.#name { #some(stored) => #value, #none => 0 };
        #check
        if self.#name.is_some() { v.nat(#index, #variable); }
    }
}
