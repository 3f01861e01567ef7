//! Creation of views from encoded bytes: the method `parse_fields` of a struct and the method `parse` of an enum.
//!
//! Each field on the wire gets a variable in order, and then the view is one literal.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::decode::variable::{
    bit_group_from_variables, literal_field_from_variable, variable_of_field, wire_fields_by_field,
};
use super::super::module::ModuleScope;
use super::super::rust_types::vector_method_name;
use super::super::tokens::{self, id_hex_literal, ident_token, masked_bit};
use super::ty;
use crate::plan::{BoxedType, Codec, FieldKind, FieldValue, Struct, Variant, VariantPayload, WireField, WireFieldKind};

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn parse_fields<'a, P: rt::views::Parser<'a>>(r: &mut P) -> Self::View<'a> {
///     let flags = r.flags(0, 0x00000001);
///     let b = r.when(flags & 1, |r| r.int(1));
///     let c = r.string(2);
///     A { b, c }
/// }
/// ```
pub(super) fn parse_fields_method(module: &ModuleScope, item: &Struct) -> TokenStream {
    let name = unshadowed_view_path(&item.item_path.local_ident);
    let statements = item.wire_fields.iter().map(|wire_field| field_parsing_statement(item, wire_field));
    let fields = item.fields.iter().zip(wire_fields_by_field(item)).map(|(field, wire_fields)| {
        let name = ident_token(&field.ident);
        match (&field.kind, wire_fields.first().map(|wire_field| &wire_field.kind)) {
            (FieldKind::Flag, Some(WireFieldKind::Flag { bit, .. })) => {
                let bit = masked_bit(bit);
                quote!(#name: #bit != 0)
            }
            (FieldKind::Group(group), _) => {
                let group = bit_group_from_variables(module, group, &ty::bit_group_view_path(group));
                quote!(#name: #group)
            }
            _ => literal_field_from_variable(&field.ident),
        }
    });
    let reader = if item.wire_fields.is_empty() { quote!(_r) } else { quote!(r) };
    quote! {
        fn parse_fields<'a, P: rt::views::Parser<'a>>(#reader: &mut P) -> Self::View<'a> {
            #(#statements)*
            #name { #(#fields),* }
        }
    }
}

fn field_parsing_statement(item: &Struct, wire_field: &WireField) -> TokenStream {
    let index = Literal::u32_unsuffixed(wire_field.index);
    match &wire_field.kind {
        // A type that depends on numbers has no view.
        WireFieldKind::Flag { .. } | WireFieldKind::Implied { .. } | WireFieldKind::Number { .. } => TokenStream::new(),
        WireFieldKind::Flags { variable, setters, .. } => {
            let (variable, mask) =
                (tokens::flags_assignment_start(variable, setters), tokens::setters_mask_literal(setters));
            quote!(#variable r.flags(#index, #mask);)
        }
        WireFieldKind::Value { field, member, condition } => {
            let Some((name, value)) = item.field_at(*field).value_of_member(*member) else { return TokenStream::new() };
            let (variable, method) = (self::variable_of_field(name), ident_token(parser_method_name(value)));
            match condition {
                Some(condition) => {
                    let bit = masked_bit(condition);
                    quote!(let #variable = r.when(#bit, |r| r.#method(#index));)
                }
                None => quote!(let #variable = r.#method(#index);),
            }
        }
    }
}

/// The name of the parser's method that creates the view of a value.
pub(super) fn parser_method_name(value: &FieldValue) -> &'static str {
    match &value.codec {
        Codec::Bare { .. } => "bare",
        Codec::Vector { is_bare, .. } => vector_method_name(*is_bare),
        // Primitive and boxed types: no field of a view has a codec of another kind.
        codec => match codec.leaf_facts() {
            Some(leaf) => leaf.method,
            None => "object",
        },
    }
}

/// For `a = T; b x:string = T;`:
///
/// ```text
/// fn parse<'a, P: rt::views::Parser<'a>>(r: &mut P) -> T<'a> {
///     match r.constructor_id() {
///         0x… => T::B(r.fields::<constructors::B>()),
///         id => {
///             r.expect_id(id, 0x…);
///             T::A
///         }
///     }
/// }
/// ```
///
/// The simplest constructor is the last arm, as in the decoding function of the owned type. The result type is written
/// out, because `Self::View` is ambiguous for an enum with a variant `View`.
pub(super) fn parse_variants_function(ty: &BoxedType, variants: &[Variant], lifetime: &TokenStream) -> TokenStream {
    let Some(simplest) = variants.get(ty.simplest) else { return TokenStream::new() };
    let arms = variants.iter().filter(|variant| variant.id != simplest.id).map(|variant| {
        let (id, view) = (id_hex_literal(variant.id), variant_view_expression(ty, variant));
        quote!(#id => #view)
    });
    let (last_id, last) = (id_hex_literal(simplest.id), variant_view_expression(ty, simplest));
    let name = unshadowed_view_path(&ty.item_path.local_ident);
    quote! {
        fn parse<'a, P: rt::views::Parser<'a>>(r: &mut P) -> #name #lifetime {
            match r.constructor_id() {
                #(#arms,)*
                id => {
                    r.expect_id(id, #last_id);
                    #last
                }
            }
        }
    }
}

fn variant_view_expression(ty: &BoxedType, variant: &Variant) -> TokenStream {
    let (name, ident) = (unshadowed_view_path(&ty.item_path.local_ident), ident_token(&variant.ident));
    let Some(VariantPayload { constructor, .. }) = &variant.payload else { return quote!(#name::#ident) };
    let owned = tokens::item_path_from_root("constructors", &ty.constructors[*constructor].item_path);
    quote!(#name::#ident(r.fields::<#owned>()))
}

/// The path of a view in its own module, for use in its methods: their type parameter `P` would hide a view of that
/// name.
fn unshadowed_view_path(name: &str) -> TokenStream {
    let ident = ident_token(name);
    if name == "P" { quote!(self::#ident) } else { quote!(#ident) }
}
