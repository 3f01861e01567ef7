//! Small pieces of Rust that several emitted items share: identifiers, paths, literals, type parameters.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::plan::{BitCondition, BitSetter, ItemPath};

/// The token of an identifier, which may be raw: `r#type`.
pub(super) fn ident_token(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The path of an item in `tree`, from anywhere below the root of the protocol: `root::types::messages::Dialogs`. That
/// of an item of another module is the path from the settings.
pub(super) fn item_path_from_root(tree: &str, item_path: &ItemPath) -> TokenStream {
    if let Some(path) = &item_path.external {
        // Parsing can't fail, because settings refuse text that isn't a path.
        return path.parse().unwrap_or_default();
    }
    let path = item_path_within_protocol(tree, item_path);
    quote!(root::#path)
}

/// The path of an item in `tree`, from the root of the protocol: `types::messages::Dialogs`.
pub(super) fn item_path_within_protocol(tree: &str, item_path: &ItemPath) -> TokenStream {
    let tree = ident_token(tree);
    let namespace = item_path.namespace.iter().map(|part| ident_token(part));
    let name = ident_token(&item_path.ident);
    quote!(#tree #(::#namespace)* ::#name)
}

/// Maximum number of operands that one chain of an operator has.
///
/// Syntax trees nest a chain to its left, and code that visits them takes stack for each operand. Chains of published
/// schemas are shorter.
pub(super) const MAX_CHAIN_LEN: usize = 256;

/// Terms with an operator between them: `a + b + c`. Longer chains are chains of terms in parentheses.
pub(super) fn chain_of_terms(terms: &[TokenStream], operator: &TokenStream) -> TokenStream {
    if terms.len() <= MAX_CHAIN_LEN {
        let rest = terms.iter().skip(1);
        let first = terms.first();
        return quote!(#first #(#operator #rest)*);
    }
    let parts = terms.chunks(MAX_CHAIN_LEN).map(|part| chain_of_terms(part, operator));
    let parts: Vec<_> = parts.map(|part| quote!((#part))).collect();
    chain_of_terms(&parts, operator)
}

/// A number as a literal without a type suffix: `12`.
pub(super) fn unsuffixed_literal(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}

/// A flags bit as a mask: `1 << 5`.
pub(super) fn bit_mask(bit: u8) -> TokenStream {
    let shift = Literal::u8_unsuffixed(bit);
    if bit == 0 { quote!(1) } else { quote!(1 << #shift) }
}

/// The mask of the bits that these fields set, in eight hexadecimal digits.
pub(super) fn setters_mask_literal(setters: &[BitSetter]) -> TokenStream {
    id_hex_literal(setters.iter().fold(0, |mask, setter| mask | 1 << setter.bit))
}

/// The start of a statement that stores a decoded flags field: `let flags =`. Nothing if the flags field has no bits,
/// because the variable would be unused.
pub(super) fn flags_assignment_start(variable: &str, setters: &[BitSetter]) -> Option<TokenStream> {
    let variable = ident_token(variable);
    (!setters.is_empty()).then(|| quote!(let #variable =))
}

/// An expression that is zero if the bit is clear: `flags & (1 << 5)`.
pub(super) fn masked_bit(condition: &BitCondition) -> TokenStream {
    let (flags, mask) = (ident_token(&condition.flags_field), bit_mask(condition.bit));
    if condition.bit == 0 { quote!(#flags & #mask) } else { quote!(#flags & (#mask)) }
}

/// An expression that is 1 if the bit is set and 0 if not: `(flags >> 5) & 1`.
pub(super) fn bit_as_zero_or_one(condition: &BitCondition) -> TokenStream {
    let (flags, shift) = (ident_token(&condition.flags_field), Literal::u8_unsuffixed(condition.bit));
    if condition.bit == 0 { quote!(#flags & 1) } else { quote!((#flags >> #shift) & 1) }
}

/// A constructor id as TL writes it: eight hexadecimal digits.
pub(super) fn id_hex_literal(id: u32) -> TokenStream {
    let digits = format!("0x{id:08x}");
    digits.parse().unwrap_or_else(|_| quote!(#id))
}

/// The name of a method, and its parameter for the numbers that a dependent type needs: `visit_with`, `[n, m]: [u32;
/// 2],`. For a type that needs no numbers, the name is unchanged and the parameter is missing.
pub(super) fn method_signature_with_numbers(name: &str, numbers: Option<&[String]>) -> (Ident, TokenStream) {
    let Some(numbers) = numbers else { return (ident_token(name), TokenStream::new()) };
    let n_numbers = unsuffixed_literal(numbers.len());
    let numbers = numbers.iter().map(|number| ident_token(number));
    (ident_token(&format!("{name}_with")), quote!([#(#numbers),*]: [u32; #n_numbers],))
}

/// Type parameters between angle brackets, each with the bound if one is given: `<X: Clone>`. Nothing if there are no
/// parameters.
pub(super) fn generic_params(params: &[String], bound: Option<&TokenStream>) -> TokenStream {
    if params.is_empty() {
        return TokenStream::new();
    }
    let params = params.iter().map(|param| {
        let param = ident_token(param);
        match bound {
            Some(bound) => quote!(#param: #bound),
            None => quote!(#param),
        }
    });
    quote!(<#(#params),*>)
}

/// Type parameters between angle brackets, with the bounds that encoding and decoding need.
pub(super) fn generics_with_codec_bounds(params: &[String]) -> TokenStream {
    generic_params(params, Some(&quote!(rt::Serialize + rt::Deserialize)))
}

/// Attributes from the settings. Parsing can't fail, because settings refuse text that isn't an attribute.
pub(super) fn attribute_tokens(attributes: &[String]) -> TokenStream {
    attributes.iter().map(|text| text.parse::<TokenStream>().unwrap_or_default()).collect()
}

/// The public fields of a struct with their docs, attributes and types, in braces; `;` if there are no fields.
pub(super) fn public_fields_in_braces<'a>(
    fields: impl Iterator<Item = (TokenStream, &'a String, TokenStream)>,
) -> TokenStream {
    let fields: Vec<_> = fields
        .map(|(attributes, name, ty)| (attributes, ident_token(name), ty))
        .map(|(attributes, name, ty)| quote!(#attributes pub #name: #ty))
        .collect();
    if fields.is_empty() { quote!(;) } else { quote!({ #(#fields),* }) }
}
