//! Encoding and decoding of an enum: `impl rt::Serialize` and `impl rt::Deserialize`, or `impl rt::DependentBoxed` if
//! its constructors need numbers from the struct that contains it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::impl_target::BoxedEnum;
use super::tokens::{
    generic_params, generics_with_codec_bounds, id_hex_literal, ident_token, method_signature_with_numbers,
    unsuffixed_literal,
};
use super::{json, table};
use crate::plan::{BoxedType, Variant, VariantPayload};

/// For `a = T; b x:int = T;`:
///
/// ```text
/// impl rt::Serialize for T {
///     // fn serialize
/// }
/// impl rt::Deserialize for T {
///     const LEAST_SIZE: usize = 4;
///     const IDS: &'static [u32] = &[0x…, 0x…];
///     const NAMES: rt::ProtocolNames = root::PROTOCOL_NAMES;
///     // fn deserialize, fn deserialize_items
/// }
/// rt::impl_arbitrary!(T);
/// ```
///
/// Each item is an element, so that a caller may emit one after the other.
pub(super) fn boxed_codec_impls(target: &BoxedEnum<'_>) -> Vec<TokenStream> {
    let ty = target.ty;
    let (name, bounds, generics) = (
        ident_token(&ty.item_path.local_ident),
        generics_with_codec_bounds(&ty.params),
        generic_params(&ty.params, None),
    );
    let (serialize, deserialize) = (serialize_method(target), deserialize_method(target));
    if !ty.numbers.is_empty() {
        let n_numbers = unsuffixed_literal(ty.numbers.len());
        return vec![quote! {
            impl #bounds rt::DependentBoxed<#n_numbers> for #name #generics {
                #serialize

                #deserialize
            }
        }];
    }
    let (least_size, ids) = (unsuffixed_literal(ty.least_size), constructor_id_array(target));
    let names = ty.has_names.then(table::names_constant_item);
    let json = json::macro_call_of_enum(ty);
    let serialize = quote! {
        impl #bounds rt::Serialize for #name #generics {
            #serialize
        }
    };
    let deserialize = quote! {
        impl #bounds rt::Deserialize for #name #generics {
            const LEAST_SIZE: usize = #least_size;
            const IDS: &'static [u32] = &#ids;
            #names

            #deserialize

            #[inline]
            fn deserialize_items(r: &mut rt::Reader<'_>, count: u32) -> rt::Vec<Self> {
                r.items_of_generated_type(count)
            }
        }
    };
    vec![serialize, deserialize, quote!(rt::impl_arbitrary!(#name #generics); #json)]
}

/// The constructor ids of an enum, the id of the simplest constructor first.
fn constructor_id_array(target: &BoxedEnum<'_>) -> TokenStream {
    let (simplest, others) = split_off_simplest_variant(target);
    let ids = simplest.into_iter().chain(others).map(|variant| id_hex_literal(variant.id));
    quote!([#(#ids),*])
}

fn split_off_simplest_variant<'a>(target: &BoxedEnum<'a>) -> (Option<&'a Variant>, Vec<&'a Variant>) {
    let simplest = target.variants.get(target.ty.simplest);
    let is_other = |variant: &&Variant| simplest.is_none_or(|simplest| variant.id != simplest.id);
    (simplest, target.variants.iter().filter(is_other).collect())
}

/// The name of an enum's method, and its parameter for the numbers that the constructors need.
fn enum_method_signature(name: &str, ty: &BoxedType) -> (Ident, TokenStream) {
    method_signature_with_numbers(name, Some(&ty.numbers[..]).filter(|numbers| !numbers.is_empty()))
}

/// ```text
/// fn serialize(&self, mut w: rt::Writer<'_>) {
///     let v = &mut w;
///     match self {
///         Self::A => rt::Visitor::unit(v, 0x…, "a"),
///         Self::B(value) => rt::Visitor::combinator(v, value),
///     }
/// }
/// // fn observe
/// ```
///
/// Both methods are compiled with the types, and not again in each program. Only small enums such as `Peer` are
/// `#[inline]`: a call would take as long as writing their words. A type that depends on numbers has one generic method
/// instead.
fn serialize_method(target: &BoxedEnum<'_>) -> TokenStream {
    let arms = target.variants.iter().map(|variant| {
        let ident = ident_token(&variant.ident);
        let Some(payload) = &variant.payload else {
            let (id, name) = (id_hex_literal(variant.id), &variant.name);
            return quote!(Self::#ident => rt::Visitor::unit(v, #id, #name));
        };
        let value = if payload.is_indirect { quote!(&**value) } else { quote!(value) };
        let numbers = payload_number_list(payload);
        let value =
            if target.does_payload_need_numbers(payload) { quote!(&rt::WithNumbers(#value, #numbers)) } else { value };
        quote!(Self::#ident(value) => rt::Visitor::combinator(v, #value))
    });
    if !target.ty.numbers.is_empty() {
        let (method, numbers) = enum_method_signature("serialize", target.ty);
        return quote! {
            fn #method<V: rt::Visitor>(&self, #numbers v: &mut V) {
                match self { #(#arms),* }
            }
        };
    }
    let arms: Vec<_> = arms.collect();
    let inline = target.ty.is_encoded_inline.then(|| quote!(#[inline]));
    quote! {
        #inline
        fn serialize(&self, mut w: rt::Writer<'_>) {
            let v = &mut w;
            match self { #(#arms),* }
        }

        fn observe(&self, v: &mut dyn rt::Observer) {
            let v = &mut rt::ObserverAdapter(v);
            match self { #(#arms),* }
        }
    }
}

/// ```text
/// fn deserialize(r: &mut rt::Reader<'_>) -> Self {
///     match r.constructor_id(Self::IDS) {
///         0x… => Self::B(r.bare()),
///         id => {
///             r.expect_id(id, 0x…);
///             Self::A
///         }
///     }
/// }
/// ```
///
/// The simplest constructor is the last arm: after an error, the reader makes up a value of this constructor.
fn deserialize_method(target: &BoxedEnum<'_>) -> TokenStream {
    let (Some(simplest), others) = split_off_simplest_variant(target) else { return TokenStream::new() };
    let arms = others.into_iter().map(|variant| {
        let (id, value) = (id_hex_literal(variant.id), variant_decoding_call(target, variant));
        quote!(#id => #value)
    });
    let (last_id, last) = (id_hex_literal(simplest.id), variant_decoding_call(target, simplest));
    let (method, numbers) = enum_method_signature("deserialize", target.ty);
    let ids = constructor_id_array(target);
    let ids = if target.ty.numbers.is_empty() { quote!(Self::IDS) } else { quote!(&#ids) };
    quote! {
        fn #method(#numbers r: &mut rt::Reader<'_>) -> Self {
            match r.constructor_id(#ids) {
                #(#arms,)*
                id => {
                    r.expect_id(id, #last_id);
                    #last
                }
            }
        }
    }
}

fn variant_decoding_call(target: &BoxedEnum<'_>, variant: &Variant) -> TokenStream {
    let ident = ident_token(&variant.ident);
    let Some(payload) = &variant.payload else { return quote!(Self::#ident) };
    let numbers = payload_number_list(payload);
    let value = match (target.does_payload_need_numbers(payload), payload.is_indirect) {
        (false, false) => quote!(r.bare()),
        (false, true) => quote!(r.bare_indirect()),
        (true, false) => quote!(r.bare_with(#numbers)),
        (true, true) => quote!(r.indirect(|r| r.bare_with(#numbers))),
    };
    quote!(Self::#ident(#value))
}

/// The numbers that the struct of a variant depends on: `[n, m]`.
fn payload_number_list(payload: &VariantPayload) -> TokenStream {
    let numbers = payload.numbers.iter().map(|number| ident_token(number));
    quote!([#(#numbers),*])
}
