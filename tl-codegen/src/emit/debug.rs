//! `impl Debug` of structs and enums by a call of the runtime, which costs rustc less time than a derived
//! implementation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::target::Target;
use super::tokens::{codable, generics, ident, size};
use crate::plan::BoxedType;

/// A struct or enum for which `impl Debug` is emitted.
struct Shown<'a> {
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
pub(super) fn of_struct(target: &Target<'_>) -> TokenStream {
    let item = target.item;
    let (name, wrapper) =
        (ident(&item.item_path.local_ident), item.numbers.as_ref().map(|numbers| ("WithNumbers", numbers.len())));
    let bounds = if wrapper.is_some() { target.readable() } else { target.writable() };
    emit(&Shown { name: &name, bounds, params: &item.params, wrapper })
}

/// `impl Debug` of an enum, by the same call of the runtime as for a struct.
pub(super) fn of_enum(ty: &BoxedType) -> TokenStream {
    let wrapper = (!ty.numbers.is_empty()).then_some(("BoxedWithNumbers", ty.numbers.len()));
    let bounds = codable(&ty.params);
    emit(&Shown { name: &ident(&ty.item_path.local_ident), bounds, params: &ty.params, wrapper })
}

fn emit(shown: &Shown<'_>) -> TokenStream {
    let Shown { name, bounds, params, wrapper } = shown;
    let generics = generics(params, None);
    let (inline, value) = match wrapper {
        None => (Some(quote!(#[inline])), quote!(self)),
        // The output of `Debug` does not depend on the numbers, so zeros are passed.
        Some((wrapper, n_numbers)) => {
            let (wrapper, n_numbers) = (ident(wrapper), size(*n_numbers));
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
