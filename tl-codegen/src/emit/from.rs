//! `impl From` of an enum for the structs of its constructors.

use proc_macro2::TokenStream;
use quote::quote;

use super::boxed_enum::BoxedEnum;
use super::tokens::{generics, ident};
use crate::plan::{Payload, Variant};

/// For `a = T; b x:int = T;`:
///
/// ```text
/// impl From<constructors::B> for T {
///     fn from(value: constructors::B) -> Self { Self::B(value) }
/// }
/// ```
pub(super) fn emit(target: &BoxedEnum<'_>) -> TokenStream {
    let payloads = target.variants.iter().filter_map(|variant| Some((variant, variant.payload.as_ref()?)));
    payloads.map(|(variant, payload)| from(target, variant, payload)).collect()
}

fn from(target: &BoxedEnum<'_>, variant: &Variant, payload: &Payload) -> TokenStream {
    let BoxedEnum { module, ty, .. } = target;
    let (name, variant) = (ident(&ty.item_path.ident), ident(&variant.ident));
    let (constructor, generics) = (target.constructor(payload), generics(&ty.params, None));
    let (from, indirect) = (module.prelude("From"), module.prelude("Box"));
    let value = if payload.is_indirect { quote!(#indirect::new(value)) } else { quote!(value) };
    quote! {
        impl #generics #from<#constructor> for #name #generics {
            #[inline]
            fn from(value: #constructor) -> Self { Self::#variant(#value) }
        }
    }
}
