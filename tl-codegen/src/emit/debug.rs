//! `impl Debug` of structs and enums by a call of the runtime, which costs rustc less time than a derived
//! implementation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::impl_target::ImplTarget;
use super::tokens::{generic_params, generics_with_codec_bounds, ident_token, unsuffixed_literal};
use crate::plan::BoxedType;

/// A struct or enum for which `impl Debug` is emitted.
struct DebugTarget<'a> {
    name: &'a Ident,
    bounds: TokenStream,
    params: &'a [String],
    /// For a type that depends on numbers: the runtime's wrapper that passes numbers to it, and how many it takes.
    wrapper: Option<(&'static str, usize)>,
}

/// For `a x:int = A;`:
///
/// ```text
/// impl ::core::fmt::Debug for A {
///     fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
///         rt::debug(self, f)
///     }
/// }
/// ```
pub(super) fn struct_debug_impl(target: &ImplTarget<'_>) -> TokenStream {
    let item = target.item;
    let (name, wrapper) =
        (ident_token(&item.item_path.local_ident), item.numbers.as_ref().map(|numbers| ("WithNumbers", numbers.len())));
    let bounds = if wrapper.is_some() { target.decoding_generics() } else { target.encoding_generics() };
    debug_impl(&DebugTarget { name: &name, bounds, params: &item.params, wrapper })
}

/// `impl Debug` of an enum, by the same call of the runtime as for a struct.
pub(super) fn enum_debug_impl(ty: &BoxedType) -> TokenStream {
    let wrapper = (!ty.numbers.is_empty()).then_some(("BoxedWithNumbers", ty.numbers.len()));
    let bounds = generics_with_codec_bounds(&ty.params);
    debug_impl(&DebugTarget { name: &ident_token(&ty.item_path.local_ident), bounds, params: &ty.params, wrapper })
}

fn debug_impl(shown: &DebugTarget<'_>) -> TokenStream {
    let DebugTarget { name, bounds, params, wrapper } = shown;
    let generics = generic_params(params, None);
    let (inline, value) = match wrapper {
        None => (Some(quote!(#[inline])), quote!(self)),
        // The output of `Debug` does not depend on the numbers, so zeros are passed.
        Some((wrapper, n_numbers)) => {
            let (wrapper, n_numbers) = (ident_token(wrapper), unsuffixed_literal(*n_numbers));
            (None, quote!(&rt::#wrapper(self, [0; #n_numbers])))
        }
    };
    quote! {
        impl #bounds ::core::fmt::Debug for #name #generics {
            #inline
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(#value, f)
            }
        }
    }
}
