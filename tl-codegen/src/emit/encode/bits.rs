//! Encoding of flags fields and of the bits of conditional fields.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::tokens::{bit_as_zero_or_one, ident_token};
use crate::plan::{BitAction, BitCondition, BitSetter, FieldIndex, FieldKind, Struct, WireField, WireFieldKind};

/// The statement that writes a flags field made only of bits of other fields. If no field sets a bit, it is
/// `v.flags(0, 0);`. For `flags` with `a:flags.1?true` and `b:flags.0?int`, where the bit of `b` is set when `b` is
/// written:
///
/// ```text
/// let mut flags = v.flags(0, (self.a as u32) << 1);
/// ```
pub(super) fn flags_writing_statement(
    item: &Struct,
    variable: &str,
    setters: &[BitSetter],
    is_checked: bool,
    index: &Literal,
) -> TokenStream {
    let variable = ident_token(variable);
    if is_checked {
        let bits = setter_bits_expression(item, setters);
        return quote!(let #variable = #bits; v.flags(#index, #variable););
    }
    let (later, now): (Vec<_>, Vec<_>) = setters.iter().partition(|setter| setter.is_set_later);
    let now = if now.is_empty() { quote!(0) } else { setter_bits_expression(item, now) };
    match later.is_empty() {
        true => quote!(v.flags(#index, #now);),
        false => quote!(let mut #variable = v.flags(#index, #now);),
    }
}

/// Writes the bits that were set later into their flags field: `v.finish_flags(flags);`.
pub(super) fn finish_flags_statement(wire_field: &WireField) -> Option<TokenStream> {
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, .. } if setters.iter().any(|setter| setter.is_set_later) => {
            let variable = ident_token(variable);
            Some(quote!(v.finish_flags(#variable);))
        }
        _ => None,
    }
}

/// The check that a field agrees with its bit, if the plan demands it:
/// `v.check_agreement(2, (flags >> 3) & 1, self.a as u32);`.
pub(super) fn agreement_check_statement(
    item: &Struct,
    field: FieldIndex,
    condition: Option<&BitCondition>,
    index: &Literal,
) -> TokenStream {
    let Some(condition) = condition.filter(|condition| condition.on_encode == BitAction::Check) else {
        return TokenStream::new();
    };
    let (bit, is_present) = (bit_as_zero_or_one(condition), field_presence_expression(item, field));
    quote!(v.check_agreement(#index, #bit, #is_present as u32);)
}

/// An expression for the bits that these fields set: `self.a as u32 | (self.b.is_some() as u32) << 1`.
pub(super) fn setter_bits_expression<'a>(
    item: &Struct,
    setters: impl IntoIterator<Item = &'a BitSetter>,
) -> TokenStream {
    let terms = setters.into_iter().map(|BitSetter { bit, field, .. }| {
        let is_present = field_presence_expression(item, *field);
        let shift = Literal::u8_unsuffixed(*bit);
        if *bit == 0 { quote!(#is_present as u32) } else { quote!((#is_present as u32) << #shift) }
    });
    quote!(#(#terms)|*)
}

/// The statement for a `true` field: `v.true_field(1, self.a);`. If another field `b` sets its bit:
/// `v.true_field(1, self.b.is_some());`.
pub(super) fn true_field_statement(item: &Struct, field: FieldIndex, index: &Literal) -> TokenStream {
    let is_set = field_presence_expression(item, field);
    quote!(v.true_field(#index, #is_set);)
}

fn field_presence_expression(item: &Struct, field: FieldIndex) -> TokenStream {
    let field = item.field_at(field);
    let name = ident_token(&field.ident);
    match field.kind {
        FieldKind::Flag => quote!(self.#name),
        _ => quote!(self.#name.is_some()),
    }
}
